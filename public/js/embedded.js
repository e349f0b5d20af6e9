/** Knows how the booking stands on somebody else's page: the HTML of our own, with our styles, in a shadow root. */

import { Pause, pauseBefore, STUDIO } from "./api.js";
import { parsed } from "./html.js";
import { language } from "./messages.js";
import { styled } from "./page-styles.js";

const DEADLINE_MILLISECONDS = 12_000;
const STYLES = ["/css/main.css", "/css/booking-widget.css"];

/** The shadow root once it is filled; until then the element shows what the page has put into it. */
export async function embedded(element) {
  const page = await studioPage();
  element.lang ||= language;
  const root = element.attachShadow({ mode: "open" });
  await Promise.all(STYLES.map((path) => styled(new URL(path, STUDIO), root)));
  root.append(...page.querySelector("booking-widget").children);
  return root;
}

/** Whatever else answers in its place holds no booking. */
async function studioPage() {
  for (let count = 0; ; count += 1) {
    try {
      const answer = await fetch(`${STUDIO}/`, { credentials: "omit", signal: AbortSignal.timeout(DEADLINE_MILLISECONDS) });
      const page = parsed(await answer.text());
      if (page.querySelector("booking-widget [data-screen]")) return page;
    } catch {
      // The next try may find it.
    }
    await new Pause(pauseBefore(count)).over;
  }
}
