"""Every kind of file is opened into its documents, each with what its container knows of it."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bilateral.documents.items import Item, Limits
from bilateral.documents.opening import open_item, open_items
from bilateral.documents.read import read_item
from bilateral.documents.rows import COLUMNS, find_columns
from bilateral.errors import DocumentError, SettingsError
from bilateral.settings import COLUMN_ROLES, Settings, read_settings

TITLE = "Leaders meet in Berlin"
DAY = "2015-03-04"


def read_all(name, data, **options):
    """Documents, and the reasons of what was rejected, of some bytes."""
    documents, reasons = [], []
    for item in open_item(Item(data, name, f"file:///{name}")):
        try:
            documents.append(read_item(item, **options)[0])
        except DocumentError as error:
            reasons.append(error.reason_code if str(error).startswith("got ") else str(error))
    return documents, reasons


@pytest.mark.parametrize(
    ("name", "n_documents", "file_type", "published"),
    [
        ("text.txt", 1, "text", DAY), ("markdown.md", 1, "markdown", DAY), ("page.html", 1, "html", DAY), ("page.mhtml", 1, "mhtml", DAY),
        ("mail.eml", 2, "mail", DAY), ("box.mbox", 4, "mail", DAY), ("feed.rss", 1, "feed_entry", DAY), ("feed.atom", 1, "feed_entry", DAY),
        ("rows.jsonl", 2, "row", DAY), ("rows.json", 2, "row", DAY), ("rows.csv", 2, "row", DAY), ("crawl.warc.gz", 2, "html", DAY),
        ("crawl.warc", 2, "html", DAY), ("word.docx", 1, "docx", None), ("writer.odt", 1, "odt", DAY), ("rich.rtf", 1, "rtf", DAY),
        ("paper.pdf", 1, "pdf", None), ("files.zip", 4, "text", DAY), ("files.tar", 4, "text", DAY), ("files.tar.gz", 4, "text", DAY),
        ("text.txt.bz2", 1, "text", DAY), ("text.txt.xz", 1, "text", DAY), ("nested.zip", 6, "text", DAY),
    ],
)  # fmt: skip
def test_kind(samples, name, n_documents, file_type, published):
    documents, _ = read_all(name, samples[name])
    assert len(documents) == n_documents
    first = documents[0]
    assert (first.title, first.file_type, first.published, first.language) == (TITLE, file_type, published, "en")
    assert all("railway by 2020" in document.text for document in documents)
    assert len({document.retrieved_from for document in documents}) == n_documents


def test_addresses_lead_to_the_place_in_the_container(samples):
    documents, _ = read_all("files.tar.gz", samples["files.tar.gz"])
    assert [document.retrieved_from for document in documents[:2]] == [
        "file:///files.tar.gz!files.tar/inside/a.txt", "file:///files.tar.gz!files.tar/inside/b.html",
    ]  # fmt: skip
    assert [document.file_name for document in documents] == ["a.txt", "b.html", "c.jsonl row 1", "c.jsonl row 2"]


def test_web_archive_gives_address_and_time(samples):
    documents, reasons = read_all("crawl.warc.gz", samples["crawl.warc.gz"])
    assert [document.address for document in documents] == ["https://news.example.org/2015/f.html", "https://news.example.org/g.html"]
    assert documents[0].retrieved == datetime(2015, 3, 6, 7, 8, 9, tzinfo=UTC)
    assert reasons == ["not_a_document"]


def test_saved_page_gives_address_and_time(samples):
    [page], _ = read_all("page.mhtml", samples["page.mhtml"])
    assert page.address == "https://news.example.org/2015/03/04/talks.html"
    assert page.retrieved == datetime(2015, 3, 5, 9, tzinfo=UTC)
    assert page.retrieved_from == "file:///page.mhtml"


def test_mail_with_what_is_attached(samples):
    (mail, annex), _ = read_all("mail.eml", samples["mail.eml"])
    assert (mail.byline, mail.published_how) == ("Press Office", "metadata")
    assert annex.text.startswith("Annex.")
    assert annex.retrieved_from == "file:///mail.eml!annex.txt"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable", "Caf=E9 talks were held today.", "Café talks were held today."),
        ("Content-Type: text/plain; format=flowed", "The two \nministers met.", "The two ministers met."),
        ("Content-Type: text/html; charset=windows-1252", "<p>M\u00fcller met the minister in Berlin on Tuesday for talks.</p>", "Müller met the minister in Berlin on Tuesday for talks."),
        ("Content-Type: text/plain; charset=no-such", "The ministers met.", "The ministers met."),
    ],
)  # fmt: skip
def test_mail_bodies(head, body, expected):
    data = f"From: a@b.org\nSubject: =?utf-8?b?QsO8cm8=?=\nDate: Wed, 4 Mar 2015 10:00:00 +0100\n{head}\n\n{body}\n".encode("cp1252")
    [mail], _ = read_all("a.eml", data)
    assert expected in mail.text
    assert mail.title == "Büro"


def test_a_feed_with_summaries_says_so(samples):
    _, reasons = read_all("feed.rss", samples["feed.rss"])
    assert reasons == ["summary_only"]


def test_rows_take_the_users_columns():
    row = b'{"Wortlaut": "The two ministers met in Seoul on Friday.", "Tag": "2018-03-19"}\n'
    assert read_all("a.jsonl", row) == ([], ["no_text_column"])
    [document], _ = read_all("a.jsonl", row, columns={"text": "Wortlaut", "published": "tag"})
    assert document.published == "2018-03-19"


def test_column_settings(tmp_path):
    assert tuple(COLUMNS) == COLUMN_ROLES
    (tmp_path / "a.toml").write_text('[columns]\ntext = "Wortlaut"\n')
    assert read_settings(tmp_path / "a.toml").columns == {"text": "Wortlaut"}
    with pytest.raises(SettingsError, match="unknown topic"):
        Settings(columns={"topic": "x"})
    with pytest.raises(DocumentError, match="Headline"):
        find_columns(["Headline"], {})


def test_a_bad_row_stops_no_other():
    rows = b'{"text": "The two ministers met in Seoul."}\n{broken\n\n[1]\n{"text": ""}\n{"text": "They met again in Busan."}\n'
    documents, reasons = read_all("a.jsonl", rows)
    assert len(documents) == 2
    assert reasons == ["unreadable", "unreadable", "no_text"]


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ("title;text\nA;Seoul met Moscow.\n".encode("utf-8-sig"), ["Seoul met Moscow."]),
        ("title\ttext\nA\tCafé met.\n".encode("utf-16"), ["Café met."]),
        ("title,text\nA,Café met.\n".encode("cp1252"), ["Café met."]),
        (b'text,title\n"One.\nTwo.",A\n\nThree.,B\n', ["One.\nTwo.", "Three."]),
    ],
)
def test_csv_forms(data, texts):
    documents, reasons = read_all("a.csv", data)
    assert [document.text for document in documents] == texts
    assert reasons == []


def test_the_same_row_has_the_same_address_wherever_it_stands():
    rows = [json.dumps({"text": f"The ministers met {n} times."}).encode() for n in range(3)]
    there, _ = read_all("a.jsonl", b"\n".join(rows))
    moved, _ = read_all("a.jsonl", b"\n".join(rows[1:]))
    assert [document.address for document in there[1:]] == [document.address for document in moved]


def test_charset_of_the_server_is_used():
    page = ("<html><body><p>" + "Президент встретился с министром в Москве. " * 5 + "</p></body></html>").encode("cp1251")
    document, _ = read_item(Item(page, "a", "https://a.example/a", file_type="html", charset="windows-1251"))
    assert "Президент" in document.text
    assert document.language == "ru"


def test_what_the_container_knows_fills_gaps_only(samples):
    given = Item(samples["text.txt"], "a.txt", "file:///a.txt", title="Other", byline="Ann Lee", publisher="Example Herald", published="2014-01-02")
    document, _ = read_item(given)
    assert (document.title, document.byline, document.publisher, document.published) == (TITLE, "Ann Lee", "Example Herald", "2014-01-02")


def test_a_plain_file_is_its_own_only_item(tmp_path):
    (tmp_path / "a.txt").write_text("The ministers met.")
    [item] = open_items(tmp_path / "a.txt")
    assert (item.data, item.container) == (tmp_path / "a.txt", None)
    [missing] = open_items(Path(tmp_path / "b.txt"))
    assert missing.error is not None
    assert missing.error.reason_code == "unreadable"


def test_opening_is_lazy(tmp_path):
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", compresslevel=1) as file:
        for n in range(20_000):
            file.write(json.dumps({"text": f"The ministers met {n} times."}) + "\n")
    items = open_items(tmp_path / "a.jsonl.gz")
    assert next(items).name == "a.jsonl row 1"
    items.close()


def test_protected_members_are_told():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "Seoul")
    data = bytearray(packed.getvalue())
    data[6] |= 1  # the mark of encryption in the member's own header and in the list
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert read_all("a.zip", bytes(data)) == ([], ["password_protected"])


def test_limits_are_per_document(samples):
    data = samples["files.zip"]
    items = list(open_item(Item(data, "a.zip", "file:///a.zip"), Limits(max_item_bytes=400)))
    assert [item.error.reason_code if item.error else "" for item in items] == ["", "too_large", "", ""]
