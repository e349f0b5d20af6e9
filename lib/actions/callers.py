"""Who is asking: a customer with the link to one booking, or somebody of the staff who signed in."""

from lib.studio.roles import Role
from lib.studio.values import dataclass


@dataclass(frozen=True, slots=True)
class Customer:
    """Holds a manage token: well formed, but nobody has looked yet whether it opens anything."""

    token: str

    @property
    def role(self) -> Role:
        return "customer"


@dataclass(frozen=True, slots=True)
class Staff:
    """Holds a signed token of a session; whether that session is still open is for the store to say.

    ``instructor`` is the id of who signed in, and empty for the owner.
    """

    session: str
    role: Role
    instructor: str


Caller = Customer | Staff
