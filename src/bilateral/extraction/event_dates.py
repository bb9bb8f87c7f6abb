"""When an event was: the words of time attached to it, else what the discourse says.

Dates come from the text and the published date alone (GUIDE, "Parts and
dates"): an act without words of time stays undated unless the document is a
report of its day or month and tells the act in its simple past or present.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from bilateral.extraction.event_context import is_meeting_report
from bilateral.periods import bounds, precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.event_acts import Act
    from bilateral.parsed import ParsedDocument, Sentence, Time, Token

__all__ = ["date_acts", "is_release"]

_CROSSING = frozenset(("relcl", "acl", "advcl", "ccomp", "xcomp", "pcomp", "conj", "parataxis"))
_BEFORE_OR_AFTER = frozenset(("after", "before", "since", "until", "till", "following", "prior", "ahead"))
_ARGUMENT = frozenset(("dobj", "nsubj", "nsubjpass", "attr", "dative"))
_HABITUAL = re.compile(
    r"\b(?:always|often|frequently|regularly|consistently|repeatedly|traditionally|usually|generally|long|for (?:years|decades|centuries|months)|every (?:year|month|week)|annually|each year|historically|over the years|in recent years|currently)\b",
    re.IGNORECASE,
)  # "have frequently stressed"
_COUNTS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_FOR_YEARS = re.compile(rf"\b[Ff]or (?:the (?:past|last) |more than |over |nearly |almost |some |about )?(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)}) (?P<unit>years|decades)\b")  # for 50 years
_LONGEST = 500
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our)\b")
_WEEKDAY = re.compile(r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.IGNORECASE)
_BARE_MONTH = re.compile(r"(?:in |late |early |mid-?)*(?:January|February|March|April|May|June|July|August|September|October|November|December)", re.IGNORECASE)
_VERBAL = frozenset(("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
_RELEASE_MIN = 2
"""A document with as many sentences in the first person is a release or interview: its speaker acts on its day."""
_PERFECT = frozenset(("have", "has", "had", "'ve"))
_JUDGING = frozenset(("SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
_RECENT = 40
"""Days within which a time beside what is praised can be the day of the praise ("welcomed Monday's vote")."""
_SCHEDULED = frozenset(("CONSULT",))
_PROGRAMME = 4
"""Sentences after a day is named in which a programme is still of that day."""
_ALSO = re.compile(r"(?:In addition|Also|Moreover|Furthermore|Additionally|Besides|(?:It|He|She|They) also)\b")  # In addition,
_LATER = re.compile(r"\blater (?:this|next) (?:week|month|year)\W*$|\b(?:next|coming) (?:week|month|year)\W*$")  # later this week
_LONG_AGO = re.compile(r"\b(?:ago|earlier (?:this|in)|previously|in the past|at (?:the|that) time|back then|formerly|once|originally)\b")  # a few months ago
_POINTING = frozenset(("the", "this", "today"))
_EARLIER = frozenset("last previous earlier past recent historic many several".split())
_CONCLUDING = frozenset(("sign", "conclude", "reach", "initial", "ratify", "adopt", "hold"))
_VISIT = re.compile(r"\bvisit\b", re.IGNORECASE)
"""A report of a visit tells of all its days, one of a meeting or press conference of one."""
_LEAD = 2
"""Sentences at a report's head that tell its news in the simple past."""
_DAYS_OF_WEEK = 7


def date_acts(doc: ParsedDocument, acts: Sequence[Act]) -> None:
    """Set the date of each act, and make planned what lies after the published date.

    Does not date habitual acts, nor acts in the perfect tense without words of
    time, except in first-person releases; of deeds only those that go on or
    stand at the head of a report.

    Args:
        doc: The document.
        acts: Acts in text order; `date`, `is_dated_here` and `realis` are set.

    Source:
        GUIDE, "Parts and dates".
    """
    is_own_words = is_release(doc)
    past, last = -1, None
    for act in acts:
        if "blame" in act.marks:
            act.date = doc.document.published  # blamed on the day it is told
            continue
        time = _attached_time(act)
        if time is not None and time.period and not _is_of_content(time, act, doc):
            act.date = _shift_ahead(time, act, doc)
            act.is_dated_here = True
            last = act
            past = act.sentence.paragraph if _is_bygone(act.date, doc) else -1
        elif _span_of_years(act, doc):
            act.date = _span_of_years(act, doc)
        elif is_own_words and _is_of_the_day(act):
            act.date = doc.document.published
        elif act.realis == "planned" and act.event_type in _SCHEDULED:
            act.date = _scheduled_day(act, doc, last)
        elif _ALSO.match(act.sentence.text) and last is not None and last.sentence.paragraph == act.sentence.paragraph and last.states == act.states:
            act.date = last.date  # "In addition, Peru seized"
        elif past == act.sentence.paragraph and not is_own_words:
            continue  # the paragraph tells of another year
        elif act.realis in ("happened", "denied"):
            act.date = _reported_date(act, doc, is_own_words=is_own_words)
        _plan_future(act, doc)


def _scheduled_day(act: Act, doc: ParsedDocument, last: Act | None) -> str | None:
    """The day that a programme tells in a sentence before: "on Tuesday he meets the president. Then he will see the premier"."""
    published = doc.document.published
    if not published:
        return None
    if last is not None and last.realis == "planned" and last.date and precision(last.date) == "day" and 0 <= act.sentence.index - last.sentence.index <= _PROGRAMME and last.actors == act.actors:
        return last.date
    for index in range(act.sentence.index, max(-1, act.sentence.index - _PROGRAMME - 1), -1):
        days = [time.period for time in doc.sentences[index].times if time.period and precision(time.period) == "day" and time.time_type == "date"]
        if days:
            return days[-1] if bounds(days[-1])[0] > bounds(published)[1] and index < act.sentence.index else None
    return None


def _is_of_the_day(act: Act) -> bool:
    """Whether a speaker points at the meeting or visit he speaks of: "the meeting with the premier", "this visit"."""
    words = {child.lower for child in act.head.children}
    is_past = any(child.lower in _EARLIER for child in act.head.children)
    return act.clause is None and act.event_type == "CONSULT" and act.mode in ("meet", "visit") and act.realis == "happened" and act.head.tag == "NN" and bool(words & _POINTING) and not is_past


def _span_of_years(act: Act, doc: ParsedDocument) -> str | None:
    """The years up to the published one in which an act went on: "for 50 years it has violated"."""
    published, clause = doc.document.published, act.clause
    if not published or clause is None or act.realis != "happened" or not any(child.lower in _PERFECT for child in clause.children if child.dep in ("aux", "auxpass")):
        return None
    found = _FOR_YEARS.search(_words_of(act)) or _FOR_YEARS.search(act.sentence.text[: max(0, act.span[0] - act.sentence.start_char)])
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else _COUNTS[found["count"].lower()]
    years = count * (10 if found["unit"].startswith("decade") else 1)
    return f"{int(published[:4]) - years:04d}/{published[:4]}" if 0 < years < _LONGEST else None


def _is_of_content(time: Time, act: Act, doc: ParsedDocument) -> bool:
    """Whether a time is of what is praised, asked or blamed, not of the saying: "welcomed the Act of 2007", "would welcome a visit in May"."""
    published = doc.document.published
    if not published or act.event_type not in _JUDGING or act.clause is None or act.realis not in ("happened", "denied") or not time.period:
        return False
    first, last = bounds(time.period)
    if first > bounds(published)[1]:
        return True
    head = _head_of(time, act.sentence)
    path = _path_up(head, act.clause) if head is not None else None
    is_long_ago = (bounds(published)[0] - last).days > _RECENT
    return is_long_ago and path is not None and any(step.pos in ("NOUN", "PROPN") and step is not head for step in path)


def _is_bygone(date: str | None, doc: ParsedDocument) -> bool:
    """Whether a date lies in a year before the document's."""
    published = doc.document.published
    return bool(date and published and date[:4] < published[:4])


def _plan_future(act: Act, doc: ParsedDocument) -> None:
    """What is said to happen and lies after the published date is planned."""
    published = doc.document.published
    if _is_past_month(act, doc):
        period = str(act.date)
        act.date = f"{int(period[:4]) - 1:04d}{period[4:]}"
        return
    if act.realis == "happened" and act.event_type == "CONSULT" and act.is_dated_here and _LATER.search(act.sentence.text[: act.span[1] - act.sentence.start_char]):
        act.realis = "planned"  # "his visit to Peru later this week"
    if act.realis in ("planned", "denied") and act.clause is None and act.event_type == "AGREE" and act.is_dated_here and published and bounds(str(act.date))[1] < bounds(published)[0]:
        act.realis = "happened"  # "for breaking a 1986 pact"
    if _is_of_programme(act, doc):
        act.date = (bounds(str(act.date))[0] + timedelta(days=_DAYS_OF_WEEK)).isoformat()
        act.realis = "planned"
        return
    is_dated = act.realis == "happened" and act.date is not None and act.is_dated_here and published is not None
    if is_dated and bounds(str(act.date))[0] > bounds(str(published))[1]:
        act.realis = "planned"


def _is_of_programme(act: Act, doc: ParsedDocument) -> bool:
    """Whether a simple present tells what a coming weekday will bring: "the premier travels to Oman on Tuesday"."""
    published = doc.document.published
    if not (published and act.date and act.is_dated_here and act.clause is not None) or act.event_type not in _SCHEDULED or act.realis != "happened":
        return False
    is_weekday = any(time.period == act.date and _WEEKDAY.fullmatch(time.quote.strip()) for time in act.sentence.times)
    return is_weekday and act.clause.tag in ("VBZ", "VBP") and bounds(act.date)[1] < bounds(published)[0]


def _is_past_month(act: Act, doc: ParsedDocument) -> bool:
    """Whether a month that is yet to come in the published year was told in the past tense: "lifted the ban in June", in March."""
    published = doc.document.published
    if not (published and act.date and act.is_dated_here and act.clause is not None) or precision(act.date) != "month":
        return False
    is_bare = any(time.period == act.date and _BARE_MONTH.fullmatch(time.quote.strip()) for time in act.sentence.times)
    return is_bare and act.realis in ("happened", "denied") and _finite(act.clause).tag == "VBD" and bounds(act.date)[0] > bounds(published)[1]


def _shift_ahead(time: Time, act: Act, doc: ParsedDocument) -> str | None:
    """A planned act on a bare weekday or in a bare month lies after the published date."""
    period = time.period
    if act.realis != "planned" or not period or not doc.document.published:
        return period
    first, last = bounds(period)
    published = bounds(doc.document.published)[0]
    if last >= published:
        return period
    if _WEEKDAY.fullmatch(time.quote.strip()) and first == last:
        return (first + timedelta(days=_DAYS_OF_WEEK)).isoformat()
    if _BARE_MONTH.fullmatch(time.quote.strip()) and precision(period) == "month":
        return f"{first.year + 1:04d}{period[4:]}"
    return period


def _attached_time(act: Act) -> Time | None:
    """The time expression that belongs to an act by grammar, nearest first."""
    times = [time for time in act.sentence.times if time.period and time.time_type == "date"]
    if not times:
        return None
    when = _time_of_relative(act, times)
    if when:
        return when
    anchors = [(time, word) for time in times for word in [_head_of(time, act.sentence)] if word is not None]
    if act.clause is None or act.clause is not act.head:
        own = _time_under(act.head, anchors, is_noun=True)
        if own or act.clause is None:
            return own or _time_of_adverbial(act.head, anchors)
    said = act.clause.head
    if act.event_type == "THREATEN" and act.clause.dep == "ccomp" and said.pos == "VERB":
        return _time_under(said, anchors, is_noun=False)  # "said on Monday that boats would be seized": threatened on Monday
    return _time_under(act.clause, anchors, is_noun=False) or _time_above(act.clause, anchors)


def _time_of_relative(act: Act, times: Sequence[Time]) -> Time | None:
    """The time that a clause with "when" explains: "since May 2010, when Chad sent its troops"."""
    clause = act.clause
    while clause is not None and clause.dep == "conj":
        clause = clause.head
    if clause is None or clause.dep not in ("relcl", "advcl") or not any(child.lower == "when" for child in clause.children):
        return None
    nouns = [clause.head, *(pobj for prep in clause.head.find_children("prep") for pobj in prep.find_children("pobj"))] if clause.dep == "relcl" else []
    nouns += [token for token in act.sentence.tokens if clause.dep == "advcl" and token.i < min(child.i for child in clause.children) and min(child.i for child in clause.children) - token.i <= 2]  # noqa: PLR2004 - the word before the comma
    return next((time for time in times for noun in nouns if time.start_char <= noun.start < time.end_char), None)


def _head_of(time: Time, sentence: Sentence) -> Token | None:
    """The word of a time expression that hangs on what is outside it."""
    inside = [token for token in sentence.tokens if time.start_char <= token.start < time.end_char]
    return next((token for token in inside if token.head is token or not time.start_char <= token.head.start < time.end_char), None)


def _time_under(word: Token, anchors: Sequence[tuple[Time, Token]], *, is_noun: bool) -> Time | None:
    """A time in the phrase or clause of a word, not in another clause or an argument's own phrase."""
    ranked = []
    for time, head in anchors:
        path = _path_up(head, word)
        if path is None or any(_is_other_time(step, is_noun=is_noun) for step in path):
            continue
        in_argument = not is_noun and any(step.dep in _ARGUMENT for step in path)
        before_noun = in_argument and _stands_before(head, path)
        if not before_noun:
            ranked.append((in_argument, len(path), time))
    return min(ranked, key=lambda item: item[:2])[2] if ranked else None


def _is_other_time(step: Token, *, is_noun: bool) -> bool:
    """Whether a step leads into another act's time: its own clause, or what comes before or after it."""
    if step.dep == "prep" and step.lower in _BEFORE_OR_AFTER:
        return True
    if step.dep not in _CROSSING or (is_noun and step.tag == "VBN"):
        return False
    return not (step.dep == "advcl" and any(child.lower in ("when", "as", "while") for child in step.children))


def _path_up(word: Token, target: Token) -> list[Token] | None:
    """Words from one up to (not including) another, None if the other is not above it."""
    path = []
    while word is not target:
        path.append(word)
        if word.head is word:
            return None
        word = word.head
    return path


def _stands_before(head: Token, path: Sequence[Token]) -> bool:
    """Whether a time is part of an argument's name: "the 2008 agreement"."""
    argument = next(step for step in path if step.dep in _ARGUMENT)
    return head is not argument and head.i < argument.i


def _time_above(verb: Token, anchors: Sequence[tuple[Time, Token]]) -> Time | None:
    """A time of the clauses that a clause hangs on."""
    below = verb
    for head in verb.ancestors():
        if below.dep == "ccomp" and head.lemma in ("say", "tell", "add", "state", "note", "report", "claim"):
            return None
        if head.pos in ("VERB", "AUX"):
            found = _time_under(head, anchors, is_noun=False)
            if found:
                return found
        below = head
    return None


def _time_of_adverbial(noun: Token, anchors: Sequence[tuple[Time, Token]]) -> Time | None:
    """A time beside a noun that no verb carries, where the clause is about the noun: "talks with Chad were due in May"."""
    if noun.dep == "nsubjpass" and noun.head.lemma in _CONCLUDING:
        return _time_under(noun.head, anchors, is_noun=False)  # "in 1897 a treaty was signed"
    if noun.dep in ("nsubj", "nsubjpass", "dobj") and noun.head.pos in ("VERB", "AUX"):
        return _time_under(noun.head, [(t, h) for t, h in anchors if h.i > noun.head.i], is_noun=False)
    return None


def _reported_date(act: Act, doc: ParsedDocument, *, is_own_words: bool) -> str | None:
    """The date of an act without words of time, by what kind of report tells it."""
    published = doc.document.published
    if not published or precision(published) not in ("day", "month") or act.clause is None or _HABITUAL.search(_words_of(act)) or _LONG_AGO.search(_words_of(act)):
        return None
    verb = _finite(act.clause)
    if act.event_type not in _VERBAL and not (_is_now(verb) or (doc.dateline_place is not None and act.sentence.index <= _LEAD and verb.tag == "VBD" and not is_own_words)):
        return None
    is_of_day = is_meeting_report(doc) and not _VISIT.search(doc.document.title or "")
    if is_own_words or (is_of_day and not _is_perfect(verb)):
        return published if verb.tag in ("VBP", "VBZ") or is_of_day else published[:7]
    is_perfect = _is_perfect(verb)
    is_of_other_time = any(
        time.period and time.time_type == "date" and (time.start_char < act.clause.start or (act.event_type not in _JUDGING and act.span[0] <= time.start_char < act.span[1])) and not _is_around(time.period, published) for time in act.sentence.times
    )
    return None if is_perfect or is_of_other_time else published[:7]


def _is_perfect(verb: Token) -> bool:
    """Whether a verb stands in the perfect tense."""
    return any(child.lower in _PERFECT and child.dep in ("aux", "auxpass") for child in verb.children)


def _words_of(act: Act) -> str:
    """The words of an act's own clause."""
    low, high = act.span
    return act.sentence.text[max(0, low - act.sentence.start_char) : high - act.sentence.start_char]


def _is_around(period: str, published: str) -> bool:
    """Whether a period holds the published date or what is to come: "this year" tells nothing of another time."""
    return bounds(period)[1] >= bounds(published)[0]


def _is_now(verb: Token) -> bool:
    """Whether a verb tells what is going on: "is halting its part"."""
    return verb.tag == "VBG" and any(child.dep == "aux" and child.tag in ("VBZ", "VBP") for child in verb.children) and not any(child.lower in _PERFECT for child in verb.children)


def _finite(verb: Token) -> Token:
    """The finite verb that an infinitive or participle hangs on."""
    for head in (verb, *verb.ancestors()):
        if head.tag in ("VBD", "VBZ", "VBP", "MD") or any(child.dep == "aux" and child.tag != "TO" for child in head.children):
            return head
    return verb


def is_release(doc: ParsedDocument) -> bool:
    """Whether a document is in its speaker's own words: a release, a speech, an interview.

    Args:
        doc: The document.
    """
    return sum(bool(_FIRST_PERSON.search(sentence.text)) for sentence in doc.sentences) >= _RELEASE_MIN
