"""Persons: who is meant by a full name or a bare surname, and where they are named."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.known_names import make_mention, name_index
from bilateral.extraction.leaders_known import find_leaders, in_office, leader_surnames, reference_days
from bilateral.extraction.person_names import is_name_start, name_key, read_name, read_words
from bilateral.extraction.title_phrases import is_head
from bilateral.vocabulary.scan import fold
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.person_names import Word
    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Mention, Office

__all__ = ["Person", "add_persons", "is_female", "read_persons"]

FORMER_YEARS = 8
"""Years for which a rare surname alone still names a leader who has left office."""
_CAPITALISED = re.compile(r"\b[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)*")
_FAMILY_FIRST = frozenset(("KOR", "PRK", "CHN", "TWN", "VNM", "KHM", "SGP", "HKG", "HUN"))
"""States whose names put the family name first ("Xi Jinping")."""

_CALLED = re.compile(
    r"\b([A-Z][\w'’-]+) and (?:I|myself)\b|\b(?:[Tt]hank you(?: very much| so much| again)?|[Tt]hanks(?: very much)?|you|[Ww]elcome|[Ff]riend|[Cc]ongratulations),? ([A-Z][\w'’-]+)[,.!]"
    r"|(?:[.!?\n] ?|\bAnd |\bSo )([A-Z][\w'’-]+), (?:thank|you|it|we|I|your|this|welcome)\b"
)
"""Petra and I;  thank you, Petra.;  Petra, it is good"""
_AFTER_SURNAME = frozenset(
    ["administration", "government", "cabinet", "presidency", "doctrine", "era", "regime", "white", "cabinet's", "plan", "adviser", "aide", "team", "allies", "family"]
)
_HER = frozenset(["mrs", "ms", "miss", "madam", "madame", "lady", "queen", "dame", "princess"])
_WIVES = frozenset(("mrs", "madame", "lady"))
"""Before the surname of a leader with a man's name these name his wife: "President Obama and Mrs. Obama"."""
_HIS = frozenset(["mr", "sir", "lord", "king", "prince"])


@dataclass(slots=True)
class Person:
    """One person of a document: full name, party, offices held, and what the text tells of the gender."""

    name: str
    party: str
    offices: list[str] = field(default_factory=list)
    gender: str = ""

    @property
    def state(self) -> str:
        """The bare state or body."""
        return self.party.split("/")[0]


def read_persons(doc: ParsedDocument, offices: Sequence[Office]) -> dict[str, Person]:
    """The persons of a document by full name: those with an office, then leaders named in full.

    Does not hold persons whose state neither the text nor the vocabulary tells.
    """
    persons: dict[str, Person] = {}
    for office in offices:
        party = office.state if office.sector == "GOV" else f"{office.state}/{office.sector}"
        person = persons.setdefault(office.person, Person(office.person, party))
        person.offices.append(office.office)
        if office.sector == "GOV":
            person.party = office.state
    for sentence in doc.sentences:
        for mention in sentence.mentions:
            if mention.person and mention.parties and not _known_as(persons, mention.person):
                persons[mention.person] = Person(mention.person, mention.parties[0], _terms(doc, mention.person))
    return persons


def _known_as(persons: dict[str, Person], name: str) -> bool:
    key = set(name_key(name))
    return any(key <= set(name_key(other)) or set(name_key(other)) <= key for other in persons)


def _terms(doc: ParsedDocument, name: str) -> list[str]:
    days = reference_days(doc)
    return list(dict.fromkeys(leader.office for leader in find_leaders(name, days) if in_office(leader, days)))


@cache
def _title_words() -> frozenset[str]:
    titles = load_title_words()
    return titles.honorifics | titles.modifiers | titles.portfolios | frozenset(titles.organs)


def _short_names(persons: dict[str, Person]) -> dict[str, Person | None]:
    """Surnames and other single names by which the text can call a person; None where two share one."""
    found: dict[str, Person | None] = {}
    for person in persons.values():
        for short in {_plain(name) for name in _shorts(person)}:
            found[short] = person if short not in found or found[short] is person else None
    return found


def _plain(name: str) -> str:
    """A name in the form in which single names are compared: no case, accents and hyphens."""
    return " ".join(name_key(name))


def _shorts(person: Person) -> set[str]:
    words = [word for word in fold(person.name).split() if "." not in word]
    if len(words) < 2:  # noqa: PLR2004 - one name is all there is
        return {person.name.casefold()}
    shorts = {words[-1].casefold()} if person.state not in _FAMILY_FIRST else {words[0].casefold()}
    if person.state in ("IDN", "MMR", "ETH", "ERI", "IND", "PAK", "JPN", "MNG", "THA", "ISL", "VNM", "HUN", "KHM", "SGP", "MYS"):
        shorts |= {words[0].casefold(), words[-1].casefold()}
    particles = [i for i, word in enumerate(words) if word[:1].islower()]
    if particles:
        shorts.add(" ".join(words[particles[0] :]).casefold())
    if len(words) > 2:  # noqa: PLR2004 - "Ramos Horta"
        shorts.add(" ".join(words[-2:]).casefold())
    if words[-1].casefold().startswith(("al-", "el-")):
        shorts.add(words[-1].casefold()[3:])
    return shorts


def add_persons(doc: ParsedDocument, persons: dict[str, Person]) -> None:
    """Add to every sentence the mentions of these persons, by full name or surname.

    A surname inside another person's name, or shared by two persons, names nobody.
    Mentions of states inside a person's name are taken away.

    Args:
        doc: A document with the mentions of known names.
        persons: Its persons by full name.
    """
    shorts = _short_names(persons)
    by_key = {frozenset(name_key(person.name)): person for person in persons.values()}
    leaders = _surnames_in_office(doc, shorts)
    names = {**_given_names(doc, persons), **leaders, **shorts}
    vocabulary = {part for key in by_key for part in key} | {part for name in names for part in name.split()}
    for sentence in doc.sentences:
        if not any(part in vocabulary for word in _CAPITALISED.findall(sentence.text) for part in name_key(word)):
            continue
        words = read_words(sentence.text, sentence.start_char, sentence.mentions)
        added = _find(doc, words, by_key, names)
        if added:
            _merge(sentence, added)
            _note_gender(words, added, persons)


def _surnames_in_office(doc: ParsedDocument, shorts: dict[str, Person | None]) -> dict[str, Person | None]:
    """Surnames of leaders in office at the document's date, of the states that it names, if one alone bears it."""
    days = reference_days(doc)
    counts: Counter[str] = Counter(party.split("/")[0] for sentence in doc.sentences for mention in sentence.mentions for party in mention.parties)
    found: dict[str, Person | None] = {}
    if days is None:
        return found
    present = _words_of(doc)
    common = load_title_words().common_surnames
    for surname, terms in leader_surnames(present).items():
        if surname in shorts:
            continue
        current = {leader.person: leader for leader in terms if counts[leader.state] and in_office(leader, days)}
        if not current and surname not in common and len({leader.person for leader in terms}) == 1:
            current = {leader.person: leader for leader in terms if in_office(leader, days, slack_years=FORMER_YEARS)}
        if len(current) == 1:
            leader = next(iter(current.values()))
            found[surname] = Person(leader.person, leader.state, [term.office for term in terms if term.person == leader.person and in_office(term, days)])
    return found


def _given_names(doc: ParsedDocument, persons: dict[str, Person]) -> dict[str, Person | None]:
    """Given names by which a speaker calls a person whom the text names in full: "Petra and I", "thank you, Petra"."""
    called = {name for found in _CALLED.findall(doc.text) for name in found if len(name) > 2}  # noqa: PLR2004 - no initial
    found: dict[str, Person | None] = {}
    for person in persons.values() if called else ():
        given = person.name.split()[0]
        if given in called and " " in person.name and not any(known.entry.how == "name" for known in name_index().find(given)):
            found[_plain(given)] = None if _plain(given) in found else person
    return found


def _words_of(doc: ParsedDocument) -> set[str]:
    """The capitalised words of a document, in the form of name keys."""
    return {key for sentence in doc.sentences for word in _CAPITALISED.findall(sentence.text) for key in name_key(word)}


def _find(doc: ParsedDocument, words: Sequence[Word], by_key: dict[frozenset[str], Person], shorts: dict[str, Person | None]) -> list[Mention]:
    found = []
    i = 0
    while i < len(words):
        end = read_name(words, i, after_title=i > 0 and is_head(words[i - 1]))
        if end == i:
            person = shorts.get(_plain(words[i].text)) if _is_bare_surname(words, i) else None
            if person is not None:
                found.append(_mention(doc, person, words[i], words[i]))
            i += 1
            continue
        found.extend(_in_run(doc, words[i:end], by_key, shorts))
        i = end
    return found


def _is_bare_surname(words: Sequence[Word], i: int) -> bool:
    """Whether a word that is also the name of a state, or a title, stands alone as a surname does: "Mr. Jordan"."""
    return words[i].is_cap and i > 0 and words[i - 1].lower.rstrip(".") in ("mr", "mrs", "ms", "dr", "sen", "gen")


def _in_run(doc: ParsedDocument, run: Sequence[Word], by_key: dict[frozenset[str], Person], shorts: dict[str, Person | None]) -> list[Mention]:
    """Persons in one run of capitalised words: the whole run, else its longest part that is a known name."""
    texts = [word.text for word in run]
    for size in range(len(run), 0, -1):
        for first in range(len(run) - size + 1):
            part = run[first : first + size]
            person = by_key.get(frozenset(name_key(" ".join(texts[first : first + size])))) if size > 1 else None
            if person is None and (size == len(run) or _may_stand_alone(run, first, size)):
                person = shorts.get(_plain(" ".join(texts[first : first + size])))
            if person is not None:
                return [_mention(doc, person, part[0], part[-1])]
    return []


def _may_stand_alone(run: Sequence[Word], first: int, size: int) -> bool:
    """Whether what else stands in the run is no part of a name ("Lee Administration", "Pakistani Modi")."""
    others = [word for i, word in enumerate(run) if not first <= i < first + size]
    return all(word.lower in _AFTER_SURNAME or word.lower in _title_words() or not is_name_start(word) for word in others)


def _mention(doc: ParsedDocument, person: Person, first: Word, last: Word) -> Mention:
    return make_mention(doc, (first.start, last.end), [person.party], how="person", person=person.name)


def _merge(sentence: Sentence, added: list[Mention]) -> None:
    """Put person mentions among the others; what they cover goes."""
    kept = [
        mention
        for mention in sentence.mentions
        if not any(new.start_char <= mention.start_char and mention.end_char <= new.end_char for new in added)
    ]
    covered = [(mention.start_char, mention.end_char) for mention in kept]
    fresh = [new for new in added if not any(start <= new.start_char and new.end_char <= end for start, end in covered)]
    sentence.mentions = sorted([*kept, *fresh], key=lambda mention: (mention.start_char, mention.end_char))


def _note_gender(words: Sequence[Word], added: Sequence[Mention], persons: dict[str, Person]) -> None:
    """Learn from "Mr" and "Ms" before a name."""
    titles = {word.end + 1: word.lower.rstrip(".") for word in words}
    for mention in added:
        title = titles.get(mention.start_char, "")
        person = persons.get(str(mention.person))
        is_spouse = person is not None and title in _WIVES and " " not in mention.quote and bool(person.offices) and not is_female(person)
        if person is not None and not is_spouse and (title in _HER or title in _HIS):
            person.gender = "f" if title in _HER else "m"


def is_female(person: Person) -> bool | None:
    """Whether a person is spoken of as "she": by what the text showed, else by the given name; None if open."""
    if person.gender:
        return person.gender == "f"
    keys = name_key(person.name)
    words = [word.casefold() for word in person.name.split()]
    if any(word in load_title_words().female_names for word in (*words, *keys)):
        return True
    return False if len(words) > 1 and words[0] in load_title_words().male_names else None
