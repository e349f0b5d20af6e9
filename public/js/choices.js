/** Knows how class types, instructors and slots are shown and called aloud, and which slots go together. */

import { STUDIO } from "./api.js";
import { html } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";
import { dayName, overlap } from "./time.js";

export const MOST_SLOTS = 4;
const NEAREST = 3;
const FEW = 3;

export function classChips(classTypes, chosenId) {
  return html`${classTypes.map(({ id, name, icon }) => chip(`classType`, id, id === chosenId,
    html`${sign(icon, "chip-icon")}<span class="chip-name">${name}</span>`))}`;
}

export function aboutClass({ description, priceMinor, currency, duration, capacity }) {
  const facts = [money(priceMinor, currency, language), say.minutes(duration), capacity > 1 ? say.places(capacity) : say.privateLesson];
  return html`<b>${facts.join(" · ")}</b> ${description}`;
}

export function instructorChips(instructors, chosenId) {
  const anyone = chip("instructor", "any", chosenId === "any",
    html`<span class="portrait anyone" aria-hidden="true">♪</span><span class="chip-name">${say.anyone}</span>`);
  return html`${anyone}${instructors.map(({ id, name, photo }) => chip("instructor", id, id === chosenId,
    html`<img class="portrait" loading="lazy" src="${new URL(photo, STUDIO)}" alt="" width="36" height="36"><span class="chip-name">${name}</span>`))}`;
}

export function choiceBar({ slots, totalMinor, currency }) {
  return html`${slots.length > 0 && html`<b>${say.chosen(slots.length)} · ${money(totalMinor, currency, language)}</b>
    <span class="bar-times">${slots.map((slot) => html`<span>${clock(slot)}</span> `)}</span>`}`;
}

export function clock({ date, startTime }) {
  return say.clock(dayName(date, language), startTime);
}

/** A picture of the studio's, or a letter such as an emoji. */
export function sign(icon, look) {
  if (!icon.startsWith("/")) return html`<span class="${look}" aria-hidden="true">${icon}</span>`;
  return html`<img loading="lazy" class="${look}" src="${new URL(icon, STUDIO)}" alt="" width="36" height="36">`;
}

function chip(name, id, isChosen, face) {
  const kind = name === "classType" ? "class" : name;
  return html`<label class="chip"><input type="radio" name="${name}" value="${id}" id="${kind}-${id}" ${isChosen && html`checked`}>
    ${face}</label>`;
}

/**
 * `days` is the API's answer; `wish` is {className, instructorName ("" for anyone), currency, today, lastDay, isChosen(id)}
 * and the instant bookableFrom in milliseconds. What is too soon to be booked is not shown.
 */
export function weekGrid(days, wish) {
  return html`${Object.entries(days).map(([date, slots]) => dayColumn(date, slots, wish))}`;
}

/** "Tue 24 Nov, 18:00, Salsa 1, with Maria, 3 places left" */
export function slotLabel(slot, { className, instructorName, day = dayName(slot.date, language) }) {
  const words = [day, slot.startTime, className, say.with(instructorName)];
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

export function fullWeek(days, hasLater) {
  if (countFree(days)) return html``;
  return html`<p>${say.weekFull}</p>${hasLater
    && html`<button type="button" class="button quiet" data-go="later">${say.lookFurther}</button>`}`;
}

/** Of the same shape, so that nothing jumps. */
export function emptyWeek(dates) {
  return html`${dates.map((date) => html`<div class="day"><h3 class="day-name">${dayName(date, language)}</h3>
    <div class="slots"></div></div>`)}`;
}

function dayColumn(date, slots, wish) {
  const isToday = date === wish.today;
  const day = dayName(date, language);
  const ahead = slots.filter(({ startsAt }) => Date.parse(startsAt) >= wish.bookableFrom);
  const why = whyNone(date, ahead, wish);
  return html`<div class="day ${isToday && "is-today"}">
    <h3 class="day-name">${isToday && `${say.today}, `}${day}</h3>
    ${why
      ? html`<p class="no-lessons">${slots.length ? why : say.noLessons}</p>`
      : html`<ul class="slots">${ahead.map((slot) => html`<li>${slotButton(slot, { ...wish, day })}</li>`)}</ul>`}
  </div>`;
}

function whyNone(date, ahead, { lastDay }) {
  if (!ahead.length) return say.nothingMore;
  return date > lastDay && !ahead.some(({ available }) => available) ? say.opensLater : "";
}

function slotButton(slot, wish) {
  return html`<button type="button" class="slot" id="slot-${slot.id}" data-slot="${slot.id}"
    aria-pressed="${String(wish.isChosen(slot.id))}" aria-label="${slotLabel(slot, wish)}, ${price(slot, wish)}"
    ${!slot.available && html`disabled`}>
    <span class="slot-time">${slot.startTime}</span>
    <span class="slot-facts">${facts(slot, wish)}</span>
  </button>`;
}

function facts(slot, wish) {
  // A group class may be full, or its teacher busy elsewhere: the answer does not tell.
  if (!slot.available) return slot.capacity > 1 ? say.notFree : say.taken;
  if (!tellsPlaces(slot)) return price(slot, wish);
  return html`${price(slot, wish)} <span class="slot-left">${say.left(slot.remaining)}</span>`;
}

function price(slot, { currency }) {
  return money(slot.priceMinor, currency, language);
}

export class SlotSelection {
  #slots = new Map();

  get slots() {
    return [...this.#slots.values()].sort((one, other) => one.startsAt.localeCompare(other.startsAt));
  }

  get size() {
    return this.#slots.size;
  }

  has(id) {
    return this.#slots.has(id);
  }

  /** Adds or removes the slot; says "added", "removed", or why it stays out: "full", "overlapping". */
  toggle(slot) {
    if (this.#slots.delete(slot.id)) return "removed";
    if (this.size >= MOST_SLOTS) return "full";
    if (this.slots.some((chosen) => overlap(chosen, slot))) return "overlapping";
    this.#slots.set(slot.id, slot);
    return "added";
  }

  /** Chooses again what was kept from before, as far as it can still be booked from that instant (in milliseconds). */
  takeOver(slots, bookableFrom) {
    slots.filter(({ startsAt }) => Date.parse(startsAt) >= bookableFrom).forEach((slot) => this.toggle(slot));
  }

  only(slot) {
    this.#slots = new Map([[slot.id, slot]]);
  }

  remove(id) {
    this.#slots.delete(id);
  }

  swap(gone, slot) {
    gone.forEach((id) => this.#slots.delete(id));
    this.#slots.set(slot.id, slot);
  }

  clear() {
    this.#slots.clear();
  }

  /** Finds the chosen times among another instructor's slots; answers with those that are not free there. */
  move(days) {
    const free = Object.values(days).flat().filter(({ available }) => available);
    const byStart = new Map(free.map((slot) => [slot.startsAt, slot]));
    const lost = this.slots.filter(({ startsAt }) => !byStart.has(startsAt));
    const found = this.slots.flatMap(({ startsAt }) => byStart.get(startsAt) ?? []);
    this.#slots = new Map(found.map((slot) => [slot.id, slot]));
    return lost;
  }

  /** Takes over what a fresh reading says about chosen slots; answers with those that are not to be had. */
  refresh(days) {
    const fresh = Object.values(days).flat().filter(({ id }) => this.#slots.has(id));
    fresh.forEach((slot) => this.#slots.set(slot.id, slot));
    return this.slots.filter(({ available }) => !available);
  }

  /** The free times closest to this one that fit beside what is chosen, in their order. */
  nearest(slot, days) {
    const others = this.slots.filter(({ id, available }) => id !== slot.id && available);
    const distance = ({ startsAt }) => Math.abs(Date.parse(startsAt) - Date.parse(slot.startsAt));
    return Object.values(days).flat()
      .filter((one) => one.available && others.every((other) => one.id !== other.id && !overlap(one, other)))
      .sort((one, other) => distance(one) - distance(other))
      .slice(0, NEAREST)
      .sort((one, other) => one.startsAt.localeCompare(other.startsAt));
  }
}
