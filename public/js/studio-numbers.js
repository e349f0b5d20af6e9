/** Knows what the page around is told of a booking's way, for the studio's own numbers: nothing about any person. */

/**
 * Events on the element, bubbling and out of its shadow: "booking:view" and "booking:slot" (detail: {classType, instructor},
 * the latter with date and startTime), "booking:confirmed" ({classType, instructor, slots, totalAmountMinor, currency}) and
 * "booking:failed" ({classType, instructor, reason}). A page with a `dataLayer` finds them there as well.
 */
export function count(element, name, detail) {
  const event = `booking:${name}`;
  element.dispatchEvent(new CustomEvent(event, { detail, bubbles: true, composed: true }));
  globalThis.dataLayer?.push?.({ event, ...detail });
}
