"""Files of event data sets as streams of bytes: plain, gz and zip, with damage told apart from the end."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["DataFile", "Reading", "find_data_files", "hash_file", "opened"]

_HASH_BYTES = 1 << 22
"""Bytes hashed at once."""

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SKIPPED = ("readme", "license", ".")
"""Starts of names of files that accompany data and hold none."""

_SUFFIXES = (".tab", ".tsv", ".txt", ".csv", ".gz", ".zip", ".parquet")
"""Endings of names of files that can hold data, in a folder or an archive."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file to import: a path, or a member of a zip file."""

    path: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """Name of the file, with the member inside an archive."""
        return f"{self.path.name}!{self.member}" if self.member else self.path.name

    @property
    def address(self) -> str:
        """Where the file was read."""
        return f"{self.path}!{self.member}" if self.member else str(self.path)


class Reading:
    """An open file: unpacked bytes in UTF-8, and what is broken where the file ends early."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.damage: str | None = None
        start = b""
        while len(start) < len(codecs.BOM_UTF8) and (more := self._raw(len(codecs.BOM_UTF8) - len(start))):
            start += more
        self._decoder = None
        for mark, encoding in _UTF16.items():
            if start.startswith(mark):
                self._decoder = codecs.getincrementaldecoder(encoding)("replace")
                start = start[len(mark) :]
        self._ahead = self._recoded(start.removeprefix(codecs.BOM_UTF8))

    def _raw(self, n_bytes: int) -> bytes:
        """Bytes as unpacked; damage ends the file."""
        if self.damage:
            return b""
        try:
            return self._stream.read1(n_bytes)  # type: ignore[attr-defined, no-any-return] # piece by piece: a broken end spoils no more than itself
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, OSError) as error:
            self.damage = str(error)
            return b""

    def _recoded(self, content: bytes) -> bytes:
        return self._decoder.decode(content).encode() if self._decoder else content

    def read(self, n_bytes: int) -> bytes:
        """Up to so many bytes; none at the end, or where the file is broken."""
        pieces, size = [self._ahead], len(self._ahead)
        while size < n_bytes and (more := self._raw(n_bytes - size)):
            pieces.append(self._recoded(more))
            size += len(pieces[-1])
        content = b"".join(pieces)
        self._ahead = content[n_bytes:]
        return content[:n_bytes]

    def push_back(self, content: bytes) -> None:
        """Give bytes back that were read too early."""
        self._ahead = content + self._ahead

    def skip(self, n_bytes: int) -> None:
        """Pass over bytes that were read before."""
        while n_bytes > 0:
            content = self.read(min(n_bytes, _HASH_BYTES))
            if not content:
                return
            n_bytes -= len(content)


@contextmanager
def opened(file: DataFile) -> Iterator[Reading]:
    """Open a file for reading, unpacked.

    Args:
        file: A plain file, one ending in `.gz`, or a member of a zip file.

    Yields:
        The open file.

    Raises:
        DocumentError: If it cannot be opened (`unreadable`).
    """
    try:
        if file.member is not None:
            with zipfile.ZipFile(file.path) as archive, archive.open(file.member) as member:
                yield Reading(gzip.GzipFile(fileobj=member) if file.member.endswith(".gz") else member)  # type: ignore[arg-type]
        elif file.path.suffix == ".gz":
            with gzip.open(file.path) as stream:
                yield Reading(stream)  # type: ignore[arg-type]
        else:
            with file.path.open("rb") as plain:
                yield Reading(plain)
    except (OSError, zipfile.BadZipFile, KeyError, RuntimeError) as error:
        message = f"got {file.address}, which cannot be opened ({error}); expected a text file, plain, .gz or .zip"
        raise DocumentError(message) from error


def _members(path: Path) -> list[str]:
    """Names of the members of a zip file that can hold data."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [item.filename for item in archive.infolist() if not item.is_dir()]
    except (OSError, zipfile.BadZipFile) as error:
        message = f"got {path}, which is no zip file that can be read ({error}); fetch it again"
        raise DocumentError(message) from error
    return [name for name in names if _holds_data(name.rpartition("/")[2]) and not name.startswith("__MACOSX/")]


def _holds_data(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES) and not name.lower().startswith(_SKIPPED)


def find_data_files(path: Path) -> list[DataFile]:
    """The files of data that a path means.

    Args:
        path: A file, an archive, or a folder, searched to any depth.

    Returns:
        Files in the order of their names; members of archives one by one.

    Raises:
        DocumentError: If the path does not exist, holds no data, or is a broken archive.
    """
    if path.is_dir():
        paths = sorted(item for item in path.rglob("*") if item.is_file() and _holds_data(item.name))
    else:
        paths = [path] if path.is_file() else []
    found = [file for one in paths for file in _files_in(one)]
    if not found:
        message = f"got {path}, expected a file, an archive or a folder with event data ({', '.join(_SUFFIXES)})"
        raise DocumentError(message, "missing")
    return found


def _files_in(path: Path) -> list[DataFile]:
    if path.suffix.lower() == ".zip":
        return [DataFile(path, member) for member in _members(path)]
    return [DataFile(path)]


def hash_file(file: DataFile, *extras: str) -> str:
    """SHA-256 of a file's bytes as they lie on the disk, with what else decides how it is read.

    Args:
        file: The file; a member of an archive counts by the archive and its name.
        extras: Texts such as a mapping.

    Returns:
        Hexadecimal digits.

    Raises:
        DocumentError: If the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with file.path.open("rb") as stream:
            while content := stream.read(_HASH_BYTES):
                digest.update(content)
    except OSError as error:
        message = f"got {file.address}, which cannot be read ({error.strerror}); check its name and rights"
        raise DocumentError(message) from error
    for extra in (file.member or "", *extras):
        if extra:
            digest.update(b"\x1f" + extra.encode())
    return digest.hexdigest()
