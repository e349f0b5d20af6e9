/** Knows how seven days of slots are shown, and how a slot is called aloud. */

import { html } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";
import { dayName, shortDate } from "./time.js";

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
  return (slot.capacity > 1 ? [...words, say.placesLeft(slot.remaining)] : words).join(", ");
}

export function countFree(days) {
  return Object.values(days).flat().filter((slot) => slot.available).length;
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
    <h3 class="day-name">${isToday ? `${say.today} ${shortDate(date, language)}` : dayName(date, language)}</h3>
    ${ahead.length
      ? html`<ul class="slots">${ahead.map((slot) => html`<li>${slotButton(slot, wish)}</li>`)}</ul>`
      : html`<p class="no-lessons">${slots.length ? say.nothingMore : say.noLessons}</p>`}
  </div>`;
}

function slotButton(slot, wish) {
  return html`<button type="button" class="slot" id="slot-${slot.id}" data-slot="${slot.id}"
    aria-pressed="${wish.isChosen(slot.id)}" aria-label="${`${slotLabel(slot, wish)}, ${price(slot, wish)}`}"
    ${!slot.available && html`disabled`}>
    <span class="slot-time">${slot.startTime}</span>
    <span class="slot-facts">${facts(slot, wish)}</span>
  </button>`;
}

function facts(slot, wish) {
  if (!slot.available) return whyNot(slot, wish);
  if (slot.capacity === 1) return price(slot, wish);
  return html`${price(slot, wish)} <span class="slot-left">${say.left(slot.remaining)}</span>`;
}

function whyNot({ startsAt, date, capacity }, { bookableFrom, lastDay }) {
  if (Date.parse(startsAt) < bookableFrom) return say.tooLate;
  if (date > lastDay) return say.tooEarly;
  return capacity > 1 ? say.full : say.taken;
}

function price(slot, { currency }) {
  return money(slot.priceMinor, currency, language);
}
