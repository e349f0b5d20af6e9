"""How the outside can fail, as one tree; gateways translate their library's errors into one of these."""

from lib.studio.values import dataclass


class Outage(Exception):  # noqa: N818 -- an outage is named for what happened outside, not for our error
    """The outside failed."""


class StoreUnavailable(Outage):
    """The store did not do it: nothing was written."""


class OutcomeUnknown(Outage):
    """The store may or may not have done it; repeating the same request settles it."""


class VaultUnavailable(Outage):
    """The place for backups did not do it, or may have; asking again does no harm."""


@dataclass(unsafe_hash=True)
class NotConfigured(Outage):
    """A setting is missing or unusable, so this door is closed."""

    setting: str
