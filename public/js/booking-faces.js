/** Knows what the page shows for each answer to a booking that is not a booking. */

import { clock, slotLabel, tellsPlaces } from "./choices.js";
import { html } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";
import { complaints } from "./booking-attempt.js";

/** While the page repeats by itself; `stage` is "waiting", "tired" or "edited". */
export function waitingFace({ kind }, stage) {
  const { title, text, tired } = say[kind];
  return notice(title, stage === "waiting" ? text : stage === "tired" ? tired : say.edited, "wait");
}

/** A definite no. `wish` is what was asked for, `fields` are the names of the form's fields. */
export function refusalFace(outcome, wish, fields) {
  return (FACES[outcome.kind] ?? refused)(outcome, wish, fields);
}

/** Of what was said to be lost while the form was being filled in. */
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
