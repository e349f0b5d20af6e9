/** Knows what the parts of the catalogue are called at the desk; staff read English. */

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
export const DAYS = { mon: "Monday", tue: "Tuesday", wed: "Wednesday", thu: "Thursday", fri: "Friday", sat: "Saturday", sun: "Sunday" };

/** Members of the document, as the page names their fields. */
const NAMES = {
  ...DAYS,
  classTypes: "Class types", priceRules: "Price rules", instructors: "Instructors", rooms: "Rooms", closedDays: "Closed days",
  rules: "Rules", calendly: "Calendly", studio: "Studio", name: "Name", description: "Description", en: "English", es: "Spanish",
  priceMinor: "Price", amountMinor: "Amount", percent: "Percent", duration: "Minutes", capacity: "Places", before: "Minutes free before",
  after: "Minutes free after", step: "Minutes between starts", icon: "Sign", active: "Active", photo: "Photo", specialties: "Specialties",
  rating: "Rating", reviewCount: "Reviews", week: "Weekly hours", breaks: "Breaks", exceptions: "Days off and other hours", email: "E-mail",
  noticeMinutes: "Notice to book", changeNoticeMinutes: "Notice to change", horizonDays: "Days ahead", activeBookings: "Bookings of one customer",
  zone: "Time zone", currency: "Currency", address: "Address", phone: "Telephone", label: "Label", weekdays: "Days", hours: "Hours",
  instructor: "Instructor", classType: "Class type", slotsAtLeast: "Lessons at once", mode: "Use", url: "Address of the page", hosts: "People",
  eventTypes: "Kinds of meetings", user: "Person on Calendly", uri: "Kind of meeting on Calendly", id: "Id", order: "Order",
};

/** "Class types › Salsa 1 › Price" for steps into a document; a thing is called by its name where it has one. */
export function path(names, document) {
  let inner = document;
  return names.map((name) => {
    const list = Array.isArray(inner) ? inner : null;
    inner = list ? (list.find((each) => each?.id === name) ?? list[Number(name)]) : inner?.[name];
    if (inner && list) return called(inner) || `no. ${list.indexOf(inner) + 1}`;
    return Object.hasOwn(NAMES, name) ? NAMES[name] : name;
  }).join(" › ") || "The whole";
}

export function called(thing) {
  const name = thing?.name?.en ?? thing?.name ?? thing?.label?.en;
  return typeof name === "string" && name ? name : thing?.id;
}

export const REASONS = {
  class_gone: "the class is not offered any more",
  instructor_gone: "the instructor does not teach any more",
  not_taught: "the instructor does not teach this class any more",
  duration: "the class has another length",
  room_gone: "the class does not take place in this room any more",
  too_many: "more people are booked than there are places",
  closed_day: "the studio is closed on that day",
  day_off: "it is a day off",
  outside_hours: "it is outside the hours",
  break: "it is in a break",
};

/** What is wrong with a value, as a sentence beside its field. */
export function mistake({ pointer, code, detail }) {
  if (code === "out_of_range" && /Minor$/.test(pointer)) return "This amount is not possible here.";
  if (code === "not_a_whole_number" && /Minor$/.test(pointer)) return "Please write an amount, such as 25.50.";
  if (code === "unknown_choice") return "This is not in the catalogue.";
  if (code === "missing") return "Please fill this in.";
  return `This ${detail}.`;
}

/** A value of the document in a few words. */
export function brief(value) {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 140 ? `${text.slice(0, 140)} …` : text || "empty";
}
