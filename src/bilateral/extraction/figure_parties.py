"""Whose figure it is: the states that a quantity concerns, and which way it flows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.actors import state_of
from bilateral.extraction.clauses import find_subjects
from bilateral.vocabulary.measures import load_kind_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.extraction.indicator_words import Measured
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention, Statement

__all__ = ["find_direction", "find_parties"]

_BILATERAL = re.compile(r"\b(?:bilateral|two-way|mutual|joint|reciprocal|between|both|each other|inter-\w+)\b", re.IGNORECASE)
_PAIR = re.compile(r"\b(?:bilateral|two-way|mutual|reciprocal)\b", re.IGNORECASE)
_NOT_PARTIES = frozenset(("place",))
_OBSERVERS = ("/EDU", "/MED")
"""Institutes and media count and report; the figure is not theirs."""


_NAMED_FOR_RANK = re.compile(r"\b(?:after|behind|ahead\s+of)\s+(?:the\s+)?$", re.IGNORECASE)
"""Before a state that only tells the place in a list: "the second-largest buyer after Chile"."""


def find_parties(  # noqa: PLR0913
    doc: ParsedDocument, sentence: Sentence, measured: Measured, *, clause: tuple[int, int], at: int, verb: Token, holding: Sequence[Statement] = ()
) -> list[str]:
    """States and bodies that a figure concerns: those of its clause, else of its sentence, its speaker or its paragraph, else the document's pair.

    Does not follow pronouns that have no mention.

    Args:
        doc: A parsed document.
        sentence: The sentence of the figure.
        measured: What the figure measures.
        clause: Start and end of its clause.
        at: Where the number stands.
        verb: The verb of its clause.
        holding: Statements that hold it: who "we" are.

    Returns:
        Codes without sector, those named first in front; empty if nobody is known.
    """
    is_bilateral = measured.indicator is not None and measured.indicator.is_bilateral
    others = _NAMED_FOR_RANK if "rank" in measured.name.split() else None
    inside = [m for m in _named(sentence) if not (others and others.search(sentence.text, 0, m.start_char - sentence.start_char)) and clause[0] <= m.start_char < clause[1]]
    named = _states([*_subject_mentions(sentence, verb, clause), *inside])
    if not named and not is_bilateral:
        named = _states(m for m in _named(sentence) if m.start_char < at) or _own_states(doc, sentence, holding)
    dyad = list(doc.dyad or ())
    if not named:
        return dyad
    text = doc.text[clause[0] : clause[1]]
    is_of_two = is_bilateral or bool(_BILATERAL.search(text))
    if len(named) > len(dyad) and set(dyad) <= set(named) and _PAIR.search(text):
        return dyad
    if is_of_two and len(named) == 1 and named[0] in dyad:
        return [*named, *(state for state in dyad if state not in named)]
    return named


def _subject_mentions(sentence: Sentence, verb: Token, clause: tuple[int, int]) -> list[Mention]:
    """Who acts in the clause of a number where they are named outside it: "Oman and Qatar agreed to invest $3 billion"."""
    heads = [subject for subject in find_subjects(verb) if not clause[0] <= subject.start < clause[1]]
    return [m for m in _named(sentence) if any(m.start_char <= head.start < m.end_char for head in heads)]


_CURRENCY = re.compile(
    r"\$|[\s-](?:dollars?|won|roubles?|rubles?|yuan|renminbi|rupees?|pounds?|francs?|kron(?:er|or|e|a)|kronur|pesos?|liras?|rials?|riyals?|dinars?|dirhams?|yen|shillings?|rand|baht|ringgit|rupiahs?|hryvnias?|zlotys?|lei|levs?|tenge|cedis?|nairas?)\b",
    re.IGNORECASE,
)  # US$ | Canadian dollars


def _named(sentence: Sentence) -> list[Mention]:
    """Who a sentence names, without the states whose currency it counts in."""
    return [m for m in sentence.mentions if not _is_money(m, sentence)]


def _is_money(mention: Mention, sentence: Sentence) -> bool:
    """Whether a name only marks a currency: "US$3 billion", "US $3 billion", "2 million Canadian dollars"; not "lent Kenya $3 billion"."""
    behind = mention.end_char - sentence.start_char
    return bool(_CURRENCY.match(sentence.text, behind)) or (mention.quote in _MARKS and sentence.text.startswith(" $", behind))


_MARKS = frozenset(("US", "U.S.", "HK", "NZ"))


_OWN = re.compile(r"\b(?:we|our|us|ours)\b", re.IGNORECASE)


def _own_states(doc: ParsedDocument, sentence: Sentence, holding: Sequence[Statement]) -> list[str]:
    """Whose figure an unnamed one is: the speaker's state for "we", else the one state that the sentences before in the paragraph name."""
    if _OWN.search(sentence.text):
        speakers = {item.speaker_state for item in holding if item.speaker_state}
        if len(speakers) == 1:
            return list(speakers)
    for before in reversed(doc.sentences[: sentence.index]):
        if before.paragraph != sentence.paragraph:
            break
        named = _states(_named(before))
        if named:
            return named if len(named) == 1 else []
    speakers = {item.speaker_state for item in holding if item.speaker_state}
    return list(speakers) if len(speakers) == 1 else []


def _states(mentions: Iterable[Mention]) -> list[str]:
    return list(dict.fromkeys(state_of(party) for mention in mentions if mention.how not in _NOT_PARTIES for party in mention.parties if not party.endswith(_OBSERVERS)))


def find_direction(sentence: Sentence, measured: Measured, parties: list[str], *, verb: Token, at: int) -> str | None:
    """From whom to whom a figure flows: "Kenyan exports to Uganda" KEN>UGA, "Kenya's imports from China" CHN>KEN.

    Args:
        sentence: The sentence of the figure.
        measured: What it measures.
        parties: Its parties.
        verb: The verb of its clause.
        at: Where the number stands.

    Returns:
        `AAA>BBB`, None where nothing flows or the sides are not clear.
    """
    indicator = measured.indicator
    if len(parties) != 2:  # noqa: PLR2004 - a pair
        return None
    if indicator is None or not indicator.direction:
        return _flow(sentence, verb, parties, at)
    owner = _owner_before(sentence, measured, parties) or _counterpart(sentence, measured, parties) or _subject(sentence, verb, parties)
    if owner is None:
        return None
    other = next((state for state in parties if state != owner), owner)
    return f"{other}>{owner}" if indicator.direction == "to_owner" else f"{owner}>{other}"


def _flow(sentence: Sentence, verb: Token, parties: list[str], at: int) -> str | None:
    """The side to which or from which something goes in the clause of a number: "the |sale| of 36 jets to Oman", "will buy gas from Qatar"."""
    number = next((token for token in sentence.tokens if token.start <= at < token.end), None)
    above = [] if number is None else [number, *number.ancestors()]
    for token in dict.fromkeys((*above, verb, *verb.children)):
        is_sent = token.lemma.lower() in load_kind_words("sent")
        if not is_sent and token.lemma.lower() not in load_kind_words("received"):
            continue
        towards = "to" if is_sent else "from"
        ends = [pobj for prep in (*token.find_children("prep", "dative"), *_below_object(token)) if prep.lower == towards for pobj in prep.find_children("pobj")]
        named = {state for pobj in ends for mention, state in _sided(sentence, parties) if mention.start_char <= pobj.start < mention.end_char}
        if len(named) == 1:
            side = named.pop()
            other = next(state for state in parties if state != side)
            return f"{other}>{side}" if is_sent else f"{side}>{other}"
    return None


def _below_object(token: Token) -> list[Token]:
    """Prepositions that the parser hung on what is sold and its number: "the sale of |36 jets to Oman|"."""
    things = [*token.find_children("dobj"), *(pobj for prep in token.find_children("prep") if prep.lower == "of" for pobj in prep.find_children("pobj"))]
    return [prep for thing in things for prep in thing.find_children("prep")]


_ADJACENT = 24
"""Characters between an owner and the measured word: "Kenya's tea exports"."""
_TO = re.compile(r"\s+(?:\w+\s+){0,3}?(?:to|into|in|for)\s+(?:the\s+)?$", re.IGNORECASE)
_FROM = re.compile(r"\s+(?:\w+\s+){0,3}?(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE)


def _sided(sentence: Sentence, parties: list[str]) -> list[tuple[Mention, str]]:
    return [(m, state_of(m.parties[0])) for m in _named(sentence) if len(m.parties) == 1 and state_of(m.parties[0]) in parties]


def _owner_before(sentence: Sentence, measured: Measured, parties: list[str]) -> str | None:
    """The state named right before the measured word: "Australia's exports", "Turkish investment"."""
    if measured.trigger is None:
        return None
    near = [
        (mention.end_char, state)
        for mention, state in _sided(sentence, parties)
        if 0 <= measured.trigger[0] - mention.end_char <= _ADJACENT and not re.search(r"[,;]|\b(?:to|from|with|in)\b", _between(sentence, mention.end_char, measured.trigger[0]))
    ]
    return max(near)[1] if near else None


def _counterpart(sentence: Sentence, measured: Measured, parties: list[str]) -> str | None:
    """The owner told by the other side after the measured word: "exports to B", "visit to B", "imports from B"."""
    if measured.trigger is None or measured.indicator is None:
        return None
    for mention, state in _sided(sentence, parties):
        if mention.start_char < measured.trigger[1]:
            continue
        between = _between(sentence, measured.trigger[1], mention.start_char)
        other = next(item for item in parties if item != state)
        is_import = measured.indicator.direction == "to_owner"
        if _TO.fullmatch(between):
            return state if is_import else other
        if _FROM.fullmatch(between):
            return other if is_import else state
    return None


def _between(sentence: Sentence, start: int, end: int) -> str:
    return sentence.text[start - sentence.start_char : end - sentence.start_char]


def _subject(sentence: Sentence, verb: Token, parties: list[str]) -> str | None:
    """The state that is the subject of the clause: "Beijing agreed to lend"."""
    for subject in find_subjects(verb):
        for mention, state in _sided(sentence, parties):
            if mention.start_char <= subject.start < mention.end_char:
                return state
    return None
