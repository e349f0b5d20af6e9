"""Files of public/ go out with their type and a validator, and nothing outside the folder goes out."""

from pathlib import Path

import pytest
from starlette.responses import Response

from lib.local.static_files import CACHE_CONTROL, StaticFiles


@pytest.fixture
def files(tmp_path: Path) -> StaticFiles:
    folder = tmp_path / "public"
    (folder / "js").mkdir(parents=True)
    (folder / "book.html").write_text("book")
    (tmp_path / "secret.txt").write_text("secret")
    return StaticFiles(folder)


def seen(response: Response) -> tuple[int, bytes, str]:
    return response.status_code, bytes(response.body), response.headers.get("etag", "")


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("book.html", "text/html; charset=utf-8"),
        ("page.JS", "application/javascript; charset=utf-8"),
        ("logo.svg", "image/svg+xml"),
        ("data.json", "application/json; charset=utf-8"),
        ("unknown.zzz", "application/octet-stream"),
    ],
)
def test_file_has_its_type_and_is_revalidated(files: StaticFiles, name: str, content_type: str) -> None:
    (files.folder / name).write_text("x")

    headers = files.response(files.folder / name, {}).headers

    assert (headers["content-type"], headers["cache-control"]) == (content_type, CACHE_CONTROL)


@pytest.mark.parametrize("given", ["{}", "W/{}", '"other", {}', "*"])
def test_file_that_the_browser_holds_is_not_sent_again(files: StaticFiles, given: str) -> None:
    page = files.folder / "book.html"
    etag = files.response(page, {}).headers["etag"]

    response = files.response(page, {"if-none-match": given.format(etag)})

    assert seen(response) == (304, b"", etag)


def test_file_that_has_changed_is_sent_again(files: StaticFiles) -> None:
    page = files.folder / "book.html"
    etag = files.response(page, {}).headers["etag"]
    page.write_text("changed")

    response = files.response(page, {"if-none-match": etag})

    assert seen(response)[:2] == (200, b"changed")


def test_link_out_of_the_folder_is_not_followed(files: StaticFiles) -> None:
    (files.folder / "inside.html").symlink_to(files.folder / "book.html")
    (files.folder / "way-out.txt").symlink_to(files.folder.parent / "secret.txt")

    assert files.found(["inside"]) == (files.folder / "book.html").resolve()
    assert files.found(["way-out.txt"]) is None


def test_missing_page_is_a_plain_sentence_until_there_is_a_page_for_it(files: StaticFiles) -> None:
    plain = seen(files.not_found())
    (files.folder / "404.html").write_text("lost")

    assert plain == (404, b"There is nothing at this address.\n", "")
    assert seen(files.not_found()) == (404, b"lost", "")
