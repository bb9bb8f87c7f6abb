"""`check`: what documents claim of a pair in figures against the official series of the record."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.analysis.change_starts import find_base, find_reporter, is_fall
from bilateral.analysis.checks import check_claim
from bilateral.analysis.claims import TOLERANCE, Claim, Level, Verdict, same_time, show_level
from bilateral.analysis.levels import FLOWS, add_up, known_on, levels_of, trade_parts
from bilateral.errors import SettingsError, StateError
from bilateral.findings import Records, state_of
from bilateral.periods import bounds, is_period
from bilateral.records import Commitment, Figure, column_names
from bilateral.tables.decisions import read_decisions
from bilateral.tables.observations import read_observations
from bilateral.tables.queries import select_records
from bilateral.vocabulary.names import load_names
from bilateral.vocabulary.states import find_state, load_states

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from bilateral.records import Observation

__all__ = ["CheckedFigure", "check_figures", "check_pair"]

_COUNTERPART = {FLOWS["export"]: 0, FLOWS["import"]: 1}
"""Which side of AAA>BBB reports exports, and which imports."""


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """One claimed figure with its verdicts and the way back to its words and to the values used."""

    record_id: str
    record_table: str
    doc_id: str
    title: str | None
    publisher: str | None
    published: str | None
    start_char: int
    end_char: int
    quote: str
    indicator: str
    direction: str | None
    period: str | None
    base_period: str | None
    figure_type: str
    value: float
    unit: str
    modifier: str | None
    claimed_by: str | None
    verdict: str
    reason: str
    off_pct: float | None
    found_value: float | None
    found_period: str | None
    found_reporter: str | None
    mirror: list[str]
    verdict_then: str
    reason_then: str
    observation_ids: list[str]


def check_pair(  # noqa: PLR0913 - options
    record: str | Path,
    state_a: str,
    state_b: str,
    *,
    as_of: str | None = None,
    tolerance: float = TOLERANCE,
    start: str | None = None,
    end: str | None = None,
) -> pa.Table:
    """Check every figure, growth rate and target of a pair against the official series of the record.

    Nothing is fetched, converted, averaged or guessed: what the series do not hold
    ends in `no data`, what levels cannot judge in `not checkable`, each with the reason.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.
        as_of: Judge by what was known on this day; by default by what is known now.
        tolerance: Share of the value within which a level is supported.
        start: First published date of the documents.
        end: Last.

    Returns:
        One row a claim in order of publication: the columns of `CheckedFigure`. `verdict` is by
        what is known now (or on `as_of`), `verdict_then` by what was known when the document was published.

    Raises:
        RecordError: If the folder is missing or no record.
        SettingsError: If a date or the tolerance is wrong.
        StateError: If a state is not known or both are the same.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    from bilateral.answers.dossier import read_texts  # noqa: PLC0415 - which draws on these checks

    record, dyad = Path(record), (find_state(state_a), find_state(state_b))
    if dyad[0] == dyad[1]:
        message = f"got {dyad[0]} twice, expected two different states"
        raise StateError(message)
    if not 0 <= tolerance < 1:
        message = f"got the tolerance {tolerance:g}, expected a share of the value such as 0.05"
        raise SettingsError(message)
    figures, commitments = (_rows(record, table, kind, dyad, start, end) for table, kind in (("figures", Figure), ("commitments", Commitment)))
    claims = [*figures, *_targets(commitments, figures)]
    texts = read_texts(record, {row.doc_id for row, _ in claims})
    checked = _check_all(claims, texts, dyad, read_observations(record, dyad), as_of=_day(as_of), tolerance=tolerance)
    rows = sorted(checked, key=lambda row: (row.published is None, row.published or "", row.doc_id, row.start_char, row.record_id))
    return pa.Table.from_pylist([dataclasses.asdict(row) for row in rows], schema=_schema())


def check_figures(
    figures: Sequence[Figure], dyad: tuple[str, str], observations: Sequence[Observation], *, heads: Mapping[str, Any], texts: Mapping[str, str]
) -> list[CheckedFigure]:
    """Check figures that are at hand, such as those of a brief.

    Args:
        figures: Figures of the pair.
        dyad: The pair.
        observations: What the record holds on the pair.
        heads: Title, publisher and published date of documents by identifier.
        texts: Texts of documents by identifier.

    Returns:
        One row a figure, in the order given.
    """
    claims = [(row, {key: getattr(heads[row.doc_id], key) for key in ("title", "publisher", "published")}) for row in figures]
    return _check_all(claims, texts, dyad, observations, as_of=None, tolerance=TOLERANCE)


_Row = tuple[Figure, dict[str, Any]]


def _rows(record: Path, table: str, kind: type[Any], dyad: tuple[str, str], start: str | None, end: str | None) -> list[tuple[Any, dict[str, Any]]]:  # noqa: PLR0913, PLR0917 - one question
    rows = select_records(record, table, dyad, start=start, end=end).to_pylist()
    names = column_names(table)
    heads = {row["record_id"]: {key: row[key] for key in ("title", "publisher", "published")} for row in rows}
    coded = tuple(kind(**{name: row[name] for name in names}) for row in rows)
    return [(row, heads[row.record_id]) for row in _as_reviewed(record, table, coded, dyad) if row.record_id in heads]


def _as_reviewed(record: Path, table: str, coded: tuple[Any, ...], dyad: tuple[str, str]) -> Sequence[Any]:
    """Rows as reviewers left them."""
    from bilateral.answers.dossier import read_records  # noqa: PLC0415 - the brief reads this module
    from bilateral.answers.reviewed import review_records  # noqa: PLC0415

    if not read_decisions(record):
        return coded
    read = {"documents": read_records(record, *dyad).documents, table: coded}
    reviewed, _ = review_records(record, Records(**read))
    rows: Sequence[Any] = getattr(reviewed, table)
    return rows


def _targets(commitments: Iterable[tuple[Commitment, dict[str, Any]]], figures: Sequence[_Row]) -> list[_Row]:
    """Promised targets that no figure of the same words tells already, as figures of what their words name."""
    found = []
    for row, head in commitments:
        if row.target_value is None or row.target_unit is None:
            continue
        same = [one for one, _ in figures if one.doc_id == row.doc_id and one.value == row.target_value and one.unit == row.target_unit]
        if any(one.start_char < row.end_char and row.start_char < one.end_char for one in same):
            continue
        beside = [one for one in same if one.figure_type in ("target", "forecast")]
        parties = [*row.actor, *row.recipient]
        found.append(
            (
                Figure(
                    record_id=row.record_id, doc_id=row.doc_id, start_char=row.start_char, end_char=row.end_char, quote=row.quote,
                    indicator=beside[0].indicator if beside else _named(row.what), value=row.target_value, unit=row.target_unit, parties=parties, direction=beside[0].direction if beside else None,
                    period=row.deadline, period_start=row.deadline_start, period_end=row.deadline_end, figure_type="target", modifier=None, claimed_by=None,
                ),
                {**head, "table": "commitments"},
            )
        )  # fmt: skip
    return found


def _named(what: str) -> str:
    """The indicator that the words of a promise name, else the words."""
    from bilateral.vocabulary.measures import load_indicators  # noqa: PLC0415 - compiles patterns

    return next((item.name for item in load_indicators() if item.is_whole and item.pattern.search(what)), what)


def _check_all(  # noqa: PLR0913 - all that is known
    claims: Sequence[_Row], texts: Mapping[str, str], dyad: tuple[str, str], observations: Sequence[Observation], *, as_of: dt.date | None, tolerance: float
) -> list[CheckedFigure]:
    figures = [row for row, _ in claims]
    names = {state: _names_of(state) for state in dyad}
    checked = []
    for figure, head in claims:
        text = texts.get(figure.doc_id, figure.quote)
        claim = _claim(figure, figures, text, head["published"], tolerance=tolerance, reporter=find_reporter(figure, text, names))
        now = _judge(claim, figure, dyad, known_on(observations, as_of))
        then = _judge_then(claim, figure, dyad, observations, head["published"], as_of=as_of)
        beside = _beside(claim, figure, dyad, known_on(observations, as_of), now)
        checked.append(_checked(figure, head, claim, now, then, beside))
    return checked


def _names_of(state: str) -> tuple[str, ...]:
    """How a state and its people are called, also without "South": the other Korea is not of the pair, or is named itself."""
    known = load_states()[state]
    seats = [name.text for name in load_names() if name.how == "seat" and list(map(state_of, name.parties)) == [state]]
    names = (known.name, *known.demonyms, *known.capitals, *seats)
    return tuple(dict.fromkeys((*names, *(name.removeprefix("South ").removeprefix("North ") for name in names))))


def _judge(claim: Claim, figure: Figure, dyad: tuple[str, str], rows: Sequence[Observation]) -> Verdict:
    if claim.indicator in _COUNTERPART and figure.direction is None and claim.kind not in ("rank", "share", "cost"):
        return Verdict("not checkable", f"{claim.indicator} of which the direction is not told")
    levels = levels_of(rows, claim.indicator, dyad, direction=figure.direction)
    if claim.period is not None and is_period(claim.period):
        levels = _with_sums(levels, (claim.period, claim.base_period))
    return check_claim(claim, levels, parts=trade_parts(rows, dyad) if claim.indicator == FLOWS["total"] else ())


def _with_sums(levels: list[Level], periods: tuple[str | None, ...]) -> list[Level]:
    """Levels with those of the periods asked for, where months or quarters fill them."""
    for period in periods:
        if period is not None and is_period(period):
            have = {(level.reporter, level.definition, level.series_name, level.unit) for level in levels if same_time(level.period, period)}
            levels = levels + [level for level in add_up(levels, period) if (level.reporter, level.definition, level.series_name, level.unit) not in have]
    return levels


def _judge_then(  # noqa: PLR0913 - one question
    claim: Claim, figure: Figure, dyad: tuple[str, str], observations: Sequence[Observation], published: str | None, *, as_of: dt.date | None
) -> Verdict:
    """By what was known when the document was published."""
    if published is None or not is_period(published):
        return Verdict("not checkable", "the published date is not known")
    day = bounds(published)[1]
    day = min(day, as_of) if as_of else day
    then = known_on(observations, day)
    if observations and not then and all(row.known_from is None for row in observations):
        return Verdict("no data", "the series do not tell when their values were published")
    return _judge(claim, figure, dyad, then)


def _claim(  # noqa: PLR0913 - all that is told
    figure: Figure, figures: Sequence[Figure], text: str, published: str | None, *, tolerance: float, reporter: str | None
) -> Claim:
    """What a figure claims, with what its own document tells beside it."""
    is_relative = figure.unit == "times" or figure.figure_type == "change" or (figure.figure_type in ("target", "forecast") and figure.unit == "percent")
    base_period, period = find_base(figure, text) if is_relative else None, figure.period
    if is_relative and figure.figure_type == "change":
        base_period, period = _ends(period, base_period, published)
    is_down = figure.figure_type == "change" and figure.unit == "percent" and is_fall(figure, text)
    side = figure.direction.split(">")[_COUNTERPART[figure.indicator]] if figure.direction and figure.indicator in _COUNTERPART else None
    goal = figure.figure_type in ("target", "forecast")
    return Claim(
        indicator=figure.indicator.removesuffix(" a year"), value=-abs(figure.value) if is_down else figure.value, unit=figure.unit, period=period, kind=figure.figure_type,
        modifier=figure.modifier, base_period=base_period, reporter=reporter if is_relative and not goal else None if goal else reporter or side, is_by_reporter=reporter is not None and not goal, said=published,
        base=_told_base(figure, figures, base_period) if is_relative and goal else None,
        told=_told_now(figure, figures) if is_relative and not goal else None, tolerance=tolerance,
    )  # fmt: skip


def _ends(period: str | None, base_period: str | None, published: str | None) -> tuple[str | None, str | None]:
    """Base and end of a change over several years: of "between 2005 and 2010" those two, of "since 2010" the last whole year as its end."""
    if period is None or not is_period(period):
        return base_period, period
    first, last = bounds(period)
    if (last - first).days < _SEVERAL_DAYS:
        return base_period, period
    told = bounds(published)[1] if published and is_period(published) else None
    end = last.year - 1 if told is not None and last >= told.replace(month=12, day=31) else last.year
    return (base_period or str(first.year), str(end)) if end > first.year else (base_period, period)


_SEVERAL_DAYS = 500
"""A period longer than a year and a fiscal year's slack is a stretch from one year to another."""


def _levels_told(figure: Figure, figures: Iterable[Figure]) -> list[Figure]:
    """Sums of money that the same document tells of the same indicator."""
    return [
        row
        for row in figures
        if row.doc_id == figure.doc_id and row.indicator == figure.indicator and row.direction == figure.direction and row.figure_type == "level" and row.unit not in ("percent", "times")
    ]


def _told_now(figure: Figure, figures: Iterable[Figure]) -> Level | None:
    """The level that a growth rate is told with: of the same time, in the same document."""
    if figure.period is None or not is_period(figure.period):
        return None
    told = next((row for row in _levels_told(figure, figures) if row.period and is_period(row.period) and same_time(row.period, figure.period)), None)
    return _as_level(told) if told else None


def _told_base(figure: Figure, figures: Iterable[Figure], base_period: str | None) -> Level | None:
    """The level that a goal multiplies: that of its base period, else the last one told before it."""
    told = [row for row in _levels_told(figure, figures) if row.start_char <= figure.start_char]
    if base_period is not None:
        told = [row for row in told if row.period and is_period(row.period) and same_time(row.period, base_period)]
    return _as_level(max(told, key=lambda row: row.start_char)) if told else None


def _as_level(figure: Figure) -> Level:
    return Level(figure.period or "told in the document", figure.value, figure.unit, figure.indicator)


def _beside(claim: Claim, figure: Figure, dyad: tuple[str, str], rows: Sequence[Observation], verdict: Verdict) -> list[Level]:
    """What each reporter and series has for the time of the verdict, side by side."""
    period = verdict.found.period if verdict.found is not None else claim.period
    if period is None or not is_period(period):
        return []
    levels = _with_sums(levels_of(rows, claim.indicator, dyad, direction=figure.direction), (period,))
    return [level for level in levels if same_time(level.period, period)]


def _checked(  # noqa: PLR0913, PLR0917 - what a row is made of
    figure: Figure, head: Mapping[str, Any], claim: Claim, now: Verdict, then: Verdict, beside: Sequence[Level]
) -> CheckedFigure:
    found = now.found
    ids = dict.fromkeys(one for level in (*now.used, *beside) for one in level.observation_ids)
    return CheckedFigure(
        record_id=figure.record_id, record_table=head.get("table", "figures"), doc_id=figure.doc_id, title=head["title"], publisher=head["publisher"], published=head["published"],
        start_char=figure.start_char, end_char=figure.end_char, quote=figure.quote, indicator=figure.indicator, direction=figure.direction, period=figure.period,
        base_period=claim.base_period, figure_type=figure.figure_type, value=claim.value, unit=figure.unit, modifier=figure.modifier, claimed_by=figure.claimed_by,
        verdict=now.verdict, reason=now.reason, off_pct=now.off_pct, found_value=found.value if found else None, found_period=found.period if found else None,
        found_reporter=found.reporter if found else None, mirror=[f"{show_level(level)}: {level.series_name}" for level in beside],
        verdict_then=then.verdict, reason_then=then.reason, observation_ids=list(ids),
    )  # fmt: skip


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    if not is_period(text):
        message = f"got the date {text!r} for --as-of, expected one such as 2018, 2018-06 or 2018-06-20"
        raise SettingsError(message)
    return bounds(text)[1]


def _schema() -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415 - heavy

    kinds = {"start_char": pa.int64(), "end_char": pa.int64(), "value": pa.float64(), "off_pct": pa.float64(), "found_value": pa.float64(), "mirror": pa.list_(pa.string()), "observation_ids": pa.list_(pa.string())}
    return pa.schema([(item.name, kinds.get(item.name, pa.string())) for item in dataclasses.fields(CheckedFigure)])
