/** Knows every sentence about classes and instructors, below the booking, in English. */

export default {
  stars: (rating, count) => `${rating} of 5 stars, ${count} ${count === 1 ? "review" : "reviews"}`,
  nextFree: (when) => `Next: ${when}`,
  nothingSoon: "Nothing free this week",
  seeTimes: "See times",
};
