/** Knows how a customer chooses other times for a booking that they have. */

import { AvailabilityChecker } from "./availability-checker.js";
import { draw, html } from "./html.js";
import { sentences } from "./manage-words.js";
import { language, say } from "./messages.js";
import { dayName, WeekPager } from "./time.js";
import { emptyWeek, weekGrid } from "./choices.js";

/** Wraps a place of the page. Events: "chosen" (detail: slot ids) when as many times are chosen as the booking has. */
export class BookingMover extends HTMLElement {
  #checker = new AvailabilityChecker();
  #slots = new Map();
  #days = null;

  open(booking, catalog) {
    this.booking = booking;
    this.catalog = catalog;
    this.pager = new WeekPager(catalog.zone, catalog.horizonDays);
    this.#checker.addEventListener("week", ({ detail }) => this.#came(detail.days));
    this.wanted = booking.instructor;
    this.addEventListener("change", ({ target }) => this.#with(target.value));
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-slot], [data-go]")));
    this.#watch();
  }

  #watch() {
    this.#days = null;
    this.#draw();
    this.#checker.watch({ classType: this.booking.classType, instructor: this.wanted, week: this.pager.start });
  }

  /** Times of one instructor are none of another's. */
  #with(instructor) {
    this.wanted = instructor;
    this.#slots.clear();
    this.#watch();
  }

  #came(days) {
    this.#days = days;
    this.#draw();
  }

  #draw() {
    const { booking, catalog, pager } = this;
    const names = catalog.namesOf({ ...booking, instructor: this.wanted });
    const wish = {
      ...names, currency: booking.currency, today: pager.today, lastDay: pager.lastDay,
      bookableFrom: catalog.bookableFrom(Date.now()), isChosen: (id) => this.#slots.has(id),
    };
    draw(this, html`<h2 id="move-heading" tabindex="-1">${sentences.manage.moveHeading}</h2>
      <p>${sentences.manage.pick(booking.slots.length - this.#slots.size)}</p>
      ${this.#team()}
      <p class="choices">
        ${pager.hasEarlier && html`<button type="button" class="button quiet" data-go="earlier">${sentences.manage.earlier}</button>`}
        ${pager.hasLater && html`<button type="button" class="button quiet" data-go="later">${sentences.manage.later}</button>`}</p>
      <div class="week">${this.#days ? weekGrid(this.#days, wish) : emptyWeek(pager.dates)}</div>
      ${this.#isComplete && html`<p><strong>${sentences.manage.to(this.#labels)}</strong></p>
        <button type="button" class="button" data-go="move">${sentences.manage.moveNow}</button>`}
      <button type="button" class="button quiet" data-go="keep">${sentences.manage.leave}</button>`);
  }

  #team() {
    const team = [...this.catalog.teachersOf(this.booking.classType), { id: "any", name: say.withNobodyChosen }];
    return html`<p class="team"><label for="move-team">${sentences.manage.who}</label>
      <select id="move-team">${team.map(({ id, name }) => html`<option value="${id}"
        ${id === this.wanted && html`selected`}>${name}</option>`)}</select></p>`;
  }

  #follow(button) {
    if (!button) return;
    const { slot, go } = button.dataset;
    if (slot) this.#toggle(slot);
    else if (go === "earlier" || go === "later") {
      this.pager[go]();
      this.#watch();
    } else if (go === "move") this.dispatchEvent(new CustomEvent("chosen", { detail: [...this.#slots.keys()] }));
  }

  /** With one time to choose, the next press replaces it. */
  #toggle(id) {
    if (!this.#slots.delete(id)) {
      if (this.booking.slots.length === 1) this.#slots.clear();
      const slot = Object.values(this.#days).flat().find((one) => one.id === id);
      if (slot && !this.#isComplete) this.#slots.set(id, slot);
    }
    this.#draw();
  }

  get #isComplete() {
    return this.#slots.size === this.booking.slots.length;
  }

  get #labels() {
    return [...this.#slots.values()].map(({ date, startTime }) => say.clock(dayName(date, language), startTime)).join("; ");
  }
}

customElements.define("booking-mover", BookingMover);
