/** Knows when the customer books through Calendly and when with us, and that neither way ever loses what was typed. */

import { embedAddress, knownPerson, studioLink } from "./calendly-address.js";
import { awayOffer, fallbackNotice, lateBookedNotice, lateNotice, quietOffer } from "./calendly-faces.js";
import { doneScreen, embedScreen, sentenceOf } from "./calendly-faces.js";
import { CalendlyFrame } from "./calendly-frame.js";
import { lastTold, tellStudio } from "./calendly-report.js";
import { draw, html } from "./html.js";
import { forget } from "./memory.js";
import { styled } from "./page-styles.js";
import { standAlone } from "./screens.js";

await styled("/css/calendly-custom.css");

/**
 * `place` is the <second-door>, `native` the page's own booking, which is hidden when Calendly is to come first, and
 * `url` the studio's link.
 *
 * Each entry of the history says which screen it is: "calendly" (with the screen that lies `behind` it) and
 * "calendly-done" are ours, all others belong to the native form.
 */
export class CalendlyIntegration {
  #place;
  #native;
  #link;
  #frame = null;
  #shown = "native";

  constructor({ place, native, url }) {
    [this.#place, this.#native] = [place, native];
    this.#link = studioLink(url);
    draw(place, html`<p class="aside" role="status" data-calendly="said"></p>
      <div data-calendly="notice"></div><div data-calendly="screen" hidden></div>`);
  }

  initialize() {
    this.#place.returned = (event) => this.#return(event);
    document.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-way]")?.dataset.way));
    this.#native.addEventListener("booked", () => this.#withdraw());
    addEventListener("offered", ({ detail }) => this.#relink(detail.calendly));
    addEventListener("banner", () => this.#offer());
    this.#offer();
    if (!this.#native.hidden) return;
    if (history.state?.screen === "calendly-done" && lastTold()) return this.#showBooked(lastTold());
    history.replaceState({ screen: "calendly", behind: history.state?.behind ?? "choose" }, "");
    this.#open();
  }

  /** The native form at once, as it was left; `reason` is one of calendly-frame.js. */
  showFallbackForm(reason) {
    if (this.#shown !== "calendly") return;
    history.replaceState({ screen: history.state?.behind ?? "choose" }, "");
    this.#showNative();
    this.#fillIn();
    this.#notice(fallbackNotice(reason, this.#link));
    this.#part("notice").querySelector("h2").focus({ preventScroll: true });
  }

  /** What was remembered of the last visit gives way to what the studio wants now. */
  #relink({ mode, url }) {
    if (mode === "off") return this.#withdraw();
    this.#link = studioLink(url);
    this.#offer();
  }

  /** No more offers, since there is a booking or the studio no longer wants Calendly. */
  #withdraw() {
    this.#link = null;
    this.#notice(html``);
    this.#offer();
  }

  #follow(where) {
    if (where === "calendly") {
      history.pushState({ screen: "calendly", behind: this.#screenBehind() }, "");
      this.#open();
    } else if (where === "native") {
      history.pushState({ screen: this.#screenBehind() }, "");
      this.#returnToNative();
    } else if (where === "calendly-done") {
      history.pushState({ screen: "calendly-done" }, "");
      this.#showBooked(lastTold());
    } else if (where === "again") {
      // The address may be this one already, and going there would keep what its entry remembers.
      history.pushState(null, "");
      location.reload();
    }
  }

  #return(event) {
    const screen = event.state?.screen;
    if (this.#shown === "done" || screen === "calendly-done") location.reload();
    else if (screen === "calendly") this.#open();
    else if (this.#shown === "calendly") this.#returnToNative();
  }

  #open() {
    this.#notice(html``);
    this.#show("calendly");
    if (!this.#link) return this.showFallbackForm("blocked");
    if (!this.#frame?.isUsable) this.#load();
    if (this.#shown === "calendly") this.#part("screen").querySelector("h1").focus({ preventScroll: true });
  }

  /** A frame of its own each time, so that no step back of the browser leads into one that failed. */
  #load() {
    this.#frame?.end();
    const screen = this.#part("screen");
    draw(screen, html``);
    draw(screen, embedScreen(this.#link));
    const frame = new CalendlyFrame(screen.querySelector("iframe"));
    frame.addEventListener("failed", ({ detail }) => this.showFallbackForm(detail));
    frame.addEventListener("late", () => this.#hasWarned && this.#notice(lateNotice()));
    frame.addEventListener("scheduled", ({ detail }) => this.#scheduled(detail));
    frame.addEventListener("height", ({ detail }) => screen.style.setProperty("--page-height", `${detail}px`));
    this.#frame = frame;
    const { hostname: host, search } = location;
    frame.load(embedAddress(this.#link, { host, search, person: knownPerson(search, Date.now()) }));
  }

  #scheduled(uris) {
    if (this.#shown === "calendly") {
      history.replaceState({ screen: "calendly-done" }, "");
      forget();
      this.#showBooked(uris);
    } else {
      // What is done here goes on, but nobody should book twice without knowing.
      tellStudio(uris);
      this.#notice(lateBookedNotice());
    }
  }

  /** Calendly has confirmed already, so that nobody waits for the studio. */
  async #showBooked(uris) {
    const showing = (outcome) => {
      draw(this.#part("screen"), doneScreen(outcome, this.#place.catalog));
      this.#say(sentenceOf(outcome));
    };
    const telling = tellStudio(uris);
    this.#notice(html``);
    this.#show("done");
    showing(uris.outcome ?? { kind: "asking" });
    this.#part("screen").querySelector("h1").focus({ preventScroll: true });
    showing(await telling);
  }

  #show(screen) {
    this.#shown = screen;
    this.#native.hidden = true;
    standAlone(true);
    this.#part("screen").hidden = false;
    scrollTo(0, 0);
  }

  #showNative() {
    this.#shown = "native";
    this.#native.hidden = false;
    standAlone(this.#screenBehind() !== "choose");
    this.#part("screen").hidden = true;
    scrollTo(0, 0);
    this.#offer();
  }

  #returnToNative() {
    this.#showNative();
    this.#native.querySelector("[data-screen]:not([hidden]) [data-heading]").focus({ preventScroll: true });
  }

  /** What the address tells of the customer, where nothing was typed yet. */
  #fillIn() {
    for (const [name, value] of Object.entries(knownPerson(location.search, Date.now()))) {
      const field = this.#native.querySelector(`form [name='${name}']`);
      if (!field || field.value || !value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  #offer() {
    draw(this.#native.querySelector("[data-calendly='quiet']"), html`${this.#link && quietOffer()}`);
    if (!this.#hasWarned && this.#shown === "native") this.#notice(html`${this.#place.isAway && this.#link && awayOffer(this.#link)}`);
  }

  /** More than an offer stands above the form: why Calendly is not there, or what it said late. */
  get #hasWarned() {
    return this.#part("notice").querySelector(".notice:not([data-away])") !== null;
  }

  #notice(face) {
    draw(this.#part("notice"), face);
    this.#say(this.#part("notice").querySelector("p")?.textContent ?? "");
  }

  #say(sentence) {
    this.#part("said").textContent = sentence;
  }

  #screenBehind() {
    return this.#native.querySelector("[data-screen]:not([hidden])").dataset.screen;
  }

  #part(name) {
    return this.#place.querySelector(`[data-calendly='${name}']`);
  }
}
