/** Knows how the studio's own pages speak for staff: with their cookie, and with the word that only our pages know. */

import { ask, query } from "./api.js";

const SESSION = "/api/admin/session";
export const JSON_BODY = { "Content-Type": "application/json" };
// A token lasts an hour and a session half an hour after its last use; whoever is at work stays signed in.
const REFRESH_MILLISECONDS = 600_000;
let csrf = "";
let refreshedAt = Infinity;
let pressedAt = 0;
for (const type of ["pointerdown", "keydown"]) {
  addEventListener(type, () => {
    pressedAt = Date.now();
  });
}
// What is drawn anew while somebody presses it never hears of the press, so answers wait until the finger is up.
const LONGEST_PRESS_MILLISECONDS = 10_000;
let [released, letGo] = [null, () => {}];
addEventListener("pointerdown", ({ target, button }) => {
  // When a list or a menu that opens is let go, nobody tells.
  if (button || !target.closest("button, a")) return;
  released = new Promise((resolve) => (letGo = resolve));
  setTimeout(letGo, LONGEST_PRESS_MILLISECONDS);
});
// The click comes after them.
for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => setTimeout(letGo));

export const whoAmI = () => remembered(asStaff(SESSION));
export const signIn = (email, password) => remembered(send({ email, password }));
/** Has a link mailed, if the address is that of an instructor; the answer is the same for every address. */
export const askForLink = (email) => send({ email });
/** Comes in by what a link says; with the same key it may be sent again when no answer came. */
export const comeIn = ({ magic, key }) => remembered(send({ magic }, { "Idempotency-Key": key }));
export const signOut = () => asStaff(SESSION, { method: "DELETE" });
export const problems = () => asStaff("/api/admin/booking-management?view=problems");
/** Of the days from first to last, both included. */
export const figures = ({ first, last }) => asStaff(`/api/admin/booking-management?${new URLSearchParams({ view: "summary", from: first, to: last })}`);
/** Who did what to a booking: its lines are for historyOf in admin-history.js. */
export const trail = (id) => asStaff(`/api/admin/booking-management?${new URLSearchParams({ view: "audit", id })}`);
export const calendly = (wish) => send({ calendly: wish });

const CATALOG = "/api/admin/catalog";
/** `asked` names an instructor's part, or the document before the last save. */
export const catalog = (asked = {}) => asStaff(`${CATALOG}${query(asked)}`);
/** Puts `text` in place of `version`, or with `dryRun` only says what that would do; repeating it settles it. */
export const putCatalog = (text, version, asked = {}) =>
  asStaff(`${CATALOG}${query(asked)}`, { method: "PUT", headers: { ...JSON_BODY, "If-Match": `"${version}"` }, body: text });

function send(body, headers = {}) {
  return asStaff(SESSION, { method: "POST", headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
}

/** Asks in the name of who is signed in; resolves as ask() of api.js does. */
export async function asStaff(path, options = {}) {
  // What a page reads by itself keeps nobody signed in.
  if (path !== SESSION && pressedAt - refreshedAt > REFRESH_MILLISECONDS) await whoAmI();
  const headers = { ...options.headers, ...(csrf && { "X-CSRF-Token": csrf }) };
  const answer = await ask(path, { ...options, headers, credentials: "same-origin" });
  await released;
  return answer;
}

async function remembered(asked) {
  const answer = await asked;
  if (answer.status === 200) [csrf, refreshedAt] = [answer.body.csrfToken, Date.now()];
  return answer;
}
