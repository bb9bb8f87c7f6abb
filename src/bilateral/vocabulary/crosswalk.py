"""Codes of states in other systems, dated: from a data set's code to ours and back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bilateral.errors import SettingsError, VocabularyError
from bilateral.vocabulary.files import read_rows
from bilateral.vocabulary.states import load_states

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SYSTEMS", "CodeSpan", "Succession", "code_at", "find_party", "is_known", "load_crosswalk", "load_successions", "region_names"]

SYSTEMS = ("iso3", "iso2", "cow", "gw", "cameo", "fips", "m49")
"""Systems of codes that can be read and written."""

_NUMERIC = {"cow", "gw", "m49"}
_COLUMNS = ("system", "code", "iso3", "former", "start", "end", "note")
_FIRST, _LAST = "0000", "9999"


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """One code of one system, whom it means, and from when to when; empty days are open.

    `iso3` is the state that stands for it today, empty for a region; `former` the state of that time.
    """

    system: str
    code: str
    iso3: str
    former: str
    start: str
    end: str

    def holds_on(self, day: str) -> bool:
        """Whether the code meant this on a day."""
        return (self.start or _FIRST) <= day <= (self.end or _LAST)


@dataclass(frozen=True, slots=True)
class Succession:
    """A state that came out of another: `role` is continuator or successor."""

    former: str
    iso3: str
    role: str
    start: str


@cache
def load_crosswalk() -> tuple[CodeSpan, ...]:
    """Every code of every system with the days on which it holds.

    Today's codes come from `states.csv`, those of the past and other spellings
    from `crosswalk.csv`.

    Returns:
        Spans, the dated ones first.

    Raises:
        VocabularyError: If a file is malformed or names a state that is not in `states.csv`.

    Source:
        Correlates of War state list 2016, Gleditsch-Ward 2017, UN M49, FIPS 10-4, ISO 3166, CAMEO code book.

    Example:
        >>> [span.former for span in load_crosswalk() if (span.system, span.code) == ("cow", "265")]
        ['DDR']
    """
    return (*_dated(), *_current())


def _dated() -> Iterator[CodeSpan]:
    states = load_states()
    for row in read_rows("crosswalk.csv", _COLUMNS, required=("system", "code", "note")):
        if row["system"] not in SYSTEMS or (row["iso3"] and row["iso3"] not in states):
            message = f"crosswalk.csv, key {row['code']!r}: {row['system']!r} or {row['iso3']!r} is not known; expected a system and a state"
            raise VocabularyError(message)
        yield CodeSpan(*(row[name] for name in ("system", "code", "iso3", "former", "start", "end")))


def _current() -> Iterator[CodeSpan]:
    for state in load_states().values():
        for system in SYSTEMS:
            code = {"iso3": state.iso3, "iso2": state.iso2}.get(system) or state.codes.get(system, "")
            if code:
                yield CodeSpan(system, code, state.iso3, "", "", "")


@cache
def _spans(system: str) -> dict[str, list[CodeSpan]]:
    if system not in SYSTEMS:
        message = f"got the system of codes {system!r}, expected one of: {', '.join(SYSTEMS)}"
        raise SettingsError(message)
    found: defaultdict[str, list[CodeSpan]] = defaultdict(list)
    for span in load_crosswalk():
        if span.system == system:
            found[_plain(system, span.code)].append(span)
    return dict(found)


def _plain(system: str, code: str) -> str:
    """A code as the tables write it: numbers without leading zeros or ".0", letters in capitals.

    Example:
        >>> _plain("cow", "020.0"), _plain("fips", "ks ")
        ('20', 'KS')
    """
    text = code.strip().upper()
    if system in _NUMERIC:
        text = text.removesuffix(".0").lstrip("0")
    return text


def find_party(system: str, code: str, day: str | None = None) -> CodeSpan | None:
    """Whom a code of another system means, on a day.

    Does not take a state's name; see `bilateral.vocabulary.states.find_state`.

    Args:
        system: One of `SYSTEMS`.
        code: The code as that system writes it; leading zeros and ".0" do not matter.
        day: ISO 8601 day of the data; without it, or on a day that no span
            holds, today's meaning, else the last.

    Returns:
        The span; None if the system has no such code. Its `iso3` is empty for a region.

    Raises:
        SettingsError: If there is no such system.

    Example:
        >>> find_party("cow", "265", "1980-05-01").iso3, find_party("iso2", "CS", "2004-01-01").iso3
        ('DEU', 'SRB')
        >>> find_party("fips", "KS").iso3, find_party("cameo", "EUR").iso3, find_party("cow", "999")
        ('KOR', '', None)
    """
    spans = _spans(system).get(_plain(system, code), [])
    if not spans:
        return None
    holding = [span for span in spans if day and span.holds_on(day)]
    undated = [span for span in spans if not span.start and not span.end]
    return (holding or undated or sorted(spans, key=lambda span: span.end or _LAST)[-1:])[0]


@cache
def region_names() -> frozenset[str]:
    """Names of regions and territories that have a code but stand for no state of the list, in lower case.

    Example:
        >>> "latin america" in region_names(), "montserrat" in region_names(), "peru" in region_names()
        (True, True, False)
    """
    return frozenset(
        row["note"].casefold() for row in read_rows("crosswalk.csv", _COLUMNS) if not row["iso3"] and row["system"] != "fips"
    )


def is_known(system: str, code: str) -> bool:
    """Whether a system has this code.

    Example:
        >>> is_known("fips", "KS"), is_known("cow", "999")
        (True, False)
    """
    return _plain(system, code) in _spans(system)


def code_at(system: str, iso3: str, day: str) -> str | None:
    """The code that a system had for a state on a day.

    Does not tell whether the state was independent then.

    Args:
        system: One of `SYSTEMS`.
        iso3: ISO 3166-1 alpha-3 code of today.
        day: ISO 8601 day.

    Returns:
        The code; None if the system has none for the state. Where several held
        on the day, the one of longest standing.

    Raises:
        SettingsError: If there is no such system.

    Example:
        >>> code_at("cow", "DEU", "1980-01-01"), code_at("cow", "DEU", "2000-01-01"), code_at("gw", "SRB", "1999-01-01")
        ('260', '255', '345')
    """
    spans = [span for listed in _spans(system).values() for span in listed if span.iso3 == iso3]
    current = next((span.code for span in _current() if span.system == system and span.iso3 == iso3), None)
    dated = [span for span in spans if span.start and span.holds_on(day) and span.former not in _OTHER_THAN_CONTINUED]
    if any(span.code == current for span in dated):
        return current
    chosen = min(dated, key=lambda span: (span.start, span.code), default=None)
    return chosen.code if chosen else current


_OTHER_THAN_CONTINUED = {"DDR", "YMD", "VDR"}
"""Former states that stood beside the one whose code is asked for."""


@cache
def load_successions() -> tuple[Succession, ...]:
    """Which states came out of which.

    Returns:
        Successions in file order.

    Raises:
        VocabularyError: If `successors.csv` is malformed.

    Example:
        >>> [row.iso3 for row in load_successions() if row.former == "CSK"]
        ['CZE', 'SVK']
    """
    columns = ("former", "iso3", "role", "start")
    return tuple(Succession(**row) for row in read_rows("successors.csv", columns, required=columns))
