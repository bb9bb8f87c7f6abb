"""What a document is beside its text: original, pictures of pages, what changed since."""

from __future__ import annotations

import struct

import pytest
from fastapi.testclient import TestClient
from reportlab.pdfgen.canvas import Canvas

import bilateral
from bilateral.answers.versions import compare_versions
from bilateral.documents.page_images import MOST_PIXELS, draw_page, draw_page_apart
from bilateral.errors import DocumentError
from bilateral.settings import Settings
from bilateral.web.app import create_app

PAGES = (
    ("Joint statement", "Norway and Kenya signed an agreement on ports in Nairobi on 30 April 2019."),
    ("Second page", "Kenya accused Norway of dumping fish in April 2019, the foreign ministry of Kenya said."),
)


def make_pdf(path, *, size=(595, 842)):
    canvas = Canvas(str(path), pagesize=size)
    for lines in PAGES:
        for number, line in enumerate(lines):
            canvas.drawString(72, 760 - 24 * number, line)
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


def size_of(picture):
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack("!II", picture[16:24])


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    make_pdf(folder / "two.pdf")
    (folder / "page.html").write_text("<html><body><p>Norway and Kenya met on 3 May 2019.</p><script>alert(1)</script></body></html>")
    record = bilateral.open_record(folder / "record", settings=Settings(workers=0))
    (folder / "told.txt").write_text("Lagos, 3 May 2018\n\nNigeria and Ghana will build a road by 2020.\n\nThe ministers met.\n")
    record.add([folder / "two.pdf", folder / "page.html", folder / "told.txt"])
    (folder / "told.txt").write_text("Lagos, 3 May 2018\n\nNigeria and Ghana will consider a road by 2021.\n\nThe ministers met.\n\nThey ate <b>fish</b>.\n")
    record.add([folder / "told.txt"])
    return TestClient(create_app(folder / "record", Settings()), base_url="http://127.0.0.1")


def document_of(reader, ending):
    return next(row["doc_id"] for row in reader.get("/api/v1/documents").json()["rows"] if row["file_type"] == ending)


@pytest.mark.parametrize(("kind", "begins"), [("html", b"<html>"), ("pdf", b"%PDF")])
def test_an_original_is_saved_and_never_shown(reader, kind, begins):
    answer = reader.get(f"/documents/{document_of(reader, kind)}/original")
    assert answer.content.startswith(begins)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_pages_of_a_pdf_are_pictures_beside_their_text(reader):
    doc_id = document_of(reader, "pdf")
    assert "its pages as they look" in reader.get(f"/documents/{doc_id}").text
    first, second = (reader.get(f"/documents/{doc_id}/pages?page={number}").text for number in (1, 2))
    assert "agreement on ports" in first
    assert "dumping fish" not in first
    assert "dumping fish" in second
    assert '<mark class="events' in first
    picture = reader.get(f"/documents/{doc_id}/pages/2.png")
    assert picture.headers["content-type"] == "image/png"
    assert size_of(picture.content)[0] == 900
    assert reader.get(f"/documents/{doc_id}/pages/3.png").status_code == 404
    assert reader.get(f"/documents/{document_of(reader, 'html')}/pages").status_code == 404


def test_what_changed_is_told_word_by_word(reader):
    newest = document_of(reader, "text")
    page = reader.get(f"/documents/{newest}/changes").text
    assert "<del>build </del><ins>consider </ins>" in page
    assert "&lt;b&gt;fish" in page
    assert "<b>fish" not in page
    assert reader.get(f"/documents/{newest}/changes?since=abcdef").status_code == 404
    assert "one version alone" in reader.get(f"/documents/{document_of(reader, 'pdf')}/changes").text


def test_pages_and_changes_are_told_as_json_too(reader):
    doc_id, newest = document_of(reader, "pdf"), document_of(reader, "text")
    first, second = (reader.get(f"/api/v1/documents/{doc_id}/pages?page={number}").json() for number in (1, 2))
    assert (first["page"], first["pages"], first["pages_with_records"]) == (1, 2, [1, 2])
    whole = reader.get(f"/api/v1/documents/{doc_id}").json()
    assert first["text"] + second["text"] == whole["text"]
    assert [row["quote"] for row in second["records"]["events"]] == [whole["text"][row["start_char"] : row["end_char"]] for row in second["records"]["events"]]
    assert reader.get(second["picture"]).content == reader.get(f"/documents/{doc_id}/pages/2.png").content
    assert reader.get(f"/api/v1/documents/{doc_id}/pages?page=3").status_code == 404
    told = reader.get(f"/api/v1/documents/{newest}/changes").json()
    assert [one["version"] for one in told["versions"]] == [1, 2]
    assert told["since"] == told["versions"][0]["doc_id"]
    assert {"kind": "came", "text": "consider "} in [one for passage in told["changes"]["passages"] for one in passage["stretches"]]
    assert reader.get(f"/api/v1/documents/{doc_id}/changes").json()["changes"] is None
    assert reader.get("/api/v1/exchange").json()["file"] == "/api/v1/exchange/file"
    assert reader.get(f"/api/v1/exchange/file?doc={doc_id}").content[:2] == b"PK"


def test_a_page_is_drawn_no_larger_than_allowed(tmp_path):
    wide, high = size_of(draw_page(make_pdf(tmp_path / "long.pdf", size=(200, 14000)), 1, 1400))
    assert wide * high <= MOST_PIXELS * 1.01
    assert high > wide


@pytest.mark.parametrize(("data", "reason"), [(b"%PDF-1.7 nothing more", "unreadable"), (b"", "unreadable")])
def test_a_file_that_cannot_be_drawn_is_an_error_that_says_so(data, reason):
    with pytest.raises(DocumentError) as error:
        draw_page_apart(data, 1, width=450, seconds=5, memory_bytes=400_000_000)
    assert error.value.reason_code == reason


def test_versions_without_change_and_with_everything_changed():
    assert {one.kind for one in compare_versions("a b\n\nc", "a  b\nc").passages} == {"same"}
    found = compare_versions("Oil rose.\nThey met.", "Wheat fell sharply today.")
    assert {one.kind for one in found.passages} == {"went", "came"}
    assert (found.n_went, found.n_came) == (6, 5)
