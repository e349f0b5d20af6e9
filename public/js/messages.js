/** Knows which language is spoken here, and so which table of sentences is fetched. */

const KNOWN = ["en", "es"];

/** The element's on somebody else's page, then the page's, which page-start.js has settled on our own. */
export const language = [document.querySelector("booking-widget[lang]")?.lang, document.documentElement.lang]
  .map((tag) => tag?.slice(0, 2))
  .find((tag) => KNOWN.includes(tag)) ?? KNOWN[0];
export const say = (await import(`./messages-${language}.js`)).default;
