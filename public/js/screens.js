/** Knows what the page shows: which screen of a booking, how the way back leads through them, and what it says beside. */

import { draw, html } from "./html.js";

/** The page around gives way to a screen that has a heading of its own. */
export function standAlone(isAlone) {
  document.documentElement.toggleAttribute("data-at-form", isAlone);
}

/**
 * Event "return" (detail: the screen): somebody went back or forward. On somebody else's page the history is theirs, and
 * only our buttons lead back.
 */
export class Screens extends EventTarget {
  shown = "choose";
  #root;
  #isOurs;
  #scrolled = 0;

  constructor(root) {
    super();
    this.#root = root;
    this.#isOurs = !(root instanceof ShadowRoot);
    // Other parts of the page may have screens of their own in this history.
    if (this.#isOurs) addEventListener("popstate", ({ state }) => this.#heed(state?.screen ?? "choose"));
  }

  /** The screen of this entry of the history, and the one behind. */
  get entered() {
    return this.#isOurs ? [history.state?.screen, history.state?.behind] : [];
  }

  enter(screen) {
    if (this.#isOurs) history.pushState({ screen }, "");
  }

  back() {
    if (this.#isOurs) history.back();
    else this.#tell("choose");
  }

  /** `path` is what a reload opens. */
  finish(path) {
    if (this.#isOurs) history.replaceState({ screen: "done" }, "", path);
  }

  show(screen) {
    if (this.shown === "choose") this.#scrolled = scrollY;
    this.shown = screen;
    this.#root.querySelectorAll("[data-screen]").forEach((one) => one.toggleAttribute("hidden", one.dataset.screen !== screen));
    standAlone(this.#isOurs && screen !== "choose");
    if (this.#isOurs) scrollTo(0, screen === "choose" ? this.#scrolled : 0);
    else this.#root.host.scrollIntoView({ block: "nearest" });
    this.#root.querySelector(`[data-screen='${screen}'] [data-heading]`).focus({ preventScroll: true });
  }

  #heed(screen) {
    if (this.#root.querySelector(`[data-screen='${screen}']`)) this.#tell(screen);
  }

  #tell(screen) {
    this.dispatchEvent(new CustomEvent("return", { detail: screen }));
  }
}

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
