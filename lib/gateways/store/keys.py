"""Every key of the store: names are made here and nowhere else.

A name is built from server-made ids and hashes alone, so nothing personal and nothing a caller typed is ever in one.
"""

import hashlib

from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """All names under one prefix; previews and tests get their own and cannot meet production."""

    prefix: str = ""

    @property
    def catalog(self) -> str:
        return f"{self.prefix}cat"

    @property
    def catalog_before(self) -> str:
        return f"{self.prefix}cat:before"

    @property
    def events(self) -> str:
        return f"{self.prefix}ev"

    @property
    def nudge(self) -> str:
        return f"{self.prefix}ev:nudge"

    @property
    def by_start(self) -> str:
        return f"{self.prefix}ix:start"

    @property
    def by_created(self) -> str:
        return f"{self.prefix}ix:created"

    @property
    def customers(self) -> str:
        return f"{self.prefix}ix:cus"

    @property
    def active(self) -> str:
        return f"{self.prefix}ix:act"

    @property
    def words(self) -> str:
        return f"{self.prefix}ix:words"

    @property
    def letters_due(self) -> str:
        return f"{self.prefix}ob:due"

    @property
    def letters(self) -> str:
        return f"{self.prefix}ob:letters"

    @property
    def letter_states(self) -> str:
        return f"{self.prefix}ob:state"

    @property
    def letters_sent(self) -> str:
        return f"{self.prefix}ob:sent"

    @property
    def letters_sent_at(self) -> str:
        return f"{self.prefix}ob:sent:at"

    @property
    def letters_dead(self) -> str:
        return f"{self.prefix}ob:dead"

    @property
    def outbox(self) -> tuple[str, ...]:
        """All of it, in the order in which backups read and write it."""
        return (
            self.letters_due,
            self.letters,
            self.letter_states,
            self.letters_dead,
            self.letters_sent,
            self.letters_sent_at,
        )

    @property
    def maintenance(self) -> str:
        return f"{self.prefix}mt"

    @property
    def unmapped(self) -> str:
        return f"{self.prefix}cal:unmapped"

    @property
    def conflicts(self) -> str:
        return f"{self.prefix}cal:conflicts"

    @property
    def calendly_auth(self) -> str:
        return f"{self.prefix}cal:auth"

    def consent(self, state: str) -> str:
        """Hashed, so that who reads key names cannot come back from the consent page in somebody's place."""
        return f"{self.prefix}cal:go.{hashlib.sha256(state.encode()).hexdigest()}"

    def meeting(self, meeting: str) -> str:
        """``meeting`` is the word under which it stands in schedules."""
        return f"{self.prefix}cal:m.{meeting}"

    def calendly_asked(self, what: str, window: int) -> str:
        return f"{self.prefix}cal:n.{what}.{window}"

    def mails(self, day: str) -> str:
        """How many letters each customer got on one day, by their keyed hash; ``day`` is YYYY-MM-DD in UTC."""
        return f"{self.prefix}ob:n.{day}"

    def figures(self, month: str) -> str:
        """Counters of the lessons of a month, YYYY-MM."""
        return f"{self.prefix}fg:{month}"

    def visits(self, month: str) -> str:
        """Counters of how bookings were made in a month, and which were tried in vain."""
        return f"{self.prefix}fv:{month}"

    def resends(self, booking_id: str) -> str:
        return f"{self.prefix}tr:m.{booking_id}"

    def instructor_schedule(self, instructor: str) -> str:
        return f"{self.prefix}sch:i.{instructor}"

    def room_schedule(self, room: str) -> str:
        return f"{self.prefix}sch:r.{room}"

    def instructor_index(self, instructor: str) -> str:
        return f"{self.prefix}ix:i.{instructor}"

    def booking(self, booking_id: str) -> str:
        return f"{self.prefix}bk:{booking_id}"

    def tries(self, customer: str) -> str:
        """``customer`` is the keyed hash of an e-mail address, never the address."""
        return f"{self.prefix}tr:c.{customer}"

    def visitors(self, visitor: str) -> str:
        """``visitor`` is the keyed hash of a network address, or empty."""
        return f"{self.prefix}tr:a.{visitor}"

    def changes(self, booking_id: str) -> str:
        return f"{self.prefix}tr:b.{booking_id}"

    def answer(self, idempotency_key: str) -> str:
        """The caller's key is hashed, so that it cannot reach into other names."""
        return f"{self.prefix}idem:{hashlib.sha256(idempotency_key.encode()).hexdigest()}"

    def guesses(self, account: str, network: str) -> tuple[str, str, str, str]:
        """Counters of this account from this network, of the account, of the network, and the account's known networks.

        Both names are keyed hashes; the network's may be empty.
        """
        return (
            f"{self.prefix}gu:p.{account}.{network}",
            f"{self.prefix}gu:a.{account}",
            f"{self.prefix}gu:n.{network}",
            f"{self.prefix}gu:k.{account}",
        )

    @property
    def teaching_links(self) -> str:
        """The tickets of instructors' calendar links; without JWT_SECRET nobody can make a link of them."""
        return f"{self.prefix}tc"

    @property
    def entries(self) -> str:
        """Which instructors are in, and which may come in by a link: by the second at which that ends."""
        return f"{self.prefix}se:in"

    def entered(self, entry: str) -> str:
        """The key that an entry names."""
        return self.prefix + entry.partition("|")[2]

    def entry(self, mark: str, key: str) -> str:
        return f"{mark}|{key.removeprefix(self.prefix)}"

    def sign_in_link(self, ticket: str) -> str:
        """Hashed like sessions."""
        return f"{self.prefix}ln:{hashlib.sha256(ticket.encode()).hexdigest()}"

    def session(self, session_id: str) -> str:
        """Hashed, so that who reads key names learns no session."""
        return f"{self.prefix}se:{hashlib.sha256(session_id.encode()).hexdigest()}"
