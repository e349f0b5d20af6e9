/** Knows the sheet on which one booking or lesson lies, what staff do there, and how a booking is moved to another time. */

import { trail } from "./admin-api.js";
import { act, bookingOf } from "./admin-bookings.js";
import { refuse, tell } from "./admin-door.js";
import { historyOf } from "./admin-history.js";
import { sorry } from "./admin-words.js";
import { week } from "./api.js";
import "./booking-mover.js";
import { bookingSheet, rosterSheet } from "./desk-booking-sheet.js";
import { keyOf, nameOf } from "./desk-lessons-day.js";
import { isOpenToStaff } from "./desk-new-booking.js";
import { draw, html } from "./html.js";

const SAID = { complete: "Noted: came.", no_show: "Noted: did not come.", undo: "Taken back.", cancel: "The booking is cancelled.",
  reschedule: "The booking is moved.", set_payment: "The payment is noted.", resend: "The confirmation is on its way." };

/** Events: "changed" when a booking is another than before, "moving" when there are other times to move to. */
export class DeskSheet extends HTMLElement {
  #around;
  #bookings = new Map();
  #lessons = [];
  #shown = null;
  #moving = null;

  /** {session, catalog, names(booking or session)} */
  open(around) {
    this.#around = { ...around, zone: around.catalog.zone };
    draw(this, html`<dialog aria-labelledby="sheet-heading"><div data-part="sheet"></div>
      <div class="choices not-printed"><button type="button" class="button quiet" id="close-sheet" data-go="close">Close</button></div>
      <p class="notice" role="alert" data-part="said-here" hidden></p></dialog>`);
    // What comes in after somebody has closed the sheet opens it no more. Told late, when another may be open already.
    this.#dialog.addEventListener("close", () => {
      if (!this.#dialog.open) this.#shown = null;
    });
    this.addEventListener("click", ({ target }) => {
      const pressed = target.closest("[data-go]")?.dataset;
      // Whoever chooses several times has buttons of their own; only the way back is ours.
      if (!target.closest("booking-mover") || pressed?.go === "keep") this.#follow(pressed);
    });
  }

  /** What is on the page, in its present state. */
  know(bookings, lessons) {
    this.#lessons = lessons;
    for (const booking of bookings) this.#bookings.set(booking.id, booking);
    if (this.#dialog.open) this.#draw();
  }

  showBooking(id) {
    this.#shown = { id, asking: null, history: html`` };
    this.#draw();
    this.#readTrail(id);
  }

  showLesson(lesson) {
    this.#shown = { lesson: keyOf(lesson) };
    this.#draw();
  }

  askWho(date) {
    this.#shown = null;
    this.#open(html`<new-booking></new-booking>`);
    const form = this.querySelector("new-booking");
    form.open({ catalog: this.#around.catalog, date, instructor: this.#around.session.instructor ?? "" });
    this.querySelector("#sheet-heading").focus();
    form.addEventListener("made", ({ detail }) => {
      this.#keep(detail);
      this.showBooking(detail.id);
      this.#changed("Booked. The confirmation is on its way.");
    });
  }

  get isMoving() {
    return this.#moving !== null;
  }

  /** From now on the free times of a day are places to put this booking. */
  startMoving(id, date) {
    this.#moving = { booking: this.#bookings.get(id), slots: [] };
    this.#dialog.close();
    this.readTargets(date);
  }

  stopMoving() {
    this.#moving = null;
    this.dispatchEvent(new CustomEvent("moving"));
  }

  async readTargets(date) {
    const { booking } = this.#moving;
    const team = this.#around.session.instructor ? [{ id: this.#around.session.instructor }] : this.#around.catalog.teachersOf(booking.classType);
    const answers = await Promise.all(team.map(({ id }) => week({ classType: booking.classType, instructor: id, date })));
    if (this.#moving?.booking !== booking) return;
    const unread = answers.find(({ status }) => status !== 200);
    if (unread) tell(this, sorry(unread), "wait");
    const slots = answers.flatMap(({ body }) => Object.values(body ?? {}).flat());
    this.#moving.slots = slots.filter((slot) => isOpenToStaff(slot, this.#around.catalog));
    this.dispatchEvent(new CustomEvent("moving"));
  }

  targetsOn(date) {
    return this.#moving?.slots.filter((slot) => slot.date === date) ?? [];
  }

  movingNotice() {
    if (!this.#moving) return html``;
    return html`<p class="notice wait">Moving ${nameOf(this.#moving.booking)}: choose one of the free times, also of another day.
      <button type="button" class="button quiet" id="stop-moving" data-go="stop-moving">Leave it</button></p>`;
  }

  /** Asks first: a letter goes out. */
  moveTo(id) {
    const slot = this.#moving.slots.find((one) => one.id === id);
    const { instructorName } = this.#around.names(slot);
    this.#shown = { id: this.#moving.booking.id, asking: { ...slot, instructorName }, history: html`` };
    this.#draw();
  }

  #follow({ go, booking: id, value } = {}) {
    if (go === "close") this.#dialog.close();
    else if (go === "print") print();
    else if (go === "booking") this.showBooking(id);
    else if (go === "move") this.#dispatchMove(id);
    else if (go === "to-cancel" || go === "keep") this.#ask(go === "to-cancel" ? "cancel" : null);
    else if (go in SAID) this.#act(go, id, value);
  }

  /** The day on which it is, unless that is what is looked at. */
  #dispatchMove(id) {
    const booking = this.#bookings.get(id);
    if (booking.slots.length > 1) return this.#chooseSeveral(booking);
    const [, date] = booking.slots[0].split("_");
    this.dispatchEvent(new CustomEvent("move", { bubbles: true, detail: { id, date } }));
  }

  /** Several times are chosen together, in the week that customers see. */
  #chooseSeveral(booking) {
    this.#open(html`<h2 id="sheet-heading" tabindex="-1">${nameOf(booking)}</h2><booking-mover></booking-mover>`);
    const mover = this.querySelector("booking-mover");
    mover.open(booking, this.#around.catalog);
    mover.addEventListener("chosen", ({ detail }) => this.#act("reschedule", booking.id, detail.join(" ")));
    this.querySelector("#move-heading").focus();
  }

  #ask(asking) {
    this.#shown.asking = asking;
    this.#draw();
    this.querySelector("#question ~ .choices button, [role='group'] button")?.focus();
  }

  /** A second press while the first is on its way is none. */
  async #act(action, id, value) {
    if (this.#dialog.getAttribute("aria-busy") === "true") return;
    this.#dialog.setAttribute("aria-busy", "true");
    await this.#carryOut(action, id, value);
    this.#dialog.setAttribute("aria-busy", "false");
  }

  async #carryOut(action, id, value) {
    const booking = this.#bookings.get(id);
    const more = { cancel: { tell: value === "tell" }, reschedule: { slots: value?.split(" ") }, set_payment: { paymentStatus: value } }[action];
    this.#tellHere("");
    const answer = await act({ action, id, ...more }, {
      version: action === "resend" ? undefined : booking.version, tell: () => this.#tellHere("No answer yet; it is tried again by itself …"),
    });
    if (answer.status === 412) return this.#wasChanged(id);
    if (answer.status !== 200 && answer.status !== 202) return this.#refused(answer);
    if (answer.body.booking) this.#keep(answer.body.booking);
    if (action === "reschedule") this.#moving = null;
    if (this.#shown?.id) this.#shown.asking = null;
    this.#draw();
    if (this.#shown?.id === id) this.#readTrail(id);
    this.#tellHere(SAID[action], "good");
    this.#changed(SAID[action]);
  }

  #refused(answer) {
    if (answer.status === 401) {
      this.#dialog.close();
      return refuse(this, answer);
    }
    if (answer.body?.code === "slot_taken" && this.#moving && this.#shown?.asking) this.readTargets(this.#shown.asking.date);
    if (this.#shown?.id) this.#shown.asking = null;
    this.#draw();
    this.#tellHere(sorry(answer));
  }

  async #wasChanged(id) {
    if (this.#shown?.id) this.#shown.asking = null;
    const answer = await bookingOf(id);
    if (answer.status !== 200) return this.#refused(answer);
    this.#keep(answer.body.bookings[0]);
    this.#draw();
    this.#tellHere("Somebody changed this booking a moment ago. Here is how it is now; please look again.", "wait");
    this.dispatchEvent(new CustomEvent("changed"));
  }

  async #readTrail(id) {
    const answer = await trail(id);
    if (answer.status !== 200 || this.#shown?.id !== id || !this.#dialog.open) return;
    const names = Object.fromEntries(this.#around.catalog.instructors.map((one) => [one.id, one.name]));
    this.#shown.history = html`<h3>What was done</h3>${historyOf(answer.body.lines, this.#around.zone, names)}`;
    this.#draw();
  }

  #keep(booking) {
    this.#bookings.set(booking.id, booking);
    for (const lesson of this.#lessons) lesson.bookings = lesson.bookings.map((one) => (one.id === booking.id ? booking : one));
  }

  #draw() {
    if (!this.#shown) return;
    const { id, lesson: key, ...more } = this.#shown;
    const lesson = this.#lessons.find((one) => keyOf(one) === key);
    // The last of a lesson may have left it meanwhile.
    if (!id && !lesson) return this.#dialog.close();
    this.#open(id ? bookingSheet(this.#bookings.get(id), { ...this.#around, ...more }) : rosterSheet(lesson, this.#around));
  }

  #open(markup) {
    const isNew = !this.#dialog.open;
    draw(this.querySelector("[data-part='sheet']"), markup);
    if (!isNew) return;
    this.#tellHere("");
    this.#dialog.showModal();
    this.querySelector("#sheet-heading")?.focus();
  }

  #changed(sentence) {
    tell(this, sentence, "good");
    this.dispatchEvent(new CustomEvent("changed"));
  }

  #tellHere(sentence, kind = "") {
    const place = this.querySelector("[data-part='said-here']");
    [place.hidden, place.textContent, place.className] = [!sentence, sentence, `notice ${kind}`];
  }

  get #dialog() {
    return this.querySelector("dialog");
  }
}

customElements.define("desk-sheet", DeskSheet);
