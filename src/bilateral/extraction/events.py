"""Events: who did what to whom, when, and whether it took place.

Verbs are read first, then the nouns that no verb has used; what a request, a
promise or a threat is about is not coded again; each act is kept once a
document, at its fullest mention.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import quote_span
from bilateral.extraction.event_dates import date_acts, place_acts
from bilateral.extraction.event_nouns import find_noun_acts
from bilateral.extraction.event_repeats import drop_repeats
from bilateral.extraction.event_verbs import find_verb_acts
from bilateral.periods import bounds
from bilateral.records import Event, make_id
from bilateral.vocabulary.codebook import intensity, quad_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.event_acts import Act
    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Statement

__all__ = ["find_events"]

_SPEECH_ACTS = frozenset(("AGREE", "SUPPORT", "REQUEST", "THREATEN", "REJECT", "CONCEDE"))
_DECIDED = frozenset(("CONCEDE", "SANCTION", "REJECT"))
_OUTSIDERS = frozenset(("EDU", "MED", "BUS"))


def find_events(doc: ParsedDocument, statements: Sequence[Statement]) -> list[Event]:
    """Find who did what to whom in one document.

    Does not read headlines, does not code acts within one state, nor acts
    whose parties the text does not give, nor what exists only in the opinion
    of an analyst, a journalist or a business.

    Args:
        doc: A parsed document with mentions, times and places.
        statements: Its statements, to know whose words a sentence is.

    Returns:
        One record per event, in text order; empty if there is none.

    Source:
        PLOVER manual; GUIDE, "events".
    """
    acts = [act for sentence in doc.sentences if sentence.tokens for act in _acts_of(doc, sentence)]
    acts = [act for act in acts if not _is_opinion(act, statements)]
    date_acts(doc, acts)
    place_acts(doc, acts)
    acts = drop_repeats(acts)
    events = {event.record_id: event for act in acts for event in [_write(doc, act)] if event is not None}
    return sorted(events.values(), key=lambda event: (event.start_char, event.end_char, event.record_id))


def _acts_of(doc: ParsedDocument, sentence: Sentence) -> list[Act]:
    verbs = find_verb_acts(doc, sentence)
    taken = frozenset(word.i for act in verbs for word in _used_words(act))
    acts = [*verbs, *find_noun_acts(doc, sentence, taken)]
    for act in acts:
        _adjust_realis(act)
    return [act for act in acts if not _is_embedded(act, acts)]


def _used_words(act: Act) -> list[object]:
    """The predicate and the object that its pattern names."""
    from bilateral.extraction.clauses import find_objects  # noqa: PLC0415

    words = [act.head]
    fixed = set(act.pattern.replace("|", " ").split())
    if act.clause is not None and (len(act.pattern.split()) > 2 or "@" in act.pattern):  # noqa: PLR2004 - a verb and R alone
        words += [obj for obj in find_objects(act.clause) if obj.lemma in fixed or "@" in act.pattern]
    return list(words)


def _adjust_realis(act: Act) -> None:
    """Refused support is a rejection; a policy that is decided on has happened."""
    if act.realis == "denied" and act.event_type == "SUPPORT" and act.clause is not None and act.mode is None:
        modals = {child.lower for child in act.clause.children if child.dep == "aux"}
        act.event_type, act.cameo_code = "REJECT", "120"
        act.realis = "planned" if modals & {"will", "'ll", "wo", "shall"} else "hypothetical" if modals & {"would", "may", "might", "could"} else "happened"
    head = act.head.head
    if act.realis == "planned" and act.event_type in _DECIDED and head.lemma in ("decide", "decision", "announce", "announcement", "agree"):
        act.realis = "happened"


def _is_embedded(act: Act, acts: Sequence[Act]) -> bool:
    """Whether an act is only what a request, promise or threat is about."""
    above = {id(word) for word in act.head.ancestors()}
    for other in acts:
        if other is act or other.head is act.head or id(other.head) not in above:
            continue
        if other.event_type in _SPEECH_ACTS and act.realis != "happened" and not _has_own_time(act):
            return True
        if other.clause is not None and other.clause is act.clause and other.event_type == act.event_type and other.states >= act.states:
            return True
    return False


def _has_own_time(act: Act) -> bool:
    low, high = act.span
    return act.clause is not act.head and any(time.period and low <= time.start_char < high for time in act.sentence.times)


def _is_opinion(act: Act, statements: Sequence[Statement]) -> bool:
    """Whether an act exists only in an outsider's words: his praise, his guess, his wish."""
    at = act.head.start
    for statement in statements:
        if statement.start_char <= at < statement.end_char and statement.speaker_sector in _OUTSIDERS:
            return act.realis in ("hypothetical", "planned") or act.event_type in ("COOPERATE",) and act.clause is None
    return False


def _write(doc: ParsedDocument, act: Act) -> Event | None:
    start, end, quote = quote_span(doc, *act.span)
    if not quote:
        return None
    first, last = _days(act.date)
    key = (act.event_type, *act.actors, ">", *act.recipients, act.realis)
    return Event(
        record_id=make_id(doc.doc_id, "events", start, end, *key),
        doc_id=doc.doc_id,
        start_char=start,
        end_char=end,
        quote=quote,
        actor=list(act.actors),
        recipient=list(act.recipients),
        event_type=act.event_type,
        mode=act.mode,
        cameo_code=_cameo(act.cameo_code),
        quad_code=quad_code(act.event_type),
        intensity=intensity(act.event_type, act.mode),
        event_date=act.date,
        event_date_start=first,
        event_date_end=last,
        realis=act.realis,
        place_name=act.place,
        trigger=act.head.text,
        rule=act.pattern,
    )


def _cameo(code: str) -> str:
    return code if code.startswith(("0", "1", "2")) else f"0{code}"


def _days(period: str | None) -> tuple[date | None, date | None]:
    return bounds(period) if period else (None, None)
