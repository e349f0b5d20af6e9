/** Knows how an instructor, or "anyone", is shown as something to choose. */

import { html } from "./html.js";
import { language, say } from "./messages.js";
import { clockIn, dateIn, dayName } from "./time.js";

const STARS = 5;

/** `free` maps an instructor's id to the next free instant, null when there is none soon; unread ids are missing. */
export function instructorCards(instructors, { chosenId, free, zone }) {
  const anyone = html`<label class="card instructor-card">
    <input type="radio" name="instructor" value="any" id="instructor-any" aria-labelledby="instructor-any-name"
      aria-describedby="instructor-any-about" ${chosenId === "any" && html`checked`}>
    <span class="portrait anyone" aria-hidden="true">♪</span>
    <span class="card-name" id="instructor-any-name">${say.anyone}</span>
    <span class="instructor-about" id="instructor-any-about"><span class="card-text">${say.anyoneHint}</span></span>
  </label>`;
  return html`${anyone}${instructors.map((one) => instructorCard(one, one.id === chosenId, nextFree(free, one.id, zone)))}`;
}

function instructorCard({ id, name, photo, specialties, rating, reviewCount }, isChosen, next) {
  return html`<label class="card instructor-card">
    <input type="radio" name="instructor" value="${id}" id="instructor-${id}" aria-labelledby="instructor-${id}-name"
      aria-describedby="instructor-${id}-about" ${isChosen && html`checked`}>
    <img class="portrait" src="${photo}" alt="" width="56" height="56">
    <span class="card-name" id="instructor-${id}-name">${name}</span>
    <span class="instructor-about" id="instructor-${id}-about">
      ${rating !== null && stars(rating, reviewCount)}
      <span class="card-text">${specialties.join(", ")}</span>
      <span class="next-free">${next}</span>
    </span>
  </label>`;
}

function stars(rating, count) {
  return html`<span class="rating"><svg class="stars" viewBox="0 0 100 20" role="img"
      aria-label="${say.stars(rating, count)}">
      <use href="#five-stars" width="100" height="20" class="stars-empty"/>
      <svg width="${(rating / STARS) * 100}" height="20"><use href="#five-stars" width="100" height="20" class="stars-full"/></svg>
    </svg><span aria-hidden="true">${rating} (${count})</span></span>`;
}

function nextFree(free, id, zone) {
  const instant = free.get(id);
  if (instant === undefined) return "\u00a0";
  if (instant === null) return say.nothingSoon;
  const date = dateIn(zone, new Date(instant));
  return say.nextFree(say.clock(dayName(date, language), clockIn(zone, new Date(instant))));
}
