"""/api/admin/session."""

from typing import Annotated, Literal, NotRequired, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from lib.actions.calendly_auth import Breakage, Connection
from lib.actions.sign_in import Credentials
from lib.studio import policy
from lib.studio.roles import Role
from lib.web.messages.text import LONGEST_EMAIL, one_line

# Short ones are let in to be wrong: how long a right one is, is nobody's business.
Password = Annotated[str, Field(min_length=1, max_length=policy.LONGEST_PASSWORD)]
# An address that could not be one is as wrong as one that is nobody's; it is only compared.
Address = Annotated[str, Field(min_length=1, max_length=LONGEST_EMAIL), AfterValidator(one_line)]


class SignInRequest(BaseModel):
    """``bearer`` asks for the token itself, for programs; pages get a cookie that no script can read."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    email: Address
    password: Password
    bearer: bool = False

    def credentials(self, network: str) -> Credentials:
        return Credentials(self.email, self.password, network)


class LinkRequest(BaseModel):
    """An instructor asks for a link. Whether the address is one of theirs, no answer says."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    email: Address


class MagicRequest(BaseModel):
    """An instructor comes in by the link; ``bearer`` as above."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    magic: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(one_line)]
    bearer: bool = False


class CalendlyWish(BaseModel):
    """The owner leads the studio to Calendly's consent page, or takes the consent back."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    calendly: Literal["connect", "disconnect"]


class SessionQuery(BaseModel):
    """Empty, or what Calendly's consent page sends a browser back with: the state, and a code or an error."""

    model_config = ConfigDict(strict=True, frozen=True, defer_build=True)

    state: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,128}$")] | None = None
    code: Annotated[str, Field(pattern="^[!-~]{1,512}$")] | None = None
    error: Annotated[str, Field(pattern="^[!-~]{1,128}$")] | None = None

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if self.state is None and self.code is None and self.error is None:
            return self
        if self.state is None or (self.code is None) == (self.error is None):
            raise PydanticCustomError("incomplete", "A state, and a code or an error, come together.")
        return self


class LinkMessage(TypedDict):
    """How Calendly is asked; ``why`` what was connected is of no use any more."""

    connection: Connection
    why: Breakage | None


class DepartureMessage(TypedDict):
    """Where the browser goes next; it comes back to this address."""

    authorizeUrl: str


class DisconnectedMessage(TypedDict):
    """``revoked`` is False when Calendly could not be told: then the owner removes the application there."""

    success: Literal[True]
    revoked: bool


class SessionMessage(TypedDict):
    """``expiresAt`` is when the token runs out; asking who one is makes a new one while the session lasts.

    ``instructor`` and ``name`` are those of one; ``calendly`` is told to the owner who asks who one is.
    """

    role: Role
    instructor: NotRequired[str]
    name: NotRequired[str]
    expiresAt: str
    csrfToken: str
    token: NotRequired[str]
    calendly: NotRequired[LinkMessage]


class LinkAskedMessage(TypedDict):
    """A link is on its way if the address is that of somebody who teaches here."""

    accepted: Literal[True]


class SignedOutMessage(TypedDict):
    success: Literal[True]
