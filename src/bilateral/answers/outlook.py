"""What to expect between two states: foretold from a record, released, and scored when the time comes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields, replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.analysis.counts import width_for
from bilateral.analysis.counts_panel import build_panels, read_daily_counts
from bilateral.analysis.dyad_series import build_dyad_series
from bilateral.analysis.outlook import FEWEST_EVENTS, FEWEST_WHOLE, foretell
from bilateral.analysis.outlook_history import BOTH, read_history
from bilateral.analysis.outlook_scores import score_line
from bilateral.analysis.outlook_shared import POOLED, make_shared
from bilateral.answers.coded_rows import CODED
from bilateral.answers.indicators import ask, choose_data, opened_rows
from bilateral.errors import RecordError, SettingsError
from bilateral.forecasts import ForecastLine
from bilateral.records import make_id
from bilateral.tables.imported import list_data_sets
from bilateral.tables.releases import read_releases, release_names, store_release
from bilateral.version import VERSION
from bilateral.vocabulary.likelihood import likelihood_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb

    from bilateral.analysis.dyad_series import Question, Rows
    from bilateral.analysis.outlook import Foretold
    from bilateral.analysis.outlook_history import History
    from bilateral.analysis.outlook_scores import Scored
    from bilateral.findings import Findings

__all__ = ["Outlook", "add_outlook", "build_outlook", "plan_horizon", "release_outlook", "score_outlooks"]

_HORIZON = re.compile(r"(\d{1,3})\s*([dwmqy])")  # 6m
_UNIT_DAYS = {"d": 1.0, "w": 7.0, "m": 30.4375, "q": 91.3125, "y": 365.25}
_STEP_DAYS = {"week": 7.0, "month": 30.4375, "quarter": 91.3125, "year": 365.25}
MOST_PERIODS = 60
"""Periods that are foretold at most."""

_WEEKS_UP_TO = 100.0
"""Horizons of up to this many days are told by week where nothing is said."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The lines of an outlook and what a reader must know of it.

    `note` says in one sentence that there is too little to go by, where that is so. Made by `build_outlook`; not stored.
    """

    lines: tuple[ForecastLine, ...]
    data_name: str
    dyad: tuple[str, str]
    step: str
    as_of: dt.date | None
    n_periods: int
    n_events: int
    gaps: int
    note: str


def plan_horizon(horizon: str, by: str | None = None) -> tuple[str, int]:
    """Length and number of the periods that a horizon is told in.

    Raises:
        SettingsError: If the horizon or the step cannot be read, or there are too many periods.

    Example:
        >>> plan_horizon("6m"), plan_horizon("6m", "week"), plan_horizon("4w")
        (('month', 6), ('week', 26), ('week', 4))
    """
    found = _HORIZON.fullmatch(horizon.strip().lower())
    if found is None or int(found[1]) == 0:
        message = f"got the horizon {horizon!r}, expected a number and d, w, m, q or y, such as 4w, 6m or 1y"
        raise SettingsError(message)
    days = int(found[1]) * _UNIT_DAYS[found[2]]
    step = by or ("week" if days <= _WEEKS_UP_TO else "month")
    if step not in _STEP_DAYS:
        message = f"got the step {step!r}, expected one of: {', '.join(_STEP_DAYS)}"
        raise SettingsError(message)
    n = max(1, ceil(days / _STEP_DAYS[step] - 0.1))
    if n > MOST_PERIODS:
        message = f"got {n} periods of a {step}, expected at most {MOST_PERIODS}: choose a longer step with --by or a shorter horizon"
        raise SettingsError(message)
    return step, n


def build_outlook(  # noqa: PLR0913 - options
    record: str | Path, state_a: str, state_b: str, *, horizon: str = "6m", by: str | None = None,
    data: str | None = None, as_of: str | None = None,
) -> Outlook:  # fmt: skip
    """Foretell what two states will do to each other, from one data set, without storing it.

    Foretells counts, not causes: nothing outside the data set is known to it. Does not
    join data sets, and does not tell of an act that has no event type.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.
        horizon: How far ahead: 4w, 6m, 1y.
        by: Length of a period; by week up to three months ahead or where the data hold too few months, else by month.
        data: Name of a data set; see `choose_data`.
        as_of: Only what is dated up to this day is used, ISO 8601.

    Returns:
        The outlook; without lines where the data have no event of the pair.

    Raises:
        SettingsError: If an option cannot be read or no data are before the day.
        StateError: If a state is not known or both are the same.
    """
    step, n = plan_horizon(horizon, by)
    question = ask((state_a, state_b), step, span=(None, as_of))
    names = choose_data(Path(record), [data] if data else None)
    with opened_rows(Path(record), names[0], question.dyad) as (connection, rows):
        covered = _covered(connection, rows, question)
        if by is None and step == "month" and (covered[1] - covered[0]).days < FEWEST_WHOLE * _STEP_DAYS[step]:
            step, n = plan_horizon(horizon, "week")  # too few months to test a forecast by
            question = replace(question, by=step)
        history = read_history(build_dyad_series(connection, question, rows), question, covered, horizon=n)
        shared = _shared(connection, rows, history, covered)
        foretold = foretell(history, shared, width=_width(history))
    return _as_outlook(history, names[0], foretold, covered)


def _width(history: History) -> int:
    return width_for(history.counts)


def _covered(connection: duckdb.DuckDBPyConnection, rows: Rows, question: Question) -> tuple[dt.date, dt.date]:
    """First day that the data cover and the last that counts."""
    query = f"SELECT min(event_date_start), max(event_date_end) FROM {rows.days} AS day"  # noqa: S608 - our own names
    found = connection.execute(query).fetchone()
    first, last = found or (None, None)
    if first is None or last is None or (question.end and question.end < first):
        told = "no dated event" if first is None else f"no event up to {question.end}: the first is of {first}"
        message = f"got {_data(rows.data_name)} with {told}, expected a past to go by; add documents or import a data set"
        raise SettingsError(message)
    return first, min(last, question.end) if question.end else last


def _shared(
    connection: duckdb.DuckDBPyConnection, rows: Rows, history: History, covered: tuple[dt.date, dt.date]
) -> dict[str, Callable[[int, int], Any]] | None:  # fmt: skip
    """The forecast that learns from all pairs, where the data set has them by day and without gaps."""
    if rows.data_name == CODED or not history.days or history.gaps or not history.counts.any():
        return None
    span = (history.days[0][0], min(history.days[-1][1], covered[1]))
    counts = read_daily_counts(connection, rows, dyad=history.dyad, span=span)
    ends = [(end - span[0]).days + 1 for _, end in history.days]
    return {POOLED: make_shared(build_panels(counts, history.dyad, ends), history, _width(history))}


def _as_outlook(history: History, data_name: str, foretold: Sequence[Foretold], covered: tuple[dt.date, dt.date]) -> Outlook:
    """Lines with what is the same for all of them, and what must be said of them."""
    n_events = int(history.counts[history.keys.index((BOTH, "n"))].sum()) if history.keys else 0
    as_of = history.days[-1][1] if history.days else covered[1]
    head: dict[str, Any] = {
        "release_id": "", "release_name": "", "created_at": dt.datetime.now(dt.UTC), "bilateral_version": VERSION, "data_name": data_name,
        "first_day": history.days[0][0] if history.days else covered[0], "as_of": as_of, "state_a": history.dyad[0], "state_b": history.dyad[1],
        "step": history.step,
    }  # fmt: skip
    lines = tuple(ForecastLine(**head, **_periods(history, one), **_told(one)) for one in foretold) if n_events else ()
    return Outlook(lines, data_name, history.dyad, history.step, as_of, len(history.days), n_events, history.gaps, _note(history, data_name, n_events, lines))


def _periods(history: History, one: Foretold) -> dict[str, Any]:
    """Name and days of the period of a forecast."""
    if one.ahead:
        name, start, end = history.coming[one.ahead - 1]
        return {"period": name, "period_start": start, "period_end": end}
    (first, start, _), (last, _, end) = history.coming[0], history.coming[-1]
    return {"period": f"{first}/{last}", "period_start": start, "period_end": end}


def _told(one: Foretold) -> dict[str, Any]:
    told = {item.name: getattr(one, item.name) for item in fields(one)}
    return told | {"likelihood": None if one.p_any is None else likelihood_word(one.p_any)}


def _data(data_name: str) -> str:
    """What the counts are of, in words and in the plural."""
    return "the documents of this record" if data_name == CODED else f"the data of {data_name}"


def _note(history: History, data_name: str, n_events: int, lines: Sequence[ForecastLine]) -> str:
    """One sentence where there is too little to go by."""
    n, step = len(history.days), history.step
    if not n_events:
        return f"{_data(data_name).capitalize()} hold no event between {' and '.join(history.dyad)} in {n} whole {step}s: nothing can be foretold."
    if history.gaps > n:
        return (
            f"{_data(data_name).capitalize()} cover {n} of the {n + history.gaps} {step}s from {history.days[0][0]} to {history.days[-1][1]}, too few to foretell by: "
            "what follows are base rates of those they cover."
        )
    if all(line.n_tested == 0 for line in lines):
        return (
            f"With {n_events} event{'s' * (n_events != 1)} in {n} whole {step}{'s' * (n != 1)} there is too little to test a forecast on "
            f"(it takes {FEWEST_EVENTS} events and {FEWEST_WHOLE} {step}s): what follows are base rates, how often the like happened before."
        )
    return ""


def release_outlook(record: str | Path, outlook: Outlook, *, name: str | None = None) -> Outlook:
    """Store an outlook as a named release, which is never changed.

    The same forecast from the same data under the name it gets by itself is stored once.

    Args:
        record: Folder of the record.
        outlook: An outlook with lines.
        name: A name that no release of this record has; made of pair, data and days where none is given.

    Returns:
        The outlook as it is stored.

    Raises:
        RecordError: If the record cannot be written, or the outlook has no lines.
        SettingsError: If the name is taken.
    """
    if not outlook.lines:
        message = f"got an outlook without a forecast, expected one to store; {outlook.note}"
        raise RecordError(message)
    known = {line.release_name: line for line in read_releases(Path(record)) if line.ahead == 1}
    made = _own_name(outlook)
    release_id = make_id(made, *(repr(_content(line)) for line in outlook.lines))
    if name is None:
        same = next((line for line in known.values() if line.release_id == release_id), None)
        if same is not None:
            return _with_head(outlook, (release_id, same.release_name, same.created_at))
        name = next(one for one in (made, *(f"{made}-{n}" for n in range(2, len(known) + 3))) if one not in known)
    elif name in release_names(Path(record)):
        message = f"got the name {name!r}, which a release of this record has, expected a new one: a release is never changed"
        raise SettingsError(message)
    else:
        release_id = make_id(name, release_id)
    released = _with_head(outlook, (release_id, name, outlook.lines[0].created_at))
    store_release(Path(record), released.lines)
    return released


def add_outlook(record: Path, findings: Findings, *, end: str | None = None) -> Findings:
    """Findings with the newest stored forecast of the pair, or one that is made from the coded incidents now.

    A release whose last period ended before the brief's clock is not shown as what to expect.

    Args:
        record: Folder of the record.
        findings: What was found of the pair.
        end: Last date of what is told; forecasts that know more are not shown.

    Returns:
        The findings with `outlook`, or with `outlook_note` where there is too little to go by.
    """
    last = ask(findings.dyad, "month", span=(None, end)).end
    stored = [line for line in read_releases(record) if {line.state_a, line.state_b} == set(findings.dyad) and (last is None or line.as_of <= last)]
    clock = last or findings.as_of or dt.date.min
    ahead = [line for line in stored if line.period_end >= clock]  # what was to come is not told as to come once it has
    if ahead:
        newest = max(ahead, key=lambda line: (line.as_of, line.created_at)).release_id
        return replace(findings, outlook=tuple(line for line in stored if line.release_id == newest))
    try:
        outlook = build_outlook(record, *findings.dyad, data=CODED, as_of=end)
    except SettingsError:
        return replace(findings, outlook_note="No dated act was coded, so nothing can be foretold.")
    return replace(findings, outlook=outlook.lines, outlook_note=outlook.note)


def _own_name(outlook: Outlook) -> str:
    last = outlook.lines[-1]
    return f"{'-'.join(sorted(outlook.dyad))}-{outlook.data_name}-{outlook.as_of}-to-{last.period_end}-by-{outlook.step}"


def _content(line: ForecastLine) -> dict[str, Any]:
    own = ("release_id", "release_name", "created_at", "bilateral_version")
    return {item.name: getattr(line, item.name) for item in fields(line) if item.name not in own}


def _with_head(outlook: Outlook, head: tuple[str, str, dt.datetime]) -> Outlook:
    release_id, name, created = head
    lines = tuple(replace(line, release_id=release_id, release_name=name, created_at=created) for line in outlook.lines)
    return replace(outlook, lines=lines)


def score_outlooks(record: str | Path, *, name: str | None = None, dyad: tuple[str, str] | None = None) -> list[Scored]:
    """Hold released forecasts against what the record's data say now.

    A forecast is scored once the data cover the whole of its period. A period that the
    data do not cover is left out.

    Args:
        record: Folder of the record.
        name: Of this release alone.
        dyad: Of this pair alone.

    Returns:
        Lines with their scores, the oldest release first; empty where nothing has come due.

    Raises:
        SettingsError: If there is no release of that name.
    """
    lines = read_releases(Path(record), name)
    wanted = set(ask(dyad, "month").dyad) if dyad else None
    scored: list[Scored] = []
    for key in dict.fromkeys((line.data_name, line.state_a, line.state_b, line.step) for line in lines):
        if wanted is not None and {key[1], key[2]} != wanted:
            continue
        own = [line for line in lines if (line.data_name, line.state_a, line.state_b, line.step) == key]
        scored += _scored(Path(record), own)
    return scored


def _scored(record: Path, lines: Sequence[ForecastLine]) -> list[Scored]:
    """Scores of the lines of one data set, pair and step."""
    first = lines[0]
    there = {row["data_name"] for row in list_data_sets(record)} | {CODED}
    if first.data_name not in there:
        return []
    question = ask((first.state_a, first.state_b), first.step)
    with opened_rows(record, first.data_name, question.dyad) as (connection, rows):
        last = _covered(connection, rows, question)[1]
        series = build_dyad_series(connection, question, rows)
    history = read_history(series, question, (dt.date.min, last), horizon=1)
    if not history.days:
        return []
    starts = [start for start, _ in history.days]
    found = []
    for line in lines:
        inside = [place for place, start in enumerate(starts) if line.period_start <= start <= line.period_end]
        if line.period_end <= history.days[-1][1] and len(inside) == _length(line, lines):
            outcome = _outcome(history, line, inside)
            found += [score_line(line, outcome)] if outcome is not None else []
    return found


def _length(line: ForecastLine, lines: Sequence[ForecastLine]) -> int:
    """Periods that a line tells of."""
    return 1 if line.ahead else max(one.ahead for one in lines if one.release_id == line.release_id)


def _outcome(history: History, line: ForecastLine, inside: Sequence[int]) -> float | None:
    """What came of a line; None for the balance of a period without acts."""
    if line.measure != "balance":
        return float(history.counts[history.keys.index((line.direction, line.measure)), list(inside)].sum())
    good, bad = (float(history.counts[history.keys.index((BOTH, name)), list(inside)].sum()) for name in ("cooperation", "conflict"))
    return (good - bad) / (good + bad) if good + bad else None
