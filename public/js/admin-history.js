/** Knows how the history of a booking is told: who did what, when, and what was different before and after. */

import { moment } from "./admin-pieces.js";
import { html } from "./html.js";
import { dayName } from "./time.js";

const WHO = { customer: "Customer", owner: "Owner", calendly: "Calendly", system: "The system" };
const ACTIONS = {
  booked: "booked",
  imposed: "booked on Calendly",
  moved: "moved it",
  corrected: "corrected it",
  canceled: "cancelled it",
  completed: "marked it as completed",
  no_show: "marked a no-show",
  undone: "took that back",
  payment: "changed the payment",
  resent: "sent the confirmation again",
  erased: "erased the customer's data",
  mirrored: "put it into Calendly",
  turned_away: "was turned away by Calendly",
};
const STATUSES = { confirmed: "confirmed", canceled: "cancelled", completed: "completed", no_show: "no-show" };
const PAYMENTS = { pending: "not paid", paid: "paid", refunded: "paid back", waived: "waived" };
const PARTS = { firstName: "first name", lastName: "last name", email: "e-mail", phone: "phone", notes: "notes" };

/** The lines of view=audit, the newest first; `names` has the instructors by id. */
export function historyOf(lines, zone, names = {}) {
  if (!lines.length) return html`<p class="quiet-text">Nothing is known of what was done before.</p>`;
  return html`<ol class="history" reversed>${[...lines].reverse().map((line) => html`<li>
    <time datetime="${line.at}" class="quiet-text">${moment(line.at, zone)}</time>
    <span><b>${whoName(line.who, names)}</b> ${ACTIONS[line.action] ?? line.action}${differences(line, names)}</span></li>`)}</ol>`;
}

function differences({ changes }, names) {
  const said = [
    changes.slots && words(changes.slots, (slots) => slots.map(slotName).join(", ")),
    changes.instructor && words(changes.instructor, (id) => names[id] ?? id),
    changes.status && words(changes.status, (status) => STATUSES[status] ?? status),
    changes.payment?.before && words(changes.payment, (payment) => PAYMENTS[payment] ?? payment),
    changes.parts?.map((part) => PARTS[part] ?? part).join(", "),
  ].filter(Boolean);
  return said.length ? `: ${said.join("; ")}` : "";
}

function words({ before, after }, name) {
  return before?.length ? `${name(before)} → ${name(after)}` : name(after);
}

function whoName(who, names) {
  const [kind, id] = who.split(":");
  return kind === "instructor" ? names[id] ?? id : WHO[who] ?? who;
}

/** "Tue 4 Jun, 09:00" for 2030-06-04_9_0: already the studio's own clock. */
function slotName(slot) {
  const [date, hour, minute] = slot.split("_");
  return hour && minute ? `${dayName(date)}, ${hour.padStart(2, "0")}:${minute.padStart(2, "0")}` : slot;
}
