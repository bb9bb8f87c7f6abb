"""One thing to read as one document: a file, a member of an archive, a mail, a row, a page that was fetched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.errors import DocumentError

if TYPE_CHECKING:
    import io
    from datetime import datetime

__all__ = ["Item", "Limits", "file_item", "hash_item", "read_bytes", "skip_line", "stem_of"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is unpacked and read; what goes beyond is rejected, never cut."""

    max_item_bytes: int = 50_000_000
    """Bytes of one document."""
    max_unpacked_bytes: int = 50_000_000_000
    """Bytes that all which one file holds may unpack to."""
    max_ratio: int = 200
    """How many times its own size a file may unpack to; news in HTML reaches 10 to 40, 20,000 equal paragraphs 52."""
    free_bytes: int = 100_000_000
    """Bytes unpacked below which the ratio is not looked at."""
    max_depth: int = 4
    """Containers within each other, such as a tar in a gz in a zip."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is read as one document, and what its container or the web said of it.

    What is known here is taken where the bytes do not say it themselves; only
    `retrieved` and `address` are never looked for in the bytes first, but for the
    canonical address that a page states.
    """

    data: bytes | Path
    """The bytes as read, or the file that holds them; the document's identity is their SHA-256."""
    name: str
    """File name as shown in messages and stored as `file_name`; its suffix helps to tell the kind."""
    address: str
    """Web address, or `file:///folder/archive.zip!inner/path.txt`."""
    retrieved: datetime | None = None
    """When the bytes were fetched from `address`, with its time zone."""
    file_type: str | None = None
    """Kind where the container knows it, such as "html" from a Content-Type; else told by the bytes."""
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO 8601, may be partial."""
    publisher: str | None = None
    """Name or domain."""
    charset: str | None = None
    """Encoding that the server named."""
    container: Path | None = None
    """The user's file that holds it, null for a plain file and for what was fetched."""
    error: DocumentError | None = None
    """Why it cannot be had; it becomes a row in `rejections`."""


def file_item(path: Path) -> Item:
    """The item of a plain file.

    Does not open the file.

    Args:
        path: A file.

    Returns:
        An item whose data is the file.

    Example:
        >>> file_item(Path("/tmp/a.txt")).address
        'file:///tmp/a.txt'
    """
    return Item(path, path.name, path.resolve().as_uri())


def stem_of(item: Item) -> str:
    """The name by which a user speaks of an item: a file's without its suffix, a row's or a message's whole.

    Example:
        >>> stem_of(file_item(Path("wire-01.txt"))), stem_of(Item(b"", "a.jsonl row 3", "file:///a.jsonl", container=Path("a.jsonl")))
        ('wire-01', 'a.jsonl row 3')
    """
    is_numbered = item.container is not None and item.name.startswith(f"{item.container.name} ")
    return item.name if is_numbered else Path(item.name).stem


def read_bytes(item: Item, max_bytes: int) -> bytes:
    """The bytes of an item.

    Args:
        item: What to read.
        max_bytes: Most bytes that are read.

    Returns:
        The bytes as they are.

    Raises:
        DocumentError: The item's own error, or with reason unreadable or too_large.
    """
    if item.error is not None:
        raise item.error
    if isinstance(item.data, bytes):
        size = len(item.data)
        if size <= max_bytes:
            return item.data
    else:
        try:
            size = item.data.stat().st_size
            if size <= max_bytes:
                return item.data.read_bytes()
        except OSError as error:
            message = f"got {item.name}, which cannot be opened ({error.strerror or error}); check its permissions"
            raise DocumentError(message, "unreadable") from error
    message = f"got {item.name} of {size:,} bytes, expected at most {max_bytes:,}; split it or raise max_file_bytes"
    raise DocumentError(message, "too_large")


def hash_item(item: Item) -> str:
    """SHA-256 of the bytes of an item; a file is read piece by piece.

    Args:
        item: An item without an error.

    Returns:
        64 hexadecimal digits.

    Raises:
        OSError: If the file cannot be read.

    Example:
        >>> hash_item(Item(b"Seoul", "a.txt", "file:///a.txt"))[:16]
        '32b634b8898c07ef'
    """
    if isinstance(item.data, bytes):
        return hashlib.sha256(item.data).hexdigest()
    with item.data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def skip_line(stream: io.BufferedReader) -> None:
    r"""Go past the next line break; quick on a line of a gigabyte, and without holding it.

    Example:
        >>> import io
        >>> stream = io.BufferedReader(io.BytesIO(b"tail\nSeoul"))
        >>> skip_line(stream); stream.read()
        b'Seoul'
    """
    while piece := stream.peek(1):
        place = piece.find(b"\n")
        stream.read(place + 1 if place >= 0 else len(piece))
        if place >= 0:
            return
