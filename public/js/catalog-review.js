/** Knows how what an edit changes is shown: its mistakes, whom it strands, the times before and after, and somebody else's edit. */

import { moment } from "./admin-pieces.js";
import { differences } from "./catalog-draft.js";
import { brief, called, mistake, path, REASONS } from "./catalog-words.js";
import { html } from "./html.js";
import { money } from "./money.js";
import { dayName } from "./time.js";

export function mistakesFound(mistakes, draft) {
  const shown = mistakes.slice(0, 50);
  return html`<section class="sheet review" aria-labelledby="review-heading"><h2 id="review-heading" tabindex="-1">Nothing was saved: ${count(mistakes.length, "mistake")}</h2>
    <ul class="to-see">${shown.map((each) => html`<li><a href="#" data-go="mend" data-on="${each.pointer}">${path(each.pointer.split("/").slice(1).map(plain), draft)}</a>: ${mistake(each)}</li>`)}</ul></section>`;
}

/** `told` is the studio's answer; `people` and `classes` are what ids stand for; `isSaved`: it is in force already. */
export function whatChanges(told, { names, zone, currency, isSaved }) {
  const fresh = told.stranded.filter((each) => !each.already);
  const older = told.stranded.filter((each) => each.already);
  return html`<section class="sheet review" aria-labelledby="review-heading">
    <h2 id="review-heading" tabindex="-1">${isSaved ? "Saved. It is in force now." : "What changes"}</h2>
    ${told.strandedCount > 0 ? html`<p class="notice"><strong>${count(told.strandedCount, "booking")} could not be booked like this any more.</strong>
      Nothing is canceled by itself: ${told.strandedCount === 1 ? "it stays" : "they stay"} until somebody moves or cancels ${told.strandedCount === 1 ? "it" : "them"}.</p>`
    : html`<p class="notice good">No booking is in the way.</p>`}
    ${fresh.length > 0 && html`<h3>Stranded by this change</h3><ul class="to-see">${fresh.map((each) => stranded(each, names, zone))}</ul>`}
    ${older.length > 0 && html`<h3>Stranded before</h3><ul class="to-see">${older.map((each) => stranded(each, names, zone))}</ul>`}
    ${told.strandedCount > told.stranded.length && html`<p>And ${told.strandedCount - told.stranded.length} more.</p>`}
    ${told.preview && previewOf(told.preview, names, currency)}</section>`;
}

function stranded(each, names, zone) {
  const { firstName, lastName, email, phone } = each.personalInfo;
  const who = `${firstName} ${lastName}`.trim() || "Somebody whose data were removed";
  return html`<li><strong>${moment(each.startsAt, zone)}</strong>, ${names[each.classType] ?? each.classType} with ${names[each.instructor] ?? each.instructor}:
    ${who}${email && html`, ${email}`}${phone && html`, ${phone}`} <span class="quiet-text">(${each.confirmationNumber})</span><br>
    ${each.reasons.map((reason) => REASONS[reason] ?? reason).join("; ")}.</li>`;
}

function previewOf({ lines, isCut }, names, currency) {
  if (!lines.length) return html`<p>In the next two weeks all times and prices stay as they are.</p>`;
  return html`<h3>Times of the next two weeks that change</h3><div class="preview" role="region" tabindex="0" aria-label="Times before and after">
    <table><thead><tr><th scope="col">Day</th><th scope="col">Who and what</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>
    <tbody>${lines.map((line) => html`<tr><th scope="row">${dayName(line.date)}</th><td>${names[line.instructor] ?? line.instructor}, ${names[line.classType] ?? line.classType}</td>
      <td>${starts(line.before, line.after, currency, "del")}</td><td>${starts(line.after, line.before, currency, "ins")}</td></tr>`)}</tbody></table></div>
    ${isCut && html`<p>And more.</p>`}`;
}

/** What stands on one side alone is marked. */
function starts(these, others, currency, mark) {
  if (!these.length) return html`<span class="quiet-text">none</span>`;
  return html`<span class="starts">${these.map((start) => {
    const isSame = others.some((other) => other.startTime === start.startTime && other.priceMinor === start.priceMinor);
    const words = html`${start.startTime} <small>${price(start.priceMinor, currency)}</small>`;
    if (isSame) return html`<span>${words}</span>`;
    return mark === "del" ? html`<del>${words}</del>` : html`<ins>${words}</ins>`;
  })}</span>`;
}

function price(minor, currency) {
  try {
    return money(minor, currency);
  } catch {
    return minor;
  }
}

/** Somebody else saved: `theirs` is there once somebody wants to see it. */
export function overtaken({ base, draft, theirs }) {
  return html`<section class="notice wait" aria-labelledby="overtaken-heading"><h2 id="overtaken-heading" tabindex="-1">Somebody else saved meanwhile</h2>
    <p>What you typed is all still here, and nothing of theirs was written over.</p>
    ${theirs ? besides(base, draft, theirs) : html`<div class="choices"><button type="button" class="button" id="compare" data-go="compare">Look at the newest version</button></div>`}</section>`;
}

function besides(base, draft, theirs) {
  const [mine, other] = [differences(base, draft), differences(base, theirs)];
  const key = ({ names }) => names.join("/");
  const both = mine.filter((each) => other.some((one) => key(one) === key(each) && one.after !== each.after)).map(key);
  const list = (found, document) => (found.length ? html`<ul class="to-see">${found.slice(0, 60).map((each) => html`<li><strong>${path(each.names, document)}</strong>
    ${both.includes(key(each)) && html`<span class="badge">Both changed it</span>`}<br>${brief(each.before)} → ${brief(each.after)}</li>`)}</ul>` : html`<p>Nothing.</p>`);
  return html`<div class="beside"><div><h3>You changed (${mine.length})</h3>${list(mine, draft)}</div><div><h3>They changed (${other.length})</h3>${list(other, theirs)}</div></div>
    <div class="choices"><button type="button" class="button" id="join" data-go="join">Put my changes on the newest version</button>
    <button type="button" class="button quiet" id="take-theirs" data-go="take-theirs">Take the newest version, put mine aside</button></div>
    ${both.length > 0 && html`<p>Where both changed the same, yours would count; it is not saved before you say so.</p>`}`;
}

export const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
export const namesOf = (document) => Object.fromEntries([...(document.instructors ?? []), ...(document.classTypes ?? [])].map((each) => [each?.id, called(each)]));
const plain = (name) => name.replaceAll("~1", "/").replaceAll("~0", "~");
