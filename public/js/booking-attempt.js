/** Knows what each answer to a booking request means, and which key it carries, so that two presses book once. */

import { say } from "./messages.js";

const KEY_BYTES = 18;

/** 24 characters of A-Z a-z 0-9 - _, which nobody can guess. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

export class BookingAttempt {
  #send;
  #keep;
  #last;

  /**
   * `send(bodyText, key)` resolves to an answer of api.js. `keep(request)` is told what may have booked, or null; given
   * back as `last` after a reload, it is settled first.
   */
  constructor(send, { last = null, keep = () => {} } = {}) {
    this.#send = send;
    this.#keep = keep;
    this.#last = last;
  }

  /**
   * Sends the content, or what must go first: while an earlier request may have booked, that one is repeated,
   * and other content follows only once it is known that it did not. May be called again with the same content.
   */
  async book(content, context) {
    const text = JSON.stringify(content);
    if (this.isOpen && this.#last.text !== text) {
      const outcome = await this.#repeat();
      if (outcome.kind === "booked" || !isDefinite(outcome)) return outcome;
    }
    if (this.#last?.text !== text) {
      this.#last = { text, body: JSON.stringify({ ...content, context }), key: newKey(), open: false };
    }
    return this.#repeat();
  }

  /** Whether it may have booked. */
  get isOpen() {
    return this.#last?.open;
  }

  /** Whether the last outcome speaks of this content, and not of an earlier one. */
  isOf(content) {
    return this.#last?.text === JSON.stringify(content);
  }

  async #repeat() {
    const request = this.#last;
    this.#keep({ ...request, open: true });
    const outcome = outcomeOf(await this.#send(request.body, request.key));
    if (outcome.kind === "unknown") request.open = true;
    if (isDefinite(outcome)) request.open = false;
    this.#keep(request.open ? request : null);
    // "Nothing was written" speaks of this repetition only; an earlier one may still have booked.
    return outcome.kind === "notYet" && request.open ? { ...outcome, kind: "unknown" } : outcome;
  }
}

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

export function isRepeatable(outcome) {
  return outcome.kind === "notYet" || outcome.kind === "unknown";
}

/** The store itself has spoken: it is known whether the request booked. */
export function isDefinite(outcome) {
  return !isRepeatable(outcome) && outcome.kind !== "tooMany";
}

/** [{field, message}] for the form, and the messages that belong to no field. */
export function complaints(problem, fields) {
  const all = (problem.details ?? []).map(({ pointer, code, detail }) => ({
    field: pointer?.startsWith("/personalInfo/") ? pointer.split("/")[2] : "",
    message: say.mistakes[code] ?? detail,
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
  // A lost answer, a platform's error page and a failure inside leave open whether something was written.
  return status >= 400 && status < 500 ? "refused" : "unknown";
}

export class FieldMessages {
  #form;
  #names;

  constructor(form, names) {
    this.#form = form;
    this.#names = names;
  }

  /** [{field, message}]; the first of them gets the focus. */
  show(complaints) {
    this.#names.forEach((name) => this.clear(name));
    complaints.forEach(({ field, message }) => this.#set(field, message));
    if (complaints.length) this.#form.elements[complaints[0].field].focus();
  }

  clear(name) {
    if (this.#names.includes(name)) this.#set(name, "");
  }

  #set(name, message) {
    const place = this.#form.querySelector(`[data-message="${name}"]`);
    place.textContent = message;
    this.#form.elements[name].setAttribute("aria-invalid", String(message !== ""));
  }
}
