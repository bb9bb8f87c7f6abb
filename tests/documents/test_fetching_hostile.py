"""Fetching from servers that mean harm: each ends in a clear reason, soon, and nothing private is reached."""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import socket
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_site import PUBLIC, Site

from bilateral.documents.addresses import find_refusal, join_address, look_up, read_address
from bilateral.documents.codings import unpack
from bilateral.documents.fetching import Fetched, Fetcher, FetchLimits
from bilateral.documents.listings import read_listing
from bilateral.documents.robots import read_robots
from bilateral.errors import DocumentError

LIMITS = FetchLimits(interval_seconds=0, page_seconds=20, stall_seconds=10, wait_seconds=1, page_bytes=300_000, retries=0)
HASTY = dataclasses.replace(LIMITS, page_seconds=1, stall_seconds=0.4)
"""For servers that take their time."""
START = "http://www.example.org/"


def fetch(site: Site, address: str = START, *, limits: FetchLimits = LIMITS, within: float = 6.0) -> Fetched:
    """Fetch, and hold that nothing but the public address was connected to, within the time."""
    begun = time.monotonic()
    got = Fetcher(limits, network=site.network).fetch(address)
    assert time.monotonic() - begun < within
    assert set(site.connected) <= {PUBLIC}
    return got


def reason(got: Fetched) -> str:
    assert got.error is not None
    assert got.body == b""
    assert "got " in str(got.error)
    return got.error.reason_code


PRIVATE = (
    "http://169.254.169.254/latest/meta-data/", "http://localhost/", "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/",
    "http://0177.0.0.1/", "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://[fd00:ec2::254]/", "http://[fe80::1]/", "http://[::]/",
    "http://10.0.0.7/", "http://192.168.1.1/", "http://172.20.0.2/", "http://100.64.0.1/", "http://0.0.0.0/", "http://224.0.0.1/",
    "http://255.255.255.255/",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_redirect_never_leads_into_a_private_network(site: Site, address: str) -> None:
    site.redirect("/", address)
    assert reason(fetch(site)) == "address_refused"
    assert site.paths() == ["/"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_not_asked_when_named(site: Site, address: str) -> None:
    assert reason(fetch(site, address)) == "address_refused"
    assert site.connected == []


@pytest.mark.parametrize(
    "address",
    [
        "ftp://www.example.org/a", "file:///etc/passwd", "gopher://www.example.org/", "javascript:alert(1)", "data:text/html,hi",
        "http://user:secret@www.example.org/", "http://www.example.org@127.0.0.1/", "http://www.example.org:22/", "http:///a",
        "http://www.example.org\\@127.0.0.1/", "http://www.example.org/\r\nHost: localhost", "http://[::1%25lo]/", "http://exa mple.org/",
        "http://www.example.org:99999/", "http://[::1/", "http://" + "a" * 3000 + ".org/", "http://\u2460\u2461\u2466.0.0.1/",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_unasked(site: Site, address: str) -> None:
    assert reason(fetch(site, address)) == "address_refused"
    site.redirect("/to", address.replace("\r\n", "%0d%0a").encode("ascii", "ignore").decode())
    assert site.connected == []


def test_a_port_that_the_settings_name_is_asked(site: Site) -> None:
    site.page("/", "open")
    limits = FetchLimits(interval_seconds=0, ports=(80, 443, 8080))
    assert Fetcher(limits, network=site.network).fetch("http://www.example.org:8080/").body == b"open"
    assert site.asked[-1][1]["host"] == "www.example.org:8080"


def test_a_name_with_one_private_answer_among_public_ones_is_refused(site: Site) -> None:
    site.names["www.example.org"] = [[PUBLIC, "10.1.2.3"]]
    assert reason(fetch(site)) == "address_refused"
    assert site.connected == []


def test_a_name_that_turns_private_after_the_check_is_not_asked_again(site: Site) -> None:
    """DNS rebinding: each request looks up once, and connects to what it checked."""
    site.names["www.example.org"] = [[PUBLIC], [PUBLIC], ["127.0.0.1"]]
    site.page("/", "first")
    asked = Fetcher(LIMITS, network=site.network)
    assert asked.fetch(START).body == b"first"  # robots.txt and the page: two look-ups
    assert reason(asked.fetch(START)) == "address_refused"
    assert site.connected == [PUBLIC, PUBLIC]


@pytest.mark.parametrize(("ip", "is_refused"), [
    ("8.8.8.8", False), ("2606:4700::1111", False), ("64:ff9b::808:808", False), ("::ffff:8.8.8.8", False), ("2002:808:808::", False),
    ("100.63.255.255", False), ("100.127.255.255", True), ("172.32.0.1", False), ("172.31.0.1", True), ("168.63.129.16", True),
    ("198.19.0.1", True), ("64:ff9b:1::1", True), ("2001::1", True), ("fec0::1", True), ("::808:808", True), ("ff02::1", True), ("rubbish", True),
    ("fe80::1%eth0", True), ("4000::1", True),
])  # fmt: skip
def test_which_numbers_are_public(ip: str, is_refused: bool) -> None:  # noqa: FBT001
    assert (find_refusal(ip) is not None) == is_refused


def test_a_look_up_that_never_ends_is_given_up() -> None:
    begun = time.monotonic()
    with pytest.raises(DocumentError, match="within") as caught:
        look_up(read_address(START), seconds=0.2, resolve=lambda *_, **__: time.sleep(1) or [])
    assert caught.value.reason_code == "host_unknown"
    assert time.monotonic() - begun < 0.9


def endless(piece: bytes, pause: float = 0.0, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"):
    """A route that sends without end."""

    def route(connection: socket.socket) -> None:
        connection.sendall(head)
        begun = time.monotonic()
        while time.monotonic() - begun < 8:
            connection.sendall(piece)
            time.sleep(pause)

    return route


@pytest.mark.parametrize(("name", "route", "expected"), [
    ("a feed without end", endless(b"<item><title>x</title></item>" * 100, head=b"HTTP/1.1 200 OK\r\n\r\n<rss><channel>"), "too_large"),
    ("a slow feed without end", endless(b"<item/>" * 1000, 0.1, head=b"HTTP/1.1 200 OK\r\n\r\n<rss><channel>"), "too_slow"),
    ("headers without end", endless(b"X-More: yes\r\n", head=b"HTTP/1.1 200 OK\r\n"), "broken_answer"),
    ("slow headers without end", endless(b"X-More: yes\r\n", 0.1, head=b"HTTP/1.1 200 OK\r\n"), "too_slow"),
    ("one header without end", endless(b"yes" * 1000, head=b"HTTP/1.1 200 OK\r\nX-More: "), "broken_answer"),
    ("interim answers without end", endless(b"HTTP/1.1 100 Continue\r\n\r\n", head=b""), "too_slow"),
    ("a byte at a time", endless(b"x", 0.05), "too_slow"),
    ("a slow page of a known length", endless(b"x" * 2000, 0.1, head=b"HTTP/1.1 200 OK\r\nContent-Length: 250000\r\n\r\n"), "too_slow"),
    ("a byte at a time of a known length", endless(b"x", 0.05, head=b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n"), "too_slow"),
    ("chunks without end", endless(b"1\r\nx\r\n", 0.05, head=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), "too_slow"),
    ("a chunk size without end", endless(b"0" * 1000, head=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), "broken_answer"),
    ("silence", endless(b"", 0.1, head=b""), "too_slow"),
    ("no HTTP", lambda c: c.sendall(b"220 mail.example.org ESMTP\r\n"), "broken_answer"),
    ("nothing", lambda c: c.close(), "unreachable"),
    ("less than said", lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<p>cut"), "truncated"),
    ("a coding not asked for", lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\x0b\x02"), "unsupported_coding"),
    ("gzip that is none", lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<p>hello"), "broken_answer"),
    ("half a gzip", lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"word " * 999)[:40]), "truncated"),
], ids=lambda value: value if isinstance(value, str) else "")  # fmt: skip
def test_answers_that_mean_harm(site: Site, name: str, route: object, expected: str) -> None:
    site.routes["/"] = route
    assert reason(fetch(site, limits=HASTY if expected == "too_slow" else LIMITS)) == expected, name


def test_a_robots_that_trickles_ends_the_page_too(site: Site) -> None:
    site.routes["/robots.txt"] = endless(b"#", 0.05)
    assert reason(fetch(site, limits=HASTY)) == "too_slow"
    assert site.paths() == []


def test_a_robots_without_end_closes_the_site(site: Site) -> None:
    site.routes["/robots.txt"] = endless(b"Allow: /\n" * 1000)
    assert reason(fetch(site)) == "robots_unreachable"


def test_patterns_of_a_robots_are_matched_in_time(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /" + "*a" * 40 + "*b$\n")
    site.page("/" + "a" * 1500, "open")
    assert fetch(site, START + "a" * 1500).body == b"open"


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_is_not_unpacked(site: Site, layers: int) -> None:
    bomb = gzip.compress(bytes(40_000_000) if layers == 1 else gzip.compress(bytes(20_000_000)))
    site.page("/", bomb, Content_Encoding="gzip" if layers == 1 else "gzip, gzip")
    tracemalloc.start()
    try:
        got = fetch(site)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert reason(got) == ("too_large" if layers == 1 else "unsupported_coding")
    assert peak < 3_000_000


def test_redirects_end(site: Site) -> None:
    site.redirect("/", "/b")
    site.redirect("/b", "/")
    assert reason(fetch(site)) == "too_many_redirects"
    for i in range(9):
        site.redirect(f"/{i}", f"/{i + 1}")
    assert reason(fetch(site, START + "0")) == "too_many_redirects"
    assert len(site.paths()) == 2 + 1 + LIMITS.redirects


def test_a_robots_that_redirects_inside_is_refused(site: Site) -> None:
    site.redirect("/robots.txt", "http://169.254.169.254/")
    assert reason(fetch(site)) == "address_refused"


def test_headers_of_a_server_are_not_sent_back_as_lines(site: Site) -> None:
    from bilateral.documents.fetching import Validators  # noqa: PLC0415

    site.page("/", "ok")
    Fetcher(LIMITS, network=site.network).fetch(START, validators=Validators('"a"\r\nX-Evil: 1', "caf\u00e9"))
    assert not {"x-evil", "if-none-match", "if-modified-since"} & set(site.asked[-1][1])


PIECES = st.lists(
    st.sampled_from([
        "<rss>", "<channel>", "<item>", "</item>", "<link>", "</link>", "<guid>", "<urlset>", "<sitemapindex>", "<url>", "<loc>", "</loc>", "<feed>",
        "<entry>", "<link href='//[::1'/>", "<![CDATA[", "]]>", "<!--", "<!DOCTYPE rss>", "&amp;", "&x;", "http://[", "//user@h:1/", "\udcff", "\x00",
        "User-agent: *\n", "Disallow: /*a*$\n", "Crawl-delay: 1e999\n", "Request-rate: 1/0\n", "%zz", "\u0661", "xn--a", ":99999", "\\",
    ]) | st.text(max_size=5), max_size=25,
)  # fmt: skip


@settings(max_examples=300, deadline=None, database=None)
@given(PIECES, st.binary(max_size=60))
def test_no_text_and_no_bytes_break_the_readers(pieces: list[str], noise: bytes) -> None:
    """Whatever is sent, what comes of it is a result or a reason."""
    text = "".join(pieces)
    data = text.encode("utf-8", "surrogatepass")
    page = read_address("http://www.example.org/a?b")
    for attempt in (
        lambda: read_listing(data + noise, str(page)), lambda: read_address(text), lambda: join_address(page, text),
        lambda: list(unpack([noise, data], "gzip")), lambda: list(unpack([b"\x1f\x8b\x08\x00" + noise], "gzip")), lambda: list(unpack([noise], "deflate")),
    ):  # fmt: skip
        with contextlib.suppress(DocumentError):
            attempt()
    robots = read_robots(200, data)
    assert robots.delay >= 0
    assert robots.allows(page) in {True, False}
