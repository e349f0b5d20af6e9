/** Knows the periods that staff ask for: whole ones of the studio's calendar, as first and last day. */

import { addDays, shortDate, weekday } from "./time.js";

export const PERIODS = { week: "This week", month: "This month", last_month: "Last month", year: "This year" };

/** {first, last} of one of PERIODS, seen from a day. */
export function period(name, today) {
  const monday = addDays(today, -weekday(today));
  const month = `${today.slice(0, 7)}-01`;
  if (name === "week") return { first: monday, last: addDays(monday, 6) };
  if (name === "last_month") return wholeMonth(`${addDays(month, -1).slice(0, 7)}-01`);
  if (name === "year") return { first: `${today.slice(0, 4)}-01-01`, last: `${today.slice(0, 4)}-12-31` };
  return wholeMonth(month);
}

/** Which of PERIODS these days are, if any. */
export function nameOf({ first, last }, today) {
  return Object.keys(PERIODS).find((name) => {
    const one = period(name, today);
    return one.first === first && one.last === last;
  });
}

/** "Jun 2030" for a month, "4 Jun" for a day. */
export function whenName(when) {
  return when.length === 7 ? `${shortDate(`${when}-01`).split(" ")[1]} ${when.slice(0, 4)}` : shortDate(when);
}

function wholeMonth(first) {
  const next = `${addDays(first, 31).slice(0, 7)}-01`;
  return { first, last: addDays(next, -1) };
}
