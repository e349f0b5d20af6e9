"""What search engines are told: the pages that want to be found, at the operator's address and no other."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lib.local.sitemap import PUBLIC, searchable, write
from lib.local.stops import StartRefused

ROBOTS = "User-agent: *\nDisallow: /api/admin/\n"


@pytest.fixture
def public(tmp_path: Path) -> Path:
    (tmp_path / "admin").mkdir()
    (tmp_path / "robots.txt").write_text(ROBOTS)
    for name in ("index", "problems", "help/index"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.html").write_text("<title>Found</title>")
    for name in ("manage", "admin/index"):
        (tmp_path / f"{name}.html").write_text('<meta name="robots" content="noindex">')
    return tmp_path


def test_sitemap_names_the_pages_that_may_be_found(public: Path) -> None:
    write(public, "https://dance.example")

    places = [place.text for place in ET.parse(public / "sitemap.xml").findall(".//{*}loc")]  # noqa: S314 -- ours
    assert places == ["https://dance.example/", "https://dance.example/help", "https://dance.example/problems"]


def test_robots_lead_to_the_sitemap_once_however_often_it_is_written(public: Path) -> None:
    write(public, "https://old.example")

    write(public, "https://dance.example")

    expected = f"{ROBOTS}\nSitemap: https://dance.example/sitemap.xml\n"
    assert (public / "robots.txt").read_text() == expected


@pytest.mark.parametrize("address", ["", "dance.example", "http://dance.example", "https://", "https://x.example/book"])
def test_an_address_that_is_none_writes_nothing(public: Path, address: str) -> None:
    with pytest.raises(StartRefused):
        write(public, address)

    assert not (public / "sitemap.xml").exists()
    assert (public / "robots.txt").read_text() == ROBOTS


def test_site_leads_to_a_sitemap_only_where_there_is_one() -> None:
    leads = "Sitemap:" in (PUBLIC / "robots.txt").read_text()

    assert searchable(PUBLIC) == ("/", "/developers", "/problems")
    assert (PUBLIC / "sitemap.xml").exists() == leads
