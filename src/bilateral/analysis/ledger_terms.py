"""What a report of a promise or a project is about: weighted terms of its own words and of the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bilateral import periods
from bilateral.findings import state_of
from bilateral.vocabulary.matters import load_matter_words, party_words, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.records import Commitment, Project

__all__ = ["OUTCOMES", "Report", "content_words", "find_amounts", "find_names", "find_terms", "read_commitment", "read_project", "refers_to"]

OUTCOMES = frozenset({"delivered", "missed", "stalled", "under way", "in force", "cancelled", "suspended"})
"""Statuses that tell what became of an earlier promise rather than make one."""

_WEAK = 0.25
"""Weight of a word that stands in every second promise ("cooperation", "develop")."""

_AMOUNT_WEIGHT, _YEAR_WEIGHT = 1.5, 0.7
"""A sum tells a promise better than a word does, a year of fulfilment less."""

_PROJECT_NEAR = 0.5
"""Words around a project's name tell less than those around a promise: undertakings of one place stand side by side."""

_LEAST_BARE = 1_000
"""A bare number below this ("12 documents") is too common to tell a promise."""

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12}
_NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twenty": 20, "fifty": 50, "hundred": 100}

_SHORTEST_WORD = 3
_KEPT_WORDS = 100_000
_KEPT_TEXTS = 4096
_WORD = re.compile(r"[^\W_]+")  # trade | Rajin | 2020
_AMOUNT = re.compile(  # 30 billion | $1.5 million | one million | 40,500
    rf"(?<![\w.])(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|{'|'.join(_NUMBER_WORDS)})(?:[ -](?P<scale>{'|'.join(_SCALES)})\b)?", re.IGNORECASE
)
_DUE = re.compile(r"\b(?:by|until|before|in time for)\s+(?:the\s+)?(?:end\s+of\s+)?(?P<year>(?:19|20)\d\d)\b")  # by 2020 | by the end of 2020
_REFERS_BACK = re.compile(  # the agreement | the same promise | this goal
    r"\b(?:the|this|that|these|those|their|its|said|same)\s+(?:\w+\s+){0,2}?"
    r"(?:agreement|deal|goal|target|promise|pledge|plan|accord|treaty|pact|memorandum|contract|project|venture|scheme|commitment|obligation|loan)s?\b",
    re.IGNORECASE,
)
_MONTHS = "January February March April May June July August September October November December".split()
_DATE = re.compile(  # 13 November 2013 | November 13 | in September 2017
    rf"\b(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{'|'.join(_MONTHS)})(?:\s+(?P<after>\d{{1,2}})\b)?(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
_PERSON = re.compile(  # President Park Geun-hye | Mr Moon | Foreign Minister Lavrov
    r"\b(?:President|Premier|Chancellor|King|Queen|Emir|Sheikh|Minister|Secretary|Ambassador|Chairman|Mr|Mrs|Ms|Dr|Leader|Spokesman|Spokeswoman)\.?"
    r"(?:\s+[A-Z][\w'-]+){1,3}"
)
_DASHES = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "’": "'"})
_STOP = frozenset(
    """
    about above after again all also and any are around because been before being below between but can could did does down during each
    even every few for from had has have having here how however into its itself just may might more most much must nor not now off only
    other our out over own per rather she should since some such than that the their them then there these they this those through too
    under until upon was were what when where whether which while who whom whose why will with within without would you your like well
    """.split()
)


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a promise or a project, as linking sees it."""

    record_id: str
    doc_id: str
    actors: frozenset[str]  # states that promise
    parties: frozenset[str]  # states of both sides
    own: dict[str, float]  # term -> weight, of the record's words
    near: dict[str, float]  # of the words around, where the record's own refer to them
    target: tuple[float, str] | None
    due: tuple[date, date] | None
    told: date | None
    names: frozenset[str] = frozenset()  # places and other proper names among the own terms
    is_outcome: bool = False  # tells what became of an earlier promise
    refers_to: tuple[tuple[date, date], ...] = ()  # days that its words name, before its own


def _words_and_matters(text: str) -> Iterator[tuple[str, float]]:
    """Terms of a text: matters that the vocabulary knows, then stems of the other words."""
    words = load_matter_words()
    plain = " ".join(text.translate(_DASHES).split())
    tokens = _WORD.findall(_PERSON.sub(" ", plain).lower())
    place = 0
    while place < len(tokens):
        word = tokens[place]
        for phrase, name in words.phrases.get(word, ()):
            if tuple(tokens[place : place + len(phrase)]) == phrase:
                yield f"={name}", 1.0
                place += len(phrase)
                break
        else:
            place += 1
            if (term := _term_of(word)) is not None:
                yield term


@lru_cache(maxsize=_KEPT_WORDS)
def _term_of(word: str) -> tuple[str, float] | None:
    """The term that a word is by itself with its weight, found once a word."""
    if len(word) < _SHORTEST_WORD or not word.isalpha() or word in _STOP or word in party_words():
        return None
    words, root = load_matter_words(), stem(word)
    return None if root in words.empty else (root, _WEAK if root in words.weak else 1.0)


def find_names(text: str) -> frozenset[str]:
    """Stems of capitalised words that name no party and no person, the first word of the text left out.

    Example:
        >>> sorted(find_names("Build a consulate in Mombasa with Norway"))
        ['mombasa']
    """
    plain = _PERSON.sub(" ", " ".join(text.translate(_DASHES).split()))
    words, empty, strangers = re.findall(r"(?<=[\s-])[A-Z][^\W\d_]{2,}", plain), load_matter_words().empty, party_words()
    return frozenset(root for word in words if word.lower() not in strangers and (root := stem(word)) not in empty)


def find_amounts(text: str) -> list[float]:
    """Sums and large numbers of a text, scaled; years and small numbers are left out.

    Example:
        >>> find_amounts("$30 billion and one million visits by 2020, in 12 steps")
        [30000000000.0, 1000000.0]
    """
    amounts = []
    for found in _AMOUNT.finditer(text):
        digits, scale = found["number"].replace(",", "").lower(), (found["scale"] or "").lower()
        value = float(_NUMBER_WORDS.get(digits, 0) or digits if digits in _NUMBER_WORDS else digits) * _SCALES.get(scale, 1.0)
        is_year = not scale and "," not in found["number"] and 1800 <= value <= 2100  # noqa: PLR2004 - as told
        if value >= _LEAST_BARE and not is_year:
            amounts.append(value)
    return amounts


def find_terms(text: str) -> dict[str, float]:
    """Weighted terms of a text: matters, stems, sums and years by which something is due.

    Example:
        >>> find_terms("double bilateral trade to $2 billion by 2024")
        {'=doubling': 1.0, '=trade turnover': 1.0, '#2000000000': 1.5, '@2024': 0.7}
    """
    return dict(_terms_of(text))


@lru_cache(maxsize=_KEPT_TEXTS)
def _terms_of(text: str) -> dict[str, float]:
    """Terms of a text, found once a text: a promise, its later reports and its acts are held against each other. Do not change it."""
    terms = dict(_words_and_matters(text))
    terms |= {f"#{value:.0f}": _AMOUNT_WEIGHT for value in find_amounts(text)}
    return terms | {f"@{found['year']}": _YEAR_WEIGHT for found in _DUE.finditer(text)}


def content_words(text: str) -> frozenset[str]:
    """The terms of a text that tell its matter, without names of states and words that tell only that something was promised.

    Example:
        >>> sorted(content_words("doubling the wages of teachers by 2020"))
        ['=doubling', '@2020', 'teach', 'wage']
    """
    return frozenset(find_terms(text))


def _find_dates(text: str, told: date | None) -> tuple[tuple[date, date], ...]:
    """Days or months before a document's own day that its words name."""
    found = []
    for match in _DATE.finditer(text):
        period = _period(match["day"] or match["after"], match["month"], match["year"], told)
        if period and periods.is_period(period):
            first, last = periods.bounds(period)
            if told is None or first < told:
                found.append((first, last))
    return tuple(dict.fromkeys(found))


def _period(day: str | None, month: str, year: str | None, told: date | None) -> str | None:
    """The period of a date in words; without a year the last such month before the document."""
    number = _MONTHS.index(month) + 1
    if year is None:
        if told is None or day is None:
            return None
        year = str(told.year if number <= told.month else told.year - 1)
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")


def read_commitment(row: Commitment, told: date | None, near: str = "") -> Report:
    """A report of a promise as linking sees it.

    Args:
        row: The record.
        told: First day on which its document can have been published.
        near: Words around it: the sentences before and after, and the headline.

    Returns:
        The report.
    """
    text = row.quote if len(row.quote) > len(row.what) else f"{row.what} {row.quote}"
    own = find_terms(text)
    due = (row.deadline_start or row.deadline_end, row.deadline_end) if row.deadline_end else None
    if row.target_value is not None:
        large = row.target_value >= _LEAST_BARE
        own[f"#{row.target_value:.0f}" if large else f"#{row.target_value:g} {row.target_unit}"] = _AMOUNT_WEIGHT
    if due and due[0].year == due[1].year:
        own[f"@{due[1].year}"] = _YEAR_WEIGHT
    is_outcome = row.status in OUTCOMES
    around = find_terms(near) if is_outcome or _REFERS_BACK.search(text) else {}
    actors = frozenset(map(state_of, row.actor))
    return Report(
        row.record_id, row.doc_id, actors, actors | frozenset(map(state_of, row.recipient)), own,
        {term: weight for term, weight in around.items() if term not in own},
        (row.target_value, row.target_unit or "") if row.target_value is not None else None,
        due, told, find_names(text), is_outcome, _find_dates(f"{text} {near}", told) if is_outcome else (),
    )  # fmt: skip


def read_project(row: Project, told: date | None, near: str = "", *, aliases: Sequence[str] = ()) -> Report:
    """A report of a project as linking sees it: its name, other names, place, and the words around.

    Args:
        row: The record.
        told: First day on which its document can have been published.
        near: Words around it.
        aliases: Other names that documents give to it.

    Returns:
        The report.
    """
    own = find_terms(" ".join((row.project_name, row.place_name or "", *aliases)))
    around = find_terms(" ".join((row.quote, near, *row.participants)))
    parties = frozenset(map(state_of, row.parties))
    return Report(
        row.record_id, row.doc_id, parties, frozenset(), own,  # reports rarely name all parties: they contradict nothing
        {term: weight * _PROJECT_NEAR for term, weight in around.items() if term not in own},
        (row.cost_value, row.cost_unit or "") if row.cost_value is not None else None,
        None, told,
    )  # fmt: skip


_SOON = timedelta(days=10)
"""A statement is published on the day it is made or soon after: a report that names the day of the promise means that document."""


def refers_to(later: Report, earlier: Report) -> bool:
    """Whether a report names the days on which another was published."""
    return earlier.told is not None and any(first <= earlier.told <= last + _SOON for first, last in later.refers_to)
