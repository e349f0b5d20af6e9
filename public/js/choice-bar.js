/** Knows how the choice so far is told in the bar that leads on. */

import { html } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";
import { dayName } from "./time.js";

export function choiceBar({ slots, totalMinor, currency }) {
  if (!slots.length) return html`<button type="button" class="to-times" data-go="times">${say.chooseUpTo}</button>`;
  return html`<b>${say.chosen(slots.length)} · ${money(totalMinor, currency, language)}</b>
    <span class="bar-times">${slots.map((slot) => html`<span>${clock(slot)}</span> `)}</span>`;
}

/** "Tue 24 Nov, 18:00" */
export function clock({ date, startTime }) {
  return say.clock(dayName(date, language), startTime);
}
