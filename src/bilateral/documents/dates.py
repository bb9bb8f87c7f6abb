"""When a document was published: calendar dates in a text, and the choice among them."""



from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bilateral.documents.months import find_foreign_dates
from bilateral.errors import SettingsError
from bilateral.periods import bounds, is_period, precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

__all__ = ["TOOL_DATES", "CalendarDate", "find_address_date", "find_bounds", "find_dateline_date", "find_dates", "find_published", "read_date"]

FIRST_YEAR = 1900
"""Earliest year of publication that is believed; years before are history told in the text."""

TOOL_DATES = frozenset({"1601-01-01", "1899-12-30", "1970-01-01", "1980-01-01", "2000-01-01", "2013-12-23"})
"""Days of creation that programs write where they know none; the last is python-docx's."""

_MONTHS = {name: i for i, name in enumerate(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)}  # fmt: skip
_MONTH = (
    r"(?P<{0}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DATE = re.compile(
    rf"\b{_YEAR.format('y1')}(?P<sep>[-/.])(?P<m1>0?[1-9]|1[0-2])(?P=sep)(?P<d1>0?[1-9]|[12]\d|3[01])(?![\d])"  # 2018/03/19
    rf"|\b{_MONTH.format('m2')}\s{{0,3}}{_DAY.format('d2')}(?:,\s{{0,3}}|\s{{1,3}}){_YEAR.format('y2')}\b"  # Nov. 20, 2010
    rf"|\b{_DAY.format('d3')}\.?[\s-]{{0,3}}(?:of\s)?{_MONTH.format('m3')}[,\s-]{{1,3}}{_YEAR.format('y3')}\b"  # 20th of June, 2018
    rf"|\b{_MONTH.format('m4')},?\s{{1,3}}{_YEAR.format('y4')}\b"  # March 2019
    r"|(?<![\w.])(?P<a>0?[1-9]|[12]\d|3[01])(?P<s5>[-/.])(?P<b>0?[1-9]|[12]\d|3[01])(?P=s5)(?P<y5>(?:19|20)\d\d)\b(?!\.\d)",  # 20/11/2010
    re.IGNORECASE,
)
_ADDRESS_DATE = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2])(?:[/-](?P<d>0?[1-9]|[12]\d|3[01]))?(?=[/-]|$|\.)"  # /2018/03/19/
    r"|-(?P<y3>(?:19|20)\d\d)-(?P<m3>0[1-9]|1[0-2])-(?P<d3>0[1-9]|[12]\d|3[01])(?=[/.]|$)"  # /talks-in-seoul-2018-03-19/
    r"|(?<!\d)(?P<y2>(?:19|20)\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?!\d)"  # AEN20180319.html
)


_DATELINE = re.compile(
    r"(?:\(?[A-Z\u00c0-\u024f\u0400-\u042f][\w'’.-]*+[ ,/]{0,3}){1,6}?"
    r"(?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2}\.? (?:de )?[^\W\d_]{3,12}\.?)(?:,? (?:de )?(?:19|20)\d\d)?)[ ,)]*(?:года)?\.? ?(?:[(/\[][^()/\[\]]{2,40}[)/\]])?\s*\.?(?:--|[–—:-]|\.\s)"
)  # "SEOUL, Nov. 20 (Yonhap) --", "MOSCOW, June 22 /TASS/."
_PLAIN_MONTH = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")  # "2018-03"
_PLAIN_DAY = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:\d{6})?")  # "20180319", "20180319101112"
_DAY_OF_YEAR = re.compile(rf"{_MONTH.format('m1')} {_DAY.format('d1')}(?!\d)|{_DAY.format('d2')} {_MONTH.format('m2')}", re.IGNORECASE)
_COPYRIGHT_YEARS = re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,40}", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"\b(?:19|20)\d\d\b")

_CHANGED = re.compile(r"\b(?:updated?|modified|edited|revised|amended)\b(?:\s+(?:on|at))?[^\w]{0,4}(?:[A-Z][a-z]+,?\s*)?$", re.IGNORECASE)  # "Last updated: Friday, "

_GREENWICH = re.compile(r"[T ](?P<hour>\d\d):?\d\d(?::?\d\d(?:\.\d+)?)?\s?(?:Z|UTC|GMT)?(?:[+-]00:?00)?$", re.IGNORECASE)  # "2019-11-20T03:31:00Z"
MIDDAY = 12
"""Hour at Greenwich below which a publisher's own day can be the day before, from which the day after."""

MAX_BOUND_CHARS = 200_000
"""Characters of a body in which dated acts are looked for."""

_ROUND_DAYS = frozenset({"-01-01", "-12-31", "-06-30", "-07-01", "-09-30", "-10-01"})
"""Ends of years, halves and terms, of which texts speak long before."""

_SENTENCE = re.compile(r"[^\n.!?]+(?:[.!?](?!\s+[A-Z]|$)[^\n.!?]*)*")
_TOLD = re.compile(
    r"\b(?:was|were|had|did|said|met|held|took|made|gave|began|came|went|told|spoke|won|left|sent|fell|rose|saw|died|(?:arriv|announc|attack|kill|sign|visit|call|launch|reject|adopt|"
    r"discuss|receiv|welcom|declar|warn|add|ask|agre|decid|vot|elect|detain|arrest|releas|fir|shell|tri|open|clos|return|host|attend|fre|seiz|captur|address|deliver|issu|publish|report|stat)ed)\b"
)  # "met", "signed"; not "the year ended", "proposed"
_AHEAD = re.compile(
    r"\b(?:will|would|shall|(?-i:may)|might|could|by|until|till|before|from|due|next|upcoming|deadline|expir\w*|schedul\w*|plan\w*|expect\w*|intend\w*|set to|to be|agreed|propos\w*|appl\w*|if|effective)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """One date as a text gives it, with where it stands."""

    period: str
    start_char: int
    end_char: int


def _month(word: str) -> int:
    return _MONTHS[word[:3].lower()]


def _period(year: str, month: int, day: str | None) -> str | None:
    text = f"{year}-{month:02d}" + (f"-{int(day):02d}" if day else "")
    return text if is_period(text) and int(year) >= FIRST_YEAR else None


def _period_of(found: re.Match[str]) -> str | None:
    if found["y1"]:
        return _period(found["y1"], int(found["m1"]), found["d1"])
    for i in "23":
        if found[f"y{i}"]:
            return _period(found[f"y{i}"], _month(found[f"m{i}"]), found[f"d{i}"])
    if found["y4"]:
        return _period(found["y4"], _month(found["m4"]), None)
    one, two = int(found["a"]), int(found["b"])
    if found["s5"] == "." or one > 12 or one == two:  # noqa: PLR2004 - more than the months of a year
        return _period(found["y5"], two, found["a"]) if two <= 12 else None  # noqa: PLR2004
    return _period(found["y5"], one, found["b"]) if two > 12 else None  # noqa: PLR2004


def find_dates(text: str) -> list[CalendarDate]:
    """Every full date and every month with a year in a text.

    Does not find dates without a year, and leaves out 03/04/2010, which is in
    March for some and in April for others.

    Args:
        text: Any text.

    Returns:
        One record per date, in text order; empty if there is none.

    Example:
        >>> [found.period for found in find_dates("on Nov. 20, 2010, not in May 2011 or on 3 June 2012")]
        ['2010-11-20', '2011-05', '2012-06-03']
    """
    if "19" not in text and "20" not in text:
        return []  # most lines: no year, so no pattern is tried
    dates = []
    for found in _DATE.finditer(text):
        period = _period_of(found)
        if period:
            dates.append(CalendarDate(period, found.start(), found.end()))
    return _with_foreign(dates, text)


def _with_foreign(dates: list[CalendarDate], text: str) -> list[CalendarDate]:
    """The dates with those whose months are named in other languages."""
    taken = {found.start_char for found in dates}
    found = [
        CalendarDate(period, start, end)
        for year, month, day, start, end in find_foreign_dates(text)
        if start not in taken and (period := _period(year, month, day))
    ]
    return sorted([*dates, *found], key=lambda item: item.start_char) if found else dates


def read_date(text: str) -> str | None:
    """The first date of a short text such as an attribute, ISO 8601 with the precision known.

    Example:
        >>> read_date("2018-03-19T10:11:12+09:00"), read_date("2018-03"), read_date("20180319"), read_date("soon")
        ('2018-03-19', '2018-03', '2018-03-19', None)
    """
    if _PLAIN_MONTH.fullmatch(text.strip()) and is_period(text.strip()):
        return text.strip()
    if plain := _PLAIN_DAY.fullmatch(text.strip()):
        return _period(plain[1], int(plain[2]), plain[3])
    found = find_dates(text.replace("T", " ") if re.match(r"\d{4}-\d\d-\d\dT", text) else text)
    return found[0].period if found else None


def find_address_date(address: str) -> str | None:
    """The date that a web address carries.

    Args:
        address: An address, or the path of one.

    Returns:
        ISO 8601 month or day; null if the address carries none.

    Example:
        >>> find_address_date("http://a.kr/news/2018/03/19/0200.html"), find_address_date("http://a.kr/news/12345")
        ('2018-03-19', None)
    """
    for found in _ADDRESS_DATE.finditer(address):
        if found["y"]:
            return _period(found["y"], int(found["m"]), found["d"])
        form = "2" if found["y2"] else "3"
        period = _period(found["y" + form], int(found["m" + form]), found["d" + form])
        if period:
            return period
    return None


def find_dateline_date(first_line: str, margins: str = "") -> list[str]:
    """The date of an agency's dateline at the head of the first paragraph.

    Does not find a dateline without a place before the date.

    Args:
        first_line: First line of the body.
        margins: Text whose copyright line gives the year where the dateline has none.

    Returns:
        The date, ISO 8601, as the only item; empty if there is none.

    Example:
        >>> find_dateline_date("SEOUL, Nov. 20 (Yonhap) -- The ministers met.", "Copyright 2010 Yonhap")
        ['2010-11-20']
        >>> find_dateline_date("The ministers met on Nov. 20, 2010.")
        []
    """
    place = _DATELINE.match(first_line[:160])
    if not place:
        return []
    full = find_dates(place["date"])
    if full:
        return [full[0].period]
    years = {year for found in _COPYRIGHT_YEARS.finditer(margins) for year in _YEAR_ALONE.findall(found[0])}
    day = _DAY_OF_YEAR.search(place["date"])
    if len(years) != 1 or not day:
        return []
    period = _period(years.pop(), _month(day["m1"] or day["m2"]), day["d1"] or day["d2"])
    return [period] if period else []


def _first_issued(lines: Iterable[str]) -> list[str]:
    """Dates of the head; those of later changes only where there are no others."""
    issued: list[str] = []
    changed: list[str] = []
    for line in lines:
        for found in find_dates(line):
            (changed if _CHANGED.search(line[: found.start_char]) else issued).append(found.period)
    return issued or changed


def find_published(  # noqa: PLR0913 - one argument a place that may tell it
    *,
    given: str | None = None,
    metadata: Sequence[str] = (),
    address: str = "",
    dateline: Iterable[str] = (),
    text: Iterable[str] = (),
    comments: Iterable[str] = (),
    file_date: str | None = None,
) -> tuple[str | None, str]:
    """When a document was published, from the surest place that says so.

    Never uses the file's modification time, and never guesses: a reader's
    comment only tells that the document is not younger.

    Args:
        given: What the user says; may be a month, a year or an interval.
        metadata: Dates of the page's own metadata, the surest first.
        address: Web address.
        dateline: Lines of the head: date line, byline, letterhead.
        text: Lines of the foot that may tell the date.
        comments: ISO 8601 dates of readers' comments.
        file_date: Date in the file's own properties.

    Returns:
        The period and how it was found, see `published_how`; (null, "none") where nothing says it.

    Raises:
        SettingsError: If `given` is no period.

    Example:
        >>> find_published(dateline=["11:56, September 12, 2010"])
        ('2010-09-12', 'dateline')
    """
    if given is not None:
        if not is_period(given):
            message = f"got published={given!r}, expected a date such as 2010, 2010-09, 2010-09-12 or 2018-09/2018-11"
            raise SettingsError(message)
        return given, "given"
    if isinstance(file_date, str) and not is_period(file_date):
        file_date = None
    latest = min((bounds(day)[1] for day in comments if is_period(day)), default=date.max)
    lines = list(dateline)
    for how, candidates in (
        ("metadata", [read_date(item) for item in metadata]),
        ("address", [find_address_date(address)]),
        ("dateline", _first_issued(lines)),
        ("text", [found.period for line in text for found in find_dates(line)]),
        ("metadata", [item.strip() for item in metadata if re.fullmatch(r"\s*(?:19|20)\d\d\s*", item)]),  # a year alone, where nothing tells more
        ("file", [file_date]),
    ):
        is_sure = how in {"metadata", "address"}  # surer than that what looks like a reader's comment is one
        known = [item for item in candidates if item and is_period(item) and (is_sure or bounds(item)[0] <= latest)]
        if known:
            best = max(known, key=len)
            stamps = [stamp for stamp in metadata if how == "metadata" and read_date(stamp) == best]
            return _own_day(best, stamps, find_address_date(address), lines) or (best, how)
    return None, "none"


def _own_day(day: str, stamps: Sequence[str], in_address: str | None, lines: Sequence[str]) -> tuple[str, str] | None:
    """The publisher's own day where the metadata's time is Greenwich's, and falls on the day after or before it."""
    found = next((hour for stamp in stamps if (hour := _GREENWICH.search(stamp))), None)
    if found is None or len(day) < len("2010-11-20"):
        return None
    step = -1 if int(found["hour"]) < MIDDAY else 1
    beside = (date.fromisoformat(day) + timedelta(days=step)).isoformat()
    if in_address == beside:
        return beside, "address"
    own = {period for period in _first_issued(line for line in lines if not is_period(line)) if len(period) == len(day)}
    return (beside, "dateline") if own == {beside} else None


def find_bounds(text: str, comments: Iterable[str] = (), retrieved: datetime | None = None) -> tuple[date | None, date | None]:
    """Between which days a document without a date was published, by what it tells.

    The earliest is the last day that a sentence tells in the past tense; the latest is the day of the first
    reader's comment or of the retrieval. Does not reason from office-holders, ages and seasons, and takes no
    day from a sentence that also looks ahead.

    Args:
        text: The body.
        comments: ISO 8601 dates of readers' comments.
        retrieved: When the document was fetched.

    Returns:
        First and last day on which it can have been published; null where nothing tells.

    Example:
        >>> find_bounds("The island was shelled on November 23, 2010. Talks will open on May 3, 2012.", ["2013-02-24"])
        (datetime.date(2010, 11, 23), datetime.date(2013, 2, 24))
    """
    last = min((bounds(day)[1] for day in comments if is_period(day)), default=retrieved.date() if retrieved else None)
    told = [
        bounds(found.period)[0]
        for sentence in _SENTENCE.findall(text[:MAX_BOUND_CHARS])
        if _TOLD.search(sentence) and not _AHEAD.search(sentence)
        for found in find_dates(sentence)
        if found.period[4:] not in _ROUND_DAYS and precision(found.period) == "day"
    ]
    first = max((day for day in told if last is None or day <= last), default=None)
    return first, last
