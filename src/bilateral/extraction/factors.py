"""What the text says helps or hinders a relation: drivers and hurdles.

Cues with weights (`vocabulary/factors.toml`) over the parse, one record a
clause and polarity. How much a cue must weigh depends on what the document is:
analyses name many factors, reports of events few. Where the cues find few, the
sentences that the linear model of `factor_tone` is surest of are added.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import quote_span
from bilateral.extraction.factor_cues import STRONG, Hit, find_hits, is_promised
from bilateral.extraction.factor_pairs import find_kind, find_pair
from bilateral.extraction.factor_tone import read_tone
from bilateral.extraction.sides import find_voice, states_of
from bilateral.records import Factor, make_id
from bilateral.vocabulary.commitments import load_promise_words
from bilateral.vocabulary.factors import load_factor_words
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Statement

__all__ = ["find_factors"]

_LEAST_SCORE = 4
"""Weight and signs that a cue needs in an analysis or an official text. 3, 4, 5, 6 tried: F1 .60, .61, .48, .26 on the
seeds; 3 has precision .61 instead of .69."""

_LEAST_SCORE_OF_REPORT = 5
"""The same in a report of events: one sign more. Chosen by reading what 4 and 5 find in some fifty Reuters reports of
1987, not measured: the seeds hold no such report."""

_LEAST_WORDS_OF_ANALYSIS = 350
_ARGUING = re.compile(
    r"\b(?:however|moreover|therefore|indeed|in fact|although|though|despite|while|nevertheless|yet|thus|hence|rather|perhaps|arguably"
    r"|of course|in turn|at the same time|accordingly|as a result|on the other hand|in this sense|strategic|interests?)\b",
    re.IGNORECASE,
)
_HEAD = 400
"""Characters at the head and the foot of a text where it says what it is."""

_LEAST_CERTAINTY = 0.36
"""Probability that a sentence needs to be a factor by its tone alone, for three answers (.3 to .9 tried: .34 to .5 are alike on
the learning documents, .36 is best on the development documents and the shipped example)."""

_DOUBT = 0.15
"""Certainty taken off for each sign that a sentence is not about the pair (0 to .2 tried on the learning documents, where
such sentences are factors half as often as the others)."""

_FEW = 0.3
_SHARE_OF_FACTORS = 0.6
"""Where the cues find fewer than _FEW factors to a sentence about the pair, sentences are added by their tone up to the second
share. Gold documents have .2 to .9, half of them between .4 and .7; more of the second is no gain (.3 to 1 tried)."""

_MOST_WORDS_OF_LINE = 16
_LEAST_SENTENCES = 4
"""Sentences about the pair that a text needs for this: a share of fewer says nothing."""

_REACH = 3
"""Sentences back in a paragraph of an analysis that still say whom it is about."""

_FOCUSED_SHARE = 0.1
"""Share of the sentences that name the rarer side, from which a text is about the pair (gold .15 and more; most speeches in
the General Assembly, which name many states, below .1)."""

_LEAST_NAMED = 2
_REFERRING = frozenset(("pronoun", "anaphor"))
_OWN = re.compile(r"\b(?:bilateral|our|we|us|both|mutual)\b", re.IGNORECASE)
_ARGUING_SHARE = 0.1
"""Share of sentences with a word of arguing from which a text analyses (seeds .12 to .33; releases and transcripts of dev
.04 to .17, which their first person or their length tells apart)."""


def find_factors(doc: ParsedDocument, statements: Sequence[Statement]) -> list[Factor]:
    """Find what the text says helps (driver) or hinders (hurdle) a relation.

    Does not find open conditions ("will depend on"), nor factors of a document
    without two states; a sentence found by its tone alone is quoted whole.

    Args:
        doc: A parsed document.
        statements: Its statements: who names a factor inside one.

    Returns:
        One row per clause and polarity, in text order; empty if there is none.

    Source:
        Coding guide, "factors", and the decisions on factors.
    """
    if doc.dyad is None:
        return []
    voice = find_voice(doc, load_promise_words().official_titles)
    analysis = _is_analysis(doc, speaks=voice.speaks) and not (voice.is_joint or (voice.is_official and voice.speaks))
    least = _LEAST_SCORE if analysis or voice.is_official else _LEAST_SCORE_OF_REPORT
    is_focused = _is_focused(doc)
    is_about = is_focused and (analysis or voice.is_official)
    coded = [s for s in doc.sentences if s.tokens and s.part_type in ("body", "caption") and (is_focused or set(doc.dyad) <= _states_named(s))]
    hits = [
        hit
        for sentence in coded
        if (analysis or not sentence.text.rstrip().endswith("?")) and _is_of_pair(doc, sentence, reach=_REACH if analysis else 1)
        for hit in find_hits(sentence, is_analysis=analysis)
        if hit.score + (is_about and hit.weight == STRONG) >= least
    ]
    strongest = _strongest(hits)
    about = [sentence for sentence in coded if _is_of_pair(doc, sentence, reach=_REACH)]
    rows = [_row(doc, hit, statements) for hit in (*strongest, *_by_tone(doc, about, strongest))]
    kept = {row.record_id: row for row in rows if row is not None and row.quote}
    return sorted(kept.values(), key=lambda row: (row.start_char, row.end_char, row.record_id))


def _by_tone(doc: ParsedDocument, about: Sequence[Sentence], found: Sequence[Hit]) -> list[Hit]:
    """The sentences without a cue that are the surest factors by their tone, as many as a text of this length may hold."""
    if len(about) < _LEAST_SENTENCES or len(found) >= _FEW * len(about):
        return []
    room = math.ceil(_SHARE_OF_FACTORS * len(about)) - len(found)
    taken = {hit.sentence.index for hit in found}
    open_ = [s for s in about if s.index not in taken and not s.text.rstrip().endswith("?") and not (s.root and is_promised(s.root))]
    read = [(tone := read_tone(s), tone.certainty - _doubt(doc, s), s) for s in open_]
    sure = sorted((item for item in read if item[1] >= _LEAST_CERTAINTY), key=lambda item: (-item[1], item[2].index))
    return [_whole(sentence, tone.polarity) for tone, _, sentence in sure[:room]]


def _doubt(doc: ParsedDocument, sentence: Sentence) -> float:
    """What a sentence must be surer by: a third state named, and neither side of the pair."""
    pair, named = set(doc.dyad or ()), _states_named(sentence, by_name=True)
    return _DOUBT * (bool({state for state in named if is_state(state)} - pair) + (not named & pair))


def _whole(sentence: Sentence, polarity: str) -> Hit:
    """A sentence as a hit of its own."""
    start, end = sentence.tokens[0].start, sentence.tokens[-1].end
    return Hit(sentence, sentence.root or sentence.tokens[0], start, end, polarity, _LEAST_SCORE, "tone", None)


def _is_of_pair(doc: ParsedDocument, sentence: Sentence, *, reach: int) -> bool:
    """Whether a sentence, or one shortly before it in its paragraph, names a side of the document's pair or both."""
    pair = set(doc.dyad or ())
    near = [other for other in doc.sentences[max(0, sentence.index - reach) : sentence.index + 1] if other.paragraph == sentence.paragraph]
    return any(pair & set(states_of(mention.parties)) for other in near for mention in other.mentions) or bool(_OWN.search(sentence.text))


def _is_analysis(doc: ParsedDocument, *, speaks: bool) -> bool:
    """Whether a document analyses rather than reports: by its publisher, head and foot, or by its length and words of arguing."""
    document = doc.document
    if document.publisher_class == "think_tank":
        return True
    lines = [line for line in (*document.text[:_HEAD].split("\n"), *document.text[-_HEAD:].split("\n")) if line.count(" ") < _MOST_WORDS_OF_LINE]
    if load_factor_words().analysis_titles.search(" | ".join([document.title or "", document.publisher or "", document.byline or "", *lines])):
        return True
    if speaks:
        return False
    n_words = sum(sentence.text.count(" ") + 1 for sentence in doc.sentences)
    arguing = sum(bool(_ARGUING.search(sentence.text)) for sentence in doc.sentences)
    return n_words >= _LEAST_WORDS_OF_ANALYSIS and arguing >= _ARGUING_SHARE * len(doc.sentences)


def _is_focused(doc: ParsedDocument) -> bool:
    """Whether a document is about its two states, and not about the world: no third state is named as often as the rarer of them."""
    pair = doc.dyad or ()
    counts = Counter(state for sentence in doc.sentences for state in _states_named(sentence, by_name=True) if is_state(state))
    third = max((n for state, n in counts.items() if state not in pair), default=0)
    least = min(counts[state] for state in pair)
    return least >= max(_LEAST_NAMED, _FOCUSED_SHARE * len(doc.sentences)) and least >= third


def _states_named(sentence: Sentence, *, by_name: bool = False) -> set[str]:
    """States of a sentence's mentions; `by_name` leaves "we" and "he" out, who are named in every speech."""
    return {state for mention in sentence.mentions if not by_name or mention.how not in _REFERRING for state in states_of(mention.parties)}


def _strongest(hits: list[Hit]) -> list[Hit]:
    """One hit a stretch and polarity: the one with the highest score, of equals the longest."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (-hit.score - hit.is_head, hit.start - hit.end, hit.start, hit.cue)):
        if not any(_overlap(hit, other) for other in kept):
            kept.append(hit)
    return kept


def _overlap(hit: Hit, other: Hit) -> bool:
    return min(hit.end, other.end) > max(hit.start, other.start)


def _row(doc: ParsedDocument, hit: Hit, statements: Sequence[Statement]) -> Factor | None:
    dyad = find_pair(doc, hit)
    if dyad is None:
        return None
    start, end, quote = quote_span(doc, hit.start, hit.end)
    hit = replace(hit, start=start, end=end)
    return Factor(
        record_id=make_id(doc.doc_id, "factors", start, end, hit.polarity, dyad),
        doc_id=doc.doc_id,
        start_char=start,
        end_char=end,
        quote=quote,
        polarity=hit.polarity,
        dyad=dyad,
        factor_type=find_kind(doc, hit, dyad),
        said_by=_speaker(start, end, statements),
        rule="tone of the sentence" if hit.cue == "tone" else f"cue: {hit.cue}",
    )


def _speaker(start: int, end: int, statements: Sequence[Statement]) -> str | None:
    """Who says the words, if they stand inside a statement."""
    return next((s.speaker for s in statements if s.start_char <= start and end <= s.end_char), None)
