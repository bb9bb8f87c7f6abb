"""Figures: every claim about one indicator and period side by side, beside official series."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bilateral.briefings.drafts import (
    Dated,
    Draft,
    DraftBlock,
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
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.findings import OfficialValue
    from bilateral.records import Figure

__all__ = ["draft_figures", "figures_about"]

_MOST_SENTENCES = 8
_MOST_ROWS = 30
_KINDS = {"change": "a change of ", "target": "a target of ", "forecast": "a forecast of "}
_COLUMNS = ("Indicator", "Of", "Period", "Kind", "Value", "Claimed by", "Official series")


@dataclass(frozen=True, slots=True)
class _Claims:
    """Figures about one indicator of one relation, period, unit and kind."""

    figures: tuple[Figure, ...]

    @property
    def one(self) -> Figure:
        return self.figures[0]

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


def _gather(figures: Sequence[Figure]) -> list[_Claims]:
    """Claims side by side: those that differ first, then those made most often, then the newest period."""
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
    return sorted(claims, key=lambda one: (one.n_values == 1, -len(one.figures), -_newness(one), one.one.record_id))


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
    claims = _gather(figures)
    drafts = [_tell_claims(material, one) for one in claims[:_MOST_SENTENCES]]
    if claims[_MOST_SENTENCES:]:
        drafts.append(_tell_more(material, claims[_MOST_SENTENCES:]))
    return DraftSection("figures", "Figures", [DraftBlock(None, drafts, _draft_table(material, claims))])


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
    if official:
        text += f" For comparison, {join_words([_show_official(value) for value in official])}."
    ids = [row.record_id for figures in claims.by_value.values() for row in figures]
    return Draft(text, "reported", material.evidence(ids), facts, len(ids))


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


def _draft_table(material: Material, claims: Sequence[_Claims]) -> DraftTable:
    ordered = sorted(claims, key=lambda one: (squeeze(one.one.indicator).casefold(), -_newness(one), one.one.record_id))
    rows = [row for one in ordered for row in _draft_rows(material, one)]
    columns = _COLUMNS if any(row.cells[-1] != NOT_GIVEN for row in rows) else _COLUMNS[:-1]
    shown = [replace(row, cells=row.cells[: len(columns)]) for row in rows[:_MOST_ROWS]]
    return DraftTable("Figures as the documents give them", columns, shown, len(rows[_MOST_ROWS:]))


def _draft_rows(material: Material, claims: _Claims) -> Iterator[DraftRow]:
    official = join_words(
        [f"{show_amount(one.value, one.unit)} ({one.series_name})" for one in _official(material.official, claims.one)]
    )
    for figures in claims.by_value.values():
        one = figures[0]
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
        yield DraftRow(cells, material.evidence(row.record_id for row in figures), facts, len(figures))


def _shown_parties(figure: Figure) -> str:
    if figure.direction and ">" in figure.direction:
        return " to ".join(capitalise(name_party(party)) for party in figure.direction.split(">", 1))
    return capitalise(name_parties(figure.parties))
