/** Knows how a wish or a booking is summed up, and what a customer takes away from one: number and links. */

import { STUDIO } from "./api.js";
import { draw, html } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";
import { clockIn, dayName, zoneCity, zoneLetters } from "./time.js";

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

/** `names` is {className, duration (minutes), instructorName, zone}. */
export function bookedSummary(booking, names) {
  return html`<p class="number"><span>${say.done.number}</span> <strong>${booking.confirmationNumber}</strong></p>
    ${summary({
      ...names,
      slots: bookedSlots(booking, names),
      currency: booking.currency,
      totalMinor: booking.totalAmountMinor,
      priceLines: booking.priceLines,
    })}`;
}

export function bookedLinks({ manageUrl, calendarUrl }) {
  return html`<div class="choices">
      <a class="button" href="${new URL(calendarUrl, STUDIO)}" download="dance-lesson.ics">${say.done.calendar}</a>
      <a class="button quiet" href="${manageUrl}" data-go="booking">${say.done.manage}</a>
    </div>
    <kept-link>
      <p>${say.done.keep}</p>
      <p class="link" data-link>${manageUrl}</p>
      <button type="button" class="button quiet">${say.done.copy}</button>
      <p role="status"></p>
    </kept-link>`;
}

/** Where the booking's page stands on this site: what a reload should open. */
export function managePath({ manageUrl }) {
  const { pathname, hash } = new URL(manageUrl, location);
  return pathname + hash;
}

/** Wall-clock times are read off the slot ids; an end is the start plus the class's length. */
function bookedSlots({ slots, startsAt, endsAt }, { zone, duration }) {
  return slots.map((id, index) => {
    const [, date, hour, minute] = id.match(/_(\d{4}-\d{2}-\d{2})_(\d+)_(\d+)/);
    const startTime = wallClock(Number(hour) * 60 + Number(minute));
    const endTime = index === slots.length - 1 ? clockIn(zone, new Date(endsAt))
      : wallClock(Number(hour) * 60 + Number(minute) + duration);
    // Only the letters of the zone are taken from this instant; hours beside the clock change are the first slot's.
    const instant = index === 0 ? startsAt : `${date}T${startTime}:00Z`;
    return { date, startTime, endTime, startsAt: instant };
  });
}

function wallClock(minutes) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** Wraps the link as text ([data-link]), a button that copies it, and a place for what came of that ([role=status]). */
export class KeptLink extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => target.closest("button") && this.#copy());
  }

  async #copy() {
    const link = this.querySelector("[data-link]");
    try {
      await navigator.clipboard.writeText(link.textContent);
      this.#tell(say.done.copied);
    } catch {
      getSelection().selectAllChildren(link);
      this.#tell(say.done.marked);
    }
  }

  #tell(sentence) {
    draw(this.querySelector("[role='status']"), html`${sentence}`);
  }
}

customElements.define("kept-link", KeptLink);
