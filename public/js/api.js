/** Knows how to ask the studio's API, where an answer is always a value, and how long to wait before asking again. */

import { language } from "./messages.js";

export const DEADLINE_MILLISECONDS = 12_000;
// The studio's address, also for its scripts on somebody else's page.
export const STUDIO = new URL(import.meta.url).origin;
// English is what is said without a wish.
export const SPOKEN = language === "en" ? {} : { lang: language };

const NONE = { status: 0, text: "", body: null, retryAfter: null, header: () => null };

/**
 * Resolves to {status, text, body (parsed, or null), retryAfter (seconds or null), header(name)}.
 * Status 0 means that no answer came: the request may or may not have arrived.
 */
export async function ask(path, options = {}) {
  const deadline = AbortSignal.timeout(DEADLINE_MILLISECONDS);
  try {
    const response = await fetch(new URL(path, STUDIO), { credentials: "omit", ...options, signal: deadline });
    const found = answer(response, await response.text());
    return isOurs(response, found) ? found : NONE;
  } catch {
    return NONE;
  }
}

// What page-start.js has asked for ahead is found again only by who asks in the same way.
const AHEAD = { credentials: "same-origin" };
export const classTypes = () => ask(`/api/class-types${query(SPOKEN)}`, AHEAD);
export const instructors = () => ask(`/api/instructors${query(SPOKEN)}`, AHEAD);
export const overview = () => ask(`/api/availability${query(SPOKEN)}`, AHEAD);

/** A week of slots; `etag` makes it conditional, `newest` (an Event-Id) reaches past the caches. */
export function week(wanted, { etag = null, newest = null } = {}) {
  return ask(`/api/availability${query({ ...wanted, ...(newest && { v: newest }) })}`, { headers: etag ? { "If-None-Match": etag } : {} });
}

/** Books; the same key and body may be sent any number of times and book once. */
export function book(body, key) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return ask(`/api/bookings${query(SPOKEN)}`, { method: "POST", headers, body });
}

export function query(values) {
  return Object.keys(values).length ? `?${new URLSearchParams(values)}` : "";
}

/** A 200 without a word of ours was cut short, or is a hotel's Wi-Fi. */
function isOurs({ ok }, { body, header }) {
  return !ok || body !== null || header("Content-Type")?.startsWith("text/calendar");
}

function answer(response, text) {
  const seconds = Number(response.headers.get("Retry-After"));
  return {
    status: response.status,
    text,
    body: parsed(text),
    retryAfter: seconds > 0 ? seconds : null,
    header: (name) => response.headers.get(name),
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const PAUSES_SECONDS = [1, 3, 6];
const LONGEST_SECONDS = 20;

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
