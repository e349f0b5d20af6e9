/** Knows the ways into the desk, as they are shown: a password, a link to ask for, and a link that was opened. */

import { html } from "./html.js";

const MAGIC = /^#magic=([A-Za-z0-9_-]{1,200})$/;
const KEY_BYTES = 16;

/**
 * What a mailed link says, once: the address forgets it at once, so that neither history nor a bookmark has it. The key
 * names this opening of it, so that who gets no answer may press again.
 */
export function takenFromAddress() {
  const found = MAGIC.exec(location.hash);
  if (!found) return null;
  history.replaceState(null, "", location.pathname + location.search);
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return { magic: found[1], key: Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}

/** The owner has a password; instructors have none, so their way in needs nothing but the first field. */
export function signInForm() {
  return html`<form class="sign-in sheet" novalidate aria-labelledby="sign-in-heading">
    <h2 id="sign-in-heading" tabindex="-1">Sign in</h2>
    <div class="field"><label for="email">E-mail</label>
      <input id="email" name="email" type="email" autocomplete="username" maxlength="254" required></div>
    <div class="field"><label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required></div>
    <p class="notice" role="alert" data-part="wrong" hidden></p>
    <button class="button" type="submit">Sign in</button>
    <p class="quiet-text" id="no-password">Instructors need no password: we mail you a link.</p>
    <button class="button quiet" type="button" id="send-link" data-door="send-link" aria-describedby="no-password">Send
      me a link</button></form>`;
}

/** Says the same for every address: who is here is nobody's business. */
export function sentSheet(email) {
  return html`<section class="sign-in sheet" aria-labelledby="sent-heading">
    <h2 id="sent-heading" tabindex="-1">Look into your mailbox</h2>
    <p>If <strong>${email}</strong> is the address of an instructor here, a link is on its way to it. It works once, for ten
      minutes.</p>
    <p class="quiet-text">Nothing there? Look among the spam, or ask the studio which address it has for you.</p>
    <button class="button quiet" type="button" id="back" data-door="back">Back</button></section>`;
}

/** A press, and not the opening, uses the link up: programs that look through mail open links, too. */
export function arrivalSheet(sentence = "") {
  return html`<section class="sign-in sheet" aria-labelledby="arrival-heading">
    <h2 id="arrival-heading" tabindex="-1">Your link to the desk</h2>
    <p>One press, and you are in. The link is used up then.</p>
    <p class="notice wait" role="alert" ${sentence ? "" : html`hidden`}>${sentence}</p>
    <button class="button" type="button" id="come-in" data-door="come-in">Sign in</button></section>`;
}
