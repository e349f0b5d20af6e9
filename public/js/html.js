/** Knows how values become markup: escaped unless they are markup already. The only file that writes innerHTML. */

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const drawn = new WeakMap();

class Markup {
  constructor(text) {
    this.text = text;
  }
}

/** A template tag. Arrays are joined; null, undefined and false leave nothing behind. */
export function html(strings, ...values) {
  return new Markup(strings.reduce((text, string, index) => text + piece(values[index - 1]) + string));
}

/** Shows the markup inside a place, leaves equal markup alone, and keeps the focus on the element with the same id. */
export function draw(place, markup) {
  if (drawn.get(place) === markup.text) return;
  const { activeElement } = place.getRootNode();
  const focusedId = place.contains(activeElement) ? activeElement.id : "";
  place.innerHTML = markup.text;
  drawn.set(place, markup.text);
  if (focusedId) refocus(place, focusedId);
}

/** A whole page as a document of its own, in which nothing runs. */
export const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

function piece(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(piece).join("");
  if (value === null || value === undefined || value === false) return "";
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

function refocus(place, id) {
  const twin = place.querySelector(`#${CSS.escape(id)}`);
  // A focused time that was sold meanwhile cannot hold the focus; the heading above it can.
  const target = twin && !twin.disabled ? twin : place.closest("section")?.querySelector("[tabindex='-1']");
  target?.focus({ preventScroll: true });
}
