"""Notices when a page makes more of a text than text: what runs, what is made, asked for, forbidden."""

import re
from dataclasses import dataclass, field
from typing import Self

from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Request, Response, WebError

from tests.support.hostile_words import MARK

# Attributes that hold words which people read; everywhere else no word of theirs has anything to do.
WORDS = ["value", "aria-label", "title"]
# Elements whose text is no text for people.
SPEAKING = ["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "IFRAME"]
# By chance the mark may stand among the random letters of a link or an id; of payloads only the long word has so many.
KEY = r"[\w-]{20,}"
SCRIPT = f"""
window.ran = 0;
window.{MARK} = () => {{
  window.ran += 1;
  tripped("ran");
}};
window.madeOf = (element) => [
  ...[...element.attributes].filter(({{ name, value }}) => !{WORDS}.includes(name)
    && (name.startsWith("on") || (name + value.replace(/{KEY}/g, "")).includes("{MARK}"))).map(({{ name }}) => name),
  ...({SPEAKING}.includes(element.tagName) && element.innerHTML.includes("{MARK}") ? ["words"] : []),
].map((what) => `${{element.tagName}} ${{what}}`);
new MutationObserver((changes) => {{
  for (const {{ type, target, addedNodes }} of changes) {{
    const elements = type === "attributes" ? [target]
      : [...addedNodes].flatMap((node) => (node.querySelectorAll ? [node, ...node.querySelectorAll("*")] : []));
    elements.flatMap(madeOf).forEach((what) => tripped(`made ${{what}}`));
  }}
}}).observe(document, {{ childList: true, subtree: true, attributes: true }});
document.addEventListener("securitypolicyviolation", ({{ effectiveDirective, blockedURI, sample }}) =>
  tripped(`policy ${{effectiveDirective}} ${{blockedURI}} ${{sample}}`));
"""

# Everything that a page could do wrong with a text, and whether something came of it.
CARELESS = """payloads => payloads.filter((payload) => {
  const drawn = (markup) => {
    const place = document.createElement("div");
    place.innerHTML = markup;
    return [...place.querySelectorAll("*")].some((element) => madeOf(element).length > 0);
  };
  const led = () => {
    const link = Object.assign(document.createElement("a"), { href: payload });
    return ["javascript:", "data:"].includes(link.protocol);
  };
  const carriedOut = (code) => {
    const before = ran;
    try {
      Function(code)();
    } catch {
      return false;
    }
    return ran > before;
  };
  const [, inBraces] = payload.match(/^{{(.*)}}$/) ?? [];
  const decoded = new DOMParser().parseFromString(payload, "text/html").documentElement.textContent;
  const places = [`${payload}</p>`, decoded, `<i title="${payload}">`, `<i title='${payload}'>`,
    `<textarea>${payload}</textarea>`, `<title>${payload}</title>`];
  return places.some(drawn) || led() || carriedOut(`return ${inBraces}`) || carriedOut("return `" + payload + "`");
})"""
# What a document's text became, and its words, in a place where nothing runs.
DRAWN = """letters => letters.map((letter) => {
  const page = new DOMParser().parseFromString(letter, "text/html");
  return [[...page.querySelectorAll("*")].flatMap(madeOf), page.body.textContent];
})"""


@dataclass
class Tripwire:
    """``tripped`` says what happened on any page of a visit, in any of its frames.

    Every page of the site at ``port`` has a policy.
    """

    port: str
    tripped: list[str] = field(default_factory=list)

    def around(self, visit: BrowserContext) -> Self:
        visit.expose_function("tripped", self._tell)
        visit.add_init_script(SCRIPT)
        visit.on("dialog", self._asked)
        visit.on("weberror", self._failed)
        visit.on("request", self._went)
        visit.on("response", self._came)
        return self

    def _tell(self, what: str) -> None:
        self.tripped.append(what)

    def _asked(self, dialog: Dialog) -> None:
        self.tripped.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _failed(self, error: WebError) -> None:
        self.tripped.append(f"error {error.error}")

    def _went(self, request: Request) -> None:
        if MARK in re.sub(KEY, "", request.url) and not request.is_navigation_request():
            self.tripped.append(f"request {request.url}")

    def _came(self, response: Response) -> None:
        """A report of no violation is worth something only where there is a policy."""
        is_page = response.request.resource_type == "document" and f":{self.port}/" in response.url
        if is_page and "content-security-policy" not in response.headers:
            self.tripped.append(f"no policy {response.url}")


def told(place: Page | Locator) -> str:
    """All words, however they are laid out."""
    return " ".join(
        str(place.locator("body").text_content() if isinstance(place, Page) else place.text_content()).split()
    )


def width(page: Page) -> int:
    """No word is so long that the page grows wider than the phone."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
