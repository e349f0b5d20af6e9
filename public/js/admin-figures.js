/** Knows the page of the figures: which period is asked for, and where its figures are shown. */

import { figures } from "./admin-api.js";
import "./admin-door.js";
import { refuse } from "./admin-door.js";
import { sheets } from "./admin-figure-sheets.js";
import { nameOf, period, PERIODS } from "./admin-periods.js";
import { draw, html } from "./html.js";
import { dateIn, dayName } from "./time.js";

const DATE = /^\d{4}-\d\d-\d\d$/;

export class DeskFigures extends HTMLElement {
  #zone = "UTC";
  #asked = 0;

  connectedCallback() {
    this.addEventListener("click", ({ target }) => this.#choose(target.closest("[data-period]")?.dataset.period));
    this.addEventListener("submit", (event) => this.#between(event));
  }

  /** For whoever signed in: the owner sees everything, instructors their own lessons. */
  open({ zone }) {
    this.#zone = zone;
    draw(this, html`<div data-part="chooser"></div><div class="desk" data-part="figures" aria-live="polite"></div>`);
    return this.#show(this.#addressed() ?? period("month", this.#today));
  }

  async #show(days) {
    const asked = ++this.#asked;
    draw(this.#part("chooser"), this.#chooser(days));
    const shown = this.#part("figures");
    shown.setAttribute("aria-busy", "true");
    const answer = await figures(days);
    // Whoever was quicker to choose another period waits for that one.
    if (asked !== this.#asked) return;
    shown.removeAttribute("aria-busy");
    if (answer.status === 200) draw(shown, sheets(answer.body));
    else this.#refused(answer, shown);
  }

  #refused(answer, shown) {
    refuse(this, answer);
    draw(shown, html`<p class="notice wait">The figures of these days could not be read.</p>`);
  }

  #chooser(days) {
    const chosen = nameOf(days, this.#today);
    return html`<form class="periods sheet" aria-label="Period">
      <p class="period-names">${Object.entries(PERIODS).map(([name, words]) => html`<button type="button" id="period-${name}" class="button quiet" data-period="${name}" aria-pressed="${String(name === chosen)}">${words}</button>`)}</p>
      <p class="period-days"><label for="first-day">From</label><input id="first-day" name="first" type="date" value="${days.first}" required>
        <label for="last-day">to</label><input id="last-day" name="last" type="date" value="${days.last}" required>
        <button class="button quiet" id="show-period" type="submit">Show</button></p>
      <p class="quiet-text">${dayName(days.first)} ${days.first.slice(0, 4)} to ${dayName(days.last)} ${days.last.slice(0, 4)}</p></form>`;
  }

  #choose(name) {
    if (name) this.#go(period(name, this.#today));
  }

  #between(event) {
    event.preventDefault();
    const { first, last } = event.target.elements;
    // Whoever names them the other way round means the same days.
    const [from, to] = [first.value, last.value].sort();
    if (DATE.test(from)) this.#go({ first: from, last: to });
  }

  #go(days) {
    history.replaceState(null, "", `?${new URLSearchParams({ from: days.first, to: days.last })}`);
    return this.#show(days);
  }

  /** What the address says, so that a reload and a bookmark show the same days. */
  #addressed() {
    const said = new URLSearchParams(location.search);
    const [first, last] = [said.get("from") ?? "", said.get("to") ?? ""];
    return DATE.test(first) && DATE.test(last) && Number.isFinite(Date.parse(first)) && Number.isFinite(Date.parse(last)) ? { first, last } : null;
  }

  get #today() {
    return dateIn(this.#zone, new Date());
  }

  #part(name) {
    return this.querySelector(`[data-part='${name}']`);
  }
}

customElements.define("desk-figures", DeskFigures);
