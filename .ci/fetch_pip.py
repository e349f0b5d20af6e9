"""How pip comes into a bare environment: as a checked wheel from the package index, run out of its own archive."""

import hashlib
import json
import os
import ssl
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

INDEX = os.environ.get("PIP_INDEX_URL") or "https://pypi.org/simple"


def download(address: str, accept: str) -> bytes:
    """Whatever stands at ``address``; trusts the certificates that pip is told to trust."""
    if not address.startswith("https://"):
        sys.exit(f"setup: {address} is not a safe place to fetch pip from")
    trust = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    request = urllib.request.Request(address, headers={"Accept": accept})  # noqa: S310 -- https, checked above
    with urllib.request.urlopen(request, timeout=60, context=trust) as answer:  # noqa: S310 -- https, checked above
        content: bytes = answer.read()
    return content


def newest_wheel() -> tuple[str, str]:
    """Address and SHA-256 of the newest release; the index lists releases in the order of their appearance."""
    page = f"{INDEX.rstrip('/')}/pip/"
    listing = json.loads(download(page, "application/vnd.pypi.simple.v1+json"))
    wheels = [
        file
        for file in listing["files"]
        if file["filename"].endswith("-py3-none-any.whl")
        and not file.get("yanked")
        and file["filename"].split("-")[1].replace(".", "").isdigit()
    ]
    wheel = max(wheels, key=lambda file: [int(part) for part in file["filename"].split("-")[1].split(".")])
    return urllib.parse.urljoin(page, wheel["url"]), wheel["hashes"]["sha256"]


def main() -> None:
    address, expected = newest_wheel()
    content = download(address, "*/*")
    if hashlib.sha256(content).hexdigest() != expected:
        sys.exit("setup: the pip that arrived is not the pip that the index announced")
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / address.rsplit("/", 1)[1]
        wheel.write_bytes(content)
        command = [sys.executable, f"{wheel}/pip", "install", "--quiet", "--no-index", "--no-compile", str(wheel)]
        subprocess.run(command, check=True)  # noqa: S603 -- our own interpreter and a wheel just checked


if __name__ == "__main__":
    main()
