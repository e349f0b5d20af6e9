/** Knows the sheet on which one booking or lesson lies, what staff do there, and how a booking is moved to another time. */

import { trail } from "./admin-api.js";
import { bookingOf, decide } from "./admin-bookings.js";
import { refuse, tell } from "./admin-door.js";
import { historyOf } from "./admin-history.js";
import { sorry } from "./admin-words.js";
import "./booking-mover.js";
import { bookingSheet, rosterSheet } from "./desk-booking-sheet.js";
import "./desk-correction.js";
import { keyOf, nameOf } from "./desk-lessons-day.js";
import { Move } from "./desk-move.js";
import "./desk-new-booking.js";
import { Notices, SAID } from "./desk-notices.js";
import { draw, html } from "./html.js";

/** Events: "changed" when a booking is another than before, "moving" when there are other times to move to. */
export class DeskSheet extends HTMLElement {
  #around;
  #bookings = new Map();
  #lessons = [];
  #shown = null;
  #move = null;
  #underWay = new Set();
  #notices;

  /** {session, catalog, names(booking or session)} */
  open(around) {
    this.#around = { ...around, zone: around.catalog.zone };
    draw(this, html`<dialog aria-labelledby="sheet-heading"><div data-part="sheet"></div><div data-part="trail"></div>
      <div class="choices not-printed"><button type="button" class="button quiet" id="close-sheet" data-go="close">Close</button></div>
      <p class="notice" role="alert" data-part="said-here" hidden></p></dialog>`);
    this.#notices = new Notices(this.querySelector("[data-part='said-here']"));
    // What comes in after somebody has closed the sheet opens it no more. Told late, when another may be open already.
    this.#dialog.addEventListener("close", () => (this.#shown = this.#dialog.open ? this.#shown : null));
    this.addEventListener("click", ({ target, detail }) => {
      const pressed = target.closest("[data-go]")?.dataset;
      // Whoever chooses several times has buttons of their own. Under a double click's second half may lie what its first has drawn.
      if (detail < 2 && (!target.closest("booking-mover") || pressed?.go === "keep")) this.#follow(pressed);
    });
  }

  /** What is on the page; of what was read before a decision was carried out, what that came to stays. */
  know(bookings, lessons) {
    this.#lessons = lessons;
    const known = (id) => this.#bookings.get(id);
    for (const one of bookings) known(one.id)?.version > one.version ? this.#keep(known(one.id)) : this.#bookings.set(one.id, one);
    if (this.#dialog.open) this.#draw();
  }

  showBooking(id) {
    this.#notices.clear();
    this.#shown = { id, asking: null };
    this.#draw();
    this.#readTrail(id);
  }

  showLesson(lesson) {
    this.#shown = { lesson: keyOf(lesson) };
    this.#draw();
  }

  askWho(date) {
    this.#fillIn(html`<new-booking></new-booking>`, { ...this.#around, date }, "Booked. The confirmation is on its way.");
  }

  /** A form of its own, which comes back with the booking that it made. */
  #fillIn(markup, what, sentence) {
    this.#shown = null;
    this.#open(markup);
    const form = this.querySelector("[data-part='sheet']").firstElementChild;
    form.open(what);
    this.querySelector("#sheet-heading").focus();
    const title = this.querySelector("#sheet-heading").textContent;
    form.addEventListener("made", ({ detail }) => {
      this.#keep(detail);
      this.#changed(form.isSeen ? sentence : `${nameOf(detail)}: ${sentence}`);
      if (form.isSeen) this.showBooking(detail.id);
    });
    form.addEventListener("unseen", ({ detail }) => tell(this, `${title}: ${detail}`));
    form.addEventListener("signed-out", () => this.#dialog.close());
  }

  /** The booking for which free times are shown, if any. */
  get moving() {
    return this.#move?.booking ?? null;
  }

  /** From now on the free times of a day are places to put this booking. */
  startMoving(id, date) {
    this.#move = new Move(this.#bookings.get(id), this.#around);
    this.#dialog.close();
    this.readTargets(date);
  }

  stopMoving() {
    this.#move = null;
    this.dispatchEvent(new CustomEvent("moving"));
  }

  async readTargets(date) {
    const move = this.#move;
    const found = await move.read(date);
    if (!found || this.#move !== move) return;
    if (found.unread) tell(this, sorry(found.unread), "wait");
    this.dispatchEvent(new CustomEvent("moving"));
  }

  targetsOn(date) {
    return this.#move?.on(date) ?? [];
  }

  /** Asks first: a letter goes out. */
  moveTo(id) {
    const slot = this.#move.slot(id);
    const { instructorName } = this.#around.names(slot);
    this.#shown = { id: this.moving.id, asking: { ...slot, instructorName } };
    this.#draw();
  }

  #follow({ go, booking: id, value } = {}) {
    if (go === "close") this.#dialog.close();
    else if (go === "print") print();
    else if (go === "booking") this.showBooking(id);
    else if (go === "move") this.#dispatchMove(id);
    else if (go === "correct") this.#fillIn(html`<desk-correction></desk-correction>`, this.#bookings.get(id), "The details are corrected.");
    else if (go === "keep" || go?.startsWith("to-")) this.#ask(go === "keep" ? null : go.slice("to-".length));
    else if (go in SAID) this.#act(go, id, value);
  }

  #dispatchMove(id) {
    const booking = this.#bookings.get(id);
    if (booking.slots.length > 1) return this.#chooseSeveral(booking);
    this.dispatchEvent(new CustomEvent("move", { bubbles: true, detail: { id, date: booking.slots[0].split("_")[1] } }));
  }

  /** Several times are chosen together, in the week that customers see. */
  #chooseSeveral(booking) {
    this.#shown.isChoosing = true;
    this.#open(html`<h2 id="sheet-heading" tabindex="-1">${nameOf(booking)}</h2><booking-mover></booking-mover>`);
    const mover = this.querySelector("booking-mover");
    mover.open(booking, this.#around.catalog);
    mover.addEventListener("chosen", ({ detail }) => this.#act("reschedule", booking.id, detail.join(" ")));
    this.querySelector("#move-heading").focus();
  }

  #ask(asking) {
    Object.assign(this.#shown, { asking, isChoosing: false });
    this.#draw();
    this.querySelector("#question ~ .choices button, [role='group'] button")?.focus();
  }

  /** A second press while the first is on its way is none; whoever ticks off a class decides about the next meanwhile. */
  async #act(action, id, value) {
    if (this.#underWay.has(id)) return;
    this.#underWay.add(id);
    this.#dialog.setAttribute("aria-busy", "true");
    await this.#carryOut(action, id, value);
    this.#underWay.delete(id);
    this.#dialog.setAttribute("aria-busy", String(this.#underWay.size > 0));
  }

  async #carryOut(action, id, value) {
    this.#tellHere(id, "", "good");
    const answer = await decide(action, this.#bookings.get(id), value, () => this.#tellHere(id, "No answer yet; it is tried again by itself …"));
    if (answer.status === 412) return this.#wasChanged(id);
    if (answer.status !== 200 && answer.status !== 202) return this.#refused(id, answer);
    if (answer.body.booking) this.#keep(answer.body.booking);
    if (action === "reschedule" && this.moving?.id === id) this.stopMoving();
    this.#asked(id);
    if (this.#shown?.id === id) this.#readTrail(id);
    this.#tellHere(id, SAID[action], "good");
    this.#changed(SAID[action]);
  }

  #refused(id, answer) {
    if (answer.status === 401) {
      this.#dialog.close();
      return refuse(this, answer);
    }
    if (answer.body?.code === "slot_taken" && this.moving?.id === id && this.#shown?.asking?.date) this.readTargets(this.#shown.asking.date);
    this.#asked(id);
    this.#tellHere(id, sorry(answer));
  }

  async #wasChanged(id) {
    const answer = await bookingOf(id);
    if (answer.status !== 200) return this.#refused(id, answer);
    this.#keep(answer.body.bookings[0]);
    this.#asked(id);
    this.#tellHere(id, "Somebody changed this booking a moment ago. Here is how it is now; please look again.", "wait");
    this.dispatchEvent(new CustomEvent("changed"));
  }

  /** What was asked about this booking is answered. */
  #asked(id) {
    if (this.#shown?.id === id) Object.assign(this.#shown, { asking: null, isChoosing: false });
    this.#draw();
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
    if (!this.#shown || this.#shown.isChoosing) return;
    const { id, lesson: key, asking, history } = this.#shown;
    const lesson = this.#lessons.find((one) => keyOf(one) === key);
    // The last of a lesson may have left it meanwhile.
    if (!id && !lesson) return this.#dialog.close();
    this.#open(id ? bookingSheet(this.#bookings.get(id), { ...this.#around, asking }) : rosterSheet(lesson, this.#around), history);
  }

  /** The trail comes later, and into a place of its own: a button that is drawn anew while it is pressed hears nothing of it. */
  #open(markup, history = html``) {
    draw(this.querySelector("[data-part='sheet']"), markup);
    draw(this.querySelector("[data-part='trail']"), history);
    if (this.#dialog.open) return;
    this.#notices.clear();
    this.#dialog.showModal();
    this.querySelector("#sheet-heading")?.focus();
  }

  #changed(sentence) {
    tell(this, sentence, "good");
    this.dispatchEvent(new CustomEvent("changed"));
  }

  /** With the customer's name where this booking is not alone on the sheet, or the sheet is closed. */
  #tellHere(id, sentence, kind = "") {
    const words = sentence && this.#shown?.id !== id ? `${nameOf(this.#bookings.get(id))}: ${sentence}` : sentence;
    if (words && !this.#dialog.open) tell(this, words, kind);
    else this.#notices.tell(id, words, kind);
  }

  get #dialog() {
    return this.querySelector("dialog");
  }
}

customElements.define("desk-sheet", DeskSheet);
