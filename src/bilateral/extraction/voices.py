"""What a document tells of its speakers: full names, offices and states, and who was heard last."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.home_state import find_title_home
from bilateral.extraction.leaders_known import find_leaders, in_office, reference_days
from bilateral.extraction.named_parties import state_of
from bilateral.vocabulary.offices import load_heads
from bilateral.vocabulary.places import PlaceName, load_places
from bilateral.vocabulary.speech import load_speech
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention, Office

__all__ = ["HEAD_CHARACTERS", "Speaker", "Voices", "home_of", "listen", "without_titles"]

HEAD_CHARACTERS = 400
"""Characters at the beginning of a text in which the room of a press conference stands."""
_TITLES = frozenset(
    "mr mrs ms dr prof professor sir lord lady sheikh h.e. he his her excellency prime foreign defence defense deputy vice first acting former"
    " interim general mr. mrs. ms. dr. prof. gen. lt. col. maj. sen. rep. gov. hon. honourable honorable the trade finance state crown".split()
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something."""

    name: str
    state: str | None = None
    sector: str | None = None
    office: str | None = None


@dataclass(slots=True)
class Voices:
    """What a document tells of its speakers, filled as it is read."""

    offices: dict[str, Office] = field(default_factory=dict)  # by full name and by last name, lower case
    full_names: dict[str, str] = field(default_factory=dict)  # last name -> full name
    states: dict[str, str] = field(default_factory=dict)  # person -> party
    state_names: dict[str, Counter[str]] = field(default_factory=dict)  # state -> the words that name it
    by_state: dict[str, str] = field(default_factory=dict)  # state -> the last person named of it
    last_person: Speaker | None = None
    last_group: Speaker | None = None
    last_plural: tuple[Speaker, ...] = ()  # two or more speakers or subjects at once
    last: tuple[Speaker, ...] = ()
    heard_plural: tuple[int, tuple[Speaker, ...]] = (-9, ())  # sentence and speakers of the last plural noun: "officials"
    roles: dict[str, Speaker] = field(default_factory=dict)  # "researcher" -> the researcher without a name, by first description
    organs: dict[str, str] = field(default_factory=dict)  # "ministry" -> the party of the last one whose state was told
    is_transcript: bool = False
    days: tuple[str, str] | None = None  # first and last day on which the document can have been published
    home: str | None = None  # the state where the document was written, if it is about it
    dyad: tuple[str, str] | None = None
    titled: dict[str, str] = field(default_factory=dict)  # office -> the leader whom the document's title names with it
    named_in: dict[int, list[str]] = field(default_factory=dict)  # sentence -> states named in it
    subject_of: dict[int, str] = field(default_factory=dict)  # sentence -> the state that is its main subject
    leaders: dict[str, int] = field(default_factory=dict)  # persons and where they are first named, in text order

    def state_name(self, state: str, otherwise: str) -> str:
        """The words by which the document most often names a state."""
        known = self.state_names.get(state)
        return max(sorted(known), key=known.__getitem__) if known else otherwise



def listen(doc: ParsedDocument, offices: Sequence[Office]) -> Voices:
    """Names, offices and states of the persons in a document.

    Args:
        doc: A parsed document with mentions.
        offices: Its offices.

    Returns:
        A `Voices` with no speaker yet.
    """
    voices = Voices(days=reference_days(doc), home=home_of(doc), dyad=doc.dyad)
    for office in offices:
        for key in (office.person.lower(), office.person.split()[-1].lower()):
            voices.offices.setdefault(key, office)
        voices.full_names.setdefault(office.person.split()[-1].lower(), office.person)
        if office.sector == "GOV":
            voices.by_state.setdefault(office.state, office.person)
    _learn_title(voices, doc.document.title or "")
    for sentence in doc.sentences:
        for mention in sentence.mentions:
            _learn_person(voices, mention)
        named = [state_of(party) for mention in sentence.mentions if mention.how != "pronoun" for party in mention.parties]
        voices.named_in[sentence.index] = [state for state in dict.fromkeys(named) if is_state(state)]
        for name in _name_runs(sentence):
            voices.full_names.setdefault(name.split()[-1].lower(), name)
    return voices


_IN_TITLE = re.compile(
    r"\b(?P<office>(?:Vice |Prime |Deputy |Foreign |Defen[cs]e |Trade )?(?:President|Minister|Premier|Chancellor|Secretary)) (?P<name>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2})"
)  # Vice President Soares's Trip


def _learn_title(voices: Voices, title: str) -> None:
    """Leaders whom the title of the document names with their office."""
    for found in _IN_TITLE.finditer(title) if voices.days else ():
        known = {(leader.person, leader.state) for leader in find_leaders(found["name"], voices.days) if in_office(leader, voices.days)}
        if len(known) == 1:
            person, state = known.pop()
            voices.titled.setdefault(found["office"].lower(), person)
            voices.states.setdefault(person, state)


def home_of(doc: ParsedDocument) -> str | None:
    """The state where a document was written: of its publisher, room, dateline, or by how it speaks of leaders.

    Args:
        doc: A document with mentions.

    Returns:
        The dateline's state for news, the publisher's for an official text; None if neither is known.
    """
    named = {state_of(party) for sentence in doc.sentences for mention in sentence.mentions for party in mention.parties}
    written = doc.dateline_place or ""
    best = _largest_places().get(written)
    publisher = doc.document.publisher_state
    if doc.document.publisher_class == "official" and publisher:
        return publisher
    head = doc.text[:HEAD_CHARACTERS]
    room = next((state for words, state in load_speech().rooms.items() if words in head), None)
    if room:
        return room
    own = find_title_home(doc)
    if own:
        return own
    if best is not None and best.state in named:
        return best.state
    return publisher if doc.dyad and publisher in doc.dyad else None


@cache
def _largest_places() -> dict[str, PlaceName]:
    """The most populous place of each name."""
    largest: dict[str, PlaceName] = {}
    for place in load_places():
        for name in (place.name, *place.other_names):
            if name not in largest or place.population > largest[name].population:
                largest[name] = place
    return largest


def _learn_person(voices: Voices, mention: Mention) -> None:
    if not mention.person:
        if len(mention.parties) == 1 and mention.how in ("name", "capital", "seat", "body"):
            voices.state_names.setdefault(state_of(mention.parties[0]), Counter())[mention.quote] += 1
        return
    voices.full_names.setdefault(mention.person.split()[-1].lower(), mention.person)
    if mention.how == "person":
        voices.leaders.setdefault(mention.person, mention.start_char)
    if mention.parties:
        voices.states.setdefault(mention.person, mention.parties[0])


def _name_runs(sentence: Sentence) -> Iterable[str]:
    """Runs of two or more proper nouns that are no known name: "Alexander Fedorovsky"."""
    known: set[int] | None = None
    runs: list[list[Token]] = [[]]
    for token in sentence.tokens:
        if token.tag == "NNP" and token.text[:1].isalpha():
            known = {m.start_char for m in sentence.mentions if not m.person} if known is None else known
            if token.start not in known:
                runs[-1].append(token)
                continue
        if runs[-1]:
            runs.append([])
    for run in runs:
        if len(run) > 1:
            name = without_titles([word.text for word in run])
            if len(name) > 1:
                yield " ".join(name)


def without_titles(words: list[str]) -> list[str]:
    """A name without the titles in front of it.

    Example:
        >>> without_titles(["Foreign", "Minister", "Amina", "Mohamed"])
        ['Amina', 'Mohamed']
    """
    heads = load_heads()
    while words and (words[0].lower() in _TITLES or words[0].lower() in heads):
        words = words[1:]
    return words
