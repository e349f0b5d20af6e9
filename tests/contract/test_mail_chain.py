"""Who gets a letter next, and letters that stay on this machine."""

import asyncio
import stat
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from lib.actions.mail import Mail, NotSent, Outcome, Refused, Rejected, Sent, Throttled, Unclear, Unreached
from lib.gateways.mail import mime
from lib.gateways.mail.chain import Chain
from lib.gateways.mail.kept_mail import KeptMail
from tests.support.postman import Postman
from tests.unit.gateways.golden import LETTERS
from tests.unit.gateways.subjects import a_subject

LETTER = LETTERS.about(a_subject())
SENT = Sent("fake", "m0")
AWAY, SILENT, WRONG = Unreached("away"), Unclear("silent"), Rejected("wrong")
KEY, ACCOUNT = Refused("key"), Refused("account")
SOON, LATER, SOME_TIME = Throttled("soon", 1_000), Throttled("later", 2_000), Throttled("some time")


def chain(*outcomes: Outcome) -> tuple[Chain, list[Postman]]:
    postmen = [Postman(outcomes=[outcome]) for outcome in outcomes]
    return Chain(tuple(postmen), "live"), postmen


@pytest.mark.parametrize(
    ("outcomes", "answer", "asked"),
    [
        # Taken, never to be taken, perhaps taken: nobody else is asked.
        ((SENT, WRONG), SENT, 1),
        ((WRONG, SENT), WRONG, 1),
        ((SILENT, SENT), SILENT, 1),
        # Certainly not taken: the next one is.
        ((AWAY, SENT), SENT, 2),
        ((KEY, SENT), SENT, 2),
        ((SOON, SENT), SENT, 2),
        ((AWAY, KEY, SOON, SENT), SENT, 4),
        ((AWAY, WRONG), WRONG, 2),
        ((KEY, SILENT), SILENT, 2),
        ((SOON, SILENT, SENT), SILENT, 2),
        # Nobody took it: when to come back, else what to mend, else that nobody was there.
        ((AWAY,), AWAY, 1),
        ((KEY, AWAY), KEY, 2),
        ((AWAY, KEY), KEY, 2),
        ((KEY, ACCOUNT), KEY, 2),
        ((AWAY, Unreached("gone")), AWAY, 2),
        ((SOON, AWAY), SOON, 2),
        ((KEY, SOON), SOON, 2),
        ((LATER, SOON), SOON, 2),
        ((SOON, LATER), SOON, 2),
        ((SOME_TIME, LATER), LATER, 2),
        ((LATER, SOME_TIME), LATER, 2),
        ((AWAY, SOME_TIME), SOME_TIME, 2),
    ],
)
async def test_chain_asks_the_next_one_only_when_a_letter_was_certainly_not_taken(
    outcomes: tuple[Outcome, ...], answer: Outcome, asked: int
) -> None:
    providers, postmen = chain(*outcomes)

    assert await providers.send(LETTER) == answer

    assert sum(len(postman.tried) for postman in postmen) == asked


async def test_chain_of_nobody_needs_a_setting() -> None:
    assert await Chain((), "off").send(LETTER) == Refused("no provider")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "kept" / "mail"
    yield folder
    # So that it can be removed.
    if folder.is_dir():
        folder.chmod(0o700)


def answer_of(folder: Path, letter: Mail = LETTER) -> Outcome:
    return asyncio.run(KeptMail(folder).send(letter))


def kept(folder: Path, letter: Mail = LETTER) -> Path:
    outcome = answer_of(folder, letter)
    assert isinstance(outcome, Sent)
    return folder / outcome.message


def test_kept_letter_is_the_one_that_providers_send(folder: Path) -> None:
    path = kept(folder)

    assert path.read_bytes() == mime.raw(LETTER)
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == LETTER.to
    assert list(folder.iterdir()) == [path]


def test_kept_letter_is_read_by_nobody_else(folder: Path) -> None:
    path = kept(folder)

    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)


def test_folder_that_was_open_is_closed_to_others(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o755)

    kept(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_same_letter_is_the_same_file_and_another_one_is_another(folder: Path) -> None:
    first, second = kept(folder), kept(folder)
    other = kept(folder, replace(LETTER, letter="letter-2"))

    assert first == second
    assert sorted(folder.iterdir()) == sorted([first, other])


def test_letter_that_is_kept_many_times_at_once_is_one_whole_file(folder: Path) -> None:
    async def many_times() -> set[Outcome]:
        return set(await asyncio.gather(*(KeptMail(folder).send(LETTER) for _ in range(50))))

    outcomes = asyncio.run(many_times())

    assert len(outcomes) == 1
    assert [path.read_bytes() for path in folder.iterdir()] == [mime.raw(LETTER)]


@pytest.mark.parametrize("letter", ["../../outside", "/etc/passwd", "a\x00b", "x" * 5000])
def test_name_of_a_file_holds_nothing_of_the_letter(folder: Path, letter: str) -> None:
    path = kept(folder, replace(LETTER, letter=letter))

    assert list(folder.iterdir()) == [path]


def test_folder_that_cannot_be_written_means_that_nothing_was_kept(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("a file where the folder should be")

    assert answer_of(folder) == Unreached("local EEXIST")


def test_letter_that_cannot_take_its_place_leaves_no_half_of_it(folder: Path) -> None:
    path = kept(folder)
    path.unlink()
    path.mkdir()

    assert answer_of(folder) == Unreached("local EISDIR")

    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"to": "a@x.example, b@y.example"}, Rejected("recipient")),
        ({"at": -1}, Rejected("date")),
        ({"sender": "nobody"}, Refused("sender")),
        ({"reply_to": "desk"}, Refused("reply address")),
    ],
)
def test_letter_that_nobody_could_carry_is_not_kept(folder: Path, changes: dict[str, str], answer: NotSent) -> None:
    letter = replace(LETTER, **changes)  # type: ignore[arg-type] # a table of several types

    assert answer_of(folder, letter) == answer

    assert list(folder.parent.glob("*/*")) == []
