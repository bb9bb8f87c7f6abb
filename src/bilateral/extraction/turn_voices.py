"""For which state each label of a transcript speaks: "PRESIDENT QUANG", "KING OF JORDAN", "PRIME MINISTER".

In the order of certainty: a person or office of the text, a state in the label,
the government whose text it is, what is said under the label ("our country,
Kenya"), and of two speakers of whom one is known the other side of the pair.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bilateral.extraction.home_state import HEAD_TITLES, find_text_home, has_head
from bilateral.extraction.known_names import name_index
from bilateral.extraction.leaders_known import find_holders, reference_days
from bilateral.extraction.named_parties import state_of
from bilateral.extraction.speech_author import count_votes, find_met_in_title, find_speech_author
from bilateral.extraction.speech_leanings import count_leanings, find_leaning_author
from bilateral.extraction.voices import home_of
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bilateral.extraction.persons import Person
    from bilateral.extraction.transcripts import Turn
    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Office

__all__ = ["ADDRESSED_BY_NAME", "find_turn_voices", "find_turns_with"]

_OFFICE = r"(?:President|Prime Ministers?|Premier|Chancellor|King|Queen|Emir|Sultan|(?:Foreign |Defen[cs]e )?Ministers?|Secretary)"
_OF_TWO = re.compile(rf"\b[Jj]oint (?:[Pp]ress|[Mm]edia|[Nn]ews|[Ss]tatement|[Rr]emarks|[Aa]vailability)|\b(?:[Ww]ith|[Aa]nd) (?:(?:the|His|Her|Excellency|[A-Z]\w+) ){{0,3}}?{_OFFICE}\b|\bMinisters \w+ and [A-Z]")
"""What the title of a conference of two says: "Joint press conference", "with the Prime Minister of Japan", "and President Quang"."""
_WITH = re.compile(r"\b(?:[Ww]ith|[Aa]nd|WITH|AND)\b")
_OFFICER = re.compile(r"\b(?:PRESIDENT|MINISTER|PREMIER|CHANCELLOR|KING|QUEEN|EMIR|SECRETARY|PM)\b", re.IGNORECASE)
"""Labels of those who speak for the other side, where the title names no guest."""
ADDRESSED_BY_NAME = re.compile(
    rf"(?:\b(?:[Tt]hank you|[Tt]hanks|[Ww]elcome|[Hh]ello|[Gg]ood (?:morning|afternoon|evening))(?: (?:so|very) much)?,? |^|[.!?,] ){_OFFICE} [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?=,|[.!]|$)"
)
"""A head addressed by title and name: "Thank you so much, President Lund, for", "Prime Minister Holm, we"."""
_PAIR = 2
_TITLE_CHARACTERS = 300
"""Characters at the beginning of a text without a title in which its heading stands."""


def find_turn_voices(doc: ParsedDocument, turns: Mapping[int, Turn], persons: Mapping[str, Person], *, offices: Sequence[Office]) -> dict[str, tuple[str, str | None]]:
    """The party, and the full name if known, of each label that does not only ask.

    Does not tell the sides of reporters, nor of a label that neither the
    document's words nor its publisher tell.

    Args:
        doc: A document with the mentions of names.
        turns: Its turns by paragraph.
        persons: Its persons by full name.
        offices: Its offices.

    Returns:
        Party and name by label.
    """
    said = _sentences_of(doc, turns)
    found: dict[str, tuple[str, str | None]] = {}
    for label in said:
        voice = _labelled(label, persons) or _stated(label)
        if voice is not None:
            found[label] = voice
    home = find_text_home(doc)
    is_of_two = bool(_OF_TWO.search(doc.document.title or doc.text[:_TITLE_CHARACTERS]))
    for label in (label for label in said if label not in found):
        is_host = home is not None and not (is_of_two and home in {state_of(party) for party, _ in found.values()})
        voice = _at_home(doc, label, home) or ((home, None) if home and is_host and not is_of_two else None)
        voice = voice or _own_voice(doc, label, said[label]) or _titled(doc, label, offices, said[label]) or ((home, None) if home and is_host else None)
        voice = voice or _leaning(doc, label, said[label]) or _only_head(doc, label, said[label])
        if voice is not None:
            found[label] = voice
    _fill_in(doc, list(said), found, is_of_two=is_of_two)
    return found


def _sentences_of(doc: ParsedDocument, turns: Mapping[int, Turn]) -> dict[str, list[Sentence]]:
    """What is said under each label that does not only ask."""
    said: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in doc.sentences:
        turn = turns.get(sentence.paragraph)
        for part in (turn, *turn.later) if turn else ():
            if not part.is_question and part.start <= sentence.end_char and sentence.start_char < part.end:
                said[part.label].append(sentence)
                break
    return said


def _labelled(label: str, persons: Mapping[str, Person]) -> tuple[str, str | None] | None:
    """The person whom a label names by surname."""
    words = re.findall(r"\w+", label.lower())
    named = [person for person in persons.values() if words[-1:] == re.findall(r"\w{3,}", person.name.lower())[-1:]]
    named = named or [person for person in persons.values() if set(words) & set(re.findall(r"\w{3,}", person.name.lower()))]
    return (named[0].party, named[0].name) if len(named) == 1 else None


def _own_voice(doc: ParsedDocument, label: str, said: Sequence[Sentence]) -> tuple[str, str | None] | None:
    """The side that a speaker calls his own; a Prime Minister is of a state that has one."""
    own = find_speech_author(doc, said)
    title = _head_title(label)
    return (own, None) if own and (not title or has_head(own, title)) else None


def _leaning(doc: ParsedDocument, label: str, said: Sequence[Sentence]) -> tuple[str, str | None] | None:
    """The side that a head's words lean towards as his own."""
    title = _head_title(label)
    own = find_leaning_author(doc, said, title=title) if title else None
    return (own, None) if own else None


def _head_title(label: str) -> str:
    """The title of a head of state or government that is a whole label: "PRIME MINISTER", "PM"."""
    title = " ".join(re.findall(r"[a-z]+", label.lower())).removeprefix("the ")
    title = "prime minister" if title == "pm" else title
    return title if title in HEAD_TITLES else ""


def _only_head(doc: ParsedDocument, label: str, said: Sequence[Sentence]) -> tuple[str, str | None] | None:
    """The head of the one state of all that the document names that has such a head, if the speaker does not speak of him."""
    title, days = _head_title(label), reference_days(doc)
    if not title:
        return None
    named = {state for sentence in doc.sentences for mention in sentence.mentions for state in map(state_of, mention.parties) if is_state(state)}
    words = " ".join(sentence.text for sentence in said)
    fitting: dict[str, str | None] = {}
    votes, leanings = count_votes(said), count_leanings(doc.sentences)
    title_names = {state_of(party) for known in name_index().find(doc.document.title or "") if known.entry.how == "name" for party in known.entry.parties}
    most = doc.dyad[0] if doc.dyad and doc.dyad[0] not in title_names else ""  # a press conference in Malta is not by Malta
    for state in (state for state in named if has_head(state, title) and (votes[state] > 0 or (state == most and leanings[state] >= 0))):
        names = {leader.person for leader in find_holders(state, title, days)} if days else set()
        if not any(re.search(rf"\b{re.escape(name.rsplit(maxsplit=1)[-1])}\b", words) for name in names):
            fitting[state] = names.pop() if len(names) == 1 else None
    return next(iter(fitting.items())) if len(fitting) == 1 else None


def _titled(doc: ParsedDocument, label: str, offices: Sequence[Office], said: Sequence[Sentence]) -> tuple[str, str | None] | None:
    """The one holder of the office that a label names, if he is not one of whom the speaker speaks: "PRIME MINISTER"."""
    title = " ".join(re.findall(r"\w+", label.lower())).removeprefix("the ")
    met = find_met_in_title(doc)  # "Press conference with the Prime Minister of Peru": the host is the one without a state
    holders = {office.person: office for office in offices if office.office.lower().split(" of ")[0] == title and office.state not in met}
    if len(holders) != 1:
        return None
    office = next(iter(holders.values()))
    surname = office.person.rsplit(maxsplit=1)[-1]
    is_spoken_of = any(surname in sentence.text for sentence in said)
    is_held = not _head_title(label) or has_head(office.state, _head_title(label))
    return None if is_spoken_of or not is_held else (office.state, office.person)


def _stated(label: str) -> tuple[str, str | None] | None:
    """The one state that a label names: "KING OF JORDAN", "CHINESE FOREIGN MINISTER"."""
    shown = " ".join(word.capitalize() if word.isupper() and word != "OF" else word.lower() for word in label.split())
    named = {party for known in name_index().find(shown) for party in known.entry.parties if is_state(state_of(party))}
    return (named.pop(), None) if len(named) == 1 else None


def _at_home(doc: ParsedDocument, label: str, home: str | None) -> tuple[str, str | None] | None:
    """The head of the home government under his bare title."""
    title, days = _head_title(label), reference_days(doc)
    if home is None or not title or days is None:
        return None
    names = {leader.person for leader in find_holders(home, title, days)}
    return home, (names.pop() if len(names) == 1 else None)


def _fill_in(doc: ParsedDocument, labels: Sequence[str], found: dict[str, tuple[str, str | None]], *, is_of_two: bool) -> None:
    """The side of labels that nothing else tells: of two in a joint conference the other of the pair, else where the text was written."""
    unknown = [label for label in labels if label not in found]
    known = {state_of(party) for party, _ in found.values()}
    if is_of_two and len(labels) == _PAIR and len(unknown) == 1 and doc.dyad and len(known) == 1 and known < set(doc.dyad):
        other = next(state for state in doc.dyad if state not in known)
        has_guest = bool(_WITH.search(doc.document.title or doc.text[:_TITLE_CHARACTERS])) or bool(_OFFICER.search(unknown[0]))
        if has_guest and (not _head_title(unknown[0]) or has_head(other, _head_title(unknown[0]))):
            found[unknown[0]] = (other, None)
            return
    home = (home_of(doc) or find_speech_author(doc)) if unknown else None
    if home and not (is_of_two and home in known):
        found.update({label: (home, None) for label in unknown if not _head_title(label) or has_head(home, _head_title(label))})


def find_turns_with(doc: ParsedDocument, turns: Mapping[int, Turn], by_label: Mapping[str, tuple[str, str | None]], *, persons: Mapping[str, Person]) -> dict[str, str]:
    """With whom each label speaks: the one other state that has the floor, else the one that the title says is met, or that is addressed.

    Args:
        doc: A document with the mentions of names.
        turns: Its turns by paragraph.
        by_label: Its voices.
        persons: Its persons by full name.

    Returns:
        The other state by label; labels with none or several have no entry.
    """
    states = {label: state_of(party) for label, (party, _) in by_label.items()}
    present = Counter(states.values())
    title = set(re.findall(r"\w+", doc.document.title or ""))
    met = find_met_in_title(doc) | {person.state for person in persons.values() if person.name.rsplit(maxsplit=1)[-1] in title and is_state(person.state)}
    said = _sentences_of(doc, turns)
    found: dict[str, str] = {}
    for label, state in states.items():
        candidates = (present, met, _find_addressed(said.get(label, ())))
        others = next(filter(None, ({other for other in states_there if other != state} for states_there in candidates)), set())
        if len(others) == 1:
            found[label] = others.pop()
    return found


def _find_addressed(said: Sequence[Sentence]) -> set[str]:
    """The states of the heads whom a speaker addresses by title and name: "Thank you so much, President Lund"."""
    return {
        state_of(party)
        for sentence in said
        for mention in sentence.mentions
        if mention.how == "person" and any(found.start() <= mention.start_char - sentence.start_char < found.end() for found in ADDRESSED_BY_NAME.finditer(sentence.text))
        for party in mention.parties
    }
