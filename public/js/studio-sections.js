/** Knows how the page around the booking shows what the studio offers and who teaches it, and leads from there to the times. */

import { sign } from "./choices.js";
import { html, draw } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";
import { styled } from "./page-styles.js";
import { clockIn, dateIn, dayName } from "./time.js";

const STARS = 5;
const words = (await import(`./messages-studio-${language}.js`)).default;
const place = (name) => document.querySelector(`[data-studio='${name}']`);

const widget = document.querySelector("booking-widget");

await styled("/css/studio-sections.css");
if (widget.catalog.classTypes.length) show(widget.catalog);
addEventListener("offered", ({ detail }) => show(detail));

document.addEventListener("click", ({ target }) => {
  const { choose, value } = target.closest("[data-choose]")?.dataset ?? {};
  if (!choose) return;
  widget.choose(choose, value);
  const heading = document.querySelector("#time-heading");
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
});

function show(catalog) {
  draw(place("classes"), html`${catalog.classTypes.map(classCard)}`);
  draw(place("team"), html`${catalog.instructors.map((one) => teacherCard(one, nextFree(one, catalog)))}`);
}

function classCard({ id, name, description, icon, priceMinor, currency, duration, capacity }) {
  return html`<li class="card">${sign(icon, "class-icon")}
    <h3 id="about-${id}">${name}</h3>
    <p>${description}</p>
    <p class="card-facts"><b>${money(priceMinor, currency, language)}</b> <span>${say.minutes(duration)}</span>
      <span>${capacity > 1 ? say.places(capacity) : say.privateLesson}</span></p>
    ${seeTimes("classType", id)}</li>`;
}

function teacherCard({ id, name, photo, specialties, rating, reviewCount }, next) {
  return html`<li class="card"><img class="portrait" src="${photo}" alt="" width="112" height="112" loading="lazy">
    <h3 id="about-${id}">${name}</h3>
    ${rating !== null && stars(rating, reviewCount)}
    <p>${specialties.join(", ")}</p><p class="quiet-text">${next}</p>
    ${seeTimes("instructor", id)}</li>`;
}

function seeTimes(name, id) {
  return html`<button type="button" class="button quiet" id="times-${id}" data-choose="${name}" data-value="${id}"
    aria-labelledby="times-${id} about-${id}">${words.seeTimes}</button>`;
}

function stars(rating, count) {
  return html`<p class="rating"><svg class="stars" viewBox="0 0 100 20" role="img"
      aria-label="${words.stars(rating, count)}">
      <use href="#five-stars" width="100" height="20" class="stars-empty"/>
      <svg width="${(rating / STARS) * 100}" height="20"><use href="#five-stars" width="100" height="20" class="stars-full"/></svg>
    </svg><span aria-hidden="true">${rating} (${count})</span></p>`;
}

function nextFree({ id }, catalog) {
  const instant = catalog.nextFree(id);
  if (!instant) return words.nothingSoon;
  const at = new Date(instant);
  return words.nextFree(say.clock(dayName(dateIn(catalog.zone, at), language), clockIn(catalog.zone, at)));
}
