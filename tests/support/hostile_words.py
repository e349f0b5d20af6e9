"""What people write who would like a page to run it: each is a text, and has to stay one."""

# Every payload calls this, or holds it: what a page made of one can be found by it.
MARK = "xss"

# Each fits into a name. All but those of INERT become something else wherever a page is careless.
PAYLOADS = {
    "script": "<script>xss()</script>",
    "script in mixed case": "<ScRiPt>xss()</sCrIpT>",
    "dialog": "<img src=x onerror=alert('xss')>",
    "picture": "<img src=x onerror=xss()>",
    "picture without an end": "<img src=x onerror=xss()//",
    "drawing": "<svg onload=xss()>",
    "drawing without blanks": "<svg/onload=xss()//",
    "animation": "<svg><animate onbegin=xss() attributeName=x dur=1s>",
    "borrowed drawing": '<svg><use href="data:image/svg+xml,<svg id=x onload=xss()>#x">',
    "double quotes": '" onfocus=xss() autofocus x="',
    "single quotes": "' onfocus=xss() autofocus x='",
    "back quotes": "`-xss()-`",
    "out of double quotes": '"><script>xss()</script>',
    "out of single quotes": "'><img src=x onerror=xss()>",
    "out of a text area": "</textarea><script>xss()</script>",
    "out of a title": "</title><script>xss()</script>",
    "out of a style": "</style><script>xss()</script>",
    "out of a script": "</script><script>xss()</script>",
    "address": "javascript:xss()",
    "address in capitals": "JaVaScRiPt:xss()//",
    "address of data": "data:text/html,<script>xss()</script>",
    "link": '<a href="javascript:xss()">xss</a>',
    "link with a tab": '<a href="jav&#x09;ascript:xss()">xss</a>',
    "template literal": "${xss()}",
    "moustaches": "{{xss()}}",
    "constructor": "{{constructor.constructor('xss()')()}}",
    "server's template": "<%= xss() %>{% print xss %}",
    "format": "%s%(xss)s{0}{xss.__class__}",
    "entities": "&lt;script&gt;xss()&lt;/script&gt;",
    "numbers of characters": "&#60;img src=x onerror=xss()&#62;",
    "entity without an end": "&ltimg src=x onerror=xss()&gt",
    "style": "<style>@import'/xss'</style>",
    "expression": '<p style="width:expression(xss())">',
    "background": '<p style="background:url(/xss)">',
    "document of a frame": '<iframe srcdoc="<script>xss()</script>"></iframe>',
    "address of a frame": "<iframe src=javascript:xss()></iframe>",
    "mutation": '<svg><p><style><a id="</style><img src=x onerror=xss()>">',
    "mutation in a formula": "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=xss()>",
    "mutation without scripts": '<noscript><p title="</noscript><img src=x onerror=xss()>">',
    "annotation": '<math><annotation-xml encoding="text/html"><script>xss()</script>',
    "refresh": '<meta http-equiv=refresh content="0;url=javascript:xss()">',
    "base": '<base href="//xss.example/">',
    "form": '<form action="javascript:xss()"><button>xss</button></form>',
    "button": "<button formaction=javascript:xss()>xss</button>",
    "toggle": "<details open ontoggle=xss()>",
    "film": "<video><source onerror=xss()></video>",
    "object": "<object data=javascript:xss()></object>",
    "embedded": "<embed src=javascript:xss()>",
    "style sheet": "<link rel=stylesheet href=//xss.example/>",
    "marquee": "<marquee onstart=xss()>",
    "comment": "<!--><img src=x onerror=xss()>-->",
    "section": "<![CDATA[><img src=x onerror=xss()>]]>",
    "names of the page's own": "<form name=body><input name=xss id=getElementById>",
    "element of ours": "<managed-booking id=xss></managed-booking>",
    "shadow": "<template shadowrootmode=open><script>xss()</script></template>",
    "wide signs": "\uff1cscript\uff1exss()\uff1c/script\uff1e",
    "invisible space": "<scr\u200bipt>xss()</scr\u200bipt>",
    "second recipient": "xss@x.example, Bcc: y@y.example",
    "encoded word": "=?utf-8?q?=3Cscript=3Exss()=3C/script=3E?=",
    "escaped line": r"xss\r\nBcc: x@y.example\u003cscript\u003e",
    "statement": "xss'); DROP TABLE bookings;--",
    "prototype": "__proto__ constructor xss",
    "marks upon marks": "x\u0338\u0322s\u0338\u0322s\u0338\u0322() xss",
    "long": "xss" * 26,
}
# No carelessness of a browser's page makes these act; a server's templates, a mail's headers and a store might.
INERT = {
    *("server's template", "format", "wide signs", "invisible space", "second recipient", "encoded word"),
    *("escaped line", "statement", "prototype", "marks upon marks", "long"),
}
# What is no line of text, and is refused as one.
REFUSED = {
    "turned around": "\u202e)(ssx",
    "isolated": "xss\u2066()",
    "line separator": "xss\u2028Bcc: x@y.example",
    "paragraph separator": "xss\u2029()",
    "end of a text": "xss\x00()",
    "escape": "xss\x1b[31m",
    "next line": "xss\x85()",
    "nothing assigned": "xss\U000e1fff",
    "too long": "xss" * 400,
}
# These as well, but a browser does not let them into a line that is typed.
BREAKING = {"header": "xss\r\nBcc: x@y.example", "line feed": "xss\n<script>xss()</script>"}


def packed(longest: int, between: str = " ") -> list[str]:
    """All payloads in as few texts as that allows, each at most so long; no payload is cut."""
    texts: list[str] = []
    for payload in sorted(PAYLOADS.values(), key=len, reverse=True):
        room = (index for index, text in enumerate(texts) if len(text) + len(between) + len(payload) <= longest)
        if (index := next(room, None)) is None:
            texts.append(payload)
        else:
            texts[index] += between + payload
    return texts
