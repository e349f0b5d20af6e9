/** Knows a week drawn as half hours, in which hours and breaks are painted by mouse, by thumb or by keyboard. */

import { clock, covered, HALF, halves, withHalf, withoutHalf } from "./catalog-windows.js";
import { DAYS, WEEKDAYS } from "./catalog-words.js";
import { draw, html } from "./html.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** `hours` is {week, breaks} as JSON; says "painted", {part, day, windows}, for each half hour that was changed. */
export class WeekGrid extends HTMLElement {
  #hours;
  #times;
  #brush = "week";
  #place = [0, 0];
  #adds = true;

  connectedCallback() {
    if (this.#hours) return;
    this.#hours = JSON.parse(this.getAttribute("hours"));
    this.#times = halves(this.#hours.week, this.#hours.breaks);
    this.addEventListener("change", ({ target }) => target.name === this.#name && this.#take(target.value));
    this.addEventListener("pointerdown", (event) => this.#begin(event));
    this.addEventListener("pointerover", (event) => this.#go(event));
    this.addEventListener("click", ({ target, detail }) => detail === 0 && this.#press(target.closest("td")));
    this.addEventListener("keydown", (event) => this.#steer(event));
    this.#draw();
  }

  get #name() {
    return `brush-${this.id}`;
  }

  #take(brush) {
    this.#brush = brush;
  }

  /** A mouse paints at once and goes on; a finger may be about to scroll, and is heard when it lifts. */
  #begin(event) {
    const cell = event.target.closest("td");
    if (!cell || event.button) return;
    if (event.pointerType === "mouse") {
      event.preventDefault();
      this.#adds = this.#stateOf(cell) !== "all";
      this.#paint(cell);
    } else {
      const lift = (up) => up.target === event.target && this.#press(cell);
      addEventListener("pointerup", lift, { once: true });
      addEventListener("pointercancel", () => removeEventListener("pointerup", lift), { once: true });
    }
  }

  #go({ target, pointerType, buttons }) {
    const cell = target.closest("td");
    if (cell && pointerType === "mouse" && buttons === 1) this.#paint(cell);
  }

  #steer(event) {
    const cell = event.target.closest("td");
    if (!cell) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.#press(cell);
    } else if (MOVES[event.key]) {
      event.preventDefault();
      const [row, column] = this.#place.map((at, axis) => at + MOVES[event.key][axis]);
      if (row < 0 || column < 0 || row >= this.#times.length || column >= WEEKDAYS.length) return;
      this.#place = [row, column];
      if (event.shiftKey) this.#paint(this.#cell());
      this.#draw();
      this.#cell().focus();
    }
  }

  #press(cell) {
    if (!cell) return;
    this.#adds = this.#stateOf(cell) !== "all";
    this.#paint(cell);
  }

  #stateOf({ dataset }) {
    return covered(this.#hours[this.#brush]?.[dataset.day], Number(dataset.from));
  }

  #paint({ dataset }) {
    const { day, from } = dataset;
    this.#place = [this.#times.indexOf(Number(from)), WEEKDAYS.indexOf(day)];
    const part = (this.#hours[this.#brush] ??= {});
    part[day] = (this.#adds ? withHalf : withoutHalf)(part[day], Number(from));
    this.#draw();
    this.#cell().focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent("painted", { bubbles: true, detail: { part: this.#brush, day, windows: part[day] } }));
  }

  #cell() {
    const [row, column] = this.#place;
    return this.querySelector(`td[data-day="${WEEKDAYS[column]}"][data-from="${this.#times[row]}"]`);
  }

  #draw() {
    draw(this, html`<fieldset class="brushes"><legend>A press changes</legend>
        ${[["week", "Hours"], ["breaks", "Breaks"]].map(([value, words]) => html`<label class="tick">
          <input type="radio" id="${this.#name}-${value}" name="${this.#name}" value="${value}" ${value === this.#brush && html`checked`}> <span><i class="swatch" data-paint="${value}"></i> ${words}</span></label>`)}</fieldset>
      <table role="grid" aria-labelledby="${this.dataset.namedBy}"><thead><tr><th scope="col"><span class="aside">Time</span></th>
        ${WEEKDAYS.map((day) => html`<th scope="col"><abbr title="${DAYS[day]}">${DAYS[day].slice(0, 3)}</abbr></th>`)}</tr></thead>
      <tbody>${this.#times.map((from, row) => html`<tr><th scope="row" class="${from % 60 ? "half" : ""}">${clock(from)}</th>
        ${WEEKDAYS.map((day, column) => this.#half(day, from, row === this.#place[0] && column === this.#place[1]))}</tr>`)}</tbody></table>`);
  }

  #half(day, from, isHere) {
    const [hours, pause] = [covered(this.#hours.week?.[day], from), covered(this.#hours.breaks?.[day], from)];
    const words = pause !== "none" ? "break" : { all: "teaches", some: "teaches part of it", none: "free" }[hours];
    return html`<td role="gridcell" tabindex="${isHere ? 0 : -1}" data-day="${day}" data-from="${from}" class="hours-${hours} break-${pause}"
      aria-label="${DAYS[day]} ${clock(from)} to ${clock(from + HALF)}: ${words}"></td>`;
  }
}

customElements.define("week-grid", WeekGrid);
