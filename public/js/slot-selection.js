/** Knows which slots the customer has chosen and which may be chosen together. */

import { overlap } from "./time.js";

export const MOST_SLOTS = 4;
const NEAREST = 3;

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
