/** Knows how the booking stands on somebody else's page: the HTML of our own, with our styles, in a shadow root. */

import { DEADLINE_MILLISECONDS, STUDIO } from "./api.js";
import { parsed } from "./html.js";
import { language } from "./messages.js";
import { styled } from "./page-styles.js";
import { untilAnswered } from "./settled.js";

const STYLES = ["/css/main.css", "/css/booking-widget.css"];

/** The shadow root once it is filled; until then the element shows what the page has put into it. */
export async function embedded(element) {
  const { page } = await untilAnswered(studioPage, () => {});
  element.lang ||= language;
  const root = element.attachShadow({ mode: "open" });
  await Promise.all(STYLES.map((path) => styled(new URL(path, STUDIO), root)));
  root.append(...page.querySelector("booking-widget").children);
  return root;
}

/** {status, page}, 0 when there is none: whatever else answers in the studio's place holds no booking. */
async function studioPage() {
  try {
    const answer = await fetch(`${STUDIO}/`, { credentials: "omit", signal: AbortSignal.timeout(DEADLINE_MILLISECONDS) });
    const page = parsed(await answer.text());
    return { status: page.querySelector("booking-widget [data-screen]") ? 200 : 0, page };
  } catch {
    return { status: 0 };
  }
}
