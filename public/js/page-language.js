/** Knows how the words that stand in a page's own HTML are said in the language that was chosen. */

import { sentences } from "./manage-words.js";
import { language } from "./messages.js";

const LANGUAGES = "[data-language]";

/** [data-say="manage.title"] gets that sentence; links between languages keep what stands behind the #. */
export function speak() {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll("[data-say]")) place.textContent = sentence(place.dataset.say);
  document.title = `${sentence(document.documentElement.dataset.title)} – Sabor con Flow`;
  for (const link of document.querySelectorAll(LANGUAGES)) {
    link.toggleAttribute("hidden", link.dataset.language === language);
    link.href = `?lang=${link.dataset.language}${location.hash}`;
  }
}

function sentence(path) {
  return path.split(".").reduce((table, name) => table[name], sentences);
}
