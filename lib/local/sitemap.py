"""Tells search engines which pages a site at a given address has: public/sitemap.xml, and the line that leads there.

Both need the whole address of the site (sitemaps.org: "must begin with the protocol"), which only its operator knows;
so the project ships neither rather than somebody else's, and the booking page can be found without.
"""

import os
import sys
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lib.local.site_paths import canonical_path
from lib.local.stops import StartRefused
from lib.settings import read

PUBLIC: Final = Path(__file__).parents[2] / "public"
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write(public: Path, address: str) -> tuple[str, ...]:
    """Write both files for the site at `address` (as often as one likes); the paths of the pages that they name."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise StartRefused("SITE_URL has to be the site's address and no more, such as https:// and its name.")
    paths = searchable(public)
    robots = public / "robots.txt"
    (public / "sitemap.xml").write_text(sitemap(address, paths), encoding="utf-8")
    robots.write_text(with_line(robots.read_text(encoding="utf-8"), address), encoding="utf-8")
    return paths


def searchable(public: Path) -> tuple[str, ...]:
    """The clean addresses of the pages that do not ask to be left out, the booking page first."""
    files = [path.relative_to(public) for path in public.rglob("*.html") if not _Robots(path).says_no]
    return tuple(sorted(canonical_path(f"/{file.as_posix()}") or "/" for file in files))


def sitemap(address: str, paths: tuple[str, ...]) -> str:
    places = "".join(f"  <url><loc>{escape(address + path)}</loc></url>\n" for path in paths)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_NAMESPACE}">\n{places}</urlset>\n'


def with_line(robots: str, address: str) -> str:
    """The text of robots.txt with one line that leads to the sitemap, in place of any other."""
    others = [line for line in robots.splitlines() if not line.casefold().startswith("sitemap:")]
    return "\n".join(others).rstrip() + f"\n\nSitemap: {address}/sitemap.xml\n"


class _Robots(HTMLParser):
    """Whether a page asks search engines to leave it out."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.says_no = False
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("name") == "robots":
            self.says_no = "noindex" in (given.get("content") or "")


def run() -> int:
    try:
        paths = write(PUBLIC, read(os.environ).site_url)
    except StartRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"public/sitemap.xml and public/robots.txt name {', '.join(paths)}. Deploy both with the site.")
    return 0


if __name__ == "__main__":
    sys.exit(run())
