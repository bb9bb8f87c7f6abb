"""Broken, hostile and huge files: an error with its reason, or a sane result, in seconds."""



import ctypes
import io
import time
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw
import pytest

from bilateral.documents.read import find_files, read_document
from bilateral.errors import DocumentError, SettingsError

STORY = "The two ministers met in Seoul on Friday, where they agreed to raise trade between the two countries. "
SECONDS = 10


def reason_of(path, data, **options):
    path.write_bytes(data)
    began = time.perf_counter()
    with pytest.raises(DocumentError) as caught:
        read_document(path, **options)
    assert time.perf_counter() - began < SECONDS
    return caught.value.reason_code


def read(path, data):
    path.write_bytes(data)
    began = time.perf_counter()
    document, parts = read_document(path)
    assert time.perf_counter() - began < SECONDS
    check_parts(document, parts)
    return document, parts


def check_parts(document, parts):
    """Parts are in order, do not overlap and leave nothing readable out."""
    position = 0
    for index, part in enumerate(parts):
        assert part.part_index == index
        assert position <= part.start_char < part.end_char <= len(document.text)
        assert not document.text[position : part.start_char].strip(" \r\n\t\f\u00a0#>\ufeff\u200b\u3000")
        position = part.end_char
    assert not document.text[position:].strip()


def make_pdf(pages):
    """A small PDF with one line of text per item."""
    document = pypdfium2.PdfDocument.new()
    font = pypdfium2.raw.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
    for lines in pages:
        page = document.new_page(595, 842)
        for i, line in enumerate(lines):
            item = pypdfium2.raw.FPDFPageObj_CreateTextObj(document.raw, font, 11.0)
            encoded = (line + "\x00").encode("utf-16-le")
            pypdfium2.raw.FPDFText_SetText(item, (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded))
            pypdfium2.raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 60, 780 - 16 * i)
            pypdfium2.raw.FPDFPage_InsertObject(page.raw, item)
        page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def make_docx(paragraphs):
    document = docx.Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t\n", "empty"),
        ("bom.txt", b"\xef\xbb\xbf", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
        ("nul.txt", b"Seoul and Moscow\x00 met." * 50, "binary"),
        ("control.txt", b"\x01\x02\x03\x04Seoul" * 100, "binary"),
        ("utf16_without_mark.txt", STORY.encode("utf-16-le"), "binary"),
        ("russian.txt", ("Президент России встретился с президентом Кореи. " * 20).encode("cp1251"), "wrong_encoding"),
        ("korean.txt", ("한국과 러시아의 정상이 만났다. " * 20).encode("euc-kr"), "wrong_encoding"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "truncated"),
        ("cut.docx", b"PK\x03\x04\x14\x00\x06\x00", "truncated"),
        ("stars.txt", b"* * * *\n----\n", "no_text"),
        ("script.html", b"<html><body><script>alert(1)</script></body></html>", "no_text"),
        ("data.json", b'{"a": 1}', "unsupported_type"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"Seoul" * 90, "unsupported_type"),
        ("packed.gz", b"\x1f\x8b\x08\x00abc", "unsupported_type"),
    ],
)
def test_reason(tmp_path, name, data, reason):
    assert reason_of(tmp_path / name, data) == reason


def test_too_large(tmp_path):
    assert reason_of(tmp_path / "large.txt", b"Seoul met. " * 6_000_000) == "too_large"


def test_missing_file(tmp_path):
    with pytest.raises(DocumentError) as caught:
        read_document(tmp_path / "nowhere.txt")
    assert caught.value.reason_code == "unreadable"


def test_wrong_date_is_a_setting(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    with pytest.raises(SettingsError):
        read_document(tmp_path / "a.txt", published="last week")


def test_archive_bomb(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 60_000_000)
    assert reason_of(tmp_path / "bomb.docx", packed.getvalue()) == "too_large"


def test_other_archive(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", STORY)
    assert reason_of(tmp_path / "a.docx", packed.getvalue()) == "unsupported_type"


def test_word_document_cut_off(tmp_path):
    whole = make_docx([(STORY * 3, None)])
    assert reason_of(tmp_path / "cut.docx", whole[: len(whole) // 2]) == "truncated"


def test_word_document_without_a_style_sheet_is_unreadable(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w:document>")
    assert reason_of(tmp_path / "a.docx", packed.getvalue()) == "unreadable"


def test_external_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("password")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>{STORY * 3} &x;</p></body></html>'
    document, _ = read(tmp_path / "a.html", page.encode())
    assert "password" not in document.text


def read_or_reason(path):
    """The reason for which a file is not read, null if it is; in time."""
    began = time.perf_counter()
    try:
        document, parts = read_document(path)
    except DocumentError as error:
        return error.reason_code
    finally:
        assert time.perf_counter() - began < SECONDS
    check_parts(document, parts)
    return None


def test_deep_page(tmp_path):
    path = tmp_path / "deep.html"
    path.write_bytes(b"<html><body>" + b"<div>" * 20_000 + STORY.encode() * 5 + b"</div>" * 20_000)
    assert read_or_reason(path) in {None, "no_text"}


def test_scripts_are_not_text(tmp_path):
    page = f"<html><body><h1>Ministers meet</h1><script>var a = 'evil'</script><style>p {{}}</style><p>{STORY * 4}<noscript>evil</noscript></p><p hidden>evil</p></body></html>"
    document, _ = read(tmp_path / "a.html", page.encode())
    assert "evil" not in document.text
    assert document.title == "Ministers meet"


@pytest.mark.parametrize("piece", [b"Seoul met Moscow ", b"A", b"A ", b'"', b"1 ", b"((", b"http://a.b/", b"A, ", b".", b"| "])
def test_one_long_line(tmp_path, piece):
    path = tmp_path / "line.txt"
    path.write_bytes(piece * (1_000_000 // len(piece)))
    assert read_or_reason(path) in {None, "no_text"}


def test_many_short_lines(tmp_path):
    document, _ = read(tmp_path / "lines.txt", b"Seoul\n" * 40_000)
    assert document.text


def test_many_blank_lines(tmp_path):
    read(tmp_path / "lines.txt", b"Seoul\n" + b"\n" * 200_000 + b"Moscow\n")


def test_pdf_pages(tmp_path):
    pages = [
        [
            "The Bureau",
            f"Report on trade {i}",
            f"The two ministers met in {name} on Friday and agreed to raise the",
            f"trade of the two countries in {name} and to build a rail-",
            f"way to the north by the year 20{i}0.",
            f"- {i} -",
        ]
        for i, name in ((2, "Seoul"), (3, "Moscow"), (4, "Hanoi"))
    ]
    document, parts = read(tmp_path / "a.pdf", make_pdf(pages))
    furniture = " ".join(document.text[part.start_char : part.end_char] for part in parts if part.part_type == "furniture")
    assert "The Bureau" in furniture
    assert "railway to the north by the year 2030." in document.text
    body = " ".join(document.text[part.start_char : part.end_char] for part in parts if part.part_type == "body")
    assert "agreed to raise the trade of the two countries in Seoul" in body
    assert "The Bureau" not in body


def test_pdf_without_text(tmp_path):
    assert reason_of(tmp_path / "a.pdf", make_pdf([[], []])) == "no_text"


def test_pdf_cut_off(tmp_path):
    whole = make_pdf([[STORY[:80]] * 20] * 5)
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: len(whole) // 3])
    assert read_or_reason(path) in {None, "truncated", "no_text"}


def test_pdf_with_password(tmp_path):
    canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab makes the protected PDF")
    path = tmp_path / "locked.pdf"
    page = canvas.Canvas(str(path), encrypt="secret")
    page.drawString(50, 700, STORY)
    page.save()
    assert reason_of(path, path.read_bytes()) == "password_protected"


def test_word_document(tmp_path):
    data = make_docx([("Ministers meet in Seoul", "Title"), (STORY * 2, None), ("Trade", "Heading 1"), (STORY * 2, None)])
    document, parts = read(tmp_path / "a.docx", data)
    assert document.title == "Ministers meet in Seoul"
    assert document.published_how in {"file", "none"}
    assert [part.part_type for part in parts] == ["title", "body", "title", "body"]


def test_line_breaks_stay(tmp_path):
    data = ("\ufeffMinisters meet\r\n\r\n" + STORY * 2 + "\r\n").encode()
    document, _ = read(tmp_path / "a.txt", data)
    assert document.text == "Ministers meet\r\n\r\n" + STORY * 2 + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path, encoding):
    text = "Minister Müller meets Søren\n\n" + STORY * 2
    document, _ = read(tmp_path / "a.txt", text.encode(encoding))
    assert document.text == text


def test_utf8_cut_in_a_letter(tmp_path):
    data = ("Русский текст о встрече министров в Сеуле. " * 5).encode()[:-4]
    document, _ = read(tmp_path / "a.txt", data + b"\xd0")
    assert document.language == "ru"
    assert not document.is_coded


def test_find_files(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text(STORY)
    (tmp_path / "a" / ".hidden.txt").write_text(STORY)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "two.html").write_text(STORY)
    names = [path.name for path in find_files([tmp_path, tmp_path / "two.html", str(tmp_path / "*.html")])]
    assert names == ["one.txt", "two.html"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError):
        find_files([tmp_path / "empty"])
    with pytest.raises(SettingsError):
        find_files([tmp_path / "nowhere"])


def test_a_document_is_the_same_each_time(tmp_path):
    (tmp_path / "a.txt").write_text(STORY * 3)
    assert read_document(tmp_path / "a.txt") == read_document(Path(tmp_path / "a.txt"))
