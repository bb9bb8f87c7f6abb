"""Pictures of the pages of a PDF, drawn in a process of its own under a limit of time, memory and size.

Run as a program (`python -m bilateral.documents.page_images PAGE WIDTH SECONDS MEMORY`) this draws one page of the file on
its standard input and writes a PNG: a hostile file can break down, hang or grow only there.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MOST_PIXELS", "draw_page", "draw_page_apart", "main"]

MOST_PIXELS = 6_000_000
"""Pixels of the largest picture: a page of A4 at 250 dots an inch. A page that is a thousand times as long as wide is drawn smaller."""

_PATIENCE = 3.0
"""How many times the limit may go by on the clock, on a busy machine."""

_START_SECONDS = 20.0
"""Seconds that the process may take to begin, beside that."""

_FAILED = 3
_NO_SUCH_PAGE = 4


def draw_page(data: bytes, page: int, width: int) -> bytes:
    """Draw one page in this process; of a file that others made, use `draw_page_apart`.

    Does not draw what only shows on a screen: forms, notes, films.

    Args:
        data: A PDF.
        page: Number of the page, from 1.
        width: Width of the picture in pixels.

    Returns:
        A PNG.

    Raises:
        IndexError: If there is no such page.
    """
    import pypdfium2  # noqa: PLC0415 - loads a library

    document = pypdfium2.PdfDocument(data)
    try:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        sheet = document[page - 1]
        wide, high = (max(1.0, side) for side in sheet.get_size())
        scale = min(width / wide, (MOST_PIXELS / (wide * high)) ** 0.5)
        return _as_png(sheet.render(scale=scale, may_draw_forms=False, rev_byteorder=True).to_numpy())
    finally:
        document.close()


def _as_png(pixels: Any) -> bytes:
    """A picture of rows of red, green and blue (and of grey) as a file."""
    high, wide = pixels.shape[:2]
    depth = pixels.shape[2] if pixels.ndim == 3 else 1  # noqa: PLR2004 - rows, columns, colours
    kind = {1: 0, 3: 2, 4: 6}[depth]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack("!IIBBBBB", wide, high, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunks(((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))))


def _chunks(given: Iterable[tuple[bytes, bytes]]) -> Iterable[bytes]:
    for name, content in given:
        yield struct.pack("!I", len(content)) + name + content + struct.pack("!I", zlib.crc32(name + content))


def draw_page_apart(data: bytes, page: int, *, width: int, seconds: float, memory_bytes: int) -> bytes:
    """Draw one page of a PDF that others made.

    Args:
        data: The file.
        page: Number of the page, from 1.
        width: Width of the picture in pixels.
        seconds: Time of the processor that drawing may take.
        memory_bytes: Memory that it may take (held to on Linux).

    Returns:
        A PNG.

    Raises:
        DocumentError: With reason too_slow, unreadable or reader_failed; "no such page" is unreadable.
    """
    command = [sys.executable, "-m", "bilateral.documents.page_images", str(page), str(width), str(seconds), str(memory_bytes)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE * seconds + _START_SECONDS, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        message = f"got a page that takes more than {seconds:g} s to draw; look at the original, or raise read_seconds"
        raise DocumentError(message, "too_slow") from error
    if done.returncode == 0:
        return done.stdout
    message, reason = _why(done.returncode, page, seconds)
    raise DocumentError(message, reason)


def _why(status: int, page: int, seconds: float) -> tuple[str, str]:
    """What a process that drew nothing is to tell, and the reason code."""
    if status == _NO_SUCH_PAGE:
        return f"got page {page}, which the file does not have; take one of its pages", "unreadable"
    if status == _FAILED:
        return "got a file that cannot be drawn; look at the original", "unreadable"
    if -status == _SIGXCPU:
        return f"got a page that takes more than {seconds:g} s to draw; look at the original, or raise read_seconds", "too_slow"
    return f"got a page at which drawing broke down or ran out of memory (status {status}); look at the original", "reader_failed"


_SIGXCPU = 24


def _limit(seconds: float, memory_bytes: int) -> None:
    """Have the system hold this process to a time and a memory; Linux only."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    whole = int(seconds + 1 + resource.getrusage(resource.RUSAGE_SELF).ru_utime)
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


def main() -> int:
    """Draw the page that the command line names, of the file on standard input.

    Returns:
        0, or what tells why there is no picture.
    """
    import pypdfium2  # noqa: PLC0415 - before memory is limited

    page, width, seconds, memory_bytes = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    data = sys.stdin.buffer.read()
    _limit(seconds, memory_bytes)
    try:
        picture = draw_page(data, page, width)
    except IndexError:
        return _NO_SUCH_PAGE
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return _FAILED
    sys.stdout.buffer.write(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
