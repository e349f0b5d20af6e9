/** Knows every sentence the page says about Calendly in English; fetched only where the studio uses it. */

export default {
  another: "Book another lesson",
  title: "Book a dance lesson",
  lead: "Choose a time in the studio’s Calendly. It confirms by e-mail.",
  frame: "Calendly: choose a time",
  loading: "Calendly is loading…",
  native: "Book on this page instead",
  tab: "Open Calendly in a new tab",
  quiet: "Prefer Calendly?",
  use: "Book through Calendly",
  away: "You need not wait: the studio also takes bookings through Calendly.",
  again: "Try Calendly again",
  instead: "Please book right here",
  silent: "Calendly does not answer at the moment. This is the studio’s own booking; nothing you typed is lost.",
  blocked: "Calendly cannot be shown in this page. This is the studio’s own booking; nothing you typed is lost.",
  offline: "You are offline, so Calendly cannot be reached. Nothing you typed is lost, and the studio’s own booking "
    + "is sent as soon as you are connected again.",
  broken: "The connection to Calendly broke. Unless Calendly has already confirmed your booking, this is the studio’s "
    + "own; nothing you typed is lost.",
  late: "Calendly has answered",
  stay: "You can go on here, where nothing changes, or change over.",
  afterAll: "Use Calendly after all",
  lateBooked: "You are booked: do not book again",
  show: "Show that booking",
  booked: "You are booked. See you on the floor!",
  asking: "Calendly has confirmed your booking. The studio is being asked for its details…",
  known: "Calendly has confirmed your booking, and the studio has it.",
  pending: "Calendly has confirmed your booking; it shows up at the studio in a moment.",
  untold: "Calendly has your booking; its confirmation comes by e-mail.",
  change: "To change or cancel it, use the links in Calendly’s e-mail.",
};
