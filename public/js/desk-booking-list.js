/** Knows how many bookings are looked through: filters, rows, and a file of what the filters show. */

import { fileOf } from "./admin-bookings.js";
import { PAYMENT, startOf, STATUS } from "./desk-booking-sheet.js";
import { nameOf } from "./desk-lessons-day.js";
import { html } from "./html.js";
import { money } from "./money.js";

const STATUSES = ["confirmed", "canceled", "completed", "no_show"];

/** `filter` holds what the API takes; `team` is empty for an instructor, who sees their own alone. */
export function filterForm(filter, team) {
  return html`<form class="filters sheet" data-form="filter" aria-label="Which bookings">
    <div class="field"><label for="filter-status">Status</label>
      <select id="filter-status" name="status">${option("", "All", filter.status)}${STATUSES.map((status) => option(status, STATUS[status][0], filter.status))}</select></div>
    ${team.length > 0 && html`<div class="field"><label for="filter-instructor">Instructor</label>
      <select id="filter-instructor" name="instructor">${option("", "All", filter.instructor)}${team.map(({ id, name }) => option(id, name, filter.instructor))}</select></div>`}
    <div class="field"><label for="filter-by">Order and days by</label>
      <select id="filter-by" name="by">${option("start", "Lesson", filter.by)}${option("created", "Booking", filter.by)}</select></div>
    <div class="field"><label for="filter-first">From</label><input id="filter-first" name="startDate" type="date" value="${filter.startDate}"></div>
    <div class="field"><label for="filter-last">To</label><input id="filter-last" name="endDate" type="date" value="${filter.endDate}"></div>
    <a class="button quiet" href="${fileOf(chosen(filter))}" download>Save as CSV</a></form>`;
}

/** Only what was chosen; the API takes no empty words. */
export function chosen(filter) {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
}

export function bookingRows(bookings, { names, zone, hasMore, isSearch }) {
  if (!bookings.length && !hasMore) return html`<p class="sheet">${isSearch ? "Nobody was found by that." : "No bookings."}</p>`;
  return html`<div class="rows sheet"><table><caption class="aside">Bookings</caption>
    <thead><tr><th scope="col">Lesson</th><th scope="col">Who</th><th scope="col">Class</th><th scope="col">Status</th><th scope="col">Price</th></tr></thead>
    <tbody>${bookings.map((booking) => row(booking, names, zone))}</tbody></table></div>
    ${hasMore && html`<p><button type="button" class="button quiet" id="more" data-go="more">Show more</button></p>`}`;
}

function row(booking, names, zone) {
  const { className, instructorName } = names(booking);
  const [word, kind] = STATUS[booking.status];
  return html`<tr><td>${startOf(booking, zone)}${booking.slots.length > 1 && ` and ${booking.slots.length - 1} more`}</td>
    <td><button type="button" class="link" id="row-${booking.id}" data-go="booking" data-booking="${booking.id}">${nameOf(booking)}</button></td>
    <td>${className}<br><span class="quiet-text">${instructorName}</span></td>
    <td><span class="badge ${kind}">${word}</span></td>
    <td>${money(booking.totalAmountMinor, booking.currency, "en")}<br><span class="quiet-text">${PAYMENT[booking.paymentStatus]}</span></td></tr>`;
}

function option(value, words, current) {
  return html`<option value="${value}" ${value === (current ?? "") && html`selected`}>${words}</option>`;
}
