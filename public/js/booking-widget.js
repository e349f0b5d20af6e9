/** Knows the way through a booking: choose, confirm, done, and back. */

import { AvailabilityChecker } from "./availability-checker.js";
import "./booking-form.js";
import { bookedLinks, bookedSummary, managePath } from "./booked-screen.js";
import { Catalog } from "./catalog.js";
import { choiceBar, clock } from "./choice-bar.js";
import { classCards } from "./class-choice.js";
import { keep, kept } from "./draft.js";
import { draw, html } from "./html.js";
import { instructorCards } from "./instructor-choice.js";
import { language, say } from "./messages.js";
import { Notices } from "./notices.js";
import "./second-door.js";
import { SlotSelection } from "./slot-selection.js";
import { shortDate, zoneCity, zoneLetters } from "./time.js";
import { WeekPager } from "./week-pager.js";
import { countFree, emptyWeek, fullWeek, slotLabel, weekGrid } from "./week-grid.js";

/** Wraps the three screens of the booking page, which stand as real HTML inside it. */
export class BookingWidget extends HTMLElement {
  #catalog = new Catalog();
  #checker = new AvailabilityChecker();
  #selection = new SlotSelection();
  #pager = null;
  #notices = new Notices((name) => this.#part(name));
  #chosen = { classType: "", instructor: "any" };
  #days = {};
  #screen = "choose";
  // Times of the instructor before, until it is known which of them the new one has free.
  #isMoving = false;

  async connectedCallback() {
    this.form = this.querySelector("booking-form");
    this.#listen();
    this.#catalog.addEventListener("outage", () => this.#notices.banner(say.away));
    await this.#catalog.read();
    this.#notices.banner("");
    this.dispatchEvent(new CustomEvent("offered", { bubbles: true, detail: this.#catalog }));
    this.#pager = new WeekPager(this.#catalog.zone, this.#catalog.horizonDays);
    this.#chosen.classType = this.#catalog.classTypeOr(new URLSearchParams(location.search).get("classType")).id;
    this.#restore();
    this.#showCards();
    this.#showWeek();
    this.toggleAttribute("data-ready", true);
    if ([history.state?.screen, history.state?.behind].includes("confirm") && this.#selection.size) this.#confirm();
  }

  #listen() {
    this.addEventListener("change", ({ target }) => this.#choose(target));
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-slot], [data-go]")));
    this.#checker.addEventListener("week", ({ detail }) => this.#weekCame(detail));
    this.#checker.addEventListener("outage", () => this.#notices.banner(say.away));
    this.#checker.addEventListener("unread", () => this.#isReading && this.#showUnread());
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
    this.#isMoving = name === "instructor" && this.#selection.size > 0;
    this.#notices.remark(this.#selection.size && !this.#isMoving ? say.cleared : "", "wait");
    if (!this.#isMoving) this.#selection.clear();
    this.#showCards();
    this.#showWeek();
  }

  /** A link that names a class says more than what was chosen under another address. */
  #restore() {
    const { chosen, slots, search } = kept(Date.now());
    if (search !== location.search || !this.#catalog.offers(chosen)) return;
    this.#chosen = chosen;
    this.#selection.takeOver(slots, this.#catalog.bookableFrom(Date.now()));
  }

  #follow(button) {
    if (button?.dataset.slot) this.#toggle(button.dataset.slot);
    else if (button) this.#go(button.dataset.go);
  }

  #go(where) {
    if (where === "earlier" || where === "later") {
      this.#pager[where]();
      this.#notices.remark("");
      this.#showWeek();
    } else if (where === "confirm") {
      history.pushState({ screen: "confirm" }, "");
      this.#confirm();
    } else if (where === "times") {
      this.querySelector("#time-heading").scrollIntoView();
      this.querySelector("#time-heading").focus({ preventScroll: true });
    } else if (where === "back") history.back();
    else if (where === "again") location.assign("/");
    // The address is that link already, so following it would leave the page as it is.
    else if (where === "booking") setTimeout(() => location.reload());
  }

  #confirm() {
    this.form.plan(this.#wish());
    this.#show("confirm");
  }

  #return(screen) {
    if (this.#screen === "done" || screen === "done") return location.reload();
    if (screen === "confirm" && (this.#isMoving || !this.#selection.size)) return history.back();
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
    if (this.#isMoving) this.#moveTimes();
    else if (this.#screen === "choose") this.#dropLost();
    this.#drawWeek();
    this.#drawBar();
  }

  #moveTimes() {
    const lost = this.#selection.move(this.#days).map(clock);
    this.#isMoving = false;
    if (lost.length) this.#notices.remark(say.dropped(lost.join("; "), this.#wish().instructorName), "wait");
    else this.#notices.announce(say.loaded(countFree(this.#days)));
  }

  #dropLost() {
    const lost = this.#selection.refresh(this.#days);
    const labels = lost.map((slot) => slotLabel({ ...slot, available: true, capacity: 1 }, this.#wish()));
    if (labels.length) this.#notices.remark(say.gone(labels.join("; ")), "wait");
    else if (this.#isReading && !this.#notices.hasRemark) this.#notices.announce(say.loaded(countFree(this.#days)));
  }

  #drawWeek() {
    const now = Date.now();
    const { today, lastDay } = this.#pager;
    const limits = { now, bookableFrom: this.#catalog.bookableFrom(now), today, lastDay };
    const view = { ...this.#wish(), ...limits, isChosen: (id) => this.#selection.has(id) };
    this.#part("week").setAttribute("aria-busy", "false");
    draw(this.#part("week"), weekGrid(this.#days, view));
    draw(this.#part("full"), fullWeek(this.#days, this.#pager.hasLater));
  }

  #showUnread() {
    draw(this.#part("week"), emptyWeek(this.#pager.dates));
    draw(this.#part("full"), html`<p class="notice wait">${say.unread}</p>`);
  }

  #toggle(id) {
    // Until the new week is here, what can be seen belongs to the class or week before.
    if (this.#isReading) return;
    const slot = Object.values(this.#days).flat().find((one) => one.id === id);
    const result = this.#selection.toggle(slot);
    this.#notices.remark(result === "full" ? say.atMostFour : result === "overlapping" ? say.overlapping : "");
    if (result === "added" || result === "removed") this.#notices.announce(say[result](slotLabel(slot, this.#wish())));
    this.#drawWeek();
    this.#drawBar();
  }

  #drawBar() {
    const { slots, size } = this.#selection;
    draw(this.#part("bar"), choiceBar(this.#wish()));
    this.querySelector("[data-go='confirm']").disabled = size === 0 || this.#isMoving;
    if (this.#screen !== "done") keep({ chosen: this.#chosen, slots, search: location.search }, Date.now());
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
    this.#notices.banner("");
    this.#notices.announce(say.back);
    if (this.#screen === "choose") this.#notices.remark(say.back, "good");
    this.form.nudge();
  }

  #booked({ booking, newest, earlier }) {
    draw(this.#part("booked"), html`${earlier && html`<p class="notice">${say.earlier}</p>`}
      ${bookedSummary(booking, this.#catalog.namesOf(booking))}${bookedLinks(booking)}`);
    history.replaceState({ screen: "done" }, "", managePath(booking));
    this.#selection.clear();
    this.#show("done");
    this.#checker.check(newest);
  }

  #show(screen) {
    this.#screen = screen;
    this.querySelectorAll("[data-screen]").forEach((one) => one.toggleAttribute("hidden", one.dataset.screen !== screen));
    this.#notices.remark("");
    scrollTo(0, 0);
    this.querySelector(`[data-screen='${screen}'] h1`).focus({ preventScroll: true });
  }

  #wish() {
    return this.#catalog.wish(this.#chosen, this.#selection.slots);
  }

  get #isReading() {
    return this.#part("week").getAttribute("aria-busy") === "true";
  }

  #part(name) {
    return this.querySelector(`[data-part='${name}']`);
  }
}

customElements.define("booking-widget", BookingWidget);
