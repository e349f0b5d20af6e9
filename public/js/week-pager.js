/** Knows which weeks can be looked at: from today, seven days at a time, up to the furthest day that can be booked. */

import { addDays, dateIn } from "./time.js";

const DAYS = 7;

export class WeekPager {
  #zone;
  #horizonDays;
  #offset = 0;

  constructor(zone, horizonDays) {
    this.#zone = zone;
    this.#horizonDays = horizonDays;
  }

  get today() {
    return dateIn(this.#zone, new Date());
  }

  get lastDay() {
    return addDays(this.today, this.#horizonDays);
  }

  get start() {
    return addDays(this.today, this.#offset);
  }

  get dates() {
    return Array.from({ length: DAYS }, (_, day) => addDays(this.start, day));
  }

  get hasEarlier() {
    return this.#offset > 0;
  }

  get hasLater() {
    return this.#offset + DAYS <= this.#horizonDays;
  }

  earlier() {
    this.#offset = Math.max(0, this.#offset - DAYS);
  }

  later() {
    if (this.hasLater) this.#offset += DAYS;
  }
}
