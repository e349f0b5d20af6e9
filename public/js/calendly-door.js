/** Knows whether the studio takes bookings through Calendly too, also while the studio itself cannot be asked. */

import { device, recalled, remember } from "./memory.js";

const NAME = "calendly";
// Who has waited so long gets the page's own booking, which is there already.
const PATIENCE_MILLISECONDS = 3000;

/**
 * Stands empty before <booking-widget>; nothing of Calendly is fetched until the studio wants it. Hears "offered" (the
 * catalogue that was read) and "banner" (what keeps the studio away, or ""); while it is, its wish of the last visit holds.
 */
export class CalendlyDoor extends HTMLElement {
  catalog = null;
  isAway = false;
  #isOpen = false;

  connectedCallback() {
    // Hears it before the native form does, which is told to listen later.
    addEventListener("popstate", (event) => this.returned?.(event));
    addEventListener("offered", ({ detail }) => {
      this.catalog = detail;
      remember(device, NAME, detail.calendly);
      this.#open(detail.calendly);
    });
    addEventListener("banner", ({ detail }) => {
      this.isAway = detail !== "";
      if (this.isAway) this.#open(recalled(device, NAME) ?? {});
    });
  }

  async #open({ mode, url }) {
    if (this.#isOpen || !url || mode === "off") return;
    this.#isOpen = true;
    const native = this.nextElementSibling;
    // A reload stays where the customer was; only a fresh visit goes by the studio's wish.
    native.hidden = history.state?.screen?.startsWith(NAME) ?? mode === "first";
    const late = setTimeout(() => native.removeAttribute("hidden"), PATIENCE_MILLISECONDS);
    try {
      const { CalendlyIntegration } = await import("./calendly-integration.js");
      new CalendlyIntegration({ place: this, native, url }).initialize();
    } catch {
      native.hidden = this.#isOpen = false;
    }
    clearTimeout(late);
  }
}

customElements.define("calendly-door", CalendlyDoor);
