/** Knows which times are shown, which of them are chosen, and what becomes of those while others book. */

import { AvailabilityChecker } from "./availability-checker.js";
import { clock, countFree, emptyWeek, fullWeek, slotLabel, SlotSelection, weekGrid } from "./choices.js";
import { draw, html } from "./html.js";
import { language, say } from "./messages.js";
import { shortDate, WeekPager, zoneCity, zoneLetters } from "./time.js";

/**
 * Events: "changed" (what is chosen, or what is known of it), "added" (detail: a slot), "picked" (leads on at once),
 * "lost" (detail {unavailableSlots, alternatives}: chosen times that went while the form is in front) and "regained",
 * "outage", "recovered", "stale".
 */
export class TimeChoice extends EventTarget {
  /** The form is in front: what goes is not dropped, because the studio's answer decides. */
  isBehind = false;
  #selection = new SlotSelection();
  #checker = new AvailabilityChecker();
  #pager = null;
  #chosen = null;
  #days = {};
  #lost = "";
  #isAdding = false;
  // Times of the instructor before, until it is known which of them the new one has free.
  #isMoving = false;
  #part;
  #notices;
  #catalog;

  /** `part(name)` is the element for "week", "full", "range" or "zone". */
  constructor({ part, notices, catalog }) {
    super();
    [this.#part, this.#notices, this.#catalog] = [part, notices, catalog];
    this.#checker.addEventListener("week", ({ detail }) => this.#weekCame(detail));
    this.#checker.addEventListener("unread", () => this.#isReading && this.#showUnread());
    for (const type of ["outage", "recovered", "stale"]) this.#checker.addEventListener(type, () => this.#tell(type));
  }

  /** To be shown from the date on, or from the first that may have a free time; `slots` were chosen before. */
  open(chosen, { date, slots }) {
    this.#pager = new WeekPager(this.#catalog.zone, this.#catalog.horizonDays, this.#catalog.today);
    this.#pager.goTo(date ?? slots[0]?.date ?? this.#catalog.firstDate(chosen) ?? this.#pager.today);
    this.#selection.takeOver(slots, this.#catalog.bookableFrom(Date.now()));
    if (this.#catalog.first) this.#checker.know(this.#catalog.first);
    this.#chosen = chosen;
  }

  choose(chosen) {
    this.#chosen = chosen;
    this.show();
  }

  change(chosen, what) {
    this.#isMoving = what === "instructor" && this.size > 0;
    this.#notices.remark(this.size && !this.#isMoving ? say.cleared : "", "wait");
    if (!this.#isMoving) this.clear();
    this.choose(chosen);
  }

  page(where) {
    this.#pager[where]();
    this.#notices.remark("");
    this.show();
  }

  /** From now on a press adds a time or takes it away. */
  addMore() {
    this.#isAdding = true;
    this.#notices.remark(say.addMore);
  }

  press(id) {
    // What can be seen belongs to the class or week before.
    if (this.#isReading) return;
    const slot = Object.values(this.#days).flat().find((one) => one.id === id);
    if (this.#isAdding || this.size > 1) return this.#toggle(slot);
    this.#selection.only(slot);
    this.#drawAll();
    this.#tell("added", slot);
    this.#tell("picked");
  }

  swap(gone, slot) {
    this.#selection.swap(gone, slot);
    this.#lost = "";
  }

  clear() {
    this.#selection.clear();
    [this.#isAdding, this.#lost] = [false, ""];
  }

  show() {
    const { dates, hasEarlier, hasLater } = this.#pager;
    draw(this.#part("range"), html`${say.range(shortDate(dates[0], language), shortDate(dates.at(-1), language))}`);
    if (!this.#part("zone").textContent) draw(this.#part("zone"), html`${say.zone(zoneCity(this.#catalog.zone), "")}`);
    this.#part("earlier").disabled = !hasEarlier;
    this.#part("later").disabled = !hasLater;
    this.#part("week").setAttribute("aria-busy", "true");
    this.#checker.watch({ ...this.#chosen, week: this.#pager.start });
    if (!this.#part("week").childElementCount) draw(this.#part("week"), emptyWeek(dates));
    this.#tell("changed");
  }

  lookAgain() {
    this.#isAdding = false;
    this.#checker.check();
    this.#drawAll();
  }

  check(newest) {
    this.#checker.check(newest);
  }

  suspect() {
    this.#checker.suspect();
  }

  get wish() {
    return this.#catalog.wish(this.#chosen, this.slots);
  }

  get slots() {
    return this.#selection.slots;
  }

  get size() {
    return this.#selection.size;
  }

  get canGoOn() {
    return this.size > 0 && !this.#isMoving;
  }

  #toggle(slot) {
    const result = this.#selection.toggle(slot);
    this.#notices.remark(result === "full" ? say.atMostFour : result === "overlapping" ? say.overlapping : "");
    if (result === "added" || result === "removed") this.#notices.announce(say[result](slotLabel(slot, this.wish)));
    if (!this.size) this.#isAdding = false;
    this.#drawAll();
    if (result === "added") this.#tell("added", slot);
  }

  #weekCame({ days }) {
    if (!(this.#pager.start in days)) return this.show();
    this.#days = days;
    const lost = this.#isMoving ? this.#move() : this.#selection.refresh(days);
    if (this.isBehind) this.#tellOf(lost);
    else this.#drop(lost);
    this.#drawAll();
    // Intl is slow.
    (window.requestIdleCallback ?? setTimeout)(() => this.#showZone());
  }

  #move() {
    const lost = this.#selection.move(this.#days);
    this.#isMoving = false;
    if (lost.length) this.#notices.remark(say.dropped(lost.map(clock).join("; "), this.wish.instructorName), "wait");
    return [];
  }

  #drop(lost) {
    lost.forEach(({ id }) => this.#selection.remove(id));
    const labels = lost.map((slot) => slotLabel({ ...slot, available: true, capacity: 1 }, this.wish));
    if (labels.length) this.#notices.remark(say.gone(labels.join("; ")), "wait");
    else if (this.#isReading && !this.#notices.hasRemark) this.#notices.announce(say.loaded(countFree(this.#days)));
  }

  #tellOf(lost) {
    const unavailableSlots = lost.map(({ id }) => id);
    const before = this.#lost;
    this.#lost = unavailableSlots.join();
    if (this.#lost === before) return;
    if (lost.length) this.#tell("lost", { unavailableSlots, alternatives: this.#selection.nearest(lost[0], this.#days) });
    else this.#tell("regained");
  }

  #drawAll() {
    const now = Date.now();
    const { today, lastDay, hasLater } = this.#pager;
    const limits = { bookableFrom: this.#catalog.bookableFrom(now), today, lastDay };
    const view = { ...this.wish, ...limits, isChosen: (id) => this.#selection.has(id) };
    this.#part("week").setAttribute("aria-busy", "false");
    draw(this.#part("week"), weekGrid(this.#days, view));
    draw(this.#part("full"), fullWeek(this.#days, hasLater));
    this.#tell("changed");
  }

  #showZone() {
    const { zone } = this.#catalog;
    draw(this.#part("zone"), html`${say.zone(zoneCity(zone), zoneLetters(`${this.#pager.start}T18:00Z`, zone, language))}`);
  }

  #showUnread() {
    draw(this.#part("week"), emptyWeek(this.#pager.dates));
    draw(this.#part("full"), html`<p class="notice wait">${say.unread}</p>`);
  }

  get #isReading() {
    return this.#part("week").getAttribute("aria-busy") === "true";
  }

  #tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
