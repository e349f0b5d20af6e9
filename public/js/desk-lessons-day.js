/** Knows how lessons are laid out: a day with a column for each instructor, a week with one for each day. */

import { draw, html } from "./html.js";
import { addDays, clockIn, dateIn, dayName } from "./time.js";

const STEP = 15;
const HOURS = { from: 9 * 60, till: 21 * 60 };
const COLOURS = 6;

/** `lessons` are sessions of the API; `around` is {zone, names(booking or session), rooms, targets: slots or []}. */
export function dayGrid(team, lessons, around) {
  const columns = team.map((person) => column(person, lessons.filter(({ instructor }) => instructor === person.id), around));
  return html`<div class="day-grid"><div class="column hours" aria-hidden="true"><h3>&nbsp;</h3><div class="track"></div></div>${columns}</div>`;
}

/** Seven days from a date on, each with its lessons in the order of time. */
export function weekColumns(first, lessons, around) {
  const dates = Array.from({ length: 7 }, (_, day) => addDays(first, day));
  return html`<div class="desk-week">${dates.map((date) => {
    const these = lessons.filter(({ startsAt }) => dateIn(around.zone, new Date(startsAt)) === date);
    return html`<section class="desk-day" aria-labelledby="day-${date}">
      <h3 id="day-${date}"><button type="button" class="link" data-go="day" data-date="${date}">${dayName(date)}</button></h3>
      ${these.length ? html`<ul class="lessons">${these.map((lesson) => html`<li>${card(lesson, around, true)}</li>`)}</ul>`
        : html`<p class="quiet-text">No lessons.</p>`}</section>`;
  })}</div>`;
}

/** Puts everything of a day where its time is; styles that stand in markup are forbidden, those set here are not. */
export function layOut(grid, lessons, zone) {
  const minutes = [...lessons].flatMap(({ startsAt, endsAt }) => [minuteOf(startsAt, zone), minuteOf(endsAt, zone)]);
  for (const each of grid.querySelectorAll("[data-from]")) minutes.push(Number(each.dataset.from), Number(each.dataset.till));
  const from = Math.floor(Math.min(HOURS.from, ...minutes) / 60) * 60;
  const till = Math.ceil(Math.max(HOURS.till, ...minutes) / 60) * 60;
  grid.style.setProperty("--rows", String((till - from) / STEP));
  const hours = Array.from({ length: (till - from) / 60 }, (_, hour) => from + 60 * hour);
  draw(grid.querySelector(".hours .track"), html`${hours.map((hour) => html`<span data-from="${hour}" data-till="${hour + 60}">${hour / 60}:00</span>`)}`);
  for (const each of grid.querySelectorAll("[data-from]")) {
    const [first, last] = [each.dataset.from, each.dataset.till].map((minute) => Math.round((minute - from) / STEP) + 1);
    each.style.gridRow = `${first} / ${Math.max(last, first + 1)}`;
  }
}

function column({ id, name }, lessons, around) {
  const targets = around.targets.filter(({ instructor }) => instructor === id);
  const entries = [
    ...lessons.map((lesson) => ({ at: lesson.startsAt, markup: card(lesson, around, false) })),
    ...targets.map((slot) => ({ at: slot.startsAt, markup: target(slot, name, around.zone) })),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return html`<section class="column" aria-labelledby="column-${id}"><h3 id="column-${id}">${name}</h3>
    <div class="track">${entries.length ? entries.map(({ markup }) => markup) : html`<p class="none">No lessons.</p>`}</div></section>`;
}

function card(lesson, { zone, names, rooms }, isInWeek) {
  const { className, instructorName } = names(lesson);
  const roomAt = rooms.indexOf(lesson.room);
  const times = `${clockIn(zone, new Date(lesson.startsAt))}–${clockIn(zone, new Date(lesson.endsAt))}`;
  const active = lesson.bookings.length;
  return html`<article class="lesson" data-room="${roomAt < 0 ? "none" : roomAt % COLOURS}" data-from="${minuteOf(lesson.startsAt, zone)}"
    data-till="${minuteOf(lesson.endsAt, zone)}">
    <button type="button" class="lesson-head" id="lesson-${keyOf(lesson)}" data-go="lesson" data-lesson="${keyOf(lesson)}">
      <span class="lesson-time">${times}</span> <span class="lesson-class">${className}</span>
      ${isInWeek && html`<span class="lesson-who">${instructorName}</span>`}
      ${lesson.room && html`<span class="lesson-room">${lesson.roomName ?? lesson.room}</span>`}
      ${lesson.capacity > 1 && html`<span class="lesson-count">${active} of ${lesson.capacity}</span>`}</button>
    ${isInWeek ? "" : html`<ul class="guests">${lesson.bookings.map((booking) => html`<li>${guest(booking)}</li>`)}</ul>`}</article>`;
}

function guest(booking) {
  const canMove = booking.status === "confirmed" && booking.slots.length === 1;
  return html`<button type="button" class="guest" id="guest-${booking.id}" data-go="booking" data-booking="${booking.id}"
    ${canMove && html`draggable="true"`}>${nameOf(booking)}${mark(booking)}</button>`;
}

function mark({ status, paymentStatus }) {
  const words = { completed: "came", no_show: "did not come", canceled: "cancelled" }[status];
  return html`${words && html` <span class="badge ${status === "completed" && "good"}">${words}</span>`}${
    paymentStatus === "paid" && html` <span class="badge good">paid</span>`}`;
}

function target(slot, name, zone) {
  const from = minuteOf(slot.startsAt, zone);
  return html`<button type="button" class="target" id="to-${slot.id}" data-go="to" data-slot="${slot.id}" data-from="${from}"
    data-till="${minuteOf(slot.endsAt, zone)}">${slot.startTime}<span class="aside"> with ${name}</span></button>`;
}

/** Whoever was erased has no name any more. */
export function nameOf({ personalInfo }) {
  return `${personalInfo.firstName} ${personalInfo.lastName}`.trim() || "Erased";
}

/** Beside a lesson of ours a meeting from Calendly may stand, of the same class at the same time. */
export function keyOf({ instructor, startsAt, classType, meeting }) {
  return `${instructor}-${classType}-${Date.parse(startsAt)}-${meeting ?? ""}`;
}

function minuteOf(instant, zone) {
  const [hours, minutes] = clockIn(zone, new Date(instant)).split(":").map(Number);
  return hours * 60 + minutes;
}
