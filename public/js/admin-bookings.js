/** Knows how staff ask about bookings, and how they change them. */

import { asStaff, JSON_BODY } from "./admin-api.js";
import { query } from "./api.js";
import { isPassing, settled } from "./settled.js";

const PATIENCE_SECONDS = 30;
const DOOR = "/api/admin/booking-management";
const BOOKINGS = "/api/bookings";

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
  return settled((key) => send(body, { ...seen, "Idempotency-Key": key }), tell, mayPass);
}

/** What staff press about one booking as they see it; `value` is what is pressed, or the times "a b" to move it to. */
export function decide(action, { id, version }, value, tell) {
  if (action === "erase") return settled(() => asStaff(`${BOOKINGS}${query({ id, erase: "1" })}`, { method: "DELETE" }), tell, mayPass);
  const more = { cancel: { tell: value === "tell" }, reschedule: { slots: value?.split(" ") }, set_payment: { paymentStatus: value } }[action];
  return act({ action, id, ...more }, { version: action === "resend" ? undefined : version, tell });
}

/** Corrects who comes, as it was typed. */
export function correct({ id, version }, personalInfo, tell) {
  const send = (key) => asStaff(`${BOOKINGS}${query({ id })}`, {
    method: "PUT", body: JSON.stringify({ personalInfo }),
    headers: { ...JSON_BODY, "If-Match": `"${version}"`, "Idempotency-Key": key },
  });
  return settled(send, tell, mayPass);
}

/** The secret address of an instructor's calendar, another one than `instead`, which opens nothing any more then. */
export const calendarLink = (instructor, instead, tell) => act({ action: "calendar_link", instructor, instead }, { tell });

/** One booking as it is now. */
export const bookingOf = (id) => asStaff(`${BOOKINGS}${query({ id })}`);

/** Nobody waits before the sheet for hours, and a setting does not come by itself: somebody has to be told. */
function mayPass(answer) {
  return isPassing(answer) && !isNo(answer);
}

function isNo({ status, retryAfter, body }) {
  return (status === 429 && retryAfter > PATIENCE_SECONDS) || body?.code === "not_configured";
}

function send(body, headers) {
  return asStaff(DOOR, { method: "POST", headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
}
