/** Knows who may come to the desk: strangers find the way in, staff the page that they came for. */

import { signIn, signOut, whoAmI } from "./admin-api.js";
import { notSignedIn, sorry } from "./admin-words.js";
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
  connectedCallback() {
    this.addEventListener("submit", (event) => event.target.matches(".sign-in") && this.#enter(event));
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-door]")?.dataset.door));
    this.addEventListener("said", ({ detail }) => this.#say(detail.sentence, detail.kind));
    this.addEventListener("signed-out", () => this.#showForm());
    // Who comes back with the browser's own button sees the page as it was left, with everything pressed.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#read());
    this.#read();
  }

  async #read() {
    const [answer, seen] = await Promise.all([whoAmI(), overview()]);
    if (answer.status === 401) return this.#showForm();
    if (answer.status !== 200) return this.#showAway(sorry(answer));
    this.#letIn(answer.body, seen.body?.timezone ?? "UTC");
  }

  #letIn(session, zone) {
    draw(this.#part("entrance"), html``);
    for (const part of this.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== session.role;
    draw(this.#part("who"), html`<span class="quiet-text">Signed in as ${session.name ?? session.role}.</span>
      <button type="button" class="button quiet" id="sign-out" data-door="sign-out">Sign out</button>`);
    this.#show(true);
    this.#inside.open({ session, zone });
  }

  #showForm() {
    this.#show(false);
    draw(this.#part("entrance"), html`<form class="sign-in sheet" novalidate aria-labelledby="sign-in-heading">
      <h2 id="sign-in-heading">Sign in</h2>
      <div class="field"><label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="username" maxlength="254" required></div>
      <div class="field"><label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required></div>
      <p class="notice" role="alert" data-part="wrong" hidden></p>
      <button class="button" type="submit">Sign in</button></form>`);
  }

  #showAway(sentence) {
    this.#show(false);
    draw(this.#part("entrance"), html`<p class="notice wait">${sentence}</p>
      <p><button type="button" class="button" id="again" data-door="again">Try again</button></p>`);
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
    const wrong = form.querySelector("[data-part='wrong']");
    wrong.hidden = false;
    wrong.textContent = notSignedIn(answer);
    (email.value ? password : email).focus();
  }

  #follow(door) {
    if (door === "again") this.#read();
    else if (door === "sign-out") this.#leave();
  }

  async #leave() {
    const answer = await signOut();
    if (answer.status !== 200 && answer.status !== 401) return this.#say(sorry(answer));
    this.#say("You are signed out.", "good");
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

customElements.define("staff-door", StaffDoor);
