/** Knows how the studio's own pages speak for staff: with their cookie, and with the word that only our pages know. */

import { ask } from "./api.js";

const SESSION = "/api/admin/session";
const JSON_BODY = { "Content-Type": "application/json" };
let csrf = "";

export const whoAmI = () => remembered(asStaff(SESSION));
export const signIn = (email, password) => remembered(send({ email, password }));
export const signOut = () => asStaff(SESSION, { method: "DELETE" });
export const problems = () => asStaff("/api/admin/booking-management?view=problems");
export const calendly = (wish) => send({ calendly: wish });

const send = (body) => asStaff(SESSION, { method: "POST", headers: JSON_BODY, body: JSON.stringify(body) });

function asStaff(path, options = {}) {
  const headers = { ...options.headers, ...(csrf && { "X-CSRF-Token": csrf }) };
  return ask(path, { ...options, headers, credentials: "same-origin" });
}

async function remembered(asked) {
  const answer = await asked;
  if (answer.status === 200) csrf = answer.body.csrfToken;
  return answer;
}
