/** Knows what is shown of the figures of a period: the main ones, and a chart for each way to look at them. */

import { bars, columns } from "./admin-charts.js";
import { whenName } from "./admin-periods.js";
import { fact } from "./admin-pieces.js";
import { html } from "./html.js";
import { money } from "./money.js";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const SOURCES = { widget: "Booking page", fallback_form: "Form without Calendly", calendly: "Calendly", desk: "At the desk" };
const LEADS = { 0: "Same day", 1: "1–2 days", 3: "3–6 days", 7: "1 week", 14: "2–4 weeks", 30: "Over 30 days" };
const WIDTHS = { 0: "Phone", 480: "Large phone", 768: "Tablet", 1024: "Laptop", 1440: "Large screen" };
const MOST_TIMES = 12;

export function sheets(found) {
  const paid = (minor) => money(minor, found.currency);
  return html`${mainFigures(found, paid)}<div class="charts">${course(found, paid)}${byClass(found, paid)}${byInstructor(found, paid)}
    ${counts("by-hour", "By hour", found.byHour, (label) => `${label.padStart(2, "0")}:00`)}
    ${counts("by-lead", "Booked how long ahead", found.byLead, (label) => LEADS[label] ?? label, lead(found.leadHours))}
    ${counts("by-source", "By channel", found.bySource, (label) => SOURCES[label] ?? label)}
    ${found.origins ? origins(found.origins) : ""}</div>`;
}

function mainFigures(found, paid) {
  const { bookings, canceled, noShows, completed, places, placesOffered } = found;
  return html`<section class="desk-sheet sheet" aria-labelledby="main-figures">
    <h2 id="main-figures">In short</h2>
    <dl class="facts main-figures">
      ${fact("Bookings", html`<b>${bookings}</b> ${completed ? `${completed} completed` : ""}`)}
      ${fact("Revenue, listed", html`<b>${paid(found.revenueMinor)}</b>`)}
      ${fact("Revenue, paid", html`<b>${paid(found.paidMinor)}</b> ${part(found.paidMinor, found.revenueMinor)}`)}
      ${fact("Fill rate", html`<b>${percent(found.fillRate)}</b> ${hours(found.minutes)} of ${hours(found.openMinutes)} open`)}
      ${fact("No-shows", html`<b>${noShows}</b> ${part(noShows, bookings)}`)}
      ${fact("Cancelled", html`<b>${canceled}</b> ${part(canceled, bookings + canceled)}`)}
      ${placesOffered ? fact("Places in classes", html`<b>${places}</b> of ${placesOffered} in those that were held`) : ""}
      ${found.otherCurrencies.map((each) => fact(`Revenue in ${each.currency}`, html`<b>${money(each.revenueMinor, each.currency)}</b> ${money(each.paidMinor, each.currency)} paid`))}
    </dl></section>`;
}

function course({ course: rows, origins: seen }, paid) {
  const shown = rows.map((each) => ({
    label: whenName(each.when),
    size: each.bookings,
    shown: each.bookings,
    cells: [each.bookings, each.canceled, paid(each.revenueMinor), ...(seen ? [each.made, each.lost] : [])],
  }));
  const head = ["When", "Bookings", "Cancelled", "Revenue, listed", ...(seen ? ["Made then", "Tried in vain"] : [])];
  const made = rows.map((each) => ({ label: whenName(each.when), size: each.made, shown: each.made, cells: [each.made, each.lost] }));
  return html`${columns("course", { title: "Lessons", note: "Bookings by the day of the lesson.", head, rows: shown })}
    ${seen ? columns("made", { title: "Bookings made", note: `${seen.made} made in this time, ${seen.lost} tried in vain because the time was full.`, head: ["When", "Made", "Tried in vain"], rows: made }) : ""}`;
}

function byClass({ byClass: rows }, paid) {
  return bars("by-class", {
    title: "By class",
    head: ["Class", "Bookings", "Revenue, listed", "Paid"],
    rows: rows.map((each) => ({
      label: each.name || "Not placed",
      size: each.bookings,
      shown: `${each.bookings} · ${paid(each.revenueMinor)}`,
      cells: [each.bookings, paid(each.revenueMinor), paid(each.paidMinor)],
    })),
  });
}

function byInstructor({ byInstructor: rows }, paid) {
  return bars("by-instructor", {
    title: "By instructor",
    note: "Fill rate: hours taught of the hours that are open by today's catalogue.",
    head: ["Instructor", "Bookings", "Cancelled", "No-shows", "Revenue, listed", "Paid", "Fill rate"],
    rows: rows.map((each) => ({
      label: each.id === "any" ? "Nobody we know" : each.name,
      size: each.bookings,
      shown: `${each.bookings} · ${paid(each.revenueMinor)} · ${percent(each.fillRate)} full`,
      cells: [each.bookings, each.canceled, each.noShows, paid(each.revenueMinor), paid(each.paidMinor), percent(each.fillRate)],
    })),
  });
}

function origins(seen) {
  const name = (label) => (label === "-" ? "Not said" : label === "other" ? "Other" : label);
  return html`${full(seen.full)}
    ${visits("origins", "Where they come from", seen.byOrigin, name)}
    ${visits("campaigns", "By campaign", seen.byCampaign, name)}
    ${visits("widths", "By screen", seen.byWidth, (label) => WIDTHS[label] ?? name(label))}
    ${visits("channels", "Tried through", seen.bySource, (label) => SOURCES[label] ?? name(label))}`;
}

function full(times) {
  const most = [...times].sort((one, other) => other.times - one.times);
  const label = ({ weekday, hour }) => `${WEEKDAYS[weekday]} ${String(hour).padStart(2, "0")}:00`;
  return bars("full", {
    title: "Asked for, and full",
    note: most.length > MOST_TIMES ? `The ${MOST_TIMES} times that were asked for most often in vain.` : "Times that were asked for in vain.",
    head: ["When", "Times"],
    rows: most.slice(0, MOST_TIMES).map((each) => ({ label: label(each), size: each.times, shown: each.times, cells: [each.times] })),
  });
}

function visits(id, title, rows, name) {
  return bars(id, {
    title,
    head: [title, "Bookings made", "Tried in vain"],
    rows: rows.map((each) => ({
      label: name(each.label),
      size: each.made,
      shown: each.lost ? `${each.made} · ${each.lost} in vain` : each.made,
      cells: [each.made, each.lost],
    })),
  });
}

function counts(id, title, rows, name, note) {
  return bars(id, {
    title,
    note,
    head: [title, "Bookings"],
    rows: rows.map((each) => ({ label: name(each.label), size: each.bookings, shown: each.bookings, cells: [each.bookings] })),
  });
}

function lead(leadHours) {
  if (leadHours === null) return "";
  return leadHours < 48 ? `${leadHours} hours on average.` : `${Math.round(leadHours / 24)} days on average.`;
}

const percent = (rate) => (rate === null ? "–" : `${Math.round(rate * 100)} %`);
const part = (some, all) => (all ? `${Math.round((some / all) * 100)} %` : "");
const hours = (minutes) => `${Math.round(minutes / 6) / 10} h`;
