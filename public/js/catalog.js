/** Knows what the studio offers, as the page needs it: class types, who teaches them, zone, currency and horizon. */

import { classTypes, instructors, overview, overviewOfAll } from "./api.js";
import { bill } from "./bill.js";
import { Pause, pauseBefore } from "./patience.js";

const HORIZON_DAYS = 60;
const MINUTE_MILLISECONDS = 60_000;

/** Events: "outage" when the first reading of the catalogue fails; read() goes on until it succeeds. */
export class Catalog extends EventTarget {
  classTypes = [];
  instructors = [];
  zone = "UTC";
  horizonDays = HORIZON_DAYS;
  noticeMinutes = 0;
  changeNoticeMinutes = 0;
  calendly = { mode: "off", url: null };
  #free = new Map();
  #severalSlots = [];

  async read(language = "en") {
    for (let count = 0; ; count += 1) {
      const answers = await Promise.all([classTypes(language), instructors(language), overviewOfAll()]);
      if (answers.every(({ status }) => status === 200)) return this.#keep(answers.map(({ body }) => body));
      this.dispatchEvent(new CustomEvent("outage"));
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

  offers(chosen) {
    return this.classTypes.some(({ id }) => id === chosen.classType) && this.teaches(chosen);
  }

  /** The given name in full; empty for anyone. */
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

  /** Next free instants by instructor, as far as they are known; calls `came` once when more is. */
  nextFree(classType, came) {
    const known = this.#free.get(classType);
    if (!known) this.#readFree(classType).then((isRead) => isRead && came());
    return known ?? new Map();
  }

  async #readFree(classType) {
    const { status, body } = await overview(classType);
    if (status !== 200) return false;
    this.#free.set(classType, new Map(body.instructors.map(({ id, nextAvailable }) => [id, nextAvailable])));
    return true;
  }

  #keep([offered, team, { timezone, rules, calendly }]) {
    this.classTypes = offered;
    this.instructors = team;
    this.zone = timezone;
    this.calendly = calendly ?? this.calendly;
    this.noticeMinutes = rules?.noticeMinutes ?? 0;
    this.changeNoticeMinutes = rules?.changeNoticeMinutes ?? 0;
    this.horizonDays = rules?.horizonDays ?? HORIZON_DAYS;
    this.#severalSlots = rules?.severalSlots ?? [];
    this.#free.clear();
  }
}
