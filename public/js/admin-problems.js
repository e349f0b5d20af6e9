/** Knows what somebody has to see to: Calendly, letters, backups, settings; and how the owner connects Calendly. */

import { calendly, problems, whoAmI } from "./admin-api.js";
import { calendlySheet } from "./admin-calendly.js";
import "./admin-door.js";
import { refuse, tell } from "./admin-door.js";
import { act } from "./admin-bookings.js";
import { historySheet } from "./admin-health.js";
import { lettersSheet } from "./admin-letters.js";
import { ARRIVALS } from "./admin-words.js";
import { draw, html } from "./html.js";

export class DeskProblems extends HTMLElement {
  #link;
  #problems;
  #zone = "UTC";

  connectedCallback() {
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-go]")?.dataset ?? {}));
    this.#greet();
  }

  /** For the owner alone. */
  async open({ session, zone }) {
    [this.#link, this.#zone] = [session.calendly, zone];
    if (session.role !== "owner") return draw(this, html`<p class="notice">This page is for the owner.</p>`);
    const seen = await problems();
    if (seen.status !== 200) return this.#refused(seen);
    this.#problems = seen.body;
    this.#show();
  }

  /** Who comes back from Calendly's page is told before anything is read. The address is cleaned, so that a reload does not say it again. */
  #greet() {
    const word = new URLSearchParams(location.search).get("calendly") ?? "";
    if (!Object.hasOwn(ARRIVALS, word)) return;
    history.replaceState(null, "", location.pathname);
    tell(this, ...ARRIVALS[word]);
  }

  #show(isAsking = false) {
    draw(this, html`${calendlySheet(this.#link, this.#problems, this.#zone, isAsking)}${lettersSheet(this.#problems, this.#zone)}${historySheet(this.#problems, this.#zone)}`);
  }

  #follow({ go, booking, letter }) {
    if (go === "connect") this.#connect();
    else if (go === "to-disconnect") this.#ask("keep", true);
    else if (go === "keep") this.#ask("to-disconnect", false);
    else if (go === "disconnect") this.#disconnect();
    else if (go === "again") this.#reread();
    else if (go === "send-again") this.#sendAgain(booking, letter);
  }

  #ask(focused, isAsking) {
    this.#show(isAsking);
    document.getElementById(focused)?.focus();
  }

  async #connect() {
    tell(this, "Leading you to Calendly …", "wait");
    const answer = await calendly("connect");
    if (answer.status !== 200) return this.#refused(answer);
    location.assign(answer.body.authorizeUrl);
  }

  async #disconnect() {
    const answer = await calendly("disconnect");
    if (answer.status !== 200) return this.#refused(answer);
    const { revoked } = answer.body;
    if (revoked) tell(this, "Calendly is disconnected.", "good");
    else tell(this, "Calendly is disconnected here, but could not be told. Please also remove the studio's app in Calendly, under Integrations.", "wait");
    await this.#reread();
    document.getElementById("calendly-heading")?.focus();
  }

  async #sendAgain(id, letter) {
    const answer = await act({ action: "resend", id, letter }, { tell: () => tell(this, "No answer yet; it is tried again by itself …", "wait") });
    if (answer.status !== 202) return this.#refused(answer);
    tell(this, "The letter is on its way again.", "good");
    await this.#reread();
    document.getElementById("letters-heading")?.focus();
  }

  async #reread() {
    const answer = await whoAmI();
    if (answer.status !== 200) return this.#refused(answer);
    await this.open({ session: answer.body, zone: this.#zone });
  }

  #refused(answer) {
    refuse(this, answer);
    if (this.#problems) this.#show();
    else draw(this, html`<p class="notice wait">What needs attention could not be read.</p>
      <p><button type="button" class="button" id="reread" data-go="again">Try again</button></p>`);
  }
}

customElements.define("desk-problems", DeskProblems);
