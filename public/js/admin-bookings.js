/** Knows how staff ask about bookings, and how they change them. */

import { asStaff, JSON_BODY } from "./admin-api.js";
import { query } from "./api.js";
import { settled } from "./settled.js";

const DOOR = "/api/admin/booking-management";

/** The lessons of `count` days from a date on. */
export const lessonsOf = (date, count) => asStaff(`${DOOR}${query({ view: "day", date, days: String(count) })}`);
export const pageOf = (filter) => asStaff(`${DOOR}${query({ view: "list", ...filter })}`);
/** Where the browser fetches the same bookings as a file. */
export const fileOf = (filter) => `${DOOR}${query({ view: "list", format: "csv", ...filter })}`;

/** What was typed stays out of every address. */
export const search = (words) => send({ action: "search", q: words }, {});

/**
 * Carries out one decision, as often as it takes and once for the studio. `version` is the one that was seen; `tell` is
 * called while no answer comes.
 */
export function act(body, { version, tell }) {
  const seen = version === undefined ? {} : { "If-Match": `"${version}"` };
  return settled((key) => send(body, { ...seen, "Idempotency-Key": key }), tell);
}

function send(body, headers) {
  return asStaff(DOOR, { method: "POST", headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
}
