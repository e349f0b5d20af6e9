/** Knows how a customer corrects who comes: the same fields as on the form, without the address. */

import { complaints, FieldMessages } from "./booking-attempt.js";
import { draw, html } from "./html.js";
import { sentences } from "./manage-words.js";

const FIELDS = { firstName: "given-name", lastName: "family-name", phone: "tel", notes: "off" };
const LONGEST = { firstName: 80, lastName: 80, phone: 32, notes: 1000 };

/** Wraps a place of the page. Event "corrected" (detail: what was typed) when it is sent. */
export class DetailsForm extends HTMLElement {
  open(person) {
    const { notes, email, ...lines } = person;
    draw(this, html`<h2 id="details-heading" tabindex="-1">${sentences.manage.correct}</h2>
      <form novalidate><div class="fields">${Object.keys(lines).map((name) => field(name, lines[name]))}
        <div class="field wide"><label for="details-notes">${sentences.manage.notes}</label>
          <textarea id="details-notes" name="notes" rows="3" maxlength="${LONGEST.notes}"
            aria-describedby="details-notes-message">${notes}</textarea>${message("notes")}</div></div>
        <p>${sentences.manage.email(email)}</p><p role="status"></p>
        <div class="choices"><button class="button">${sentences.manage.save}</button>
          <button type="button" class="button quiet" data-go="keep">${sentences.manage.leave}</button></div></form>`);
    this.form = this.querySelector("form");
    this.fields = new FieldMessages(this.form, Object.keys(FIELDS));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.form.elements.firstName.focus();
  }

  /** Beside the fields, what the studio could not use. */
  complain(problem) {
    const { byField, others } = complaints(problem, Object.keys(FIELDS));
    this.fields.show(byField.map(({ field: name }) => ({ field: name, message: sentences.manage.lookAgain })));
    this.tell(others.length || !byField.length ? sentences.manage.refused.other : "");
  }

  tell(sentence) {
    this.querySelector("[role='status']").textContent = sentence;
  }

  #send() {
    const typed = Object.fromEntries(new FormData(this.form));
    const missing = ["firstName", "lastName"].filter((name) => !typed[name].trim());
    this.fields.show(missing.map((name) => ({ field: name, message: sentences.manage.lookAgain })));
    if (!missing.length) this.dispatchEvent(new CustomEvent("corrected", { detail: typed }));
  }
}

function field(name, value) {
  const id = `details-${name}`;
  return html`<div class="field"><label for="${id}">${sentences.manage[name]}</label>
    <input id="${id}" name="${name}" value="${value}" maxlength="${LONGEST[name]}" autocomplete="${FIELDS[name]}"
      aria-describedby="${id}-message">${message(name)}</div>`;
}

function message(name) {
  return html`<p class="field-message" id="details-${name}-message" data-message="${name}"></p>`;
}

customElements.define("details-form", DetailsForm);
