"""Heads of state and government and foreign ministers whom the vocabulary knows, at a document's date."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.name_sounds import SOUNDED_STATES, name_sounds
from bilateral.extraction.person_names import name_key
from bilateral.periods import bounds
from bilateral.vocabulary.leaders import load_leaders, load_officials
from bilateral.vocabulary.sectors import guide_sector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument
    from bilateral.vocabulary.leaders import Leader

__all__ = ["find_holders", "find_leaders", "find_terms", "forget_leaders", "in_office", "leader_surnames", "office_words", "party_at", "reference_days"]

_SAME_OFFICE = {
    "president": ("president", "leader", "head of state"),
    "prime minister": ("prime minister", "premier", "leader", "head of government", "taoiseach", "chancellor"),
    "premier": ("premier", "prime minister", "leader"),
    "chancellor": ("chancellor", "leader"),
    "foreign minister": ("foreign minister", "minister for foreign", "minister of foreign", "external affairs", "foreign secretary", "foreign affairs"),
    "secretary of state": ("secretary of state", "foreign minister"),
    "defense minister": ("defense minister", "defence minister", "minister of defense", "minister of defence", "minister for defence", "defense secretary", "defence secretary", "secretary of defense"),
    "secretary-general": ("secretary-general", "secretary general", "chief"),
    "general secretary": ("general secretary", "leader", "party chief"),
    "high representative": ("high representative", "foreign policy chief"),
    "supreme leader": ("supreme leader", "leader", "chairman"),
    "king": ("king", "monarch"),
    "crown prince": ("crown prince", "prince"),
}
"""Titles in a text by the office of `leaders.csv`; any other office must be named as there."""


@cache
def _by_full_name(*, with_officials: bool = False) -> dict[frozenset[str], list[Leader]]:
    found: dict[frozenset[str], list[Leader]] = {}
    for leader in (*load_leaders(), *load_officials()) if with_officials else load_leaders():
        keys = {frozenset(name_key(name)) for name in (leader.person, *leader.other_names) if len(name_key(name)) > 1}
        keys |= {frozenset((key[0], key[-1])) for key in map(name_key, (leader.person, *leader.other_names)) if len(key) > 2}  # noqa: PLR2004 - a middle name
        for key in keys:
            found.setdefault(key, []).append(leader)
    return found


@cache
def _by_surname() -> dict[str, list[Leader]]:
    found: dict[str, list[Leader]] = {}
    for leader in load_leaders():
        keys = {" ".join(name_key(name)) for name in (leader.surname, *leader.other_names) if " " not in name}
        keys |= {key.split(" ", 1)[1] for key in keys if key.startswith(("al ", "el "))}
        for key in sorted(keys):
            found.setdefault(key, []).append(leader)
    return found


@cache
def _by_sound() -> dict[frozenset[str], list[Leader]]:
    """Leaders by how their full names and surnames sound, of the states whose names are written in many ways."""
    found: dict[frozenset[str], list[Leader]] = {}
    for leader in load_leaders():
        if leader.state in SOUNDED_STATES:
            for key in sorted({name_sounds(name) for name in (leader.person, leader.surname, *leader.other_names)}):
                found.setdefault(frozenset(key), []).append(leader)
    return found


@cache
def _by_state() -> dict[str, list[Leader]]:
    found: dict[str, list[Leader]] = {}
    for leader in load_leaders():
        found.setdefault(leader.state, []).append(leader)
    return found


def leader_surnames(words: set[str]) -> dict[str, list[Leader]]:
    """Terms of leaders by each surname or single name that ends in one of these words, without accents and case."""
    found = sorted(surname for word in words & _surnames_by_word().keys() for surname in _surnames_by_word()[word])
    return {surname: _by_surname()[surname] for surname in found}


@cache
def _surnames_by_word() -> dict[str, list[str]]:
    """Surnames by their last word."""
    found: dict[str, list[str]] = {}
    for surname in _by_surname():
        found.setdefault(surname.rsplit(" ", 1)[-1], []).append(surname)
    return found


def forget_leaders() -> None:
    """Make what was made from the table of leaders anew, because the table changed."""
    for made in (_by_full_name, _by_surname, _by_sound, _surnames_by_word, _by_state, _officials_by_surname):
        made.cache_clear()


def reference_days(doc: ParsedDocument) -> tuple[str, str] | None:
    """First and last day on which a document can have been published, None if it has no date."""
    published = doc.document.published
    if not published:
        return None
    try:
        first, last = bounds(published)
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()


def in_office(leader: Leader, days: tuple[str, str] | None, *, slack_years: int = 0) -> bool:
    """Whether a term touches these days, or those of some years before; true where no date is known."""
    if days is None:
        return True
    first = f"{int(days[0][:4]) - slack_years:04d}{days[0][4:]}"
    return leader.start <= days[1] and (not leader.end or leader.end >= first[: len(leader.end)])


def find_leaders(name: str, days: tuple[str, str] | None) -> list[Leader]:
    """Terms of leaders with a full name or a surname; of several, those in office then.

    Does not choose between leaders of different states.
    """
    key = name_key(name)
    found = _by_full_name().get(frozenset(key)) if len(key) > 1 else None
    if found is None and len(key) > 2:  # noqa: PLR2004 - "Nicolás Maduro Moros": the mother's name stands last
        found = _by_full_name().get(frozenset(key[:-1]))
    if found is None:
        found = _by_surname().get(" ".join(key), [])
    if not found and days is not None:
        return [leader for leader in _by_sound().get(frozenset(name_sounds(name)), ()) if in_office(leader, days)]
    current = [leader for leader in found if in_office(leader, days)]
    return current or found


@cache
def _officials_by_surname() -> dict[str, list[Leader]]:
    found: dict[str, list[Leader]] = {}
    for term in (*load_leaders(), *load_officials()):
        found.setdefault(" ".join(name_key(term.surname)), []).append(term)
    return found


def find_terms(name: str, *, by_surname: bool = False) -> list[Leader]:
    """Every term of leaders and officials with a full name, or with a surname where that is asked for.

    Does not choose by date nor between persons of one name.

    Example:
        >>> [term.office for term in find_terms("Moon Jae-in")]
        ['president']
    """
    key = name_key(name)
    if by_surname and len(key) == 1:
        return list(_officials_by_surname().get(" ".join(key), ()))
    return list(_by_full_name(with_officials=True).get(frozenset(key), ())) if len(key) > 1 else list(_officials_by_surname().get(" ".join(key), ()))


_YEARS_BEFORE = 10
"""Years before the first office in which a text can already speak of an official by full name."""
_YEARS_AFTER = 25
"""Years after the last office in which the full name still means the official and not a namesake."""


def party_at(name: str, party: str, days: tuple[str, str] | None) -> str | None:
    """The party of a leader or official at a time: of the office held then, else of the one held last before.

    Does not know what a namesake is: an official whose offices lie far from the
    date is nobody, so that "Michael Ryan" of 1987 is not a man of 2019.

    Args:
        name: Full name as the tables have it.
        party: Party where the date is not known.
        days: First and last day of the document's date.

    Returns:
        A party code; None for an official of another time.
    """
    if days is None:
        return party
    terms = find_terms(name)
    if not any(_is_near(term, days) for term in terms):
        return None if terms else party
    term = _nearest(terms, days)
    sector = guide_sector(term.sectors[0])
    return term.state if sector == "GOV" else f"{term.state}/{sector}"


def _nearest(terms: Sequence[Leader], days: tuple[str, str]) -> Leader:
    """The last term that was held at a time, else the last before it, else the first after it."""
    ordered = sorted(terms, key=lambda term: term.start)
    held = [term for term in ordered if in_office(term, days)]
    before = [term for term in ordered if term.start <= days[1]]
    return (held or before or ordered[:1])[-1]


def _is_near(term: Leader, days: tuple[str, str]) -> bool:
    """Whether a date lies within the years in which a term's holder is in the news."""
    first, last = int(term.start[:4]) - _YEARS_BEFORE, int((term.end or "9999")[:4]) + _YEARS_AFTER
    return first <= int(days[1][:4]) and int(days[0][:4]) <= last


def find_holders(state: str, title: str, days: tuple[str, str] | None) -> list[Leader]:
    """Who held the office that a title means in a state at a time."""
    return [leader for leader in _by_state().get(state, ()) if office_words(leader, title) and in_office(leader, days)]


def office_words(leader: Leader, title: str) -> bool:
    """Whether a title in plain words can be a leader's office."""
    plain = title.lower()
    kinds = _SAME_OFFICE.get(leader.office, (leader.office,))
    is_lower_rank = any(word in plain for word in ("vice", "deputy", "assistant", "under")) and "vice" not in leader.office
    return any(kind in plain for kind in kinds) and not is_lower_rank
