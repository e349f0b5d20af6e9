"""`make licences`: under which licence each deployed package stands, as its own metadata says, in docs/licences.md."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

from lib.local.locks import DEPLOYED, pins, version_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = "docs/licences.md"
# SPDX's names. All of them allow any studio to use, change and pass on the whole, if their texts travel along. MPL-2.0
# (certifi, used unchanged) asks for its own files' source and for nothing of ours.
ALLOWED = frozenset(
    {"Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "Unlicense"}
)
# What older metadata calls them; BSD without a number is all that some packages say.
SAME_AS = {
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
HEAD = """# Licences

What is deployed with the site, and under which licence, as the packages' own metadata says. `make licences` writes this
page, a test holds it against `requirements.txt`, and a licence that `ALLOWED` of `lib/local/licences.py` does not name
stops both. The site itself is under MIT ([LICENSE](../LICENSE)); the typeface in `public/fonts/` has its own beside it.

| package | version | licence |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Licensed:
    """One deployed package; ``licence`` is an SPDX expression, or what the package says in its place."""

    package: str
    version: str
    licence: str

    @property
    def row(self) -> str:
        return f"| {self.package} | {self.version} | {self.licence} |"

    @property
    def is_allowed(self) -> bool:
        return set(re.split(r" OR | AND ", self.licence)) <= ALLOWED


def licence_of(said: PackageMetadata) -> str:
    """The expression (PEP 639) where there is one, else the old field if it is a name, else the classifiers."""
    if "License-Expression" in said:
        return said["License-Expression"]
    field = said["License"] if "License" in said else ""  # noqa: SIM401 -- its type has no get
    name = SAME_AS.get(field, field)
    if name in ALLOWED:
        return name
    ends = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    return " OR ".join(sorted(SAME_AS.get(end, end) for end in ends)) or name or "says nothing"


def deployed(root: Path) -> list[Licensed]:
    """What requirements.txt pins, in the order of the names."""
    pinned = pins((root / DEPLOYED).read_text(encoding="utf-8"))
    names = ((pin.partition("==")[0], version_of(pin)) for pin in pinned)
    return [
        Licensed(name, version, licence_of(metadata(name)))
        for name, version in sorted(names, key=lambda each: each[0].lower())
    ]


def page(packages: Iterable[Licensed]) -> str:
    return HEAD + "".join(f"{each.row}\n" for each in packages)


def main() -> int:
    packages = deployed(ROOT)
    if strange := [each.row for each in packages if not each.is_allowed]:
        print("licences: nobody has allowed these:", *strange, sep="\n", file=sys.stderr)
        return 1
    (ROOT / PAGE).write_text(page(packages), encoding="utf-8")
    print(f"licences: {PAGE} has {len(packages)} packages, under {len({each.licence for each in packages})} licences")
    return 0


if __name__ == "__main__":
    sys.exit(main())
