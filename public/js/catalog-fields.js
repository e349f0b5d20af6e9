/** Knows how one value of the catalogue is typed: its field, what is wrong with it beside it, and what the typing means. */

import { valueAt } from "./catalog-draft.js";
import { mistake } from "./catalog-words.js";
import { html } from "./html.js";

/** What the forms draw from: the draft, and the mistakes that were found in it, [{pointer, code, detail}]. */
export class View {
  constructor({ draft, base, mistakes, open, currency }) {
    Object.assign(this, { draft, base, mistakes, open, currency });
  }

  value(pointer) {
    return valueAt(this.draft, pointer);
  }

  list(pointer) {
    const found = this.value(pointer);
    return Array.isArray(found) ? found : [];
  }

  /** Whether a thing with this id was saved before. */
  isKnown(list, id) {
    return (this.base[list] ?? []).some((each) => each.id === id);
  }

  /** At the value and inside of it, unless it is shown `apart` there. */
  wrongAt(pointer, { inside = true } = {}) {
    return this.mistakes.filter((each) => each.pointer === pointer || (inside && each.pointer.startsWith(`${pointer}/`)));
  }
}

/** All that is wrong at a place, to be read beside it. */
export function wrongs(view, pointer, options) {
  const found = view.wrongAt(pointer, options);
  return found.length ? html`<p class="wrong" id="wrong${pointer}">${[...new Set(found.map(mistake))].join(" ")}</p>` : "";
}

/** What is to be read with a field, and whether it is wrong. */
function state(view, pointer, hint) {
  const isWrong = view.wrongAt(pointer).length > 0;
  const by = [hint && `hint${pointer}`, isWrong && `wrong${pointer}`].filter(Boolean).join(" ");
  return html`${isWrong && html`aria-invalid="true"`} ${by && html`aria-describedby="${by}"`}`;
}

function field(view, pointer, { label, hint }, control) {
  return html`<div class="field"><label for="at${pointer}">${label}</label>${control}
    ${hint && html`<p class="hint" id="hint${pointer}">${hint}</p>`}${wrongs(view, pointer)}</div>`;
}

/** `as` says what the typing means: text, optional (nothing is none), whole, number, or money. */
export function input(view, pointer, { label, hint, as = "text", type = "text", list, longest = 300 }) {
  const isNumber = ["whole", "number", "money"].includes(as);
  const asked = view.value(pointer);
  const shown = type === "time" && asked === "24:00" ? "00:00" : as === "money" ? moneyText(view.value(pointer), view.currency) : view.value(pointer);
  return field(view, pointer, { label, hint }, html`<input id="at${pointer}" data-at="${pointer}" data-as="${as}" type="${type}"
    value="${typeof shown === "object" ? "" : shown}" maxlength="${longest}" autocomplete="off" ${isNumber && html`inputmode="${as === "whole" ? "numeric" : "decimal"}"`}
    ${list && html`list="${list}"`} ${state(view, pointer, hint)}>`);
}

export function lines(view, pointer, { label, hint }) {
  return field(view, pointer, { label, hint }, html`<textarea id="at${pointer}" data-at="${pointer}" data-as="text" rows="3" maxlength="1000"
    ${state(view, pointer, hint)}>
${view.value(pointer)}</textarea>`);
}

/** `choices` are [value, words]; "" stands for none. */
export function choice(view, pointer, { label, hint, choices }) {
  const chosen = view.value(pointer) ?? "";
  const known = choices.some(([value]) => value === chosen) ? choices : [...choices, [chosen, chosen]];
  return field(view, pointer, { label, hint }, html`<select id="at${pointer}" data-at="${pointer}" data-as="optional" ${state(view, pointer, hint)}>${known.map(([value, words]) => html`<option value="${value}" ${value === chosen && html`selected`}>${words}</option>`)}</select>`);
}

export function flag(view, pointer, { label, hint }) {
  return html`<div class="field"><label class="tick"><input type="checkbox" id="at${pointer}" data-at="${pointer}" data-as="flag"
    ${view.value(pointer) !== false && html`checked`}> <span>${label}</span></label>${hint && html`<p class="hint">${hint}</p>`}${wrongs(view, pointer)}</div>`;
}

/** Several of [value, words]; what is chosen and not among them is shown as well, so that it can be taken out. */
export function several(view, pointer, { label, hint, choices }) {
  const chosen = view.list(pointer).filter((each) => typeof each === "string");
  const strange = chosen.filter((each) => !choices.some(([value]) => value === each)).map((each) => [each, each]);
  return html`<fieldset class="field"><legend>${label}</legend><div class="ticks">${[...choices, ...strange].map(([value, words]) => html`<label class="tick">
    <input type="checkbox" id="at${pointer}=${value}" data-at="${pointer}" data-as="member" value="${value}" ${chosen.includes(value) && html`checked`}> <span>${words}</span></label>`)}</div>
    ${hint && html`<p class="hint">${hint}</p>`}${wrongs(view, pointer)}</fieldset>`;
}

/** Both languages of a sentence, side by side where there is room. */
export function bothLanguages(view, pointer, label, make = input) {
  return html`<div class="pair">${make(view, `${pointer}/en`, { label: `${label}, English` })}${make(view, `${pointer}/es`, { label: `${label}, Spanish` })}
    ${wrongs(view, pointer, { inside: false })}</div>`;
}

export function button(words, go, at, more = "") {
  return html`<button type="button" class="button quiet small" id="${go}${at}" data-go="${go}" data-on="${at}">${words}${more && html`<span class="aside"> ${more}</span>`}</button>`;
}

/** The value that somebody typed; what cannot be read stays as it is, for the studio to say so. */
export function typed(element, view) {
  const text = element.value;
  switch (element.dataset.as) {
    case "flag": return element.checked;
    case "member": return members(element, view.list(element.dataset.at));
    case "optional": return text.trim() || null;
    case "whole": return /^\s*-?\d{1,15}\s*$/.test(text) ? Number(text) : text.trim() || null;
    case "number": return /^\s*-?\d{1,15}([.,]\d{1,9})?\s*$/.test(text) ? Number(text.replace(",", ".")) : text.trim() || null;
    case "money": return minor(text, view.currency);
    case "ends": return text === "00:00" ? "24:00" : text;
    default: return text;
  }
}

const members = ({ checked, value }, before) => (checked ? [...before.filter((each) => each !== value), value] : before.filter((each) => each !== value));

const digitsOf = (currency) => {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  } catch {
    return 2;
  }
};

/** No float takes part: "25.5" is 2550 where there are cents. */
function minor(text, currency) {
  const digits = digitsOf(currency);
  const found = /^\s*([-−]?)(\d{1,12})(?:[.,](\d{0,4}))?\s*$/.exec(text);
  if (!found || (found[3] ?? "").length > digits) return text.trim() || null;
  return Number(`${found[1] && "-"}${found[2]}${(found[3] ?? "").padEnd(digits, "0")}`);
}

function moneyText(value, currency) {
  if (!Number.isInteger(value)) return value;
  const digits = digitsOf(currency);
  const whole = String(Math.abs(value)).padStart(digits + 1, "0");
  const cents = digits ? whole.slice(-digits) : "";
  return `${value < 0 ? "-" : ""}${whole.slice(0, whole.length - digits)}${cents && `.${cents}`}`;
}
