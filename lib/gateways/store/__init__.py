"""The store: Upstash Redis over REST, one Lua script for each promise. This page is its key model.

=====================  ======  ==========================================================================
``cat``                hash    ``version``, ``document``: the whole catalogue; every script that depends on
                               it is told the version its caller knew and answers ``catalog`` if it changed
``cat:before``         hash    the same as it was before the desk's last edit
``sch:i.<instructor>`` zset    the instructor's schedule: score = start in epoch minutes, one member for
                               each place taken (see below)
``sch:r.<room>``       zset    the room's schedule: the same members
``bk:<booking>``       hash    ``schema, version, status, token, payment, instructor, places, terms, person,
                               customer, reminder``;
                               ``places`` repeats the members, so that a move or a cancellation finds what to
                               remove without being told; ``reminder`` is the version under which one waits;
                               erasing a customer empties ``person``, and ``customer`` is a pseudonym then;
                               of Calendly's also ``facts, told, stands, calendly`` (lua/impose.lua), and what was
                               asked of Calendly for a booking of ours in ``m:<start>:<instructor>, mirroring``;
                               without a ``status`` it is no booking, only what Calendly said of somebody so far;
                               ``a:<version>`` is a line of its trail (lua/parts/trail.lua), and ``made`` under what it
                               is counted as made (lua/parts/figures.lua)
``idem:<sha256>``      string  fingerprint of a wish and the first answer to it, without who comes, kept for a week
``ix:cus``             zset    all bookings as ``<customer>:<start>:<booking>``, one score, in the order of the words:
                               a customer's stand together; the customer is the keyed hash of an address
``ix:act``             zset    the same for active bookings by the end of their last place, so that one count says
                               how many somebody still has
``ix:start``           zset    all bookings by start; ``ix:created`` the same by creation (ms)
``ix:i.<instructor>``  zset    one instructor's bookings by start, cancelled ones too
``fg:<month>``         hash    figures of the lessons of a month: ``<instructor> <counter>`` -> total and days; moved by
                               every script that changes a booking, counted anew from the bookings by a restore
``fv:<month>``         hash    the same of how bookings were made, and of what was tried in vain, which no booking tells
``ob:due``             zset    outbox: letter id by the millisecond it is due (or visible again, when leased)
``ob:letters``         hash    outbox: letter id ``<booking>:<version>:<kind>`` -> what the booking itself will not say
``ob:state``           hash    outbox: letter id -> JSON: tries, who has it in hand, why it was not sent
``ob:sent``            hash    outbox: letter id -> JSON: provider, its name for the letter, when; ``ob:sent:at`` zset
``ob:dead``            zset    outbox: letter id by the millisecond it was given up; staff may send it again
``ob:n.<day>``         hash    letters of one day (UTC) by customer, so that nobody is flooded; falls away
``mt``                 hash    maintenance: report of each part, ``lease:<part>`` of whoever is at it; ``restoring`` and
                               ``restored`` hold the sum of a backup
``tr:c. a. b. m.``     string  counters that fall away: tries of a customer, bookings of a network, changes of a
                               booking, letters of a booking that staff asked for again
``gu:p. gu:a. gu:n.``  hash    guesses at a password: of one account from one network, of an account, of a network
``gu:k.``              zset    networks from which an account was opened, by the second
``se:<sha256>``        hash    an open session of the staff: role, instructor, the second at which it ends
``ln:<sha256>``        hash    a link by which one instructor may come in: ``instructor, mark, account, ends, taken``;
                               falls away after ten minutes
``se:in``              zset    instructors' sessions and links as ``<mark>|<name>``, by the second at which they end:
                               saving a catalogue removes what its marks do not name (lua/parts/dismissals.lua)
``tc``                 hash    calendar links: instructor -> ticket of the present one; in no backup
``cal:unmapped``       zset    bookings of Calendly's that the catalogue cannot place, by start
``cal:conflicts``      zset    ``<ours> <Calendly's> <invitee> <start> <end> <instructor>``, - for nobody, by
                               start: noted once, judged by who reads
``cal:m.<meeting>``    string  over: the meeting was cancelled for everybody; ours: it is one of our invitations; falls
                               away
``cal:auth``           hash    ``sealed``: what opens Calendly by the owner's consent, readable only under JWT_SECRET
                               and this name (sealing.py); ``lease`` of who renews it; ``why, at`` when it is broken;
                               in no backup
``cal:go.<sha256>``    hash    somebody on the way to the consent page: ``sealed``, ``taken``; falls away after minutes
``cal:n.``             string  counters that fall away: what was asked of Calendly
``ev``                 stream  what changed, capped; its ids are the ``Event-Id`` of the contract
``ev:nudge``           channel wakes the stream's readers; what it says is in the stream as well (feed.py)
=====================  ======  ==========================================================================

A member is ``start:end:instructor:class:session:before:after:room:hold:booking``. It says everything, so that no script
needs a second read. Places in which the first five are equal are one *session*.

- *private, group, join*: a private lesson is a session with one place. Joining adds a member while fewer live
  members than the class's capacity stand there; leaving removes one; the last one to leave ends the session.
- *any instructor*: the script is given all candidates and chooses. *Rooms*: it takes the first of the class's rooms
  that is free; a session keeps its room, and who joins gets the same.
- *move, cancel*: every schedule is declared, the members come from ``places``; one script, never a moment with both
  or neither. What stands in a schedule that the catalogue no longer names is asked for once more with its name.
- *newer code* may put words between ``hold`` and ``booking``; older code passes over them and never rewrites them.
- *hold*: 0, or the minute at which an unpaid place falls free; every reader skips what has fallen free.
- *Calendly*: imposed sessions carry their event in ``session``, so they never merge with ours; they may start
  anywhere, overlap anything, name no room. What lasts longer than a day is stored in pieces of a day. A host whom the
  catalogue does not know is ANYONE, whose schedule nobody looks at.
- *overlaps*: an entry that matters to a minute started at most one longest session and one longest buffer before
  it. Readers and writers scan that range, never the whole schedule: 100,000 bookings cost what ten do.
"""

from lib.gateways.store.catalogs import CachedCatalogs
from lib.gateways.store.feed import Feed
from lib.gateways.store.store import Store

__all__ = ["CachedCatalogs", "Feed", "Store"]
