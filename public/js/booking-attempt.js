/** Knows which key a booking request carries, so that a dancer who presses twice is booked once. */

import { isDefinite, outcomeOf } from "./problem.js";

const KEY_BYTES = 18;

/** 24 characters of A-Z a-z 0-9 - _ from the browser's strong generator. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

export class BookingAttempt {
  #send;
  #keep;
  #last;

  /**
   * `send(bodyText, key)` resolves to an answer of api.js. `keep(request)` is told what may have booked, or null; given
   * back as `last` after a reload, it is settled first.
   */
  constructor(send, { last = null, keep = () => {} } = {}) {
    this.#send = send;
    this.#keep = keep;
    this.#last = last;
  }

  /**
   * Sends the content, or what must go first: while an earlier request may have booked, that one is repeated,
   * and other content follows only once it is known that it did not. May be called again with the same content.
   */
  async book(content, context) {
    const text = JSON.stringify(content);
    if (this.#last?.open && this.#last.text !== text) {
      const outcome = await this.#repeat();
      if (outcome.kind === "booked" || !isDefinite(outcome)) return outcome;
    }
    if (this.#last?.text !== text) {
      this.#last = { text, body: JSON.stringify({ ...content, context }), key: newKey(), open: false };
    }
    return this.#repeat();
  }

  /** Whether the last outcome speaks of this content, and not of an earlier one. */
  isOf(content) {
    return this.#last?.text === JSON.stringify(content);
  }

  async #repeat() {
    const request = this.#last;
    this.#keep({ ...request, open: true });
    const outcome = outcomeOf(await this.#send(request.body, request.key));
    if (outcome.kind === "unknown") request.open = true;
    if (isDefinite(outcome)) request.open = false;
    this.#keep(request.open ? request : null);
    // "Nothing was written" speaks of this repetition only; an earlier one may still have booked.
    return outcome.kind === "notYet" && request.open ? { ...outcome, kind: "unknown" } : outcome;
  }
}
