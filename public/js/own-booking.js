/** Knows how to ask the studio about one booking, with the token of its link. */

import { ask, query, SPOKEN } from "./api.js";

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

/** The token travels in a header, so that no address, log or history holds it. */
function opened(wanted, token, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${token}` };
  return ask(`/api/bookings${query({ ...wanted, ...SPOKEN })}`, { ...options, headers });
}
