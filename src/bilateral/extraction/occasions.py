"""On what occasion something is said: "at a press conference in Seoul", "after talks with Lavrov", "in a speech to the UN"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import is_passive
from bilateral.extraction.named_parties import common_lemma, mention_at
from bilateral.vocabulary.addressees import load_addressees

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import Sentence, Token

__all__ = ["Occasion", "find_occasion", "is_occasion", "noun_span", "prepositions_of"]

_OTHER_CLAUSES = frozenset(("relcl", "acl", "ccomp", "csubj", "pcomp"))
"""A phrase below one of these belongs to another act than the saying."""
_SPEAKING = frozenset("speak talk address write ask say tell add brief appear comment reply respond testify lecture interview quote cite".split())
"""Verbs beside a cue whose phrases are the cue's: "|Speaking| at a rally, he said"."""
_NOT_IN_PHRASE = frozenset(("relcl", "acl", "advcl", "appos", "punct", "ccomp", "parataxis", "cc", "conj", "npadvmod"))
_BEFORE = frozenset(("prep", "mark", "advmod", "agent"))
_BODIES = frozenset(("body", "group", "talks"))


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where the words of an occasion stand, and the head of the phrase that names who is spoken to on it."""

    start: int
    end: int
    addressee: Token | None


def is_occasion(noun: Token) -> bool:
    """Whether a noun is that of an occasion and not "a call for", "an address in Oslo Street"."""
    return common_lemma(noun) in load_addressees().occasions and noun.pos in ("NOUN", "PROPN") and not (noun.lower.startswith("call") and any(child.lower in ("for", "on") for child in noun.children))


def prepositions_of(sentence: Sentence) -> list[Token]:
    """Words of a sentence that can stand before an occasion or a message."""
    before = load_addressees().before
    return [token for token in sentence.tokens if token.lower in before and token.children and token.dep in _BEFORE]


def find_occasion(sentence: Sentence, cue: Token, heads: Sequence[Token], *, content: tuple[int, int], prepositions: Sequence[Token]) -> Occasion | None:
    """Find the occasion of one saying in its sentence.

    Does not find occasions told in other sentences, places alone ("in Seoul"),
    and what the content itself tells of ("said |they met at a summit|").

    Args:
        sentence: A parsed sentence.
        cue: The word of saying.
        heads: Heads of the phrases that name its speakers.
        content: Start and end of what is said.
        prepositions: What `prepositions_of` tells of the sentence.

    Returns:
        The occasion nearest to the beginning; None if none is told.
    """
    told = _told_directly(sentence, cue, content)
    if told is not None:
        return told
    for prep in prepositions:
        is_inside = content[0] <= prep.start < content[1]
        if is_inside and (prep.head is not cue or not content[0] <= cue.start < content[1]):
            continue
        for inner in prep.children:
            if inner.i > prep.i and _makes_occasion(inner, prep, sentence) and _belongs(prep, cue, heads):
                return _phrase(prep, inner, sentence, content)
    return None


def _told_directly(sentence: Sentence, cue: Token, content: tuple[int, int]) -> Occasion | None:
    """An occasion that is told something: "told |a news conference in Seoul|"."""
    if cue.lemma.lower() != "tell" or is_passive(cue):
        return None
    for noun in cue.find_children("dobj", "dative", "nsubj"):
        if noun.i > cue.i and is_occasion(noun) and common_lemma(noun) not in load_addressees().hearers:
            start, end = noun_span(noun, sentence)
            return Occasion(start, _clipped(start, end, content), None)
    return None


def _makes_occasion(word: Token, prep: Token, sentence: Sentence) -> bool:
    """Whether what stands behind a preposition is an occasion: its noun, an act after "after", a body after "at"."""
    if prep.lower == "of" and prep.head.lower not in load_addressees().before_of:
        return False
    if word.dep == "pobj":
        if is_occasion(word) or (prep.lower == "on" and common_lemma(word) in load_addressees().media):
            return True
        mention = mention_at(sentence, word) if prep.lower == "at" else None
        return mention is not None and mention.how in _BODIES
    return word.dep == "pcomp" and word.tag == "VBG" and prep.lower in ("after", "before", "following") and word.lemma in load_addressees().acts


def _belongs(prep: Token, cue: Token, heads: Sequence[Token]) -> bool:
    """Whether a phrase hangs on the saying: on its cue, its speaker, or a verb of speaking beside it."""
    own = {id(head) for head in heads}
    word = prep
    while word.head is not word:
        word = word.head
        if word is cue or id(word) in own or word is _governor(cue):
            return True
        is_speaking = word.tag in ("VBG", "VBN") and word.lemma in _SPEAKING
        if (word.pos in ("VERB", "AUX") and not is_speaking) or (word.dep in _OTHER_CLAUSES and not is_speaking):
            return False
    return False


def _governor(cue: Token) -> Token | None:
    """The verb beside whose clause the cue stands without a subject of its own: "|met| them at a summit and said"; of a noun its verb."""
    if cue.pos == "NOUN" or cue.dep in ("acomp", "oprd"):
        return cue.head
    is_second = cue.dep in ("advcl", "conj", "xcomp") and not cue.find_children("nsubj", "nsubjpass")
    return cue.head if is_second and cue.head.pos in ("VERB", "AUX") else None


def _phrase(prep: Token, inner: Token, sentence: Sentence, content: tuple[int, int]) -> Occasion:
    start = prep.head.start if prep.lower == "of" else prep.start
    _, end = noun_span(inner, sentence) if inner.dep == "pobj" else _clause_span(inner, sentence)
    end = _clipped(start, end, content)
    preposition = load_addressees().occasions.get(common_lemma(inner))
    addressees = [pobj for child in inner.find_children("prep", "dative") if child.lower == preposition for pobj in child.find_children("pobj") if pobj.end <= end]
    if inner.dep != "pobj":
        addressees = [child for child in inner.find_children("dobj") if inner.lemma == "address"]
    is_before = prep.lower in ("after", "before", "following", "of")
    return Occasion(start, end, addressees[0] if addressees and not is_before else None)


def _clipped(start: int, end: int, content: tuple[int, int]) -> int:
    """The end of a phrase, before a content that the parser hung on it."""
    return content[0] if start < content[0] < end else end


def _clause_span(verb: Token, sentence: Sentence) -> tuple[int, int]:
    """An act with its object: "meeting Lavrov in Sochi"."""
    return verb.start, max([verb.end, *(noun_span(child, sentence)[1] for child in verb.find_children("dobj")), *_places(verb, sentence)])


def _places(verb: Token, sentence: Sentence) -> list[int]:
    """Ends of the phrases of place and company behind an act."""
    return [noun_span(pobj, sentence)[1] for prep in verb.find_children("prep") if prep.lower in ("with", "in", "at") for pobj in prep.find_children("pobj")]


def noun_span(noun: Token, sentence: Sentence) -> tuple[int, int]:
    """A noun phrase without clauses, appositions and days behind it.

    Args:
        noun: Its head.
        sentence: Its sentence.

    Returns:
        Start and end in characters of the document.
    """
    kept = [noun]
    for word in kept:
        for child in word.children:
            is_joined = child.dep in ("cc", "conj") and word is not noun and child.pos != "VERB"
            if (child.dep in _NOT_IN_PHRASE and not is_joined) or _is_time(child, sentence):
                continue
            kept.append(child)
    last = _unbroken_end(noun, {word.i for word in kept}, sentence)
    return min(word.start for word in kept if word.i <= last), sentence.tokens[last].end


def _unbroken_end(noun: Token, kept: set[int], sentence: Sentence) -> int:
    """The last word behind a noun before one that is left out; a point of "U.S." and a hyphen do not break it."""
    last = noun.i
    for token in sentence.tokens[noun.i + 1 :]:
        if token.i in kept:
            last = token.i
        elif token.text not in ("-", "–", "'s", "’s", "'", "’"):
            break
    while last > noun.i and sentence.tokens[last].tag in ("IN", "DT", "CC", "TO", "POS"):
        last -= 1
    return last


def _is_time(word: Token, sentence: Sentence) -> bool:
    """Whether a phrase tells when: "on Monday"."""
    words = word.find_children("pobj") if word.dep == "prep" else [word]
    return any(time.start_char <= one.start < time.end_char for one in words for time in sentence.times)
