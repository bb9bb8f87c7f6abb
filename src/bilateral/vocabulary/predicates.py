"""Predicates: the words that tell an event, with the places of their parties.

`predicates.toml` explains its patterns in its head; the files beside it hold
further patterns by theme, in the same form. This module compiles them into steps that `extraction.event_frames` and `extraction.event_nouns` match.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.codebook import load_event_types
from bilateral.vocabulary.files import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["EventNoun", "EventVerb", "Step", "load_event_nouns", "load_event_verbs", "load_idle_verbs", "load_word_class"]

_FILE = "predicates.toml"
_THEMES = ("predicates_acts.toml", "predicates_analyses.toml", "predicates_cooperation.toml", "predicates_diplomacy.toml", "predicates_force.toml", "predicates_order.toml", "predicates_releases.toml", "predicates_words.toml", "predicates_yielding.toml")
"""Patterns by theme: wires and readouts; analyses and reviews; joint work and gifts; idioms of diplomatic prose; arms and violence; police, courts and crowds; releases and joint statements; words and talks; aid, easing and return."""
_SLOTS = frozenset("RACXO")
_PREPOSITIONS = frozenset(
    """about above across after against ahead along alongside among around as aside at away back before behind between beyond by down for
    forward from in inside into near of off on onto out outside over regarding that through to together towards toward under
    until up upon with within""".split()
)
_MODES = frozenset(("visit", "meet", "phone", "multilateral", "third-party"))
_MARKS = _MODES | frozenset(("mutual", "lone", "bare", "definite", "figure", "hosting", "crowd", "weapon", "generic", "own", "both", "voice", "wish", "person", "body", "open", "given", "police", "denied", "planned", "peace"))


@dataclass(frozen=True, slots=True)
class Step:
    """One place beside a verb: what may stand there, after which prepositions (none: the object).

    `slot` is R, A, C, X, O or "" for words alone; `words` limits the head noun;
    `particles` holds prepositions that stand without a noun.
    """

    prepositions: tuple[str, ...]
    slot: str
    words: frozenset[str]
    is_optional: bool = False
    is_particle: bool = False


@dataclass(frozen=True, slots=True)
class EventVerb:
    """One pattern of a verb, or of an adjective or noun after "be"."""

    pattern: str
    lemma: str
    complement: frozenset[str]
    steps: tuple[Step, ...]
    subject: str
    event_type: str
    cameo_code: str
    marks: frozenset[str]
    example: str

    @property
    def mode(self) -> str | None:
        """The PLOVER mode of a consultation."""
        return next(iter(self.marks & _MODES), None)


@dataclass(frozen=True, slots=True)
class EventNoun:
    """One pattern of an event noun: its head, words that must stand before it, prepositions of the recipient."""

    pattern: str
    lemma: str
    modifiers: tuple[str, ...]
    after: frozenset[str]
    prepositions: tuple[str, ...]
    is_clause: bool
    event_type: str
    cameo_code: str
    marks: frozenset[str]
    example: str

    @property
    def mode(self) -> str | None:
        """The PLOVER mode of a consultation."""
        return next(iter(self.marks & _MODES), None)


@cache
def load_event_verbs(*, is_given: bool = False) -> dict[str, tuple[EventVerb, ...]]:
    """Patterns of verbs by lemma, the most specific first; those after "be" under their adjective or noun.

    Does not hold nouns (`load_event_nouns`) nor verbs of speech as such.

    Args:
        is_given: Whether the two parties are given beforehand: then rows marked "given" are there too.

    Returns:
        Patterns by lemma.

    Raises:
        VocabularyError: If `predicates.toml` is malformed; the message names the row.

    Source:
        PLOVER manual; CAMEO codebook; rows written for bilateral.

    Example:
        >>> load_event_verbs()["accuse"][0].event_type
        'ACCUSE'
    """
    found: defaultdict[str, list[EventVerb]] = defaultdict(list)
    for event_type, row in _rows("verbs", is_given=is_given):
        verb = _compile_verb(event_type, row)
        if "given" in verb.marks and not is_given:
            continue
        for lemma in verb.complement or (verb.lemma,):
            found[lemma].append(verb)
    return {lemma: tuple(sorted(verbs, key=_rank)) for lemma, verbs in found.items()}


@cache
def load_idle_verbs() -> dict[str, tuple[EventVerb, ...]]:
    """Idioms that only look like acts, by lemma: "released a report", "took place".

    Raises:
        VocabularyError: If a file is malformed; the message names the row.

    Example:
        >>> "release" in load_idle_verbs()
        True
    """
    found: defaultdict[str, list[EventVerb]] = defaultdict(list)
    for data in _files():
        for row in _spread(data.get("idle", {}).get("verbs", ())):
            verb = _compile_verb("idle", row)
            found[verb.lemma].append(verb)
    return {lemma: tuple(verbs) for lemma, verbs in found.items()}


@cache
def load_event_nouns(*, is_given: bool = False) -> dict[str, tuple[EventNoun, ...]]:
    """Patterns of event nouns by lemma, the most specific first.

    Args:
        is_given: Whether the two parties are given beforehand: then rows marked "given" are there too.

    Returns:
        Patterns by the lemma of the head noun.

    Raises:
        VocabularyError: If `predicates.toml` is malformed; the message names the row.

    Example:
        >>> load_event_nouns()["shelling"][0].prepositions
        ('of',)
    """
    found: defaultdict[str, list[EventNoun]] = defaultdict(list)
    for event_type, row in _rows("nouns", is_given=is_given):
        noun = _compile_noun(event_type, row)
        if "given" in noun.marks and not is_given:
            continue
        found[noun.lemma].append(noun)
    return {lemma: tuple(sorted(nouns, key=lambda noun: (-len(noun.modifiers) - bool(noun.after), noun.is_clause))) for lemma, nouns in found.items()}


@cache
def load_word_class(table: str, key: str) -> frozenset[str]:
    """One of the lists of words at the end of `predicates.toml`.

    Args:
        table: Such as "carriers".
        key: Such as "do".

    Raises:
        VocabularyError: If there is no such list.

    Example:
        >>> "hold" in load_word_class("carriers", "do")
        True
    """
    for data in _files():
        if key in data.get(table, {}):
            return frozenset(data[table][key].split())
    message = f"{_FILE}, key '{table}.{key}': no such list of words"
    raise VocabularyError(message)


def _rows(kind: str, *, is_given: bool) -> list[tuple[str, list[str]]]:
    """Rows with their type of act; a file with `only = "documents"` is left out where the two parties are given beforehand."""
    files = [data for data in _files() if not (is_given and data.get("only") == "documents")]
    return [(event_type, row) for event_type in load_event_types() for data in files for row in _spread(data.get(event_type, {}).get(kind, ()))]


def _spread(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """A row for each of the verbs that share one: "cut|slash @aid to R"."""
    for row in rows:
        opening = "R " if row[0].startswith("R ") else ""  # "R anger|alarm A"
        first, _, rest = row[0].removeprefix(opening).partition(" ")
        for lemma in first.split("|"):
            yield [f"{opening}{lemma} {rest}".strip(), *row[1:]] if "|" in first else row


@cache
def _files() -> tuple[dict[str, Any], ...]:
    return tuple(read_toml(file) for file in (_FILE, *_THEMES))


@cache
def _sets() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for data in _files() for name, words in data.get("sets", {}).items()}


def _rank(verb: EventVerb) -> tuple[int, str]:
    """Patterns with more fixed words come first, then those with prepositions."""
    score = sum(10 * bool(step.words) + 4 * step.is_particle + 3 * bool(step.prepositions) + (step.slot == "R") for step in verb.steps)
    return -score - 2 * ("both" in verb.marks), verb.pattern


def _compile_verb(event_type: str, row: list[str]) -> EventVerb:
    pattern, code, example, marks = _check_row(event_type, row)
    words = pattern.split()
    subject = "A"
    if words[0] == "R":
        subject, words = "R", words[1:]
    lemma, rest = words[0], words[1:]
    complement: frozenset[str] = frozenset()
    if lemma == "be" and rest[0] not in _PREPOSITIONS:
        complement, rest = _expand(rest[0]), rest[1:]
    return EventVerb(pattern, lemma, complement, _steps(rest), subject, event_type, code, marks, example)


def _steps(words: list[str]) -> tuple[Step, ...]:
    """The steps of a pattern: prepositions join the word that follows; before another or at the end they are particles."""
    steps: list[Step] = []
    waiting: tuple[str, ...] = ()
    for word in words:
        alternatives = tuple(word.split("|"))
        if set(alternatives) & _PREPOSITIONS and not set(alternatives) <= _PREPOSITIONS:
            message = f"{_FILE}: got {word!r} in '{' '.join(words)}', which mixes prepositions and other words; write two rows"
            raise VocabularyError(message)
        if set(alternatives) <= _PREPOSITIONS:
            steps += [Step(waiting, "", frozenset(), is_particle=True)] if waiting else []
            waiting = alternatives
            continue
        slot = next((part for part in word.rstrip("?").split("|") if part in _SLOTS), "")  # "police|R": police or any other
        steps.append(Step(waiting, slot, frozenset() if slot else _expand(word), is_optional=word.endswith("?")))
        waiting = ()
    steps += [Step(waiting, "", frozenset(), is_particle=True)] if waiting else []
    return tuple(steps)


@cache
def _expand(word: str) -> frozenset[str]:
    """The words of alternatives and sets: "offer|@aid"."""
    found: set[str] = set()
    for part in word.split("|"):
        if part.startswith("@") and part[1:] not in _sets():
            message = f"{_FILE}: no set {part!r}; the sets are {', '.join(_sets())}"
            raise VocabularyError(message)
        found |= _sets()[part[1:]] if part.startswith("@") else {part}
    return frozenset(found)


def _compile_noun(event_type: str, row: list[str]) -> EventNoun:
    pattern, code, example, marks = _check_row(event_type, row)
    words = pattern.split()
    is_clause = words[-1] == "C"
    prepositions: tuple[str, ...] = ()
    if words[-1] in ("R", "C"):
        words = words[:-1]
        if set(words[-1].split("|")) <= _PREPOSITIONS:
            prepositions, words = tuple(words[-1].split("|")), words[:-1]
    after: frozenset[str] = frozenset()
    if "of" in words:  # "exchange of fire": the noun after "of" must follow
        at = words.index("of")
        after, words = _expand(words[at + 1]), words[:at]
    return EventNoun(pattern, words[-1], tuple(words[:-1]), after, prepositions, is_clause, event_type, code, marks, example)


def _check_row(event_type: str, row: list[str]) -> tuple[str, str, str, frozenset[str]]:
    wanted = 3
    if len(row) not in (wanted, wanted + 1):
        message = f"{_FILE}, {event_type}, row {row}: {len(row)} cells; expected pattern, CAMEO code, example and perhaps marks"
        raise VocabularyError(message)
    marks = frozenset(row[3].split()) if len(row) > wanted else frozenset()
    if marks - _MARKS:
        message = f"{_FILE}, {event_type}, row {row[0]!r}: no mark {', '.join(sorted(marks - _MARKS))}; expected {', '.join(sorted(_MARKS))}"
        raise VocabularyError(message)
    return row[0], row[1], row[2], marks
