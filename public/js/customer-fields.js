/** Knows the fields of who books: what the studio complains of in them, and whom this device remembers. */

import { draw, html } from "./html.js";
import { customer, rememberCustomer } from "./memory.js";

const REMEMBERED = ["firstName", "lastName", "email", "phone"];

/** Belongs to a form with a box "remember", a place [data-known] for who was recognised, and the fields in [data-fields]. */
export class KnownCustomer {
  #form;
  #fields;

  constructor(form, fields) {
    [this.#form, this.#fields] = [form, fields];
    form.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-customer]")?.dataset.customer));
    // A field that the browser complains about has to be seen.
    form.addEventListener("invalid", () => this.open(), { capture: true });
  }

  greet() {
    const person = customer()?.person;
    if (!REMEMBERED.slice(0, 3).every((name) => typeof person?.[name] === "string" && person[name])) return;
    for (const name of REMEMBERED) this.#fields[name].value = person[name] ?? "";
    this.#fields.remember.checked = true;
    draw(this.#form.querySelector("[data-name]"), html`<b>${person.firstName} ${person.lastName}</b><br>${person.email}`);
    this.#show(true);
  }

  /** After a booking, and only if the box is ticked; `chosen` is {classType, instructor}. */
  keep(chosen) {
    const person = Object.fromEntries(REMEMBERED.map((name) => [name, this.#fields[name].value.trim()]));
    rememberCustomer(this.#fields.remember.checked ? { person, chosen } : null);
  }

  /** All fields, to be changed. */
  open() {
    this.#show(false);
  }

  #follow(what) {
    if (what === "forget") this.#forget();
    if (!what) return;
    this.open();
    this.#fields.firstName.focus();
  }

  #forget() {
    rememberCustomer(null);
    this.#fields.remember.checked = false;
    for (const name of REMEMBERED) this.#fields[name].value = "";
    this.#fields.firstName.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show(isKnown) {
    this.#form.querySelector("[data-known]").hidden = !isKnown;
    this.#form.querySelector("[data-fields]").hidden = isKnown;
  }
}

export class FieldMessages {
  #form;
  #names;

  constructor(form, names) {
    this.#form = form;
    this.#names = names;
  }

  /** [{field, message}]; the first of them gets the focus. */
  show(complaints) {
    this.#names.forEach((name) => this.clear(name));
    complaints.forEach(({ field, message }) => this.#set(field, message));
    if (complaints.length) this.#form.elements[complaints[0].field].focus();
  }

  clear(name) {
    if (this.#names.includes(name)) this.#set(name, "");
  }

  #set(name, message) {
    const place = this.#form.querySelector(`[data-message="${name}"]`);
    place.textContent = message;
    this.#form.elements[name].setAttribute("aria-invalid", String(message !== ""));
  }
}
