/** Knows how staff book for somebody who stands before them or is on the telephone. */

import { act } from "./admin-bookings.js";
import { sorry } from "./admin-words.js";
import { mistakes, personFields, personOf, SheetForm } from "./desk-fields.js";
import { week } from "./api.js";
import { draw, html } from "./html.js";
import { money } from "./money.js";
import { dayName } from "./time.js";

/** Wraps the form. Event "made" (detail: the booking). */
export class NewBooking extends SheetForm {
  #catalog;
  #slots = [];

  open({ catalog, date, session }) {
    this.#catalog = catalog;
    this.addEventListener("submit", (event) => this.#send(event));
    this.addEventListener("change", ({ target }) => ["classType", "instructor", "date"].includes(target.name) && this.#ask());
    draw(this, form(catalog, date, session.instructor));
    this.#ask();
  }

  async #ask() {
    const { classType, instructor, date } = this.#chosen;
    const place = this.querySelector("[data-part='times']");
    // What was free for another wish must not be booked for this one.
    this.#slots = [];
    draw(place, html``);
    place.setAttribute("aria-busy", "true");
    const answer = await week({ classType, instructor, date });
    place.setAttribute("aria-busy", "false");
    const asked = JSON.stringify(this.#chosen);
    if (asked !== JSON.stringify({ classType, instructor, date })) return;
    this.#slots = answer.status === 200 ? Object.values(answer.body).flat() : [];
    draw(place, answer.status === 200 ? times(this.#slots, date, this.#catalog) : html`<p>${sorry(answer)}</p>`);
  }

  async #send(event) {
    event.preventDefault();
    const form = event.target;
    if (form.getAttribute("aria-busy") === "true") return;
    const said = new FormData(form);
    if (!said.get("slot")) return this.tell("Please choose a time.");
    form.setAttribute("aria-busy", "true");
    this.tell("");
    const answer = await act(this.#wish(said), { tell: () => this.tell("No answer yet; it is tried again by itself …") });
    form.setAttribute("aria-busy", "false");
    if (answer.status === 201) return this.dispatchEvent(new CustomEvent("made", { detail: answer.body.booking }));
    if (answer.status === 401) this.dispatchEvent(new CustomEvent("signed-out", { bubbles: true }));
    this.tell(answer.body?.details?.length ? mistakes(answer.body.details) : sorry(answer));
    if (answer.status === 409) this.#ask();
  }

  #wish(said) {
    const slot = this.#slots.find(({ id }) => id === said.get("slot"));
    const personalInfo = Object.fromEntries(Object.entries(personOf(this.querySelector("form"))).filter(([, words]) => words));
    return {
      action: "create", classType: slot.classType, instructor: slot.id.split("_")[0], slots: [slot.id], personalInfo,
      language: said.get("language"),
    };
  }

  get #chosen() {
    const { classType, instructor, date } = this.querySelector("form").elements;
    return { classType: classType.value, instructor: instructor.value, date: date.value };
  }
}

function form({ classTypes, instructors }, date, instructor) {
  const team = instructor ? instructors.filter(({ id }) => id === instructor) : [{ id: "any", name: "Whoever is free" }, ...instructors];
  const classes = classTypes.filter(({ id }) => !instructor || team.some((one) => one.classTypes.includes(id)));
  return html`<form novalidate aria-labelledby="sheet-heading"><header><h2 id="sheet-heading" tabindex="-1">New booking</h2></header>
    <div class="field"><label for="new-class">Class</label><select id="new-class" name="classType">${classes.map(option)}</select></div>
    <div class="field"><label for="new-instructor">Instructor</label><select id="new-instructor" name="instructor">${team.map(option)}</select></div>
    <div class="field"><label for="new-date">Date</label><input id="new-date" name="date" type="date" value="${date}" required></div>
    <fieldset class="field"><legend>Time</legend><div class="slot-choices" data-part="times" aria-live="polite"></div></fieldset>
    ${personFields()}
    <div class="field"><label for="new-language">Letters in</label><select id="new-language" name="language">
      <option value="en">English</option><option value="es">Spanish</option></select></div>
    <p class="notice" role="alert" data-part="wrong" hidden></p>
    <div class="choices"><button class="button" type="submit">Book</button></div></form>`;
}

/** Times of a day to which whoever is signed in may move a booking; `unread` is the answer that stands in the way. */
export async function timesFor({ classType }, date, { session, catalog }) {
  const team = session.instructor ? [{ id: session.instructor }] : catalog.teachersOf(classType);
  const answers = await Promise.all(team.map(({ id }) => week({ classType, instructor: id, date })));
  const slots = answers.flatMap(({ body }) => Object.values(body ?? {}).flat());
  return { slots: slots.filter((slot) => isOpenToStaff(slot, catalog)), unread: answers.find(({ status }) => status !== 200) };
}

/** What customers cannot book any more because it begins too soon, staff may: the studio says whether it is free. */
function isOpenToStaff({ available, startsAt }, catalog) {
  const [start, now] = [Date.parse(startsAt), Date.now()];
  return available || (start > now && start < catalog.bookableFrom(now));
}

function times(slots, date, catalog) {
  const shown = slots.filter((slot) => isOpenToStaff(slot, catalog));
  if (!shown.length) return html`<p>Nothing is free on ${dayName(date)}.</p>`;
  return html`${shown.map((slot) => html`<label class="slot-choice"><input type="radio" name="slot" value="${slot.id}">
    ${slot.startTime} <span class="quiet-text">${slot.available ? money(slot.priceMinor, catalog.currency, "en") : "soon"}</span></label>`)}`;
}

function option({ id, name }) {
  return html`<option value="${id}">${name}</option>`;
}

customElements.define("new-booking", NewBooking);
