/** Knows which language the page speaks, and so which table of sentences is fetched. */

const KNOWN = ["en", "es"];
const page = document.documentElement;

/**
 * A page that speaks several says so in <html data-languages="en es">; it follows the address (?lang=), then the link
 * (#…&lang=), then the browser. Any other page speaks the language of its <html lang>.
 */
export const language = chosen(page.dataset.languages?.split(" ") ?? [page.lang || "en"]);
export const say = (await import(`./messages-${language}.js`)).default;

/** The language for the studio's letters: the customer's first choice among those the studio writes. */
export function customerLanguage() {
  return wished().find((tag) => KNOWN.includes(tag)) ?? "en";
}

function chosen(spoken) {
  const asked = [new URLSearchParams(location.search), new URLSearchParams(location.hash.slice(1))];
  const tags = [...asked.map((query) => query.get("lang")), ...wished()];
  return tags.find((tag) => spoken.includes(tag)) ?? spoken[0];
}

function wished() {
  return [...navigator.languages, page.lang].map((tag) => tag.slice(0, 2));
}
