"""Which states an undertaking is of, by all that its document tells: its own words, who builds it, the pair of a joint text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.joint_texts import find_joint_pair, find_only_two
from bilateral.extraction.project_names import find_phrase, find_tail, has_own_name, is_named, is_titled
from bilateral.extraction.project_parties import find_pair_of_phrase, find_parties, find_states_across
from bilateral.extraction.project_signs import (
    is_described_well,
    is_for_two,
    is_joint,
    is_new,
    is_of_both,
    is_only_mentioned,
    is_undertaking,
)
from bilateral.extraction.project_ties import (
    find_acting_states,
    find_makers,
    find_placed_states,
    is_acted_on,
    is_opposed,
)
from bilateral.extraction.sides import find_voice, names_in, states_of
from bilateral.vocabulary.commitments import load_promise_words
from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Commitment

__all__ = ["DocumentSides", "find_one_side", "find_sides", "sides_of_document"]

_PAIR = 2
_SIDES = frozenset(("we", "they", "side", "party", "leader", "minister", "president", "country", "government"))
_FEW_STATES = 5
"""States in a name from which a programme is one of many, and not of two sides."""
"""States in a name from which a programme is one of many, and not of two sides."""


@dataclass(frozen=True, slots=True)
class DocumentSides:
    """What a document tells of the two sides of what stands in it."""

    doc: ParsedDocument
    commitments: Sequence[Commitment]
    pair: tuple[str, ...]  # the two sides of a text that one or both of them issue
    known: frozenset[str]  # states that it names
    is_of_both: bool  # both sides speak, or it is the account of their meeting


def sides_of_document(doc: ParsedDocument, commitments: Sequence[Commitment]) -> DocumentSides:
    """Read once what a document tells of its sides.

    Args:
        doc: A parsed document.
        commitments: Its commitments; a promise to build ties its sides to the works.

    Returns:
        The sides; no pair where it is not issued by one of two.
    """
    voice = find_voice(doc, load_promise_words().official_titles)
    joint = find_joint_pair(doc)
    pair = joint or (find_only_two(doc) if voice.is_official or voice.is_joint or voice.is_record else ())
    known = frozenset(state for sentence in doc.sentences for mention in sentence.mentions for state in states_of(mention.parties))
    return DocumentSides(doc, commitments, tuple(pair), known, bool(joint) or voice.is_joint or voice.is_record)


def find_one_side(head: Token, sentence: Sentence, told: DocumentSides) -> tuple[str, ...]:
    """The states that a sentence ties to works with a name of their own, were it one: another sentence may tie the other.

    Args:
        head: The noun.
        sentence: Its sentence.
        told: What the document tells of its sides.

    Returns:
        Codes, each once; empty for what is not works, has no name or is only mentioned.
    """
    kind = load_project_words().heads[head.lemma.lower()]
    if kind not in ("works", "project") or not has_own_name(head, sentence) or is_only_mentioned(head, kind, sentence) or not is_acted_on(head):
        return ()
    return tuple(dict.fromkeys([*find_acting_states(head, sentence), *find_placed_states(head, sentence, told.known)]))


def find_sides(head: Token, sentence: Sentence, told: DocumentSides) -> tuple[str, ...]:
    """The states of a noun that is an undertaking: by its own words, by who builds it, by its text.

    Does not find who only criticises or visits it.

    Args:
        head: The noun.
        sentence: Its sentence.
        told: What the document tells of its sides.

    Returns:
        Codes, each once; empty if it is no undertaking of two or more.
    """
    kind = load_project_words().heads[head.lemma.lower()]
    if is_only_mentioned(head, kind, sentence) or is_opposed(head):
        return ()
    own = find_pair_of_phrase(head, sentence)
    ways = (
        _by_sentence(head, kind, sentence, told) if is_undertaking(head, kind, sentence) else (),
        own if len(own) <= _FEW_STATES and is_of_both(head, kind, sentence) else (),
        _by_builders(head, kind, sentence, told),
        _by_title(head, kind, sentence, told),
    )
    return next((states for states in ways if len(states) >= _PAIR), ())


def _by_sentence(head: Token, kind: str, sentence: Sentence, told: DocumentSides) -> tuple[str, ...]:
    is_own = kind == "project" and has_own_name(head, sentence)
    return find_parties(told.doc, sentence, find_phrase(head), commitments=told.commitments, is_joint=is_own)


def _by_builders(head: Token, kind: str, sentence: Sentence, told: DocumentSides) -> tuple[str, ...]:
    """Who builds, pays or stops it, with those in whose country it stands; the pair where "we" or "the two sides" do."""
    speak = any(_means_sides(word) and (word.pos != "PRON" or told.is_of_both) for word in _subjects_over(head))
    sides = told.pair if speak else ()
    across = find_states_across(head, sentence, sides)
    if across and is_described_well(head, kind, sentence):
        return across
    return _acting(head, sentence, sides, find_placed_states(head, sentence, told.known))


def _by_title(head: Token, kind: str, sentence: Sentence, told: DocumentSides) -> tuple[str, ...]:
    """The pair of an official text, of a programme or body that it names by a title or tells as new."""
    pair = told.pair
    is_its_own = (is_titled(head, sentence) or is_new(head, sentence)) and not head.find_children("poss")
    if not pair or kind not in ("scheme", "body") or not is_its_own:
        return ()
    named = set(states_of(names_in(sentence, sentence.start_char, sentence.end_char)))
    is_told = named >= set(pair) or (named <= set(pair) and (told.is_of_both or is_for_two(sentence.text)))
    return pair if is_told and not named - set(pair) else ()


def _acting(head: Token, sentence: Sentence, sides: Sequence[str], placed: tuple[str, ...]) -> tuple[str, ...]:
    """The states that act on something well described, with those in whose country it stands; `sides` where "we" act."""
    kind = load_project_words().heads[head.lemma.lower()]
    if is_joint(head) and len(placed) >= _PAIR and (has_own_name(head, sentence) or find_tail(head, sentence)):
        return placed
    if kind == "works" and has_own_name(head, sentence) and _PAIR <= len(placed) <= _FEW_STATES and is_named(head, sentence, is_strict=True):
        return placed
    if kind in ("product", "company", "act") and not is_joint(head) and not (kind == "product" and has_own_name(head, sentence) and not head.find_children("poss")):
        return find_makers(head, sentence) if kind == "product" else ()
    if not is_acted_on(head) or not is_described_well(head, kind, sentence):
        return ()
    return tuple(dict.fromkeys([*(find_acting_states(head, sentence) or sides), *placed]))


def _means_sides(word: Token) -> bool:
    return word.lemma.lower() in _SIDES and (word.pos == "PRON" or word.tag == "NNS")


def _subjects_over(head: Token) -> list[Token]:
    """Subjects of the nearest verbs over a noun."""
    return [subject for word in head.ancestors() if word.pos == "VERB" for subject in find_subjects(word)]
