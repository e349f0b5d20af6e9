/** Knows the way through a booking: choose, confirm, done, and back. */

import { AvailabilityChecker } from "./availability-checker.js";
import "./booking-form.js";
import { bookedLinks, bookedSummary } from "./booked-screen.js";
import { Catalog } from "./catalog.js";
import { classCards } from "./class-choice.js";
import { draw, html } from "./html.js";
import { instructorCards } from "./instructor-choice.js";
import { language, say } from "./messages.js";
import { money, totalMinor } from "./money.js";
import { SlotSelection } from "./slot-selection.js";
import { dayName, shortDate, zoneCity, zoneLetters } from "./time.js";
import { WeekPager } from "./week-pager.js";
import { countFree, emptyWeek, slotLabel, weekGrid } from "./week-grid.js";

/** Wraps the three screens of the booking page, which stand as real HTML inside it. */
export class BookingWidget extends HTMLElement {
  #catalog = new Catalog();
  #checker = new AvailabilityChecker();
  #selection = new SlotSelection();
  #pager = null;
  #chosen = { classType: "", instructor: "any" };
  #days = {};
  #screen = "choose";

  async connectedCallback() {
    this.form = this.querySelector("booking-form");
    this.#listen();
    this.#catalog.addEventListener("outage", () => this.#banner(say.away));
    await this.#catalog.read();
    this.#banner("");
    this.#pager = new WeekPager(this.#catalog.zone, this.#catalog.horizonDays);
    this.#chosen.classType = this.#catalog.classTypeOr(new URLSearchParams(location.search).get("classType")).id;
    this.#showCards();
    this.#showWeek();
    this.toggleAttribute("data-ready", true);
  }

  #listen() {
    this.addEventListener("change", ({ target }) => this.#choose(target));
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-slot], [data-go]")));
    this.#checker.addEventListener("week", ({ detail }) => this.#weekCame(detail));
    this.#checker.addEventListener("outage", () => this.#banner(say.away));
    this.#checker.addEventListener("stale", () => this.#reread());
    this.#checker.addEventListener("recovered", () => this.#recovered());
    this.form.addEventListener("booked", ({ detail }) => this.#booked(detail));
    this.form.addEventListener("swap", ({ detail }) => this.#swap(detail));
    this.form.addEventListener("other-times", () => this.#go("back"));
    this.form.addEventListener("stale", () => this.#reread());
    this.form.addEventListener("waiting", () => this.#checker.suspect());
    addEventListener("popstate", ({ state }) => this.#return(state?.screen ?? "choose"));
  }

  #choose({ name, value }) {
    if (!(name in this.#chosen)) return;
    this.#chosen = { ...this.#chosen, [name]: value };
    if (!this.#catalog.teaches(this.#chosen)) this.#chosen.instructor = "any";
    if (this.#selection.size) this.#announce(say.cleared);
    this.#selection.clear();
    this.#showCards();
    this.#showWeek();
  }

  #follow(button) {
    if (button?.dataset.slot) this.#toggle(button.dataset.slot);
    else if (button) this.#go(button.dataset.go);
  }

  #go(where) {
    if (where === "earlier" || where === "later") {
      this.#pager[where]();
      this.#showWeek();
    } else if (where === "confirm") {
      this.form.plan(this.#wish());
      history.pushState({ screen: "confirm" }, "");
      this.#show("confirm");
    } else if (where === "times") {
      this.querySelector("#time-heading").scrollIntoView();
      this.querySelector("#time-heading").focus({ preventScroll: true });
    } else if (where === "back") history.back();
    else if (where === "again") location.assign("/");
  }

  #return(screen) {
    if (this.#screen === "done") return location.reload();
    if (screen === "confirm" && !this.#selection.size) return history.back();
    if (screen === "confirm") this.form.plan(this.#wish());
    this.#show(screen);
    this.#checker.check();
    this.#drawWeek();
    this.#drawBar();
  }

  #showCards() {
    const { classTypes, zone } = this.#catalog;
    draw(this.#part("classes"), classCards(classTypes, this.#chosen.classType));
    const free = this.#catalog.nextFree(this.#chosen.classType, () => this.#showCards());
    const team = this.#catalog.teachersOf(this.#chosen.classType);
    draw(this.#part("instructors"), instructorCards(team, { chosenId: this.#chosen.instructor, free, zone }));
  }

  #showWeek() {
    const { zone } = this.#catalog;
    const dates = this.#pager.dates;
    draw(this.#part("range"), html`${say.range(shortDate(dates[0], language), shortDate(dates.at(-1), language))}`);
    draw(this.#part("zone"), html`${say.zone(zoneCity(zone), zoneLetters(`${dates[0]}T18:00Z`, zone, language))}`);
    this.querySelector("[data-go='earlier']").disabled = !this.#pager.hasEarlier;
    this.querySelector("[data-go='later']").disabled = !this.#pager.hasLater;
    if (!this.#part("week").childElementCount) draw(this.#part("week"), emptyWeek(dates));
    this.#part("week").setAttribute("aria-busy", "true");
    this.#checker.watch({ ...this.#chosen, week: this.#pager.start });
    this.#drawBar();
  }

  #weekCame({ days }) {
    if (!(this.#pager.start in days)) return this.#showWeek();
    this.#days = days;
    // On the confirm screen the studio's answer decides, and brings alternatives with it.
    if (this.#screen === "choose") this.#dropLost();
    this.#drawWeek();
    this.#drawBar();
  }

  #dropLost() {
    const lost = this.#selection.refresh(this.#days);
    const labels = lost.map((slot) => slotLabel({ ...slot, available: true, capacity: 1 }, this.#wish()));
    if (labels.length) this.#remark(say.gone(labels.join("; ")));
    else if (this.#isReading) this.#announce(say.loaded(countFree(this.#days)));
  }

  #drawWeek() {
    const now = Date.now();
    const { today, lastDay } = this.#pager;
    const limits = { now, bookableFrom: this.#catalog.bookableFrom(now), today, lastDay };
    const view = { ...this.#wish(), ...limits, isChosen: (id) => this.#selection.has(id) };
    this.#part("week").setAttribute("aria-busy", "false");
    draw(this.#part("week"), weekGrid(this.#days, view));
    const isFull = countFree(this.#days) === 0;
    draw(this.#part("full"), html`${isFull && html`<p>${say.weekFull}</p>`}${isFull && this.#pager.hasLater
      && html`<button type="button" class="button quiet" data-go="later">${say.lookFurther}</button>`}`);
  }

  #toggle(id) {
    // Until the new week is here, what can be seen belongs to the class or week before.
    if (this.#isReading) return;
    const slot = Object.values(this.#days).flat().find((one) => one.id === id);
    const result = this.#selection.toggle(slot);
    const label = slotLabel(slot, this.#wish());
    this.#remark(result === "full" ? say.atMostFour : result === "overlapping" ? say.overlapping : "");
    if (result === "added" || result === "removed") this.#announce(say[result](label));
    this.#drawWeek();
    this.#drawBar();
  }

  #drawBar() {
    const { slots, size } = this.#selection;
    const price = money(totalMinor(slots), this.#catalog.currency, language);
    draw(this.#part("bar"), size
      ? html`<b>${say.chosen(size)} · ${price}</b><span class="bar-times">${slots.map(({ date, startTime }) =>
        say.clock(dayName(date, language), startTime)).join(" · ")}</span>`
      : html`<button type="button" class="to-times" data-go="times">${say.chooseUpTo}</button>`);
    this.querySelector("[data-go='confirm']").disabled = size === 0;
  }

  #swap({ gone, slot }) {
    if (!this.#catalog.isAnyoneSlot(slot)) this.#chosen.instructor = slot.instructor;
    this.#selection.swap(gone, slot);
    this.form.plan(this.#wish());
  }

  async #reread() {
    await this.#catalog.read();
    this.#chosen.classType = this.#catalog.classTypeOr(this.#chosen.classType).id;
    if (!this.#catalog.teaches(this.#chosen)) this.#chosen.instructor = "any";
    this.#showCards();
    this.#showWeek();
  }

  #recovered() {
    this.#banner("");
    this.#announce(say.back);
    if (this.#screen === "choose") this.#remark(say.back);
    this.form.nudge();
  }

  #booked({ booking, wish, newest, earlier }) {
    const { name: className, duration } = this.#catalog.classTypeOr(booking.classType);
    const instructorName = this.#catalog.instructorName(booking.instructor);
    draw(this.#part("booked"), html`${earlier && html`<p class="notice">${say.earlier}</p>`}
      ${bookedSummary(booking, { className, instructorName, zone: wish.zone }, duration)}${bookedLinks(booking)}`);
    history.replaceState({ screen: "done" }, "");
    this.#selection.clear();
    this.#show("done");
    this.#checker.check(newest);
  }

  #show(screen) {
    this.#screen = screen;
    this.querySelectorAll("[data-screen]").forEach((one) => one.toggleAttribute("hidden", one.dataset.screen !== screen));
    this.#remark("");
    scrollTo(0, 0);
    this.querySelector(`[data-screen='${screen}'] h1`).focus({ preventScroll: true });
  }

  #wish() {
    const { name: className } = this.#catalog.classTypeOr(this.#chosen.classType);
    const instructorName = this.#catalog.instructorName(this.#chosen.instructor);
    const { zone, currency } = this.#catalog;
    return { ...this.#chosen, className, instructorName, slots: this.#selection.slots, zone, currency };
  }

  #remark(sentence) {
    draw(this.#part("remark"), html`${sentence && html`<p class="notice">${sentence}</p>`}`);
    if (sentence) this.#announce(sentence);
  }

  #banner(sentence) {
    draw(this.#part("banner"), html`${sentence && html`<p class="notice wait">${sentence}</p>`}`);
    if (sentence) this.#announce(sentence);
  }

  #announce(sentence) {
    this.#part("live").textContent = sentence;
  }

  get #isReading() {
    return this.#part("week").getAttribute("aria-busy") === "true";
  }

  #part(name) {
    return this.querySelector(`[data-part='${name}']`);
  }
}

customElements.define("booking-widget", BookingWidget);
