"""When work on an undertaking began or is to begin, and when it is to be finished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import Sentence, Time, Token

__all__ = ["find_due", "find_start"]

_WORK = r"(?:constructions?|works?|building|drilling|laying|production|implementation|development|excavation|dredging|assembly|operations?|project|groundwork|site\s+preparation)"
_BEGIN = r"(?:beg[aiu]n(?:s|ning)?|start(?:s|ed|ing)?(?!\s+(?:up|production|operations?|deliver|service))|commenc\w+|(?:get|got|gets)\s+under\s?way|kick(?:s|ed)\s+off)"
_STARTS = re.compile(
    rf"\b(?:{_BEGIN}|br(?:oke|eak|eaking|oken)\s+(?:the\s+)?ground|ground\s+was\s+broken|ground-?breaking|foundation[\s-]+stone|first\s+(?:concrete|stone|pile|pipe|brick|sod|rail)"
    rf"|under\s+construction\s+since|(?:under\s?way|in\s+the\s+works)\s+since|(?:have|has)\s+been\s+\w+ing\b|resum(?:e|es|ed|ption))",
    re.IGNORECASE,
)  # "construction will begin" | "broke ground on" | "has been building"
_FOUNDS = re.compile(r"\b(?:launch(?:ed|es)?|set(?:ting)?\s+up|establish(?:ed|es)?|found(?:ed)|creat(?:ed|es)|formed|initiated|inaugurated|introduced)\b", re.IGNORECASE)
_IS_WORK = re.compile(rf"\b{_WORK}\b", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:not|never|yet\s+to|failed\s+to|without|no)\b[^,.;]{0,25}$", re.IGNORECASE)
_OTHER_MATTER = re.compile(
    r"\b(?:talks?|negotiations?|discussions?|consultations?|meetings?|dialogue)\s+(?:[\w-]+\s+){0,10}$|\b(?:visit|war|sanctions|dispute|exports?|supplies|deliver\w+|oil|gas\s+flows?)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
"""What stands before a word of beginning that is not of the work: "talks began"."""

_ENDS = re.compile(
    r"\b(?:complet\w+|finish\w*|ready|operational|(?:go|goes|come|comes|be|brought|put|enter|enters|entry)\s+(?:on\s?-?line|on\s+stream|in(?:to)?\s+(?:operation|service|use))"
    r"|(?:in|into)\s+(?:operation|service)|open(?:s|ed|ing)?|deliver(?:ed|y)|start(?:s|ed)?\s+up|commission(?:ed|ing)?|inaugurat\w+|operate|operating)\b",
    re.IGNORECASE,
)  # "is due to be finished"
_TO_COME = re.compile(r"\b(?:will|would|shall|should|may|might|could|to\s+be|(?:is|are|was|were)\s+to|due|expected|scheduled|planned|set\s+to|slated|target\w*|aim\w*|hopes?|completion|plans?)\b|'ll\b", re.IGNORECASE)
_REACH = 70
"""Characters between a word of beginning or ending and its time (chosen without tuning: a clause)."""

_DASHES = ("-", "–", "/")
"""What stands before a word that looks like a month and is part of a name: "SABIA-Mar"."""

_LED_IN = re.compile(r"^\W*(?:(?:back|early|late|only)\s+)?(?:in|on|since|from|by)?\s*$", re.IGNORECASE)


def find_start(own: Sequence[Sentence], near: Sequence[Sentence], heads: Sequence[Token], *, is_founded: bool) -> str | None:
    """When work began or is to begin: the time of a word of beginning beside the undertaking.

    Does not take the day of talks about it, nor when it was proposed.

    Args:
        own: Sentences that name it.
        near: These and what goes on from each; there the work must be named ("Construction began in …").
        heads: The nouns that name it, one a sentence of `own`.
        is_founded: Whether it is a programme, a fund or a body, which begins by being founded.

    Returns:
        ISO 8601 with the precision told; None where nothing is told.
    """
    for sentence, head in zip(own, heads, strict=False):
        found = _time_of(sentence, _STARTS, head) or (_time_of(sentence, _FOUNDS, head) if is_founded else None)
        if found:
            return found.period
    for sentence in near:
        found = _time_of(sentence, _STARTS, None) if sentence not in own else None
        if found:
            return found.period
    return None


def _time_of(sentence: Sentence, pattern: re.Pattern[str], head: Token | None) -> Time | None:
    """The time that belongs to a word of beginning: after it in its clause, else at the head of the sentence."""
    times = [time for time in sentence.times if time.period and time.time_type == "date" and sentence.text[max(0, time.start_char - sentence.start_char - 1) :][:1] not in _DASHES]
    for cue in pattern.finditer(sentence.text) if times else ():
        before = sentence.text[: cue.start()]
        if _NOT_YET.search(before) or _OTHER_MATTER.search(before) or (head is None and not _IS_WORK.search(sentence.text[max(0, cue.start() - _REACH) : cue.end() + _REACH])):
            continue
        if head is not None and abs(head.start - sentence.start_char - cue.start()) > 2 * _REACH:
            continue
        found = _nearest(sentence, cue, times)
        if found:
            return found
    return None


def _nearest(sentence: Sentence, cue: re.Match[str], times: Sequence[Time]) -> Time | None:
    """The first time after a word in its clause, else one that leads in the sentence or stands just before the word."""
    for time in times:
        start, end = time.start_char - sentence.start_char, time.end_char - sentence.start_char
        between = sentence.text[cue.end() : start]
        if cue.end() <= start <= cue.end() + _REACH and not re.search(r"[;:.]\s|\b(?:and|but|after|before|which|when)\b", between) and not _ENDS.search(between):
            return time
        if end <= cue.start() and _LED_IN.match(sentence.text[:start]):
            return time
    return None


def find_due(own: Sequence[Sentence], near: Sequence[Sentence] = ()) -> str | None:
    """When it is to be ready: the first deadline of its sentences, else the time of a completion to come.

    Args:
        own: Sentences that name it.
        near: These and what goes on from each.

    Returns:
        ISO 8601; None where nothing is told.
    """
    deadline = next((time for sentence in own for time in sentence.times if time.is_deadline and time.period and not _is_start(sentence, time)), None)
    if deadline:
        return deadline.period
    return next((time.period for sentence in (*own, *near) for time in sentence.times if time.period and _is_completion(sentence, time)), None)


def _is_start(sentence: Sentence, time: Time) -> bool:
    """Whether a time is that of a beginning: "construction is to begin by 2026"."""
    before = sentence.text[max(0, time.start_char - sentence.start_char - _REACH) : time.start_char - sentence.start_char]
    cues = list(_STARTS.finditer(before))
    return bool(cues) and not _ENDS.search(before, cues[-1].end())


def _is_completion(sentence: Sentence, time: Time) -> bool:
    """Whether a time is that of a completion that has not come yet: "is due to be finished in 2029"."""
    at = time.start_char - sentence.start_char
    clause = re.split(r"[;:.,]\s", sentence.text[max(0, at - 2 * _REACH) : at])[-1]
    ends = list(_ENDS.finditer(clause))
    if not ends or len(clause) - ends[-1].end() > _REACH // 2:
        return False
    return bool(_TO_COME.search(clause[: ends[-1].end()]))
