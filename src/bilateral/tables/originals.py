"""The bytes of documents as read: `originals/ab/<sha256>` in the record folder."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bilateral.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bilateral.records import Document

__all__ = ["keep_original", "original_path", "read_original", "write_whole"]

ORIGINALS_NAME = "originals"
SHA256_DIGITS = 64


def original_path(path: Path, sha256: str) -> Path:
    """Where the bytes of a document are kept.

    Does not look whether they are there.

    Args:
        path: The record.
        sha256: SHA-256 of the bytes.

    Returns:
        The file of the original.

    Example:
        >>> from pathlib import Path
        >>> original_path(Path("record"), "ab12").as_posix()
        'record/originals/ab/ab12'
    """
    return path / ORIGINALS_NAME / sha256[:2] / sha256


def read_original(path: Path, sha256: str) -> bytes:
    """Read the bytes of a document as they were first read.

    Args:
        path: The record.
        sha256: SHA-256 of the bytes, as in `documents.sha256`.

    Returns:
        The bytes.

    Raises:
        RecordError: If the record does not hold them.
    """
    if len(sha256) != SHA256_DIGITS or not set(sha256) <= set("0123456789abcdef"):
        message = f"got {sha256!r}, expected the 64 hexadecimal digits of a SHA-256; take it from documents.sha256"
        raise RecordError(message)
    try:
        return original_path(path, sha256).read_bytes()
    except OSError as error:
        message = f"got no original {sha256} in {path}, expected one for each document; add the document again"
        raise RecordError(message) from error


def keep_original(path: Path, document: Document, originals: Mapping[str, bytes | Path]) -> bool:
    """Store the bytes of a document, unless they are there.

    Args:
        path: The record.
        document: The document.
        originals: Bytes, or the file that holds them, by SHA-256.

    Returns:
        False if the file is gone or no longer holds the bytes that were coded.

    Raises:
        RecordError: If `originals` lacks the document.
        OSError: If the record cannot be written.
    """
    kept = original_path(path, document.sha256)
    if kept.exists():
        return True
    if document.sha256 not in originals:
        message = f"got no original of {document.address}, expected one under {document.sha256}; pass its bytes or file"
        raise RecordError(message)
    given = originals[document.sha256]
    try:
        content = given if isinstance(given, bytes) else given.read_bytes()
    except OSError:
        return False
    if hashlib.sha256(content).hexdigest() != document.sha256:
        return False
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_whole(kept, content)
    return True


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Does not wait for the disk: a loss of power can take the last files written.

    Args:
        path: The file; its folder must exist.
        content: All of its bytes.

    Raises:
        OSError: If it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)
