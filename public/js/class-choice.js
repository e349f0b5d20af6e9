/** Knows how a class type is shown as something to choose. */

import { html } from "./html.js";
import { language, say } from "./messages.js";
import { money } from "./money.js";

export function classCards(classTypes, chosenId) {
  return html`${classTypes.map((classType) => classCard(classType, classType.id === chosenId))}`;
}

function classCard({ id, name, description, icon, priceMinor, currency, duration, capacity }, isChosen) {
  return html`<label class="card class-card">
    <input type="radio" name="classType" value="${id}" id="class-${id}" aria-labelledby="class-${id}-name"
      aria-describedby="class-${id}-about" ${isChosen && html`checked`}>
    <span class="class-icon" aria-hidden="true">${icon}</span>
    <span class="card-name" id="class-${id}-name">${name}</span>
    <span class="class-about" id="class-${id}-about">
      <span class="card-text">${description}</span>
      <span class="card-facts"><b>${money(priceMinor, currency, language)}</b>
        <span>${say.minutes(duration)}</span>
        <span>${capacity > 1 ? say.places(capacity) : say.privateLesson}</span></span>
    </span>
  </label>`;
}
