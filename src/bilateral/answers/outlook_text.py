"""An outlook as a table, as a page to read, and as JSON; scores likewise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bilateral.analysis.dyad_series import QUAD_COLUMNS, type_columns
from bilateral.analysis.outlook_history import BOTH
from bilateral.vocabulary.codebook import QUADS
from bilateral.vocabulary.likelihood import likelihood_table
from bilateral.vocabulary.states import state_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from bilateral.answers.outlook import Outlook
    from bilateral.forecasts import ForecastLine

__all__ = ["outlook_rows", "render_outlook_json", "render_outlook_page", "rows_page"]

_QUAD_NAMES = {column: QUADS[quad] for quad, column in QUAD_COLUMNS.items()}
_WHOLE = 100
_FEW = 10


def outlook_rows(lines: Sequence[ForecastLine]) -> pa.Table:
    """The lines of an outlook without their distributions.

    Args:
        lines: Lines of releases.

    Returns:
        One row a line: `release_name`, `period`, `direction`, `measure`, `expected`, `low`, `high` (90 %), `p_any`, `likelihood`, `base_rate`,
        `base_mean`, `n_periods`, `n_events`, `model`, `skill`, `n_tested`, `ahead`, `as_of`, `data_name`.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    names = (
        "release_name", "period", "direction", "measure", "mean", "low", "high", "p_any", "likelihood", "base_rate", "base_mean",
        "n_periods", "n_events", "model", "skill", "n_tested", "ahead", "as_of", "data_name",
    )  # fmt: skip
    kinds = {"p_any": pa.float64(), "base_rate": pa.float64(), "base_mean": pa.float64(), "skill": pa.float64(), "likelihood": pa.string(), "as_of": pa.date32()}
    columns = {name: pa.array([_rounded(getattr(line, name)) for line in lines], kinds.get(name)) for name in names}
    return pa.table({"expected" if name == "mean" else name: column for name, column in columns.items()})


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value


def render_outlook_json(outlook: Outlook) -> str:
    """An outlook with all quantiles and probabilities as JSON."""
    from dataclasses import asdict  # noqa: PLC0415 - used here alone

    head = {
        "data_name": outlook.data_name, "dyad": list(outlook.dyad), "step": outlook.step, "as_of": outlook.as_of, "n_periods": outlook.n_periods,
        "n_events": outlook.n_events, "n_periods_not_covered": outlook.gaps, "note": outlook.note,
        "likelihood": [{"words": words, "least": least, "most": most} for words, least, most in likelihood_table()],
    }  # fmt: skip
    lines = [asdict(line) for line in outlook.lines]
    return json.dumps(head | {"forecasts": lines}, indent=1, default=str, ensure_ascii=False) + "\n"


def render_outlook_page(outlook: Outlook) -> str:
    """An outlook as Markdown: what to expect in all, by kind and side, and the chance of each type of act, beside base rates."""
    first, second = (state_name(code) for code in outlook.dyad)
    parts = [f"# Outlook: {first} and {second}", _head(outlook), *([outlook.note] if outlook.note else [])]
    if outlook.lines:
        parts += [*_sections(outlook), _reading(outlook)]
    return "\n\n".join(parts) + "\n"


def _head(outlook: Outlook) -> str:
    released = next((line.release_name for line in outlook.lines if line.release_name), "")
    told = f"Release `{released}`, made {outlook.lines[0].created_at:%Y-%m-%d %H:%M} UTC. " if released else ""
    gaps = f", {outlook.gaps} more without coverage left out" if outlook.gaps else ""
    data = "the record's own incidents" if outlook.data_name == "coded" else f"`{outlook.data_name}`"
    return f"{told}From {data} up to {outlook.as_of}: {outlook.n_events} events in {outlook.n_periods} whole {outlook.step}s{gaps}."


def _sections(outlook: Outlook) -> Iterable[str]:
    lines, step = outlook.lines, outlook.step
    chosen = [line for line in lines if line.ahead in (0, 1)]
    kinds = ("n", *QUAD_COLUMNS.values())
    types = set(type_columns().values())
    yield f"## Events in each {step}, both directions\n\n" + _table([line for line in lines if (line.direction, line.measure) == (BOTH, "n")], ("period",))
    yield "## By direction and kind\n\n" + _table([line for line in chosen if line.measure in kinds], ("period", "direction", "kind"))
    yield "## Balance of cooperation and conflict\n\n" + _balance([line for line in lines if line.measure == "balance"])
    likely = sorted((line for line in chosen if line.measure in types), key=lambda line: (line.period_end, -(line.p_any or 0)))
    yield "## Chance of each type of act, both directions\n\n" + _table(likely, ("period", "kind"))


def _kind(measure: str) -> str:
    if measure == "n":
        return "all events"
    return _QUAD_NAMES.get(measure, measure.upper())


def _table(lines: Sequence[ForecastLine], keys: Sequence[str]) -> str:
    """Lines as a Markdown table."""
    rows = []
    for line in lines:
        told = {"period": line.period, "direction": line.direction, "kind": _kind(line.measure)}
        skill = f"{line.skill:+.1%} (n {line.n_tested})" if line.skill is not None else "not tested"
        base = f"{line.base_rate:.0%} of {line.n_periods}" if line.base_rate is not None else "none"
        usual = _number(line.base_mean) if line.base_mean is not None else ""
        rows.append([*(told[key] for key in keys), _number(line.mean), f"{line.low:.0f} to {line.high:.0f}", _chance(line.p_any or 0), line.likelihood or "", base, usual, line.model, skill])
    return _markdown([*keys, "expected", "90 % range", "any", "in words", "base rate", "mean so far", "forecast", "skill"], rows)


def _balance(lines: Sequence[ForecastLine]) -> str:
    rows = [[line.period, f"{line.mean:+.2f}", f"{line.low:+.2f} to {line.high:+.2f}", f"{line.base_mean:+.2f} (n {line.n_periods})"] for line in lines]
    return _markdown(["period", "expected", "90 % range", "so far"], rows) if rows else "No act of cooperation or conflict to go by."


def _chance(share: float) -> str:
    """A chance in whole per cent, never told as none or certain.

    Example:
        >>> _chance(0.001), _chance(0.5), _chance(0.9999)
        ('<1 %', '50 %', '>99 %')
    """
    if share < 1 / _WHOLE:
        return "<1 %"
    return ">99 %" if share > 1 - 1 / _WHOLE else f"{_WHOLE * share:.0f} %"


def _number(value: float) -> str:
    return f"{value:.1f}" if value < _FEW else f"{value:.0f}"


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _reading(outlook: Outlook) -> str:
    """How the page is to be read."""
    words = ", ".join(f"{name} {_WHOLE * least:.0f} to {_WHOLE * most:.0f} %" for name, least, most in likelihood_table())
    spans = f"spans of {max(line.ahead for line in outlook.lines)} {outlook.step}s, which overlap" if any(line.ahead == 0 for line in outlook.lines) else "periods"
    return (
        "## How to read it\n\n"
        f"The base rate is the share of past {outlook.step}s (of {spans}, for the last row) with at least one such event. The skill is how much better than "
        "climatology (all of the past, as often as it came) it was on this past to choose among forecasts by what was known then; where it is not above "
        f"zero, climatology is used. A forecast knows the counts of this data set and nothing else. Words of likelihood (ICD 203): {words}."
    )


def rows_page(rows: Sequence[dict[str, Any]]) -> str:
    """Dictionaries with the same keys as a Markdown table."""
    if not rows:
        return "Nothing has come due.\n"
    cells = [["" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value) for value in row.values()] for row in rows]
    return _markdown([key.replace("_", " ") for key in rows[0]], cells) + "\n"
