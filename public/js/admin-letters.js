/** Knows how letters, backups and settings stand, as the desk shows them, and which letters somebody can send again. */

import { badge, fact, moment } from "./admin-pieces.js";
import { html } from "./html.js";

const KINDS = {
  confirmed: "Confirmation", moved: "Letter about a move", canceled: "Letter about a cancellation", reminder: "Reminder",
  notice: "Notice to the studio", alarm: "Alarm to the studio", copy: "Copy to the backups", mirror: "Booking to be brought to Calendly",
  webhook: "Word to another system",
};
// Nobody can send these by hand: they are about what was then, or find their own way.
const CANNOT_BE_SENT = ["alarm", "copy"];
const CAUSES = { fewer_bookings: "the store holds fewer bookings than the backup before, which stays the newest" };

/** For what GET …?view=problems answers, and the studio's zone. */
export function lettersSheet({ letters, backup, losses, settings }, zone) {
  return html`<section class="desk-sheet sheet" aria-labelledby="letters-heading">
      <header><h2 id="letters-heading" tabindex="-1">Letters</h2>${badge(letters.check)}</header>
      <p>${letters.late} waiting, ${letters.dead.length} given up.</p>
      ${letters.dead.length > 0 && html`<ul class="to-see">${letters.dead.map((letter) => html`<li>${dead(letter, zone)}</li>`)}</ul>`}</section>
    <section class="desk-sheet sheet" aria-labelledby="backup-heading">
      <header><h2 id="backup-heading">Backups and settings</h2>${badge(backup.check)}</header>
      <dl class="facts">
        ${fact("Last backup", backup.last ? `${moment(backup.last.at, zone)}${outcomeOf(backup.last)}` : "None yet")}
        ${fact("Settings that are missing", settings.length ? settings.join(", ") : "None")}
      </dl>${missed(losses, zone)}</section>`;
}

function outcomeOf({ outcome, said }) {
  if (outcome === "done") return "";
  return `, did not succeed${said.cause ? `: ${CAUSES[said.cause] ?? said.cause}` : ""}`;
}

function dead({ letter, bookingId, kind, since, why, tries }, zone) {
  const isSendable = !CANNOT_BE_SENT.includes(kind);
  return html`<strong>${KINDS[kind] ?? kind}</strong>, given up ${moment(since, zone)} after ${tries} ${tries === 1 ? "try" : "tries"}: ${why}.<br>
    <code>${bookingId}</code>${isSendable && html` <button type="button" class="button quiet" id="again-${letter}" data-go="send-again"
      data-booking="${bookingId}" data-letter="${letter}">Send again</button>`}`;
}

function missed({ last }, zone) {
  const said = last?.said;
  if (!said?.found) return "";
  const kept = (how) => ({ bookingId, instructor, start, status, where }) => html`<li><strong>${when(start, zone)}, ${instructor}</strong>: ${how},
    ${status} in <code>${where}</code>.<br><code>${bookingId}</code></li>`;
  const sold = ({ instructor, start, bookingId }) => html`<li><strong>${when(start, zone)}, ${instructor}</strong>: sold twice.
    ${bookingId && html`<br><code>${bookingId}</code>`}</li>`;
  return html`<p class="notice"><strong>${said.found} ${said.found === 1 ? "booking is" : "bookings are"} known to the backups and not to the
    store, or other there.</strong> Nothing was changed by itself: see the runbook before you restore.</p>
    <ul class="to-see">${(said.lost ?? []).map(kept("lost"))}${(said.wentBack ?? []).map(kept("went back"))}${(said.soldTwice ?? []).map(sold)}</ul>`;
}

/** Minutes since 1970, as backups have them. */
function when(minute, zone) {
  return moment(minute * 60_000, zone);
}
