/** Knows the studio's calendar and its pages: dates are plain "YYYY-MM-DD" values of its zone, never of the browser's. */

const DAY_MILLISECONDS = 86_400_000;
const PAGE_DAYS = 7;

export function addDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/** NaN for what is no date. */
export function daysBetween(date, later) {
  return (Date.parse(`${later}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`)) / DAY_MILLISECONDS;
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

/** Pages of seven days, from today up to the furthest day that can be booked. */
export class WeekPager {
  #zone;
  #horizonDays;
  #offset = 0;

  constructor(zone, horizonDays) {
    this.#zone = zone;
    this.#horizonDays = horizonDays;
  }

  get today() {
    return dateIn(this.#zone, new Date());
  }

  get lastDay() {
    return addDays(this.today, this.#horizonDays);
  }

  get start() {
    return addDays(this.today, this.#offset);
  }

  get dates() {
    return Array.from({ length: PAGE_DAYS }, (_, day) => addDays(this.start, day));
  }

  get hasEarlier() {
    return this.#offset > 0;
  }

  get hasLater() {
    return this.#offset + PAGE_DAYS <= this.#horizonDays;
  }

  /** To the seven days from this date on, if it is one that can be booked. */
  goTo(date) {
    const days = daysBetween(this.today, date);
    if (days >= 0 && days <= this.#horizonDays) this.#offset = days;
  }

  earlier() {
    this.#offset = Math.max(0, this.#offset - PAGE_DAYS);
  }

  later() {
    if (this.hasLater) this.#offset += PAGE_DAYS;
  }
}

const formats = {};

function parts(instant, shape, language) {
  const format = formats[language + JSON.stringify(shape)] ??= new Intl.DateTimeFormat(language, shape);
  const found = format.formatToParts(instant);
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}
