"""The steps of the README's Deploy section, as far as this machine can take them: what is pasted does its work."""

import os
import re
import subprocess
from pathlib import Path

from tests.architecture.tree import ROOT

SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Deploy\n")[2].partition("\n## ")[0]
# Plays `vercel env add NAME ENVIRONMENT`, which takes the value from its standard input.
VERCEL = '#!/bin/sh\n[ "$1 $2 $4" = "env add production" ] && printf "%s=%s\\n" "$3" "$(cat)" >> "$TOLD"\n'
FILE = """# a comment
JWT_SECRET=abc-_123
CALENDLY_API_TOKEN=

ADMIN_EMAIL=owner@example.com
ADMIN_PASSWORD_HASH='$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA'
EMAIL_FROM="Sabor con Flow <hello@book.example.com>"
SENDGRID_EVENT_KEY=MFkwEw+/g==
"""


def test_settings_are_handed_over_one_by_one_and_as_they_are(tmp_path: Path) -> None:
    [loop] = re.findall(r"```\n( +grep .*?)```", SECTION, flags=re.DOTALL)
    (tmp_path / "vercel").write_text(VERCEL)
    (tmp_path / "vercel").chmod(0o755)
    (tmp_path / ".env").write_text(FILE)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TOLD": str(tmp_path / "told")}

    subprocess.run(["sh", "-c", loop], cwd=tmp_path, env=environment, check=True, timeout=20)

    assert (tmp_path / "told").read_text().splitlines() == [
        "JWT_SECRET=abc-_123",
        "ADMIN_EMAIL=owner@example.com",
        "ADMIN_PASSWORD_HASH=$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA",
        "EMAIL_FROM=Sabor con Flow <hello@book.example.com>",
        "SENDGRID_EVENT_KEY=MFkwEw+/g==",
    ]


def test_steps_name_only_targets_and_pages_that_there_are() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))

    named = {word for text in re.findall(r"`([^`\n]+)", SECTION) for word in re.findall(r"^make ([a-z-]+)", text)}
    links = re.findall(r"\]\(([\w./-]+)\)", SECTION)

    assert named
    assert named <= targets
    assert [link for link in links if not (ROOT / link).exists()] == []
