/** Knows how the link in a customer's hand opens their booking, and what can be done with it there. */

import { bookedSummary } from "./booking-faces.js";
import "./booking-mover.js";
import { Catalog } from "./catalog.js";
import "./details-form.js";
import { draw, html } from "./html.js";
import { sentences } from "./manage-words.js";
import { language, say } from "./messages.js";
import "./my-data.js";
import { booking as readBooking, calendarOf, cancel, correct, move } from "./own-booking.js";
import { speak } from "./page-language.js";
import { settled, untilAnswered } from "./settled.js";

const MINUTE_MILLISECONDS = 60_000;
const STANDS = new Set(["confirmed", "completed"]);
// No key of ours holds anything else; a browser does not even send what a header cannot hold.
const KEY = /^[\w-]+$/;

/** Wraps the place where the booking is shown. */
export class ManagedBooking extends HTMLElement {
  #id;
  #token;
  #booking;
  #catalog = new Catalog();
  #notice = "";
  #isUnderWay = false;

  async connectedCallback() {
    speak();
    addEventListener("hashchange", () => location.reload());
    const link = new URLSearchParams(location.hash.slice(1));
    [this.#id, this.#token] = [link.get("id"), link.get("token")];
    this.#say(sentences.manage.reading);
    if (!this.#id || !this.#token) return this.#say(sentences.manage.missing);
    if (!KEY.test(this.#token)) return this.#say(sentences.manage.unknown);
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-go]")?.dataset.go));
    this.addEventListener("chosen", ({ detail }) => this.#once(() => this.#move(detail)), true);
    this.addEventListener("corrected", ({ detail }) => this.#once(() => this.#correct(detail)), true);
    this.addEventListener("erased", ({ detail }) => this.#settle({ status: 200, body: { booking: detail } }, sentences.data.erased));
    this.#catalog.addEventListener("outage", () => this.#say(sentences.manage.away));
    this.#notice = "";
    await this.#read();
  }

  async #read() {
    const answer = await untilAnswered(() => readBooking(this.#id, this.#token), () => this.#say(sentences.manage.away));
    if (answer.status !== 200) return this.#say(sentences.manage.unknown);
    const told = this.#notice;
    if (!this.#catalog.classTypes.length) await this.#catalog.read();
    this.#notice = told === sentences.manage.away ? "" : told;
    this.#booking = answer.body.bookings[0];
    this.#show();
  }

  #show(below = html``) {
    const booking = this.#booking;
    const { firstName, lastName } = booking.personalInfo ?? {};
    draw(this, html`${this.#notice && html`<p class="notice" role="status">${this.#notice}</p>`}
      <p><span class="badge ${STANDS.has(booking.status) && "good"}">${sentences.status[booking.status]}</span></p>
      ${bookedSummary(booking, this.#catalog.namesOf(booking))}
      ${firstName && html`<p>${sentences.manage.name} ${firstName} ${lastName}</p>`}
      <p><button type="button" class="button quiet" data-go="calendar">${say.done.calendar}</button> <span role="status" data-part="calendar"></span></p>
      <div data-part="change">${below.text ? below : this.#choices()}</div>
      ${firstName && html`<my-data></my-data>`}`);
    this.querySelector("my-data")?.open(this.#id, this.#token);
  }

  #choices() {
    const { status, startsAt, personalInfo } = this.#booking;
    if (status !== "confirmed") return html``;
    const notice = this.#catalog.changeNoticeMinutes * MINUTE_MILLISECONDS;
    if (Date.parse(startsAt) < Date.now() + notice) return this.#callUs(sentences.manage.tooLate);
    return html`<div class="choices">
      <button type="button" class="button" data-go="to-move">${sentences.manage.move}</button>
      ${personalInfo.firstName && html`<button type="button" class="button quiet" data-go="to-correct">${sentences.manage.correct}</button>`}
      <button type="button" class="button quiet" data-go="to-cancel">${sentences.manage.cancel}</button></div>`;
  }

  #callUs(sentence) {
    const telephone = document.querySelector(".call");
    return html`<p>${sentence} <a class="call" href="${telephone.href}">${telephone.textContent}</a></p>`;
  }

  #follow(go) {
    if (go === "calendar") this.#saveCalendar();
    else if (go === "to-move") this.#chooseTimes();
    else if (go === "to-correct") this.#showDetails();
    else if (go === "to-cancel") this.#ask();
    else if (go === "cancel") this.#once(() => this.#cancel());
    else if (go === "keep") this.#say("", () => this.#show());
  }

  #chooseTimes() {
    this.#show(html`<booking-mover></booking-mover>`);
    this.querySelector("booking-mover").open(this.#booking, this.#catalog);
  }

  #showDetails(typed = this.#booking.personalInfo) {
    this.#show(html`<details-form></details-form>`);
    this.querySelector("details-form").open({ ...typed, email: this.#booking.personalInfo.email });
  }

  /** What is typed stays, whatever the studio answers, until it is saved. */
  async #correct(personalInfo) {
    const { version } = this.#booking;
    const send = (key) => correct(this.#id, this.#token, { personalInfo, version, key });
    const form = this.querySelector("details-form");
    const answer = await settled(send, () => form.tell(sentences.manage.notCorrected));
    if (answer.status === 400) return form.complain(answer.body);
    const isBehind = answer.status === 412;
    await this.#settle(answer, sentences.manage.corrected);
    if (isBehind) this.#showDetails(personalInfo);
  }

  /** Keeping comes first, so that a hasty press changes nothing. */
  #ask() {
    this.#show(html`<p id="cancel-question" tabindex="-1"><strong>${sentences.manage.sure}</strong></p><div class="choices">
      <button type="button" class="button" data-go="keep">${sentences.manage.leave}</button>
      <button type="button" class="button quiet" data-go="cancel">${sentences.manage.cancelNow}</button></div>`);
    this.querySelector("[data-go='keep']").focus();
  }

  async #cancel() {
    await this.#settle(await settled((key) => cancel(this.#id, this.#token, key), () => this.#wait(sentences.manage.notCanceled)), sentences.manage.canceled);
  }

  async #move(slots) {
    const { version } = this.#booking;
    const send = (key) => move(this.#id, this.#token, { slots, version, key });
    await this.#settle(await settled(send, () => this.#wait(sentences.manage.notMoved)), sentences.manage.moved);
  }

  /** A second press while the first is on its way is none. */
  async #once(change) {
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    await change();
    this.#isUnderWay = false;
  }

  #settle(answer, sentence) {
    if (answer.status === 200) {
      this.#booking = answer.body.booking;
      return this.#say(sentence, () => this.#show());
    }
    this.#notice = sentences.manage.refused[answer.body?.code] ?? sentences.manage.refused.other;
    return this.#read();
  }

  #wait(sentence) {
    this.#notice = sentence;
    this.#show(html`<p></p>`);
  }

  /** A plain link could not carry the token in a header; so the file is fetched and handed over. */
  async #saveCalendar() {
    // Beside its button: whatever somebody is at below it stays.
    const tell = (sentence) => this.querySelector("[data-part='calendar']")?.replaceChildren(sentence);
    const answer = await untilAnswered(() => calendarOf(this.#id, this.#token), () => tell(sentences.manage.away));
    tell(answer.status === 200 ? "" : sentences.manage.refused.other);
    if (answer.status !== 200) return;
    const file = URL.createObjectURL(new Blob([answer.text], { type: "text/calendar" }));
    const link = Object.assign(document.createElement("a"), { href: file, download: "dance-lesson.ics" });
    link.click();
    URL.revokeObjectURL(file);
  }

  #say(sentence, show = () => draw(this, html`<p class="notice">${sentence}</p>`)) {
    this.#notice = sentence;
    show();
  }
}

customElements.define("managed-booking", ManagedBooking);
