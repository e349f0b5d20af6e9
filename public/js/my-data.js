/** Knows how customers take along what is kept about them, and how they have it removed. */

import { draw, html } from "./html.js";
import { sentences } from "./manage-words.js";
import { dataOf, erase } from "./own-booking.js";
import { settled, untilAnswered } from "./settled.js";

/** Sends `erased` with the booking as it is afterwards. */
export class MyData extends HTMLElement {
  #id;
  #token;

  connectedCallback() {
    this.addEventListener("click", ({ target }) => this.#follow(target.closest("[data-data]")?.dataset.data));
  }

  open(id, token) {
    [this.#id, this.#token] = [id, token];
    this.#show(html`<div class="choices">
      <button type="button" class="button quiet" data-data="download">${sentences.data.download}</button>
      <button type="button" class="button quiet" data-data="ask">${sentences.data.erase}</button></div>`);
  }

  #show(below, isOpen = false) {
    draw(this, html`<details ${isOpen && "open"}><summary>${sentences.data.title}</summary>
      <p>${sentences.data.what}</p>${below}<p role="status" data-told></p></details>`);
  }

  #follow(choice) {
    if (choice === "download") this.#download();
    else if (choice === "ask") this.#ask();
    else if (choice === "keep") this.open(this.#id, this.#token);
    else if (choice === "erase") this.#erase();
  }

  /** The token travels in a header, so the file is fetched and handed over. */
  async #download() {
    const answer = await untilAnswered(() => dataOf(this.#id, this.#token), () => this.#tell(sentences.manage.away));
    if (answer.status !== 200) return this.#tell(sentences.manage.refused.other);
    const file = URL.createObjectURL(new Blob([answer.text], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: file, download: "my-data.json" }).click();
    URL.revokeObjectURL(file);
  }

  /** Keeping comes first, so that a hasty press changes nothing. */
  #ask() {
    this.#show(html`<p><strong>${sentences.data.sure}</strong></p><div class="choices">
      <button type="button" class="button" data-data="keep">${sentences.data.keep}</button>
      <button type="button" class="button quiet" data-data="erase">${sentences.data.eraseNow}</button></div>`, true);
    this.querySelector("[data-data='keep']").focus();
  }

  async #erase() {
    const answer = await settled(() => erase(this.#id, this.#token), () => this.#tell(sentences.data.notErased));
    if (answer.status !== 200) return this.#tell(sentences.manage.refused.other);
    this.dispatchEvent(new CustomEvent("erased", { bubbles: true, detail: answer.body.booking }));
  }

  #tell(sentence) {
    this.querySelector("[data-told]").textContent = sentence;
  }
}

customElements.define("my-data", MyData);
