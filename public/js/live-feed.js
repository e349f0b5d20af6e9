/** Knows when something changes at the studio, as it happens, and whether it hears of it at all. */

import { STUDIO } from "./api.js";

// Whatever changes while a page is on its way back, it hears of so much later: the first pause is under half a second.
const [FIRST_PAUSE_MILLISECONDS, LONGEST_PAUSE_MILLISECONDS] = [500, 60_000];
// A stream that is over sooner than this did not really work; the studio's own last much longer.
const SHORTEST_MILLISECONDS = 5000;

/**
 * Events: "change" (detail: the Event-Id up to which there is news), "lost" when changes cannot be heard of from now on.
 * A hidden page listens to nothing; whoever shows it again says from where on to follow().
 */
export class LiveFeed extends EventTarget {
  #after = null;
  #source = null;
  #openedAt = Infinity;
  #failures = 0;
  #retry = null;

  constructor() {
    super();
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.close());
    addEventListener("pagehide", () => this.close());
  }

  get isOpen() {
    return this.#source?.readyState === EventSource.OPEN;
  }

  /** Listens from this Event-Id on, unless it listens already or will try again by itself. */
  follow(eventId) {
    if (this.#source || this.#retry || !eventId || document.visibilityState === "hidden") return;
    this.#after = eventId;
    this.#open();
  }

  close() {
    clearTimeout(this.#retry);
    this.#retry = null;
    this.#source?.close();
    this.#source = null;
    this.#openedAt = Infinity;
  }

  #open() {
    this.#source = new EventSource(`${STUDIO}/api/availability/stream?${new URLSearchParams({ after: this.#after })}`);
    this.#source.addEventListener("open", () => {
      this.#openedAt = performance.now();
    });
    for (const type of ["message", "resync"]) this.#source.addEventListener(type, (event) => this.#heard(event));
    this.#source.addEventListener("error", () => this.#broke());
  }

  #heard({ lastEventId }) {
    this.#after = lastEventId;
    this.dispatchEvent(new CustomEvent("change", { detail: lastEventId }));
  }

  /** That a stream ends by itself now and then is as it should be. */
  #broke() {
    const hasWorked = performance.now() - this.#openedAt >= SHORTEST_MILLISECONDS;
    this.close();
    this.#failures = hasWorked ? 0 : this.#failures + 1;
    if (this.#failures === 1) this.dispatchEvent(new CustomEvent("lost"));
    const pause = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** this.#failures, LONGEST_PAUSE_MILLISECONDS);
    // Not all at once: many pages lose the same studio in the same moment.
    this.#retry = setTimeout(() => this.#again(), pause * (0.5 + Math.random() / 2));
  }

  #again() {
    this.#retry = null;
    this.#open();
  }
}
