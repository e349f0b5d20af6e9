/** Knows the lessons of the day, as staff see them. */

import "./admin-door.js";
import { draw, html } from "./html.js";

export class DeskLessons extends HTMLElement {
  open({ session }) {
    draw(this, html`<p>${session.role === "owner" ? "All lessons." : "Your lessons."}</p>`);
  }
}

customElements.define("desk-lessons", DeskLessons);
