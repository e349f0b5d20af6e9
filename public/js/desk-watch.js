/** Knows when the desk looks again: as something changes, when somebody comes back to it, and where nobody can tell it. */

import { overview, Pause } from "./api.js";
import { LiveFeed } from "./availability-checker.js";

const GATHER_MILLISECONDS = 500;

export class DeskWatch {
  #read;
  #feed = new LiveFeed();
  #pause = null;
  #gathering = null;

  /** `read()` reads what is on the screen, and resolves when it is there. */
  constructor(read) {
    this.#read = read;
    this.#feed.addEventListener("change", () => this.#soon());
    this.#feed.addEventListener("lost", () => this.#pause?.end("lost"));
    document.addEventListener("visibilitychange", () => this.#pause?.end("seen"));
  }

  /** A page that nobody looks at reads nothing; what happens after this is heard of. */
  async look() {
    if (document.visibilityState === "hidden") return;
    const isTold = this.#feed.isOpen;
    const newest = isTold ? null : (await overview()).header("Event-Id");
    await this.#read();
    // Who looked away and back meanwhile is told nothing any more.
    if (isTold && !this.#feed.isOpen) return this.look();
    this.#feed.follow(newest);
  }

  async run() {
    for (;;) {
      this.#pause = new Pause(this.#feed.patience);
      await this.#pause.over;
      await this.look();
    }
  }

  /** Many changes may come at once; they are read once for all of them, and also where they never end. */
  #soon() {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#read();
    }, GATHER_MILLISECONDS);
  }
}
