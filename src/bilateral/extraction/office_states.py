"""Whose office it is: the state or body that the holder of an office serves, by the words of the text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.title_phrases import head_sector
from bilateral.vocabulary.institutes import load_institutes
from bilateral.vocabulary.places import load_places
from bilateral.vocabulary.scan import build_index
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from bilateral.extraction.office_patterns import Candidate
    from bilateral.extraction.title_phrases import TitlePhrase
    from bilateral.records import Mention
    from bilateral.vocabulary.scan import NameIndex

__all__ = ["institute_at", "institutes_in", "office_sector", "stated_party"]

_SENT_ABROAD = frozenset(["envoy", "ambassador", "representative", "consul", "negotiator", "emissary", "legate", "nuncio", "coordinator", "rapporteur", "mediator"])
"""Heads whose "to Y", "for Y" names where they are sent, not whom they serve."""
_TOPIC_HEADS = frozenset(["expert", "analyst", "specialist", "scholar", "watcher", "professor", "researcher", "historian", "correspondent", "economist", "strategist", "fellow", "lecturer", "editor", "desk", "hand"])
_TOPICS = frozenset(
    ["studies", "affairs", "history", "politics", "literature", "language", "languages", "policy", "relations", "security", "issues", "law", "economics", "economy", "culture", "society", "program", "programme", "project", "desk", "war", "conflict", "question"]
)
_CITY_POPULATION = 100_000
"""Smaller towns share their name with too many persons and companies to tell an institute's state."""


@cache
def _cities() -> NameIndex[str]:
    """Cities that one state alone has under this name, or by far the largest of them."""
    best: dict[str, tuple[int, str]] = {}
    rivals: dict[str, int] = {}
    for place in load_places():
        if place.state is None or place.is_ambiguous or place.population < _CITY_POPULATION:
            continue
        for name in (place.name, *place.other_names):
            if name in best and best[name][1] != place.state:
                rivals[name] = max(rivals.get(name, 0), min(place.population, best[name][0]))
            best[name] = max(best.get(name, (0, "")), (place.population, place.state))
    chosen = ((name, state) for name, (size, state) in best.items() if rivals.get(name, 0) * 5 < size)
    return build_index((name, state, True) for name, state in chosen)


@cache
def _institutes() -> NameIndex[str]:
    return build_index((name, party, True) for name, party in load_institutes().items())


def institute_at(text: str, *, with_city: bool = True) -> str | None:
    """The party of the university, think tank or city that a phrase names, None if it names none.

    Example:
        >>> institute_at("a fellow at the Lowy Institute"), institute_at("dean of the University of Osaka")
        ('AUS/EDU', 'JPN')
    """
    for found in _institutes().find(text):
        return found.entry
    if with_city:
        for city in _cities().find(text):
            return city.entry
    return None


def institutes_in(text: str) -> list[tuple[int, int, str]]:
    """Universities, think tanks and media of the vocabulary in a text: start, end and party of each."""
    return [(found.start, found.end, found.entry) for found in _institutes().find(text)]


def _party(mention: Mention) -> str | None:
    """The one party that a known name stands for, None for talks of several."""
    return mention.parties[0] if len(mention.parties) == 1 and mention.person is None else None


def stated_party(candidate: Candidate, text: str) -> str | None:
    """The party that the phrase of an office itself names.

    Reads the words before the title, what stands after "of" and "at", and
    "of X" behind the name. An envoy to Y does not serve Y; an expert on Y or
    "China analyst" is not Y's.

    Args:
        candidate: An office with its phrase.
        text: The text that the words' offsets refer to.

    Returns:
        A party code; None if the phrase names none.
    """
    phrase = candidate.phrase
    if phrase is None:
        return None
    if candidate.state_after is not None:
        known = candidate.words[candidate.state_after].known
        if known is not None and _party(known):
            return _party(known)
    before = _party_before(candidate, phrase)
    if before:
        return before
    words = candidate.words
    after = text[words[phrase.head].start : words[max(phrase.end, phrase.head + 1) - 1].end]
    institute = institute_at(after, with_city=False)
    if institute:
        return institute
    is_abroad = _singular_head(words[phrase.head].lower) in _SENT_ABROAD  # "its ambassador in Moscow"
    return _party_inside(candidate, phrase) or (institute_at(after) if phrase.has_complement and " " in after and not is_abroad else None)


def _party_before(candidate: Candidate, phrase: TitlePhrase) -> str | None:
    head = candidate.words[phrase.head]
    for mention in phrase.before:
        party = _party(mention)
        if party is None:
            continue
        is_bare_name = mention.how in ("name", "capital") and not mention.quote.isupper() and "." not in mention.quote
        follows = next((w for w in candidate.words if w.start >= mention.end_char), None)
        owns = follows is not None and follows.lower == "'s"
        if is_bare_name and not owns and _singular_head(head.lower) in (_TOPIC_HEADS | _SENT_ABROAD) and follows is head:
            continue
        if follows is not None and follows.lower in _TOPICS and mention.how in ("name", "demonym") and _singular_head(head.lower) in _TOPIC_HEADS:
            continue
        return party
    return None


def _singular_head(word: str) -> str:
    return word.removesuffix("s")


def _party_inside(candidate: Candidate, phrase: TitlePhrase) -> str | None:
    """The party after "of", then "at", then, for those who are not sent abroad, after other prepositions."""
    head = _singular_head(candidate.words[phrase.head].lower)
    office = candidate.office.lower()
    usable = []
    for preposition, mention in phrase.inside:
        party = _party(mention)
        if party is None:
            continue
        follows = next((w for w in candidate.words if w.start >= mention.end_char), None)
        if follows is not None and follows.lower in _TOPICS and mention.how in ("name", "demonym") and preposition != "at":
            continue
        if preposition in ("to", "on", "with", "from", "under"):
            continue
        is_topic = preposition == "for" and head in ("director", "adviser", "advisor", "coordinator") and mention.how == "name"
        if is_topic or (preposition in ("for", "in") and (head in _SENT_ABROAD or "envoy" in office)):
            continue
        usable.append((preposition, party))
    for wanted in ("at", "of", "in", "for", ""):
        for preposition, party in usable:
            if preposition == wanted:
                return party
    masters = [mention.parties[0] for preposition, mention in phrase.inside if mention.person and preposition in ("to", "of")]
    return masters[0] if masters else None


def office_sector(candidate: Candidate, party: str | None) -> str:
    """The sector of an office: of its organisation, else of its head noun."""
    if "/" in (party or ""):
        return str(party).split("/")[1]
    phrase = candidate.phrase
    if phrase is None:
        return "GOV"
    organs = load_title_words().organs
    head = "GOV" if re.search(r"\b(?:secretary|director|consul|attorney|governor|inspector)[ -]general\b", candidate.office, re.IGNORECASE) else head_sector(candidate.words[phrase.head])
    lower_office = candidate.office.lower()
    is_lawmaker = lower_office in ("representative", "ranking member") and party == "USA"
    if is_lawmaker or "opposition" in lower_office:
        return "LEG" if is_lawmaker else "OPP"
    words = [word.lower for word in candidate.words[phrase.office_first : phrase.end]]
    if "bank" in words and ("central" in words or (_names_central_bank(candidate) and party and "/" not in party)):
        return "GOV"
    if head in ("GOV", "BUS", "EDU"):
        sectors = [organs[word] for word in words if word in organs and organs[word] != "GOV"]
        if sectors and not _is_minister(words):
            return sectors[0]
    return head


def _names_central_bank(candidate: Candidate) -> bool:
    """Whether an office is in a bank "of" a state: "governor of the Bank of Japan", not "of the Bank of Tokyo"."""
    if not re.search(r"bank of (?:the )?[A-Z]", candidate.office, re.IGNORECASE):
        return False
    knowns = [word.known for word in candidate.words[candidate.span[0] : candidate.span[1]] if word.known is not None]
    return not any(known.how == "capital" for known in knowns)


def _is_minister(words: list[str]) -> bool:
    return any(word in ("minister", "ministers", "ambassador", "envoy", "secretary", "premier", "ministry") for word in words)
