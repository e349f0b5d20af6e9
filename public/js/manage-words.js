/** Knows which table of sentences about one's own booking is fetched: the one in the page's language. */

import { language } from "./messages.js";

export const sentences = (await import(`./messages-manage-${language}.js`)).default;
