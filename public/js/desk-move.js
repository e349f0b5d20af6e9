/** Knows to which times of a day a booking can be moved by whoever is signed in. */

import { timesFor } from "./desk-new-booking.js";

export class Move {
  #around;
  #date = null;
  #slots = [];

  /** {session, catalog} */
  constructor(booking, around) {
    this.booking = booking;
    this.#around = around;
  }

  /** Resolves to the answer that stands in the way, if any; null when another day was asked for meanwhile. */
  async read(date) {
    this.#date = date;
    const { slots, unread } = await timesFor(this.booking, date, this.#around);
    if (this.#date !== date) return null;
    this.#slots = slots;
    return { unread };
  }

  on(date) {
    return this.#slots.filter((slot) => slot.date === date);
  }

  slot(id) {
    return this.#slots.find((one) => one.id === id);
  }
}
