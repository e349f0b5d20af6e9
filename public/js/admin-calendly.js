/** Knows how Calendly stands, as the desk shows it: the connection, what it tells us, and what somebody has to see to. */

import { badge, fact, moment, span } from "./admin-pieces.js";
import { BREAKAGES, CONNECTIONS, SUBSCRIPTIONS } from "./admin-words.js";
import { html } from "./html.js";

const CAN_CONNECT = ["not_connected", "connected", "broken"];

/** The sheet, for a session's `calendly`, the problems that staff see, and the studio's zone. */
export function calendlySheet(link, problems, zone, isAsking) {
  const { check, last } = problems.calendly;
  const isMeant = !["off", "not_connected"].includes(link.connection);
  return html`<section class="desk-sheet sheet" aria-labelledby="calendly-heading">
    <header><h2 id="calendly-heading" tabindex="-1">Calendly</h2>${badge(check)}</header>
    <p>${CONNECTIONS[link.connection]}</p>
    ${link.why && html`<p>${BREAKAGES[link.why]}</p>`}
    ${isAsking ? question() : choices(link)}
    ${isMeant && html`<dl class="facts">${facts(last, zone)}</dl>`}
    ${list("Conflicts", problems.conflicts, (each) => conflict(each, zone))}
    ${list("Bookings that need mapping", problems.unmapped, (each) => unmapped(each, zone))}
  </section>`;
}

function choices({ connection }) {
  if (!CAN_CONNECT.includes(connection)) return "";
  const connect = connection === "connected" ? "" : html`<button type="button" class="button" id="connect" data-go="connect">
    ${connection === "broken" ? "Connect again" : "Connect Calendly"}</button>`;
  const end = connection === "not_connected" ? "" : html`<button type="button" class="button quiet" id="to-disconnect"
    data-go="to-disconnect">Disconnect</button>`;
  return html`<div class="choices">${connect}${end}</div>`;
}

/** Keeping comes first, so that a hasty press changes nothing. */
function question() {
  return html`<p id="disconnect-question"><strong>Disconnect Calendly? Bookings that are made or canceled until you connect
    again are not brought there.</strong></p>
    <div class="choices" role="group" aria-labelledby="disconnect-question">
      <button type="button" class="button" id="keep" data-go="keep">Stay connected</button>
      <button type="button" class="button quiet" id="disconnect" data-go="disconnect">Yes, disconnect</button></div>`;
}

function facts(last, zone) {
  if (!last || last.outcome === "off") return fact("Last comparison", "None yet; there is one every night.");
  const told = last.said.subscription;
  return [
    fact("Last comparison", `${moment(last.at, zone)}${last.outcome === "done" ? "" : ", did not succeed"}`),
    told && fact("News from Calendly", SUBSCRIPTIONS[told] ?? "It could not be found out whether Calendly tells us what happens."),
    last.said.trouble && fact("What went wrong", last.said.trouble),
  ];
}

function list(title, items, row) {
  if (!items.length) return "";
  return html`<h3>${title} (${items.length})</h3><ul class="to-see">${items.map((item) => html`<li>${row(item)}</li>`)}</ul>`;
}

function conflict({ bookingId, invitee, startsAt, endsAt }, zone) {
  const sentence = invitee
    ? html`somebody booked the same time on Calendly <code>${invitee}</code>`
    : html`Calendly has given the time to somebody else, or did not take it`;
  return html`<strong>${span(startsAt, endsAt, zone)}</strong>: ${sentence}.<br><code>${bookingId}</code>`;
}

function unmapped({ invitee, eventType, startsAt, endsAt }, zone) {
  const kind = eventType ? html`, event type <code>${eventType.split("/").at(-1)}</code>` : "";
  return html`<strong>${span(startsAt, endsAt, zone)}</strong>${kind}: its class or instructor is not in the catalogue's
    mapping.<br><code>${invitee}</code>`;
}
