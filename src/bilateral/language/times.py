"""Times in text, resolved against the published date and what was said before.

Follows TimeML's idea of an anchor: an absolute date stands for itself, a
relative one ("last year", "Friday") counts from the published date, and a
dependent one ("the following month") from the last date in the text. What
cannot be resolved without guessing has no period.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bilateral.parsed import Time
from bilateral.periods import as_period, bounds, is_period
from bilateral.vocabulary.scan import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bilateral.parsed import Sentence

__all__ = ["Anchor", "find_times", "resolve_times"]

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH_NUMBER = {name[:3]: i + 1 for i, name in enumerate(_MONTHS)}
_WEEKDAYS = {name: i for i, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "several": None, "few": None, "couple": 2, "dozen": 12,
}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}  # first month, northern hemisphere
_DECADE_PART = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_MID_MONTH = 15
_TENSE_REACH = 70
"""Characters on either side of a bare month in which its verb stands."""
_PAST = re.compile(
    r"\b(?:was|were|had|did|met|held|took|gave|made|began|sent|came|went|won|broke|fell|rose|left|led|paid|sold|bought|built|cut|put|struck"
    r"|shot|fought|lost|withdrew|spoke|flew|became|brought|got|hit|[a-z]{2,}ed)\b"
)  # "visited Rome in", "was signed in"
_SAYING = re.compile(r"[^.;]{0,60}\b(?:said|told|saw|thought|stood|spent|kept|heard|grew|found)\b")  # ", the minister said"
_OPENING = re.compile(r"(?:^|[,;:(\"“]\s*|\b(?:and|but|that|when)\s+)(?:in|on|late in|early in|back in)\s+$", re.IGNORECASE)  # "In February,"
_TO_COME = re.compile(
    r"\b(?:will|shall|would|to (?!the\b|an?\b|its\b|his\b|their\b|[A-Z])[a-z]+|due|scheduled|planned|expected|set for|upcoming|forthcoming|next|coming|ahead of|may|might|could|should)\b|'ll\b"
)  # "agreed to meet in July"
_YEARS_OF_UNIT = {"year": 1, "decade": 10, "century": 100}

_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[89]\d\d|20\d\d)"
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)day"
_COUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|several|a few|few|a couple of)"
_WHICH = r"(?:this|last|next|past|coming|previous|following|same|that|current)"
_OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?:the\s+year\s+)?(?P<{{0}}>{_YEAR})|\s+(?:of\s+)?(?P<{{0}}w>{_WHICH}\s+year)|\s+of\s+the\s+year)?"


@dataclass(slots=True)
class Anchor:
    """What relative times count from."""

    first: date | None  # first and last day on which the document can have been published
    last: date | None
    mentioned: tuple[date, date] | None = None  # the last absolute period in the text

    @property
    def day(self) -> date | None:
        """The published day, if it is known to the day."""
        return self.first if self.first is not None and self.first == self.last else None

    @property
    def year(self) -> int | None:
        """The published year, if known."""
        return self.first.year if self.first and self.last and self.first.year == self.last.year else None

    @property
    def month(self) -> tuple[int, int] | None:
        """The published year and month, if known."""
        if self.year is None or self.first is None or self.last is None or self.first.month != self.last.month:
            return None
        return self.first.year, self.first.month


def _month(text: str) -> int:
    return _MONTH_NUMBER[text[:3].lower()]


def _number(text: str) -> int | None:
    text = text.lower().removeprefix("a ").removesuffix(" of")
    return int(text) if text.isdigit() else _NUMBERS.get(text)


def _months(year: int, month: int, count: int = 1) -> str:
    """A period of whole months that begins in one; months run over the year's end."""
    start = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    after = month + count
    end = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return as_period(start, end)


def _which_year(which: str | None, year: str | None, anchor: Anchor) -> int | None:
    """The year that "of last year", "2010" or nothing means."""
    if year:
        return int(year)
    word = (which or "this").split()[0].lower()
    if word in ("same", "that"):
        return anchor.mentioned[0].year if anchor.mentioned else anchor.year
    shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1, "following": 1}.get(word, 0)
    return anchor.year + shift if anchor.year is not None else None


def _nearest_year(month: int, anchor: Anchor) -> int | None:
    """The year in which a bare month lies nearest to the published date (the past wins a tie)."""
    if anchor.first is None or anchor.year is None:
        return None
    distance = month - anchor.first.month
    if distance > 6:  # noqa: PLR2004 - half a year
        return anchor.year - 1
    return anchor.year + 1 if distance < -6 else anchor.year  # noqa: PLR2004 - half a year


def _told_year(found: re.Match[str], month: int, anchor: Anchor) -> int | None:
    """The year of a bare month: the nearest, but for one yet to come the last, where a past tense tells of it."""
    year = _nearest_year(month, anchor)
    is_ahead = year is not None and anchor.last is not None and (year, month) > (anchor.last.year, anchor.last.month)
    return year - 1 if is_ahead and year is not None and _is_told(found) else year


def _is_told(found: re.Match[str]) -> bool:
    """Whether the words before a date tell in the past tense, and nothing around it what is to come: "they met in July"."""
    before = found.string[max(0, found.start() - _TENSE_REACH) : found.start()]
    after = found.string[found.end() : found.end() + _TENSE_REACH]
    if _OPENING.search(before):  # "In February the ministers met"
        verb = _PAST.search(after)
        return verb is not None and not _TO_COME.search(after[: verb.start()])
    if _DEADLINE.search(before) or _TO_COME.search(after):
        return False
    past = list(_PAST.finditer(before))
    if not past:  # "the visit to Lima in March was a success", "after a trip to Rome in May, he said"
        return not _TO_COME.search(before) and bool(_PAST.search(after) or _SAYING.match(after))
    return not _TO_COME.search(before[past[-1].start() :])


def _safe(year: int, month: int, day: str) -> str | None:
    text = f"{year:04d}-{month:02d}-{int(re.sub(r'[a-z]+', '', day)):02d}"
    return text if is_period(text) else None


def _full_date(found: re.Match[str], anchor: Anchor) -> str | None:
    month = _month(found["month"])
    year = int(found["year"]) if found["year"] else _told_year(found, month, anchor)
    if year is None:
        return None
    start = _safe(year, month, found["day"])
    if not found["to_day"]:
        return start
    end_month = _month(found["to_month"]) if found["to_month"] else month
    end = _safe(year, end_month, found["to_day"])
    text = f"{start}/{end}"
    return text if is_period(text) else start


def _iso(found: re.Match[str], anchor: Anchor) -> str | None:  # noqa: ARG001 - one signature for all
    return found[0] if is_period(found[0]) else None


def _month_of_year(found: re.Match[str], anchor: Anchor) -> str | None:
    month = _month(found["m"])
    if found["y"]:
        return _months(int(found["y"]), month)
    which = (found["yw"] or found["which"] or "").split()
    if which and found["yw"]:
        year = _which_year(which[0], None, anchor)
    elif which:
        year = _relative_month_year(which[0].lower(), month, anchor)
    else:
        year = _told_year(found, month, anchor)
    return _months(year, month) if year is not None else None


def _relative_month_year(which: str, month: int, anchor: Anchor) -> int | None:
    """The year of "last September" or "next March"."""
    if anchor.year is None or anchor.first is None:
        return None
    if which in ("last", "past", "previous"):
        return anchor.year - (month >= anchor.first.month)
    if which in ("next", "coming", "following"):
        return anchor.year + (month <= anchor.first.month)
    return anchor.year


def _month_range(found: re.Match[str], anchor: Anchor) -> str | None:
    start, end = _month(found["m1"]), _month(found["m2"])
    year = _which_year(found["yrw"], found["yr"], anchor) if found["yr"] or found["yrw"] else _nearest_year(end, anchor)
    if year is None:
        return None
    return _months(year if start <= end else year - 1, start, (end - start) % 12 + 1)


def _first_months(found: re.Match[str], anchor: Anchor) -> str | None:
    count = _number(found["n"])
    year = _which_year(found["yfw"], found["yf"], anchor)
    if count is None or year is None or count > 12:  # noqa: PLR2004 - months of a year
        return None
    first = 1 if found["end"].lower() == "first" else 13 - count
    return _months(year, first, count)


def _half_of_month(found: re.Match[str], anchor: Anchor) -> str | None:
    """The days of "the first half of next month"."""
    if anchor.month is None:
        return None
    shift = {"last": -1, "next": 1}.get(found["hmw"].lower(), 0)
    month = _months(anchor.month[0], anchor.month[1] + shift)
    first, last = bounds(month)
    middle = first.replace(day=_MID_MONTH)
    return as_period(first, middle) if found["hm"].lower() == "first" else as_period(middle + timedelta(days=1), last)


def _half_or_quarter(found: re.Match[str], anchor: Anchor) -> str | None:
    year = _which_year(found["yhw"], found["yh"], anchor)
    if year is None:
        return None
    if found["q"]:
        return _months(year, int(found["q"]) * 3 - 2, 3)
    ordinal = _ORDINALS.get(found["o"].lower(), 0)
    if found["hq"].lower() == "half":
        return _months(year, 1 if ordinal == 1 else 7, 6)
    return _months(year, ordinal * 3 - 2, 3) if ordinal else None


def _year_range(found: re.Match[str], anchor: Anchor) -> str | None:  # noqa: ARG001 - one signature for all
    first = found["y1"]
    last = found["y2"] if len(found["y2"]) == 4 else first[:2] + found["y2"]  # noqa: PLR2004 - 2008-12
    text = f"{first}/{last}"
    return text if int(first) < int(last) and is_period(text) else None


def _decade(found: re.Match[str], anchor: Anchor) -> str | None:  # noqa: ARG001 - one signature for all
    start = int(found["d"])
    part = found["dp"].lower().strip("- ") if found["dp"] else None
    low, high = _DECADE_PART[part] if part else (0, 9)
    return f"{start + low:04d}/{start + high:04d}"


def _season(found: re.Match[str], anchor: Anchor) -> str | None:
    year = _which_year(found["ysw"] or found["swhich"], found["ys"], anchor)
    season = found["s"].lower()
    if year is None or (not found["ys"] and not found["ysw"] and not found["swhich"]):
        return None
    return _months(year - 1, 12, 3) if season == "winter" else _months(year, _SEASONS[season], 3)


def _weekday(found: re.Match[str], anchor: Anchor) -> str | None:
    if anchor.day is None:
        return None
    back = (anchor.day.weekday() - _WEEKDAYS[found["wd"][:3].lower()]) % 7
    which = (found["wwhich"] or "").lower()
    if which in ("next", "coming"):
        return (anchor.day + timedelta(days=7 - back if back else 7)).isoformat()
    if which == "last" and back == 0:
        back = 7
    return (anchor.day - timedelta(days=back)).isoformat()


def _day_word(found: re.Match[str], anchor: Anchor) -> str | None:
    shift = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[found["dw"].lower()]
    return (anchor.day + timedelta(days=shift)).isoformat() if anchor.day else None


def _relative_unit(found: re.Match[str], anchor: Anchor) -> str | None:
    which, unit = found["rw"].lower(), found["ru"].lower()
    depends = which in ("following", "same", "that", "previous")
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
    if unit == "year":
        if depends:
            return f"{anchor.mentioned[0].year + shift}" if anchor.mentioned else None
        return f"{anchor.year + shift}" if anchor.year is not None else None
    if unit == "month":
        if depends:
            return _months(anchor.mentioned[0].year, anchor.mentioned[0].month + shift) if anchor.mentioned else None
        return _months(anchor.month[0], anchor.month[1] + shift) if anchor.month else None
    return _relative_week(unit, shift, anchor) if not depends else None


def _relative_week(unit: str, shift: int, anchor: Anchor) -> str | None:
    if anchor.day is None:
        return None
    if unit == "week":
        monday = anchor.day - timedelta(days=anchor.day.weekday()) + timedelta(weeks=shift)
        return as_period(monday, monday + timedelta(days=6))
    if unit == "weekend":
        saturday = anchor.day - timedelta(days=(anchor.day.weekday() + 2) % 7) + timedelta(weeks=max(shift, 0))
        return as_period(saturday, saturday + timedelta(days=1))
    return None


def _ago(found: re.Match[str], anchor: Anchor) -> str | None:
    count = _number(found["an"])
    return _shifted(count, found["au"].lower(), -1, anchor) if count is not None else None


def _shifted(count: int, unit: str, sign: int, anchor: Anchor) -> str | None:
    """The period that lies so many units before or after the published date."""
    if unit in _YEARS_OF_UNIT:
        return f"{anchor.year + sign * count * _YEARS_OF_UNIT[unit]:04d}" if anchor.year is not None else None
    if unit == "month":
        return _months(anchor.month[0], anchor.month[1] + sign * count) if anchor.month else None
    if anchor.day is None:
        return None
    if unit == "week":
        monday = anchor.day - timedelta(days=anchor.day.weekday()) + sign * timedelta(weeks=count)
        return as_period(monday, monday + timedelta(days=6))
    return (anchor.day + sign * timedelta(days=count)).isoformat()


def _within(found: re.Match[str], anchor: Anchor) -> str | None:
    count = _number(found["win"])
    is_span = found["wip"].lower() == "in" and not (found["wit"] or _AHEAD.search(found.string, max(0, found.start() - 60), found.start()))
    return _shifted(count, found["wiu"].lower(), 1, anchor) if count is not None and not is_span else None


def _whole_year(found: re.Match[str], anchor: Anchor) -> str | None:  # noqa: ARG001 - one signature for all
    return f"{anchor.year}" if anchor.year is not None else None


def _year(found: re.Match[str], anchor: Anchor) -> str | None:  # noqa: ARG001 - one signature for all
    return found["yy"]


def _none(found: re.Match[str], anchor: Anchor) -> None:  # noqa: ARG001 - one signature for all
    return None


_RULES: tuple[tuple[str, str, str, Callable[[re.Match[str], Anchor], str | None]], ...] = (
    # name, time type, pattern, how it is resolved; the first that matches at a place wins
    ("iso", "date", rf"\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b", _iso),
    ("day", "date",  # 12 September 2010 | 17 to 19 June
     rf"\b(?P<day>{_DAY})(?:\s*(?:-|to|and|until)\s*(?P<to_day>{_DAY})(?:\s+(?P<to_month>{_MONTH})(?=\s))?)?\s+(?:of\s+)?(?P<month>{_MONTH})\b(?:,?\s+(?P<year>{_YEAR}))?", _full_date),
    ("us day", "date",  # September 12, 2010 | June 17-19
     rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?!\d|\s*(?:%|per|million|billion))(?:\s*(?:-|to|and)\s*(?:(?P<to_month>{_MONTH})\s+)?(?P<to_day>{_DAY})(?!\d))?(?:,?\s+(?P<year>{_YEAR}))?", _full_date),
    ("month range", "date",  # from January to September 2010
     rf"\b(?P<m1>{_MONTH})\s*(?:-|to|through|until|and)\s*(?P<m2>{_MONTH})\b" + _OF_YEAR.format("yr"), _month_range),
    ("first months", "date",  # in the first nine months of this year
     rf"\b(?P<end>first|last|final)\s+(?P<n>{_COUNT})\s+months" + _OF_YEAR.format("yf"), _first_months),
    ("half of month", "date", r"\b(?P<hm>first|second)\s+half\s+of\s+(?P<hmw>this|next|last)\s+month\b", _half_of_month),
    ("half", "date",  # the first half of 2017 | Q3 2015
     r"\b(?:(?P<o>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?P<hq>half|quarter)|Q(?P<q>[1-4]))\b" + _OF_YEAR.format("yh"), _half_or_quarter),
    ("month", "date",  # September 2010 | late August | last March
     rf"\b(?:(?P<which>this|last|next|past|coming)\s+)?(?:(?:early|mid|late)[\s-]+)?(?P<m>{_MONTH})\b(?!\s+\d{{1,2}}\b)" + _OF_YEAR.format("y"), _month_of_year),
    ("years", "date",  # 2008-2012 | between 2010 and 2015
     rf"\b(?P<y1>{_YEAR})\s*(?:-|to|/)\s*(?P<y2>{_YEAR}|\d\d)\b(?!-)", _year_range),
    ("years between", "date", rf"\bbetween\s+(?P<y1>{_YEAR})\s+and\s+(?P<y2>{_YEAR})\b", _year_range),
    ("decade", "date", r"\b(?:(?P<dp>early|mid|late)[\s-]+)?(?:the\s+)?(?P<d>(?:1[89]|20)\d0)(?:'?s|ies)\b", _decade),
    ("season", "date",
     r"\b(?:(?P<swhich>this|last|next)\s+)?(?P<s>spring|summer|autumn|winter|fall)\b(?!\s+(?:of\s+)?(?:games|olympics|school))" + _OF_YEAR.format("ys"), _season),
    ("weekday", "date", rf"\b(?:(?P<wwhich>last|next|this|coming)\s+)?(?P<wd>{_WEEKDAY})\b", _weekday),
    ("day word", "date", r"\b(?P<dw>today|yesterday|tomorrow|tonight)\b(?!')", _day_word),
    ("ago", "date", rf"\b(?P<an>{_COUNT})\s+(?P<au>day|week|month|year|decade)s?\s+(?:ago|earlier)\b", _ago),
    ("within", "date", rf"\b(?P<wip>within|in)\s+(?:the\s+next\s+)?(?P<win>{_COUNT})\s+(?P<wiu>day|week|month|year|decade)s?(?P<wit>'?\s+time)?\b(?!\s+(?:ago|of))", _within),
    ("whole year", "date", r"\b(?:the|this)\s+(?:entire|whole|full)\s+year\b(?!\s+of)", _whole_year),
    ("relative", "date", rf"\b(?P<rw>{_WHICH})\s+(?P<ru>year|month|week|weekend|quarter)\b(?!')", _relative_unit),
    ("duration", "duration",
     rf"\b(?:past|last|next|coming|recent|over|more than|nearly|almost|about|some)?\s*(?:the\s+)?(?:past|last|next|coming)?\s*{_COUNT}[\s-]+(?:day|week|month|year|decade|centur)(?:s|y|ies)?\b", _none),
    ("vague", "vague", r"\b(?:recent (?:years|months|weeks|days)|recently|lately|currently|now|nowadays|at the moment|soon|in the (?:near )?future)\b", _none),
    ("year", "date", rf"(?<![\d$€£.,])\b(?P<yy>{_YEAR})\b(?!(?:[.,]\d|\s*(?:%|percent|per cent|people|tons?|tonnes|dollars|troops|soldiers|km|MW|firms|companies|-strong))|-\d)", _year),
)  # fmt: skip
_COMPILED = [(name, kind, re.compile(pattern, re.IGNORECASE if name != "month" else 0), resolve) for name, kind, pattern, resolve in _RULES]
_AHEAD = re.compile(r"\b(?:will|shall|would|is to|are to|due|expected to|plans? to|again)\b(?!.*\b(?:first|last|only|\w+est)\b)")  # "will meet in two weeks"; not "the first visit in 24 years"
_MONTH_CUES = tuple(_MONTH_NUMBER)
_UNIT_CUES = ("day", "week", "month", "year", "decade", "centur")
_CUES: dict[str, tuple[str, ...]] = {
    "us day": _MONTH_CUES, "day": _MONTH_CUES, "month range": _MONTH_CUES, "month": _MONTH_CUES, "first months": ("month",),
    "half of month": ("half",), "half": ("half", "quarter", "q1", "q2", "q3", "q4"), "decade": ("0s", "0'", "0ies"), "season": (*_SEASONS, "winter"),
    "weekday": ("day",), "day word": ("day", "tomorrow", "tonight"), "ago": ("ago", "earlier"), "within": _UNIT_CUES,
    "whole year": ("year",), "relative": (*_UNIT_CUES, "quarter"), "duration": _UNIT_CUES,
    "vague": ("recent", "lately", "current", "now", "moment", "soon", "future"),
}  # fmt: skip
"""Letters of which some must stand in a text before a rule is tried: looking for them is many times faster."""
_HINTS = tuple({cue for cues in _CUES.values() for cue in cues if len(cue) > 2})  # noqa: PLR2004 - "q1" and "0s" have a digit
_DIGIT = re.compile(r"\d")
_DEADLINE = re.compile(
    r"\b(?:by|until|till|before|no later than|not later than|within|by the (?:end|middle|close|start|beginning) of|by the time[^,.;]{0,40}? in"
    r"|(?:before|until|at) the end of|in the run-?up to|up to|through)\s+(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?(?:year\s+)?$",
    re.IGNORECASE,
)


def find_times(text: str, anchor: Anchor) -> list[Time]:
    """Time expressions of one sentence with the period that each means.

    Does not resolve vague words ("recently") nor durations ("for two years"):
    they have no period. Does not date a holiday or an event by its name. A
    weekday is the last one before the published day unless "next" stands
    before it; a bare month lies nearest to the published date.

    Args:
        text: A sentence.
        anchor: What relative times count from; its `mentioned` is moved on.

    Returns:
        One `Time` each, in text order, with offsets into `text`.

    Example:
        >>> anchor = Anchor(date(2010, 11, 12), date(2010, 11, 12))
        >>> [time.period for time in find_times("in the first nine months of this year, or by 2020", anchor)]
        ['2010-01/2010-09', '2020']
    """
    lowered = text.lower()
    if not (_DIGIT.search(text) or any(hint in lowered for hint in _HINTS)):
        return []
    folded = fold(text)
    times = []
    for found, name, kind, resolve in _find_expressions(folded):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        period = resolve(found, anchor)
        if period:
            anchor.mentioned = bounds(period)
        is_deadline = name == "within" or bool(_DEADLINE.search(folded[:start]))
        times.append(Time(start, found.end(), text[start : found.end()], period, kind, is_deadline))
    return times


def _find_expressions(text: str) -> list[tuple[re.Match[str], str, str, Callable[[re.Match[str], Anchor], str | None]]]:
    """Matches of the rules in text order; where two overlap, the rule listed first has the words."""
    taken = bytearray(len(text) + 1)
    expressions = []
    lowered = text.lower()
    for name, kind, pattern, resolve in _COMPILED:
        if name in _CUES and not any(cue in lowered for cue in _CUES[name]):
            continue
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(taken[start:end]) or (name == "month" and _is_may(found, text)):
                continue
            taken[start:end] = b"\1" * (end - start)
            expressions.append((found, name, kind, resolve))
    return sorted(expressions, key=lambda expression: expression[0].start())


def _is_may(found: re.Match[str], text: str) -> bool:
    """Whether a "May" is no month: a name or a verb at a sentence's start."""
    if found["m"] not in ("May", "Mar") or found["y"] or found["yw"] or found["which"]:
        return False
    before = text[: found.start()].rstrip()
    return not re.search(r"\b(?:in|of|since|by|until|last|next|this|early|late|mid|from|to|and|during|on)$|-$", before, re.IGNORECASE)


def resolve_times(sentences: Sequence[Sentence], published: str | None) -> None:
    """Find the times of all sentences of a document.

    Args:
        sentences: Sentences in text order; their `times` are set, with offsets into the document.
        published: The document's published date or bounds, None if unknown.
    """
    first, last = bounds(published) if published else (None, None)
    anchor = Anchor(first, last)
    for sentence in sentences:
        offset = sentence.start_char
        sentence.times = [
            Time(time.start_char + offset, time.end_char + offset, time.quote, time.period, time.time_type, time.is_deadline)
            for time in find_times(sentence.text, anchor)
        ]
