/** Knows which messages come from the embedded Calendly page, and which shape each must have. */

import { ORIGIN } from "./calendly-address.js";

const PREFIX = "calendly.";
const EVENT = /^https:\/\/api\.calendly\.com\/scheduled_events\/[A-Za-z0-9-]{1,255}$/;
const INVITEE = /^\/invitees\/[A-Za-z0-9-]{1,255}$/;
const HEIGHT = /^\d{1,5}(\.\d+)?px$/;
// Its first word can be a few pixels, and a wrong one must not bury the page.
const LOWEST = 480;
const HIGHEST = 2400;

/**
 * {name} of a message that is Calendly's own, with {eventUri, inviteeUri} or {height} (pixels) where it says so; null for
 * any other. `frame` is the window that it must come from: the origin alone could be any frame of any page.
 */
export function messageOf({ origin, source, data }, frame) {
  if (origin !== ORIGIN || !frame || source !== frame) return null;
  if (typeof data?.event !== "string" || !data.event.startsWith(PREFIX) || !isRecord(data.payload)) return null;
  const name = data.event.slice(PREFIX.length);
  if (name === "event_scheduled") return scheduled(name, data.payload);
  return name === "page_height" ? pageHeight(name, data.payload) : { name };
}

function scheduled(name, { event, invitee }) {
  const [eventUri, inviteeUri] = [event?.uri, invitee?.uri];
  if (typeof eventUri !== "string" || typeof inviteeUri !== "string" || !EVENT.test(eventUri)) return null;
  const isOfIt = inviteeUri.startsWith(eventUri) && INVITEE.test(inviteeUri.slice(eventUri.length));
  return isOfIt ? { name, eventUri, inviteeUri } : null;
}

function pageHeight(name, { height }) {
  if (typeof height !== "string" || !HEIGHT.test(height)) return null;
  return { name, height: Math.min(Math.max(Number.parseInt(height, 10), LOWEST), HIGHEST) };
}

function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
