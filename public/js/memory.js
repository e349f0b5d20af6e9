/** Knows what a browser keeps: of a visit, and of who wished to be remembered. */

import { draw, html } from "./html.js";

const DRAFT = "booking-draft";
const CUSTOMER = "booking-customer";
const DAY_MILLISECONDS = 86_400_000;

export const tab = () => sessionStorage;
export const device = () => localStorage;

/** Null as well where the browser forbids it. */
export function recalled(storage, name) {
  try {
    return JSON.parse(storage().getItem(name));
  } catch {
    return null;
  }
}

/** Null takes it away. Without room for it the page has no memory. */
export function remember(storage, name, value) {
  try {
    if (value === null) storage().removeItem(name);
    else storage().setItem(name, JSON.stringify(value));
  } catch {}
}

/** Adds `part` ({chosen, slots, link, person, attempt}) to what was begun; `now` is in milliseconds. */
export function keep(part, now) {
  remember(tab, DRAFT, { ...kept(now), ...part, at: now });
}

/** What was begun, or {} when there is nothing or the last change is a day old. */
export function kept(now) {
  const draft = recalled(tab, DRAFT) ?? {};
  if (now - draft.at < DAY_MILLISECONDS) return draft;
  if (draft.at) forget();
  return {};
}

export function forget() {
  remember(tab, DRAFT, {});
}

/** {person, chosen} of who asked to be remembered on this device, or null. */
export const customer = () => recalled(device, CUSTOMER);

/** {chosen, slots (times chosen before), date (the link's, or null)}; a link says more than a memory. */
export function firstChoice(catalog, now) {
  const link = new URLSearchParams(location.search);
  const date = link.get("date");
  const begun = kept(now);
  if (begun.link === linkOf(location.search) && catalog.offers(begun.chosen ?? {})) {
    return { chosen: begun.chosen, slots: begun.slots ?? [], date };
  }
  return { chosen: chosenBy(link, customer()?.chosen ?? {}, catalog), slots: [], date };
}

/** What a link asks for, whichever language it speaks. */
export function linkOf(search) {
  const link = new URLSearchParams(search);
  link.delete("lang");
  return String(link);
}

function chosenBy(link, last, catalog) {
  const wanted = link.get("class") ?? link.get("classType");
  const teacher = link.get("instructor");
  const classType = [wanted, !teacher && last.classType, catalog.taughtBy(teacher).classType, catalog.firstFree?.id]
    .find((id) => catalog.classTypes.some((one) => one.id === id)) ?? catalog.classTypeOr("").id;
  const instructor = [teacher, !wanted && last.classType === classType && last.instructor]
    .find((id) => id && catalog.teaches({ classType, instructor: id })) ?? "any";
  return catalog.settled({ classType, instructor });
}

const REMEMBERED = ["firstName", "lastName", "email", "phone"];

/** Belongs to a form with a box "remember", a place [data-known], and the fields in [data-fields]. */
export class KnownCustomer {
  #form;
  #fields;

  constructor(form, fields) {
    [this.#form, this.#fields] = [form, fields];
    form.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-customer]")?.dataset.customer));
    // What the browser complains about has to be seen.
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
    remember(device, CUSTOMER, this.#fields.remember.checked ? { person, chosen } : null);
  }

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
    remember(device, CUSTOMER, null);
    this.#fields.remember.checked = false;
    for (const name of REMEMBERED) this.#fields[name].value = "";
    this.#fields.firstName.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #show(isKnown) {
    this.#form.querySelector("[data-known]").hidden = !isKnown;
    this.#form.querySelector("[data-fields]").hidden = isKnown;
  }
}
