/** Knows how the booking stands on somebody else's page: the HTML of our own, with our styles, in a shadow root. */

import { ask, Pause, pauseBefore, STUDIO } from "./api.js";
import { parsed } from "./html.js";
import { language } from "./messages.js";
import { styled } from "./page-styles.js";

const STYLES = ["/css/main.css", "/css/booking-widget.css"];

/** The shadow root once it is filled; until then the element shows what the page has put into it. */
export async function embedded(element) {
  const page = parsed(await pageText());
  element.lang ||= language;
  const root = element.attachShadow({ mode: "open" });
  await Promise.all(STYLES.map((path) => styled(new URL(path, STUDIO), root)));
  root.append(...page.querySelector("booking-widget").children);
  return root;
}

async function pageText() {
  for (let count = 0; ; count += 1) {
    const { status, text, retryAfter } = await ask("/");
    if (status === 200) return text;
    await new Pause(pauseBefore(count, retryAfter)).over;
  }
}
