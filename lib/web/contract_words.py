"""What the machine-readable contract says in words: of operations, parameters, headers and ways in."""

from collections.abc import Mapping
from typing import Any

from lib.studio import policy

INFO = """Everything the studio's own pages do, they do through these addresses.

- JSON in UTF-8. An instant is RFC 3339 in UTC with `Z`; `date`, `startTime` and `endTime` are the studio's wall clock.
- Money comes twice: in major units (`price`) and as whole minor units (`priceMinor`) with an ISO `currency`.
- Every no is a problem document (RFC 9457); its `code` is stable and is explained at `/problems`.
- 429 and 503 say in `Retry-After` how many seconds to wait. A write whose outcome is unknown is settled by repeating it
  with the same `Idempotency-Key`.
- Members of a query that an address does not know are passed over; members of a body that it does not know are refused.

The same for people to read, with the limits, is at `/developers`."""

TAGS: Mapping[str, tuple[str, str]] = {
    "Lessons": ("/api/class-types /api/instructors /api/availability /api/availability/stream", "What can be booked."),
    "Bookings": ("/api/bookings", "Book, look, move, correct, cancel."),
    "Staff": (
        "/api/admin/session /api/admin/booking-management /api/admin/catalog /api/send-confirmation",
        "What the studio's people see and do.",
    ),
    "Machines": ("/api/calendly-webhook /api/cron/maintenance /api/health", "The scheduler, Calendly, monitoring."),
}

OPERATIONS: Mapping[str, str] = {
    "GET /api/class-types": "Class types that somebody teaches, in the studio's own order. `duration` is in minutes.",
    "GET /api/instructors": "`rating` is what the studio says of its people; null where it says nothing.",
    "GET /api/availability": "With `classType` and `week` seven days from that date on, with `date` that day alone: an "
    "ordered list of slots for each. Slots that are taken, too soon or too far ahead stay in the list with `available: "
    "false`. Without an instructor, or with `any`, every start comes once. With neither date nor week: the studio's "
    "zone and rules, and who is free in the next seven days.",
    "GET /api/availability/stream": "Server-sent events. Each message says that places were taken or left; read the "
    "shown days again with `v=<id>` then. `event: resync` means that the id you named is too old to be told what came "
    "after it. A comment comes every few seconds, and the stream ends by itself: come back with `Last-Event-ID`.",
    "GET /api/bookings": "With `id`: one booking, as JSON, as a calendar file (`format=ics`, also with the key of its "
    "`calendarUrl`), or with all that is kept about its customer (`format=data`). Without `id`: many, for staff.",
    "POST /api/bookings": "One to four slots of one class type with one instructor, all or nothing. The price is the "
    "studio's; a `totalAmount` that differs is told with the right one. Send an `Idempotency-Key` and repeat the same "
    "request with it whenever you do not know what became of it: nobody is booked twice. The manage token comes only "
    "here and in the letter. With `bookingSource: calendly` it follows what was booked in Calendly's own page.",
    "PUT /api/bookings": "One change at a time: `slots` moves the booking in one step (same class, same number, same "
    "price), `personalInfo` corrects what is sent of it, `status` and `paymentStatus` are for staff.",
    "DELETE /api/bookings": "Repeating it answers the same. With `erase=1` what is kept about the customer is removed.",
    "GET /api/health": "For monitoring. 503 when the store is away; everything else that is missing or failing is told "
    "with 200.",
    "POST /api/calendly-webhook": "Signed over `t`, a dot and the raw body. What is understood is answered with 200, "
    "whether or not it is about this studio; it may come as often as it likes and in any order.",
    "POST /api/admin/session": "`password` is the owner's; instructors send `email` alone and come back with the "
    "`magic` of the link that they were mailed. Pages get a cookie, programs that say `bearer` a token. `calendly` "
    "asks for Calendly's consent page, or ends that consent.",
    "GET /api/admin/session": "A fresh token while the session lasts. With `state` it is the way back from Calendly's "
    "consent page, and leads on to the desk.",
    "DELETE /api/admin/session": "The session is over everywhere, whatever tokens of it there are.",
    "GET /api/send-confirmation": "Letters that are due are sent until there are none, or for some seconds.",
    "POST /api/send-confirmation": "The letter goes to the address that the booking has, a few times a day at most. "
    "With SendGrid's signature it takes the reports of its event webhook.",
    "GET /api/admin/booking-management": "`view=list` (also `format=csv`), `day`, `summary`, `audit` or `problems`. "
    "Instructors see their own lessons; figures about visitors and problems are the owner's.",
    "POST /api/admin/booking-management": "`action` says what; its other fields are those of the matching call. Every "
    "action goes through the same scripts as the customer's, and leaves a line in the booking's trail.",
    "GET /api/admin/catalog": "The whole document is the owner's; `part` names an instructor whose hours are meant.",
    "PUT /api/admin/catalog": "The whole document, or with `part` somebody's hours. It is checked as a whole: each "
    "mistake is pointed at. `stranded` are bookings that could not be made any more; they stay as they are.",
    "GET /api/cron/maintenance": "May be called at any time and by several at once; each part reports its outcome.",
}

PARAMETERS: Mapping[str, str] = {
    "classType": "Id of a class type.",
    "instructor": "Id of an instructor; `any` or nothing for all of them.",
    "week": "First of seven days.",
    "date": "One day; wins over `week`.",
    "lang": "`es` for Spanish; everything else is English.",
    "v": "An `Event-Id` that you have seen: names a new entry of every cache on the way.",
    "after": "An `Event-Id`: tell what came after it. `Last-Event-ID` wins.",
    "id": "Id of a booking.",
    "format": "Form of the answer.",
    "key": "The key of a `calendarUrl`; opens the calendar file and nothing else.",
    "feed": "The secret of an instructor's calendar link: the answer is their lessons, as text/calendar.",
    "email": "A whole e-mail address; what is like one is searched for with POST.",
    "status": "Only bookings of this status.",
    "startDate": "First day, in the studio's zone.",
    "endDate": "Last day, included.",
    "by": "Whether days are those of the lesson or of the booking; by default of the booking, with `instructor` of the "
    "lesson.",
    "limit": "How many on a page.",
    "cursor": "`nextCursor` of the page before.",
    "erase": "Remove what is kept about the customer as well.",
    "view": "What to look at.",
    "days": "How many days from `date` on.",
    "from": "First day of the period; by default the first of this month.",
    "to": "Last day of the period, included.",
    "part": "An instructor whose hours alone are meant.",
    "dryRun": "Only say what the edit would do.",
    "previous": "As it was before the last edit.",
    "state": "What Calendly's consent page was given and gives back.",
    "code": "Calendly's code.",
    "error": "Why Calendly gives no code.",
    "Idempotency-Key": "One for each thing that somebody wants done once. Kept with its answer for "
    f"{policy.IDEMPOTENCY_DAYS} days.",
    "If-Match": "The `ETag` that you have read; 412 if it was changed since.",
    "If-None-Match": "The `ETag` that you have; 304 if nothing changed.",
    "Last-Event-ID": "The last `id:` that you have seen of the stream.",
    "Accept-Language": "In which language the booking and its letters speak, unless `language` or `lang` says it.",
}

HEADERS: Mapping[str, str] = {
    "X-Request-Id": "Names this answer in the studio's log; `instance` of a problem.",
    "ETag": "Version of what was answered.",
    "Event-Id": "The newest change that the answer knows of; for `v`, `after` and `Last-Event-ID`.",
    "Studio-Timezone": "IANA name of the zone in which the studio's wall clock runs.",
    "Location": "Where it can be seen.",
    "Idempotency-Replayed": "`true` when the key was known, and the first answer is given again.",
    "Retry-After": "Seconds to wait.",
    "WWW-Authenticate": "`Bearer`.",
    "Allow": "What the address answers to.",
    "Set-Cookie": "The session of a page, `__Host-adm`; not sent when a token was asked for.",
    "Content-Disposition": "A name for the file.",
}

WAYS_IN: Mapping[str, dict[str, Any]] = {
    "manageToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "`manageToken` of a booking: opens that booking, and nothing else.",
    },
    "staffBearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": f"Token of a staff session, for programs; lasts {policy.SESSION_TOKEN_MINUTES} minutes at most.",
    },
    "staffCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-adm",
        "description": "Session of the studio's own pages. Requests of other sites' pages are refused.",
    },
    "csrfToken": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "`csrfToken` of the session; with the cookie, for everything that changes something. The page's "
        "`Origin` has to be the studio's.",
    },
    "cronSecret": {"type": "http", "scheme": "bearer", "description": "`CRON_SECRET`, held by the scheduler."},
    "calendlySignature": {
        "type": "apiKey",
        "in": "header",
        "name": "Calendly-Webhook-Signature",
        "description": "`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 with the webhook's key over `t`, a dot and the body.",
    },
    "sendgridSignature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Twilio-Email-Event-Webhook-Signature",
        "description": "ECDSA over `X-Twilio-Email-Event-Webhook-Timestamp` and the body.",
    },
    "calendarKey": {
        "type": "apiKey",
        "in": "query",
        "name": "key",
        "description": "Key of a booking's `calendarUrl`; with `format=ics` alone.",
    },
}
