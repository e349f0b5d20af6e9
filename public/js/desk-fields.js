/** Knows the fields in which staff say who comes, and how their mistakes are named. */

import { html } from "./html.js";

/** On a sheet that may be closed, or may show something else, before an answer comes: event "unseen" (detail: the sentence). */
export class SheetForm extends HTMLElement {
  get isSeen() {
    return Boolean(this.closest("dialog")?.open);
  }

  tell(sentence) {
    const place = this.querySelector("[data-part='wrong']");
    [place.hidden, place.textContent] = [!sentence, sentence];
    if (sentence && !this.isSeen) this.dispatchEvent(new CustomEvent("unseen", { detail: sentence }));
  }
}

/** `person` is what stands there before. */
export function personFields(person = {}) {
  return html`${line("firstName", "First name", 80, person)}${line("lastName", "Last name", 80, person)}
    ${line("email", "E-mail", 254, person, "email")}${line("phone", "Telephone (may be empty)", 32, person, "tel")}
    <div class="field"><label for="who-notes">Notes (may be empty)</label>
      <textarea id="who-notes" name="notes" rows="2" maxlength="1000">${person.notes}</textarea></div>`;
}

/** What was typed, without the spaces around it. */
export function personOf(form) {
  const said = new FormData(form);
  return Object.fromEntries(["firstName", "lastName", "email", "phone", "notes"].map((name) => [name, said.get(name).trim()]));
}

export function mistakes(details) {
  return details.map(({ pointer, detail }) => `${pointer.split("/").at(-1)}: ${detail}`).join(" ");
}

function line(name, words, longest, person, type = "text") {
  return html`<div class="field"><label for="who-${name}">${words}</label>
    <input id="who-${name}" name="${name}" type="${type}" value="${person[name]}" autocomplete="off" maxlength="${longest}"></div>`;
}
