/** Knows the newest availability of the week on the screen, as it changes, and whether the studio answers at all. */

import { Pause, pauseBefore, STUDIO, TRIES, week } from "./api.js";

const POLL_MILLISECONDS = 20_000;
// In case that something told gets lost.
const DOUBT_MILLISECONDS = 120_000;
// A booking of several slots is told slot by slot: the first is shown at once, the others together.
const GATHER_MILLISECONDS = 100;
// The first is short: what changes meanwhile is heard of later.
const [FIRST_PAUSE_MILLISECONDS, LONGEST_PAUSE_MILLISECONDS] = [500, 60_000];
// A stream that is over sooner did not really work.
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

  /** For how long a page that is told nothing need not look by itself. */
  get patience() {
    return this.isOpen ? DOUBT_MILLISECONDS : POLL_MILLISECONDS;
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

/**
 * Events: "week" (detail {days, zone}) when something new was read, "outage" when reading has failed three times in a
 * row, "unread" then and each time that it fails again, "recovered" when it works again, "stale" when class type or
 * instructor is no longer known.
 */
export class AvailabilityChecker extends EventTarget {
  #wanted = null;
  #known = new Map();
  #newest = null;
  #failures = 0;
  #gone = 0;
  #pause = null;
  #running = false;
  #asked = false;
  #feed = new LiveFeed();
  #told = null;
  #gathering = false;

  constructor() {
    super();
    document.addEventListener("visibilitychange", () => this.#isVisible() && this.check());
    this.#feed.addEventListener("change", ({ detail }) => this.#changed(detail));
    this.#feed.addEventListener("lost", () => this.#pause?.end("lost"));
  }

  know({ days, ...wanted }) {
    this.#known.set(keyOf(wanted), { days });
  }

  /** Reads this week ({classType, instructor, week}) from now on; what was read of it before is shown at once. */
  watch(wanted) {
    this.#wanted = wanted;
    const known = this.#known.get(keyOf(wanted));
    if (!known) return this.check();
    this.#tell("week", known);
    // First it is seen.
    requestAnimationFrame(() => setTimeout(() => this.check()));
  }

  /** Reads now; with an Event-Id, past every cache that is older. */
  check(newest = null) {
    this.#newest = newest ?? this.#newest;
    this.#asked = true;
    this.#pause?.end("asked");
    if (!this.#running) this.#run();
  }

  /** Somebody else got no answer: "recovered" follows, after a pause, when there is one. */
  suspect() {
    this.#failures = Math.max(this.#failures, TRIES);
    this.#pause?.end("suspected");
  }

  async #run() {
    this.#running = true;
    for (let reason = "asked"; this.#wanted; reason = await this.#pause.over) {
      if (this.#isVisible() && reason !== "suspected") await this.#readUntilCurrent();
      this.#pause = new Pause(this.#failures ? pauseBefore(this.#failures - 1) : this.#feed.patience);
    }
  }

  #changed(eventId) {
    this.#told = eventId;
    if (this.#gathering) return;
    this.#gathering = true;
    setTimeout(() => {
      this.#gathering = false;
      if (this.#told) this.#changed(this.#told);
    }, GATHER_MILLISECONDS);
    this.#told = null;
    this.check(eventId);
  }

  async #readUntilCurrent() {
    do {
      this.#asked = false;
      await this.#read(this.#wanted, this.#newest);
    } while (this.#asked);
  }

  async #read(wanted, newest) {
    const known = this.#known.get(keyOf(wanted));
    const answer = await week(wanted, { etag: known?.etag, newest });
    if (answer.status === 200) {
      this.#remember(wanted, answer);
      if (wanted === this.#wanted) this.#tell("week", this.#known.get(keyOf(wanted)));
    }
    if (answer.status === 200 || answer.status === 304) this.#answered(newest, answer.header("Event-Id"));
    // Caches may go on offering what is gone.
    else if (answer.status === 404) setTimeout(() => this.#tell("stale"), pauseBefore(this.#gone++));
    else this.#failed();
  }

  #remember(wanted, answer) {
    const zone = answer.header("Studio-Timezone");
    this.#known.set(keyOf(wanted), { days: answer.body, zone, etag: answer.header("ETag"), wanted });
  }

  #answered(newest, seen) {
    this.#feed.follow(seen);
    if (this.#newest === newest) this.#newest = null;
    if (this.#failures >= TRIES) this.#tell("recovered");
    this.#failures = 0;
    this.#gone = 0;
  }

  #failed() {
    this.#failures += 1;
    if (this.#failures === TRIES) this.#tell("outage");
    if (this.#failures >= TRIES) this.#tell("unread");
  }

  #isVisible() {
    return document.visibilityState === "visible";
  }

  #tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

const keyOf = (wanted) => JSON.stringify(wanted);
