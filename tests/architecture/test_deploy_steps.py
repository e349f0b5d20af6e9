"""The steps of the README's Deploy section, as far as this machine can take them: what is pasted does its work."""

import os
import re
import subprocess
from pathlib import Path

from tests.architecture.tree import ROOT

SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Deploy\n")[2].partition("\n## ")[0]
# Plays `vercel env add NAME ENVIRONMENT`: the value comes from its standard input, and a name twice only by force.
VERCEL = """#!/bin/sh
[ "$1 $2 $4" = "env add production" ] || exit 1
value=$(cat)
if grep -q "^$3=" "$TOLD"; then
  [ "$5" = --force ] || exit 1
  grep -v "^$3=" "$TOLD" > "$TOLD.new"
  mv "$TOLD.new" "$TOLD"
fi
printf "%s=%s\\n" "$3" "$value" >> "$TOLD"
"""
FILE = """# a comment
JWT_SECRET=abc-_123
CALENDLY_API_TOKEN=

ADMIN_EMAIL=owner@example.com
ADMIN_PASSWORD_HASH='$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA'
EMAIL_FROM="Sabor con Flow <hello@book.example.com>"
SENDGRID_EVENT_KEY=MFkwEw+/g==
"""


def handed_over(folder: Path, file: str) -> list[str]:
    """What the platform knows when the block of the README was pasted where this file lies."""
    [loop] = re.findall(r"```\n( +grep .*?)```", SECTION, flags=re.DOTALL)
    (folder / "vercel").write_text(VERCEL)
    (folder / "vercel").chmod(0o755)
    (folder / ".env").write_text(file)
    (folder / "told").touch()
    environment = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}", "TOLD": str(folder / "told")}
    subprocess.run(["sh", "-c", loop], cwd=folder, env=environment, check=True, timeout=20)
    return (folder / "told").read_text().splitlines()


def test_settings_are_handed_over_one_by_one_and_as_they_are(tmp_path: Path) -> None:
    assert handed_over(tmp_path, FILE) == [
        "JWT_SECRET=abc-_123",
        "ADMIN_EMAIL=owner@example.com",
        "ADMIN_PASSWORD_HASH=$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
        "EMAIL_FROM=Sabor con Flow <hello@book.example.com>",
        "SENDGRID_EVENT_KEY=MFkwEw+/g==",
    ]


def test_setting_that_has_changed_is_replaced_by_the_same_block(tmp_path: Path) -> None:
    handed_over(tmp_path, FILE)

    told = handed_over(tmp_path, FILE.replace("abc-_123", "another"))

    assert [line for line in told if line.startswith("JWT_SECRET=")] == ["JWT_SECRET=another"]
    assert len(told) == 5


def test_steps_name_only_targets_and_pages_that_there_are() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))

    named = {word for text in re.findall(r"`([^`\n]+)", SECTION) for word in re.findall(r"^make ([a-z-]+)", text)}
    links = re.findall(r"\]\(([\w./-]+)\)", SECTION)

    assert named
    assert named <= targets
    assert [link for link in links if not (ROOT / link).exists()] == []
