"""Rules of vercel.json are understood as the platform does, or not at all."""

import json
from pathlib import Path

import pytest

from lib.local.platform_rules import PlatformRules, Rewrite, Target, pattern
from lib.local.stops import StartRefused

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("source", "path", "matches"),
    [
        ("/(.*)", "/", True),
        ("/(.*)", "/a/b", True),
        ("/js/(.*)", "/js", False),
        ("/a/:id", "/a/1", True),
        ("/a/:id", "/a/1/2", False),
        ("/a/:id", "/a/", False),
        ("/a/:rest*", "/a", True),
        ("/a/:rest*", "/a/1/2", True),
        ("/a/:rest*", "/ab", False),
        ("/a/:id/x", "/a/1/x", True),
        ("/a.b", "/aXb", False),
        ("/a", "/A", False),
        ("/a", "/a/", False),
    ],
)
def test_pattern_matches_what_the_platform_matches(source: str, path: str, *, matches: bool) -> None:
    assert (pattern(source).fullmatch(path) is not None) == matches


@pytest.mark.parametrize(
    "source",
    [
        "/a/:id?",
        "/a/:id+",
        "/a/:id(\\d+)",
        "/a/(\\d+)",
        "/a{/b}?",
        "/a/*",
        "a",
        "/:a:",
        "/a|b",
        "/((?!api).*)",
        "/a:id*",
    ],
)
def test_pattern_that_is_not_understood_stops_the_start(source: str) -> None:
    with pytest.raises(StartRefused, match="is not understood here"):
        pattern(source)


def test_rewrite_hands_over_all_parameters_unless_the_path_takes_one() -> None:
    unused = Rewrite(pattern("/b/:id/:what"), "/api/bookings?format=ics").target("/b/1/x")
    used = Rewrite(pattern("/b/:id/:what"), "/api/:what").target("/b/1/x")

    assert unused == Target("/api/bookings", (("id", "1"), ("what", "x"), ("format", "ics")))
    assert used == Target("/api/x", ())


@pytest.mark.parametrize(
    "document",
    [
        {"redirects": []},
        {"trailingSlash": True},
        {"rewrites": [{"source": "/a", "destination": "https://elsewhere.example/"}]},
        {"rewrites": [{"source": "/a", "destination": "/b/:id"}]},
        {"rewrites": [{"source": "/(.*)", "destination": "/b/$1"}]},
        {"rewrites": [{"source": "/a", "destination": "/b", "has": []}]},
        {"headers": [{"source": "/a", "headers": [], "missing": []}]},
        {"headers": [{"headers": []}]},
    ],
)
def test_document_that_is_not_understood_stops_the_start(tmp_path: Path, document: dict[str, object]) -> None:
    path = tmp_path / "vercel.json"
    path.write_text(json.dumps(document))

    with pytest.raises(StartRefused, match="not understood here"):
        PlatformRules.read(path)


def test_broken_document_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "vercel.json"
    path.write_text("{")

    with pytest.raises(StartRefused, match="is not JSON"):
        PlatformRules.read(path)


def test_missing_document_has_no_rules(tmp_path: Path) -> None:
    assert PlatformRules.read(tmp_path / "vercel.json") == PlatformRules()


def test_our_own_document_is_understood() -> None:
    rules = PlatformRules.read(ROOT / "vercel.json")

    assert rules.headers("/book")[b"x-content-type-options"] == b"nosniff"
