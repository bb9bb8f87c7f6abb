"""What to expect next: forecasts beside base rates, in words of likelihood, or one sentence that there is too little to go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.briefings.drafts import Draft, DraftBlock, DraftRow, DraftSection, DraftTable, Evidence, Given
from bilateral.briefings.material import ALL_DOCUMENTS
from bilateral.briefings.wording import capitalise, show_period
from bilateral.periods import as_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.forecasts import ForecastLine

__all__ = ["draft_outlook"]

_KEY, _TITLE = "outlook", "What to expect next"
_CODED, _BOTH = "coded", "both"
_QUADS = {
    "verbal_cooperation": "words of cooperation", "material_cooperation": "acts of cooperation",
    "verbal_conflict": "words of conflict", "material_conflict": "acts of conflict",
}  # fmt: skip
_OTHER = frozenset({"n", "cooperation", "conflict", "balance", *_QUADS})
_MOST_ROWS = 8
_COLUMNS = ("Type of act", "Chance of any", "In words", "Base rate", "Expected", "Mean so far")
_WHOLE = 100


def draft_outlook(material: Material) -> DraftSection:
    """Draft what is foretold of the pair: events in all, kinds of acts, the chance of each type, and how good such forecasts were."""
    lines = [line for line in material.findings.outlook if line.direction == _BOTH]
    if not lines or all(line.n_tested == 0 for line in lines):
        note = material.findings.outlook_note.partition(": what follows")[0].rstrip(".") + "." if material.findings.outlook_note else "No forecast was made."
        return DraftSection(_KEY, _TITLE, [DraftBlock(None, [Draft(note, "counted", [ALL_DOCUMENTS], [Given(note)])])])
    evidence = _evidence(material, lines[0])
    sentences = [_draft(parts, evidence) for parts in _sentences(lines)]
    return DraftSection(_KEY, _TITLE, [DraftBlock(None, sentences, _table(lines, evidence))])


def _evidence(material: Material, line: ForecastLine) -> list[Evidence]:
    """The reports that were counted, or the release where the counts are those of a data set."""
    if line.data_name == _CODED:
        happened = [one for one in material.findings.incidents if one.realis == "happened"]
        return material.lead_reports(happened) or [ALL_DOCUMENTS]
    return [Evidence(line.release_name or line.data_name, "outlooks", "", 0, 0, "")]


def _draft(text: str, evidence: Sequence[Evidence]) -> Draft:
    """A sentence of which each number is one of the series."""
    return Draft(text, "counted", evidence, [Given(text)])


def _span(line: ForecastLine) -> str:
    return show_period(as_period(line.period_start, line.period_end))


def _chance(line: ForecastLine) -> str:
    """A chance in words and per cent, beside its base rate."""
    share = _WHOLE * (line.p_any or 0)
    told = "under 1 %" if share < 1 else "over 99 %" if share > _WHOLE - 1 else f"{share:.0f} %"
    return f"{line.likelihood} ({told}; {_base(line)})"


def _base(line: ForecastLine) -> str:
    if not line.n_periods or line.base_rate is None:
        return "no base rate"
    return f"base rate {round(line.base_rate * line.n_periods)} of {line.n_periods}"


def _sentences(lines: Sequence[ForecastLine]) -> Iterator[str]:
    """What is foretold, one sentence a thing."""
    every = [line for line in lines if line.measure == "n"]
    first, whole = every[0], every[-1]
    data = "the incidents coded here" if first.data_name == _CODED else first.data_name
    yield (
        f"From {data} up to {show_period(first.as_of.isoformat())}, {whole.mean:.0f} events between the two are expected for {_span(whole)} "
        f"(90 of 100 outcomes: {whole.low:.0f} to {whole.high:.0f}), where spans as long had {whole.base_mean or 0:.0f} on average ({whole.n_periods} such spans)."
    )
    kinds = [line for line in lines if line.ahead == 1 and line.measure in _QUADS]
    told = "; ".join(f"{_QUADS[line.measure]} are {_chance(line)}" for line in kinds)
    yield f"For {_span(first)}: {told}."
    balance = next((line for line in lines if line.measure == "balance" and line.ahead == 1), None)
    if balance is not None:
        yield (
            f"The balance of cooperation and conflict is expected at {balance.mean:+.2f} (90 of 100 outcomes: {balance.low:+.2f} to {balance.high:+.2f}; "
            f"{balance.base_mean or 0:+.2f} so far), on a scale from -1 to 1."
        )
    if first.skill is not None:
        verdict = "better" if first.skill > 0 else "worse"
        used = "so that is used" if first.skill <= 0 else f"and that of the {first.model} is used"
        yield (
            f"Tried on {first.n_tested} forecasts for past periods, choosing among forecasts of all events did {abs(first.skill) * _WHOLE:.1f} % {verdict} than what "
            f"the past shows on average, {used}; it knows the counts alone."
        )


def _table(lines: Sequence[ForecastLine], evidence: Sequence[Evidence]) -> DraftTable:
    """The types of acts that are likeliest in the next period."""
    types = sorted((line for line in lines if line.ahead == 1 and line.measure not in _OTHER), key=lambda line: -(line.p_any or 0))
    rows = []
    for line in types[:_MOST_ROWS]:
        cells = (
            line.measure.upper(), f"{_WHOLE * (line.p_any or 0):.0f} %", capitalise(line.likelihood or ""), _base(line).removeprefix("base rate "),
            f"{line.mean:.1f}", f"{line.base_mean or 0:.1f}",
        )  # fmt: skip
        rows.append(DraftRow(cells, evidence, [Given(" ".join(cells))]))
    return DraftTable(f"Chance of each type of act, {_span(types[0])}", _COLUMNS, rows, max(len(types) - _MOST_ROWS, 0))
