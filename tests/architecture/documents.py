"""What our documents name, and where that can be found: files, anchors, addresses, targets, settings, tests."""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/*.md")
PASSED_OVER = {".git", ".venv", ".cache", ".local", ".vercel", ".hypothesis", "node_modules", "__pycache__"}
ENDINGS = (
    "css",
    "html",
    "ini",
    "js",
    "json",
    "lock",
    "lua",
    "md",
    "mjs",
    "py",
    "sh",
    "svg",
    "toml",
    "txt",
    "xml",
    "yml",
)
# Where a word has to stand that a document names in capitals.
CODE = (
    "lib/**/*.py",
    "api/**/*.py",
    "tests/**/*.py",
    "public/**/*.js",
    "lib/**/*.lua",
    "Makefile",
    ".env.example",
    ".ci/*",
)
# Named on purpose, though no file of the tree has this name.
NOT_IN_THE_TREE = {
    ".env": "holds secrets, so that only .env.example is in the tree",
    ".local/": "made by make run",
    ".venv/": "made by the set-up",
    ".cache/": "made by whatever needs it",
    ".cache/mutated/survivors.txt": "made by make mutants",
    "pyproject.toml": "must not exist",
    "public/sitemap.xml": "made by make sitemap, for one site",
}
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Page:
    """One document: ``prose`` is its text without blocks of code, ``blocks`` are these."""

    name: str
    prose: str
    blocks: tuple[str, ...]

    @property
    def spans(self) -> tuple[str, ...]:
        return tuple(" ".join(span.split()) for span in SPAN.findall(self.prose))

    @property
    def words(self) -> str:
        """The text as it reads, whatever its lines are."""
        return " ".join(self.prose.split())

    @property
    def commands(self) -> Iterator[str]:
        """What a reader would paste: lines of blocks, and spans that begin with make."""
        lines = [line.partition(" #")[0].strip() for block in self.blocks for line in block.splitlines()]
        yield from (line.removeprefix("$ ") for line in lines if line and not line.startswith(("#", "<", "{", "}")))
        yield from (span for span in self.spans if re.match(r"make\b", span))


def pages(root: Path) -> list[Page]:
    found = [path for pattern in PAGES for path in sorted(root.glob(pattern))]
    return [page(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in found]


def page(name: str, text: str) -> Page:
    shells = tuple(body for kind, body in FENCE.findall(text) if kind in {"", "sh", "shell", "bash", "console"})
    return Page(name, FENCE.sub("", text), shells)


@lru_cache(maxsize=4)
def tree(root: Path) -> tuple[str, ...]:
    """Every file below ``root`` that belongs to the project, folders with a slash at their end."""
    found = []
    for place, folders, files in os.walk(root):
        # What is passed over is not even walked: it holds fifty times as many files as the project.
        folders[:] = set(folders) - PASSED_OVER
        below = Path(place).relative_to(root)
        found += [(below / name).as_posix() for name in files if name not in PASSED_OVER]
        found += [(below / name).as_posix() + "/" for name in folders]
    return tuple(sorted(found))


def anchors(text: str) -> set[str]:
    """What headings are called in addresses: small letters, hyphens for spaces; repeated ones are numbered."""
    found: dict[str, int] = {}
    for heading in re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE):
        slug = (
            re.sub(r"[^\w\- ]", "", re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", heading).lower()).strip().replace(" ", "-")
        )
        found[f"{slug}-{found[slug]}" if slug in found else slug] = 0
        found[slug] += 1
    return set(found)


def broken_links(root: Path, page: Page) -> Iterator[str]:
    """Links inside the tree that lead nowhere; addresses of other sites are not visited."""
    for link in LINK.findall(page.prose):
        place, _, anchor = link.partition("#")
        if place.startswith("http://localhost:3000"):
            yield from (f"{page.name}: {link} is not served" for _ in [0] if not is_served(root, place[21:]))
        elif not re.match(r"https?:|mailto:", link):
            target = (root / page.name).parent / place if place else root / page.name
            if not target.exists():
                yield f"{page.name}: {link} leads nowhere"
            elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8")):
                yield f"{page.name}: {link} leads to no heading"


def missing_files(root: Path, page: Page) -> Iterator[str]:
    """Spans that look like files, folders, modules, tests or addresses, and are none."""
    named = (span for span in page.spans if not span.startswith(("make ", "http")) and span not in NOT_IN_THE_TREE)
    return (f"{page.name}: {wrong}" for span in named if (wrong := what_is_missing(root, span)))


def what_is_missing(root: Path, span: str) -> str | None:
    file, _, test = span.partition("::")
    if module := re.fullmatch(r"python3? -m ([\w.]+)( .*)?", span):
        places = (f"{module[1].replace('.', '/')}{end}" for end in (".py", "/__main__.py"))
        return None if any(is_file(root, place) for place in places) else f"there is no module {module[1]}"
    if address := re.fullmatch(r"(?:[A-Z]+ )?(/[a-z][\w/.-]*)(?:[?#].*)?", span):
        return None if is_served(root, address[1]) else f"{address[1]} is not served"
    if looks_like_file(file) and not is_file(root, file):
        return f"there is no {file}"
    return f"{file} has no {test}" if test and not is_test(root, file, test) else None


def looks_like_file(span: str) -> bool:
    if not re.fullmatch(r"[\w.*][\w.*/-]*", span):
        return False
    return span.rpartition(".")[2] in ENDINGS or (span.endswith("/") and "/" in span[:-1].strip("."))


def is_file(root: Path, name: str) -> bool:
    """Whether a file or folder has this name, or ends with it: documents leave out the beginning where all know it."""
    pattern = f"*/{name.removeprefix('./')}"
    return any(fnmatchcase(f"/{each}", pattern) or fnmatchcase(f"/{each}", f"{pattern}/") for each in tree(root))


def is_test(root: Path, file: str, test: str) -> bool:
    return any(
        re.search(rf"^\s*(?:async )?def {re.escape(test)}\(", (root / each).read_text(encoding="utf-8"), re.MULTILINE)
        for each in tree(root)
        if fnmatchcase(f"/{each}", f"*/{file}")
    )


def is_served(root: Path, address: str) -> bool:
    """A function, a page, a file of public/, or what the site of this machine serves besides."""
    name = address.strip("/")
    endings = ("", ".py", "/index.py") if name.startswith("api/") else ("", ".html", "/index.html")
    places = [f"{name}{end}" if name.startswith("api/") else f"public/{name}{end}" for end in endings]
    return any(place.strip("/") in tree(root) for place in places) or is_word(root, f'"/{name}"')


@lru_cache(maxsize=4)
def code(root: Path) -> str:
    names = [name for name in tree(root) if any(fnmatchcase(name, pattern.replace("/**", "")) for pattern in CODE)]
    return "\n".join((root / name).read_text(encoding="utf-8") for name in names if not name.endswith("/"))


def is_word(root: Path, word: str) -> bool:
    before, after = (r"(?<!\w)" if word[0].isalnum() else ""), (r"(?!\w)" if word[-1].isalnum() else "")
    return re.search(f"{before}{re.escape(word)}{after}", code(root)) is not None


def missing_words(root: Path, page: Page) -> Iterator[str]:
    """Settings, variables and constants (`IN_CAPITALS`, `WITH_*`, `SET=`) that stand nowhere in the code."""
    for span in page.spans:
        if match := re.fullmatch(r"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*(?:_\*)?)(=?)\S*", span):
            name, is_set = match[1], match[2]
            if not (is_set or "_" in name):
                continue
            wanted = name.removesuffix("*")
            if not (re.search(rf"\b{wanted}", code(root)) if name.endswith("*") else is_word(root, wanted)):
                yield f"{page.name}: nothing knows {name}"


def missing_targets(root: Path, page: Page) -> Iterator[str]:
    """Commands of make whose targets, variables, or tests do not exist."""
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    for command in page.commands:
        words = re.findall(r"""[\w-]+="[^"]*"|\S+""", command.partition(" >")[0])
        if words[0] != "make":
            continue
        for word in words[1:]:
            name, is_set, value = word.partition("=")
            if is_set and not (re.search(rf"\b{name}\b", makefile) or is_word(root, name)):
                yield f"{page.name}: `{command}`: nothing reads {name}"
            elif is_set and name == "ARGS":
                yield from (f"{page.name}: `{command}`: {wrong}" for wrong in no_such_tests(root, value.strip('"')))
            elif not is_set and not word.startswith("-") and word not in targets:
                yield f"{page.name}: `{command}`: there is no target {word}"


def no_such_tests(root: Path, arguments: str) -> Iterator[str]:
    """Files that are named for a run and are none, and words after -k that no test has in its name."""
    words = arguments.split()
    for before, word in zip(["", *words], words, strict=False):
        if before == "-k":
            tests = " ".join(name for name in tree(root) if name.startswith("tests/")) + code(root)
            yield from (f"no test is called {word}" for _ in [0] if not re.search(rf"test_\w*{word}", tests))
        elif word.startswith("tests/") and not is_file(root, word.partition("::")[0]):
            yield f"there is no {word}"


def constant(root: Path, file: str, name: str) -> object:
    """What a module's constant is worth, read and not run."""
    for node in ast.parse((root / file).read_text(encoding="utf-8")).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            if name in [each.id for each in names if isinstance(each, ast.Name)]:
                text = ast.unparse(node).rpartition(" = ")[2]
                value = eval(text, {"__builtins__": {}})  # noqa: S307 -- our own constant, without any name in reach
                return value if len(names) == 1 else value[[getattr(each, "id", "") for each in names].index(name)]
    raise LookupError(f"{file} has no {name}")
