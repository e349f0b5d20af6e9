/** Knows the studio's calendar and its pages: dates are plain "YYYY-MM-DD" values of its zone, never of the browser's. */

const DAY_MILLISECONDS = 86_400_000;
const PAGE_DAYS = 7;
const FRESH_MILLISECONDS = 5000;

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

// Intl's first use takes a slow phone a tenth of a second.
const NAMES = {
  en: ["Mon Tue Wed Thu Fri Sat Sun", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"],
  es: ["lun mar mié jue vie sáb dom", "ene feb mar abr may jun jul ago sept oct nov dic"],
};

/** "Tue 24 Nov" */
export function dayName(date, language = "en") {
  return `${NAMES[language][0].split(" ")[weekday(date)]} ${shortDate(date, language)}`;
}

/** "24 Nov" */
export function shortDate(date, language = "en") {
  const [, month, day] = date.split("-");
  return `${Number(day)} ${NAMES[language][1].split(" ")[month - 1]}`;
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
  #today;
  #till = Date.now() + FRESH_MILLISECONDS;
  #offset = 0;

  constructor(zone, horizonDays, today) {
    this.#zone = zone;
    this.#horizonDays = horizonDays;
    this.#today = today;
  }

  /** As the studio has told it a moment ago, then by this clock. */
  get today() {
    return Date.now() < this.#till && this.#today || dateIn(this.#zone, new Date());
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
