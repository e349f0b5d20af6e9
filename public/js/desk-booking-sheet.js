/** Knows how one booking, and one lesson with everybody in it, are shown to staff, and what can be done there. */

import { fact, moment, span } from "./admin-pieces.js";
import { html } from "./html.js";
import { money } from "./money.js";
import { nameOf } from "./desk-lessons-day.js";
import { clockIn, dateIn, dayName } from "./time.js";

const STATUS = {
  confirmed: ["Confirmed", "calm"], canceled: ["Cancelled", ""], completed: ["Came", "good"], no_show: ["Did not come", ""],
};
const PAYMENT = { pending: "Not paid yet", paid: "Paid", refunded: "Refunded", waived: "Waived" };
const SOURCES = { widget: "the website", fallback_form: "the website's plain form", calendly: "Calendly", desk: "the desk" };

/** `asking` is what somebody has to decide first: "cancel", "erase", or a slot to move to. */
export function bookingSheet(booking, { names, zone, session, asking }) {
  const { className, instructorName } = names(booking);
  const [word, kind] = STATUS[booking.status];
  const { email, phone, notes } = booking.personalInfo;
  return html`<header><h2 id="sheet-heading" tabindex="-1">${nameOf(booking)}</h2><span class="badge ${kind}">${word}</span></header>
    <p><strong>${className}</strong> with ${instructorName}</p>
    <ul class="times-of">${booking.slots.map((_, at) => html`<li>${timesOf(booking, at, zone)}</li>`)}</ul>
    ${asking ? question(asking, booking) : html`<div class="choices" role="group" aria-label="What to do">${choices(booking)}</div>`}
    <dl class="facts">
      ${email && fact("E-mail", html`<a href="mailto:${encodeURIComponent(email)}">${email}</a>`)}
      ${phone && fact("Telephone", html`<a href="tel:${phone.replaceAll(/[^+\d]/g, "")}">${phone}</a>`)}
      ${notes && fact("Notes", html`<span class="as-typed">${notes}</span>`)}
      ${fact("Price", `${money(booking.totalAmountMinor, booking.currency, "en")}, ${PAYMENT[booking.paymentStatus].toLowerCase()}`)}
      ${fact("Confirmation number", booking.confirmationNumber)}
      ${fact("Booked", `${moment(booking.createdAt, zone)}, through ${SOURCES[booking.bookingSource] ?? booking.bookingSource}`)}
    </dl>${asking ? "" : html`<div class="choices not-printed" role="group" aria-label="Who comes">${aboutThem(booking, session)}</div>`}`;
}

/** Everybody in one lesson, to be ticked off and to be printed. */
export function rosterSheet(lesson, { names, zone }) {
  const { className, instructorName } = names(lesson);
  return html`<header><h2 id="sheet-heading" tabindex="-1">${className}</h2></header>
    <p>${span(lesson.startsAt, lesson.endsAt, zone)}, with ${instructorName}${lesson.room && `, ${lesson.roomName ?? lesson.room}`}.
      ${lesson.bookings.length}${lesson.capacity && ` of ${lesson.capacity}`} booked.</p>
    <ol class="roster">${lesson.bookings.map((booking) => html`<li>
      <button type="button" class="link" data-go="booking" data-booking="${booking.id}">${nameOf(booking)}</button>
      <span class="quiet-text">${booking.personalInfo.phone}</span> ${standing(booking)}
      <span class="choices">${attendance(booking)}</span></li>`)}</ol>
    <div class="choices not-printed"><button type="button" class="button quiet" data-go="print">Print</button></div>`;
}

function standing({ status, paymentStatus }) {
  const [word, kind] = STATUS[status];
  return html`<span class="badge ${kind}">${word}</span> <span class="quiet-text">${PAYMENT[paymentStatus]}</span>`;
}

function timesOf(booking, at, zone) {
  if (booking.slots.length === 1) return span(booking.startsAt, booking.endsAt, zone);
  const [, date, hour, minute] = booking.slots[at].match(/_(\d{4}-\d\d-\d\d)_(\d+)_(\d+)/);
  return `${dayName(date)}, ${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
}

function choices(booking) {
  const { status, paymentStatus, bookingSource } = booking;
  const isOurs = bookingSource !== "calendly";
  return [
    attendance(booking),
    status === "confirmed" && isOurs && button("move", "Move", booking),
    status === "confirmed" && isOurs && button("to-cancel", "Cancel the booking", booking),
    paymentStatus !== "paid" && button("set_payment", "Paid", booking, "paid"),
    paymentStatus === "pending" && button("set_payment", "Waive the price", booking, "waived"),
    paymentStatus === "paid" && button("set_payment", "Refunded", booking, "refunded"),
    status === "confirmed" && isOurs && button("resend", "Send the confirmation again", booking),
  ];
}

/** Bookings of theirs with other instructors are emptied as well, which the owner alone may do. */
function aboutThem(booking, session) {
  const { status, bookingSource, personalInfo } = booking;
  return personalInfo.email && [
    status !== "canceled" && bookingSource !== "calendly" && button("correct", "Correct the details", booking),
    !session.instructor && button("to-erase", "Erase this person", booking),
  ];
}

function attendance(booking) {
  if (booking.status === "confirmed") return [button("complete", "Came", booking), button("no_show", "Did not come", booking)];
  if (booking.status === "canceled") return "";
  return button("undo", "Undo", booking);
}

/** Keeping comes first, so that a hasty press changes nothing. */
function question(asking, booking) {
  if (asking === "cancel") {
    return html`<div class="notice" role="group" aria-labelledby="question"><p id="question"><strong>Cancel this booking?</strong></p>
      <div class="choices">${button("keep", "Keep it", booking)}
        ${button("cancel", "Cancel and write to the customer", booking, "tell")}
        ${button("cancel", "Cancel without a letter", booking, "silently")}</div></div>`;
  }
  if (asking === "erase") {
    return html`<div class="notice" role="group" aria-labelledby="question"><p id="question"><strong>Erase name, address, telephone and
      notes of this person, in all bookings?</strong> The lessons stay as they are: cancel first what should be free. Nobody can undo this.</p>
      <div class="choices">${button("keep", "Leave it", booking)}${button("erase", "Erase for good", booking)}</div></div>`;
  }
  return html`<div class="notice wait" role="group" aria-labelledby="question">
    <p id="question"><strong>Move to ${dayName(asking.date)}, ${asking.startTime}, with ${asking.instructorName}?</strong>
      The customer gets a letter.</p>
    <div class="choices">${button("keep", "Leave it", booking)}${button("reschedule", "Move it", booking, asking.id)}</div></div>`;
}

function button(go, words, { id }, value = "") {
  return html`<button type="button" class="button quiet" id="do-${go}-${value}-${id}" data-go="${go}" data-booking="${id}"
    data-value="${value}">${words}</button>`;
}

/** While free times of the day are places to put this booking. */
export function movingNotice(booking) {
  return html`<p class="notice wait">Moving ${nameOf(booking)}: choose one of the free times, also of another day.
    <button type="button" class="button quiet" id="stop-moving" data-go="stop-moving">Leave it</button></p>`;
}

/** "Tue 4 Jun, 09:00", for lists. */
export function startOf({ startsAt }, zone) {
  const when = new Date(startsAt);
  return `${dayName(dateIn(zone, when))}, ${clockIn(zone, when)}`;
}

export { PAYMENT, STATUS };
