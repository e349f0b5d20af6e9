/** Knows how a wish or a booking is summed up: what, with whom, when in the studio's zone, for how much. */

import { html } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";
import { dayName, zoneCity, zoneLetters } from "./time.js";

/** `wish` is {className, instructorName, slots, zone, currency, totalMinor, priceLines?}. */
export function summary({ className, instructorName, slots, zone, currency, totalMinor, priceLines = [] }) {
  const letters = slots.map(({ startsAt }) => zoneLetters(startsAt, zone, language));
  // Said once below; only across a clock change must each time say which it means.
  const differ = new Set(letters).size > 1;
  return html`<dl class="summary">
    <div><dt>${say.summaryClass}</dt><dd>${className}</dd></div>
    <div><dt>${say.summaryWho}</dt><dd>${instructorName || say.withNobodyChosen}</dd></div>
    <div><dt>${say.summaryWhen}</dt><dd><ul class="lines">${slots.map((slot, index) => html`<li>
      <span>${when(slot)}${differ && ` ${letters[index]}`}</span>
      ${slot.priceMinor !== undefined && html`<span>${money(slot.priceMinor, currency, language)}</span>`}</li>`)}</ul>
      <p class="zone">${say.zone(zoneCity(zone), differ ? "" : letters[0])}</p></dd></div>
    ${priceLines.length > 1 && html`<div><dt></dt><dd>${lines(priceLines, currency)}</dd></div>`}
    <div class="total"><dt>${say.total}</dt><dd>${money(totalMinor, currency, language)}</dd></div>
  </dl>`;
}

/** "Tue 24 Nov, 18:00–19:00" */
function when({ date, startTime, endTime }) {
  return `${dayName(date, language)}, ${startTime}–${endTime}`;
}

function lines(priceLines, currency) {
  return html`<ul class="lines">${priceLines.map(({ label, amountMinor }) => html`<li><span>${label}</span>
    <span>${money(amountMinor, currency, language)}</span></li>`)}</ul>`;
}
