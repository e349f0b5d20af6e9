/** Knows how seven days of slots are shown, and how a slot is called aloud. */

import { html } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";
import { dayName } from "./time.js";

const FEW = 3;

/**
 * `days` is the API's answer; `wish` is {className, instructorName ("" for anyone), currency, today, lastDay, isChosen(id)}
 * and the instants now and bookableFrom in milliseconds. What has begun is not shown.
 */
export function weekGrid(days, wish) {
  return html`${Object.entries(days).map(([date, slots]) => dayColumn(date, slots, wish))}`;
}

/** "Tue 24 Nov, 18:00, Salsa 1, with Maria, 3 places left" */
export function slotLabel(slot, { className, instructorName }) {
  const words = [dayName(slot.date, language), slot.startTime, className, say.with(instructorName)];
  if (!slot.available) return [...words, say.notAvailable].join(", ");
  return (tellsPlaces(slot) ? [...words, say.placesLeft(slot.remaining)] : words).join(", ");
}

/** With anyone, many places are those of the emptiest class, which need not be the one that is joined. */
export function tellsPlaces({ capacity, instructor, remaining }) {
  return capacity > 1 && (instructor !== "any" || remaining <= FEW);
}

export function countFree(days) {
  return Object.values(days).flat().filter((slot) => slot.available).length;
}

/** What stands above the grid when nothing in it can be booked. */
export function fullWeek(days, hasLater) {
  if (countFree(days)) return html``;
  return html`<p>${say.weekFull}</p>${hasLater
    && html`<button type="button" class="button quiet" data-go="later">${say.lookFurther}</button>`}`;
}

/** Seven days of the same shape while they are being read, so that nothing jumps when they come. */
export function emptyWeek(dates) {
  return html`${dates.map((date) => html`<div class="day is-loading"><h3 class="day-name">${dayName(date, language)}</h3>
    <div class="slots"></div></div>`)}`;
}

function dayColumn(date, slots, wish) {
  const isToday = date === wish.today;
  const ahead = slots.filter(({ startsAt }) => Date.parse(startsAt) > wish.now);
  return html`<div class="day ${isToday && "is-today"}">
    <h3 class="day-name">${isToday && `${say.today}, `}${dayName(date, language)}</h3>
    ${whyNone(date, ahead, wish)
      ? html`<p class="no-lessons">${slots.length ? whyNone(date, ahead, wish) : say.noLessons}</p>`
      : html`<ul class="slots">${ahead.map((slot) => html`<li>${slotButton(slot, wish)}</li>`)}</ul>`}
  </div>`;
}

/** One sentence for a whole day; empty when its slots are worth showing. */
function whyNone(date, ahead, { lastDay }) {
  if (!ahead.length) return say.nothingMore;
  return date > lastDay && !ahead.some(({ available }) => available) ? say.opensLater : "";
}

function slotButton(slot, wish) {
  return html`<button type="button" class="slot" id="slot-${slot.id}" data-slot="${slot.id}"
    aria-pressed="${String(wish.isChosen(slot.id))}" aria-label="${`${slotLabel(slot, wish)}, ${price(slot, wish)}`}"
    ${!slot.available && html`disabled`}>
    <span class="slot-time">${slot.startTime}</span>
    <span class="slot-facts">${facts(slot, wish)}</span>
  </button>`;
}

function facts(slot, wish) {
  if (!slot.available) return whyNot(slot, wish);
  if (!tellsPlaces(slot)) return price(slot, wish);
  return html`${price(slot, wish)} <span class="slot-left">${say.left(slot.remaining)}</span>`;
}

function whyNot({ startsAt, capacity }, { bookableFrom }) {
  if (Date.parse(startsAt) < bookableFrom) return say.tooLate;
  // A group class may be full, or its teacher busy elsewhere: the answer does not tell.
  return capacity > 1 ? say.notFree : say.taken;
}

function price(slot, { currency }) {
  return money(slot.priceMinor, currency, language);
}
