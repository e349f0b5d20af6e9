/** Knows how an instructor's hours are shown: the week as a grid and in figures, breaks, days off and other hours on a date. */

import { button, wrongs } from "./catalog-fields.js";
import { step } from "./catalog-draft.js";
import { DAYS, WEEKDAYS } from "./catalog-words.js";
import { html } from "./html.js";
import { dayName } from "./time.js";

/** `at` is the pointer to the instructor, empty for a document that is nothing but hours. */
export function hours(view, at, whose) {
  const { week, breaks } = { week: view.value(`${at}/week`) ?? {}, breaks: view.value(`${at}/breaks`) ?? {} };
  return html`<div class="hours">
    <div class="week-part"><${level(at)} id="week${at}">The week of ${whose}</${level(at)}>
      <p class="hint">Press half hours to add or take them, or write exact times beside. With a keyboard: arrows, space; shift and arrows paint.</p>
      <week-grid id="grid${at}" data-on="${at}" data-named-by="week${at}" hours="${JSON.stringify({ week, breaks })}"></week-grid></div>
    <div class="week-part" data-figures="${at}">${figures(view, at)}</div>
    ${dates(view, at)}</div>`;
}

/** Headings below the instructor's own. */
const level = (at) => (at ? "h4" : "h3");

/** Drawn anew by itself when somebody paints. */
export function figures(view, at) {
  return html`<${level(at)}>In exact times</${level(at)}>
    ${WEEKDAYS.map((day) => html`<div class="weekday" role="group" aria-label="${DAYS[day]}"><span class="row-name">${DAYS[day].slice(0, 3)}</span><div class="day-windows">
      ${windows(view, `${at}/week/${day}`, `${DAYS[day]}, hours`, "at-work")}${windows(view, `${at}/breaks/${day}`, `${DAYS[day]}, break`, "break")}
      <div class="more">${button("+ hours", "add-window", `${at}/week/${day}`, `on ${DAYS[day]}`)}${button("+ break", "add-window", `${at}/breaks/${day}`, `on ${DAYS[day]}`)}</div></div></div>`)}`;
}

function windows(view, at, words, kind) {
  return html`${view.list(at).map((_, n) => html`<div class="window ${kind}">
    ${time(view, `${at}/${n}/0`, `${words} ${n + 1}, from`)}<span aria-hidden="true">–</span>${time(view, `${at}/${n}/1`, `${words} ${n + 1}, until`)}
    ${button("✕", "remove", `${at}/${n}`, `Remove ${words} ${n + 1}`)}</div>`)}${wrongs(view, at)}`;
}

/** A field of the browser's own knows no 24:00; midnight at the end of a window is the end of the day. */
function time(view, at, label) {
  const value = view.value(at);
  const isWrong = view.wrongAt(at).length || view.wrongAt(at.slice(0, at.lastIndexOf("/")), { inside: false }).length;
  return html`<input type="time" id="at${at}" data-at="${at}" data-as="${at.endsWith("/1") ? "ends" : "text"}" value="${value === "24:00" ? "00:00" : value}"
    aria-label="${label}" ${isWrong > 0 && html`aria-invalid="true"`}>`;
}

function dates(view, at) {
  const found = view.value(`${at}/exceptions`) ?? {};
  const rows = Object.keys(found).sort().map((day) => {
    const on = `${at}/exceptions/${step(day)}`;
    return html`<div class="exception" role="group" aria-label="${named(day)}"><span class="row-name">${named(day)}${!view.list(on).length && html` <span class="badge calm">Day off</span>`}</span>
      <div class="day-windows">${windows(view, on, `${named(day)}, hours`, "at-work")}
      <div class="more">${button("+ hours", "add-window", on, `on ${named(day)}`)}${button("Remove", "remove", on, named(day))}</div></div></div>`;
  });
  return html`<div class="dates"><${level(at)}>Days off and other hours on a date</${level(at)}>
    ${rows.length ? html`<div>${rows}</div>` : html`<p class="hint">None.</p>`}
    <div class="add-date"><div class="field"><label for="date${at}">Date</label><input type="date" id="date${at}" min="2000-01-01" max="2099-12-31"></div>
    <div class="field"><label for="until${at}">Until (for several days)</label><input type="date" id="until${at}" min="2000-01-01" max="2099-12-31"></div>
    ${button("Day off", "add-date", at)}${button("Other hours", "add-hours", at)}</div>${wrongs(view, `${at}/exceptions`, { inside: false })}</div>`;
}

/** With the year, because a holiday is not this year's alone; as it is where it is no date. */
function named(day) {
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? `${dayName(day)} ${day.slice(0, 4)}` : day;
}
