"""Every requirement has its hashes, and what is deployed is licensed, billed and audited as the pages say."""

import re
from email.message import Message
from importlib.metadata import PackageMetadata
from pathlib import Path
from typing import cast

import pytest

from lib.local import audit, licences, locks, sbom
from lib.local.audit import Audited
from tests.architecture.tree import ROOT, plant

HASH = re.compile(r"sha256:[0-9a-f]{64}")


def disagreements(root: Path) -> list[str]:
    """Where requirements and locks name different packages, or a package has no hash that looks like one."""
    found = []
    for name, file in locks.requirements(root).items():
        pinned = locks.pins((root / file).read_text(encoding="utf-8"))
        held = locks.locked((root / locks.LOCKS / f"{name}.lock").read_text(encoding="utf-8"))
        found += [f"{file} and {name}.lock differ"] if pinned != list(held) else []
        found += [f"{name}.lock: {pin}" for pin, each in held.items() if not all(map(HASH.fullmatch, each))]
    return found


def test_locks_hold_what_the_requirements_pin() -> None:
    assert disagreements(ROOT) == []


def test_locks_every_requirement_is_pinned_to_one_version() -> None:
    everything = [pin for file in locks.requirements(ROOT).values() for pin in locks.pins((ROOT / file).read_text())]

    assert [pin for pin in everything if not re.fullmatch(r"[A-Za-z0-9._-]+==[^=*\s;]+(; .+)?", pin)] == []


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        ("a==1 \\\n    --hash=sha256:" + "0" * 64, []),
        ("a==1 \\\n    --hash=sha256:0", ["deployed.lock: a==1"]),
        ("a==2 \\\n    --hash=sha256:" + "0" * 64, ["requirements.txt and deployed.lock differ"]),
        ("a==1", ["requirements.txt and deployed.lock differ"]),
    ],
)
def test_locks_a_planted_difference_is_seen(tmp_path: Path, lock: str, expected: list[str]) -> None:
    plant(tmp_path, "requirements.txt", "a==1\n")
    plant(tmp_path, f"{locks.LOCKS}/deployed.lock", lock)

    assert disagreements(tmp_path) == expected


def test_locks_are_read_as_they_are_written() -> None:
    hashes = {"some-name": ("sha256:1", "sha256:2"), "other": ("sha256:3",)}
    pinned = ["Some.Name==1.0", 'other==2; sys_platform == "win32"']

    text = locks.written(pinned, hashes, includes="deployed")

    assert locks.locked(text) == {pinned[0]: hashes["some-name"], pinned[1]: hashes["other"]}
    assert text.splitlines()[1] == "-r deployed.lock"


def test_locks_follow_what_the_requirements_include(tmp_path: Path) -> None:
    plant(tmp_path, "requirements.txt", "a==1\n")
    plant(tmp_path, "requirements-dev.txt", "# why\n-r requirements-local.txt\n")
    plant(tmp_path, "requirements-local.txt", "-r requirements.txt\n")
    plant(tmp_path, "requirements-tools.txt", "b==1\n")

    assert locks.chains(tmp_path) == [["deployed", "local", "dev"], ["tools"]]


def test_locks_what_is_brought_and_not_pinned_is_named() -> None:
    assert list(locks.unpinned(["a==1", "b-c==2 ; x"], ["A==1"])) == ["b-c==2 ; x"]


def test_licences_page_lists_what_is_deployed() -> None:
    assert (ROOT / licences.PAGE).read_text(encoding="utf-8") == licences.page(licences.deployed(ROOT))


def test_licences_are_all_allowed() -> None:
    assert [each.row for each in licences.deployed(ROOT) if not each.is_allowed] == []


@pytest.mark.parametrize(
    ("fields", "licence", "is_allowed"),
    [
        (
            [("License-Expression", "Apache-2.0 OR BSD-3-Clause"), ("License", "else")],
            "Apache-2.0 OR BSD-3-Clause",
            True,
        ),
        ([("License-Expression", "MIT AND GPL-3.0-only")], "MIT AND GPL-3.0-only", False),
        ([("License", "Apache License 2.0")], "Apache-2.0", True),
        ([("License", "Dual"), ("Classifier", "License :: OSI Approved :: MIT License")], "MIT", True),
        ([("License", "GPLv3"), ("Classifier", "Topic :: Internet")], "GPLv3", False),
        ([("Classifier", "License :: OSI Approved :: GNU Affero General Public License v3")], None, False),
        ([], "says nothing", False),
    ],
)
def test_licences_are_read_from_any_age_of_metadata(
    fields: list[tuple[str, str]], licence: str | None, *, is_allowed: bool
) -> None:
    said = Message()
    for name, value in fields:
        said[name] = value

    found = licences.Licensed("x", "1", licences.licence_of(cast("PackageMetadata", said)))

    assert found.is_allowed is is_allowed
    assert licence in {None, found.licence}


def test_sbom_of_something_else_is_refused() -> None:
    bill = {"components": [{"name": "Some.Name", "version": "1"}, {"name": "other", "version": "2"}]}

    assert sbom.bill_wrong(bill, "some-name==1\nother==2\n") == []
    assert sbom.bill_wrong(bill, "some-name==1.1\n") == [
        "some-name 1.1 is deployed, and not in the bill",
        "other 2 is in the bill, and not deployed",
        "some-name 1 is in the bill, and not deployed",
    ]


def test_audit_reads_what_was_found_and_what_was_passed_over() -> None:
    report = {
        "dependencies": [
            {"name": "some-name", "version": "1", "vulns": [{"id": "PYSEC-1"}]},
            {"name": "b", "skip_reason": "not found"},
        ]
    }

    found = audit.by_pip_audit(report, ["Some.Name==1", 'b==2; sys_platform == "win32"', "c==3"])

    assert found == [
        Audited("some-name", "1", ("PYSEC-1",), "pip-audit"),
        Audited("b", "2", None, "nobody"),
        Audited("c", "3", None, "nobody"),
    ]


@pytest.mark.parametrize(
    ("page", "advisories"),
    [
        ({"info": {"version": "2"}, "vulnerabilities": [{"id": "PYSEC-1"}]}, ("PYSEC-1",)),
        ({"info": {"version": "2"}, "vulnerabilities": [{"id": "PYSEC-1", "withdrawn": "2026-01-01"}]}, ()),
        ({"info": {"version": "2"}, "vulnerabilities": []}, ()),
        ({"info": {"version": "3"}, "vulnerabilities": []}, None),
        ({"info": {"version": "2"}}, None),
        (None, None),
    ],
)
def test_audit_believes_the_page_only_about_the_very_version(
    page: dict[str, object] | None, advisories: tuple[str, ...] | None
) -> None:
    assert audit.by_page(Audited("b", "2", None, "nobody"), page).advisories == advisories


@pytest.mark.parametrize(
    ("audited", "accepted", "status", "line"),
    [
        ([Audited("a", "1", (), "pip-audit")], {}, audit.CLEAN, "no advisory is open"),
        ([Audited("a", "1", ("X",), "pip-audit")], {}, audit.FOUND, "*** a 1 has X"),
        ([Audited("a", "1", ("X",), "pip-audit")], {"X": "why"}, audit.CLEAN, "a 1 has X, accepted: why"),
        ([Audited("a", "1", (), "pip-audit")], {"X": "why"}, audit.CLEAN, "X is accepted, and nothing has it"),
        (
            [Audited("a", "1", None, "nobody")],
            {},
            audit.NOT_ASKED,
            "*** NOT AUDITED, for want of anybody who knows: a 1",
        ),
        ([], {}, audit.NOT_ASKED, None),
    ],
)
def test_audit_says_no_more_than_it_knows(
    audited: list[Audited], accepted: dict[str, str], status: int, line: str | None
) -> None:
    found, lines = audit.verdict(audited, accepted)

    assert found == status
    assert line is None or line in lines
    assert ("no advisory is open" in lines) is (status == audit.CLEAN)
