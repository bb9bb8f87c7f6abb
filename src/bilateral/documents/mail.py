"""E-mail: single messages (EML), mailboxes (MBOX) and web pages saved as one (MHTML)."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.utils
import hashlib
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from typing import TYPE_CHECKING, Any

from bilateral.documents.content import Content
from bilateral.documents.decoding import decode_text
from bilateral.documents.items import skip_line
from bilateral.documents.parts import find_parts
from bilateral.documents.quotes import blank_out, find_quotes, set_apart
from bilateral.documents.unpacking import Place, refuse
from bilateral.errors import DocumentError
from bilateral.vocabulary.publishers import find_governments_state, find_publisher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from bilateral.documents.items import Item

__all__ = ["open_attachments", "read_mail", "read_mhtml", "split_mbox"]

MAX_PARTS = 1_000
"""Parts of one message; newsletters have some ten, pages saved with their pictures some hundreds."""

MAX_LINES = 1_000_000
"""Lines of one message; 50 MB of attachments have 650,000. The library takes ten microseconds for each."""

MAX_LINE_BYTES = 1_000_000
"""Longest line of a mailbox that is looked at; longer ones are read in pieces."""

FEWEST_WORDS = 20
"""Words that a plain body has where it is not only a hint to see the HTML one."""

_DELIMITER = re.compile(rb"^--[^\r\n]{1,100}\r?$", re.MULTILINE)
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
_PARSE_ERRORS = (email.errors.MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def _parse(data: bytes, name: str) -> Message:
    """A message, within limits."""
    if data.count(b"\n") > MAX_LINES:
        message = f"got {name}, a message of more than {MAX_LINES:,} lines; save what is wanted of it"
        raise DocumentError(message, "too_large")
    if len(_DELIMITER.findall(data)) > 4 * MAX_PARTS:
        message = f"got {name}, a message of more than {MAX_PARTS:,} parts; save what is wanted of it"
        raise DocumentError(message, "too_large")
    try:
        parsed = email.message_from_bytes(data, policy=policy.compat32)
        n_parts = sum(1 for _ in parsed.walk())
    except _PARSE_ERRORS as error:
        message = f"got {name}, which is no readable message ({type(error).__name__}); save it again"
        raise DocumentError(message, "unreadable") from error
    if n_parts > MAX_PARTS:
        message = f"got {name}, a message of {n_parts:,} parts, expected at most {MAX_PARTS:,}; save what is wanted of it"
        raise DocumentError(message, "too_large")
    return parsed


def _header(message: Message, name: str) -> str:
    """A header with its encoded words decoded, in one line; empty where there is none."""
    given = message.get(name)
    if given is None:
        return ""
    try:
        text = str(email.header.make_header(email.header.decode_header(given)))
    except _PARSE_ERRORS:
        text = str(given)
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _bytes_of(part: Message) -> bytes:
    """The decoded bytes of a part."""
    try:
        payload: Any = part.get_payload(decode=True)
    except _PARSE_ERRORS:
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except _PARSE_ERRORS:
        name = ""
    return " ".join(name.encode("utf-8", "replace").decode().replace("\x00", "").split())[:200]


def _is_attachment(part: Message) -> bool:
    """Whether a part is a document of its own, not the message's text or a picture in it."""
    if part.get_content_maintype() in {"multipart", "image"} or part.get_content_type() in _SIGNATURES:
        return part.get_content_disposition() == "attachment" and part.get_content_maintype() == "image"
    if part.get_content_type() == "message/rfc822":
        return True
    return part.get_content_disposition() == "attachment" or bool(_file_name(part)) or part.get_content_maintype() == "application"


def _walk(message: Message) -> Iterator[Message]:
    """The parts of a message itself, not those of messages attached to it."""
    yield message
    parts: Any = message.get_payload()
    if message.get_content_type() != "message/rfc822" and isinstance(parts, list):
        for part in parts:
            yield from _walk(part)


def open_attachments(stream: io.BufferedReader, place: Place) -> Iterator[tuple[Place, io.BufferedReader] | Item]:
    """A message and the documents attached to it.

    Pictures inside the text and signatures are left out as parts of the message.

    Args:
        stream: The message.
        place: Where it stands.

    Yields:
        The message as an item, then place and stream of each attachment.
    """
    limit = place.budget.limits.max_item_bytes
    data = stream.read(limit + 1)
    if len(data) > limit:
        message = f"a message of more than {limit:,} bytes; save its attachments by hand"
        raise DocumentError(message, "too_large")
    yield from _open_message(data, place)


def _open_message(data: bytes, place: Place) -> Iterator[tuple[Place, io.BufferedReader] | Item]:
    try:
        message = _parse(data, place.name)
        attached = [part for part in list(_walk(message))[1:] if _is_attachment(part)]
    except DocumentError as error:
        yield refuse(place, error)
        return
    except (RecursionError, *_PARSE_ERRORS) as error:
        yield refuse(place, DocumentError(f"a message that cannot be taken apart ({type(error).__name__})", "unreadable"))
        return
    yield place.item(data, file_type="mail")
    for i, part in enumerate(attached, 1):
        is_message = part.get_content_type() == "message/rfc822"
        name = _file_name(part) or (f"message-{i}.eml" if is_message else f"attachment-{i}")
        yield place.inside(name), _as_stream(_attached_message(part) if is_message else _bytes_of(part))


def _attached_message(part: Message) -> bytes:
    """The bytes of a forwarded message."""
    payload: Any = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else payload
    try:
        return inner.as_bytes() if hasattr(inner, "as_bytes") else str(inner).encode("utf-8", "replace")
    except _PARSE_ERRORS:
        return b""


def _as_stream(data: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(data))


def split_mbox(stream: io.BufferedReader, place: Place) -> Iterator[tuple[Place, io.BufferedReader] | Item]:
    """The messages of a mailbox with what is attached to them.

    Args:
        stream: The mailbox.
        place: Where it stands.

    Yields:
        Items, and place and stream of each attachment, message by message.
    """
    limit = place.budget.limits.max_item_bytes
    for number, data in enumerate(_messages(stream, limit), 1):
        inner = place.inside(_message_id(data) or f"message-{hashlib.sha256(data).hexdigest()[:16]}")
        inner = replace(inner, name=f"{place.name} message {number}")
        if len(data) > limit:
            yield refuse(inner, DocumentError(f"of more than {limit:,} bytes; save its attachments by hand", "too_large"))
        else:
            yield from _open_message(data, inner)


def _message_id(data: bytes) -> str:
    found = re.search(rb"^Message-ID:\s{0,5}<([^<>\s]{1,200})>", data[:20_000], re.IGNORECASE | re.MULTILINE)  # "Message-ID: <a@b.org>"
    return found[1].decode("ascii", "replace") if found else ""


def _messages(stream: io.BufferedReader, limit: int) -> Iterator[bytes]:
    """The bytes of each message, cut one byte above the limit."""
    data = bytearray()
    is_open, is_blank = False, True
    while line := stream.readline(MAX_LINE_BYTES):
        if is_blank and line.startswith(b"From "):
            if is_open:
                yield bytes(data[: limit + 1])
            data, is_open, is_blank = bytearray(), True, False
            continue
        is_blank = line in (b"\n", b"\r\n")
        if len(data) <= limit:
            data += line[1:] if re.match(rb">+From ", line) else line
        elif not line.endswith(b"\n"):
            skip_line(stream)
    if is_open:
        yield bytes(data[: limit + 1])


def _text_of(part: Message) -> str:
    """The text of a plain part, its soft line breaks mended."""
    data = _bytes_of(part)
    charset = part.get_content_charset() or "utf-8"
    try:
        text = data.decode(charset)
    except (LookupError, ValueError):
        text = decode_text(data, "the message")
    if (part.get_param("format") or "") == "flowed":
        text = re.sub(r"(?<=\S) \r?\n(?!-- |>)", " ", text)  # "the two \nministers" is one line
    return text.replace("\x00", "")


def _as_utf8(part: Message) -> bytes:
    """The bytes of an HTML part in UTF-8 with its mark, whatever charset the message names."""
    data, charset = _bytes_of(part), part.get_content_charset()
    if charset:
        try:
            return b"\xef\xbb\xbf" + data.decode(charset).encode()
        except (LookupError, ValueError):
            return data
    return data


def _read_body(message: Message, name: str, doc_id: str) -> Content:
    """The text of a message; what it repeats of earlier ones is set apart."""
    from bilateral.documents.html import read_html  # noqa: PLC0415 - loads lxml

    own = [part for part in _walk(message) if not _is_attachment(part) and part.get_content_maintype() == "text"]
    plain = "\n\n".join(_text_of(part) for part in own if part.get_content_type() not in _HTML_TYPES).strip()
    page = next((part for part in own if part.get_content_type() in _HTML_TYPES), None)
    if page is not None and len(plain.split()) < FEWEST_WORDS:
        content = read_html(_as_utf8(page), name, doc_id)
        content.parts = set_apart(content.text, content.parts, find_quotes(content.text, _header(message, "Subject")), doc_id=doc_id)
        return content
    if not any(char.isalnum() for char in plain):
        message_text = f"got {name}, a message without text; what is attached to it is read by itself"
        raise DocumentError(message_text, "no_text")
    quotes = find_quotes(plain, _header(message, "Subject"))
    return Content(plain, set_apart(plain, find_parts(blank_out(plain, quotes), doc_id), quotes, doc_id=doc_id))


def _when(message: Message) -> datetime | None:
    """The time in the header Date."""
    try:
        when = email.utils.parsedate_to_datetime(_header(message, "Date"))
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        when.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when


def read_mail(data: bytes, name: str, doc_id: str) -> Content:
    """Read one e-mail message: its text with subject, sender and date.

    Takes the plain body, and the HTML one where the plain is a stub. What it quotes of
    earlier mails is a note, which is not coded. Does not read what is attached.

    Args:
        data: The message.
        name: The file's name, for messages.
        doc_id: The document.

    Returns:
        Text with its parts; title is the subject, byline the sender's name.

    Raises:
        DocumentError: With reason too_large, unreadable, no_text, binary or wrong_encoding.
    """
    message = _parse(data, name)
    try:
        content = _read_body(message, name, doc_id)
    except _PARSE_ERRORS as error:
        text = f"got {name}, a message whose text cannot be read ({type(error).__name__}); save it again"
        raise DocumentError(text, "unreadable") from error
    sender, address = email.utils.parseaddr(_header(message, "From"))
    when = _when(message)
    content.title, content.byline, content.address = _header(message, "Subject") or content.title, sender or None, None
    content.dates = [when.date().isoformat()] if when else []
    domain = address.rpartition("@")[2].lower()
    content.publisher_names += [domain] if domain and (find_governments_state(domain) or find_publisher(domain)) else []
    content.hints += [hint for hint in (domain, sender) if hint]
    return content


def read_mhtml(data: bytes, name: str, doc_id: str) -> Content:
    """Read a web page that a browser saved as one file (.mht, .mhtml).

    Does not read the pictures and frames saved with it.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        doc_id: The document.

    Returns:
        The page as `read_html` reads it, with the address and the time that the browser noted.

    Raises:
        DocumentError: As `read_html`, or with reason unreadable or too_large.
    """
    from bilateral.documents.html import read_html  # noqa: PLC0415 - loads lxml

    message = _parse(data, name)
    page = next((part for part in message.walk() if part.get_content_type() in _HTML_TYPES), None)
    if page is None:
        text = f"got {name}, a saved page that holds no page; save it again"
        raise DocumentError(text, "no_text")
    content = read_html(_as_utf8(page), name, doc_id)
    places = (_header(message, "Snapshot-Content-Location"), _header(page, "Content-Location"))
    content.address = content.address or next((place for place in places if place.startswith(("http://", "https://"))), None)
    content.retrieved = _when(message)
    return content
