"""What kind of file some bytes are, and their text."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from typing import TYPE_CHECKING

from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from pathlib import PurePath

__all__ = ["decode_html", "decode_text", "find_file_type"]

MAX_CONTROL_SHARE = 0.01
"""Share of control characters above which bytes are no text."""

MAX_FOREIGN_SHARE = 0.2
"""Share of characters above U+007F from which text read as Windows-1252 is taken as misread.

A French sentence dense in accents has .10, Russian and Korean ones have .88 and .90 (one sentence of each).
"""

SUFFIX_TYPES = {
    ".txt": "text", ".text": "text", ".asc": "text", "": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
    ".odt": "odt", ".rtf": "rtf", ".mht": "mhtml", ".mhtml": "mhtml", ".eml": "mail",
}  # fmt: skip
"""File types by the suffix of the name, for bytes that do not tell it themselves."""

_FROM_CONTAINERS = {"row", "mail", "feed_entry"}
_DATA_SUFFIXES = {".json", ".jsonl", ".csv", ".tsv", ".xml", ".rss", ".atom", ".mbox", ".doc", ".epub", ".py", ".js", ".css", ".toml", ".yaml", ".yml", ".ini", ".log", ".parquet", ".xls", ".xlsx", ".pptx", ".ppt", ".zip", ".gz", ".warc"}  # fmt: skip
_BINARY_MARKS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00", b"RIFF", b"\x7fELF", b"OggS", b"ID3", b"\x00\x00\x00", b"MZ\x90")
_ARCHIVE_MARKS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_MHTML_START = re.compile(rb"(?:From|MIME-Version|Snapshot-Content-Location):[^\x00]{0,1500}?multipart/related", re.IGNORECASE)
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_NO_PAGE_CODINGS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7"})
"""Encodings of Python's that no page is in; some take time with the square of the length, or cannot leave out what is wrong."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _zip_type(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        message = f"got {name}, a cut off or damaged archive ({error}); fetch the file again"
        raise DocumentError(message, "truncated") from error
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names and b"opendocument.text" in data[:200]:
        return "odt"
    message = f"got {name}, an archive that is no Word or OpenDocument text; save it as one"
    raise DocumentError(message, "unsupported_type")


def _office_97_type(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        message = f"got {name}, which is protected by a password; save it without one"
        raise DocumentError(message, "password_protected")
    message = f"got {name}, an Office file from before 2007; save it as .docx or PDF"
    raise DocumentError(message, "unsupported_type")


def find_file_type(data: bytes, path: PurePath, known: str | None = None) -> str:
    """The kind of a file, by its bytes first and by what is known of it where they do not tell.

    Args:
        data: The bytes.
        path: Its name.
        known: The kind that its container or server names; "row", "mail" and "feed_entry" are believed.

    Returns:
        A value of the column `file_type`.

    Raises:
        DocumentError: With reason empty, binary, truncated, password_protected or unsupported_type.

    Example:
        >>> from pathlib import Path
        >>> find_file_type(b"%PDF-1.7", Path("report")), find_file_type(b"Seoul", Path("a.md"))
        ('pdf', 'markdown')
    """
    if known in _FROM_CONTAINERS:
        return known
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head and not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f\v"):
        message = f"got {path.name}, which is empty; leave it out or fetch it again"
        raise DocumentError(message, "empty")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_type(data, path.name)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _office_97_type(data, path.name)
    if data.startswith(_BINARY_MARKS):
        message = f"got {path.name}, an image, sound or program; give a text, a web page, a PDF, an office text or mail"
        raise DocumentError(message, "binary")
    if data.startswith(_ARCHIVE_MARKS):
        message = f"got {path.name}, an archive of a kind that is not opened (RAR, 7z, ZST), or one that is damaged; unpack it first"
        raise DocumentError(message, "unsupported_type")
    return _text_type(head, path, known)


def _text_type(head: bytes, path: PurePath, known: str | None) -> str:
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if _MHTML_START.match(head):
        return "mhtml"
    suffix = path.suffix.lower()
    kind = known or SUFFIX_TYPES.get(suffix)
    if kind not in {"text", "markdown"} and _HTML_START.search(head):
        return "html"
    if head[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    if kind in {"pdf", "docx", "odt", "rtf"}:
        message = f"got {path.name}, whose beginning is not that of a {kind} file; fetch it again"
        raise DocumentError(message, "truncated" if len(head) < 2048 else "unreadable")  # noqa: PLR2004 - as cut above
    if (suffix in _DATA_SUFFIXES and known is None) or head.startswith(b"<?xml"):
        message = f"got {path.name}, of a kind that is not read; save it as text, PDF, DOCX, ODT or RTF"
        raise DocumentError(message, "unsupported_type")
    return kind or "text"


def _check_text(text: str, name: str) -> str:
    if "\x00" in text[:1_000_000] or "\x00" in text:
        message = f"got {name}, which holds NUL bytes: no text, or one in an encoding without a mark; save it as UTF-8"
        raise DocumentError(message, "binary")
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > MAX_CONTROL_SHARE * len(sample):
        message = f"got {name}, which is mostly control characters; give a text, a web page, a PDF, an office text or mail"
        raise DocumentError(message, "binary")
    return text


def _decode_single_byte(data: bytes, name: str) -> str:
    foreign = sum(byte > 0x7F for byte in data[:100_000]) / max(40, len(data[:100_000]))  # noqa: PLR2004 - ASCII; a few words tell nothing
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        text = ""
        foreign = 1.0 if foreign > MAX_CONTROL_SHARE else foreign
        if foreign <= MAX_CONTROL_SHARE:
            return data.decode("cp1252", "replace")
        message = f"got {name}, which is neither UTF-8 nor Windows-1252 ({error.reason}); save it as UTF-8"
        raise DocumentError(message, "wrong_encoding") from error
    if foreign > MAX_FOREIGN_SHARE:
        message = f"got {name}, which is not UTF-8 and reads as gibberish in Windows-1252; save it as UTF-8"
        raise DocumentError(message, "wrong_encoding")
    return text


def decode_text(data: bytes, name: str) -> str:
    r"""The text of a plain file, line breaks as they are and the byte order mark left out.

    Does not guess among the encodings of other scripts than Latin.

    Args:
        data: The bytes.
        name: The file's name, for the message.

    Returns:
        The text.

    Raises:
        DocumentError: With reason binary or wrong_encoding.

    Example:
        >>> decode_text("caf\xe9".encode("cp1252"), "a.txt"), decode_text(b"\xef\xbb\xbfSeoul\r\n", "b.txt")
        ('café', 'Seoul\r\n')
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _check_text(data.decode("utf-16", "replace"), name)
    if b"\x00" in data:
        return _check_text("\x00", name)
    try:
        return _check_text(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        sample = data[:200_000]
        good = sum(len(found) for found in _MULTIBYTE.findall(sample))
        rest = sum(byte > 0x7F for byte in _MULTIBYTE.sub(b"", sample))  # noqa: PLR2004 - ASCII
        if good > 4 * rest:  # UTF-8 with a few broken characters, as where a download was cut off
            return _check_text(data.decode("utf-8-sig", "replace"), name)
    return _check_text(_decode_single_byte(data, name), name)


def decode_html(data: bytes, name: str) -> str:
    r"""The text of a web page's file, by its own mark of the encoding.

    Args:
        data: The bytes.
        name: The file's name, for the message.

    Returns:
        The markup as text.

    Raises:
        DocumentError: With reason binary or wrong_encoding.

    Example:
        >>> decode_html(b"<meta charset='latin-1'><p>caf\xe9</p>", "a.html")[-8:]
        'café</p>'
    """
    declared = _CHARSET.search(data[:8192])
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data[:100_000])  # a letter cut at the end is no error
    except UnicodeDecodeError:
        if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            try:
                coding = codecs.lookup(declared[1].decode("ascii")).name
                if coding not in _NO_PAGE_CODINGS:
                    return data.decode(coding, "replace").replace("\x00", "")
            except (LookupError, ValueError):
                pass  # no name of an encoding, or one of what is no text
    return decode_text(data.replace(b"\x00", b"") if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data, name)
