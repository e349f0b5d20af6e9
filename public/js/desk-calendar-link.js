/** Knows how the secret address of an instructor's calendar is shown, taken along, and replaced by another one. */

import { calendarLink } from "./admin-bookings.js";
import { refuse } from "./admin-door.js";
import { draw, html } from "./html.js";

const COPIED = "Copied. Paste it where your calendar subscribes to an address.";
const MARKED = "The link is marked. Copy it as you copy any text.";
const WAITING = "No answer yet. It is tried again.";

/** Wraps nothing; the link itself is fetched when somebody asks for it, and is kept nowhere. */
export class CalendarLink extends HTMLElement {
  #team = [];
  #whose = "";
  #link = null;
  #isAsking = false;
  #said = "";

  /** `team` is [{id, name}]: whose calendars may be seen here. */
  open(team) {
    [this.#team, this.#whose] = [team, team[0]?.id ?? ""];
    if (!this.#whose) return;
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-calendar]")?.dataset.calendar));
    this.addEventListener("change", ({ target }) => target.matches("select") && this.#choose(target.value));
    draw(this, html`<details class="sheet not-printed"><summary>Lessons in your own calendar</summary>
      <div class="desk-sheet" data-part="calendar"></div></details>`);
    this.#show();
  }

  #choose(whose) {
    [this.#whose, this.#link, this.#isAsking, this.#said] = [whose, null, false, ""];
    this.#show();
  }

  #follow(what) {
    if (what === "show") this.#fetch("", "");
    else if (what === "copy") this.#copy();
    else if (what === "ask") this.#ask(true);
    else if (what === "keep") this.#ask(false);
    else if (what === "renew") this.#fetch(this.#link.feedUrl, "This is the new link. The one before has stopped working.");
  }

  #ask(isAsking) {
    [this.#isAsking, this.#said] = [isAsking, ""];
    this.#show();
    this.querySelector(isAsking ? "#calendar-keep" : "#calendar-ask").focus();
  }

  /** Pressed twice is meant once; who chose somebody else meanwhile does not want it any more. */
  async #fetch(instead, sentence) {
    if (this.getAttribute("aria-busy") === "true") return;
    this.setAttribute("aria-busy", "true");
    const whose = this.#whose;
    const answer = await calendarLink(whose, instead, () => this.#tell(WAITING));
    this.removeAttribute("aria-busy");
    if (whose !== this.#whose) return;
    this.#tell("");
    if (answer.status !== 200) return refuse(this, answer);
    [this.#link, this.#isAsking, this.#said] = [answer.body, false, sentence];
    this.#show();
    this.querySelector("#calendar-address").focus();
  }

  async #copy() {
    const address = this.querySelector("#calendar-address");
    try {
      await navigator.clipboard.writeText(address.value);
      this.#tell(COPIED);
    } catch {
      address.select();
      this.#tell(MARKED);
    }
  }

  #tell(sentence) {
    this.#said = sentence;
    this.querySelector("#calendar-said").textContent = sentence;
  }

  #show() {
    draw(this.querySelector("[data-part='calendar']"), html`
      <p>A calendar that subscribes to this link (Google: “From URL”; Apple: “New Calendar Subscription”) shows the lessons as they are booked,
        moved and cancelled. It looks every few minutes or hours, as it likes.</p>
      ${this.#team.length > 1 && html`<div class="field"><label for="calendar-whose">Whose lessons</label>
        <select id="calendar-whose">${this.#team.map(({ id, name }) => html`<option value="${id}" ${id === this.#whose && html`selected`}>${name}</option>`)}</select></div>`}
      ${this.#link ? this.#linkFace() : html`<p><button type="button" class="button" id="calendar-show" data-calendar="show">Show the link</button></p>`}
      <p role="status" id="calendar-said">${this.#said}</p>`);
  }

  #linkFace() {
    return html`<div class="field"><label for="calendar-address">Link of ${this.#nameOf(this.#whose)}</label>
        <input id="calendar-address" type="text" readonly value="${this.#link.feedUrl}"></div>
      <p class="quiet-text">Whoever has it sees times, classes, rooms and how many come, but nobody’s name. Keep it like a key.</p>
      ${this.#isAsking ? html`<p>With a new link this one stops working, and every calendar that uses it has to subscribe again.</p>
        <div class="choices"><button type="button" class="button" id="calendar-renew" data-calendar="renew">Make a new link</button>
          <button type="button" class="button quiet" id="calendar-keep" data-calendar="keep">Keep this one</button></div>`
    : html`<div class="choices"><button type="button" class="button" id="calendar-copy" data-calendar="copy">Copy the link</button>
          <a class="button quiet" href="${this.#link.webcalUrl}">Open in a calendar</a>
          <button type="button" class="button quiet" id="calendar-ask" data-calendar="ask">New link…</button></div>`}`;
  }

  #nameOf(whose) {
    return this.#team.find(({ id }) => id === whose).name;
  }
}

customElements.define("calendar-link", CalendarLink);
