/** Knows what was chosen and typed in this tab, so that a reload loses nothing; it stays on the device until it is sent. */

import { recalled, remember, tab } from "./memory.js";

const NAME = "booking-draft";
const DAY_MILLISECONDS = 86_400_000;

/** Adds `part` to what is kept; `now` is in milliseconds. */
export function keep(part, now) {
  remember(tab, NAME, { ...kept(now), ...part, at: now });
}

/** What was kept, or {} when there is nothing or the last change is a day old. */
export function kept(now) {
  const draft = recalled(tab, NAME) ?? {};
  if (now - draft.at < DAY_MILLISECONDS) return draft;
  if (draft.at) forget();
  return {};
}

export function forget() {
  remember(tab, NAME, {});
}
