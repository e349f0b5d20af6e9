/** Knows whether the studio has Calendly as a second door. Not called after it: blockers may stop what has that name. */

import { device, recalled, remember } from "./memory.js";
import { standAlone } from "./screens.js";

const NAME = "calendly";
// After that the page's own booking is shown.
const PATIENCE_MILLISECONDS = 3000;

/** Stands empty before <booking-widget>, and hears its "offered" and "banner"; while the studio is away, its last wish holds. */
export class SecondDoor extends HTMLElement {
  catalog = null;
  isAway = false;
  #isOpen = false;

  connectedCallback() {
    addEventListener("popstate", (event) => {
      if (this.returned) this.returned(event);
      else if (event.state?.screen?.startsWith(NAME)) location.reload();
    });
    addEventListener("offered", ({ detail }) => {
      this.catalog = detail;
      remember(device, NAME, detail.calendly);
      this.#open(detail.calendly);
    });
    addEventListener("banner", ({ detail }) => this.#heed(detail !== ""));
    // This script may have come after the sentence.
    this.#heed(this.nextElementSibling.querySelector("[data-part='banner']").childElementCount > 0);
  }

  #heed(isAway) {
    this.isAway = isAway;
    if (isAway) this.#open(recalled(device, NAME) ?? {});
  }

  async #open({ mode, url }) {
    if (this.#isOpen || !url || mode === "off") return;
    this.#isOpen = true;
    const native = this.nextElementSibling;
    // A reload stays where the customer was; only a fresh visit goes by the studio's wish.
    native.hidden = history.state?.screen?.startsWith(NAME) ?? mode === "first";
    // What stands around would jump into the place that is left empty.
    if (native.hidden) standAlone(true);
    const showNative = () => {
      if (native.hidden) standAlone(false);
      native.hidden = false;
    };
    const late = setTimeout(showNative, PATIENCE_MILLISECONDS);
    try {
      const { CalendlyIntegration } = await import("./calendly-integration.js");
      new CalendlyIntegration({ place: this, native, url }).initialize();
    } catch {
      showNative();
      this.#isOpen = false;
    }
    clearTimeout(late);
  }
}

customElements.define("second-door", SecondDoor);
