/** Knows how to ask the studio's API: an answer is always a value, also when none came. */

const DEADLINE_MILLISECONDS = 12_000;

/**
 * Resolves to {status, text, body (parsed, or null), retryAfter (seconds or null), header(name)}.
 * Status 0 means that no answer came: the request may or may not have arrived.
 */
export async function ask(path, options = {}) {
  const deadline = AbortSignal.timeout(DEADLINE_MILLISECONDS);
  try {
    const response = await fetch(path, { credentials: "omit", ...options, signal: deadline });
    const text = await response.text();
    return answer(response, text);
  } catch {
    return { status: 0, text: "", body: null, retryAfter: null, header: () => null };
  }
}

/** Names in one of the studio's languages; English is what is said without a wish. */
export const classTypes = (language = "en") => ask(`/api/class-types${spoken(language)}`);
export const instructors = (language = "en") => ask(`/api/instructors${spoken(language)}`);
export const overview = (classType) => ask(`/api/availability?${new URLSearchParams({ classType })}`);
export const overviewOfAll = () => ask("/api/availability");

/** A week of slots; `etag` makes it conditional, `newest` (an Event-Id) reaches past the caches. */
export function week(wanted, { etag = null, newest = null } = {}) {
  const query = new URLSearchParams({ ...wanted, ...(newest && { v: newest }) });
  return ask(`/api/availability?${query}`, { headers: etag ? { "If-None-Match": etag } : {} });
}

/** Books; the same key and body may be sent any number of times and book once. */
export function book(body, key) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return ask("/api/bookings", { method: "POST", headers, body });
}

export const booking = (id, token) => opened({ id }, token);
export const dataOf = (id, token) => opened({ id, format: "data" }, token);
export const erase = (id, token) => opened({ id, erase: "1" }, token, { method: "DELETE" });
export const calendarOf = (id, token) => opened({ id, format: "ics" }, token);

/** Corrects parts of who comes, in a booking that is still the version given. */
export function correct(id, token, { personalInfo, version, key }) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key, "If-Match": `"${version}"` };
  return opened({ id }, token, { method: "PUT", headers, body: JSON.stringify({ personalInfo }) });
}

/** Moves a booking that is still the version given; the same key may be sent any number of times. */
export function move(id, token, { slots, version, key }) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key, "If-Match": `"${version}"` };
  return opened({ id }, token, { method: "PUT", headers, body: JSON.stringify({ slots }) });
}

export function cancel(id, token, key) {
  return opened({ id }, token, { method: "DELETE", headers: { "Idempotency-Key": key } });
}

function spoken(language) {
  return language === "en" ? "" : `?lang=${language}`;
}

/** The token travels in a header, so that no address, log or history holds it. */
function opened(query, token, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${token}` };
  return ask(`/api/bookings?${new URLSearchParams(query)}`, { ...options, headers });
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
