"""`python -m tests.unit.gateways.golden` writes every letter anew into letters/, for a change to be read there."""

from collections.abc import Iterator
from pathlib import Path

from lib.actions.mail import Mail, Trouble
from lib.gateways.mail.letters import StudioLetters
from tests.unit.gateways.subjects import (
    HAPPENED,
    LOSSES,
    SENDER,
    STUDIO_EMAIL,
    SUBJECTS,
    TROUBLE,
    UNKEPT,
    WELCOME,
    in_spanish,
)

FOLDER = Path(__file__).with_name("letters")
LETTERS = StudioLetters(SENDER, STUDIO_EMAIL)


def mails() -> Iterator[tuple[str, Mail]]:
    """Every letter there is in every language in which it is written, by the name of its file."""
    for name, subject in SUBJECTS.items():
        yield f"{name}.en.txt", LETTERS.about(subject)
        if subject.occasion.kind != "notice":
            yield f"{name}.es.txt", LETTERS.about(in_spanish(subject))
    yield "alarm.en.txt", LETTERS.alarm("studio:20261120:alarm", HAPPENED, TROUBLE)
    yield "alarm-webhooks.en.txt", LETTERS.alarm("studio:20261120:alarm-webhooks", HAPPENED, Trouble(1, 0, webhooks=3))
    yield "welcome.en.txt", LETTERS.welcome(WELCOME)
    yield "alarm-losses.en.txt", LETTERS.alarm("studio:20261120:alarm", HAPPENED, LOSSES)
    yield "alarm-backups.en.txt", LETTERS.alarm("studio:20261120:alarm-backups", HAPPENED, LOSSES)
    yield "alarm-unkept.en.txt", LETTERS.alarm("studio:20261120:alarm-backups", HAPPENED, UNKEPT)


def written(mail: Mail) -> str:
    """What its reader sees of a letter before the calendar files are opened."""
    files = "".join(f"{each.filename} {each.method}\n" for each in mail.calendars)
    return f"To: {mail.to}\nReply-To: {mail.reply_to}\nSubject: {mail.subject}\n\n{mail.text}\n---\n{files}"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, mail in mails():
        (FOLDER / name).write_text(written(mail), encoding="utf-8")


if __name__ == "__main__":
    main()
