"""Which sides a phrase of a promise, project or factor stands for, where the words do not name them.

"We", "I", "the Government" and "the sides" mean somebody only by who wrote the
text. A report by one side says "our" of that side; a joint statement says "we"
of both. Where neither is clear the phrase stands for nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.actors import parties_of, state_of
from bilateral.vocabulary.states import is_body, is_state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["Voice", "find_voice", "name_pair", "names_in", "other_side", "sides_of", "states_of"]

_FIRST_PERSON = frozenset(("we", "us", "our", "ours"))
_SELF = frozenset(("i", "me", "my", "mine"))
_GOVERNMENT = frozenset(("government", "administration", "cabinet"))
_SIDES = frozenset(
    ["side", "party", "country", "leader", "minister", "president", "government", "delegation", "nation", "state", "counterpart", "principal", "participant"]
)
_MEMBERS = frozenset(("member", "economy", "signatory", "authority", "country", "minister"))
"""Of a body, in its own text: "Advanced economies will cut their deficits"."""

_BOTH_WORDS = frozenset(("the", "both", "two", "our", "these", "three"))
_MUTUAL = re.compile(
    r"\bagreed\b|\band I\b|\bI and\b|\bboth (?:sides|countries|leaders|governments|nations)\b|\b(?:the|our) two\b|\bjoint(?:ly)?\b|\bbilateral\b"
    r"|\btogether\b|\beach other\b|\bour (?:relationship|relations|ties|partnership|alliance|cooperation)\b",
    re.IGNORECASE,
)
_OF_BOTH = re.compile(
    r"\bjoint (?:\w+ ){0,2}(?:statement|declaration|communiqu[eé]|announcement|vision|plan)\b|\bcommuniqu[eé]\b|\btreaty between\b"
    r"|\b(?:agreement|statement|plan|roadmap|protocol|release|vision)\b.{0,80}?\bbetween\b|\bmemorandum of understanding\b|\bdeclaration\b"
    r"|\bstatement (?:of|by) the .{3,80}? and (?:of |by )?the\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b(?:read-?outs?|outcomes? of|agreed minutes|minutes of|summary of|joint (?:\w+ )?(?:statement|declaration|communiqu[eé])|list of (?:outcomes|documents)|fact ?sheet)\b", re.IGNORECASE)
_PAIRS = frozenset(("pair", "duo", "twain"))
_OWN_WORDS = re.compile(r"\b(?:our|we|us|my|I)\b")
_ANNOUNCES = re.compile(r"\bI (?:wish|am (?:very )?(?:pleased|delighted|proud)|would like) to announce\b|\b[Ww]e, the\b")
_FEW_OWN_WORDS = 3
"""A text with at least so many first-person words outside quotation marks speaks for somebody (seeds: 0 to 2, speeches and releases of dev 2 to 18)."""

_CLEARLY = 2
"""Mentions as the other by which two states must differ where none is named as one's own: one "our sanctions on Russia" in a
third state's text does not make Ukraine the speaker."""

_QUOTED = re.compile(r"[\"“][^\"”]{0,2000}[\"”]")
_TO_OTHER = re.compile(r"\b(?:our|my|we|I)\b[^.;]{0,60}?\b(?:with|to|in|between|from|of)\s+$", re.IGNORECASE)  # "our relationship with Iran"
_PROPER_GOVERNMENT = re.compile(r"\W*(?:Government|Minister|Prime Minister|households|businesses|people)\b")  # "Australian Government"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a document where it says "we"."""

    state: str | None  # one side's own text
    pair: tuple[str, ...]  # the two states it is about, or nothing
    is_official: bool  # a text that binds those who issue it
    is_joint: bool  # both sides speak
    speaks: bool  # in the first person, outside quotation marks
    is_record: bool = False  # an official account of a meeting, in the third person


def find_voice(doc: ParsedDocument, official_titles: re.Pattern[str]) -> Voice:
    """Who speaks in a document, by its title and its first person.

    Does not tell the speakers of a transcript apart: the state is that of the
    document as a whole.

    Args:
        doc: A parsed document.
        official_titles: What titles of official texts say.

    Returns:
        The voice; `state` is None for reports in the third person.
    """
    document = doc.document
    body = _QUOTED.sub(" ", " ".join(sentence.text for sentence in doc.sentences))
    title = f"{document.title or ''} {body[:200]}"
    announces = bool(_ANNOUNCES.search(body))
    speaks = announces or len(_OWN_WORDS.findall(body)) >= _FEW_OWN_WORDS
    is_official = document.publisher_class == "official" or announces or (speaks and bool(official_titles.search(title)))
    pair = tuple(doc.dyad or ())
    is_joint = bool(_OF_BOTH.search(title)) and bool(_MUTUAL.search(body))
    state = document.publisher_state if is_official or speaks else None
    if state is None and speaks and pair:
        state = _own_state(doc, pair)
    own_release = state is not None and bool(_PROPER_GOVERNMENT.search(body)) and speaks
    is_record = bool(pair) and bool(_ACCOUNT.search(title))
    return Voice(state, pair, is_official or is_joint or own_release, is_joint, speaks, is_record)


def _own_state(doc: ParsedDocument, pair: Sequence[str]) -> str | None:
    """The one of two states that a first-person text does not treat as the other: not Iran in "our ties with Iran"."""
    score = dict.fromkeys(pair, 0)
    for sentence in doc.sentences:
        for mention in sentence.mentions:
            state = state_of(mention.parties[0]) if mention.parties else ""
            if state not in score or len(mention.parties) > 1:
                continue
            before = sentence.text[: mention.start_char - sentence.start_char]
            after = sentence.text[mention.end_char - sentence.start_char :]
            score[state] -= bool(_TO_OTHER.search(before))
            score[state] += mention.how == "demonym" and bool(_PROPER_GOVERNMENT.match(after))
    best, second = sorted(score, key=lambda state: -score[state])
    return best if score[best] > max(score[second], 0) or score[best] - score[second] >= _CLEARLY else None


def states_of(parties: Iterable[str]) -> list[str]:
    """Bare codes of parties, each once, in order.

    Example:
        >>> states_of(["KOR/BUS", "KOR", "RUS"])
        ['KOR', 'RUS']
    """
    return list(dict.fromkeys(state_of(party) for party in parties))


def other_side(voice: Voice, state: str) -> str | None:
    """The other state of the document's pair, None if the state is not one of them."""
    if state not in voice.pair:
        return None
    return next((other for other in voice.pair if other != state), None)


def name_pair(first: str, second: str) -> str:
    """A dyad as the tables write it, in alphabetical order.

    Example:
        >>> name_pair("RUS", "KOR")
        'KOR-RUS'
    """
    return "-".join(sorted((first, second)))


def names_in(sentence: Sentence, start: int, end: int) -> list[str]:
    """Parties that are named inside a stretch of a sentence, each once, in text order."""
    named = [
        party
        for mention in sentence.mentions
        if start <= mention.start_char and mention.end_char <= end
        for party in mention.parties
        if is_state(state_of(party)) or is_body(state_of(party))
    ]
    return list(dict.fromkeys(named))


def sides_of(heads: Sequence[Token], sentence: Sentence, voice: Voice) -> list[str]:
    """Parties that coordinated phrases stand for, by name or by who speaks.

    Args:
        heads: Heads of the phrases, as `find_subjects` gives them.
        sentence: Their sentence.
        voice: Who speaks in the document.

    Returns:
        Party codes, each once; empty if no phrase names or means one.
    """
    found: dict[str, None] = {}
    for head in heads:
        found.update(dict.fromkeys(_sides_of_one(head, sentence, voice)))
    if len(heads) > 1 and any(head.lower in _SELF for head in heads) and voice.pair:
        found.update(dict.fromkeys(voice.pair))  # "President Obama and I"
    return list(found)


def _sides_of_one(head: Token, sentence: Sentence, voice: Voice) -> list[str]:
    named = parties_of(head, sentence) or _name_over(head, sentence)
    if head.lower in _FIRST_PERSON:
        both = voice.is_joint or (voice.is_official and _MUTUAL.search(sentence.text))
        return named if named and not both else _speakers(sentence, voice) or named
    if named:
        return named
    if head.lower in _SELF:
        return [voice.state] if voice.state else []
    return _sides_described(head, voice)


def _sides_described(head: Token, voice: Voice) -> list[str]:
    """Whom "they", "the two governments" and "the Government" mean in a text of theirs."""
    lemma = head.lemma.lower()
    words = {child.lower for child in head.children}
    if (head.lower in ("they", "both") and (voice.is_joint or voice.is_record)) or (lemma in _PAIRS and "the" in words):
        return list(voice.pair)
    if head.tag in ("NNS", "NNPS") and lemma in _SIDES and words & _BOTH_WORDS:
        return list(voice.pair)
    if lemma in _GOVERNMENT and "the" in words and voice.state:
        return [voice.state]
    if lemma in _MEMBERS and head.tag in ("NNS", "NNPS") and voice.state and voice.is_official and is_body(voice.state):
        return [voice.state]
    return []


def _name_over(head: Token, sentence: Sentence) -> list[str]:
    """Parties of a name that ends inside the word: "the U.S" of "the U.S."."""
    for mention in sentence.mentions:
        if mention.start_char <= head.start < mention.end_char < head.end:
            return list(mention.parties)
    return []


def _speakers(sentence: Sentence, voice: Voice) -> list[str]:
    """Whom "we" means: both sides in a joint text or sentence, else the side that speaks."""
    if voice.pair and (voice.is_joint or (voice.is_official and _MUTUAL.search(sentence.text))):
        return list(voice.pair)
    if voice.state:
        return [voice.state]
    return list(voice.pair) if voice.is_official else []
