"""/api/admin/session."""

from typing import Annotated, Literal, NotRequired

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

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

    model_config = ConfigDict(extra="forbid", strict=True)

    email: Address
    password: Password
    bearer: bool = False

    def credentials(self, network: str) -> Credentials:
        return Credentials(self.email, self.password, network)


class SessionMessage(TypedDict):
    """``expiresAt`` is when the token runs out; asking who one is makes a new one while the session lasts."""

    role: Role
    instructor: NotRequired[str]
    expiresAt: str
    csrfToken: str
    token: NotRequired[str]


class SignedOutMessage(TypedDict):
    success: Literal[True]
