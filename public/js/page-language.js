/** Knows how the words that stand in a page's own HTML are said in the language that was chosen. */

import { sentences } from "./manage-words.js";

/** [data-say="manage.title"] gets that sentence. */
export function speak() {
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = sentence(place.dataset.say);
  document.title = `${sentence(document.documentElement.dataset.title)} – Sabor con Flow`;
}

function sentence(path) {
  return path.split(".").reduce((table, name) => table[name], sentences);
}
