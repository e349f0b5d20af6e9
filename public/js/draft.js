/** Knows what was chosen and typed in this tab, so that a reload loses nothing; it never leaves the device. */

const NAME = "booking-draft";
const DAY_MILLISECONDS = 86_400_000;

/** Adds `part` to what is kept; `now` is in milliseconds. */
export function keep(part, now) {
  const text = JSON.stringify({ ...kept(now), ...part, at: now });
  tried((storage) => storage.setItem(NAME, text));
}

/** What was kept, or {} when there is nothing or the last change is a day old. */
export function kept(now) {
  const draft = JSON.parse(tried((storage) => storage.getItem(NAME)) ?? "{}");
  if (now - draft.at < DAY_MILLISECONDS) return draft;
  forget();
  return {};
}

export function forget() {
  tried((storage) => storage.removeItem(NAME));
}

/** A browser may forbid storage or have no room; then the page works without a memory. */
function tried(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
