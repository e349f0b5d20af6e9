/** Knows how a wish, each answer that is no booking, and a booking are shown. */

import { STUDIO } from "./api.js";
import { complaints } from "./booking-attempt.js";
import { clock, slotLabel, tellsPlaces } from "./choices.js";
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
    const minutes = hour * 60 + Number(minute);
    const startTime = wallClock(minutes);
    const endTime = index === slots.length - 1 ? clockIn(zone, new Date(endsAt)) : wallClock(minutes + duration);
    // Only the zone's letters come from this instant; beside the clock change they are the first slot's.
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

/** While it is not known; `stage` is "waiting", "tired" or "edited". */
export function waitingFace({ kind }, stage) {
  const { title, text, tired } = say[kind];
  return notice(title, stage === "waiting" ? text : stage === "tired" ? tired : say.edited, "wait");
}

/** A definite no. `wish` is what was asked for, `fields` are the names of the form's fields. */
export function refusalFace(outcome, wish, fields) {
  return (FACES[outcome.kind] ?? refused)(outcome, wish, fields);
}

export function regainedFace() {
  return notice(say.slotTaken.regained, say.slotTaken.free, "good");
}

export function swappedFace(slot, wish) {
  return notice(say.slotTaken.swappedTitle, say.slotTaken.swapped(slotLabel(slot, wish)), "good");
}

/** The alternatives that fit beside the slots that stay: one booking has one instructor. */
export function fittingAlternatives({ problem }, wish) {
  const stays = wish.slots.filter(({ id }) => !problem.unavailableSlots?.includes(id));
  return (problem.alternatives ?? []).filter((slot) => stays.length === 0 || slot.instructor === wish.instructor);
}

const FACES = {
  slotTaken(outcome, wish) {
    const lost = wish.slots.filter(({ id }) => outcome.problem.unavailableSlots?.includes(id));
    const labels = lost.map((slot) => slotLabel({ ...slot, available: true, capacity: 1 }, wish)).join("; ");
    const instead = fittingAlternatives(outcome, wish);
    return notice(say.slotTaken.title, say.slotTaken.text(labels), "stop", html`
      ${instead.length > 0 && html`<p>${say.slotTaken.instead}</p>`}
      <div class="choices">${instead.map((slot) => html`<button type="button" class="button quiet"
        data-swap="${slot.id}">${alternative(slot, wish)}</button>`)}
      ${otherTimes()}</div>`);
  },
  priceChanged({ problem }, wish) {
    const price = money(problem.totalAmountMinor, problem.currency, language);
    const isLess = problem.currency === wish.currency && problem.totalAmountMinor < wish.totalMinor;
    const title = isLess ? say.priceChanged.less : say.priceChanged.title;
    return notice(title, say.priceChanged.text(price), isLess ? "good" : "stop");
  },
  catalogChanged: () => notice(say.catalogChanged.title, say.catalogChanged.text, "stop", otherTimes()),
  notASlot({ problem }, wish) {
    // With anyone, each time may have its own teacher; one booking has one.
    const areApart = problem.details?.[0]?.code === "other_instructor" && wish.slots.length > 1;
    const { title, text } = areApart ? say.apart : say.notASlot;
    return notice(title, text, "stop", otherTimes());
  },
  invalid({ problem }, _, fields) {
    const { byField, others } = complaints(problem, fields);
    return notice(say.invalid.title, others.join(" ") || (byField.length ? "" : say.refused.text), "stop");
  },
  tooMany({ problem, retryAfter }) {
    const why = [say.mistakes[problem.code], retryAfter && say.tooMany.wait(retryAfter)];
    return notice(say.tooMany.title, why.filter(Boolean).join(" "), "stop");
  },
};

function alternative(slot, { currency }) {
  const places = tellsPlaces(slot) && say.placesLeft(slot.remaining);
  const words = [clock(slot), places, money(slot.priceMinor, currency, language)];
  return words.filter(Boolean).join(" · ");
}

/** A no that the page knows no words for: the studio's own, in English. */
function refused({ problem }) {
  return notice(say.refused.title, [say.refused.text, problem.detail].filter(Boolean).join(" "), "stop");
}

function notice(title, text, tone, more = "") {
  return html`<div class="notice ${tone}"><h2 tabindex="-1">${title}</h2>${text && html`<p>${text}</p>`}${more}</div>`;
}

function otherTimes() {
  return html`<button type="button" class="button quiet" data-other-times>${say.otherTimes}</button>`;
}
