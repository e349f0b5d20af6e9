"""The headers that every answer of a function carries, whatever it says."""

# Answers of the functions are data: nothing in them may run, load or be framed. The pages have their own policy.
ALWAYS = {
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
EXPOSED = "Event-Id, Studio-Timezone, ETag, Location, Retry-After, X-Request-Id, Idempotency-Replayed"
# Nothing behind these doors rests on cookies, so any page may embed the widget.
ANY_ORIGIN = {"access-control-allow-origin": "*", "access-control-expose-headers": EXPOSED}
PREFLIGHT = {
    "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
    "Last-Event-ID",
    "access-control-max-age": "86400",
}


def is_for_any_origin(path: str) -> bool:
    """What staff see and do is for the studio's own pages; other pages are not even told what they may not ask."""
    return not path.startswith("/api/admin/")
