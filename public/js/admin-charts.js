/** Knows how numbers become a chart with a table behind it: bars of plain SVG, with all words beside them in HTML. */

import { html } from "./html.js";

const NOTHING = "Nothing in this period.";

/**
 * Lying bars, a row each. A row is {label, size, shown, cells}: how long its bar is, what stands behind it, and what its
 * row of the table says after the label. `head` names the table's columns.
 */
export function bars(id, { title, note, head, rows }) {
  const longest = Math.max(...rows.map(({ size }) => size), 0);
  return chart(id, { title, note, head, rows }, html`<ul class="bars" aria-hidden="true">${rows.map(({ label, size, shown }) => html`<li>
    <span class="bar-name">${label}</span>
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false"><rect width="${share(size, longest)}" height="10"/></svg>
    <span class="bar-size">${shown}</span></li>`)}</ul>`);
}

/** Standing bars side by side, for days or months: the same rows, of which the first and the last are named below. */
export function columns(id, { title, note, head, rows }) {
  const highest = Math.max(...rows.map(({ size }) => size), 0);
  const tops = rows.map(({ size }, at) => {
    const height = share(size, highest);
    return html`<rect x="${at * 10 + 1}" y="${round(100 - height)}" width="8" height="${height}"/>`;
  });
  const middle = rows[Math.floor(rows.length / 2)];
  return chart(id, { title, note, head, rows }, html`<div class="columns" aria-hidden="true">
    <span class="columns-most">${rows.find(({ size }) => size === highest)?.shown}</span>
    <svg viewBox="0 0 ${rows.length * 10} 100" preserveAspectRatio="none" focusable="false">${tops}</svg>
    <p class="columns-names"><span>${rows[0]?.label}</span>${rows.length > 2 ? html`<span>${middle.label}</span>` : ""}${rows.length > 1 ? html`<span>${rows.at(-1).label}</span>` : ""}</p></div>`);
}

function chart(id, { title, note, head, rows }, drawing) {
  return html`<section class="desk-sheet sheet chart" aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${note ? html`<p class="quiet-text">${note}</p>` : ""}
    ${rows.some(({ size }) => size > 0) ? drawing : html`<p class="quiet-text">${NOTHING}</p>`}
    ${rows.length ? table(title, head, rows) : ""}</section>`;
}

/** Scrolls sideways by itself where it is wider than the screen; the keyboard reaches it. */
function table(title, head, rows) {
  return html`<details><summary>The numbers</summary>
    <div class="table-room" role="region" tabindex="0" aria-label="${title}, as a table"><table>
      <thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${rows.map(({ label, cells }) => html`<tr><th scope="row">${label}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
    </table></div></details>`;
}

const share = (size, most) => (most > 0 && size > 0 ? round(Math.max(1, (size / most) * 100)) : 0);

function round(number) {
  return Math.round(number * 10) / 10;
}
