/** Knows a document that is being edited: single values by their JSON pointers, what differs, and how two edits become one. */

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isNamed = (value) => Array.isArray(value) && value.every((each) => isObject(each) && typeof each.id === "string");
export const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const copyOf = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

const steps = (pointer) => pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
export const step = (name) => String(name).replaceAll("~", "~0").replaceAll("/", "~1");

/** Undefined where there is nothing. */
export function valueAt(document, pointer) {
  return steps(pointer).reduce((inner, name) => (inner !== null && typeof inner === "object" && Object.hasOwn(inner, name) ? inner[name] : undefined), document);
}

/** Objects and lists on the way are made where they are missing. */
export function putAt(document, pointer, value) {
  const way = steps(pointer);
  const last = way.pop();
  let inner = document;
  way.forEach((name, n) => {
    if (inner[name] === null || typeof inner[name] !== "object") inner[name] = /^\d+$/.test(way[n + 1] ?? last) ? [] : {};
    inner = inner[name];
  });
  inner[last] = value;
}

export function removeAt(document, pointer) {
  const way = steps(pointer);
  const last = way.pop();
  const inner = way.length ? valueAt(document, pointer.slice(0, pointer.lastIndexOf("/"))) : document;
  if (Array.isArray(inner)) inner.splice(Number(last), 1);
  else delete inner[last];
}

/** One step up or down in its list. */
export function moveAt(document, pointer, by) {
  const list = valueAt(document, pointer.slice(0, pointer.lastIndexOf("/")));
  const at = Number(pointer.slice(pointer.lastIndexOf("/") + 1));
  if (list[at + by] !== undefined) [list[at], list[at + by]] = [list[at + by], list[at]];
}

/** [{names, before, after}]; things with ids are told by them, everything else that is a list is told as a whole. */
export function differences(before, after, names = []) {
  if (isSame(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    return keysOf(before, after).flatMap((key) => differences(before[key], after[key], [...names, key]));
  }
  if (isNamed(before) && isNamed(after)) {
    const [one, other] = [byId(before), byId(after)];
    const inside = keysOf(one, other).flatMap((id) => differences(one[id], other[id], [...names, id]));
    return inside.length ? inside : [{ names: [...names, "order"], before: Object.keys(one), after: Object.keys(other) }];
  }
  return [{ names, before, after }];
}

/** What both edits of `base` make of it; where both changed the same, `mine` is what counts. */
export function joined(base, mine, theirs) {
  if (isSame(mine, base)) return copyOf(theirs);
  if (isSame(theirs, base) || isSame(mine, theirs)) return copyOf(mine);
  if ([base, mine, theirs].every(isObject)) return joinedObjects(base, mine, theirs);
  if ([base, mine, theirs].every(isNamed)) {
    return Object.values(joinedObjects(byId(base), byId(mine), byId(theirs)));
  }
  return copyOf(mine);
}

function joinedObjects(base, mine, theirs) {
  const found = {};
  for (const key of keysOf(mine, theirs)) {
    const value = joined(base[key], mine[key], theirs[key]);
    if (value !== undefined) found[key] = value;
  }
  return found;
}

const keysOf = (one, other) => [...new Set([...Object.keys(one), ...Object.keys(other)])];
const byId = (list) => Object.fromEntries(list.map((each) => [each.id, each]));

/** An id for a thing with this name: "Salsa en línea" becomes "salsa-en-linea". */
export function idFor(name) {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40);
}

/** What was typed and not saved yet, for as long as this tab is open. */
export class Kept {
  #key;

  constructor(whose) {
    this.#key = `desk-catalog:${whose}`;
  }

  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key));
    } catch {
      return null;
    }
  }

  /** Where there is no room for it, the page itself still holds it. */
  write(work) {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(work));
    } catch {
      this.forget();
    }
  }

  forget() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // Then there was none either.
    }
  }
}
