/** Knows whether the embedded Calendly page is alive. */

import { ORIGIN } from "./calendly-address.js";
import { messageOf } from "./calendly-protocol.js";

// An iframe's "load" proves nothing: it comes for a browser's error page as well. Only a message does.
const PATIENCE_MILLISECONDS = 8000;

/**
 * Watches an iframe that is in the page and loads nothing yet. Events: "failed" (detail: "silent", "blocked", "offline",
 * or "broken" when it was alive), once; "late" when it speaks for the first time after that; "scheduled" (detail:
 * {eventUri, inviteeUri}), the last of all; "height" (detail: pixels).
 */
export class CalendlyFrame extends EventTarget {
  isAlive = false;
  hasFailed = false;
  #iframe;
  #ears = new AbortController();

  constructor(iframe) {
    super();
    this.#iframe = iframe;
  }

  /** Worth showing: it has spoken, and if the connection broke, that was before. */
  get isUsable() {
    return this.isAlive && !this.hasFailed;
  }

  load(address) {
    if (!navigator.onLine) return this.#fail("offline");
    const { signal } = this.#ears;
    addEventListener("message", (event) => this.#hear(messageOf(event, this.#iframe.contentWindow)), { signal });
    addEventListener("offline", () => this.#fail(this.isAlive ? "broken" : "offline"), { signal });
    document.addEventListener("securitypolicyviolation", (event) => isOfFrame(event) && this.#fail("blocked"), { signal });
    this.#iframe.addEventListener("error", () => this.#fail("silent"), { signal });
    setTimeout(() => this.isAlive || this.#fail("silent"), PATIENCE_MILLISECONDS);
    this.#iframe.src = address;
  }

  /** Nothing is heard of it any more. */
  end() {
    this.hasFailed = true;
    this.#ears.abort();
  }

  #hear(message) {
    if (!message) return;
    const isLate = this.hasFailed && !this.isAlive;
    this.isAlive = true;
    if (isLate) this.#revive();
    if (message.height) this.#tell("height", message.height);
    if (message.inviteeUri) {
      this.end();
      this.#tell("scheduled", { eventUri: message.eventUri, inviteeUri: message.inviteeUri });
    }
  }

  #revive() {
    this.hasFailed = false;
    this.#tell("late");
  }

  #fail(reason) {
    if (this.hasFailed) return;
    this.hasFailed = true;
    this.#tell("failed", reason);
  }

  #tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function isOfFrame({ blockedURI, effectiveDirective }) {
  return effectiveDirective === "frame-src" && blockedURI.startsWith(ORIGIN);
}
