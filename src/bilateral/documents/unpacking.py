"""ZIP, TAR and packed files: their members as streams, unpacked within limits and never onto the disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bilateral.documents.items import Item, Limits
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

__all__ = ["BUFFER_BYTES", "UNREADABLE", "Budget", "Place", "open_packed", "open_tar", "open_zip", "refuse"]

MAX_DIRECTORY_BYTES = 20_000_000
"""Bytes of a ZIP file's list of members: some 200,000 names; Python makes ten times as much of it in memory."""

MAX_TAR_HEADER_BYTES = 1_000_000
"""Bytes of one extended header of a TAR file: names and times; they are read into memory whole."""

LZMA_MEMORY = 256_000_000
"""Bytes of memory that an XZ file may ask for; xz -9 takes 65 million."""

BUFFER_BYTES = 65_536
"""Bytes read at once."""

_PACKED_SUFFIXES = {".gz", ".gzip", ".bz2", ".xz", ".lzma"}
_WRAPPED_NAMES = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}
_TAR_HEADERS = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
DAMAGED = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, EOFError)
"""What the libraries raise for files that are cut off or damaged."""

UNREADABLE = (DocumentError, *DAMAGED, OSError, RuntimeError, ValueError, NotImplementedError, RecursionError, MemoryError)
"""What going through a container may raise."""


class Budget:
    """What may still be unpacked of one of the user's files."""

    def __init__(self, limits: Limits, packed_bytes: int) -> None:
        self.limits, self.packed_bytes, self.unpacked_bytes = limits, packed_bytes, 0
        self.is_spent = False

    def spend(self, n_bytes: int) -> None:
        """Count bytes unpacked.

        Raises:
            DocumentError: With reason too_large, if they are too many.
        """
        self.unpacked_bytes += n_bytes
        limits, n = self.limits, self.unpacked_bytes
        if n > limits.max_unpacked_bytes or (n > limits.free_bytes and n > limits.max_ratio * self.packed_bytes):
            self.is_spent = True
            message = f"which unpacks from {self.packed_bytes:,} to more than {n:,} bytes; unpack it and give what is wanted of it"
            raise DocumentError(message, "too_large")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the user's file something stands, and what is known of it."""

    name: str
    address: str
    budget: Budget
    container: Path | None = None
    retrieved: datetime | None = None
    depth: int = 0

    def inside(self, inner: str) -> Place:
        """The place of a member."""
        mark = "/" if "!" in self.address and self.depth else ""
        address = f"{self.address}{mark or '!'}{quote(inner, safe='/:@+,;=~()$&')}"
        return replace(self, name=PurePosixPath(inner).name or inner, address=address, depth=self.depth + 1)

    def item(self, data: bytes | Path, **known: Any) -> Item:
        """An item that stands here."""
        return Item(data, self.name, known.pop("address", self.address), container=self.container, **({"retrieved": self.retrieved} | known))


def refuse(place: Place, error: BaseException) -> Item:
    """The item of what cannot be had.

    Args:
        place: Where it stands.
        error: Why; other errors than `DocumentError` are those of damaged files.

    Returns:
        An item without bytes that carries the error.
    """
    if isinstance(error, DocumentError):
        text = str(error)
        told = error if text.startswith("got ") else DocumentError(f"got {place.name}, {text}", error.reason_code)
        return place.item(b"", error=told)
    if isinstance(error, (RuntimeError, NotImplementedError)):
        reason = "password_protected" if "password" in str(error) else "unsupported_type"
        return place.item(b"", error=DocumentError(f"got {place.name}, which cannot be unpacked ({error}); unpack it first", reason))
    reason = "truncated" if isinstance(error, DAMAGED) else "unreadable"
    detail = str(error) or type(error).__name__
    return place.item(b"", error=DocumentError(f"got {place.name}, cut off or damaged ({detail}); fetch it again", reason))


class _Counted(io.RawIOBase):
    """A stream whose bytes are counted against a budget."""

    def __init__(self, inner: Any, budget: Budget) -> None:
        self.inner, self.budget = inner, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.inner.read(len(buffer))
        buffer[: len(data)] = data
        self.budget.spend(len(data))
        return len(data)


def _counted(inner: Any, budget: Budget) -> io.BufferedReader:
    return io.BufferedReader(_Counted(inner, budget), BUFFER_BYTES)


class _Xz:
    """Reads an XZ file with bounded memory, which `lzma.LZMAFile` does not offer."""

    def __init__(self, packed: io.BufferedReader) -> None:
        self.packed = packed
        self.unpacker = lzma.LZMADecompressor(memlimit=LZMA_MEMORY)

    def read(self, n_bytes: int) -> bytes:
        """At most so many bytes, none at the end."""
        while True:
            if self.unpacker.eof:
                rest = (self.unpacker.unused_data or self.packed.read(BUFFER_BYTES)).lstrip(b"\x00")
                if not rest:
                    return b""
                self.unpacker = lzma.LZMADecompressor(memlimit=LZMA_MEMORY)
            else:
                rest = self.packed.read(BUFFER_BYTES) if self.unpacker.needs_input else b""
                if not rest and self.unpacker.needs_input:
                    message = "the end is missing"
                    raise EOFError(message)
            if data := self.unpacker.decompress(rest, n_bytes):
                return data


def open_packed(packed: io.BufferedReader, place: Place, kind: str) -> Iterator[tuple[Place, io.BufferedReader]]:
    """The one file in a GZ, BZ2 or XZ file.

    Args:
        packed: The packed bytes.
        place: Where they stand.
        kind: "gz", "bz2" or "xz".

    Yields:
        Place and stream of the file; its name is that of the packed one less its last suffix.
    """
    path = PurePosixPath(place.name)
    suffix = path.suffix.lower()
    inner = path.stem if suffix in _PACKED_SUFFIXES else path.stem + _WRAPPED_NAMES[suffix] if suffix in _WRAPPED_NAMES else place.name
    openers: dict[str, Callable[[], Any]] = {"gz": lambda: gzip.GzipFile(fileobj=packed), "bz2": lambda: bz2.BZ2File(packed), "xz": lambda: _Xz(packed)}
    yield place.inside(inner), _counted(openers[kind](), place.budget)


def _check_name(name: str) -> None:
    if ".." in PurePosixPath(name.replace("\\", "/")).parts or "\x00" in name:
        message = f"got the member {name!r}, whose name leads out of its archive; give the file itself"
        raise DocumentError(message, "unsafe_path")


def _is_hidden(name: str) -> bool:
    parts = [part for part in PurePosixPath(name).parts if part != ".."]  # those are told as unsafe
    return any(part.startswith(".") for part in parts) or parts[:1] == ["__MACOSX"]


class _Directory:
    """A file for `zipfile` that refuses a list of members larger than fits in memory."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def read(self, n_bytes: int = -1) -> bytes:
        if n_bytes > MAX_DIRECTORY_BYTES:
            message = f"whose list of members has {n_bytes:,} bytes, expected at most {MAX_DIRECTORY_BYTES:,}; split it"
            raise DocumentError(message, "too_large")
        return bytes(self.file.read(n_bytes))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


def open_zip(packed: io.BufferedReader, place: Place) -> Iterator[tuple[Place, io.BufferedReader] | Item]:
    """The members of a ZIP file, hidden ones and folders left out.

    Args:
        packed: The bytes; read whole if they cannot be read from any place.
        place: Where they stand.

    Yields:
        Place and stream of each member, to be read before the next; an item with
        its error for one that cannot be read.
    """
    limit = place.budget.limits.max_item_bytes
    if not packed.seekable():
        whole = packed.read(limit + 1)
        if len(whole) > limit:
            message = f"an archive in an archive of more than {limit:,} bytes; unpack the outer one first"
            raise DocumentError(message, "too_large")
        packed = io.BufferedReader(io.BytesIO(whole))
    with zipfile.ZipFile(_Directory(packed)) as archive:
        for member in archive.infolist():
            if member.is_dir() or _is_hidden(member.filename):
                continue
            inner = place.inside(member.filename)
            try:
                _check_name(member.filename)
                if member.file_size > limit and member.file_size > place.budget.limits.max_ratio * max(1, member.compress_size):
                    message = f"which unpacks from {member.compress_size:,} to {member.file_size:,} bytes; unpack it by hand"
                    raise DocumentError(message, "too_large")
                with archive.open(member) as stream:
                    yield inner, _counted(stream, place.budget)
            except UNREADABLE as error:
                yield refuse(inner, error)


class _Member(tarfile.TarInfo):
    """A member of a TAR file that refuses huge extended headers."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _TAR_HEADERS and self.size > MAX_TAR_HEADER_BYTES:
            message = f"a header of {self.size:,} bytes"
            raise tarfile.ReadError(message)
        return super()._proc_member(archive)  # type: ignore[misc,no-any-return]  # not in the stubs


def open_tar(packed: io.BufferedReader, place: Place) -> Iterator[tuple[Place, io.BufferedReader] | Item]:
    """The members of a TAR file as it streams by, hidden ones and folders left out.

    Does not follow links: each becomes an item with an error.

    Args:
        packed: The bytes.
        place: Where they stand.

    Yields:
        Place and stream of each member, to be read before the next.
    """
    with tarfile.open(fileobj=packed, mode="r|", tarinfo=_Member, errorlevel=1) as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # else it keeps every header seen
            if member.isdir() or _is_hidden(member.name.lstrip("/").removeprefix("./")):
                continue
            inner = place.inside(member.name.lstrip("/").removeprefix("./"))
            try:
                _check_name(member.name)
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None:
                    kind = "a link" if member.issym() or member.islnk() else "a device"
                    message = f"{kind} in an archive, which is never followed; give the file itself"
                    raise DocumentError(message, "unsafe_path")  # noqa: TRY301 - told as an item
                yield inner, _counted(stream, place.budget)
            except DocumentError as error:
                yield refuse(inner, error)
