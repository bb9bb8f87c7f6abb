"""Country and PLOVER sectors of one actor phrase: "members of the Knesset" is ISR, LEG.

Reads a stretch of a document whose mentions were found and resolved, so that
a phrase is coded by the same names, persons and dates as the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.leaders_known import find_terms, in_office, reference_days
from bilateral.extraction.named_parties import state_of
from bilateral.extraction.office_states import institute_at
from bilateral.vocabulary.places import load_places, load_regions
from bilateral.vocabulary.roles import load_elite, load_roles
from bilateral.vocabulary.scan import build_index, fold
from bilateral.vocabulary.sectors import sectors_of_name
from bilateral.vocabulary.states import is_state, load_states

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument
    from bilateral.records import Mention
    from bilateral.vocabulary.leaders import Leader
    from bilateral.vocabulary.roles import Role
    from bilateral.vocabulary.scan import Found, NameIndex

__all__ = ["ActorCode", "code_actor"]

_LINK = re.compile(r"\s(?:of|in|at|from|for|on|with|who|whom|which|that|to|by|near|against|outside|within|inside|across|under|based)\s|[,;(]")
"""What ends the head of a noun phrase: "president | of the Riigikogu"."""
_ELSEWHERE = re.compile(r"\b(?:to|on|against|with|for|in|near|across)\s+(?:the\s+)?$")
"""Words before a name that is not whom the actor serves: "ambassador to | Turkey"."""
_WITHIN = re.compile(r"\b(?:in|across)\s+(?:the\s+)?$")
"""Words before the place of an actor whom nothing else places: "people in | the UK"."""
_PLACES = frozenset(("capital", "name", "demonym", "talks"))
_ORGANISED = frozenset(("seat", "group", "company"))
_POWERS = frozenset(("REB", "PRM"))
"""Sectors besides those of the state's own powers whose adjective tells whom an official serves: "rebel officials"."""
_SIMILAR = 0.84
"""Least likeness (difflib ratio) of a misspelt name of a people or state: "Kazahk" and "Kazakh" have 0.83 to 0.92; tried 0.75 to 0.9."""
_LETTERS = 5
"""Shorter words are like too many others to be corrected."""


@dataclass(frozen=True, slots=True)
class ActorCode:
    """One actor: ISO 3166-1 code or code of a body, PLOVER sectors with the main one first, and the person's name."""

    country: str | None
    sectors: tuple[str, ...]
    person: str | None = None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A noun phrase on its way to a code: its folded text and what was found in it, by offsets in the phrase."""

    text: str
    names: list[tuple[int, int, Mention]]
    roles: list[Found[Role]]
    head_end: int


def code_actor(doc: ParsedDocument, start: int, end: int) -> ActorCode:
    """Country and sectors of the actor that a stretch of a document names.

    A state alone has no sector. A capital that stands alone means the
    government, another city its people. Does not tell a homonym by more of
    the world than the document and the tables hold, nor persons whom neither
    the document nor the tables know.

    Args:
        doc: A document whose mentions are resolved.
        start: First character of the noun phrase.
        end: One past the last.

    Returns:
        What is known; of an actor of whom nothing is known the sector UNK.

    Source:
        PLOVER codebook, sectors.
    """
    phrase = _read_phrase(doc, start, end)
    person = next((mention.person for _, _, mention in phrase.names if mention.person), None)
    terms = find_terms(person) if person else _titled_terms(phrase, reference_days(doc))
    country = _country(phrase, terms) or _only_state_around(doc, start, end)
    sectors = _sectors(phrase, terms, reference_days(doc)) or (() if country else ("UNK",))
    return ActorCode(country, sectors, person or (terms[0].person if terms else None))


def _read_phrase(doc: ParsedDocument, start: int, end: int) -> _Phrase:
    text = fold(doc.text[start:end])
    inside = (mention for sentence in doc.sentences for mention in sentence.mentions if start <= mention.start_char and mention.end_char <= end)
    names = [(mention.start_char - start, mention.end_char - start, mention) for mention in inside if mention.how != "anaphor"]
    taken = [(first, last) for first, last, mention in names if mention.how not in _PLACES]
    roles = [role for role in load_roles().find(text) if not any(first < role.end and role.start < last for first, last in taken)]
    link = next((found.start() for found in _LINK.finditer(text) if not any(first <= found.start() < last for first, last, _ in names)), len(text))
    return _Phrase(text, names, roles, link or len(text))


def _country(phrase: _Phrase, terms: Sequence[Leader]) -> str | None:
    """The state or body that the actor serves: of the person, else of the first name that tells no place or addressee."""
    person = next((mention for _, _, mention in phrase.names if mention.person), None)
    if person is not None:
        return state_of(person.parties[0])
    served = [mention for start, _, mention in phrase.names if not _ELSEWHERE.search(phrase.text[:start])]
    served = served or [mention for start, _, mention in phrase.names if _WITHIN.search(phrase.text[:start])]
    if served:
        return state_of(served[0].parties[0])
    if terms:
        return terms[0].state
    party = institute_at(phrase.text) or _place_state(phrase.text)
    return state_of(party) if party else _misspelt(phrase.text)


def _only_state_around(doc: ParsedDocument, start: int, end: int) -> str | None:
    """The one state that the rest of a document names, if it names just one."""
    around = (mention for sentence in doc.sentences for mention in sentence.mentions if mention.end_char <= start or end <= mention.start_char)
    states = {state_of(party) for mention in around for party in mention.parties if is_state(state_of(party))}
    return states.pop() if len(states) == 1 else None


@cache
def _place_states() -> dict[str, str]:
    """The state of every city and region by name, of cities of one name that of the largest."""
    found: dict[str, str] = {}
    for place in sorted(load_places(), key=lambda place: place.population):
        found.update(dict.fromkeys((place.name, *place.other_names), place.state or ""))
    return {**found, **load_regions()}


def _place_state(text: str) -> str | None:
    """The state of a place that is the whole text, or of a region named in it ("California lawmakers")."""
    whole = _place_states().get(text.strip().removeprefix("the "))
    return whole or next((found.entry for found in _regions().find(text)), None)


@cache
def _regions() -> NameIndex[str]:
    return build_index((name, state, True) for name, state in load_regions().items())


@cache
def _peoples() -> dict[str, str]:
    """Names of states and peoples by which misspelt ones are told."""
    return {name: state.iso3 for state in load_states().values() if state.kind == "state" for name in (state.name, *state.demonyms)}


def _misspelt(text: str) -> str | None:
    """The state whose name or people a word misspells: "Kazahks"."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word[0].isupper() and len(word) > _LETTERS]
    near = [name for word in words for name in get_close_matches(word, _peoples(), n=1, cutoff=_SIMILAR)]
    return _peoples()[near[0]] if near else None


def _titled_terms(phrase: _Phrase, days: tuple[str, str] | None) -> list[Leader]:
    """Terms of the one person whom a surname with a title names: "Deputy Secretary Hicks"."""
    titles = [role for role in phrase.roles if role.entry.kind in ("noun", "general", "office")]
    if not titles and _place_state(phrase.text):
        return []
    found = find_terms(phrase.text[titles[-1].end :].strip(" .") if titles else phrase.text.strip(), by_surname=True)
    fitting = [term for term in found if not titles or any(role.entry.text in term.office or term.office in role.entry.text for role in titles)]
    current = [term for term in fitting if in_office(term, days)] or fitting
    return current if len({term.person for term in current}) == 1 else []


def _sectors(phrase: _Phrase, terms: Sequence[Leader], days: tuple[str, str] | None) -> tuple[str, ...]:
    """Sectors by the words of the phrase, else by the office at the time, else by what kind of name stands alone."""
    head = [role for role in phrase.roles if role.start < phrase.head_end]
    is_former = any(role.entry.kind == "former" for role in head)
    codes = _armed_against(head) or _of_kind(head, "noun") or _of_names(phrase, 0, phrase.head_end)
    if terms and not codes:
        return ("ELI",) if is_former else _of_terms(terms, days)
    codes = codes or _of_adjectives(head) or _of_complement(phrase) or _of_kind(head, "general", "office")
    if codes and codes[0] in load_elite() and is_former:
        return ("ELI",)
    return codes or _of_place(phrase)


def _of_kind(roles: Sequence[Found[Role]], *kinds: str) -> tuple[str, ...]:
    """Sectors of the last role of some kinds."""
    return next((role.entry.sectors for role in reversed(roles) if role.entry.kind in kinds), ())


def _armed_against(roles: Sequence[Found[Role]]) -> tuple[str, ...]:
    """Rebels where the force at the head is described as theirs: "guerrilla soldiers", "a separatist army"."""
    sectors = [role.entry.sectors[0] for role in roles if role.entry.kind in ("noun", "adjective")]
    return ("REB",) if sectors[-1:] == ["MIL"] and "REB" in sectors else ()


def _of_adjectives(roles: Sequence[Found[Role]]) -> tuple[str, ...]:
    """Sectors of the last adjective; "health officials" serve the government all the same, "army officials" the army."""
    is_office = any(role.entry.kind == "office" for role in roles)
    fitting = [role for role in roles if role.entry.kind == "adjective" and (not is_office or role.entry.sectors[0] in _POWERS | load_elite())]
    return _of_kind(fitting, "adjective")


def _of_names(phrase: _Phrase, start: int, end: int) -> tuple[str, ...]:
    """Sectors of the first name with one of its own between two places: an organ, a company, a group."""
    for first, _, mention in phrase.names:
        own = sectors_of_name(mention.quote) if start <= first < end and mention.person is None else ()
        if own or (start <= first < end and mention.how in _ORGANISED):
            return own or (_sector_of(mention.parties[0]),)
    return ()


def _sector_of(party: str) -> str:
    """A party's sector as PLOVER names it: the guide's MED are news media, PLOVER's JRN (its MED are doctors and hospitals)."""
    sector = party.partition("/")[2] or "GOV"
    return "JRN" if sector == "MED" else sector


def _of_complement(phrase: _Phrase) -> tuple[str, ...]:
    """Sectors of what stands after the head: "members of SANDF", "a group of thieves"."""
    nouns = [role for role in phrase.roles if role.start >= phrase.head_end and role.entry.kind == "noun"]
    first = nouns[0].start if nouns else len(phrase.text)
    named = _of_names(phrase, phrase.head_end, first)
    institute = institute_at(phrase.text, with_city=False)
    return named or (nouns[0].entry.sectors if nouns else ()) or ((_sector_of(institute),) if institute else ())


def _of_terms(terms: Sequence[Leader], days: tuple[str, str] | None) -> tuple[str, ...]:
    """Sectors of the office held at the time; of one who has left all offices ELI; without a date of the last office."""
    held = sorted((term for term in terms if in_office(term, _with_month_before(days))), key=lambda term: term.start)
    if held:
        return held[-1].sectors
    is_past = days is not None and any(term.start <= days[0] for term in terms)
    return ("ELI",) if is_past else terms[0].sectors


def _with_month_before(days: tuple[str, str] | None) -> tuple[str, str] | None:
    """The days with the month before them: terms are known by month, and reports follow events."""
    if days is None:
        return None
    year, month = int(days[0][:4]), int(days[0][5:7])
    first = f"{year:04d}-{month - 1:02d}" if month > 1 else f"{year - 1:04d}-12"
    return f"{first}-01", days[1]


def _of_place(phrase: _Phrase) -> tuple[str, ...]:
    """A capital alone is the government, a people or another city its people, a state has no sector."""
    plain = phrase.text.strip()
    for first, last, mention in phrase.names:
        if mention.how == "capital" and last - first >= len(plain) - len("the "):
            return ("GOV",)
        if mention.how == "demonym" and plain.endswith("s") and last == len(phrase.text):
            return ("CVL",)
    return ("CVL",) if not phrase.names and _place_states().get(plain) else ()
