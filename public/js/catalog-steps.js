/** Knows what adding, removing and renaming means for the rest of a catalogue. */

import { another } from "./catalog-windows.js";
import { idFor, putAt, removeAt, valueAt } from "./catalog-draft.js";
import { addDays, daysBetween } from "./time.js";

const EMPTY = { en: "", es: "" };
const NEW = {
  "/classTypes": () => ({ id: "", name: { ...EMPTY }, description: { ...EMPTY }, icon: "", priceMinor: null, duration: 60, capacity: 1, before: 0, after: 15, instructors: [], rooms: [], active: true }),
  "/instructors": () => ({ id: "", name: "", specialties: [], rating: null, reviewCount: 0, week: {}, breaks: {}, exceptions: {}, active: true }),
  "/priceRules": () => ({ label: { ...EMPTY }, weekdays: [], classTypes: [] }),
  "/rooms": () => ({ id: "", name: { ...EMPTY } }),
  "/calendly/hosts": () => ({ user: "", instructor: null }),
  "/calendly/eventTypes": () => ({ uri: "", classType: null, instructor: null }),
  "/closedDays": () => "",
};
// Lists of ids, by the list of the things that they name.
const NAMED_IN = { instructors: ["instructors"], rooms: ["rooms"], classTypes: ["classTypes"] };

/** The pointer to what was added. */
export function add(draft, at) {
  if (!Array.isArray(valueAt(draft, at))) putAt(draft, at, []);
  const list = valueAt(draft, at);
  list.push(at.endsWith("/specialties") ? { ...EMPTY } : NEW[at]());
  return `${at}/${list.length - 1}`;
}

export function addWindow(draft, at) {
  if (!Array.isArray(valueAt(draft, at))) putAt(draft, at, []);
  valueAt(draft, at).push(another(valueAt(draft, at)));
}

/** A day, or all from the first to the last; a year of them at most, so that a slip of the year fills nothing. */
export function addDates(draft, at, [first, last], windows) {
  const days = last ? Math.min(365, daysBetween(first, last)) : 0;
  for (let n = 0; n <= days; n += 1) putAt(draft, `${at}/exceptions/${addDays(first, n)}`, structuredClone(windows));
}

/** With whatever names it: a class that was never saved is in nobody's hands. */
export function remove(draft, at) {
  const [, list, number, more] = at.split("/");
  const id = more === undefined && NAMED_IN[list] ? valueAt(draft, `/${list}/${number}/id`) : null;
  removeAt(draft, at);
  if (id && !valueAt(draft, `/${list}`).some((each) => each?.id === id)) eachList(draft, list, (ids) => ids.filter((each) => each !== id));
}

/** A new thing is called by its name until somebody gives it an id of its own; answers the id if it changed. */
export function followName(draft, at, before, after) {
  const pointer = `${at}/id`;
  if (valueAt(draft, pointer) !== idFor(before)) return null;
  putAt(draft, pointer, idFor(after));
  rename(draft, at.split("/")[1], idFor(before), idFor(after));
  return idFor(after);
}

export function rename(draft, list, before, after) {
  if (before) eachList(draft, list, (ids) => ids.map((each) => (each === before ? after : each)));
}

function eachList(draft, list, change) {
  const holders = list === "classTypes" ? draft.priceRules : draft.classTypes;
  for (const holder of holders ?? []) {
    for (const name of NAMED_IN[list] ?? []) if (Array.isArray(holder?.[name])) holder[name] = change(holder[name]);
  }
}
