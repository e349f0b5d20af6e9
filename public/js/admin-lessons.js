/** Knows which lessons and bookings staff look at, and leads from what they press to what is done. */

import { lessonsOf } from "./admin-bookings.js";
import "./admin-door.js";
import { refuse, tell } from "./admin-door.js";
import { Catalog } from "./catalog.js";
import { bookingRows, filterForm } from "./desk-booking-list.js";
import { movingNotice } from "./desk-booking-sheet.js";
import { FoundBookings } from "./desk-found.js";
import { dayGrid, keyOf, layOut, weekColumns } from "./desk-lessons-day.js";
import "./desk-calendar-link.js";
import "./desk-sheet.js";
import { DeskWatch } from "./desk-watch.js";
import { draw, html } from "./html.js";
import { addDays, dateIn, dayName, weekday } from "./time.js";

const VIEWS = { day: "Day", week: "Week", list: "List" };

/** Wraps nothing: all of it is drawn once somebody is let in. */
export class DeskLessons extends HTMLElement {
  #catalog = new Catalog();
  #session;
  #view = "day";
  #date;
  #lessons = [];
  #found = new FoundBookings(() => this.#show(), (answer) => this.#unread(answer));
  #asked = 0;
  #answered = 0;
  #isAway = false;

  async open({ session }) {
    this.#session = session;
    if (this.#date) return this.#read();
    await this.#catalog.read();
    this.#takeUp();
    this.addEventListener("click", ({ target }) => !target.closest("desk-sheet") && this.#follow(target.closest("[data-go]")?.dataset));
    this.addEventListener("change", ({ target }) => this.#changed(target));
    this.addEventListener("submit", (event) => this.#find(event));
    this.#watchDrags();
    draw(this, frame());
    this.#sheet.addEventListener("changed", () => this.#readAgain());
    this.#sheet.addEventListener("moving", () => this.#show());
    this.#sheet.addEventListener("move", ({ detail }) => this.#lead(detail));
    this.#sheet.open({ session, catalog: this.#catalog, names: (one) => this.#names(one) });
    const watch = new DeskWatch(() => this.#readAgain());
    await watch.look();
    // It stands below the lessons, which would push it away from under a finger.
    this.querySelector("calendar-link").open(this.#team);
    watch.run();
  }

  /** To the day on which a booking is, with the places to which it can be moved. */
  #lead({ id, date }) {
    this.#sheet.startMoving(id, date);
    this.#go({ view: "day", date });
  }

  /** The view and the day stand in the address, so that a reload shows them again; who was looked for does not. */
  #takeUp() {
    const asked = new URLSearchParams(location.search);
    const date = asked.get("date");
    this.#date = /^20\d\d-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) ? date : this.#today;
    if (Object.hasOwn(VIEWS, asked.get("view"))) this.#view = asked.get("view");
  }

  /** What somebody has pressed for meanwhile goes before. */
  #readAgain() {
    return this.#view === "list" && !this.hidden ? this.#found.again() : this.#read();
  }

  async #read() {
    // Nobody is signed in.
    if (this.hidden) return;
    if (this.#view === "list") return this.#found.read();
    const [first, days] = this.#view === "week" ? [this.#monday, 7] : [this.#date, 1];
    const [view, turn] = [this.#view, (this.#asked += 1)];
    const answer = await lessonsOf(first, days);
    // An answer may overtake the one before it.
    if (turn < this.#answered || view !== this.#view || first !== (view === "week" ? this.#monday : this.#date)) return;
    if (answer.status !== 200) return this.#unread(answer);
    this.#answered = turn;
    this.#lessons = answer.body.sessions;
    this.#show();
  }

  #find(event) {
    if (!event.target.matches("[data-form]")) return;
    event.preventDefault();
    const words = event.target.elements.q?.value.trim();
    if (words) this.#search(words);
  }

  async #search(words) {
    const answer = await this.#found.find(words);
    if (!answer) return;
    if (answer.status === 400) return tell(this, answer.body.details?.[0]?.detail ?? answer.body.detail, "wait");
    if (answer.status !== 200) return this.#unread(answer);
    this.#view = "list";
    this.#show();
    tell(this, answer.body.hasMore ? "There are more of that name. Write more of it, or a telephone or confirmation number." : "", "wait");
    this.#part("title").focus();
  }

  #unread(answer) {
    this.#isAway = true;
    refuse(this, answer);
  }

  #show() {
    if (this.#isAway) tell(this, "");
    this.#isAway = false;
    const around = { ...this.#around, targets: this.#sheet.targetsOn(this.#date) };
    this.#sheet.know(this.#view === "list" ? this.#found.bookings : this.#lessons.flatMap(({ bookings }) => bookings), this.#lessons);
    for (const each of this.querySelectorAll("[data-view]")) each.setAttribute("aria-pressed", String(each.dataset.view === this.#view));
    this.#part("title").textContent = this.#title;
    this.#part("days").hidden = this.#view === "list";
    draw(this.#part("moving"), this.#sheet.moving ? movingNotice(this.#sheet.moving) : html``);
    if (this.#view === "day") draw(this.#part("view"), dayGrid(this.#team, this.#lessons, around));
    else if (this.#view === "week") draw(this.#part("view"), weekColumns(this.#monday, this.#lessons, around));
    else draw(this.#part("view"), html`${this.#found.words ? html`<p><button type="button" class="button quiet" data-go="all">Back to all bookings</button></p>` : filterForm(this.#found.filter, this.#isOwner ? this.#catalog.instructors : [])}
      ${bookingRows(this.#found.bookings, { ...around, hasMore: this.#found.hasMore, isSearch: this.#found.words })}`);
    if (this.#view === "day") layOut(this.#part("view").firstElementChild, this.#lessons, this.#catalog.zone);
    history.replaceState(null, "", `?${new URLSearchParams({ view: this.#view, date: this.#date })}`);
  }

  get #title() {
    if (this.#view === "list") return this.#found.words ? `Found ${this.#found.bookings.length}` : "All bookings";
    if (this.#view === "week") return `${dayName(this.#monday)} – ${dayName(addDays(this.#monday, 6))}`;
    return `${this.#date === this.#today ? "Today, " : ""}${dayName(this.#date)}`;
  }

  #follow({ go, view, date, booking, lesson, slot } = {}) {
    if (go === "view") this.#go({ view });
    else if (go === "day") this.#go({ view: "day", date });
    else if (go === "earlier") this.#go({ date: addDays(this.#date, this.#view === "week" ? -7 : -1) });
    else if (go === "later") this.#go({ date: addDays(this.#date, this.#view === "week" ? 7 : 1) });
    else if (go === "today") this.#go({ date: this.#today });
    else if (go === "all") this.#go({ view: "list" });
    else if (go === "more") this.#found.more();
    else if (go === "new") this.#sheet.askWho(this.#date);
    else if (go === "booking") this.#sheet.showBooking(booking);
    else if (go === "lesson") this.#sheet.showLesson(this.#lessons.find((one) => keyOf(one) === lesson));
    else if (go === "to") this.#sheet.moveTo(slot);
    else if (go === "stop-moving") this.#sheet.stopMoving();
  }

  #go({ view = this.#view, date = this.#date }) {
    [this.#view, this.#date] = [view, date];
    this.#found.begin();
    if (this.#part("date")) this.#part("date").value = date;
    this.#read();
    if (this.#sheet.moving) this.#sheet.readTargets(date);
  }

  #changed(target) {
    if (target.dataset.part === "date" && target.value) this.#go({ date: target.value });
    const form = target.closest("[data-form='filter']");
    if (!form) return;
    this.#found.filter = Object.fromEntries(new FormData(form));
    this.#found.begin();
    this.#found.read();
  }

  /** A guest is taken up with the mouse and put down on one of the free times that then appear. */
  #watchDrags() {
    this.addEventListener("dragstart", (event) => {
      const { booking } = event.target.dataset ?? {};
      if (!booking) return;
      event.dataTransfer.setData("text/plain", booking);
      event.dataTransfer.effectAllowed = "move";
      this.#sheet.startMoving(booking, this.#date);
    });
    this.addEventListener("dragover", (event) => event.target.closest?.("[data-slot]") && event.preventDefault());
    this.addEventListener("drop", (event) => {
      const slot = event.target.closest?.("[data-slot]")?.dataset.slot;
      if (!slot) return;
      event.preventDefault();
      this.#sheet.moveTo(slot);
    });
  }

  #names({ classType, instructor }) {
    const known = this.#catalog.classTypes.find(({ id }) => id === classType);
    return { className: known?.name ?? classType, instructorName: this.#catalog.instructorName(instructor) || instructor };
  }

  get #team() {
    const { instructors } = this.#catalog;
    if (!this.#isOwner) return instructors.filter(({ id }) => id === this.#session.instructor);
    const others = new Set(this.#lessons.map(({ instructor }) => instructor).filter((id) => !instructors.some((one) => one.id === id)));
    return [...instructors, ...[...others].map((id) => ({ id, name: id === "any" ? "Nobody yet" : id }))];
  }

  get #around() {
    const rooms = [...new Set(this.#lessons.map(({ room }) => room).filter(Boolean))].sort();
    return { zone: this.#catalog.zone, names: (one) => this.#names(one), rooms };
  }

  get #monday() {
    return addDays(this.#date, -weekday(this.#date));
  }

  get #isOwner() {
    return this.#session.role === "owner";
  }

  get #today() {
    return dateIn(this.#catalog.zone, new Date());
  }

  get #sheet() {
    return this.querySelector("desk-sheet");
  }

  #part(name) {
    return this.querySelector(`[data-part='${name}']`);
  }
}

function frame() {
  return html`<div class="desk-bar not-printed">
      <div class="choices" role="group" aria-label="View">${Object.entries(VIEWS).map(([view, words]) => html`
        <button type="button" class="button quiet" id="view-${view}" data-go="view" data-view="${view}">${words}</button>`)}</div>
      <form class="search" role="search" data-form="search"><label class="aside" for="q">Name, e-mail, telephone or confirmation number</label>
        <input id="q" name="q" type="search" maxlength="120" autocomplete="off" placeholder="Find a booking">
        <button class="button quiet" type="submit">Find</button></form>
      <button type="button" class="button" id="new" data-go="new">New booking</button></div>
    <div class="desk-head not-printed"><h2 data-part="title" tabindex="-1" aria-live="polite"></h2>
      <div class="choices" data-part="days"><button type="button" class="button quiet" data-go="earlier" aria-label="Earlier">←</button>
        <button type="button" class="button quiet" data-go="today">Today</button>
        <button type="button" class="button quiet" data-go="later" aria-label="Later">→</button>
        <label class="aside" for="date">Date</label><input id="date" type="date" data-part="date"></div></div>
    <div data-part="moving"></div><div data-part="view" class="not-printed"></div><calendar-link></calendar-link><desk-sheet></desk-sheet>`;
}

customElements.define("desk-lessons", DeskLessons);
