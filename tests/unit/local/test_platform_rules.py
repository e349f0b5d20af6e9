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


CONDITIONS = [
    {"type": "header", "key": "Accept-Language", "value": "es.*"},
    {"type": "query", "key": "lang", "value": "es"},
]


@pytest.mark.parametrize(
    ("headers", "query", "holds"),
    [
        ({"accept-language": "es-MX, en;q=0.8"}, b"lang=es", True),
        ({"accept-language": "es"}, b"date=2026-12-01&lang=es", True),
        ({"accept-language": "en, es;q=0.8"}, b"lang=es", False),
        ({"accept-language": "es"}, b"lang=est", False),
        ({"accept-language": "es"}, b"lang=", False),
        ({"accept-language": "es"}, b"", False),
        ({}, b"lang=es", False),
        ({"accept-language": "es"}, b"lang=\xff\xfe%zz&&=", False),
    ],
)
def test_rule_holds_where_all_its_conditions_do(
    tmp_path: Path, headers: dict[str, str], query: bytes, *, holds: bool
) -> None:
    path = tmp_path / "vercel.json"
    rule = {"source": "/", "has": CONDITIONS, "headers": [{"key": "Link", "value": "</a>; rel=preload"}]}
    path.write_text(json.dumps({"headers": [rule]}))
    rules = PlatformRules.read(path)

    assert rules.headers("/", headers, query) == ({b"link": b"</a>; rel=preload"} if holds else {})
    assert rules.headers("/book", headers, query) == {}


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "cookie", "key": "a", "value": "b"},
        {"type": "host", "value": "studio.example"},
        {"type": "header", "key": "a"},
        {"type": "header", "value": "b"},
        {"type": "query", "key": "a", "value": "(?<name>b)"},
        {"type": "query", "key": "a", "value": "b("},
    ],
)
def test_condition_that_is_not_understood_stops_the_start(tmp_path: Path, condition: dict[str, str]) -> None:
    path = tmp_path / "vercel.json"
    path.write_text(json.dumps({"headers": [{"source": "/", "has": [condition], "headers": []}]}))

    with pytest.raises(StartRefused, match=r"the condition .* is not understood here"):
        PlatformRules.read(path)
