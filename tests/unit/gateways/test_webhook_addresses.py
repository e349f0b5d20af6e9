"""Which addresses may be told of bookings: a table of what operators, and others, may write there."""

import pytest

from lib.gateways.webhooks.addresses import SHORTEST_SECRET, faults, is_public, mark_of

SECRET = "s" * SHORTEST_SECRET
GOOD = "https://crm.example.com/hooks/studio"
NO_ADDRESS = "OUTGOING_WEBHOOK_URL: no https address without user and password: number "


@pytest.mark.parametrize(
    "url",
    [
        GOOD,
        "https://crm.example.com",
        "https://crm.example.com:8443/a/b?key=v&x=%20~",
        "https://xn--caf-dma.example/",
        "https://93.184.216.34/hook",
        "https://a-b.example/@/:;(x)'*",
    ],
)
def test_address_that_may_be_told(url: str) -> None:
    assert faults(url, SECRET, on_platform=True) == ()


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example.com/hook",
        "https://user@crm.example.com/",
        "https://user:secret@crm.example.com/",
        "https://crm.example.com@evil.example/",
        "https://crm.example.com\\@evil.example/",
        "https://crm.example.com#@evil.example/",
        "https://crm.example.com/#part",
        "https:/crm.example.com/",
        "https:///crm.example.com/",
        "https://",
        "//crm.example.com/",
        "crm.example.com",
        "ftp://crm.example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "javascript:alert(1)",
        "HTTPS://crm.example.com/",
        "https://crm.example.com:0/",
        "https://crm.example.com:65536/",
        "https://crm.example.com:443443/",
        "https://crm.example.com:/",
        "https://crm.example.com.:443/",
        "https://.example.com/",
        "https://-crm.example.com/",
        "https://crm_1.example.com/",
        "https://café.example/",
        "https://crm.example.com/ñ",
        "https://crm.example.com/\x00",
        "https://crm.example.com/<script>",
        "https://[::1]/",
        "https://[fd00::1]/",
        f"https://{'a' * 64}.example/",
        f"https://crm.example.com/{'a' * 2000}",
    ],
)
def test_address_that_may_not_be_told(url: str) -> None:
    found = faults(f"{GOOD} {url}", SECRET, on_platform=False)

    # A blank inside would make two of it, of which one is wrong.
    assert found == (f"{NO_ADDRESS}2",)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:8080", "127.0.0.1:1"])
def test_plain_http_is_for_a_program_beside_us_and_never_on_the_platform(host: str) -> None:
    assert faults(f"http://{host}/hook", SECRET, on_platform=False) == ()
    assert faults(f"http://{host}/hook", SECRET, on_platform=True) == (f"{NO_ADDRESS}1",)


@pytest.mark.parametrize("host", ["127.0.0.2", "10.0.0.1", "localhost.evil.example", "127.0.0.1.evil.example", "127.1"])
def test_plain_http_is_for_no_other_machine(host: str) -> None:
    assert faults(f"http://{host}/hook", SECRET, on_platform=False) == (f"{NO_ADDRESS}1",)


@pytest.mark.parametrize(
    ("urls", "secret", "expected"),
    [
        ("", SECRET, ["OUTGOING_WEBHOOK_URL is not set, and the secret alone tells nobody anything"]),
        (GOOD, "", ["OUTGOING_WEBHOOK_SECRET is not set, so nobody could know what is ours"]),
        (GOOD, SECRET[1:], ["OUTGOING_WEBHOOK_SECRET needs 32 characters or more"]),
        (f"{GOOD} {GOOD}", SECRET, ["OUTGOING_WEBHOOK_URL may hold 3 different addresses"]),
        (f"{GOOD}/1 {GOOD}/2 {GOOD}/3", SECRET, []),
        (f"{GOOD}/1 {GOOD}/2 {GOOD}/3 {GOOD}/4", SECRET, ["OUTGOING_WEBHOOK_URL may hold 3 different addresses"]),
        (f"http://a.example {GOOD} b", SECRET, [f"{NO_ADDRESS}1, 3"]),
        (f"{GOOD}\t{GOOD}/2\n{GOOD}/3", SECRET, []),
    ],
)
def test_settings_are_wrong_in_sentences_without_their_values(urls: str, secret: str, expected: list[str]) -> None:
    assert faults(urls, secret, on_platform=True) == tuple(expected)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:1.1.1.1"]
)
def test_address_of_the_world_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        # Where clouds tell their machines their keys, and what is shared by a provider's customers.
        *("169.254.169.254", "169.254.0.1", "100.64.0.1", "fd00:ec2::254"),
        *("192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250"),
        *("192.0.0.8", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1"),
        # The same, packed.
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:db8::1", "3fff::1", "100::1"),
        *("", "localhost", "127.1", "2130706433", "0x7f000001", "127.0.0.1 ", "127.0.0.01"),
    ],
)
def test_address_of_somebodys_house_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_mark_gives_nothing_away_and_lasts() -> None:
    assert mark_of(GOOD) == mark_of(GOOD)
    assert len({mark_of(GOOD), mark_of(f"{GOOD}/"), mark_of(f"{GOOD}?k=1")}) == 3
    assert [len(mark_of(url)) for url in (GOOD, "")] == [8, 8]
