"""Heads of state and government and foreign ministers whom the vocabulary knows, at a document's date."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.person_names import name_key
from bilateral.periods import bounds
from bilateral.vocabulary.leaders import load_leaders

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument
    from bilateral.vocabulary.leaders import Leader

__all__ = ["find_holders", "find_leaders", "in_office", "leader_surnames", "office_words", "reference_days"]

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
def _by_full_name() -> dict[frozenset[str], list[Leader]]:
    found: dict[frozenset[str], list[Leader]] = {}
    for leader in load_leaders():
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
def _by_state() -> dict[str, list[Leader]]:
    found: dict[str, list[Leader]] = {}
    for leader in load_leaders():
        found.setdefault(leader.state, []).append(leader)
    return found


def leader_surnames() -> dict[str, list[Leader]]:
    """Terms of leaders by each surname or single name that they go by, without accents and case."""
    return _by_surname()


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
    if found is None:
        found = _by_surname().get(" ".join(key), [])
    current = [leader for leader in found if in_office(leader, days)]
    return current or found


def find_holders(state: str, title: str, days: tuple[str, str] | None) -> list[Leader]:
    """Who held the office that a title means in a state at a time."""
    return [leader for leader in _by_state().get(state, ()) if office_words(leader, title) and in_office(leader, days)]


def office_words(leader: Leader, title: str) -> bool:
    """Whether a title in plain words can be a leader's office."""
    plain = title.lower()
    kinds = _SAME_OFFICE.get(leader.office, (leader.office,))
    is_lower_rank = any(word in plain for word in ("vice", "deputy", "assistant", "under")) and "vice" not in leader.office
    return any(kind in plain for kind in kinds) and not is_lower_rank
