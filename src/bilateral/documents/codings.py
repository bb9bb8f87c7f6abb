"""Gzip and deflate undone piece by piece, so that a bomb is seen before it fills the memory."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["CODINGS", "GZIP_START", "unpack", "unpack_gzip"]

CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "identity": "", "": ""}
"""Content codings that are asked for and undone."""

GZIP_START = b"\x1f\x8b"
"""First bytes of a gzip file."""

PIECE_BYTES = 65_536
"""Most bytes that one step unpacks."""

_GZIP_BITS = 16 + zlib.MAX_WBITS
_ZLIB_METHOD, _ZLIB_CHECK = 8, 31


def _bits(coding: str, start: bytes) -> int:
    """What zlib must be told; `deflate` is sent with and without the header of zlib."""
    if coding == "gzip":
        return _GZIP_BITS
    has_header = len(start) > 1 and start[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(start[:2], "big") % _ZLIB_CHECK == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS


def unpack(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    r"""Undo a content coding.

    Does not count bytes: who takes the pieces stops when there are too many. Bytes
    after the end are left out.

    Args:
        pieces: The packed bytes.
        coding: A value of `CODINGS`: "gzip", "deflate" or "" for none.

    Yields:
        Unpacked bytes, at most `PIECE_BYTES` at a time.

    Raises:
        DocumentError: With reason broken_answer, or truncated where the end is missing.

    Example:
        >>> import gzip
        >>> b"".join(unpack([gzip.compress(b"Seoul")], "gzip"))
        b'Seoul'
    """
    if not coding:
        yield from pieces
        return
    unpacker, is_begun = None, False
    try:
        for piece in pieces:
            data = piece
            while data:
                if unpacker is None or (unpacker.eof and data.startswith(GZIP_START)):
                    unpacker, is_begun = zlib.decompressobj(_bits(coding, data)), True
                elif unpacker.eof:
                    return
                if unpacked := unpacker.decompress(data, PIECE_BYTES):
                    yield unpacked
                data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    except zlib.error as error:
        message = f"got bytes that are not {coding}, though they are said to be ({error}); fetch them again"
        raise DocumentError(message, "broken_answer") from error
    if is_begun and unpacker is not None and not unpacker.eof:
        message = f"got {coding} bytes without their end; fetch them again"
        raise DocumentError(message, "truncated")


def unpack_gzip(data: bytes, max_bytes: int) -> bytes:
    r"""The content of a gzip file, such as a packed sitemap; other bytes as they are.

    Args:
        data: The file.
        max_bytes: Most bytes that it may unpack to.

    Returns:
        The unpacked bytes.

    Raises:
        DocumentError: With reason too_large, truncated or broken_answer.

    Example:
        >>> unpack_gzip(b"<urlset/>", 100)
        b'<urlset/>'
    """
    if not data.startswith(GZIP_START):
        return data
    content = bytearray()
    for piece in unpack([data], "gzip"):
        content += piece
        if len(content) > max_bytes:
            message = f"got a packed file of {len(data):,} bytes that unpacks to more than {max_bytes:,}; expected a page or a sitemap"
            raise DocumentError(message, "too_large")
    return bytes(content)
