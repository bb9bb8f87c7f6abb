"""What the text says helps or hinders a relation: drivers and hurdles.

Cues with weights (`vocabulary/factors.toml`) over the parse, one record a
clause and polarity. How much a cue must weigh depends on what the document is:
analyses name many factors, reports of events few.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import quote_span
from bilateral.extraction.factor_cues import find_hits
from bilateral.extraction.factor_pairs import find_kind, find_pair
from bilateral.extraction.sides import find_voice, states_of
from bilateral.records import Factor, make_id
from bilateral.vocabulary.commitments import load_promise_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.factor_cues import Hit
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
_OWN = re.compile(r"\b(?:bilateral|our|we|us|both|mutual)\b", re.IGNORECASE)
_ARGUING_SHARE = 0.1
"""Share of sentences with a word of arguing from which a text analyses (seeds .12 to .33; releases and transcripts of dev
.04 to .17, which their first person or their length tells apart)."""


def find_factors(doc: ParsedDocument, statements: Sequence[Statement]) -> list[Factor]:
    """Find what the text says helps (driver) or hinders (hurdle) a relation.

    Does not find factors that no word of the vocabulary tells, open conditions
    ("will depend on"), nor factors of a document without two states.

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
    analysis = _is_analysis(doc) and not voice.speaks
    least = _LEAST_SCORE if analysis or voice.is_official else _LEAST_SCORE_OF_REPORT
    hits = [
        hit
        for sentence in doc.sentences
        if sentence.tokens and sentence.part_type in ("body", "caption") and _is_of_pair(doc, sentence)
        for hit in find_hits(sentence, is_analysis=analysis)
        if hit.score >= least
    ]
    rows = [_row(doc, hit, statements) for hit in _strongest(hits)]
    kept = {row.record_id: row for row in rows if row is not None and row.quote}
    return sorted(kept.values(), key=lambda row: (row.start_char, row.end_char, row.record_id))


def _is_of_pair(doc: ParsedDocument, sentence: Sentence) -> bool:
    """Whether a sentence, or the one before it in its paragraph, names a side of the document's pair or both."""
    pair = set(doc.dyad or ())
    near = [sentence]
    if sentence.index and doc.sentences[sentence.index - 1].paragraph == sentence.paragraph:
        near.append(doc.sentences[sentence.index - 1])
    return any(pair & set(states_of(mention.parties)) for other in near for mention in other.mentions) or bool(_OWN.search(sentence.text))


def _is_analysis(doc: ParsedDocument) -> bool:
    """Whether a document analyses rather than reports: by its publisher, or by its length and words of arguing."""
    if doc.document.publisher_class == "think_tank":
        return True
    n_words = sum(sentence.text.count(" ") + 1 for sentence in doc.sentences)
    arguing = sum(bool(_ARGUING.search(sentence.text)) for sentence in doc.sentences)
    return n_words >= _LEAST_WORDS_OF_ANALYSIS and arguing >= _ARGUING_SHARE * len(doc.sentences)


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
        factor_type=find_kind(hit, dyad),
        said_by=_speaker(start, end, statements),
        rule=f"cue: {hit.cue}",
    )


def _speaker(start: int, end: int, statements: Sequence[Statement]) -> str | None:
    """Who says the words, if they stand inside a statement."""
    return next((s.speaker for s in statements if s.start_char <= start and end <= s.end_char), None)
