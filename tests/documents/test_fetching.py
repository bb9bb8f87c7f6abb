"""Fetching: what is asked and how politely."""

from __future__ import annotations

import gzip
import ssl
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from web_site import PUBLIC, Site

from bilateral.documents import exchange
from bilateral.documents.fetching import Fetcher, FetchLimits, Validators

QUICK = FetchLimits(interval_seconds=0, page_seconds=20, stall_seconds=10, wait_seconds=5, page_bytes=1_000_000)
PAGE = "<title>Talks</title><p>The two ministers met in Rabat.</p>"


def fetcher(site: Site, slept: list[float] | None = None, **limits: object) -> Fetcher:
    sleep = time.sleep if slept is None else slept.append
    return Fetcher(FetchLimits(**{name: getattr(QUICK, name) for name in QUICK.__slots__} | limits), network=site.network, sleep=sleep)


def test_a_page_comes_with_its_bytes_and_what_the_server_said(site: Site) -> None:
    site.page("/a?b=1", PAGE, ETag='"v1"', Last_Modified="Mon, 02 Nov 2026 10:00:00 GMT")
    got = fetcher(site, user_agent="bilateral/9").fetch("http://www.example.org/a?b=1#part")
    assert (got.body, got.status, got.error, got.final) == (PAGE.encode(), 200, None, "http://www.example.org/a?b=1")
    assert got.validators == Validators('"v1"', "Mon, 02 Nov 2026 10:00:00 GMT")
    assert got.content_type == "text/html; charset=utf-8"
    assert datetime.now(UTC) - got.retrieved < timedelta(seconds=5)
    path, headers, _ = site.asked[-1]
    assert (path, headers["host"], headers["user-agent"]) == ("/a?b=1", "www.example.org", "bilateral/9")
    assert set(site.connected) == {PUBLIC}


@pytest.mark.parametrize(
    ("coding", "body"),
    [("gzip", gzip.compress(PAGE.encode())), ("deflate", zlib.compress(PAGE.encode())), ("deflate", zlib.compress(PAGE.encode())[2:-4])],
    ids=["gzip", "deflate", "bare deflate"],
)
def test_packed_pages_are_unpacked(site: Site, coding: str, body: bytes) -> None:
    site.page("/", body, Content_Encoding=coding)
    assert fetcher(site).fetch("http://www.example.org").body == PAGE.encode()


def test_redirects_are_followed_and_told(site: Site) -> None:
    site.redirect("/old", "/newer", 301)
    site.redirect("/newer", "https://www.example.com/new", 308)
    site.redirect("/found", "/new", 302)
    site.page("/new", PAGE)
    got = fetcher(site, ports=(80, 443)).fetch("http://www.example.org/found")
    assert (got.final, got.redirects, got.has_moved) == ("http://www.example.org/new", (), False)
    site.redirect("/newer", "http://www.example.com/new", 308)
    got = fetcher(site).fetch("http://www.example.org/old")
    assert (got.final, got.redirects, got.has_moved) == ("http://www.example.com/new", ("http://www.example.org/newer",), True)


def test_a_page_that_is_known_is_asked_for_conditionally(site: Site) -> None:
    site.page("/", b"", 304)
    got = fetcher(site).fetch("http://www.example.org/", validators=Validators('"v1"', "Mon, 02 Nov 2026 10:00:00 GMT"))
    headers = site.asked[-1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"v1"', "Mon, 02 Nov 2026 10:00:00 GMT".lower())
    assert (got.is_same, got.error, got.body) == (True, None, b"")


def test_robots_are_read_first_and_obeyed(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: bilateral\nDisallow: /private/*.html$\nAllow: /private/open.html\n")
    for path in ("/private/a.html", "/private/open.html", "/b"):
        site.page(path, PAGE)
    asked = fetcher(site)
    reasons = [asked.fetch(f"http://www.example.org{path}").error for path in ("/private/a.html", "/private/open.html", "/b")]
    assert [error and error.reason_code for error in reasons] == ["robots_disallow", None, None]
    assert [path for path, _, _ in site.asked] == ["/robots.txt", "/private/open.html", "/b"]


@pytest.mark.parametrize(("status", "reason"), [(404, None), (403, None), (503, "robots_unreachable")])
def test_a_missing_robots_allows_all_and_a_failing_one_nothing(site: Site, status: int, reason: str | None) -> None:
    site.page("/robots.txt", "sorry", status)
    site.page("/", PAGE)
    error = fetcher(site, []).fetch("http://www.example.org/").error
    assert (error and error.reason_code) == reason


def test_a_redirect_is_checked_against_the_robots_of_where_it_leads(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /closed\n")
    site.redirect("/open", "/closed")
    error = fetcher(site).fetch("http://www.example.org/open").error
    assert error is not None
    assert error.reason_code == "robots_disallow"


def test_a_host_is_asked_one_page_at_a_time_with_its_pause(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.15\n")
    for i in range(3):
        site.page(f"/{i}", PAGE)
    asked = fetcher(site, interval_seconds=0.05)
    got = list(asked.fetch_all((f"http://www.example.org/{i}", None) for i in range(3)))
    moments = [moment for _, _, moment in site.asked]
    pauses = [after - before for before, after in zip(moments, moments[1:], strict=False)]
    assert [page.error for page in got] == [None] * 3
    assert pauses[0] >= 0.04  # after robots.txt: the interval of the settings
    assert min(pauses[1:]) >= 0.14
    assert site.busy["most"] == 1


def test_hosts_do_not_wait_for_each_other(site: Site) -> None:
    for i in range(2):
        site.page(f"/{i}", PAGE)
    asked = fetcher(site, interval_seconds=0.4)
    begun = time.monotonic()
    got = list(asked.fetch_all((f"http://{host}.example.org/0", None) for host in ("a", "b", "c", "d")))
    assert len(got) == 4
    assert time.monotonic() - begun < 1.5  # one after the other: 1.6 s and more


def test_a_busy_server_is_asked_again_after_the_pause_that_it_wants(site: Site) -> None:
    answers = [b"HTTP/1.1 429 Busy\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"]
    answers.append(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    site.routes["/"] = lambda connection: connection.sendall(answers.pop(0))
    slept: list[float] = []
    got = fetcher(site, slept).fetch("http://www.example.org/")
    assert got.body == b"ok"
    assert 2.5 < slept[0] <= 3
    assert 0.9 < slept[1] <= 2


@pytest.mark.parametrize("wish", ["600", format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)], ids=["seconds", "date"])
def test_a_server_that_wants_to_be_left_alone_for_long_is(site: Site, wish: str) -> None:
    site.page("/", b"", 429, Retry_After=wish)
    slept: list[float] = []
    error = fetcher(site, slept).fetch("http://www.example.org/").error
    assert error is not None
    assert error.reason_code == "asked_to_wait"
    assert sum(slept) < 1
    assert len(site.paths()) == 1


@pytest.mark.parametrize(
    ("status", "reason", "tries"), [(404, "gone", 1), (410, "gone", 1), (403, "forbidden", 1), (500, "server_failed", 4), (418, "http_error", 1)]
)
def test_answers_without_a_page(site: Site, status: int, reason: str, tries: int) -> None:
    site.page("/", "no", status)
    got = fetcher(site, []).fetch("http://www.example.org/")
    assert got.error is not None
    assert (got.error.reason_code, got.status, len(site.paths())) == (reason, status, tries)


def test_a_run_ends_in_its_time(site: Site) -> None:
    site.page("/", PAGE)
    asked = fetcher(site, run_seconds=0)
    error = asked.fetch("http://www.example.org/").error
    assert error is not None
    assert error.reason_code == "run_time_over"
    assert site.asked == []


CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIBpzCCAU2gAwIBAgIUdv231R4xQRs1Nnyut5BKW285LbIwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPd3d3LmV4YW1wbGUub3JnMCAXDTI2MTEyMjAxNDUwMFoYDzIx
MjYxMDI5MDE0NTAwWjAaMRgwFgYDVQQDDA93d3cuZXhhbXBsZS5vcmcwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAARM59BKIx7Yz2/6L+VY5vj7DjYeBZkjCqjfx4vM
y8A1DOCvWplgv1KG5aUOiimn1Ahl2pqHpGdKamjllQeD3bYWo28wbTAdBgNVHQ4E
FgQUqr530JRi3hIurI1GUkiOSmQjIOswHwYDVR0jBBgwFoAUqr530JRi3hIurI1G
UkiOSmQjIOswDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgg93d3cuZXhhbXBs
ZS5vcmcwCgYIKoZIzj0EAwIDSAAwRQIgBfOjT4/RIeB6Rde8Szlg6/8nQ7TSZxGp
/tV2Wg6amQYCIQCyQTcyRHQNRlOMOy+UFq8x7mL65ZzGAdLZhKMlprxN/Q==
-----END CERTIFICATE-----
"""
"""Of www.example.org, made for these tests and signed by nobody else."""

KEY = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgmNoTH+FBy2gQ+zmN
Xl6lPl65hCny7d+y7RirzRNqSZWhRANCAARM59BKIx7Yz2/6L+VY5vj7DjYeBZkj
Cqjfx4vMy8A1DOCvWplgv1KG5aUOiimn1Ahl2pqHpGdKamjllQeD3bYW
-----END PRIVATE KEY-----
"""


@pytest.fixture
def secure_site(site: Site, tmp_path: Path) -> Site:
    """The site under TLS with the certificate above."""
    (tmp_path / "both.pem").write_text(KEY + CERTIFICATE)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    answer = site.answer
    site.answer = lambda plain: answer(context.wrap_socket(plain, server_side=True))  # type: ignore[method-assign]
    site.page("/", PAGE)
    return site


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # the server's own side of a refused handshake
@pytest.mark.parametrize(("host", "is_trusted", "reason"), [
    ("www.example.org", True, None), ("mail.example.org", True, "certificate_invalid"), ("www.example.org", False, "certificate_invalid"),
])  # fmt: skip
def test_certificates_must_be_those_of_the_host_that_was_asked(
    secure_site: Site, monkeypatch: pytest.MonkeyPatch, host: str, is_trusted: bool, reason: str | None  # noqa: FBT001
) -> None:
    if is_trusted:
        context = ssl.create_default_context(cadata=CERTIFICATE)
        monkeypatch.setattr(exchange, "_tls", lambda: context)
    got = fetcher(secure_site).fetch(f"https://{host}/")
    assert (got.error and got.error.reason_code) == reason
    assert got.body == (b"" if reason else PAGE.encode())
