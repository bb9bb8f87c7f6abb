"""Paragraphs and sentences of a stretch of text, by rules.

A sentence never crosses a paragraph. A line break inside a paragraph that was
wrapped (a printed page, a mail) is white space; any other ends the paragraph.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bilateral.parsed import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.records import Part

__all__ = ["CODED_PARTS", "find_dateline_place", "find_paragraphs", "find_sentences", "lower_after_initials", "split_sentences"]

CODED_PARTS = ("body", "caption")
"""Roles of the parts that are coded."""

WRAP_WIDTH = 45
"""A line shorter than this is not taken for a wrapped one (dev-08 wraps at 95 to 105, mails at 72 to 78)."""

_LINE = re.compile(r"[^\r\n]+")
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’)\]]*\s*$")
_BULLET = re.compile(r"\s*(?:[•·▪*◦‣–—-]\s|\(?[0-9]{1,3}[.)]\s|\[[0-9]+\])")
_BREAK = re.compile(r"[.!?…]+[\"”’')\]]*(?:\[\d+\])*\s+(?=[\"“‘'(\[]*[A-Z0-9À-Þ])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Cmdr|Sen|Rep|Gov|Hon|Rev|St|Jr|Sr|No|Nos|vs|Inc|Ltd|Co|Corp"
    r"|Bros|Dept|Univ|approx|ca|cf|e\.g|i\.e|a\.m|p\.m|Ph\.D|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
    r"|Art|Arts|para|paras|fig|Vol|vol|pp|ed|eds|al|est|Amb|Pres|Min|Sec|Messrs|Mt|Ft|Brig"
    r"|MR|MRS|MS|DR|PROF|GEN|LT|COL|MAJ|CAPT|ADM|SEN|REP|GOV|AMB|HON|REV|MESSRS"  # labels of transcripts
    r")|\b(?:[A-Z]\.){1,4}[A-Z]|(?:^|[\s(\"“‘'])[A-Z])$"  # U.S | J (an initial)
)
_STARTERS = frozenset(
    "The This That These Those In On At It He She They We But And However Meanwhile According If As For With "
    "There Both Although While When After Before Since His Her Their Its A An So Yet Moreover Also".split()
)
_WORD = re.compile(r"[\"“‘'(\[]*([A-Za-z]+)")
_AND_CLAUSE = re.compile(r"And\s+(?:I|we|he|she|they|it|you|so|that|this|there|if|when|as|the|in|what|then|now|yes|no)\b")  # "in the U.S. And we"
_CAPITALISED = re.compile(r"\bU\.[SK]\. (?:Dlrs|Mln|Of|Or|Is|Was|Are|Were|Has|Have|Had|To|Would|Will|Which|Who|Said|By|From|Into|Over)\b")
"""A wire that writes the word after "U.S." with a capital letter wherever it stands: "the U.S. Is selling"."""
_AFTER_INITIALS = re.compile(r"(?<=\bU\.[SK]\. )[A-Z][a-z]+\b")
_SMALL_WORDS = frozenset(
    """is was are were has have had to of or and would will which who said by from into over in on at for with as but can could may
    might must should does did do not that after before when while than if dlrs mln pct exports imports sales goods products
    firms companies officials forces troops warships warplanes jets ships aircraft planes bombers soldiers marines sanctions tariffs
    duties quotas restrictions export import withdrawal policy policies relations markets market interests demands pressure
    allies diplomats diplomat negotiators embargo aid assistance arms weapons bases base economic military action actions attack
    attacks retaliation proposal proposals plan plans position decision moves move trade-related measures intervention support
    semiconductor semiconductors farm grain wheat steel oil banks bank businesses industry industries producers makers chip chips
    government dollar dollars exporters importers manufacturers consumers lawmakers economy budget deficit surplus warnings
    helicopters citizens hostages prisoners destroyed agreed decided expects wants believes called told imposed""".split()
)
_WEAK_STARTERS = frozenset("In On At If As For With After Before Since While When Although According Also And".split())
"""Words that begin a sentence as often as they go on with one."""
_LIST_MARK = re.compile(r"(?:[•·▪*◦‣–—-]|\(?(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)](?=\s)|[#>]+|\*{1,3}(?=\w))\s*(?=[\"“‘'\[(A-Z])")  # 3. | (a) | -
_DATELINE = re.compile(
    # SEOUL, Nov. 20, 2010 (Agency) - | MOSCOW (AP) — | Geneva, 3 May (Agency) –
    r"(?P<place>[A-Z][A-Za-z.'’ -]{2,40}?)(?:,\s[A-Z][A-Za-z. ]{2,30}?)?(?:,\s[^()\n]{3,30}?)?\s*"
    r"(?:\((?P<agency>[A-Z][\w.&/ -]{1,40})\)\s*(?:--?|[–—:])|(?<=[A-Z]{3})\s*(?:--|[–—]|(?<=\s)-(?=\s)))\s*(?=[\"“A-Z])"
)

_DATED_PLACE = re.compile(
    # PARIS, March 18 - | WASHINGTON, D.C., 3 May 2001 --
    r"(?P<place>[A-Z][A-Z.'’ -]{2,40}?)(?:,\s[A-Z][A-Za-z. ]{1,30}?)?,\s(?:\d{1,2}\s)?(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
    r"(?:\s\d{1,2})?(?:,?\s\d{4})?\s*(?:--?|[–—])\s+(?=[\"“A-Z])"
)


def _is_soft_break(before: str, after: str) -> bool:
    """Whether a line break between two lines is only the end of a printed line."""
    if _BULLET.match(after):
        return False
    if after[:1].islower() or before.rstrip().endswith((",", "-", "–", "—")):
        return True
    return len(before) >= WRAP_WIDTH and not _ENDS_SENTENCE.search(before)


def find_paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs of `text[start:end]`.

    Args:
        text: The stored text of a document.
        start: First character.
        end: One past the last character.

    Yields:
        Start and end of each paragraph, without white space at its ends.
    """
    lines = [(found.start(), found.end()) for found in _LINE.finditer(text, start, end) if found[0].strip()]
    block: list[tuple[int, int]] = []
    for line in lines:
        if block and text.count("\n", block[-1][1], line[0]) > 1:
            yield from _split_block(text, block)
            block = []
        block.append(line)
    if block:
        yield from _split_block(text, block)


def _split_block(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Paragraphs of lines that no blank line parts."""
    contents = [text[start:end].strip() for start, end in lines]
    soft = [_is_soft_break(contents[i], contents[i + 1]) for i in range(len(lines) - 1)]
    is_wrapped = sum(soft) * 2 > len(soft)
    first = lines[0][0]
    for i, (start, end) in enumerate(lines):
        is_last = i == len(lines) - 1
        long_enough = len(contents[i]) >= WRAP_WIDTH and not is_last and not _BULLET.match(contents[i + 1])
        if is_last or not (soft[i] or (is_wrapped and long_enough)):
            yield _strip(text, first, end)
            first = lines[i + 1][0] if not is_last else start


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of one paragraph.

    Does not split after initials and usual abbreviations, nor after "U.S."
    before a name.

    Args:
        text: The stored text of a document.
        start: First character of the paragraph.
        end: One past its last character.

    Yields:
        Start and end of each sentence.

    Example:
        >>> text = 'Mr. Kim met U.S. President X. He left on Nov. 3.'
        >>> [text[a:b] for a, b in split_sentences(text, 0, len(text))]
        ['Mr. Kim met U.S. President X.', 'He left on Nov. 3.']
    """
    first = start
    for found in _BREAK.finditer(text, start, end):
        if _is_abbreviation(text, first, found.start(), found.end()):
            continue
        yield _strip(text, first, found.end())
        first = found.end()
    if first < end:
        yield _strip(text, first, end)


def _is_abbreviation(text: str, first: int, dot: int, after: int) -> bool:
    """Whether the full stop at `dot` ends an abbreviation and not a sentence."""
    if text[dot] != ".":
        return False
    found = _ABBREVIATION.search(text[max(first, dot - 12) : dot])
    if not found:
        return False
    follower = _WORD.match(text, after)
    starts_new = follower is not None and follower[1] in _STARTERS
    if starts_new and follower is not None and found[0].endswith(("U.S", "U.K", "U.N")):
        starts_new = not _goes_on(text, follower)
    is_short = "." in found[0] or len(found[0].strip()) == 1  # U.S | an initial; a title never ends a sentence
    return not (is_short and starts_new)


def _goes_on(text: str, follower: re.Match[str]) -> bool:
    """Whether the word after "U.S." goes on with the sentence: "the U.S. And Japan", and weak words in a wire that capitalises all."""
    word = follower[1]
    if word == "And" and not _AND_CLAUSE.match(text, follower.start(1)):
        return True
    return word in _WEAK_STARTERS and _is_capitalised(text)


@lru_cache(maxsize=8)
def _is_capitalised(text: str) -> bool:
    """Whether a text is of a wire that capitalises the word after "U.S."."""
    return bool(_CAPITALISED.search(text))


def lower_after_initials(text: str) -> str:
    """A sentence without the capital that some wires put on every word after "U.S.".

    Keeps names and titles: only words of everyday grammar, trade and force are written small.

    Args:
        text: A sentence; its length does not change.

    Example:
        >>> lower_after_initials("the U.S. Is selling to U.S. Allies, U.S. Secretary Baker said")
        'the U.S. is selling to U.S. allies, U.S. Secretary Baker said'
    """
    if "U." not in text:
        return text
    return _AFTER_INITIALS.sub(lambda found: found[0].lower() if found[0].lower() in _SMALL_WORDS else found[0], text)


def _skip_opening(text: str, start: int, end: int) -> int:
    """Where the prose of a paragraph begins: after a list mark or a dateline."""
    for pattern in (_LIST_MARK, _DATELINE, _DATED_PLACE):
        found = pattern.match(text, start, end)
        if found and found.end() < end:
            start = found.end()
    return start


def find_dateline_place(text: str, parts: Sequence[Part]) -> str | None:
    """Where a report says it was written: the place before its first sentence.

    Args:
        text: The stored text of a document.
        parts: Its parts.

    Returns:
        The place as written, in title case; None if there is no dateline.

    Example:
        >>> from bilateral.records import Part
        >>> body = "TOKYO, May 3 (Agency) - Talks ended."
        >>> find_dateline_place(body, [Part("d", 0, "body", 0, len(body), None, None, "")])
        'Tokyo'
    """
    for part in parts:
        if part.part_type in CODED_PARTS:
            first = _strip(text, part.start_char, part.end_char)[0]
            found = _DATELINE.match(text, first) or _DATED_PLACE.match(text, first)
            if found:
                place = found["place"].strip()
                return place.title() if place.isupper() else place
    return None


def find_sentences(text: str, parts: Sequence[Part]) -> list[Sentence]:
    """Sentences of the parts that are coded, in text order.

    Args:
        text: The stored text of a document.
        parts: Its parts.

    Returns:
        One `Sentence` each, not yet parsed; paragraphs are numbered through the document.
    """
    sentences: list[Sentence] = []
    paragraph = 0
    for part in parts:
        if part.part_type not in CODED_PARTS:
            continue
        for start, end in find_paragraphs(text, part.start_char, part.end_char):
            for first, last in split_sentences(text, _skip_opening(text, start, end), end):
                sentences.append(
                    Sentence(len(sentences), paragraph, first, last, text[first:last], part_type=part.part_type)
                )
            paragraph += 1
    return sentences
