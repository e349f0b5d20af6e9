/** Knows how the desk shows when each check of the studio's health changed. */

import { moment } from "./admin-pieces.js";
import { html } from "./html.js";

const CHECKS = { store: "Store", mail: "Letters", calendly: "Calendly", backup: "Backups", webhooks: "Other systems" };

/** For what GET …?view=problems answers, and the studio's zone. */
export function historySheet({ history }, zone) {
  return html`<section class="desk-sheet sheet" aria-labelledby="history-heading">
    <header><h2 id="history-heading">What changed</h2></header>
    ${history.length === 0 && html`<p>Nothing since this is noted, which is every night and whenever letters are sent on time.</p>`}
    ${history.length > 0 && html`<ol class="to-see" reversed>${history.map(({ at, check, before, after }) =>
      html`<li><strong>${CHECKS[check] ?? check}</strong>: ${before}, then ${after}; seen ${moment(at, zone)}</li>`)}</ol>`}</section>`;
}
