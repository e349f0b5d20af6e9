/** Knows the way through a booking: choose a time, confirm, done, and back. */

import { bookedLinks, bookedSummary, managePath } from "./booking-faces.js";
import "./booking-form.js";
import { Catalog } from "./catalog.js";
import { aboutClass, choiceBar, classChips, instructorChips } from "./choices.js";
import { draw, html } from "./html.js";
import { device, firstChoice, keep, linkOf, recalled } from "./memory.js";
import { say } from "./messages.js";
import { Notices, Screens } from "./screens.js";
import { TimeChoice } from "./time-choice.js";

/**
 * Wraps the three screens of a booking, which stand as real HTML inside it; left empty, on any page, it fetches them from
 * the studio. What it tells the page around, embed.html explains: nothing of it is about a person.
 */
export class BookingWidget extends HTMLElement {
  #catalog = new Catalog();
  #chosen = { classType: "", instructor: "any" };
  #root = null;
  #notices = new Notices((name) => this.#part(name));
  #times = new TimeChoice({ part: (name) => this.#part(name), notices: this.#notices, catalog: this.#catalog });
  #screens = null;

  async connectedCallback() {
    if (this.#root) return;
    this.#root = this;
    if (!this.querySelector("[data-screen]")) this.#root = await (await import("./embedded.js")).embedded(this);
    this.form = this.#root.querySelector("booking-form");
    this.#screens = new Screens(this.#root);
    this.#listen();
    this.#catalog.addEventListener("outage", () => this.#away());
    await this.#catalog.read();
    await this.#openSecondDoor(this.#catalog.calendly);
    this.#notices.banner("");
    this.dispatchEvent(new CustomEvent("offered", { bubbles: true, detail: this.#catalog }));
    const first = firstChoice(this.#catalog, Date.now());
    this.#chosen = first.chosen;
    this.#times.open(this.#chosen, first);
    // What is gone from the week may be this customer's own by now.
    if (this.#screens.entered.includes("confirm") && this.#times.size) this.#confirm();
    // The week first: drawing takes as long as the way there.
    this.#times.show();
    this.#showChoices();
    this.toggleAttribute("data-ready", true);
    if (this.#screens.entered.includes("done")) return location.reload();
    this.#count("view");
  }

  get catalog() {
    return this.#catalog;
  }

  /** Shows the times of this class type, or of this instructor, as if they had been chosen here. */
  choose(name, value) {
    this.#chosen = this.#catalog.settled({ ...this.#chosen, [name]: value });
    if (name === "instructor" && this.#chosen.instructor !== value) this.#chosen = this.#catalog.taughtBy(value);
    this.#showChoices();
    this.#times.change(this.#chosen, name);
  }

  #listen() {
    const { form } = this;
    this.#root.addEventListener("change", ({ target }) => target.name in this.#chosen && this.choose(target.name, target.value));
    this.#root.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-slot], [data-go]")));
    this.#hear(this.#times, {
      changed: () => this.#showBar(),
      picked: () => this.#enterForm(),
      added: ({ date, startTime }) => this.#count("slot", { date, startTime }),
      lost: (problem) => form.lose(problem),
      regained: () => form.regain(),
      outage: () => this.#away(),
      recovered: () => this.#recovered(),
      stale: () => this.#reread(),
    });
    this.#hear(form, {
      booked: (outcome) => this.#booked(outcome),
      refused: (reason) => this.#count("failed", { reason }),
      swap: (swap) => this.#swap(swap),
      "other-times": () => this.#screens.back(),
      stale: () => this.#reread(),
      waiting: () => this.#times.suspect(),
    });
    this.#hear(this.#screens, { return: (screen) => this.#return(screen) });
  }

  /** Where the studio can be booked through Calendly as well; the page's own booking never waits for it to work. */
  async #openSecondDoor(wish) {
    if (this.#root === this && (wish?.mode ?? "off") !== "off") await import("./second-door.js").catch(() => {});
  }

  /** While nothing can be read, what the studio wished at the last visit holds. */
  #away() {
    this.#notices.banner(say.away);
    this.#openSecondDoor(recalled(device, "calendly"));
  }

  #hear(source, answers) {
    Object.entries(answers).forEach(([type, answer]) => source.addEventListener(type, ({ detail }) => answer(detail)));
  }

  #follow(button) {
    const { slot, go } = button?.dataset ?? {};
    if (slot) this.#times.press(slot);
    else if (go === "earlier" || go === "later") this.#times.page(go);
    else if (go === "confirm") this.#enterForm();
    else if (go === "back") this.#screens.back();
    else if (go === "add") {
      this.#screens.addEventListener("return", () => this.#times.addMore(), { once: true });
      this.#screens.back();
    } else if (go === "again") this.#again();
    // The address is that link already, so following it would leave the page as it is.
    else if (go === "booking" && this.#root === this) setTimeout(() => location.reload());
  }

  #enterForm() {
    this.#screens.enter("confirm");
    this.#confirm();
  }

  #confirm() {
    this.form.plan(this.#times.wish);
    this.#show("confirm");
  }

  #return(screen) {
    if (this.#screens.shown === "done" || screen === "done") return location.reload();
    // Until the catalogue is read there are no screens to go between.
    if (!this.hasAttribute("data-ready")) return;
    if (screen === "confirm" && !this.#times.canGoOn) return this.#screens.back();
    if (screen === "confirm") return this.#confirm();
    this.#show(screen);
    this.#times.lookAgain();
  }

  #again() {
    if (this.#root === this) return location.assign("/");
    this.#times.clear();
    this.#show("choose");
    this.#times.lookAgain();
  }

  #showChoices() {
    const { classTypes } = this.#catalog;
    const { classType, instructor } = this.#chosen;
    const team = this.#catalog.teachersOf(classType);
    draw(this.#part("classes"), classChips(classTypes, classType));
    draw(this.#part("about"), aboutClass(this.#catalog.classTypeOr(classType)));
    draw(this.#part("instructors"), instructorChips(team, instructor));
    this.#part("classes").closest("fieldset").hidden = classTypes.length < 2;
    this.#part("instructors").closest("fieldset").hidden = team.length < 2;
    // Laid out then anyway.
    requestAnimationFrame(() => ["classes", "instructors"].forEach((name) => this.#bringIntoView(this.#part(name))));
  }

  #bringIntoView(chips) {
    const chosen = chips.querySelector(":checked")?.parentElement;
    if (chosen) chips.scrollLeft = chosen.offsetLeft - (chips.clientWidth - chosen.clientWidth) / 2;
  }

  #showBar() {
    const { wish, slots, canGoOn } = this.#times;
    draw(this.#part("bar"), choiceBar(wish));
    this.#part("confirm").disabled = !canGoOn;
    if (this.#screens.shown !== "done") keep({ chosen: this.#chosen, slots, link: linkOf(location.search) }, Date.now());
  }

  #swap({ gone, slot }) {
    if (!this.#catalog.isAnyoneSlot(slot)) this.#chosen = { ...this.#chosen, instructor: slot.instructor };
    this.#times.swap(gone, slot);
    this.#showChoices();
    this.#times.choose(this.#chosen);
    this.form.plan(this.#times.wish);
  }

  async #reread() {
    await this.#catalog.read();
    this.#chosen = this.#catalog.settled({ ...this.#chosen, classType: this.#catalog.classTypeOr(this.#chosen.classType).id });
    this.#showChoices();
    this.#times.choose(this.#chosen);
  }

  #recovered() {
    this.#notices.banner("");
    this.#notices.announce(say.back);
    if (this.#screens.shown === "choose") this.#notices.remark(say.back, "good");
    this.form.nudge();
  }

  #booked({ booking, newest, earlier }) {
    const { classType, instructor, slots, totalAmountMinor, currency } = booking;
    draw(this.#part("booked"), html`${earlier && html`<p class="notice">${say.earlier}</p>`}
      ${bookedSummary(booking, this.#catalog.namesOf(booking))}${bookedLinks(booking)}`);
    this.#screens.finish(managePath(booking));
    this.#times.clear();
    this.#show("done");
    this.#times.check(newest);
    this.#count("confirmed", { classType, instructor, slots: slots.length, totalAmountMinor, currency });
  }

  #show(screen) {
    this.#times.isBehind = screen === "confirm";
    this.#screens.show(screen);
    this.#notices.remark("");
  }

  #count(name, facts) {
    const [event, detail] = [`booking:${name}`, { ...this.#chosen, ...facts }];
    this.dispatchEvent(new CustomEvent(event, { detail, bubbles: true, composed: true }));
    globalThis.dataLayer?.push?.({ event, ...detail });
  }

  #part(name) {
    return this.#root.querySelector(`[data-part='${name}']`);
  }
}

customElements.define("booking-widget", BookingWidget);
