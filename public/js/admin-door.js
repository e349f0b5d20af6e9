/** Knows who may come to the desk: strangers find the way in, staff the page that they came for. */

import { askForLink, comeIn, signIn, signOut, whoAmI } from "./admin-api.js";
import { arrivalSheet, sentSheet, signInForm, takenFromAddress } from "./admin-entrance.js";
import { LINK_IS_OVER, notSent, notSignedIn, sorry } from "./admin-words.js";
import { overview } from "./api.js";
import { draw, html } from "./html.js";

/** What anything inside wants to have said at the top of the page. */
export function tell(element, sentence, kind = "") {
  element.dispatchEvent(new CustomEvent("said", { bubbles: true, detail: { sentence, kind } }));
}

/** Says what a refusal means; who is signed out is led to the way in. */
export function refuse(element, answer) {
  tell(element, sorry(answer));
  if (answer.status === 401) element.dispatchEvent(new CustomEvent("signed-out", { bubbles: true }));
}

/**
 * Wraps the navigation, the place for what is said, the entrance, and one element with `data-inside`, whose
 * open({session, zone}) is called once somebody may see it.
 */
export class StaffDoor extends HTMLElement {
  #link = null;
  #who = "";

  connectedCallback() {
    this.addEventListener("submit", (event) => event.target.matches(".sign-in") && this.#enter(event));
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-door]")?.dataset.door));
    this.addEventListener("said", ({ detail }) => this.#say(detail.sentence, detail.kind));
    this.addEventListener("signed-out", () => this.#link || this.#showForm());
    // Who comes back with the browser's own button sees the page as it was left, with everything pressed.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#read());
    // A link that is opened where the desk is open already changes nothing but the end of the address.
    addEventListener("hashchange", () => this.#arrive());
    if (!this.#arrive()) this.#read();
  }

  #arrive() {
    const link = takenFromAddress();
    if (!link) return false;
    this.#link = link;
    this.#say("");
    this.#showArrival();
    return true;
  }

  #showArrival(sentence) {
    this.#showOutside(arrivalSheet(sentence));
  }

  async #read() {
    const [answer, seen] = await Promise.all([whoAmI(), overview()]);
    // Somebody came with a link meanwhile, and that is what they want.
    if (this.#link) return;
    if (answer.status === 401) return this.#showForm();
    if (answer.status !== 200) return this.#showAway(sorry(answer));
    await this.#letIn(answer.body, seen.body?.timezone ?? "UTC");
  }

  async #letIn(session, zone) {
    const who = session.instructor ?? session.role;
    // What the one before could see is still in the page, and not for the next.
    if (this.#who && this.#who !== who) return location.reload();
    this.#who = who;
    draw(this.#part("entrance"), html``);
    for (const part of this.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== session.role;
    draw(this.#part("who"), html`<span class="quiet-text">Signed in as ${session.name ?? session.role}.</span>
      <button type="button" class="button quiet" id="sign-out" data-door="sign-out">Sign out</button>`);
    this.#show(true);
    // It may wait for its sentences, which are fetched when the language is known.
    await customElements.whenDefined(this.#inside.localName);
    this.#inside.open({ session, zone });
  }

  #showForm() {
    this.#link = null;
    this.#showOutside(signInForm());
  }

  #showAway(sentence) {
    this.#showOutside(html`<p class="notice wait">${sentence}</p>
      <p><button type="button" class="button" id="again" data-door="again">Try again</button></p>`);
  }

  #showOutside(markup) {
    this.#show(false);
    draw(this.#part("entrance"), markup);
  }

  async #enter(event) {
    event.preventDefault();
    const form = event.target;
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    const { email, password } = form.elements;
    const answer = await signIn(email.value.trim(), password.value);
    form.setAttribute("aria-busy", "false");
    if (answer.status === 200) {
      this.#say("");
      await this.#read();
      document.getElementById("desk-title").focus();
      return;
    }
    this.#wrong(notSignedIn(answer));
    (email.value ? password : email).focus();
  }

  async #sendLink() {
    const email = this.querySelector("#email");
    const address = email.value.trim();
    const answer = address ? await askForLink(address) : { status: 400 };
    if (answer.status !== 202) {
      this.#wrong(notSent(answer));
      return email.focus();
    }
    this.#say("");
    this.#showOutside(sentSheet(address));
    document.getElementById("sent-heading").focus();
  }

  async #comeIn() {
    const answer = await comeIn(this.#link);
    if (answer.status === 200) {
      this.#link = null;
      await this.#read();
      return document.getElementById("desk-title").focus();
    }
    if (answer.status !== 401) {
      this.#showArrival(sorry(answer));
      return document.getElementById("come-in").focus();
    }
    this.#showForm();
    this.#say(LINK_IS_OVER);
    document.getElementById("email").focus();
  }

  #back() {
    this.#showForm();
    document.getElementById("email").focus();
  }

  #wrong(sentence) {
    const wrong = this.querySelector("[data-part='wrong']");
    wrong.hidden = false;
    wrong.textContent = sentence;
  }

  #follow(door) {
    if (door === "again") this.#read();
    else if (door === "sign-out") this.#leave();
    else if (door === "send-link") this.#once(() => this.#sendLink());
    else if (door === "come-in") this.#once(() => this.#comeIn());
    else if (door === "back") this.#back();
  }

  /** Pressed twice is meant once. */
  async #once(work) {
    if (this.getAttribute("aria-busy") === "true") return;
    this.setAttribute("aria-busy", "true");
    try {
      await work();
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  async #leave() {
    const answer = await signOut();
    if (answer.status !== 200 && answer.status !== 401) return this.#say(sorry(answer));
    this.#say("You are signed out.", "good");
    forget();
    if (this.#link) return;
    this.#showForm();
    document.getElementById("desk-title").focus();
  }

  #show(isInside) {
    this.#inside.hidden = !isInside;
    this.querySelector(".desk-nav").hidden = !isInside;
  }

  #say(sentence, kind = "") {
    draw(this.#part("said"), sentence ? html`<p class="notice ${kind}">${sentence}</p>` : html``);
  }

  get #inside() {
    return this.querySelector("[data-inside]");
  }

  #part(name) {
    return this.querySelector(`[data-part='${name}']`);
  }
}

/** Whoever sits down here next has nothing to do with what was begun. */
function forget() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("desk-")) sessionStorage.removeItem(key);
}

customElements.define("staff-door", StaffDoor);
