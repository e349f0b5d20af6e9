"""Sends the letter by which an instructor comes in, or forgets it: it is of use for minutes, and kept no longer.

The outbox holds a ticket, never what the link says: that is made here, of the ticket and the studio's secret, for the
letter alone.
"""

import logging
from dataclasses import replace

from lib.actions.letter_fate import Batch, unsent
from lib.actions.log_lines import tell, word_of
from lib.actions.mail import NOBODY, Outcome, Rejected, Sent, Unreached
from lib.actions.outbox import Settlement, Waiting
from lib.actions.ports import Outside
from lib.actions.sessions import LinkIs
from lib.actions.sign_in_ports import Welcome
from lib.studio.catalog import Catalog, Instructor
from lib.studio.staff_entry import entry_mark

DESK = "/admin/#magic="


async def welcome_settlement(waiting: Waiting, batch: Batch, outside: Outside) -> tuple[Settlement, Outcome | None]:
    """What was sent is forgotten like what is of no use any more: no backup and no list of staff ever has it."""
    forgotten = Settlement(waiting.letter, batch.now, "dropped", batch.token)
    welcome = await _welcome(waiting, batch, outside)
    if welcome is None:
        return forgotten, None
    mail = replace(outside.letters.welcome(welcome), at=batch.now)
    outcome = await outside.post.send(mail) if outside.post.state != "off" else Unreached(NOBODY)
    if isinstance(outcome, Rejected):
        tell(
            logging.WARNING, "letter", kind="welcome", outcome="rejected", by=word_of(outcome.reason.partition(" ")[0])
        )
    if isinstance(outcome, Sent):
        return forgotten, outcome
    return unsent(outcome, waiting, batch, outside), outcome


async def _welcome(waiting: Waiting, batch: Batch, outside: Outside) -> Welcome | None:
    """None when there is nobody to write to, or it is too late."""
    ticket = waiting.letter.partition("-")[2]
    link = await outside.store.link(ticket)
    if link is None or link.ends <= batch.now:
        return None
    known = _whose(link, batch.catalog)
    # The catalogue at hand may be older than the link, which is taken back when its address is not theirs any more.
    catalog = batch.catalog if known else await outside.catalogs.fresh(0)
    who = known or _whose(link, catalog)
    if who is None:
        return None
    return Welcome(
        waiting.letter,
        link.ends,
        who.id,
        who.name,
        to=who.email,
        link=f"{outside.site_url}{DESK}{outside.keyring.magic(ticket)}",
        catalog=catalog,
    )


def _whose(link: LinkIs, catalog: Catalog) -> Instructor | None:
    who = catalog.instructors.get(link.instructor)
    return who if who and entry_mark(who) == link.mark else None
