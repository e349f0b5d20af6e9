/** Knows what the studio offers: class types, who teaches them, zone, currency and horizon. */

import { classTypes, instructors, overview, Pause, pauseBefore, TRIES } from "./api.js";
import { bill } from "./money.js";
import { dateIn } from "./time.js";

const HORIZON_DAYS = 60;
const MINUTE_MILLISECONDS = 60_000;

/** Events: "outage" each time that reading has failed three times or more; read() goes on until it succeeds. */
export class Catalog extends EventTarget {
  classTypes = [];
  instructors = [];
  zone = "UTC";
  horizonDays = HORIZON_DAYS;
  noticeMinutes = 0;
  changeNoticeMinutes = 0;
  calendly = { mode: "off", url: null };
  first = null;
  today = null;
  #nextFree = new Map();
  #severalSlots = [];

  async read() {
    for (let count = 0; ; count += 1) {
      const answers = await Promise.all([classTypes(), instructors(), overview()]);
      if (answers.every(({ status }) => status === 200)) return this.#keep(answers.map(({ body }) => body));
      if (count + 1 >= TRIES) this.dispatchEvent(new CustomEvent("outage"));
      await new Pause(pauseBefore(count, Math.max(...answers.map(({ retryAfter }) => retryAfter ?? 0)))).over;
    }
  }

  get currency() {
    return this.classTypes[0]?.currency ?? "USD";
  }

  classTypeOr(id) {
    return this.classTypes.find((one) => one.id === id) ?? this.classTypes[0] ?? { id: "", name: "", duration: 0 };
  }

  /** The first instant that the studio takes bookings for at the moment `now`, both in milliseconds. */
  bookableFrom(now) {
    return now + this.noticeMinutes * MINUTE_MILLISECONDS;
  }

  teachersOf(classType) {
    return this.instructors.filter((one) => one.classTypes.includes(classType));
  }

  teaches({ classType, instructor }) {
    return instructor === "any" || this.teachersOf(classType).some(({ id }) => id === instructor);
  }

  /** The same choice, if it can be had: a class with one teacher is theirs, and who does not teach it gives way. */
  settled({ classType, instructor }) {
    const team = this.teachersOf(classType);
    const only = team.length === 1 ? team[0].id : "any";
    return { classType, instructor: team.some(({ id }) => id === instructor) ? instructor : only };
  }

  taughtBy(instructor) {
    return this.settled({ classType: this.classTypes.find(({ id }) => this.teaches({ classType: id, instructor }))?.id, instructor });
  }

  get firstFree() {
    return this.classTypes.find(({ id }) => this.teachersOf(id).some((one) => this.nextFree(one.id)));
  }

  /** The instant of an instructor's next free time, whatever the class; null when there is none soon. */
  nextFree(instructor) {
    return this.#nextFree.get(instructor) ?? null;
  }

  /** The date from which on there may be a time for this choice; null when none is known. */
  firstDate({ classType, instructor }) {
    if (this.first?.classType === classType && this.first.instructor === instructor) return this.first.week;
    const team = this.teachersOf(classType).filter(({ id }) => instructor === "any" || instructor === id);
    const instants = team.map(({ id }) => this.nextFree(id)).filter(Boolean).sort();
    return instants.length ? dateIn(this.zone, new Date(instants[0])) : null;
  }

  offers(chosen) {
    return this.classTypes.some(({ id }) => id === chosen.classType) && this.teaches(chosen);
  }

  instructorName(id) {
    return this.instructors.find((one) => one.id === id)?.name ?? "";
  }

  /** How a choice or a booking is called: {className, duration (minutes), instructorName, zone}. */
  namesOf({ classType, instructor }) {
    const { name: className, duration } = this.classTypeOr(classType);
    return { className, duration, instructorName: this.instructorName(instructor), zone: this.zone };
  }

  /** All that the page says of a choice of slots: its names, slots, currency and bill. */
  wish(chosen, slots) {
    const wish = { ...chosen, ...this.namesOf(chosen), slots, currency: this.currency };
    return { ...wish, ...bill(wish, this.#severalSlots) };
  }

  isAnyoneSlot(slot) {
    return slot.id.startsWith("any_");
  }

  #keep([offered, team, { timezone, rules, calendly, instructors: openings, first, today }]) {
    this.classTypes = offered;
    this.instructors = team;
    this.zone = timezone;
    [this.first, this.today] = [first, today];
    this.calendly = calendly ?? this.calendly;
    this.noticeMinutes = rules?.noticeMinutes ?? 0;
    this.changeNoticeMinutes = rules?.changeNoticeMinutes ?? 0;
    this.horizonDays = rules?.horizonDays ?? HORIZON_DAYS;
    this.#severalSlots = rules?.severalSlots ?? [];
    this.#nextFree = new Map(openings?.map(({ id, nextAvailable }) => [id, nextAvailable]));
  }
}
