/** Knows how the link to a booking is carried away: copied, or marked for copying by hand. */

import { draw, html } from "./html.js";
import { say } from "./messages.js";

/** Wraps the link as text ([data-link]), a button that copies it, and a place for what came of that ([role=status]). */
export class KeptLink extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => target.closest("button") && this.#copy());
  }

  async #copy() {
    const link = this.querySelector("[data-link]");
    try {
      await navigator.clipboard.writeText(link.textContent);
      this.#tell(say.done.copied);
    } catch {
      getSelection().selectAllChildren(link);
      this.#tell(say.done.marked);
    }
  }

  #tell(sentence) {
    draw(this.querySelector("[role='status']"), html`${sentence}`);
  }
}

customElements.define("kept-link", KeptLink);
