"""Where an event was: a locative attached to it, the destination of a visit, the meeting that the document reports."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bilateral.extraction.event_context import is_meeting_report
from bilateral.extraction.event_dates import is_release
from bilateral.extraction.event_venue import find_venue
from bilateral.vocabulary.places import load_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.event_acts import Act
    from bilateral.parsed import ParsedDocument, Sentence, Token

__all__ = ["find_coordinates", "place_acts"]

_LOCATIVE = frozenset(("in", "at", "near", "off", "outside"))
_ON_TOPICS = frozenset("discuss review consider raise welcome note update debate condemn praise support explore address examine mention".split())
_SAID = frozenset(("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))


def place_acts(doc: ParsedDocument, acts: Sequence[Act]) -> None:
    """Set the place of each act: a locative attached to it, "here", the destination of a visit.

    Does not take the seat of a government for a place unless a locative says so.

    Args:
        doc: The document, for the place that it was written at.
        acts: Acts in text order; `place` is set.
    """
    for act in acts:
        act.place = _own_place(act, doc)
    _share_venue(doc, acts)


def find_coordinates(act: Act) -> tuple[float | None, float | None]:
    """Where the place of an act lies, by the gazetteer.

    Does not place a state, whose extent no point stands for, unless the text
    names its capital.

    Args:
        act: An act with its place.

    Returns:
        Latitude and longitude in degrees (WGS 84), or None twice.

    Source:
        GeoNames (CC BY 4.0), as `vocabulary/places.csv` holds it.
    """
    for place in act.sentence.places:
        if act.place in (place.name, place.quote) and place.latitude is not None:
            return place.latitude, place.longitude
    known = _points().get(act.place) if act.place else None
    return known or (None, None)


@cache
def _points() -> dict[str, tuple[float, float]]:
    """The most populous place of each name."""
    ranked = sorted((place for place in load_places() if place.population), key=lambda place: place.population)
    return {name: (place.latitude, place.longitude) for place in ranked for name in (*place.other_names, place.name)}


def _share_venue(doc: ParsedDocument, acts: Sequence[Act]) -> None:
    """What is said and agreed at a meeting, in a report of it, has its place and day."""
    is_own_words = is_release(doc)
    meeting = next((act for act in acts if act.mode == "meet" and act.realis == "happened" and act.clause is not None and act.place), None)
    given = find_venue(doc) if is_own_words or is_meeting_report(doc) else None
    if given:
        _place_at_venue(doc, acts, given)
        return
    venue = meeting.place if meeting else doc.dateline_place if is_own_words else None
    if not venue:
        return
    for act in acts:
        is_reported = act.date is not None and not act.is_dated_here
        if act.place or act.clause is None or act.realis != "happened" or act.event_type not in _SAID or not (is_reported or is_own_words):
            continue
        if meeting is None or _fits(act, meeting):
            act.place = venue
            act.date = meeting.date if meeting and meeting.date and is_reported else act.date


def _place_at_venue(doc: ParsedDocument, acts: Sequence[Act], venue: str) -> None:
    """What a release tells as said, agreed or discussed on its day has the place that stands above it."""
    published = doc.document.published
    for act in acts:
        is_of_day = act.clause is not None or (act.mode == "meet" and act.is_anaphoric)
        is_now = not act.date or (published is not None and (act.date == published if act.is_dated_here else act.date[:7] == published[:7]))
        if not act.place and is_of_day and is_now and act.realis == "happened" and act.event_type in _SAID and act.mode != "visit":
            act.place = venue


def _fits(act: Act, meeting: Act) -> bool:
    """Whether an act follows a meeting of the same parties at a date that does not speak against it."""
    is_later = act.sentence.index >= meeting.sentence.index
    return is_later and act.states <= meeting.states and (not act.date or not meeting.date or act.date[:7] == meeting.date[:7])


def _own_place(act: Act, doc: ParsedDocument) -> str | None:
    holders = [act.head] if act.clause is None or act.clause is act.head else [act.head, act.clause]
    holders += [act.target] if act.target is not None and act.mode == "meet" else []
    for holder in holders:
        found = _locative(holder, act.sentence, doc)
        if found:
            return found
    if act.mode == "visit" and act.target is not None:
        return _name_at(act.target, act.sentence)
    return None


def _locative(holder: Token, sentence: Sentence, doc: ParsedDocument) -> str | None:
    """The place of a locative phrase of a word, through "at the palace in Rome"."""
    if any(child.lower == "here" and child.dep == "advmod" for child in holder.children):
        return doc.dateline_place
    pobjs = [pobj for prep in holder.children if prep.dep == "prep" and prep.lower in _LOCATIVE and not _is_of_topic(prep, holder) for pobj in prep.find_children("pobj")]
    inner = [deep for pobj in pobjs for prep in pobj.find_children("prep") if prep.lower in _LOCATIVE for deep in prep.find_children("pobj")]
    return next(filter(None, (_name_at(pobj, sentence) for pobj in (*pobjs, *inner))), None)


def _is_of_topic(prep: Token, holder: Token) -> bool:
    """Whether a place belongs to what was spoken of, right before it: "discussed the situation in Yemen"."""
    return holder.lemma in _ON_TOPICS and any(child.dep == "dobj" and 0 < prep.i - child.i <= 1 for child in holder.children)


def _name_at(token: Token, sentence: Sentence) -> str | None:
    """The name of the place that covers a word."""
    for place in sentence.places:
        if place.start_char <= token.start < place.end_char:
            return place.name
    for mention in sentence.mentions:
        if mention.start_char <= token.start < mention.end_char and mention.how in ("name", "capital", "place", "seat"):
            return mention.quote
    return None
