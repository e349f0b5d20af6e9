/** Knows the newest availability of the week on the screen, and whether the studio answers at all. */

import { Pause, pauseBefore, TRIES, week } from "./api.js";

const POLL_MILLISECONDS = 20_000;
// In case that what is told as it happens gets lost on its way.
const DOUBT_MILLISECONDS = 120_000;
// A booking of several slots is told slot by slot: the first is shown at once, the others together.
const GATHER_MILLISECONDS = 100;

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
  #pause = null;
  #running = false;
  #asked = false;
  #feed = null;
  #loading = null;
  #told = null;
  #gathering = false;

  constructor() {
    super();
    document.addEventListener("visibilitychange", () => this.#isVisible() && this.check());
  }

  /** Reads this week ({classType, instructor, week}) from now on; what was read of it before is shown at once. */
  watch(wanted) {
    this.#wanted = wanted;
    const known = this.#known.get(keyOf(wanted));
    if (known) this.#tell("week", known);
    this.check();
  }

  /** Reads now; with an Event-Id, past every cache that is older. */
  check(newest = null) {
    this.#newest = newest ?? this.#newest;
    this.#asked = true;
    this.#pause?.end("asked");
    if (!this.#running) this.#run();
  }

  /** Somebody else noticed that the studio does not answer: "recovered" follows, after a pause, when it does. */
  suspect() {
    this.#failures = Math.max(this.#failures, TRIES);
    this.#pause?.end("suspected");
  }

  async #run() {
    this.#running = true;
    for (let reason = "asked"; this.#wanted; reason = await this.#pause.over) {
      if (this.#isVisible() && reason !== "suspected") await this.#readUntilCurrent();
      this.#pause = new Pause(this.#failures ? pauseBefore(this.#failures - 1) : this.#calmPause);
    }
  }

  get #calmPause() {
    return this.#feed?.isOpen ? DOUBT_MILLISECONDS : POLL_MILLISECONDS;
  }

  /** Fetched only once there is a week to be kept up to date; without it the page looks now and then. */
  async #follow(eventId) {
    this.#loading ??= import("./live-feed.js").then(
      ({ LiveFeed }) => this.#hear(new LiveFeed()),
      () => (this.#loading = null),
    );
    await this.#loading;
    this.#feed?.follow(eventId);
  }

  #hear(feed) {
    this.#feed = feed;
    feed.addEventListener("change", ({ detail }) => this.#changed(detail));
    feed.addEventListener("lost", () => this.#pause?.end("lost"));
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
    else if (answer.status === 404) this.#tell("stale");
    else this.#failed();
  }

  #remember(wanted, answer) {
    const zone = answer.header("Studio-Timezone");
    this.#known.set(keyOf(wanted), { days: answer.body, zone, etag: answer.header("ETag"), wanted });
  }

  #answered(newest, seen) {
    this.#follow(seen);
    if (this.#newest === newest) this.#newest = null;
    if (this.#failures >= TRIES) this.#tell("recovered");
    this.#failures = 0;
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
