/** Knows the studio's calendar: dates are plain "YYYY-MM-DD" values of its zone, never of the browser's. */

const DAY_MILLISECONDS = 86_400_000;

export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/** Monday is 0, as in the studio's rules. */
export function weekday(date) {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The date in the zone at an instant (a Date). */
export function dateIn(zone, instant) {
  const part = parts(instant, { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }, "en");
  return `${part.year}-${part.month}-${part.day}`;
}

/** "18:00" on the studio's wall clock at an instant. */
export function clockIn(zone, instant) {
  const part = parts(instant, { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "en");
  return `${part.hour}:${part.minute}`;
}

/** "Tue 24 Nov" */
export function dayName(date, language = "en") {
  const shape = { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" };
  const part = parts(new Date(`${date}T00:00:00Z`), shape, language);
  return `${part.weekday} ${part.day} ${part.month}`;
}

/** "24 Nov" */
export function shortDate(date, language = "en") {
  return dayName(date, language).split(" ").slice(1).join(" ");
}

/** "EST": tells the two instants of a repeated autumn hour apart. */
export function zoneLetters(instant, zone, language = "en") {
  return parts(new Date(instant), { timeZone: zone, timeZoneName: "short" }, language).timeZoneName;
}

/** "New York" for "America/New_York" */
export function zoneCity(zone) {
  return zone.split("/").pop().replaceAll("_", " ");
}

/** Half-open: a slot may begin when another ends. */
export function overlap(one, other) {
  return Date.parse(one.startsAt) < Date.parse(other.endsAt) && Date.parse(other.startsAt) < Date.parse(one.endsAt);
}

function parts(instant, shape, language) {
  const found = new Intl.DateTimeFormat(language, shape).formatToParts(instant);
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}
