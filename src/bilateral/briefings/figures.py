"""Figures: every claim about one indicator and period side by side, beside official series."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bilateral.briefings.charts import chart_values, row_anchor
from bilateral.briefings.drafts import (
    Dated,
    Draft,
    DraftBlock,
    DraftChart,
    DraftRow,
    DraftSection,
    DraftTable,
    Fact,
    Given,
    Measured,
    Named,
    counted,
    nothing_found,
)
from bilateral.briefings.names import name_parties, name_party
from bilateral.briefings.wording import (
    NOT_GIVEN,
    capitalise,
    count,
    in_time,
    join_words,
    show_amount,
    show_period,
    squeeze,
)
from bilateral.findings import state_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import FigureCheck, OfficialValue
    from bilateral.records import Figure

__all__ = ["draft_figures", "figures_about"]

_MOST_SENTENCES = 8
_MOST_ROWS = 30
_FEWEST_YEARS = 3
_YEAR = re.compile(r"\d{4}")  # 2018
_KINDS = {"change": "a change of ", "target": "a target of ", "forecast": "a forecast of "}
_COLUMNS = ("Indicator", "Of", "Period", "Kind", "Value", "Claimed by", "Official series")
_TOLD = frozenset(("supported", "in line", "off", "other reporter", "other period", "other definition", "met", "missed", "not on track", "open"))
"""Verdicts that a sentence tells; the rest would tell only what the series lack."""
_AGAINST = frozenset(("off", "other period", "missed", "not on track"))


@dataclass(frozen=True, slots=True)
class _Claims:
    """Figures about one indicator of one relation, period, unit and kind."""

    figures: tuple[Figure, ...]

    @property
    def one(self) -> Figure:
        return self.figures[0]

    def is_any(self, record_ids: Collection[str]) -> bool:
        """Whether any of the figures is among some records."""
        return any(row.record_id in record_ids for row in self.figures)

    @property
    def by_value(self) -> dict[tuple[float, str | None], list[Figure]]:
        values: defaultdict[tuple[float, str | None], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            values[figure.value, figure.modifier].append(figure)
        return dict(sorted(values.items(), key=lambda item: (item[0][0], item[0][1] or "")))

    @property
    def n_values(self) -> int:
        return len({figure.value for figure in self.figures})


def figures_about(material: Material) -> list[Figure]:
    """Figures that concern both states, in order of publication."""
    pair = set(material.dyad)
    rows = (
        row for row in material.records.figures if pair <= set(map(state_of, row.parties)) or _flows_between(row, pair)
    )
    return sorted(rows, key=lambda row: (material.order(row.doc_id), row.start_char, row.record_id))


def _flows_between(figure: Figure, pair: set[str]) -> bool:
    return figure.direction is not None and set(map(state_of, figure.direction.split(">"))) == pair


def _gather(figures: Sequence[Figure], checks: Mapping[str, FigureCheck]) -> list[_Claims]:
    """Claims side by side: those that differ, also from official series, first, then those made most often, then the newest period."""
    groups: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for row in figures:
        key = (
            squeeze(row.indicator).casefold(),
            row.period,
            row.unit,
            row.figure_type,
            row.direction,
            tuple(sorted(row.parties)),
        )
        groups[key].append(row)
    claims = [_Claims(tuple(group)) for group in groups.values()]
    against = {record_id for record_id, check in checks.items() if check.verdict in _AGAINST}
    told = {record_id for record_id, check in checks.items() if check.verdict in _TOLD}
    return sorted(claims, key=lambda one: (not one.is_any(against), one.n_values == 1, not one.is_any(told), -len(one.figures), -_newness(one), one.one.record_id))


def _newness(claims: _Claims) -> int:
    last = claims.one.period_end
    return last.toordinal() if isinstance(last, date) else 0


def draft_figures(material: Material) -> DraftSection:
    """Draft the figures: sentences for the most telling, a table for the rest."""
    figures = figures_about(material)
    if not figures:
        block = DraftBlock(
            None, [nothing_found("No figure that concerns both states was found in the documents searched.")]
        )
        return DraftSection("figures", "Figures", [block])
    claims = _gather(figures, material.findings.checks)
    room = material.room(_MOST_SENTENCES)
    drafts = [_tell_claims(material, one) for one in claims[:room]]
    if claims[room:]:
        drafts.append(_tell_more(material, claims[room:]))
    return DraftSection("figures", "Figures", [DraftBlock(None, drafts, _draft_table(material, claims), _draft_chart(material, claims))])


def _tell_more(material: Material, claims: Sequence[_Claims]) -> Draft:
    ids = [row.record_id for one in claims for row in one.figures]
    more = counted(ids, "figure")
    verb = "stands" if more.number == 1 else "stand"
    text = f"And {more.number:,} more {verb} in the table or the record alone."
    return Draft(text, "counted", material.evidence(ids), [more], len(ids))


def _subject(figure: Figure) -> str:
    indicator = squeeze(figure.indicator)
    if figure.direction and ">" in figure.direction:
        giver, taker = figure.direction.split(">", 1)
        return f"{indicator} from {name_party(giver)} to {name_party(taker)}"
    return f"{indicator} of {name_parties(figure.parties)}"


def _period_fact(material: Material, figure: Figure) -> Dated | None:
    if figure.period is None:
        return None
    evidence = material.evidence_of(figure.record_id)
    return Dated(in_time(figure.period), figure.period, figure.period_start, figure.period_end, evidence)


def _value_fact(material: Material, figure: Figure) -> Measured:
    number = show_amount(figure.value, figure.unit)
    shown = f"{figure.modifier} {number}" if figure.modifier else number
    return Measured(shown, figure.value, material.evidence_of(figure.record_id))


def _tell_claims(material: Material, claims: _Claims) -> Draft:
    """One sentence for all claims of a group: who gives which value."""
    one = claims.one
    facts: list[Fact] = [_given(one.indicator)]
    values = []
    for figures in claims.by_value.values():
        words, found = _tell_value(material, figures)
        values.append(words)
        facts += found
    when = _period_fact(material, one)
    facts += [when] if when else []
    official = _official(material.official, one)
    facts += [Given(_show_official(value)) for value in official]
    text = f"{_opening(claims)}{f' {when.shown}' if when else ''}{_joint(claims)}{join_words(values)}."
    checks = _tell_checks(material, claims)
    if checks:
        text += f" {checks}"
        facts.append(Given(checks))
    elif official:
        text += f" For comparison, {join_words([_show_official(value) for value in official])}."
    ids = [row.record_id for figures in claims.by_value.values() for row in figures]
    return Draft(text, "reported", material.evidence(ids), facts, len(ids))


def _tell_checks(material: Material, claims: _Claims) -> str:
    """What official series make of each claimed value, what every reporter has, and whose series these are."""
    told, mirrors, providers = [], dict[str, None](), dict[str, None]()
    for figures in claims.by_value.values():
        check = material.findings.checks.get(figures[0].record_id)
        if check is None or check.verdict not in _TOLD:
            continue
        value = show_amount(figures[0].value, figures[0].unit)
        told.append(f"{value} is {_VERDICTS.get(check.verdict, check.verdict)} ({squeeze(check.reason)})")
        mirrors |= dict.fromkeys(check.mirror)
        providers |= dict.fromkeys(check.providers)
    if not told:
        return ""
    beside = f" Side by side: {'; '.join(mirrors)}." if len(mirrors) > 1 else ""
    return f"Against official series ({squeeze('; '.join(providers))}): {'; '.join(told)}.{beside}"


_VERDICTS = {
    "in line": "in line with the totals", "other reporter": "the figure of the other reporter", "other period": "the figure of another period",
    "other definition": "a figure of another definition", "met": "met", "open": "still open",
}  # fmt: skip
"""How a sentence calls a verdict where its name alone does not read."""


def _opening(claims: _Claims) -> str:
    """What the claims are about, and whether they differ; without a period they need not."""
    subject = _subject(claims.one)
    is_contested = claims.n_values > 1 and claims.one.period is not None
    return f"Claims differ on {subject}" if is_contested else f"On {subject}"


def _joint(claims: _Claims) -> str:
    no_period = ", at no period given," if claims.one.period is None else ","
    return ": " if claims.n_values > 1 and claims.one.period is not None else f"{no_period} the record gives "


def _given(indicator: str) -> Given:
    """The indicator's words, whose numerals are part of a name ("G20 trade")."""
    return Given(squeeze(indicator))


def _tell_value(material: Material, figures: Sequence[Figure]) -> tuple[str, list[Fact]]:
    value = _value_fact(material, figures[0])
    claimed = next((row for row in figures if row.claimed_by), None)
    by, facts = "", list[Fact]([value])
    if claimed and claimed.claimed_by:
        name = Named(squeeze(claimed.claimed_by), material.evidence_of(claimed.record_id))
        facts.append(name)
        by = f", claimed by {name.shown}"
    doc_ids = tuple(dict.fromkeys(row.doc_id for row in figures))
    if len(doc_ids) == 1:
        told: Fact = material.origin(doc_ids[0])
    else:
        told = Given(count(len(doc_ids), "document"))
    facts.append(told)
    kind = _KINDS.get(figures[0].figure_type, "")
    return f"{kind}{value.shown}{by} ({told.shown})", facts


def _official(official: Sequence[OfficialValue], figure: Figure) -> list[OfficialValue]:
    """Values of official series about the same indicator and period."""
    name = squeeze(figure.indicator).casefold()
    return [value for value in official if value.indicator.casefold() == name and value.period == figure.period]


def _show_official(value: OfficialValue) -> str:
    return f"{value.series_name} gives {show_amount(value.value, value.unit)}"


def _draft_chart(material: Material, claims: Sequence[_Claims]) -> DraftChart | None:
    """The indicator of which the series hold most years, with what documents claim and aim at; its rows are those of the table."""
    yearly = [value for value in material.official if _YEAR.fullmatch(value.period)]
    years = Counter((value.indicator.casefold(), value.unit) for value in yearly)
    told = Counter(key for one in claims if years[key := (one.one.indicator.casefold(), one.one.unit)] >= _FEWEST_YEARS and one.one.period)
    if not told:
        return None
    (indicator, unit), _ = told.most_common(1)[0]
    points = [
        one.one for one in claims
        if one.one.indicator.casefold() == indicator and one.one.unit == unit and _YEAR.fullmatch(one.one.period or "") and one.one.figure_type in ("level", "target", "forecast")
    ]  # fmt: skip
    official = [value for value in yearly if (value.indicator.casefold(), value.unit) == (indicator, unit)]
    return DraftChart(
        key="figures-chart",
        title=f"{capitalise(squeeze(indicator))}: official series and what documents claim",
        description="A line for each reporter of the series; a point is a claim, a diamond a target or forecast.",
        spec=chart_values(official, points, unit or ""),
        table=DraftTable("The table below lists the claims", _COLUMNS, ()),
    )


def _draft_table(material: Material, claims: Sequence[_Claims]) -> DraftTable:
    ordered = sorted(claims, key=lambda one: (squeeze(one.one.indicator).casefold(), -_newness(one), one.one.record_id))
    rows = [row for one in ordered for row in _draft_rows(material, one)]
    columns = _COLUMNS if any(row.cells[-1] != NOT_GIVEN for row in rows) else _COLUMNS[:-1]
    shown = [replace(row, cells=row.cells[: len(columns)]) for row in rows[: material.room(_MOST_ROWS)]]
    return DraftTable("Figures as the documents give them", columns, shown, len(rows) - len(shown))


def _draft_rows(material: Material, claims: _Claims) -> Iterator[DraftRow]:
    listed = join_words(
        [f"{show_amount(one.value, one.unit)} ({one.series_name})" for one in _official(material.official, claims.one)]
    )
    for figures in claims.by_value.values():
        one = figures[0]
        check = material.findings.checks.get(one.record_id)
        official = f"{check.verdict}: {squeeze(check.reason)}" if check is not None and check.verdict in _TOLD else listed
        value, when = _value_fact(material, one), _period_fact(material, one)
        claimants = list(dict.fromkeys(squeeze(row.claimed_by) for row in figures if row.claimed_by))
        cells = (
            capitalise(squeeze(one.indicator)),
            _shown_parties(one),
            show_period(one.period) if one.period else NOT_GIVEN,
            one.figure_type,
            value.shown,
            ", ".join(claimants) or NOT_GIVEN,
            official or NOT_GIVEN,
        )
        names = [
            Named(name, material.evidence_of(row.record_id))
            for row in figures
            if row.claimed_by
            for name in [squeeze(row.claimed_by)]
        ]
        facts: list[Fact] = [value, _given(one.indicator), Given(official), *names]
        if when:
            facts.append(Dated(cells[2], when.period, when.first, when.last, when.evidence))
        yield DraftRow(cells, material.evidence(row.record_id for row in figures), facts, len(figures), row_anchor("figure", one.record_id))


def _shown_parties(figure: Figure) -> str:
    if figure.direction and ">" in figure.direction:
        return " to ".join(capitalise(name_party(party)) for party in figure.direction.split(">", 1))
    return capitalise(name_parties(figure.parties))
