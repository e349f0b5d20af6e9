/** Knows every sentence the page says, in the page's language. */

const EN = {
  anyone: "Anyone",
  anyoneHint: "Whoever of the team is free",
  with: (name) => (name ? `with ${name}` : "with anyone free"),
  withNobodyChosen: "Anyone free",
  clock: (day, time) => `${day}, ${time}`,
  minutes: (count) => `${count} min`,
  places: (count) => `up to ${count} people`,
  privateLesson: "private",
  left: (count) => `${count} left`,
  placesLeft: (count) => (count === 1 ? "1 place left" : `${count} places left`),
  stars: (rating, count) => `${rating} of 5 stars, ${count} ${count === 1 ? "review" : "reviews"}`,
  nextFree: (when) => `Next: ${when}`,
  nothingSoon: "Nothing free this week",
  today: "Today",
  notFree: "Not available",
  taken: "Taken",
  tooLate: "Too late",
  opensLater: "Opens for booking later",
  notAvailable: "not available",
  noLessons: "No lessons",
  nothingMore: "Nothing more today",
  weekFull: "Nothing is free in these seven days.",
  lookFurther: "See the next seven days",
  zone: (city, letters) => `Times are ${city} time${letters && ` (${letters})`}.`,
  range: (from, to) => `${from} – ${to}`,
  chooseUpTo: "Pick up to 4 times ↓",
  chosen: (count) => (count === 1 ? "1 time" : `${count} times`),
  atMostFour: "Four times are the most for one booking. Take one away to choose another.",
  overlapping: "That time overlaps one you have already chosen.",
  added: (label) => `${label}: chosen.`,
  removed: (label) => `${label}: no longer chosen.`,
  cleared: "The times you had chosen were of another class, so they are no longer chosen.",
  dropped: (labels, name) => `Not free with ${name || "anyone"} in the week shown, so no longer chosen: ${labels}.`,
  gone: (label) => `${label} has just been taken by someone else, so it is no longer chosen.`,
  loading: "Reading the timetable…",
  loaded: (count) => `Timetable is up to date: ${count === 1 ? "1 free time" : `${count} free times`}.`,
  away: "The timetable cannot be read at the moment. The page keeps trying; nothing you chose is lost.",
  unread: "These days cannot be read at the moment. They will appear here as soon as the studio answers.",
  back: "The timetable is back and up to date.",
  summaryClass: "Class",
  summaryWho: "Instructor",
  summaryWhen: "When",
  total: "Total",
  book: "Book",
  booking: "Booking…",
  tryAgain: "Try again now",
  notYet: {
    title: "Not booked yet",
    text: "The studio’s book cannot be reached at the moment. Everything you typed is kept, and the page tries again.",
    tired: "The studio’s book still cannot be reached. Everything you typed is kept. Try again now, or leave the page "
      + "open: it books as soon as the studio is back.",
  },
  unknown: {
    title: "Not booked yet, as far as this page knows",
    text: "The connection broke before the studio answered. The page asks again with the same request, so you cannot "
      + "be booked twice. Everything you typed is kept.",
    tired: "The studio has still not answered. Everything you typed is kept. Try again now, or leave the page open: "
      + "it settles this as soon as the studio is back, and you cannot be booked twice.",
  },
  edited: "You changed something, so the page has stopped trying by itself. Press Book when you are ready.",
  slotTaken: {
    title: "Someone was quicker",
    text: (labels) => `${labels} has just been taken. Nothing is booked yet, and everything you typed is kept.`,
    instead: "Free instead:",
    swapped: (label) => `${label} is now in your booking. Press Book to take it.`,
    swappedTitle: "Swapped",
  },
  priceChanged: {
    title: "The price is different",
    less: "Good news: it costs less",
    text: (price) => `Nothing is booked yet. The studio’s total for this booking is ${price}.`,
    button: (price) => `Book for ${price}`,
  },
  catalogChanged: {
    title: "The studio has just changed its timetable or prices",
    text: "Nothing is booked yet. Please look at the summary once more, then press Book.",
  },
  invalid: { title: "Please look at this again" },
  notASlot: {
    title: "This time can no longer be booked",
    text: "Nothing is booked yet, and everything you typed is kept. Please choose another time.",
  },
  apart: {
    title: "No single instructor teaches at all of these times",
    text: "Nothing is booked yet, and everything you typed is kept. Please go back and choose one instructor: "
      + "the times that they have free stay chosen. Or book the times one by one.",
  },
  tooMany: {
    title: "Not booked yet: please wait a moment",
    wait: (seconds) => `You can try again in about ${seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`}.`,
  },
  refused: { title: "Not booked", text: "The studio’s system turned this request down." },
  otherTimes: "Choose other times",
  earlier: "Your first request had already been booked before you changed the form, so the change was not sent.",
  done: {
    number: "Confirmation number",
    manage: "Your booking’s page",
    keep: "Keep this link: it opens your booking without a password.",
    copy: "Copy link",
    copied: "Copied.",
    marked: "This browser did not let the page copy. The link is marked, so you can copy it yourself.",
    calendar: "Add to calendar",
  },
  status: { confirmed: "Confirmed", canceled: "Canceled", completed: "Completed", no_show: "Missed" },
  manage: {
    reading: "Reading your booking…",
    missing: "This link is not complete. Please open the whole link from your confirmation.",
    unknown: "No booking can be opened with this link. Please check that it is complete, or call the studio.",
    away: "The studio’s book cannot be reached at the moment. The page keeps trying.",
    name: "Booked by",
    tooLate: "It is too close to the lesson to change it here. Call the studio:",
    move: "Move",
    cancel: "Cancel booking",
    moveHeading: "Choose another time",
    pick: (count) => (count > 0 ? `Pick ${count === 1 ? "1 time" : `${count} times`}. Your booking stays as it is until you confirm.` : ""),
    earlier: "Earlier",
    later: "Later",
    to: (labels) => `Move to ${labels}?`,
    moveNow: "Move my booking",
    leave: "Keep my booking",
    sure: "Cancel this booking? Your place is given to somebody else.",
    cancelNow: "Yes, cancel it",
    moved: "Your booking has been moved.",
    canceled: "Your booking is canceled.",
    notMoved: "Not moved yet: the studio’s book cannot be reached at the moment. The page keeps trying.",
    notCanceled: "Not canceled yet: the studio’s book cannot be reached at the moment. The page keeps trying.",
    refused: {
      slot_taken: "Someone was quicker: that time has just been taken. Your booking is as it was. Please choose another time.",
      too_late: "It is too close to the lesson to change it here. Please call the studio.",
      not_allowed_now: "This is not possible any more with this booking.",
      other_version: "The booking was changed meanwhile. Here is how it stands now.",
      not_a_slot: "That time can no longer be booked. Your booking is as it was. Please choose another time.",
      other: "That did not work, and your booking is as it was. Please try again, or call the studio.",
    },
  },
};

const BY_LANGUAGE = { en: EN };

/** The page's language: what <html lang> says. */
export const language = document.documentElement.lang || "en";
export const say = BY_LANGUAGE[language] ?? EN;

/** The language for the studio's letters: the customer's first choice among those the studio writes. */
export function customerLanguage() {
  const wished = [...navigator.languages, language].map((tag) => tag.slice(0, 2));
  return wished.find((tag) => tag === "en" || tag === "es") ?? "en";
}
