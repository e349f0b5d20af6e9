/** Knows what the lessons of one booking cost together, by the rules the studio publishes; its own word counts. */

import { totalMinor } from "./money.js";
import { weekday } from "./time.js";

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
