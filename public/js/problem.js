/** Knows what each answer to a booking request means for the customer: which face to show, and whether to repeat it. */

const KINDS = {
  slot_taken: "slotTaken",
  price_changed: "priceChanged",
  catalog_changed: "catalogChanged",
  validation_failed: "invalid",
  not_a_slot: "notASlot",
  store_unavailable: "notYet",
};

/** {kind, problem, retryAfter} or, when it was booked, {kind: "booked", booking, newest}. */
export function outcomeOf(answer) {
  if (answer.status === 201 && answer.body?.booking) {
    return { kind: "booked", booking: answer.body.booking, newest: answer.header("Event-Id") };
  }
  return { kind: kindOf(answer), problem: answer.body ?? {}, retryAfter: answer.retryAfter };
}

/** Repeating the same request may change the answer. */
export function isRepeatable(outcome) {
  return outcome.kind === "notYet" || outcome.kind === "unknown";
}

/** The store itself has spoken about this key: from now on it is known whether the request booked. */
export function isDefinite(outcome) {
  return !isRepeatable(outcome) && outcome.kind !== "tooMany";
}

/** [{field, message}] for the form, and the messages that belong to no field. */
export function complaints(problem, fields) {
  const all = (problem.details ?? []).map(({ pointer, detail }) => ({
    field: pointer?.startsWith("/personalInfo/") ? pointer.split("/")[2] : "",
    message: detail,
  }));
  return {
    byField: all.filter(({ field }) => fields.includes(field)),
    others: all.filter(({ field }) => !fields.includes(field)).map(({ message }) => message),
  };
}

function kindOf({ status, body }) {
  const code = body?.code;
  if (Object.hasOwn(KINDS, code ?? "")) return KINDS[code];
  if (status === 429) return "tooMany";
  if (code === "not_configured") return "refused";
  // A lost answer, a platform's own error page and a failure inside all leave open whether something was written.
  return status >= 400 && status < 500 ? "refused" : "unknown";
}
