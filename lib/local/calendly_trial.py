"""What Calendly imposes, and what is brought there, as the doctor tries it; nobody outside is asked."""

from lib.actions.calendly import Applied, Duplicate, Invitee, Meeting, booking_id_of, meeting_word
from lib.actions.calendly_auth import Connected, Consent, NotConnected, RenewalTurn, Tokens
from lib.actions.follow_calendly import follow
from lib.actions.mirrors import Mark, MarkNote, Mirroring, MirrorPlace, MirrorTurn
from lib.actions.ports import Outside, epoch_minute, epoch_ms
from lib.actions.sessions import Go
from lib.gateways.store.keys import Keys
from lib.studio.booking import Person
from lib.studio.catalog import ANYONE
from lib.studio.policy import CALENDLY_ALLOWANCES

# In the order in which they are tried.
CALENDLY_SCRIPTS = (
    "impose",
    "mirror",
    "allow",
    "trim_conflicts",
    "consent",
    "keep_connection",
    "take_renewal",
    "forget_connection",
)
_MEETING = "https://api.calendly.com/scheduled_events/doctor"
_INVITEE = f"{_MEETING}/invitees/doctor"
MINUTE_MS = 60_000


async def calendly_fault(trial: Outside, booking_id: str) -> str:
    """What went wrong, empty if nothing did; ``booking_id`` is a booking of ours."""
    start = epoch_minute(trial.clock.now()) + 1440
    meeting = Meeting(_MEETING, "", start, start + 60, ())
    invitee = Invitee(_INVITEE, _MEETING, meeting, Person("Doctor", "Visit", ""), epoch_ms(trial.clock.now()), 1)
    if not isinstance(await follow(invitee, (), trial), Applied):
        return "impose: an invitee whom nobody knew was known"
    if await follow(invitee, (), trial) != Duplicate():
        return "impose: the same invitee was taken for another one"
    if [each.invitee.uri for each in await trial.store.unmapped(0, 2)] != [_INVITEE]:
        return "impose: what the catalogue cannot place is not there to be seen"
    if not isinstance(await follow(invitee, ("x",), trial), Applied):
        return "impose: a cancellation changed nothing"
    return await _mirror_fault(trial, booking_id)


async def _mirror_fault(trial: Outside, booking_id: str) -> str:
    now = epoch_ms(trial.clock.now())
    turn = MirrorTurn(booking_id, "doctor", now, now + MINUTE_MS, ())
    if not isinstance(await trial.store.take_mirror(turn), Mirroring):
        return "mirror: a turn that nobody had was not given"
    place = MirrorPlace(now // MINUTE_MS, "doctor")
    await trial.store.note_mirror(MarkNote(booking_id, place, Mark("turned_away"), now, conflict_end=place.start + 1))
    await trial.store.end_mirror(turn)
    if not await trial.store.conflicts(0, 1):
        return "mirror: what staff have to see to is not there"
    if await trial.store.allow("questions") != Go():
        return "allow: the first question was too many"
    if not await trial.store.trim_conflicts(place.start + 1):
        return "trim_conflicts: what is over is not forgotten"
    return await _consent_fault(trial)


async def _consent_fault(trial: Outside) -> str:
    store, key, now = trial.store, trial.keyring.calendly_key, epoch_ms(trial.clock.now())
    consent = Consent("doctor", "verifier", "session")
    await store.begin_consent(consent, key)
    if await store.take_consent("doctor", "a", key) != consent or await store.take_consent("doctor", "b", key):
        return "consent: who comes back is not known, or comes back twice"
    await store.connect(Tokens("access", "refresh", 0, 1), key, now)
    stands = await store.connection(key)
    if not isinstance(stands, Connected):
        return "keep_connection: what was kept is not there"
    turns = [RenewalTurn(token, stands.sealed, now, now + MINUTE_MS) for token in ("a", "b")]
    if [await store.take_renewal(turn) for turn in turns] != ["yours", "busy"]:
        return "take_renewal: two may renew at once"
    await store.forget_connection()
    return "" if await store.connection(key) == NotConnected() else "forget_connection: it is still there"


def calendly_names(keys: Keys) -> list[str]:
    """All keys that the trial can have written beside those of its bookings."""
    return [
        keys.booking(booking_id_of(_INVITEE)),
        keys.meeting(meeting_word(_MEETING)),
        keys.meeting(""),
        keys.unmapped,
        keys.conflicts,
        keys.calendly_auth,
        keys.consent("doctor"),
        keys.instructor_schedule(ANYONE),
        keys.instructor_index(ANYONE),
        *(keys.calendly_asked("questions", window) for _, window in CALENDLY_ALLOWANCES["questions"]),
    ]
