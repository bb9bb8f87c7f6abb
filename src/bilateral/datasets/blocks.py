"""A stream of bytes cut into blocks that end where a row ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.datasets.opening import Reading

__all__ = ["BLOCK_BYTES", "Block", "first_line", "read_blocks"]

BLOCK_BYTES = 1 << 24
"""Text parsed at once: 16 MB hold memory low and keep two processors busy."""

_LONGEST_LINE = 1 << 20
"""A first line longer than a megabyte is no table."""


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows of a file; `torn` is the broken last row of a file that ends early."""

    content: bytes
    end_byte: int
    is_last: bool
    torn: bytes = b""


def first_line(reading: Reading) -> bytes:
    """The first line of a file with its line end; what comes after it stays to be read.

    Args:
        reading: A file opened just now.

    Returns:
        The line; empty if the file is.

    Raises:
        DocumentError: If there is no line end in the first megabyte (`not_a_table`).
    """
    start = reading.read(_LONGEST_LINE)
    line, end, rest = start.partition(b"\n")
    if not end and len(start) >= _LONGEST_LINE:
        message = "got a first line longer than a megabyte, expected a table of text with one row a line"
        raise DocumentError(message, "not_a_table")
    reading.push_back(rest)
    return line + end


def _row_end(content: bytes, *, quoted: bool) -> int:
    r"""Where the last whole row ends, 0 where there is none; a line end inside quotes ends no row.

    Example:
        >>> _row_end(b'1,a\n2,"b\nc', quoted=True), _row_end(b"1,a\n2,b", quoted=False)
        (4, 4)
    """
    end = content.rfind(b"\n") + 1
    if not quoted:
        return end
    n_quotes = content.count(b'"', 0, end)
    while end and n_quotes % 2:
        before = content.rfind(b"\n", 0, end - 1) + 1
        n_quotes -= content.count(b'"', before, end)
        end = before
    return end


def read_blocks(reading: Reading, start_byte: int, *, quoted: bool) -> Iterator[Block]:
    """Read a file block by block.

    Does not take rows apart, and does not read all of it at once.

    Args:
        reading: An open file, at `start_byte` of its unpacked text.
        start_byte: Where the reading stands.
        quoted: Whether a line end inside double quotes belongs to a cell.

    Yields:
        Blocks in order; the last one says so, and holds what is left of a broken row.

    Raises:
        DocumentError: If one row is larger than a block (`not_a_table`).
    """
    left, end_byte = b"", start_byte
    while True:
        content = left + reading.read(BLOCK_BYTES - len(left))
        is_last = len(content) < BLOCK_BYTES
        cut = len(content) if is_last and not reading.damage else _row_end(content, quoted=quoted)
        if not cut and not is_last:  # a block always starts where the last one ended, so that a run taken up again cuts alike
            message = f"got a row of more than {len(content):,} bytes after byte {end_byte:,}; check the quotes and the line ends"
            raise DocumentError(message, "not_a_table")
        end_byte += cut
        left = content[cut:]
        yield Block(content[:cut], end_byte, is_last, left if is_last else b"")
        if is_last:
            return
