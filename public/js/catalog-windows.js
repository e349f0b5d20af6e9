/** Knows windows of a day, [["09:00", "12:00"], …], as half hours of a grid see and change them. */

export const HALF = 30;
const DAY = 1440;

/** Minutes since midnight, NaN for what is no time. */
export function minutes(clock) {
  const found = /^(\d\d):(\d\d)$/.exec(clock);
  return found ? Number(found[1]) * 60 + Number(found[2]) : NaN;
}

export function clock(minute) {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

const spans = (windows) => (Array.isArray(windows) ? windows : []).filter(Array.isArray).map((each) => each.map(minutes)).filter(([opens, closes]) => opens < closes);

/** "all", "some" or "none" of the half hour that begins then. */
export function covered(windows, from) {
  const inside = spans(windows).reduce((sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, from + HALF) - Math.max(opens, from)), 0);
  return inside >= HALF ? "all" : inside > 0 ? "some" : "none";
}

/** New windows with this half hour in them, in order; windows that touch become one. What cannot be read stays at the end. */
export function withHalf(windows, from) {
  return whole([...spans(windows), [from, from + HALF]], windows);
}

export function withoutHalf(windows, from) {
  const left = spans(windows).flatMap(([opens, closes]) => [[opens, Math.min(closes, from)], [Math.max(opens, from + HALF), closes]]);
  return whole(left.filter(([opens, closes]) => opens < closes), windows);
}

function whole(found, windows) {
  const merged = [];
  for (const [opens, closes] of found.sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && opens <= last[1]) last[1] = Math.max(last[1], closes);
    else merged.push([opens, closes]);
  }
  const unreadable = (Array.isArray(windows) ? windows : []).filter((each) => !spans([each]).length);
  return [...merged.map((each) => each.map(clock)), ...unreadable];
}

/** The half hours that a week of windows and breaks needs to be seen in, from at latest eight to at earliest ten at night. */
export function halves(...weeks) {
  const all = weeks.flatMap((week) => Object.values(week ?? {})).flatMap(spans);
  const first = Math.max(0, Math.min(8 * 60, ...all.map(([opens]) => Math.floor(opens / 60) * 60)));
  const last = Math.min(DAY, Math.max(22 * 60, ...all.map(([, closes]) => Math.ceil(closes / 60) * 60)));
  return Array.from({ length: (last - first) / HALF }, (_, n) => first + n * HALF);
}

/** A window to begin with: an hour after the last one, or a usual day. */
export function another(windows) {
  const last = Math.max(...spans(windows).map(([, closes]) => closes));
  if (!Number.isFinite(last)) return ["10:00", "18:00"];
  return last + 60 < DAY ? [clock(last + 60), clock(Math.min(DAY, last + 180))] : ["", ""];
}
