/** Knows where the page speaks: to the eye at the top or beside the choice, and always to a screen reader. */

import { draw, html } from "./html.js";

export class Notices {
  #part;

  /** `part(name)` is the element for "live", "banner" or "remark". */
  constructor(part) {
    this.#part = part;
  }

  get hasRemark() {
    return this.#part("remark").childElementCount > 0;
  }

  /** Beside the choice; an empty sentence takes the last one away. */
  remark(sentence, tone = "") {
    this.#show("remark", sentence, tone);
  }

  /** At the top of the page, until it is taken away with an empty sentence. Event "banner" (detail: the sentence). */
  banner(sentence) {
    this.#show("banner", sentence, "wait");
    this.#part("banner").dispatchEvent(new CustomEvent("banner", { bubbles: true, detail: sentence }));
  }

  announce(sentence) {
    this.#part("live").textContent = sentence;
  }

  #show(place, sentence, tone) {
    draw(this.#part(place), html`${sentence && html`<p class="notice ${tone}">${sentence}</p>`}`);
    if (sentence) this.announce(sentence);
  }
}
