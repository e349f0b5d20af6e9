/** Knows the sentences of the desk; staff read English. */

/** What is said of an answer that is not what was hoped for. */
export function sorry({ status, body, retryAfter }) {
  if (status === 401) return "You are signed out. Please sign in again.";
  if (status === 429) return `That was tried very often. Please try again in ${seconds(retryAfter)}.`;
  if (status >= 400 && status < 500) return body?.detail ?? "That is not possible.";
  if (body?.code === "not_configured") return body.detail;
  return "The studio's system does not answer. Nothing is lost; please try again in a moment.";
}

/** After somebody tried to sign in. */
export function notSignedIn(answer) {
  if (answer.status === 401) return "E-mail and password do not belong together.";
  if (answer.status === 400) return "Please fill in the e-mail address and the password, or have a link sent.";
  return sorry(answer);
}

/** After somebody asked for a link. */
export function notSent(answer) {
  if (answer.status === 400) return "Please fill in your e-mail address.";
  if (answer.body?.code === "not_configured") return `No link can be mailed: ${answer.body.detail}`;
  return sorry(answer);
}

/** After somebody came with a link that lets nobody in. */
export const LINK_IS_OVER = "This link was used before, or it is older than ten minutes. Please have another one sent.";

/** [sentence, kind of notice] for the word with which Calendly's consent page led back here. */
export const ARRIVALS = {
  connected: ["Calendly is connected.", "good"],
  denied: ["Calendly was not connected: it was told no.", "wait"],
  expired: ["Calendly was not connected: that page was used before, is too old, or belongs to another browser. Please start again here.", ""],
  signed_out: ["Calendly was not connected: you were signed out meanwhile. Please sign in and start again.", ""],
  refused: ["Calendly did not accept us. Please check CALENDLY_CLIENT_ID, CALENDLY_CLIENT_SECRET and the redirect address there.", ""],
  away: ["Calendly or our store did not answer. Please look below whether it is connected, and start again if it is not.", ""],
};

export const CHECKS = {
  ok: ["In order", "good"],
  off: ["Off", "calm"],
  local: ["Kept here", "calm"],
  late: ["Not looked at yet", "calm"],
  failing: ["Needs attention", ""],
};

export const CONNECTIONS = {
  off: "Calendly cannot be asked: neither CALENDLY_CLIENT_ID and CALENDLY_CLIENT_SECRET nor a personal token is set.",
  token: "Connected by a personal token, which is a setting (CALENDLY_API_TOKEN).",
  not_connected: "Not connected. No bookings go to Calendly.",
  connected: "Connected by your consent. Bookings go to Calendly, and changes there come here.",
  broken: "Connected once, but it does not work any more.",
};

export const BREAKAGES = {
  refused: "Calendly does not accept our key any more. Connect again to go on.",
  unclear: "Renewing our key failed, and Calendly did not say why. It is tried again every few minutes; connecting again helps at once.",
  unreadable: "Our key was kept under another JWT_SECRET and cannot be read. Connect again to go on.",
};

export const SUBSCRIPTIONS = {
  active: "Calendly tells us what happens there.",
  retrying: "Calendly has trouble reaching us and keeps trying.",
  disabled: "Calendly has stopped telling us what happens there: its subscription is disabled. What changed is found every night.",
  missing: "Calendly has no subscription for this site, so what changes there is found only every night. Without CALENDLY_WEBHOOK_SECRET none is made.",
};

function seconds(wait) {
  if (!wait) return "a while";
  return wait < 90 ? `${wait} seconds` : `${Math.ceil(wait / 60)} minutes`;
}
