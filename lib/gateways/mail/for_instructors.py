"""The letter to an instructor who wants to come in; staff read English."""

from lib.actions.sign_in_ports import Welcome
from lib.gateways.mail.dates import Dates
from lib.gateways.mail.pages import Fact, Link, Page, one_line
from lib.studio import policy
from lib.studio.booking import BookedSlot

_MINUTES = policy.LINK_SECONDS // 60
_ADVICE = (
    f"The link is for you alone. It works once, for {_MINUTES} minutes; after that, ask there for another.",
    "If you did not ask for it, you need not do anything: without this message nobody comes in.",
)


def welcome_page(welcome: Welcome) -> Page:
    catalog = welcome.catalog
    studio = one_line(catalog.studio)
    minute, dates = welcome.ends // 60_000, Dates(catalog.zone, "en")
    zone = dates.zone_name((BookedSlot("", minute, minute, ""),))
    return Page(
        language="en",
        subject=f"Your link to the desk - {studio}",
        preview=f"It works once, for {_MINUTES} minutes.",
        title="Sign in to the desk",
        greeting=f"Hello {one_line(welcome.name)},",
        lead=("Here is the link that you asked for. Open it and press the button there.",),
        facts=(Fact("Works until", (dates.moment(minute),), (zone,)),),
        button=Link("Go to the desk", welcome.link),
        advice=_ADVICE,
        closing="See you there,",
        studio=studio,
        contact=tuple(filter(None, (one_line(catalog.address), one_line(catalog.phone)))),
    )
