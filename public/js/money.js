/** Knows money in whole minor units: written for people, as the wire's major units, and added up by the studio's rules. */

import { weekday } from "./time.js";

/** "$20", "$20.50" or "−$8" in either language, as in our letters; minor is an integer. */
export function money(minor, currency, language = "en") {
  // Intl is slow.
  if (currency === "USD" && minor >= 0 && minor < 1e5) return `$${(minor / 100).toFixed(minor % 100 && 2)}`;
  return written[minor + currency + language] ??= format(currency, language).format(major(minor, currency)).replace("-", "−");
}

/** The number the API calls totalAmount: 2050 minor units of USD are 20.5. */
export function major(minor, currency) {
  const digits = format(currency, "en").resolvedOptions().minimumFractionDigits;
  return Number((minor / 10 ** digits).toFixed(digits));
}

export function totalMinor(slots) {
  return slots.reduce((sum, slot) => sum + slot.priceMinor, 0);
}

const [formats, written] = [{}, {}];

function format(currency, language) {
  return formats[currency + language] ??= new Intl.NumberFormat(currency === "USD" ? "en" : language, { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" });
}

/** {totalMinor, priceLines} of a wish; the lines, {label, amountMinor}, add up to the total. */
export function bill({ className, slots, ...wish }, rules) {
  const sum = totalMinor(slots);
  const priceLines = [{ label: className, amountMinor: sum }];
  let total = sum;
  for (const rule of rules.filter((one) => holds(one, wish, slots))) {
    const change = Math.max(-total, rule.percent === null ? rule.amountMinor : share(sum, rule.percent));
    if (change) priceLines.push({ label: rule.label, amountMinor: change });
    total += change;
  }
  return { totalMinor: total, priceLines };
}

function holds(rule, { classType, instructor }, slots) {
  return (
    slots.length >= rule.slotsAtLeast &&
    (!rule.classTypes.length || rule.classTypes.includes(classType)) &&
    (rule.instructor === null || rule.instructor === instructor) &&
    slots.every(({ date, startTime }) => isIn(rule, weekday(date), startTime))
  );
}

function isIn({ weekdays, opens, closes }, day, time) {
  return (!weekdays.length || weekdays.includes(day)) && (opens === null || (opens <= time && time < closes));
}

/** Its size rounded half up, as the studio does. */
function share(amountMinor, percent) {
  const hundredths = amountMinor * percent;
  return Math.sign(hundredths) * Math.floor((Math.abs(hundredths) + 50) / 100);
}
