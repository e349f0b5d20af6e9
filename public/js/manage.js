/** Knows how the link in a customer's hand opens their booking. */

import { booking as readBooking, calendarOf } from "./api.js";
import { bookedSummary } from "./booked-screen.js";
import { Catalog } from "./catalog.js";
import { draw, html } from "./html.js";
import { say } from "./messages.js";
import { Pause, pauseBefore } from "./patience.js";

/** Wraps the place where the booking is shown. */
export class ManagedBooking extends HTMLElement {
  async connectedCallback() {
    addEventListener("hashchange", () => location.reload());
    const link = new URLSearchParams(location.hash.slice(1));
    const [id, token] = [link.get("id"), link.get("token")];
    this.#say(say.manage.reading);
    if (!id || !token) return this.#say(say.manage.missing);
    const answer = await this.#untilAnswered(() => readBooking(id, token));
    if (answer.status !== 200) return this.#say(say.manage.unknown);
    const catalog = new Catalog();
    catalog.addEventListener("outage", () => this.#say(say.manage.away));
    await catalog.read();
    this.#show(answer.body.bookings[0], catalog);
    this.addEventListener("click", ({ target }) => target.closest("[data-calendar]") && this.#saveCalendar(id, token));
  }

  #show(booking, catalog) {
    const telephone = document.querySelector(".call");
    const { firstName, lastName } = booking.personalInfo ?? {};
    draw(this, html`<p><span class="badge">${say.status[booking.status]}</span></p>
      ${bookedSummary(booking, catalog.namesOf(booking))}
      ${firstName && html`<p>${say.manage.name} ${firstName} ${lastName}</p>`}
      <p><button type="button" class="button" data-calendar>${say.done.calendar}</button></p>
      ${booking.status === "confirmed" && html`<p>${say.manage.change}
        <a class="call" href="${telephone.href}">${telephone.textContent}</a></p>`}`);
  }

  /** A plain link could not carry the token in a header; so the file is fetched and handed over. */
  async #saveCalendar(id, token) {
    const answer = await this.#untilAnswered(() => calendarOf(id, token));
    const file = URL.createObjectURL(new Blob([answer.text], { type: "text/calendar" }));
    const link = Object.assign(document.createElement("a"), { href: file, download: "dance-lesson.ics" });
    link.click();
    URL.revokeObjectURL(file);
  }

  async #untilAnswered(ask) {
    for (let count = 0; ; count += 1) {
      const answer = await ask();
      if (!isPassing(answer)) return answer;
      this.#say(say.manage.away);
      await new Pause(pauseBefore(count, answer.retryAfter)).over;
    }
  }

  #say(sentence) {
    draw(this, html`<p class="notice">${sentence}</p>`);
  }
}

/** An answer that a later one may replace: none at all, too many requests, or a fault of the server. */
function isPassing({ status }) {
  return status === 0 || status === 429 || status >= 500;
}

customElements.define("managed-booking", ManagedBooking);
