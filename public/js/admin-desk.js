/** Knows who sits at the staff's desk and what they do there: sign in, connect Calendly, see what needs attention. */

import { calendly, problems, signIn, signOut, whoAmI } from "./admin-api.js";
import { calendlySheet } from "./admin-calendly.js";
import { badge, fact, moment } from "./admin-pieces.js";
import { ARRIVALS, notSignedIn, sorry } from "./admin-words.js";
import { overview as readOverview } from "./api.js";
import { draw, html } from "./html.js";

/** Wraps the place for what is said and the place for everything else. */
export class StaffDesk extends HTMLElement {
  #session;
  #problems;
  #zone = "UTC";

  connectedCallback() {
    this.addEventListener("submit", (event) => this.#enter(event));
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-go]")?.dataset.go));
    // Who comes back with the browser's own button sees the page as it was left, with everything pressed.
    addEventListener("pageshow", ({ persisted }) => persisted && this.#read());
    this.#greet();
    this.#read();
  }

  /** The address is cleaned, so that a reload does not say it again. */
  #greet() {
    const word = new URLSearchParams(location.search).get("calendly") ?? "";
    if (!Object.hasOwn(ARRIVALS, word)) return;
    history.replaceState(null, "", location.pathname);
    this.#say(...ARRIVALS[word]);
  }

  async #read() {
    const answer = await whoAmI();
    if (answer.status === 401) return this.#showForm();
    if (answer.status !== 200) return this.#showAway(sorry(answer));
    this.#session = answer.body;
    if (answer.body.role !== "owner") return this.#show(html`<p>This page is for the owner so far.</p>`);
    const [seen, overview] = await Promise.all([problems(), readOverview()]);
    if (seen.status !== 200) return this.#refused(seen);
    [this.#problems, this.#zone] = [seen.body, overview.body?.timezone ?? "UTC"];
    this.#showSheets();
  }

  #showForm() {
    this.#draw(html`<form class="sign-in sheet" novalidate aria-labelledby="sign-in-heading">
      <h2 id="sign-in-heading">Sign in</h2>
      <div class="field"><label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="username" maxlength="254" required></div>
      <div class="field"><label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required></div>
      <p class="notice" role="alert" data-part="wrong" hidden></p>
      <button class="button" type="submit">Sign in</button></form>`);
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

  #showSheets(isAsking = false) {
    const link = this.#session.calendly;
    this.#show(html`${calendlySheet(link, this.#problems, this.#zone, isAsking)}${this.#rest()}`);
  }

  #rest() {
    const { letters, backup, losses, settings } = this.#problems;
    const lost = losses.last?.said.found;
    return html`<section class="desk-sheet sheet" aria-labelledby="rest-heading">
      <h2 id="rest-heading">Letters and backups</h2>
      <dl class="facts">
        ${fact("Letters", html`${badge(letters.check)} ${letters.late} waiting, ${letters.dead.length} given up`)}
        ${fact("Backup", html`${badge(backup.check)} ${backup.last ? `Last one ${moment(backup.last.at, this.#zone)}` : "None yet"}`)}
        ${lost ? fact("Losses", `${lost} found by comparing with backups`) : ""}
        ${settings.length ? fact("Settings that are missing", settings.join(", ")) : ""}
      </dl></section>`;
  }

  #show(below) {
    this.#draw(html`<div class="desk-head"><p>Signed in as ${this.#session.role}.</p>
      <button type="button" class="button quiet" id="sign-out" data-go="sign-out">Sign out</button></div>${below}`);
  }

  #showAway(sentence) {
    this.#draw(html`<p class="notice wait">${sentence}</p>
      <p><button type="button" class="button" id="again" data-go="again">Try again</button></p>`);
  }

  #follow(go) {
    if (go === "again") this.#read();
    else if (go === "sign-out") this.#leave();
    else if (go === "connect") this.#connect();
    else if (go === "to-disconnect") this.#ask("keep", true);
    else if (go === "keep") this.#ask("to-disconnect", false);
    else if (go === "disconnect") this.#disconnect();
  }

  #ask(focused, isAsking) {
    this.#showSheets(isAsking);
    document.getElementById(focused)?.focus();
  }

  async #connect() {
    this.#say("Leading you to Calendly …", "wait");
    const answer = await calendly("connect");
    if (answer.status !== 200) return this.#refused(answer);
    location.assign(answer.body.authorizeUrl);
  }

  async #disconnect() {
    const answer = await calendly("disconnect");
    if (answer.status !== 200) return this.#refused(answer);
    const { revoked } = answer.body;
    if (revoked) this.#say("Calendly is disconnected.", "good");
    else this.#say("Calendly is disconnected here, but could not be told. Please also remove the studio's app in Calendly, under Integrations.", "wait");
    await this.#read();
    document.getElementById("calendly-heading")?.focus();
  }

  async #leave() {
    const answer = await signOut();
    if (answer.status !== 200 && answer.status !== 401) return this.#refused(answer);
    this.#say("You are signed out.", "good");
    this.#showForm();
    document.getElementById("desk-title").focus();
  }

  #refused(answer) {
    this.#say(sorry(answer));
    if (answer.status === 401) this.#showForm();
    else if (!this.#problems) this.#showAway("What needs attention could not be read.");
    else this.#showSheets();
  }

  #say(sentence, kind = "") {
    draw(this.querySelector("[data-part='said']"), sentence ? html`<p class="notice ${kind}">${sentence}</p>` : html``);
  }

  #draw(markup) {
    draw(this.querySelector("[data-part='whole']"), markup);
  }
}

customElements.define("staff-desk", StaffDesk);
