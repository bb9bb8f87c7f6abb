"""Hostile files end in a rejection; `benchmarks/hostile.py` measures larger ones under the guard."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import os
import tarfile
import time
import zlib

import pytest

from bilateral.documents.guard import read_guarded, within_time
from bilateral.documents.items import Item, Limits, skip_line
from bilateral.documents.opening import open_item
from bilateral.documents.read import read_item
from bilateral.errors import DocumentError
from bilateral.pipeline import code_one
from bilateral.settings import Settings

LIMITS = Limits(max_item_bytes=100_000, free_bytes=200_000, max_ratio=50)
STORY = "The two ministers met in Seoul on Friday, where they agreed to raise trade between the two countries. "


def reasons(name, data, limits=LIMITS):
    """Why nothing is read, each reason once."""
    found = []
    for item in open_item(Item(data, name, f"file:///{name}"), limits):
        with pytest.raises(DocumentError) as caught:
            read_item(item)
        found.append(caught.value.reason_code)
    return sorted(set(found))


def test_bombs(hostile):
    spaces = b" " * 3_000_000
    assert reasons("a.txt.gz", gzip.compress(spaces)) == ["too_large"]
    assert reasons("a.gz", gzip.compress(gzip.compress(spaces))) == ["too_large"]
    assert reasons("a.tar.gz", gzip.compress(hostile.tarred([(tarfile.TarInfo("a.txt"), spaces)]))) == ["too_large"]
    assert reasons("a.zip", hostile.zipped({"a.txt": spaces})) == ["too_large"]
    inner = hostile.zipped({f"{n}.txt": b" " * 90_000 for n in range(4)})
    assert "too_large" in reasons("a.zip", hostile.zipped({f"{n}.zip": inner for n in range(4)}))
    assert reasons("a.txt", b" " * 90_000 + b"x" * 20_000) == ["too_large"]


def test_a_spent_budget_ends_the_file(hostile):
    inner = hostile.zipped({f"{n}.txt": b" " * 90_000 for n in range(9)})
    items = list(open_item(Item(hostile.zipped({f"{n}.zip": inner for n in range(9)}), "a.zip", "file:///a.zip"), LIMITS))
    assert [bool(item.error) for item in items] == [False, False, True]


def test_containers_within_containers(hostile):
    assert reasons("a.zip", hostile.nested(8)) == ["too_deep"]


def test_tar_leads_nowhere(hostile, tmp_path):
    assert reasons("up.tar", hostile.CASES["up.tar"]()) == ["unsafe_path"]
    assert reasons("fifo.tar", hostile.CASES["fifo.tar"]()) == ["unsafe_path"]
    assert reasons("a.zip", hostile.zipped({"../../a.txt": STORY.encode(), "..\\b.txt": STORY.encode()})) == ["unsafe_path"]
    assert not list(tmp_path.iterdir())


def test_tar_header_that_is_huge():
    info = tarfile.TarInfo("a.txt")
    info.type, info.size = tarfile.XHDTYPE, 2_000_000
    data = info.tobuf(tarfile.USTAR_FORMAT) + bytes(2_000_384)
    assert reasons("a.tar", data, Limits()) == ["truncated"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("laughs.odt", "unsafe_xml"), ("laughs.rss", "unsafe_xml"), ("external.rss", "unsafe_xml"), ("laughs.docx", "unreadable"),
        ("deep.odt", "unreadable"), ("deep.docx", "unreadable"), ("deep.rss", "unreadable"), ("looping.pdf", "too_large"),
        ("not_a_zip.zip", "truncated"), ("links.rtf", "too_deep"),
    ],
)  # fmt: skip
def test_markup(hostile, name, reason):
    assert reasons(name, hostile.CASES[name](), Limits()) == [reason]


def test_files_of_too_many_pieces(monkeypatch):
    """What a container's parser would make of them takes a hundred times their size."""
    monkeypatch.setattr("bilateral.documents.xml.MAX_TAGS", 1_000)
    monkeypatch.setattr("bilateral.documents.rows.MAX_VALUES", 1_000)
    monkeypatch.setattr("bilateral.documents.mail.MAX_LINES", 1_000)
    assert reasons("a.rss", b"<rss>" + b"<a/>" * 2_000 + b"</rss>", Limits()) == ["too_large"]
    assert reasons("a.json", b"[" + b"[]," * 2_000 + b"[]]", Limits()) == ["too_large"]
    assert reasons("a.eml", b"From: a@b.org\nMIME-Version: 1.0\n" + b"X: y\n" * 2_000, Limits()) == ["too_large"]


def test_an_entry_within_entries_is_read_once():
    feed = b"<rss><channel>" + b"<item><title>Talks</title>" * 50 + STORY.encode() + b"</item>" * 50 + b"</channel></rss>"
    assert len(list(open_item(Item(feed, "a.rss", "file:///a.rss")))) == 1


@pytest.mark.parametrize("coding", ["idna", "punycode", "undefined", "hex", "utf-7"])
def test_a_page_in_what_is_no_encoding(coding):
    page = f'<html><head><meta charset="{coding}"><title>Talks</title></head><body><p>{STORY * 3}Café</p></body></html>'
    assert "Café" in read_item(Item(page.encode("cp1252"), "a.html", "file:///a.html"))[0].text


def test_a_page_that_checks_the_browser():
    page = b"<html><title>Just a moment...</title><h1>Checking your browser</h1><p>Please enable JavaScript and cookies to continue.</p></html>"
    assert reasons("a.html", page) == ["no_text"]
    assert read_item(Item(page.replace(b"</h1>", b"</h1><p>" + STORY.encode() * 9 + b"</p>"), "a.html", "file:///a.html"))[0].title


def test_mail(hostile):
    assert reasons("a.eml", hostile.mail_of_parts(6_000), Limits()) == ["too_large"]
    assert reasons("b.eml", hostile.mail_of_parts(0, depth=1_500), Limits()) == ["unreadable"]


def test_tables(monkeypatch):
    monkeypatch.setattr("bilateral.documents.rows.MAX_ROW_BYTES", 1_000)
    row = json.dumps({"text": STORY}).encode()
    documents = list(open_item(Item(b'{"text": "' + b"a" * 5_000 + b'"}\n' + row + b"\n", "a.jsonl", "file:///a.jsonl")))
    assert [bool(item.error) for item in documents] == [True, False]
    assert reasons("a.jsonl", b'{"text":' + b"[" * 900) == ["unreadable"]
    assert reasons("a.csv", b'title,text\na,"' + STORY.encode() * 20 + b"\n" + STORY.encode()) == ["too_large"]
    assert reasons("a.csv", b'title,text\na,"' + b"Seoul.\n" * 400) == ["unreadable"]
    assert reasons("a.csv", b"title,text\n") == ["empty"]


def test_warc_header_that_never_ends(monkeypatch):
    monkeypatch.setattr("bilateral.documents.warc.MAX_HEADER_BYTES", 20_000)
    assert reasons("a.warc", b"WARC/1.0\r\nX: " + b"a" * 90_000, Limits()) == ["too_large"]
    assert reasons("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + b"no archive\r\n" * 9, Limits()) == ["truncated"]


def test_a_long_line_is_skipped():
    stream = io.BufferedReader(io.BytesIO(b"a" * 300_000 + b"\nSeoul"), 4096)
    skip_line(stream)
    assert stream.read() == b"Seoul"


def test_guard_ends_what_hangs_or_grows_and_goes_on(hostile, samples):
    """Forms that draw 10**24 texts, a page that takes too long, then a sound file and an empty one."""

    def read(name, data, seconds):
        return read_guarded(Item(data, name, f"file:///{name}"), {}, seconds=seconds, memory_bytes=300_000_000)

    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        read("branching.pdf", hostile.branching_pdf(), 1.0)
    assert caught.value.reason_code in {"too_slow", "reader_failed"}
    assert time.monotonic() - began < 30
    page = b"<html><body>" + b"<p>The ministers met.</p>" * 5_000
    with pytest.raises(DocumentError) as caught:
        read("slow.html", page, 0.02)
    assert caught.value.reason_code == "too_slow"
    document, _ = read("text.txt", samples["text.txt"], 20.0)
    assert document == read_item(Item(samples["text.txt"], "text.txt", "file:///text.txt"))[0]
    with pytest.raises(DocumentError) as caught:
        read("empty.txt", b"", 20.0)
    assert caught.value.reason_code == "empty"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_guard_ends_what_waits_for_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("bilateral.documents.guard.IDLE_SECONDS", 1.0)
    os.mkfifo(tmp_path / "never.txt")
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        read_guarded(Item(tmp_path / "never.txt", "never.txt", "file:///never.txt"), {}, seconds=20.0, memory_bytes=300_000_000)
    assert caught.value.reason_code == "too_slow"
    assert time.monotonic() - began < 20


def test_coding_is_held_to_its_time():
    with pytest.raises(DocumentError, match=r"more than 0\.05 s of the processor"), within_time(0.05, "a.txt"):
        sum(number % 7 for number in itertools.count())
    with within_time(0.05, "a.txt"):
        pass
    sum(number % 7 for number in range(1_000_000))  # nothing is raised after the block


def test_a_text_too_long_to_be_coded_is_kept():
    coded = code_one(Item(STORY.encode() * 20, "a.txt", "file:///a.txt"), settings=Settings(workers=0, code_words=100), dates={})
    assert (coded.document.is_coded, coded.document.language, coded.events) == (False, "en", [])
    assert [(row.reason_code, row.stage) for row in coded.rejections] == [("too_long", "length")]


def test_a_guarded_document_is_coded_like_any_other(samples):
    item = Item(samples["text.txt"], "text.txt", "file:///text.txt")
    assert code_one(item, settings=Settings(workers=1), dates={}) == code_one(item, settings=Settings(workers=0), dates={})


def test_unpacked_bytes_are_counted_once(hostile):
    noise = zlib.compress(bytes(range(256)) * 10)
    items = list(open_item(Item(hostile.zipped({f"{n}.txt": STORY.encode() * 500 for n in range(3)} | {"z": noise}), "a.zip", "file:///a.zip")))
    assert not any(item.error for item in items)
