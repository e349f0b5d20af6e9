/** Knows how a filled form becomes a booking: sent once, repeated until it is settled, never losing what was typed. */

import { book, Pause, pauseBefore, TRIES } from "./api.js";
import { BookingAttempt, complaints, FieldMessages, isRepeatable } from "./booking-attempt.js";
import { fittingAlternatives, refusalFace, regainedFace, summary, swappedFace, waitingFace } from "./booking-faces.js";
import { MOST_SLOTS } from "./choices.js";
import { draw, html } from "./html.js";
import { forget, keep, kept, KnownCustomer } from "./memory.js";
import { language, say } from "./messages.js";
import { major, money } from "./money.js";

const PERSON = ["firstName", "lastName", "email", "phone", "notes"];
const CAMPAIGN = ["source", "medium", "campaign", "content", "term"];
const SHORTEST_VISIT_MILLISECONDS = 1000;
const LONGEST_LABEL = 100;

/**
 * Wraps the real <form>. Events, all bubbling: "booked" {booking, newest, earlier}, "refused" (detail: a word of
 * booking-attempt.js), "swap" {gone, slot}, "other-times", "stale" (prices or hours changed), "waiting" (the studio does not answer).
 */
export class BookingForm extends HTMLElement {
  #attempt = rememberedAttempt();
  #state = "idle";
  #pause = null;
  #wish = null;
  #refusal = null;
  #isOvertaken = false;
  #began = performance.now();

  connectedCallback() {
    this.form = this.querySelector("form");
    this.fields = new FieldMessages(this.form, PERSON);
    this.customer = new KnownCustomer(this, this.form.elements);
    const typed = Object.entries(kept(Date.now()).person ?? {});
    typed.forEach(([name, value]) => this.#type(name, value));
    if (!typed.some(([, value]) => value)) this.customer.greet();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#press();
    });
    this.form.addEventListener("input", (event) => this.#edited(event.target));
    this.addEventListener("click", (event) => this.#follow(event.target.closest("button")));
    addEventListener("online", () => this.nudge());
  }

  plan(wish) {
    this.#wish = wish;
    this.#refusal = null;
    this.#overtake();
    this.#show(this.#attempt.isOpen ? waitingFace({ kind: "unknown" }, "edited") : html``);
    this.#showWish();
  }

  /** Times of the wish went while the form was in front: others can be had right away. */
  lose(problem) {
    if (this.#state !== "idle" || this.#attempt.isOpen) return;
    this.#refusal = { kind: "slotTaken", problem };
    this.#show(refusalFace(this.#refusal, this.#wish, PERSON));
  }

  regain() {
    if (this.#state === "idle" && this.#refusal?.kind === "slotTaken") this.#show(regainedFace());
  }

  nudge() {
    if (this.#state === "tired" && !this.#isGivenUp()) this.#carryOut();
  }

  #press() {
    if (this.#state === "waiting") this.#pause.end("pressed");
    else if (this.#state !== "sending") this.#carryOut();
  }

  async #carryOut() {
    for (let tries = 0, reason = "pressed", content, wish; reason !== "edited"; tries += 1) {
      if (reason === "pressed") {
        [content, wish] = [this.#content(), this.#wish];
        this.fields.show([]);
        this.#isOvertaken = false;
      }
      this.#enter("sending", html`${say.booking}`);
      await this.#aWhile();
      const outcome = await this.#attempt.book(content, this.#context());
      if (!isRepeatable(outcome)) return this.#settle(outcome, wish);
      if (this.#isOvertaken && (outcome.kind === "notYet" || tries >= TRIES)) return this.#leave(outcome);
      if (tries >= TRIES) return this.#rest(outcome);
      reason = await this.#wait(outcome, tries);
      if (this.#isGivenUp()) return this.#enter("tired");
    }
  }

  /** Who went back must not be booked for the old times, but what may have booked is settled; at Calendly neither. */
  #isGivenUp() {
    return this.offsetParent === null && (!this.#attempt.isOpen || this.closest("booking-widget[hidden]"));
  }

  async #wait(outcome, tries) {
    this.#enter("waiting", html`${say.tryAgain}`);
    this.#show(waitingFace(outcome, "waiting"));
    this.#pause = new Pause(pauseBefore(tries, outcome.retryAfter));
    const reason = await this.#pause.over;
    if (reason === "edited") this.#leave(outcome);
    return reason;
  }

  #leave(outcome) {
    this.#enter("idle");
    this.#show(waitingFace(outcome, "edited"));
  }

  #rest(outcome) {
    this.#enter("tired", html`${say.tryAgain}`);
    this.#show(waitingFace(outcome, "tired"));
    this.#tell("waiting");
  }

  #settle(outcome, wish) {
    this.#enter("idle");
    if (outcome.kind === "booked") return this.#booked(outcome);
    // A no to what nobody wants any more.
    if (wish !== this.#wish) return this.plan(this.#wish);
    this.#refusal = outcome;
    this.#tell("refused", outcome.kind);
    this.#show(refusalFace(outcome, this.#wish, PERSON));
    this.querySelector(".notice h2").focus();
    if (outcome.kind === "invalid") this.#complain(complaints(outcome.problem, PERSON).byField);
    if (outcome.problem.totalAmountMinor) this.#agreeTo(outcome.problem);
    if (outcome.kind === "catalogChanged" || outcome.kind === "notASlot") this.#tell("stale");
  }

  #booked({ booking, newest }) {
    const earlier = !this.#attempt.isOf(this.#content());
    this.#show(html``);
    this.customer.keep({ classType: booking.classType, instructor: booking.instructor });
    forget();
    this.#tell("booked", { booking, newest, earlier });
    this.#attempt = rememberedAttempt();
  }

  #complain(byField) {
    if (byField.length) this.customer.open();
    this.fields.show(byField);
  }

  #agreeTo({ totalAmountMinor, currency }) {
    // Which of the single prices has changed, the studio does not say.
    const slots = this.#wish.slots.map((slot) => ({ ...slot, priceMinor: undefined }));
    this.#wish = { ...this.#wish, slots, totalMinor: totalAmountMinor, priceLines: [], currency };
    this.#showWish();
  }

  #follow(button) {
    if (button?.dataset.otherTimes !== undefined) this.#tell("other-times");
    if (button?.dataset.swap === undefined) return;
    const slot = fittingAlternatives(this.#refusal, this.#wish).find(({ id }) => id === button.dataset.swap);
    const gone = this.#refusal.problem.unavailableSlots;
    this.#tell("swap", { gone: gone.slice(0, 1), slot });
    this.#show(swappedFace(slot, this.#wish));
    this.querySelector(".notice h2").focus();
  }

  #type(name, value) {
    if (PERSON.includes(name)) this.form.elements[name].value = value;
  }

  #edited(field) {
    keep({ person: Object.fromEntries(PERSON.map((name) => [name, this.form.elements[name].value])) }, Date.now());
    this.fields.clear(field.name);
    this.#overtake();
  }

  /** What stands there now was not pressed for. */
  #overtake() {
    this.#isOvertaken = true;
    if (this.#state === "waiting") this.#pause.end("edited");
    if (this.#state === "tired") this.#enter("idle");
  }

  #content() {
    const { classType, instructor, slots, totalMinor: total, currency } = this.#wish;
    const filled = PERSON.map((name) => [name, this.form.elements[name].value.trim()]);
    return {
      classType,
      instructor,
      slots: slots.map(({ id }) => id),
      personalInfo: Object.fromEntries(filled.filter(([, value]) => value)),
      totalAmount: major(total, currency),
      bookingSource: "widget",
      language,
    };
  }

  /** What comes sooner than anybody can fill it in is taken for a machine. */
  async #aWhile() {
    const left = () => SHORTEST_VISIT_MILLISECONDS - Math.floor(performance.now() - this.#began);
    // Timers know whole milliseconds only, and a wait may end early.
    while (left() > 0) await new Pause(left()).over;
  }

  #context() {
    const link = new URLSearchParams(location.search);
    const utm = CAMPAIGN.map((name) => [name, shortened(link.get(`utm_${name}`) ?? "")]);
    return {
      utm: Object.fromEntries(utm.filter(([, value]) => value)),
      width: innerWidth,
      elapsedMs: Math.floor(performance.now() - this.#began),
      website: this.form.elements.website.value,
    };
  }

  #enter(state, label = html`${say.bookFor(money(this.#wish.totalMinor, this.#wish.currency, language))}`) {
    this.#state = state;
    this.form.setAttribute("aria-busy", String(state === "sending"));
    draw(this.form.querySelector("[type='submit']"), label);
  }

  #show(face) {
    draw(this.querySelector("[data-notice]"), face);
  }

  #showWish() {
    if (this.#state !== "sending") this.#enter(this.#state);
    draw(this.querySelector("[data-summary]"), summary(this.#wish));
    this.querySelector("[data-go='add']").hidden = this.#wish.slots.length >= MOST_SLOTS;
  }

  #tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }
}

/** As many letters as the studio keeps of a link's words; half an emoji would be none. */
function shortened(words) {
  return [...words.normalize("NFC")].slice(0, LONGEST_LABEL).join("");
}

/** What was under way before a reload is asked about with the same key. */
function rememberedAttempt() {
  const last = kept(Date.now()).attempt ?? null;
  return new BookingAttempt(book, { last, keep: (attempt) => keep({ attempt }, Date.now()) });
}

customElements.define("booking-form", BookingForm);
