"""The studio's own numbers where its catalogue is silent, and the bounds that no catalogue may pass."""

# Defaults for a catalogue that leaves a value out. Source: the product page; minutes and days.
NOTICE_MINUTES = 120
CHANGE_NOTICE_MINUTES = 720
HORIZON_DAYS = 60
ACTIVE_BOOKINGS = 8
BUFFER_AFTER_MINUTES = 15
DEFAULT_STUDIO = "Sabor con Flow"
DEFAULT_ZONE = "America/New_York"
DEFAULT_CURRENCY = "USD"
# An instructor without hours of their own: the seed's day, on every weekday. "HH:MM" wall clock.
DEFAULT_HOURS = (("09:00", "21:00"),)
DEFAULT_BREAKS = (("12:00", "13:00"), ("17:00", "17:30"))

# Bounds. A schedule entry is found by scanning back one day and the longest buffer from the minute in question,
# so no session may be longer and no buffer larger than these.
LONGEST_SESSION_MINUTES = 1440
LONGEST_BUFFER_MINUTES = 120
# What Calendly imposes may be longer; it is kept in pieces of a day.
LONGEST_IMPOSED_MINUTES = 31 * 1440
SLOTS_PER_BOOKING = 4
PLACES_PER_SESSION = 500
HIGHEST_PRICE_MINOR = 100_000_000
LONGEST_NOTICE_MINUTES = 43_200
FURTHEST_HORIZON_DAYS = 730
MOST_ACTIVE_BOOKINGS = 1000
FIRST_YEAR, LAST_YEAR = 2000, 2099

# How long answers to an idempotency key are kept: a week outlives every retry a person makes.
IDEMPOTENCY_DAYS = 7
# A claim that reaches the store later than this after it was sent is refused there, so that a request that
# everybody gave up on cannot book hours later. Seconds; generous, because clocks differ.
CLAIM_LIFETIME_SECONDS = 30
ALTERNATIVES = 3
# A catalogue that changes more often than this while one request runs is being edited by a machine.
CATALOG_ROUNDS = 3

# Limits against abuse; the API page names them. One person's tries, and what one address (a whole class on the
# studio's own Wi-Fi) may book.
TRIES_PER_MINUTE = 20
BOOKINGS_PER_ADDRESS_AND_HOUR = 30
CHANGES_PER_HOUR = 20
# Nobody chooses a time and fills in a form faster, counted from the moment at which the page was opened.
SHORTEST_VISIT_MS = 1000
# Letters. Customers are reminded a day ahead. One address gets so many letters in a day (UTC), whoever asks for them;
# further ones wait for the next. Staff have so many of a booking sent again in a day. Milliseconds where it says so.
REMINDER_MINUTES = 1440
LETTERS_PER_RECIPIENT_AND_DAY = 20
RESENDS_PER_DAY = 3
# How long after a letter was handed out nobody else gets it: longer than all providers together may take.
LETTER_LEASE_MS = 60_000
# Pauses after a try that failed, the last one for all that follow; what was not taken after three days never will be.
LETTER_PAUSES_MS = (30_000, 120_000, 600_000, 1_800_000, 3_600_000)
LETTER_LIFETIME_MS = 3 * 86_400_000
# A letter that may have been sent waits this long for its provider to say so before it is sent again.
UNCLEAR_PAUSE_MS = 600_000
# Letters that have been due for so long are late: any reader of a week sees to them, and health says so.
OVERDUE_MS, LATE_MS = 30_000, 600_000
# Letters that were given up are news for a day, and are kept for as long as what was sent.
DEAD_LETTERS_NEWS_MS, LETTER_MEMORY_MS = 86_400_000, 90 * 86_400_000
# The daily maintenance sends the reminders that fall due before the next one, which may begin up to an hour later.
MAINTENANCE_EVERY_MS = 25 * 3_600_000
# What Calendly said of somebody who is no booking here is known for so long: it repeats what it says for a day.
CALENDLY_MEMORY_DAYS = 100
# What staff had to see to is of no use any more so long after its lesson began.
CONFLICT_MEMORY_MS = 30 * 86_400_000
# How often Calendly is asked, as (times, seconds). Invitations: what it allows on its paid plans; somebody who sends us
# addresses of invitees can make us ask, and must not use up what Calendly allows us altogether (50 a minute when free).
CALENDLY_ALLOWANCES = {
    "invitations": ((10, 60), (50, 3600), (100, 86_400)),
    "questions": ((20, 60),),
}
# What opens Calendly by consent is renewed so long before it ends; one that came less long ago is not renewed because
# Calendly does not take it. A renewal that came to nothing anybody knows of is tried again after a pause.
RENEW_BEFORE_SECONDS, RENEW_AGAIN_MS = 60, 300_000
# Who was sent to Calendly's consent page comes back within this: Calendly's own code holds for ten minutes.
CONSENT_SECONDS = 600
# A manage link is renewed when its booking gets another address; nobody's address changes more often than this.
TOKEN_VERSIONS = 16

# Staff. A token is short-lived because it is only looked up where the store is asked anyway.
SESSION_TOKEN_MINUTES = 60
SESSION_IDLE_MINUTES = 30
SESSION_LONGEST_HOURS = 12

# Guessing passwords: so many misses are free within the window (seconds); each further one doubles a delay, from one
# second up to the longest. Nobody is ever locked out: who waits may try again, and a network from which an account was
# opened before is not slowed down by what others try elsewhere. One person at one place; one account from anywhere;
# one network.
GUESSES_FREE, GUESSES_WINDOW = 5, 900
ACCOUNT_GUESSES_FREE, ACCOUNT_GUESSES_WINDOW = 30, 3600
NETWORK_GUESSES_FREE, NETWORK_GUESSES_WINDOW = 50, 3600
LONGEST_DELAY_SECONDS = 900
KNOWN_NETWORK_DAYS, KNOWN_NETWORKS = 90, 20
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 256
# Instructors come in by a link that is mailed to them and is worth nothing after ten minutes. How often one may be
# asked for is counted like guesses, and by itself: each makes a letter, whoever asks for it.
LINK_SECONDS = 600
ASKS_FREE, ASKS_WINDOW = 3, 900
ACCOUNT_ASKS_FREE, ACCOUNT_ASKS_WINDOW = 6, 3600
NETWORK_ASKS_FREE, NETWORK_ASKS_WINDOW = 30, 3600

# Watching the times change. A viewer's stream ends by itself, because a function may not run for ever and is not told
# by the platform when somebody leaves; a comment goes out now and then so that nothing in between takes it for dead.
# So many watch in one process, and from one address (a whole class on the studio's own Wi-Fi); others are told when to
# come back, and look now and then meanwhile.
VIEWING_SECONDS, VIEWING_BEAT_SECONDS, VIEWING_RETRY_MS = 50, 15, 2000
VIEWERS_PER_PROCESS, VIEWERS_PER_ADDRESS = 200, 20
VIEWERS_WAIT_SECONDS = 30

# An instructor's own calendar: days behind us that it shows, and how much is read of a schedule for it at the most.
TAUGHT_DAYS_BACK, TAUGHT_SESSIONS, TAUGHT_PLACES = 30, 1000, 20_000

# So many bookings of one person are no mistake when staff make them: a walk-in may have the studio's own address.
MOST_BY_HAND = 100_000

# What staff look through: a page; what is looked at when only the bookings themselves can say whether they are meant;
# what one beginning finds; the most that is read in one go; how often for a file.
DESK_PAGE, DESK_LONGEST_PAGE = 50, 200
DESK_LOOKS_THROUGH, DESK_FOUND, DESK_MOST_READ, DESK_FILE_PAGES = 150, 100, 400, 25

# Figures. Names of campaigns and of where somebody came from are anybody's words: so many are told apart in a month.
# A customer's own changes leave so many lines in the trail of a booking; those of staff and Calendly are all kept.
# Most changes are of lessons within these days; of others the store asks once more. A question spans so many days.
NAMES_A_MONTH = 40
CHANGES_KEPT = 200
DAYS_BACK, DAYS_AHEAD = 92, 92
LONGEST_PERIOD_DAYS = 5 * 366
# The course of a period is told by days up to so many, then by months.
COURSE_BY_DAY = 62
