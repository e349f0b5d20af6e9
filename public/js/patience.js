/** Knows how long to wait before asking again, and what ends a wait early. */

const PAUSES_SECONDS = [1, 3, 6];
const LONGEST_SECONDS = 20;

/** How often an unanswered booking is repeated before the customer is asked. */
export const TRIES = PAUSES_SECONDS.length;

/** Milliseconds before try number `count` (from 0); the server's own wish counts, up to a limit. */
export function pauseBefore(count, retryAfterSeconds = null) {
  const own = PAUSES_SECONDS[Math.min(count, PAUSES_SECONDS.length - 1)];
  return Math.min(Math.max(own, retryAfterSeconds ?? 0), LONGEST_SECONDS) * 1000;
}

/** A wait that says why it ended: "time", "online", or the word given to end(). */
export class Pause {
  #resolve;

  constructor(milliseconds) {
    this.over = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    const timer = setTimeout(() => this.end("time"), milliseconds);
    const online = () => this.end("online");
    addEventListener("online", online);
    this.over.then(() => {
      clearTimeout(timer);
      removeEventListener("online", online);
    });
  }

  end(reason) {
    this.#resolve(reason);
  }
}
