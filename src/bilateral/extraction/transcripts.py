"""Turns of a transcript or interview: who speaks in which paragraphs, and who only asks."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from bilateral.extraction.quotations import paragraph_bounds
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.parsed import ParsedDocument

__all__ = ["Turn", "find_turns", "is_greeting"]

_UPPER_LABEL = re.compile(r"(?P<label>[A-Z][A-Z.'’\- ]{0,48}[A-Z.](?: #?\d{1,2})?|[QA])\s*(?:\([^)]*\))?\s*:\s*")  # PRESIDENT QUANG:
_NAME_LABEL = re.compile(
    r"(?P<label>(?:(?:Mr|Mrs|Ms|Dr|Sir|Prof|President|Prime Minister|Foreign Minister|Foreign Secretary|Minister|Secretary|Ambassador|Senator|General)\.?\s+)?"
    r"[A-Z][\w.'’\-]+(?:\s+[A-Z][\w.'’\-]+){0,3})\s*(?:\([^)]*\))?\s*:\s*"
)  # President Obama:  Foreign Secretary:
_QUESTION_MARK = re.compile(r"Q\.?:?\s+(?=[A-Z\"“'\[(–—-])")  # Q Thanks, Jay. |  Q. Did the
"""The label of a question in the releases of press offices; it stands at the start of a line."""
_LEFT_OUT = re.compile(r"(?:^|(?<=\s))Q[.:]?\s*$")
"""The same label where the reader of paragraphs took it for the mark of a list."""
_STAGE = re.compile(r"\s*(?:\([^)]{0,60}\)|\[[^\]]{0,60}\])\s*")  # (As interpreted.)
_SHORT_OFFICE = re.compile(r"(?:D?PM|FM|EAM|SECDEF) [A-Z]")  # PM RUDD
_MIN_LABELS = 2
"""A transcript has at least two labelled turns, one of them repeated or in capitals (labels such as "Note:" stand alone)."""
_NOT_LABELS = frozenset(
    "note source sources subject date location venue contact tel fax email e-mail background photo caption update editor related topics topic"
    " tags summary context press release embargo annex article chapter section figure table video watch read more e&oe transcript title by".split()
)
_QUESTION_SHARE = 0.5
_NUMBER = re.compile(r"\s*#?\d+$")  # REPORTER 2


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of a turn: who has the floor, and where his words stand in it."""

    paragraph: int
    label: str
    start: int
    end: int
    is_question: bool
    later: tuple[Turn, ...] = ()  # turns that begin inside the paragraph


@dataclass(slots=True)
class _Labelled:
    """A label, where it stands, and where the words after it begin."""

    paragraph: int
    label: str
    at: int
    start: int


def find_turns(doc: ParsedDocument) -> dict[int, Turn]:
    """The turns of a transcript, a paragraph each.

    Does not find turns that typography alone marks (bold questions).

    Args:
        doc: A document cut into sentences.

    Returns:
        Turns by number of their paragraph; empty if the document is no transcript.
    """
    bounds = {paragraph: (_with_label(doc.text, start), end) for paragraph, (start, end) in paragraph_bounds(doc).items()}
    labelled = _find_labels(doc, bounds, _UPPER_LABEL)
    if len(labelled) < _MIN_LABELS:
        labelled = _repeated(_find_labels(doc, bounds, _NAME_LABEL))
    if not labelled:
        labelled = _lone_label(doc, bounds) or _title_label(doc, bounds)
    if not labelled:
        return {}
    labelled = _with_inner(doc, labelled, bounds)
    asking = _askers(doc, labelled, bounds)
    turns: dict[int, Turn] = {}
    current: _Labelled | None = None
    by_paragraph: dict[int, list[_Labelled]] = defaultdict(list)
    for item in labelled:
        by_paragraph[item.paragraph].append(item)
    for paragraph, (start, end) in bounds.items():
        here = by_paragraph.get(paragraph, [])
        spans: list[Turn] = []
        first = here[0].at if here else end
        if current is not None and first > start:
            spans.append(_turn(doc, current, asking, (paragraph, start, first)))
        for item, following in zip_longest(here, here[1:]):
            spans.append(_turn(doc, item, asking, (paragraph, item.start, following.at if following else end)))
        current = here[-1] if here else current
        if spans:
            turns[paragraph] = replace(spans[0], later=tuple(spans[1:]))
    return turns


_LONGEST_LABEL = 80
_BRIEFING = re.compile(r"\b(?i:briefing|press conference|news conference|conference call|media availability|doorstop) by (?:an? |the )?(?P<who>[A-Z][^,;:\n]*?)(?= (?i:on|at|in|about|regarding|following|after|before|to)\b|\s*$|[,;:])")
"""A title that tells who alone briefs: "Background Briefing by a Senior Treasury Official on Trade with Peru"."""


def _with_label(text: str, start: int) -> int:
    """The start of a paragraph with the label before its first sentence: "PRESIDENT SOLIS (through interpreter): |So ...|"."""
    line = text.rfind("\n", 0, start) + 1
    label = text[line:start].rstrip()
    return line if label.endswith(":") and len(label) <= _LONGEST_LABEL else start


def _title_label(doc: ParsedDocument, bounds: dict[int, tuple[int, int]]) -> list[_Labelled]:
    """The speaker whom the title of a briefing without labels names."""
    found = _BRIEFING.search(doc.document.title or "")
    first = next(iter(bounds.items()), None)
    if not found or first is None or not _SPOKEN.search(doc.text):
        return []
    paragraph, (start, _end) = first
    return [_Labelled(paragraph, found["who"], start, start)]


_SPOKEN = re.compile(r"\b(?:I|[Ww]e)(?:['’](?:m|re|ll|ve|d))?\b")


def _turn(doc: ParsedDocument, item: _Labelled, asking: set[str], place: tuple[int, int, int]) -> Turn:
    paragraph, first, end = place
    stage = _STAGE.match(doc.text, first, end)
    first = stage.end() if stage else first
    return Turn(paragraph, item.label, first, end, is_question=item.label.lower() in asking)


def _with_inner(doc: ParsedDocument, labelled: list[_Labelled], bounds: dict[int, tuple[int, int]]) -> list[_Labelled]:
    """The labels with those that stand inside a paragraph, after a line break or the end of a sentence, and with "Q" alone."""
    names = "|".join(sorted({re.escape(item.label) for item in labelled}, key=len, reverse=True))
    known = re.compile(rf"(?:(?<=\n)|(?<=[.?!…\"”)–—-] )|(?<=[.?!…\"”)–—-] {{2}}))[ \t]*(?P<label>{names})\s*(?:\([^)\n]{{0,40}}\))?\s*:\s*")
    taken = {item.at for item in labelled}
    found = list(labelled)
    for paragraph, (start, end) in bounds.items():
        inner = (match for match in known.finditer(doc.text, start, end) if match.start("label") not in taken)
        found.extend(_Labelled(paragraph, match["label"], match.start("label"), match.end()) for match in inner)
        if start not in taken and _LEFT_OUT.search(doc.text, max(0, start - 5), start):
            found.append(_Labelled(paragraph, "Q", start, start))
        at_line = ((line, _QUESTION_MARK.match(doc.text, line, end)) for line in _lines(doc.text, start, end))
        at = {item.at for item in found}
        found.extend(_Labelled(paragraph, "Q", line, question.end()) for line, question in at_line if question and line not in at)
    return sorted(found, key=lambda item: item.at)


def _lines(text: str, start: int, end: int) -> Iterator[int]:
    """Where the lines of a paragraph begin."""
    yield start
    line = text.find("\n", start, end)
    while line != -1:
        yield line + 1
        line = text.find("\n", line + 1, end)


def _find_labels(doc: ParsedDocument, bounds: dict[int, tuple[int, int]], pattern: re.Pattern[str]) -> list[_Labelled]:
    found = []
    for paragraph, (start, end) in bounds.items():
        match = pattern.match(doc.text, start, end) if doc.text.find(":", start, end) >= 0 else None
        if match and match["label"].lower().strip(" .") not in _NOT_LABELS:
            found.append(_Labelled(paragraph, " ".join(match["label"].split()), start, match.end()))
    return found


def _repeated(labelled: list[_Labelled]) -> list[_Labelled]:
    """Labels in ordinary letters count only where one comes back: "Note: …" does not."""
    labels = [item.label for item in labelled]
    return labelled if any(labels.count(label) > 1 for label in labels) and len(set(labels)) <= len(labels) / 2 + 1 else []


def _lone_label(doc: ParsedDocument, bounds: dict[int, tuple[int, int]]) -> list[_Labelled]:
    """A single label in capitals with an office in it: one speaker's remarks."""
    labelled = _find_labels(doc, bounds, _UPPER_LABEL)
    offices = load_speech().label_offices | load_speech().lone_labels
    return [item for item in labelled if any(office in item.label.lower() for office in offices if len(office) > 1) or _SHORT_OFFICE.match(item.label)][:1]


def _askers(doc: ParsedDocument, labelled: list[_Labelled], bounds: dict[int, tuple[int, int]]) -> set[str]:
    """Labels of who asks: by their name, or because most of their turns end with a question."""
    speech = load_speech()
    turns: dict[str, list[bool]] = defaultdict(list)
    for item in labelled:
        end = min([other.at for other in labelled if other.at > item.at and other.paragraph == item.paragraph], default=bounds[item.paragraph][1])
        text = doc.text[item.start : end].rstrip()
        if not text:
            following = [span for paragraph, span in bounds.items() if paragraph == item.paragraph + 1]
            text = doc.text[slice(*following[0])].rstrip() if following else ""
        turns[item.label.lower()].append("?" in text[-160:])
    asking = {label for label in turns if _NUMBER.sub("", label.strip(" .")) in speech.askers}
    if asking:
        return asking
    for label, questions in turns.items():
        is_office = any(office in label for office in speech.label_offices if len(office) > 1)
        if not is_office and sum(questions) > _QUESTION_SHARE * len(questions):
            asking.add(label)
    return asking if len(asking) < len(turns) else set()


_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)[.!?]\s+(?=[A-Z])")
_EARLY = 28
"""A sentence greets if a greeting stands within its first characters ("Once again, thank you")."""


def is_greeting(text: str) -> bool:
    """Whether a paragraph of a turn only greets or thanks.

    Example:
        >>> is_greeting("Thank you very much, Mr. President."), is_greeting("Thank you. We signed a treaty on gas.")
        (True, False)
    """
    sentences = [part for part in _SENTENCE_END.split(_STAGE.sub(" ", text).strip()) if part.strip(" .!")]
    greetings = load_speech().greetings
    return all(greetings.search(part, 0, _EARLY) for part in sentences)
