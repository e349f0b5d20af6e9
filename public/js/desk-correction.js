/** Knows how staff correct who comes: a letter that came back is sent anew to the right address. */

import { bookingOf, correct } from "./admin-bookings.js";
import { sorry } from "./admin-words.js";
import { mistakes, personFields, personOf, SheetForm } from "./desk-fields.js";
import { nameOf } from "./desk-lessons-day.js";
import { draw, html } from "./html.js";

const STALE = "Somebody changed this booking a moment ago. What you typed is still here: save it again if it should stand.";

/** Wraps the form. Event "made" (detail: the booking as it is then). */
export class DeskCorrection extends SheetForm {
  #booking;

  open(booking) {
    this.#booking = booking;
    this.addEventListener("submit", (event) => this.#send(event));
    draw(this, html`<form novalidate aria-labelledby="sheet-heading"><header>
      <h2 id="sheet-heading" tabindex="-1">Details of ${nameOf(booking)}</h2></header>${personFields(booking.personalInfo)}
      <p>With another address the confirmation goes out anew, and the link in the letter before opens nothing any more.</p>
      <p class="notice" role="alert" data-part="wrong" hidden></p>
      <div class="choices"><button class="button" type="submit">Save</button>
        <button type="button" class="button quiet" data-go="booking" data-booking="${booking.id}">Leave it</button></div></form>`);
  }

  async #send(event) {
    event.preventDefault();
    const form = event.target;
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    this.tell("");
    const answer = await correct(this.#booking, personOf(form), () => this.tell("No answer yet; it is tried again by itself …"));
    form.setAttribute("aria-busy", "false");
    if (answer.status === 200) return this.dispatchEvent(new CustomEvent("made", { detail: answer.body.booking }));
    if (answer.status === 401) this.dispatchEvent(new CustomEvent("signed-out", { bubbles: true }));
    if (answer.status === 412) return this.#lookAgain();
    this.tell(answer.body?.details?.length ? mistakes(answer.body.details) : sorry(answer));
  }

  async #lookAgain() {
    const answer = await bookingOf(this.#booking.id);
    if (answer.status === 200) [this.#booking] = answer.body.bookings;
    this.tell(answer.status === 200 ? STALE : sorry(answer));
  }
}

customElements.define("desk-correction", DeskCorrection);
