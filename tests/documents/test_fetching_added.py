"""Web addresses given to `add`: pages, feeds, sitemaps; what is kept of them, and that files ask nothing of the web."""

from __future__ import annotations

import gzip
import hashlib
import socket
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from web_site import Site  # noqa: TC002 - a fixture loads it

import bilateral
from bilateral.documents.collecting import Collecting, collect_pages
from bilateral.documents.fetching import Fetcher, FetchLimits
from bilateral.documents.items import Item
from bilateral.documents.listings import read_listing
from bilateral.documents.read import read_item
from bilateral.errors import DocumentError
from bilateral.settings import Settings
from bilateral.tables.checks import check_record
from bilateral.tables.originals import read_original

TEXT = (
    "Moroccan Foreign Minister Nasser Bourita met his Spanish counterpart in Rabat on Tuesday, officials said. The two ministers "
    "agreed to reopen the customs office of Melilla within {n} months and spoke about fisheries for two hours."
)


def page(n: int, *, day: str = "2022-05-31", token: str = "") -> str:
    return (
        f'<html><head><title>Talks, round {n}</title><meta property="article:published_time" content="{day}T10:00:00Z"></head>'
        f"<body><article><h1>Talks, round {n}</h1><p>{TEXT.format(n=n)}</p></article><!-- {token} --></body></html>"
    )


LIMITS = FetchLimits(interval_seconds=0, page_seconds=60, stall_seconds=30, wait_seconds=0, page_bytes=1_000_000, retries=0)


@pytest.fixture
def record(tmp_path: Path) -> bilateral.Record:
    return bilateral.open_record(tmp_path / "record", settings=Settings(workers=0))


def collect(site: Site, *addresses: str, max_pages: int = 100, known: Mapping[str, str] | None = None) -> tuple[list[Item], Collecting]:
    """What addresses give, without a record."""
    call = Collecting(Fetcher(LIMITS, network=site.network), "r1", max_pages, known or {})
    return list(collect_pages(addresses, call)), call


def reasons(items: Sequence[Item]) -> list[str]:
    return sorted(item.error.reason_code for item in items if item.error)


def good(items: Sequence[Item]) -> list[str]:
    return [item.address.removeprefix("http://www.example.org") for item in items if not item.error]


def rows(record: bilateral.Record, query: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in record.sql(query).to_pylist()]


def test_a_page_is_kept_with_its_bytes_its_address_and_its_time(record: bilateral.Record, site: Site) -> None:
    canonical = '<link rel="canonical" href="http://www.example.org/2022/talks.html"></head>'
    body = page(1).replace("</head>", canonical)
    site.redirect("/talks", "/2022/talks.html", 301)
    site.page("/2022/talks.html", body, ETag='"v1"', Last_Modified="Tue, 31 May 2022 10:00:00 GMT")
    site.page("/other", body.replace("<!--", "<!-- other bytes, same text"))
    named = [f"http://www.example.org{path}" for path in ("/talks", "/other", "/none")]
    first = record.add(named[:1], fetcher=Fetcher(LIMITS, network=site.network))
    report = record.add(named[1:], fetcher=Fetcher(LIMITS, network=site.network))
    assert (first.n_added, report.n_added, report.n_known, report.n_rejected) == (1, 0, 1, 1)
    document = record.sql("SELECT * FROM documents").to_pylist()[0]
    assert document["retrieved_from"] == document["address"] == "http://www.example.org/2022/talks.html"
    assert abs((datetime.now(UTC) - document["retrieved"]).total_seconds()) < 60
    assert read_original(record.path, document["sha256"]) == body.encode()
    retrieval = record.sql("SELECT * FROM retrievals WHERE asked_address LIKE '%/talks'").to_pylist()[0]
    expected = {
        "doc_id": document["doc_id"], "asked_address": "http://www.example.org/talks", "final_address": document["retrieved_from"],
        "outcome": "fetched", "http_status": 200, "etag": '"v1"', "last_modified": "Tue, 31 May 2022 10:00:00 GMT",
        "content_type": "text/html; charset=utf-8", "sha256": hashlib.sha256(body.encode()).hexdigest(), "found_in": None,
    }  # fmt: skip
    assert {name: retrieval[name] for name in expected} == expected
    assert (retrieval["run_id"],) in rows(record, "SELECT run_id FROM runs")
    assert rows(record, "SELECT address, reason_code FROM rejections") == [("http://www.example.org/none", "gone")]
    assert rows(record, "SELECT outcome, http_status, reason_code FROM retrievals WHERE outcome <> 'fetched'") == [("failed", 404, "gone")]
    assert check_record(record.path) == []
    n_asked = len(site.asked)
    again = record.add([named[0], document["retrieved_from"]], fetcher=Fetcher(LIMITS, network=site.network))
    assert (again.n_added, again.n_known, len(site.asked)) == (0, 2, n_asked)


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Rabat Wire</title>
<link>http://www.example.org/</link>
<item><title>Round 1</title><link>/1</link><pubDate>Tue, 31 May 2022 10:00:00 GMT</pubDate><description>Short.</description></item>
<item><title>Round 2</title><link>http://www.example.org/closed</link><pubDate>Wed, 01 Jun 2022 10:00:00 GMT</pubDate>
<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>
<item><title>Round 3</title><guid isPermaLink="false">x3</guid><description>Short.</description></item>
<item><title>Round 4</title><link>file:///etc/passwd</link></item>
<item><title>Round 1 again</title><link>/1</link></item>
</channel></rss>"""


def test_a_feed_gives_the_pages_of_its_entries_or_their_text(site: Site) -> None:
    feed = "http://www.example.org/feed"
    site.page("/feed", RSS.format(text=TEXT.format(n=2) * 4), Content_Type="application/rss+xml")
    site.page("/robots.txt", "User-agent: *\nDisallow: /closed\n")
    site.page("/1", page(1))
    items, call = collect(site, feed)
    assert (sorted(good(items)), reasons(items)) == (["/1", "/closed"], ["address_refused", "no_address"])
    of_entry, of_page = sorted((read_item(item)[0] for item in items if not item.error), key=lambda read: read.file_type)
    assert (of_page.title, of_page.published, of_page.file_type) == ("Talks, round 1", "2022-05-31", "html")
    assert (of_entry.title, of_entry.published, of_entry.file_type) == ("Round 2", "2022-06-01", "feed_entry")
    assert TEXT.format(n=2) in of_entry.text
    told = sorted((row.asked_address, row.outcome, row.found_in) for row in call.retrievals)
    assert told == [("http://www.example.org/1", "fetched", feed), ("http://www.example.org/closed", "failed", feed), (feed, "listing", None)]


def test_pages_of_a_feed_that_are_known_are_not_asked_for(site: Site) -> None:
    site.page("/feed", ATOM)
    site.redirect("/2", "/1")
    site.page("/1", page(1))
    items, call = collect(site, "http://www.example.org/feed", known={"http://www.example.org/1": "d1"})
    assert (items, call.n_known, site.paths()) == ([], 1, ["/feed"])
    items, call = collect(site, "http://www.example.org/2", known={"http://www.example.org/1": "d1"})
    assert (items, call.n_known, call.retrievals[0].doc_id) == ([], 1, "d1")


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://www.example.org/news/"><title>News</title>
<entry><title>One</title><link rel="self" href="http://www.example.org/api/1"/><link href="/1"/><published>2022-05-31T10:00:00Z</published></entry>
</feed>"""


def test_atom_links_are_read() -> None:
    listing = read_listing(ATOM.encode(), "http://www.example.org/atom")
    assert listing is not None
    assert [(link.address, link.published, link.title) for link in listing.links] == [("http://www.example.org/1", "2022-05-31", "One")]


def test_a_sitemap_index_gives_the_pages_of_its_packed_sitemaps_newest_first(site: Site) -> None:
    names = "".join(f"<sitemap><loc>http://www.example.org/map{i}.xml.gz</loc></sitemap>" for i in (1, 2))
    site.page("/sitemap.xml", f"<sitemapindex>{names}</sitemapindex>")
    for i in (1, 2):
        urls = "".join(f"<url><loc>http://www.example.org/{n}</loc><lastmod>2022-0{n}-01</lastmod></url>" for n in (i, i + 2))
        packed = gzip.compress(f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode())
        site.page(f"/map{i}.xml.gz", packed, Content_Type="application/x-gzip")
    for n in range(1, 5):
        site.page(f"/{n}", page(n))
    items, call = collect(site, "http://www.example.org/sitemap.xml", max_pages=3)
    assert (sorted(good(items)), reasons(items)) == (["/1", "/3", "/4"], ["page_limit"])
    left = [row.detail for row in call.retrievals if row.reason_code == "page_limit"]
    assert len(left) == 1
    assert "2 new pages, took 1" in left[0]
    known = {f"http://www.example.org/{n}": f"d{n}" for n in (1, 3, 4)}
    items, call = collect(site, "http://www.example.org/sitemap.xml", max_pages=3, known=known)
    assert (good(items), reasons(items), call.n_known) == (["/2"], [], 3)


def test_a_bare_list_of_addresses_is_a_sitemap(site: Site) -> None:
    site.page("/list.txt", "http://www.example.org/1\r\nhttp://www.example.org/2\n", Content_Type="text/plain")
    site.page("/1", page(1))
    site.page("/2", page(2))
    assert sorted(good(collect(site, "http://www.example.org/list.txt")[0])) == ["/1", "/2"]


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title><link>http://x/</link></item></channel></rss>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (LAUGHS, "unsafe_xml"), ("<rss><channel></channel></rss>", "empty"), ("<urlset><url><loc>http://www", "unreadable"),
        ("<rss>" + "<a/>" * 1_000_001, "too_large"), (gzip.compress(b"<urlset>" + b" " * 60_000_000), "too_large"),
        ("<rss>" + "<a>" * 5000, "unreadable"), (gzip.compress(b"<urlset>")[:-9], "truncated"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)  # fmt: skip
def test_listings_that_mean_harm(body: str | bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_listing(body.encode() if isinstance(body, str) else body, "http://www.example.org/feed")
    assert caught.value.reason_code == reason


def test_a_sitemap_index_that_names_itself_ends(site: Site) -> None:
    site.page("/map", "<sitemapindex><sitemap><loc>/map</loc></sitemap><sitemap><loc>/page</loc></sitemap></sitemapindex>")
    site.page("/page", page(1))
    assert reasons(collect(site, "http://www.example.org/map")[0]) == ["no_listing"]
    assert site.paths() == ["/map", "/page"]


def test_a_feed_of_private_addresses_reaches_none(site: Site) -> None:
    links = "".join(f"<item><link>http://{host}/a</link></item>" for host in ("localhost", "169.254.169.254", "[::1]", "2130706433", "10.0.0.1:6379"))
    site.page("/feed", f"<rss><channel>{links}</channel></rss>")
    assert reasons(collect(site, "http://www.example.org/feed")[0]) == ["address_refused"] * 5
    assert site.paths() == ["/feed"]


@pytest.mark.parametrize(("kind", "body", "file_type", "reason"), [
    ("application/pdf", page(1).encode(), "html", None),
    ("text/html", b"%PDF-1.7\n1 0 obj", None, "truncated"),
    ("text/html", b"\x89PNG\r\n\x1a\n" + bytes(200), None, "binary"),
    ("image/png", page(1).encode(), "html", None),
    ("text/plain; charset=utf-7", (TEXT.format(n=1) * 3).encode(), "text", None),
])  # fmt: skip
def test_the_bytes_tell_the_kind_not_the_header(site: Site, kind: str, body: bytes, file_type: str | None, reason: str | None) -> None:
    site.page("/a", body, Content_Type=kind)
    item = collect(site, "http://www.example.org/a")[0][0]
    if reason is None:
        assert read_item(item)[0].file_type == file_type
    else:
        with pytest.raises(DocumentError) as caught:
            read_item(item)
        assert caught.value.reason_code == reason


def test_adding_files_asks_nothing_of_the_web(
    record: bilateral.Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a page full of links, nor a saved feed, nor XML that names a file elsewhere leads to a connection."""
    asked: list[object] = []

    def refuse(*arguments: object, **_: object) -> None:
        asked.append(arguments)
        message = "no network in this test"
        raise OSError(message)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "gethostbyname", refuse)
    linked = '<img src="http://www.example.org/a.png"><iframe src="http://www.example.org/b"></iframe><link rel="stylesheet" href="//example.org/c.css">'
    (tmp_path / "page.html").write_text(page(1).replace("<article>", f"{linked}<article>"), "utf-8")
    (tmp_path / "feed.xml").write_text(RSS.format(text=TEXT.format(n=2) * 4), "utf-8")
    outside = '<?xml version="1.0"?><!DOCTYPE rss SYSTEM "http://www.example.org/rss.dtd">'
    (tmp_path / "dtd.xml").write_text(RSS.replace('<?xml version="1.0"?>', outside).format(text=TEXT.format(n=3) * 4), "utf-8")
    (tmp_path / "list.txt").write_text("http://www.example.org/1\nhttp://www.example.org/2\n")
    report = record.add([tmp_path / "page.html", tmp_path / "feed.xml", tmp_path / "dtd.xml", tmp_path / "list.txt"])
    assert report.n_added >= 3
    assert asked == []
    assert record.count_rows()["retrievals"] == 0
