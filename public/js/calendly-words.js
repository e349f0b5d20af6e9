/** Knows which table of sentences about Calendly is fetched: the one in the page's language. */

import { language } from "./messages.js";

export const phrases = (await import(`./messages-calendly-${language}.js`)).default;
