/** Knows what a browser keeps of a visit, and with which choice the page opens because of it. */

const DRAFT = "booking-draft";
const CUSTOMER = "booking-customer";
const DAY_MILLISECONDS = 86_400_000;

export const tab = () => sessionStorage;
export const device = () => localStorage;

/** Null as well where the browser forbids it. */
export function recalled(storage, name) {
  try {
    return JSON.parse(storage().getItem(name));
  } catch {
    return null;
  }
}

/** Null takes it away. A browser may forbid it or have no room, and then the page works without a memory. */
export function remember(storage, name, value) {
  try {
    if (value === null) storage().removeItem(name);
    else storage().setItem(name, JSON.stringify(value));
  } catch {}
}

/** Adds `part` ({chosen, slots, link, person, attempt}) to what was begun, so that a reload loses nothing; `now` is in milliseconds. */
export function keep(part, now) {
  remember(tab, DRAFT, { ...kept(now), ...part, at: now });
}

/** What was begun, or {} when there is nothing or the last change is a day old. */
export function kept(now) {
  const draft = recalled(tab, DRAFT) ?? {};
  if (now - draft.at < DAY_MILLISECONDS) return draft;
  if (draft.at) forget();
  return {};
}

export function forget() {
  remember(tab, DRAFT, {});
}

/** {person, chosen} of who asked to be remembered on this device, or null. */
export const customer = () => recalled(device, CUSTOMER);
export const rememberCustomer = (known) => remember(device, CUSTOMER, known);

/** {chosen, slots (times chosen before), date (the link's, or null)}; a link that asks for something says more than a memory. */
export function firstChoice(catalog, now) {
  const link = new URLSearchParams(location.search);
  const date = link.get("date");
  const begun = kept(now);
  if (begun.link === linkOf(location.search) && catalog.offers(begun.chosen ?? {})) {
    return { chosen: begun.chosen, slots: begun.slots ?? [], date };
  }
  return { chosen: chosenBy(link, customer()?.chosen ?? {}, catalog), slots: [], date };
}

/** What a link asks for, whichever language it speaks. */
export function linkOf(search) {
  const link = new URLSearchParams(search);
  link.delete("lang");
  return String(link);
}

function chosenBy(link, last, catalog) {
  const wanted = link.get("class") ?? link.get("classType");
  const asksForTeacher = catalog.classTypes.find(({ id }) => catalog.teaches({ classType: id, instructor: link.get("instructor") }));
  const classType = [wanted, !link.get("instructor") && last.classType, asksForTeacher?.id, catalog.firstFree?.id]
    .find((id) => catalog.classTypes.some((one) => one.id === id)) ?? catalog.classTypeOr("").id;
  const instructor = [link.get("instructor"), !wanted && last.classType === classType && last.instructor]
    .find((id) => id && catalog.teaches({ classType, instructor: id })) ?? "any";
  return catalog.settled({ classType, instructor });
}
