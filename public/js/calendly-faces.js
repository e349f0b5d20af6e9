/** Knows what the page shows of Calendly: the offers, the embed, why it is not there, and a booking made through it. */

import { summary } from "./booking-faces.js";
import { phrases } from "./calendly-words.js";
import { html } from "./html.js";
import { say } from "./messages.js";
import { clockIn, dateIn } from "./time.js";

export function quietOffer() {
  return html`<p class="calendly-quiet">${phrases.quiet} ${way("calendly", phrases.use, "calendly-link")}</p>`;
}

/** While the studio's own book cannot be reached. */
export function awayOffer(link) {
  return html`<div class="notice" data-away><p>${phrases.away}</p>
    <div class="choices">${way("calendly", phrases.use, "button")}${tab(link)}</div></div>`;
}

/** The frame loads nothing yet: who watches it must hear its first word. */
export function embedScreen(link) {
  return html`<section class="calendly" aria-labelledby="calendly-heading">
    <div class="intro"><h1 id="calendly-heading" tabindex="-1">${phrases.title}</h1>
      <p class="lead">${phrases.lead}</p></div>
    <div class="choices">${way("native", phrases.native)}${tab(link)}</div>
    <div class="calendly-frame"><p>${phrases.loading}</p>
      <iframe title="${phrases.frame}" referrerpolicy="strict-origin"></iframe></div>
  </section>`;
}

/** `reason` is one of calendly-frame.js; `link` is null when Calendly cannot be opened at all. */
export function fallbackNotice(reason, link) {
  const more = link && html`<div class="choices">${way("calendly", phrases.again)}${tab(link)}</div>`;
  return notice(phrases.instead, phrases[reason], more);
}

export function lateNotice() {
  return notice(phrases.late, phrases.stay, way("calendly", phrases.afterAll));
}

export function lateBookedNotice() {
  return notice(phrases.lateBooked, phrases.untold, way("calendly-done", phrases.show));
}

/** `outcome` is one of calendly-report.js, or {kind: "asking"}; `catalog` may not have been read. */
export function doneScreen(outcome, catalog) {
  return html`<section class="calendly" aria-labelledby="calendly-heading">
    <h1 id="calendly-heading" tabindex="-1">${phrases.booked}</h1>
    <div class="booked sheet calendly-booked" aria-busy="${String(outcome.kind === "asking")}">
      <p>${sentenceOf(outcome)}</p>
      ${outcome.booking && details(outcome.booking, catalog)}
      <p>${phrases.change}</p>
    </div>
    <button type="button" class="button quiet back" data-way="again">${phrases.another}</button>
  </section>`;
}

export function sentenceOf({ kind }) {
  return { asking: phrases.asking, booked: phrases.known, pending: phrases.pending }[kind] ?? phrases.untold;
}

/** Only what is known: a lesson at Calendly need not be one of the catalogue's. */
function details(booking, catalog) {
  return html`<p class="number"><span>${say.done.number}</span> <strong>${booking.confirmationNumber}</strong></p>
    ${catalog?.offers(booking) && Number.isInteger(booking.totalAmountMinor) && summary({
      ...catalog.namesOf(booking),
      slots: [slotOf(booking, catalog.zone)],
      currency: booking.currency,
      totalMinor: booking.totalAmountMinor,
      priceLines: booking.priceLines,
    })}`;
}

function slotOf({ startsAt, endsAt }, zone) {
  const [start, end] = [new Date(startsAt), new Date(endsAt)];
  return { date: dateIn(zone, start), startTime: clockIn(zone, start), endTime: clockIn(zone, end), startsAt };
}

function notice(title, text, more = "") {
  return html`<div class="notice wait"><h2 tabindex="-1">${title}</h2><p>${text}</p>${more}</div>`;
}

function way(where, words, look = "button quiet") {
  return html`<button type="button" class="${look}" data-way="${where}">${words}</button>`;
}

function tab(link) {
  return html`<a class="calendly-link" href="${link.href}" target="_blank" rel="noopener">${phrases.tab}</a>`;
}
