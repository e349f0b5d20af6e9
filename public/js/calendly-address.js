/** Knows the address of the embedded Calendly page: the studio's link, and what is known of the customer. */

import { customer, kept } from "./memory.js";

export const ORIGIN = "https://calendly.com";
const LONGEST = 254;
const CAMPAIGN = ["utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"];
// Answers to the studio's own questions at Calendly: whoever writes the link knows what they are.
const ANSWERS = Array.from({ length: 10 }, (_, index) => `a${index + 1}`);

/** The studio's link as a URL, or null when it cannot be shown in this page, which frames nothing but Calendly. */
export function studioLink(text) {
  const link = URL.canParse(text) ? new URL(text) : null;
  return link?.origin === ORIGIN && link.pathname !== "/" && !link.username ? link : null;
}

/**
 * Without embed_domain Calendly sends no messages. Its cookie banner stays: whoever hides it takes the duty to ask over.
 */
export function embedAddress(link, { host, search, person }) {
  const address = new URL(link);
  const set = (name, value) => value && address.searchParams.set(name, value.slice(0, LONGEST));
  const asked = new URLSearchParams(search);
  [...CAMPAIGN, ...ANSWERS].forEach((name) => set(name, asked.get(name)));
  set("name", person.name);
  set("first_name", person.firstName);
  set("last_name", person.lastName);
  set("email", person.email);
  set("embed_domain", host);
  set("embed_type", "Inline");
  return address.href;
}

/** {name, firstName, lastName, email}, each "" when unknown: what was typed here goes before what the link says. */
export function knownPerson(search, now) {
  const typed = kept(now).person ?? customer()?.person ?? {};
  const asked = new URLSearchParams(search);
  const known = (name, other = name) => typed[name]?.trim() || asked.get(name) || asked.get(other) || "";
  const person = { firstName: known("firstName", "first_name"), lastName: known("lastName", "last_name"), email: known("email") };
  return { ...person, name: [person.firstName, person.lastName].filter(Boolean).join(" ") || known("name") };
}
