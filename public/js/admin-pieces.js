/** Knows the small parts that every sheet of the desk is made of. */

import { CHECKS } from "./admin-words.js";
import { html } from "./html.js";
import { clockIn, dateIn, dayName } from "./time.js";

export function badge(check) {
  const [word, kind] = CHECKS[check];
  return html`<span class="badge ${kind}">${word}</span>`;
}

export function fact(name, words) {
  return html`<div><dt>${name}</dt><dd>${words}</dd></div>`;
}

/** "Tue 4 Jun, 09:00" on the studio's wall clock. */
export function moment(instant, zone) {
  const when = new Date(instant);
  return `${dayName(dateIn(zone, when))}, ${clockIn(zone, when)}`;
}

/** "Tue 4 Jun, 09:00–10:00", or that nobody knows. */
export function span(from, till, zone) {
  return from ? `${moment(from, zone)}–${clockIn(zone, new Date(till))}` : "Time not known";
}
