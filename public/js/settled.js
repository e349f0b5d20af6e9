/** Knows how a change is carried out: one key for one decision, repeated until the studio has answered. */

import { Pause, pauseBefore } from "./api.js";
import { newKey } from "./booking-attempt.js";

/** `send(key)` resolves to an answer of api.js; `tell()` is called each time that none has come yet. */
export async function settled(send, tell, mayPass = isPassing) {
  return untilAnswered(send.bind(null, newKey()), tell, { mayPass });
}

/** The answer, or null when none has come in so many `tries`; `mayPass` says whether a later one may replace it. */
export async function untilAnswered(ask, tell, { tries = Infinity, mayPass = isPassing } = {}) {
  for (let count = 0; ; count += 1) {
    const answer = await ask();
    if (!mayPass(answer)) return answer;
    tell();
    if (count + 1 === tries) return null;
    await new Pause(pauseBefore(count, answer.retryAfter)).over;
  }
}

/** An answer that a later one may replace: none at all, too many requests, or a fault of the server. */
export function isPassing({ status }) {
  return status === 0 || status === 429 || status >= 500;
}
