"""The lines of a PDF page: where each stands, how it is set, and in which order they are read."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from statistics import median
from typing import Any

__all__ = ["BREAK", "SetLine", "join_drop_caps", "known_words", "line_pitch", "mend_break", "order_columns", "read_set_lines"]

BREAK = "\x02"
"""Mark of a hyphen at the end of a line, as PDFium gives it."""

GUTTER_EMS = 1.2
"""Gap inside a line, in sizes of its type, from which it may be two columns'; word spaces of justified text stay below 1."""

COLUMN_LINES = 5
"""Fewest lines of a column: fewer are a letterhead or a signature beside another."""

FULL_SHARE = 0.6
"""Share of its column's width that the median line fills; the cells of a table fill less."""

CROSSING_SHARE = 0.25
"""Largest share of lines, such as titles, that may run over both columns."""

COLUMN_SHARE = 0.15
"""Narrowest column, by the width of the page's text."""

MOST_STARTS = 8
"""Left edges that are tried as those of columns, the commonest first."""

SWITCHES = 4
"""Changes between columns, for each gutter, that a file in reading order may have; one in rows has one a line."""

_NO_TEXT = {"\x00", "\ufdd0"}
_WORD = re.compile(r"[^\w-]+|^-+|-+$")
_AFTER_I = frozenset("am had have was were met came went will would think believe want wish do did can could saw know thank speak".split())
_CLOSED = frozenset("with under over out up some any every no there where them your how who what when to in on hence more not".split())
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line as set on a page; places in points from the page's lower left corner."""

    text: str
    left: float = 0.0
    right: float = 0.0
    baseline: float = 0.0
    size: float = 0.0
    is_bold: bool = False


class _Glyphs:
    """The characters of a page with their places."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw as raw  # noqa: PLC0415, PLR0402 - loads a library

        self.raw, self.owner, self.page = raw, textpage, textpage.raw  # the owner frees the page when it goes
        self.box, self.origin = [ctypes.c_double() for _ in range(4)], [ctypes.c_double() for _ in range(2)]
        self.name = ctypes.create_string_buffer(128)
        self.flags = ctypes.c_int()
        codes = [raw.FPDFText_GetUnicode(self.page, i) for i in range(raw.FPDFText_CountChars(self.page))]
        self.chars = [BREAK if code in {0xFFFE, 0x02} else _LIGATURES.get(code) or chr(code) for code in codes]

    def place(self, i: int) -> tuple[float, float]:
        """Left and right edge of a character."""
        self.raw.FPDFText_GetCharBox(self.page, i, *self.box)
        return self.box[0].value, self.box[1].value

    def baseline(self, i: int) -> float:
        """Height of the line that a character stands on."""
        self.raw.FPDFText_GetCharOrigin(self.page, i, *self.origin)
        return self.origin[1].value

    def size(self, i: int) -> float:
        """Size of its type."""
        return float(self.raw.FPDFText_GetFontSize(self.page, i))

    def is_bold(self, i: int) -> bool:
        """Whether it is set in a bold type."""
        self.raw.FPDFText_GetFontInfo(self.page, i, self.name, 128, self.flags)
        return b"bold" in self.name.value.lower() or self.raw.FPDFText_GetFontWeight(self.page, i) >= 600  # noqa: PLR2004


def _split_lines(chars: list[str]) -> list[list[int]]:
    """Indexes of the characters of each line."""
    lines: list[list[int]] = [[]]
    for i, char in enumerate(chars):
        if char in "\r\n":
            lines.append([])
        elif char not in _NO_TEXT:
            lines[-1].append(i)
            if char == BREAK:
                lines.append([])
    return [line for line in lines if any(chars[i].strip(" " + BREAK) for i in line)]


def _split_gaps(glyphs: _Glyphs, line: list[int]) -> list[list[int]]:
    """The pieces of a line between gaps as wide as a gutter."""
    pieces: list[list[int]] = [[]]
    before: int | None = None
    for i in line:
        if glyphs.chars[i].isspace():
            continue
        if before is not None and i - before > 1 and glyphs.place(i)[0] - glyphs.place(before)[1] > GUTTER_EMS * glyphs.size(i):
            pieces.append([])
        pieces[-1].append(i)
        before = i
    return pieces


def _set_line(glyphs: _Glyphs, line: list[int]) -> SetLine:
    """A line from the characters between its first and its last."""
    inked = [i for i in line if glyphs.chars[i].strip(" " + BREAK)]
    text = " ".join("".join(glyphs.chars[i] for i in range(line[0], line[-1] + 1)).replace("\u00a0", " ").split(" ")).strip()
    samples = (inked[0], inked[len(inked) // 2], inked[-1])
    left, right = glyphs.place(inked[0])[0], glyphs.place(inked[-1])[1]
    size = median(glyphs.size(i) for i in samples)
    return SetLine(text, left, right, glyphs.baseline(inked[len(inked) // 2]), size, all(glyphs.is_bold(i) for i in samples))


def read_set_lines(page: Any) -> list[SetLine]:
    """The lines of a page in reading order.

    Does not put five columns and more in order where the file does not have them so.

    Args:
        page: A page of a document opened with pypdfium2.

    Returns:
        Lines; a hyphen that may only divide a word at a line's end is `BREAK`.
    """
    glyphs = _Glyphs(page.get_textpage())
    lines, pieces = [], []
    for line in _split_lines(glyphs.chars):
        whole = _set_line(glyphs, line)
        parts = [piece for piece in _split_gaps(glyphs, line) if any(glyphs.chars[i].strip(" " + BREAK) for i in piece)]
        lines.append(whole)
        pieces += [_set_line(glyphs, part) for part in parts] if len(parts) > 1 else [whole]
    words = known_words(lines)
    return order_columns(join_drop_caps(pieces, words)) or join_drop_caps(lines, words)


def _find_gutter(lines: list[SetLine]) -> float | None:
    """The middle of the gap between two columns of prose, null where there is none."""
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[int, float] | None = None
    x = first + 0.3 * (last - first)
    while x < first + 0.7 * (last - first):
        left = [line for line in lines if line.right <= x]
        right = [line for line in lines if line.left >= x]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) >= COLUMN_LINES and crossing <= CROSSING_SHARE * len(lines) and (best is None or crossing < best[0]):
            filled = median(line.right - line.left for line in left) >= FULL_SHARE * (x - first)
            if filled and median(line.right - line.left for line in right) >= FULL_SHARE * (last - x):
                best = (crossing, x)
        x += 2.0
    return best[1] if best else None


def _are_columns(lines: list[SetLine], edges: list[float]) -> bool:
    """Whether the stretches between some edges are columns of prose."""
    columns = [[line for line in lines if line.left >= left and line.right <= right] for left, right in pairwise(edges)]
    if min(map(len, columns)) < COLUMN_LINES or len(lines) - sum(map(len, columns)) > CROSSING_SHARE * len(lines):
        return False
    return all(
        median(line.right - line.left for line in column) >= FULL_SHARE * (right - left)
        for column, (left, right) in zip(columns, pairwise(edges), strict=True)
    )


def _find_gutters(lines: list[SetLine]) -> list[float]:
    """Where columns of prose begin but for the first: one place for two columns, two or three for more."""
    gutter = _find_gutter(lines)
    if gutter is not None:
        return [gutter]
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    starts = Counter(round(line.left) for line in lines if line.left > first + COLUMN_SHARE * (last - first))
    places = sorted(place - 1.0 for place, n in starts.most_common(MOST_STARTS) if n >= COLUMN_LINES)
    for n_columns in (3, 4):
        for gutters in combinations(places, n_columns - 1):
            if _are_columns(lines, [first, *gutters, last]):
                return list(gutters)
    return []


def order_columns(lines: list[SetLine]) -> list[SetLine]:
    """Lines of two to four columns that a file gives row by row, put in reading order.

    Does not touch lines that are in order, and tables, whose cells are read by rows.

    Args:
        lines: Lines of a page, those of two columns apart.

    Returns:
        The lines in reading order; empty where there are no columns out of order.

    Example:
        >>> rows = [SetLine("w" * 30, x, x + 160.0, 700.0 - 14 * i) for i in range(6) for x in (50.0, 220.0, 390.0)]
        >>> [line.left for line in order_columns(rows)][4:8]
        [50.0, 50.0, 220.0, 220.0]
    """
    if len(lines) < 2 * COLUMN_LINES:
        return []
    gutters = _find_gutters(lines)
    if not gutters:
        return []
    sides = [_side(line, gutters) for line in lines]
    if sum(one != two and one >= 0 and two >= 0 for one, two in pairwise(sides)) <= SWITCHES * len(gutters):
        return []
    ordered: list[SetLine] = []
    band: list[list[SetLine]] = [[] for _ in range(len(gutters) + 1)]
    for line, side in sorted(zip(lines, sides, strict=True), key=lambda item: -item[0].baseline):
        if side < 0:
            ordered += [*(inside for column in band for inside in column), line]
            band = [[] for _ in band]
        else:
            band[side].append(line)
    return ordered + [line for column in band for line in column]


def _side(line: SetLine, gutters: list[float]) -> int:
    """The number of the column that a line stands in, -1 where it runs over a gutter."""
    if any(line.left < gutter < line.right for gutter in gutters):
        return -1
    return sum(line.left >= gutter for gutter in gutters)


def line_pitch(lines: list[SetLine]) -> float:
    """The usual distance from a line to the next, 0 where lines do not stand below each other.

    Example:
        >>> line_pitch([SetLine("a", baseline=100.0), SetLine("b", baseline=86.0), SetLine("c", baseline=72.0)])
        14.0
    """
    steps = Counter(round(one.baseline - two.baseline, 0) for one, two in pairwise(lines) if one.baseline > two.baseline)
    return steps.most_common(1)[0][0] if steps else 0.0


def join_drop_caps(lines: list[SetLine], words: set[str]) -> list[SetLine]:
    """Lines with each large first letter that stands alone joined to its word.

    Args:
        lines: Lines of a document in reading order.
        words: Words of the document in lower case, which tell "I ran" from "Iran".

    Returns:
        Lines, fewer by the letters joined.

    Example:
        >>> [line.text for line in join_drop_caps([SetLine("F"), SetLine("or years"), SetLine("A"), SetLine("new road")], {"new"})]
        ['For years', 'A new road']
    """
    out: list[SetLine] = []
    for line in lines:
        cap, rest = out[-1].text if out else "", line.text[:40].split(maxsplit=1)[0]
        bare = "".join(char for char in rest.lower() if char.isalpha())
        if _is_drop_cap(cap) and bare and (rest[0].islower() or rest.isupper()):
            is_apart = cap in "AIO" and (cap + bare).lower() not in words and (bare in words or (cap == "I" and bare in _AFTER_I))
            out[-1] = replace(line, text=f"{cap}{' ' if is_apart else ''}{line.text}")
        else:
            out.append(line)
    return out


def _is_drop_cap(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and text.isupper()


def known_words(lines: list[SetLine]) -> set[str]:
    """Words that stand whole in the lines of a document, in lower case.

    Example:
        >>> sorted(known_words([SetLine("F"), SetLine("or years the railway"), SetLine("was clo" + BREAK)]))
        ['railway', 'the', 'was', 'years']
    """
    words: set[str] = set()
    for before, line in zip([SetLine(""), *lines], lines, strict=False):
        found = line.text.split()
        found = found[1:] if before.text.endswith(BREAK) or _is_drop_cap(before.text) else found
        words.update(_WORD.sub("", word).lower() for word in found if not word.endswith((BREAK, "-")))
    return {word for word in words if len(word) > 1}


def mend_break(before: str, after: str, words: set[str]) -> str:
    """Two lines of which the first ends in a hyphen made one.

    Keeps the hyphen of a compound that the document writes with one elsewhere, or
    whose halves it uses as words; a compound that stands once becomes one word.

    Args:
        before: A line up to its hyphen.
        after: The next line.
        words: Words of the document in lower case.

    Returns:
        The text of both.

    Example:
        >>> mend_break("the talks were negoti-", "ated", set()), mend_break("of long-", "range loans", {"long", "range"})
        ('the talks were negotiated', 'of long-range loans')
    """
    stem = before.rstrip(BREAK + "-\u00ad\u2010")
    whole = _WORD.sub("", stem.split()[-1] if stem.split() else "").lower()
    head, tail = whole.rsplit("-", 1)[-1], _WORD.sub("", after.split(maxsplit=1)[0]).lower()
    is_word = whole + tail in words or head + tail in words or head in _CLOSED
    is_compound = f"{whole}-{tail}" in words or not after[:1].islower() or ({head, tail} <= words and not is_word)
    return stem + ("-" if is_compound else "") + after
