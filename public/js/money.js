/** Knows how whole minor units are added up, written for people, and sent as the major units of the wire. */

/** "$20", "$20.50" or "−$8"; minor is an integer. */
export function money(minor, currency, language = "en") {
  return format(currency, language).format(major(minor, currency)).replace("-", "−");
}

/** The number the API calls totalAmount: 2050 minor units of USD are 20.5. */
export function major(minor, currency) {
  const digits = format(currency, "en").resolvedOptions().minimumFractionDigits;
  return Number((minor / 10 ** digits).toFixed(digits));
}

export function totalMinor(slots) {
  return slots.reduce((sum, slot) => sum + slot.priceMinor, 0);
}

function format(currency, language) {
  return new Intl.NumberFormat(language, { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" });
}
