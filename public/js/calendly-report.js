/** Knows how the studio is told of a booking that Calendly has made: once, patiently, and in nobody's way. */

import { book, TRIES } from "./api.js";
import { newKey } from "./booking-attempt.js";
import { recalled, remember, tab } from "./memory.js";
import { untilAnswered } from "./settled.js";

const NAME = "calendly-booked";

/**
 * Resolves to {kind: "booked", booking}, {kind: "pending"} or, when the studio does not know it or does not answer,
 * {kind: "untold"}. May be repeated: the same invitee is told of under the same key, and not again once it is settled.
 */
export async function tellStudio({ eventUri, inviteeUri }) {
  const last = lastTold();
  const told = last?.inviteeUri === inviteeUri ? last : { eventUri, inviteeUri, key: newKey() };
  if (told.outcome) return told.outcome;
  remember(tab, NAME, told);
  const answer = await untilAnswered(() => report(told), () => {}, { tries: TRIES });
  const outcome = outcomeOf(answer ?? {});
  if (answer) remember(tab, NAME, { ...told, outcome });
  return outcome;
}

/** {eventUri, inviteeUri, key, outcome?} of this tab's last booking through Calendly, or null. */
export function lastTold() {
  return recalled(tab, NAME);
}

function report({ eventUri, inviteeUri, key }) {
  return book(JSON.stringify({ calendlyEventUri: eventUri, inviteeUri, bookingSource: "calendly" }), key);
}

function outcomeOf({ status, body }) {
  if (status === 201 && typeof body?.booking?.confirmationNumber === "string") return { kind: "booked", booking: body.booking };
  return { kind: status === 202 ? "pending" : "untold" };
}
