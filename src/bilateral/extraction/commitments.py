"""What a party has said that it will do or reach.

Rules over the parse: verbs and nouns of promising with their complement,
"will" of a party in its own texts, provisions of statements and agreements
("tariffs will be abolished"), and aims that carry a target, a deadline or a
named plan. The words are in `vocabulary/commitments.toml`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bilateral.extraction.clauses import quote_span
from bilateral.extraction.commitment_conditions import find_condition
from bilateral.extraction.commitment_instruments import find_instrument
from bilateral.extraction.commitment_matters import find_issue, find_place
from bilateral.extraction.commitment_status import find_status
from bilateral.extraction.commitment_targets import find_target, split_aims
from bilateral.extraction.commitment_terms import (
    concerns_other,
    find_deadline,
    find_outcomes,
    has_terms,
)
from bilateral.extraction.promise_lists import find_listed
from bilateral.extraction.promises import find_promises
from bilateral.extraction.sides import find_voice, names_in, other_side, states_of
from bilateral.periods import bounds, is_period
from bilateral.records import Commitment, make_id
from bilateral.vocabulary.commitments import FIRMNESS, load_promise_words
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.promised import Promised
    from bilateral.extraction.sides import Voice
    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Event, Figure, Mention

__all__ = ["find_commitments"]

_AT = re.compile(r"\b(?:in|at)\s+$", re.IGNORECASE)
_TOLD = ("delivered", "stalled", "missed")
_EDGES = re.compile(r"^[^\w$€£¥₹₩]+|\W+$")  # "- $2 billion;"
_LEAST_BLANKS = 2
"""Blanks in the shortest clause that says what is promised; "We committed" is a fragment of the parse."""

_HEAD_CHARACTERS = 200

_MOST_WORDS = 14
"""Words of `what`: long enough for a ledger's line (GUIDE examples have 2 to 12)."""

_OPEN_WORDS = frozenset(
    "a an the its their his her our this that these those and or but nor of in on at to for from with by as into over under between within through "
    "which who whose whom when where while if because until before after than not also both more most other be is are was were will would has have had".split()
)
"""Words that a line of `what` does not end with where it is cut: what belongs to them is lost."""


def find_commitments(doc: ParsedDocument, events: Sequence[Event], figures: Sequence[Figure]) -> list[Commitment]:
    """Find what states and bodies have said that they will do or reach.

    Also what became of an earlier promise ("the waiver took effect", "the goal
    was missed"): a row with that status. Does not find promises that are
    denied or only possible, predictions, advice ("should"), aims without a
    target, deadline or named plan, promises that concern one side alone, nor
    other deeds done. Does not code the same promise twice in one clause.

    Args:
        doc: A parsed document with times resolved.
        events: Its events (not used yet: a promise is told by its own words).
        figures: Its figures, which give the targets.

    Returns:
        One row per promise and clause, in text order; empty if there is none.

    Source:
        Coding guide, "commitments", and the decisions on commitments.
    """
    del events
    words = load_promise_words()
    voice = find_voice(doc, words.official_titles)
    if voice.speaks and words.official_titles.search(doc.text[:_HEAD_CHARACTERS]):
        voice = replace(voice, is_official=True)  # "Media Release" stands above the text, among what is not coded
    found: list[Commitment] = []
    for sentence in doc.sentences:
        if not sentence.tokens or sentence.text.rstrip().endswith("?"):
            continue
        for promised in (*find_promises(sentence, voice), *find_listed(doc, sentence, voice), *find_outcomes(sentence, voice)):
            if promised.needs_terms and not has_terms(doc, promised, figures):
                continue
            if not concerns_other(doc, promised, voice):
                continue
            found.extend(row for part in split_aims(promised, figures) if (row := _row(doc, part, figures, voice)) is not None)
    return _without_repeats(found)


def _row(doc: ParsedDocument, promised: Promised, figures: Sequence[Figure], voice: Voice) -> Commitment | None:
    start, end, quote = quote_span(doc, promised.start, promised.end)
    whole = promised.whole or promised
    what = _what(doc, promised) or _what(doc, replace(promised, what_start=promised.start))
    if not quote or not promised.actor or doc.text[whole.start : whole.end].count(" ") < _LEAST_BLANKS:
        return None
    value, unit = find_target(promised, figures)
    deadline = find_deadline(doc, promised)
    first, last = bounds(deadline) if deadline and is_period(deadline) else (None, None)
    return Commitment(
        record_id=make_id(doc.doc_id, "commitments", start, end, ",".join(promised.actor)),
        doc_id=doc.doc_id,
        start_char=start,
        end_char=end,
        quote=quote,
        actor=promised.actor,
        recipient=_recipient(whole, voice),
        what=what,
        firmness=promised.firmness,
        deadline=deadline,
        deadline_start=first,
        deadline_end=last,
        target_value=value,
        target_unit=unit,
        status=find_status(doc, whole, voice),
        **_terms(doc, promised, voice),
    )


def _terms(doc: ParsedDocument, promised: Promised, voice: Voice) -> dict[str, Any]:
    """What a promise hangs on, stands in and is about, and where it is to be done, each with its words."""
    whole = promised.whole or promised
    condition, instrument = find_condition(whole), find_instrument(doc, whole, voice)
    issue, place = find_issue(promised), find_place(promised)
    found: dict[str, Any] = {}
    if condition:
        found |= {"condition": doc.text[slice(*condition)], "condition_start_char": condition[0], "condition_end_char": condition[1]}
    if instrument:
        kind, words, start, end = instrument
        found |= {"instrument": kind, "instrument_words": words, "instrument_start_char": start, "instrument_end_char": end}
    if issue:
        found |= {"issue": issue.value, "issue_words": doc.text[issue.start : issue.end], "issue_start_char": issue.start, "issue_end_char": issue.end}
    if place:
        found |= {"place_name": place.value, "place_start_char": place.start, "place_end_char": place.end}
    return found


def _recipient(promised: Promised, voice: Voice) -> list[str]:
    """To whom: who is named in the matter and does not promise, else the other side of the document's pair; nobody where it is mutual."""
    own = set(states_of(promised.actor))
    if promised.recipient is not None:
        return [party for party in promised.recipient if party not in own]
    if len(own) > 1:
        return []
    named = names_in(promised.sentence, promised.what_start, promised.end)
    aside = {m.start_char for m in promised.sentence.mentions if (m.how == "capital" and _is_venue(promised.sentence, m.start_char)) or _modifies(promised.sentence, m)}
    starts = {party: mention.start_char for mention in promised.sentence.mentions for party in mention.parties}
    others = [party for party in named if party.split("/")[0] not in own and starts[party] not in aside]
    other = other_side(voice, next(iter(own), ""))
    if others or other is None or any(promised.what_start <= start < promised.end for start in aside):
        return others
    return [other] if _is_for_other(promised, set(voice.pair)) else []


def _is_for_other(promised: Promised, pair: set[str]) -> bool:
    """Whether a promise that names nobody can be to the other side: not "would join the sanctions", nor where a third state is named."""
    sentence = promised.sentence
    thirds = {state for state in states_of(names_in(sentence, sentence.start_char, sentence.end_char)) if is_state(state)} - pair
    against = load_promise_words().against
    return not thirds and not any(token.lemma.lower() in against for token in sentence.tokens if promised.start <= token.start < promised.end)


def _modifies(sentence: Sentence, mention: Mention) -> bool:
    """Whether a body only tells which thing is meant: "the ASEAN summit", "IMF support"."""
    last = next((word for word in reversed(sentence.tokens) if mention.start_char <= word.start < mention.end_char), None)
    return mention.how == "body" and last is not None and last.dep in ("compound", "nmod", "amod") and last.head.start >= mention.end_char


def _is_venue(sentence: Sentence, start: int) -> bool:
    """Whether a capital is only where it happens: "in Tehran"."""
    return bool(_AT.search(sentence.text[: start - sentence.start_char]))


def _what(doc: ParsedDocument, promised: Promised) -> str:
    """The matter in few words, with those that an aim shares with the one before it."""
    words = doc.text[promised.what_start : promised.end].split()
    if promised.shared:
        words = [*promised.shared.split(), *words]
    short = words[:_MOST_WORDS]
    while len(words) > _MOST_WORDS and short and short[-1].lower().strip(",;:") in _OPEN_WORDS:  # "raise trade to $30 billion and visits to"
        short.pop()
    text = " ".join(short)
    for mark in ("to ", "that "):
        text = text.removeprefix(mark)
    return _EDGES.sub("", text)


def _without_repeats(rows: list[Commitment]) -> list[Commitment]:
    """Rows that do not lie within another of the same party; the firmer and shorter one stays."""
    kept: list[Commitment] = []
    for row in sorted(rows, key=lambda row: (row.status not in _TOLD, FIRMNESS.index(row.firmness), row.deadline is None, row.end_char - row.start_char, row.start_char)):
        if not any(_repeats(row, other) for other in kept):
            kept.append(row)
    return sorted(kept, key=lambda row: (row.start_char, row.end_char, row.record_id))


def _repeats(row: Commitment, other: Commitment) -> bool:
    shared = min(row.end_char, other.end_char) - max(row.start_char, other.start_char)
    shorter = min(row.end_char - row.start_char, other.end_char - other.start_char)
    return 2 * shared > shorter and bool(set(states_of(row.actor)) & set(states_of(other.actor)))
