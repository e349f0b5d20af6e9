/** Knows the forms of the catalogue: what stands in each of its parts, and in which order. */

import { bothLanguages, button, choice, flag, input, lines, several, wrongs } from "./catalog-fields.js";
import { hours } from "./catalog-hours.js";
import { called, DAYS, WEEKDAYS } from "./catalog-words.js";
import { html } from "./html.js";

const options = (list) => list.map((each) => [each.id, called(each) ?? each.id]);
const anyone = (list, words) => [["", words], ...options(list)];

/** All parts of the whole catalogue. */
export function forms(view) {
  return [
    part(view, "classTypes", "Class types", (at, each) => classType(view, at, each), { add: "class type", stays: true }),
    part(view, "instructors", "Instructors", (at, each) => instructor(view, at, each), { add: "instructor", stays: true }),
    part(view, "priceRules", "Price rules", (at) => priceRule(view, at), { add: "price rule", hint: "Each rule whose conditions all hold changes the price. What is not filled in always holds." }),
    part(view, "rooms", "Rooms", (at, each) => html`${id(view, at, "rooms", each)}${bothLanguages(view, `${at}/name`, "Name")}`, { add: "room" }),
    sheet(view, "closedDays", "Closed days", () => closedDays(view)),
    sheet(view, "rules", "Rules", () => rules(view)),
    sheet(view, "calendly", "Calendly", () => calendly(view)),
    sheet(view, "studio", "Studio", () => studio(view)),
  ];
}

/** One instructor's own hours, and nothing else. */
export function ownHours(view, name) {
  return html`<section class="sheet" aria-labelledby="own-heading"><h2 id="own-heading" tabindex="-1">${name}</h2>${hours(view, "", name)}</section>`;
}

function sheet(view, name, title, body, remark = "") {
  const isOpen = view.open.has(name);
  return html`<details class="sheet part" data-open="${name}" ${isOpen && html`open`}><summary id="open/${name}"><h2>${title}</h2> <span class="quiet-text">${remark}</span>
    ${view.wrongAt(`/${name}`).length > 0 && html`<span class="badge">To mend</span>`}</summary>${isOpen && html`<div class="part-body">${body()}</div>`}</details>`;
}

/** `stays`: what was saved once is never removed, only set inactive, because bookings speak of it. */
function part(view, name, title, body, { add, stays = false, hint }) {
  const list = view.list(`/${name}`);
  return sheet(view, name, title, () => html`${hint && html`<p class="hint">${hint}</p>`}
    ${list.map((each, n) => item(view, `/${name}/${n}`, each ?? {}, { body, stays: stays && view.isKnown(name, each?.id), count: list.length, n }))}
    <p>${button(`Add a ${add}`.replace("a in", "an in"), "add", `/${name}`)}</p>${wrongs(view, `/${name}`, { inside: false })}`, list.length);
}

function item(view, at, each, { body, stays, count, n }) {
  const isOpen = view.open.has(at);
  const name = called(each) || "New";
  return html`<details class="item" data-open="${at}" ${isOpen && html`open`}><summary id="open${at}"><h3>${name}</h3>
    ${each.active === false && html`<span class="badge calm">Inactive</span>`}${view.wrongAt(at).length > 0 && html`<span class="badge">To mend</span>`}</summary>
    ${isOpen && html`<div class="item-body">${body(at, each)}${wrongs(view, at, { inside: false })}<div class="choices">
      ${n > 0 && button("Move up", "up", at, name)}${n < count - 1 && button("Move down", "down", at, name)}
      ${stays ? "" : button("Remove", "remove", at, name)}</div></div>`}</details>`;
}

/** Chosen once: addresses and bookings hold it. */
function id(view, at, list, each) {
  if (view.isKnown(list, each.id)) return html`<p class="hint">Id: <code>${each.id}</code></p>`;
  return input(view, `${at}/id`, { label: "Id", hint: "a to z, 0 to 9 and -; it stands in addresses and cannot be changed later.", longest: 40 });
}

function classType(view, at, each) {
  const minutes = (name, label, hint) => input(view, `${at}/${name}`, { label, hint, as: "whole", longest: 6 });
  return html`${id(view, at, "classTypes", each)}
    ${bothLanguages(view, `${at}/name`, "Name")}${bothLanguages(view, `${at}/description`, "Description", lines)}
    <div class="row numbers">${input(view, `${at}/priceMinor`, { label: `Price (${view.currency})`, as: "money", longest: 16 })}
      ${minutes("duration", "Minutes")}${minutes("capacity", "Places", "1 is a private lesson.")}
      ${minutes("before", "Minutes free before")}${minutes("after", "Minutes free after")}
      ${minutes("step", "Minutes between starts", "Empty: length and the minutes after.")}
      </div><div class="row">${input(view, `${at}/icon`, { label: "Sign", hint: "An emoji, or a picture as /img/….svg", longest: 121 })}</div>
    ${several(view, `${at}/instructors`, { label: "Who teaches it", choices: options(view.list("/instructors")) })}
    ${several(view, `${at}/rooms`, { label: "Rooms it may use", choices: options(view.list("/rooms")), hint: "Without any it needs none." })}
    ${flag(view, `${at}/active`, { label: "Active: it can be booked" })}`;
}

function instructor(view, at, each) {
  return html`${id(view, at, "instructors", each)}
    <div class="row">${input(view, `${at}/name`, { label: "Name", longest: 80 })}
      ${input(view, `${at}/email`, { label: "E-mail", type: "email", hint: "Where the link to sign in goes.", longest: 254 })}
      ${input(view, `${at}/photo`, { label: "Photo", as: "optional", hint: "An address that begins with / or https://", longest: 309 })}
      ${input(view, `${at}/rating`, { label: "Stars", as: "number", hint: "0 to 5; empty hides them.", longest: 6 })}
      ${input(view, `${at}/reviewCount`, { label: "Reviews", as: "whole", longest: 9 })}</div>
    <fieldset class="field"><legend>Specialties</legend>${view.list(`${at}/specialties`).map((_, n) => html`<div class="removable">
      ${bothLanguages(view, `${at}/specialties/${n}`, `Specialty ${n + 1}`)}${button("✕", "remove", `${at}/specialties/${n}`, `Remove specialty ${n + 1}`)}</div>`)}
      ${button("Add a specialty", "add", `${at}/specialties`)}${wrongs(view, `${at}/specialties`, { inside: false })}</fieldset>
    ${hours(view, at, called(each) ?? "the new instructor")}
    ${flag(view, `${at}/active`, { label: "Active: teaches here" })}`;
}

function priceRule(view, at) {
  return html`${bothLanguages(view, `${at}/label`, "Label")}
    <div class="row">${input(view, `${at}/percent`, { label: "Percent", as: "whole", hint: "-10 is a discount of a tenth.", longest: 5 })}
      ${input(view, `${at}/amountMinor`, { label: `or amount (${view.currency})`, as: "money", longest: 16 })}
      ${choice(view, `${at}/instructor`, { label: "With", choices: anyone(view.list("/instructors"), "everybody") })}
      ${input(view, `${at}/hours/0`, { label: "Begins from", type: "time", as: "optional" })}${input(view, `${at}/hours/1`, { label: "and before", type: "time", as: "ends" })}
      ${input(view, `${at}/slotsAtLeast`, { label: "Lessons at once, at least", as: "whole", hint: "For the sum of a booking.", longest: 2 })}</div>
    ${wrongs(view, `${at}/hours`, { inside: false })}
    ${several(view, `${at}/weekdays`, { label: "Days", choices: WEEKDAYS.map((day) => [day, DAYS[day]]), hint: "None ticked: every day." })}
    ${several(view, `${at}/classTypes`, { label: "Class types", choices: options(view.list("/classTypes")), hint: "None ticked: all of them." })}`;
}

function closedDays(view) {
  return html`<ul class="closed-days">${view.list("/closedDays").map((_, n) => html`<li class="removable">
    ${input(view, `/closedDays/${n}`, { label: `Closed day ${n + 1}`, type: "date" })}${button("✕", "remove", `/closedDays/${n}`, `Remove closed day ${n + 1}`)}</li>`)}</ul>
    <p>${button("Add a closed day", "add", "/closedDays")}</p>${wrongs(view, "/closedDays", { inside: false })}`;
}

function rules(view) {
  const number = (name, label, hint) => input(view, `/rules/${name}`, { label, hint, as: "whole", longest: 6 });
  return html`<div class="row">${number("noticeMinutes", "Notice to book, minutes", "120 is two hours.")}
    ${number("changeNoticeMinutes", "Notice to change or cancel, minutes", "720 is twelve hours.")}
    ${number("horizonDays", "Days ahead that can be booked")}${number("activeBookings", "Bookings of one customer at a time")}</div>${wrongs(view, "/rules", { inside: false })}`;
}

function calendly(view) {
  const people = view.list("/instructors");
  const uses = [["off", "not at all"], ["fallback", "second, when our own page has no time"], ["first", "first"]];
  const removable = (at, fields, words) => html`<div class="removable"><div class="row">${fields}</div>${button("✕", "remove", at, `Remove ${words}`)}${wrongs(view, at, { inside: false })}</div>`;
  return html`<div class="row">${choice(view, "/calendly/mode", { label: "The page uses Calendly", choices: uses })}
    ${input(view, "/calendly/url", { label: "Address of the studio's page there", as: "optional", hint: "https://calendly.com/…" })}</div>
    <fieldset class="field"><legend>Who is who</legend>${view.list("/calendly/hosts").map((_, n) => removable(`/calendly/hosts/${n}`, [
      input(view, `/calendly/hosts/${n}/user`, { label: `Person ${n + 1} on Calendly`, hint: "https://api.calendly.com/users/…" }),
      choice(view, `/calendly/hosts/${n}/instructor`, { label: `is here`, choices: anyone(people, "please choose") })], `person ${n + 1}`))}
      ${button("Add a person", "add", "/calendly/hosts")}</fieldset>
    <fieldset class="field"><legend>What is what</legend>${view.list("/calendly/eventTypes").map((_, n) => removable(`/calendly/eventTypes/${n}`, [
      input(view, `/calendly/eventTypes/${n}/uri`, { label: `Kind of meeting ${n + 1} on Calendly`, hint: "https://api.calendly.com/event_types/…" }),
      choice(view, `/calendly/eventTypes/${n}/classType`, { label: "is here", choices: anyone(view.list("/classTypes"), "please choose") }),
      choice(view, `/calendly/eventTypes/${n}/instructor`, { label: "always with", choices: anyone(people, "whoever holds it") })], `kind of meeting ${n + 1}`))}
      ${button("Add a kind of meeting", "add", "/calendly/eventTypes")}</fieldset>${wrongs(view, "/calendly", { inside: false })}`;
}

function studio(view) {
  return html`<div class="row">${input(view, "/studio/name", { label: "Name", longest: 80 })}
    ${input(view, "/studio/zone", { label: "Time zone", list: "zones", hint: "Such as America/New_York. What is booked keeps its instant." })}
    ${input(view, "/studio/currency", { label: "Currency", hint: "Three letters, such as USD.", longest: 3 })}
    ${input(view, "/studio/address", { label: "Address", longest: 200 })}${input(view, "/studio/phone", { label: "Telephone", longest: 40 })}</div>
    <datalist id="zones">${Intl.supportedValuesOf("timeZone").map((zone) => html`<option value="${zone}"></option>`)}</datalist>${wrongs(view, "/studio", { inside: false })}
    <p>${button("Look at how it was before the last save", "previous", "")}</p>`;
}
