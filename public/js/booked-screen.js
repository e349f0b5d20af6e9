/** Knows what a customer takes away from a booking: number, times, price, and the two links. */

import { summary } from "./booking-summary.js";
import { html } from "./html.js";
import "./kept-link.js";
import { say } from "./messages.js";
import { clockIn } from "./time.js";

/** `names` is {className, duration (minutes), instructorName, zone}. */
export function bookedSummary(booking, names) {
  return html`<p class="number"><span>${say.done.number}</span> <strong>${booking.confirmationNumber}</strong></p>
    ${summary({
      ...names,
      slots: bookedSlots(booking, names),
      currency: booking.currency,
      totalMinor: booking.totalAmountMinor,
      priceLines: booking.priceLines,
    })}`;
}

export function bookedLinks({ manageUrl, calendarUrl }) {
  return html`<div class="choices">
      <a class="button" href="${calendarUrl}" download="dance-lesson.ics">${say.done.calendar}</a>
      <a class="button quiet" href="${manageUrl}" data-go="booking">${say.done.manage}</a>
    </div>
    <kept-link>
      <p>${say.done.keep}</p>
      <p class="link" data-link>${manageUrl}</p>
      <button type="button" class="button quiet">${say.done.copy}</button>
      <p role="status"></p>
    </kept-link>`;
}

/** Where the booking's page stands on this site: what a reload should open. */
export function managePath({ manageUrl }) {
  const { pathname, hash } = new URL(manageUrl, location);
  return pathname + hash;
}

/** Wall-clock times are read off the slot ids; an end is the start plus the class's length. */
function bookedSlots({ slots, startsAt, endsAt }, { zone, duration }) {
  return slots.map((id, index) => {
    const [, date, hour, minute] = id.match(/_(\d{4}-\d{2}-\d{2})_(\d+)_(\d+)/);
    const startTime = wallClock(Number(hour) * 60 + Number(minute));
    const endTime = index === slots.length - 1 ? clockIn(zone, new Date(endsAt))
      : wallClock(Number(hour) * 60 + Number(minute) + duration);
    // Only the letters of the zone are taken from this instant; hours beside the clock change are the first slot's.
    const instant = index === 0 ? startsAt : `${date}T${startTime}:00Z`;
    return { date, startTime, endTime, startsAt: instant };
  });
}

function wallClock(minutes) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
