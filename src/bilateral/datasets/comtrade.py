"""UN Comtrade, asked through its own client: yearly trade of two states as each of them reports it."""

from __future__ import annotations

import contextlib
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bilateral.datasets.series_checks import check_observations
from bilateral.datasets.series_mapping import SeriesMapping
from bilateral.datasets.series_rows import make_observation
from bilateral.errors import DocumentError, SettingsError, StateError
from bilateral.vocabulary.states import load_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.records import Observation

__all__ = ["ask_comtrade"]

_YEARS_AT_ONCE = 12
"""Periods that one question to the service may name."""
_CODES = {"USA": "842", "FRA": "251", "IND": "699", "NOR": "579", "CHE": "757", "TWN": "490"}
"""Codes of Comtrade that are not those of UN M49: areas with their territories, and "Other Asia, not elsewhere specified"."""
_FLOWS = {"X": "export", "M": "import"}
_ADDRESS = "https://comtradeapi.un.org/"


def ask_comtrade(state_a: str, state_b: str, years: tuple[int, int], *, key: str | None = None) -> list[Observation]:
    """Exports and imports of two states with each other, by the reports of both.

    All goods (`TOTAL`), current US dollars. A year that a reporter has not sent in
    has no row. Does not tell when a value was published: the service does not.

    Args:
        state_a: A state, ISO 3166-1 alpha-3.
        state_b: The other.
        years: First and last year.
        key: Subscription key; None asks the free preview.

    Returns:
        One observation a reporter, flow and year.

    Raises:
        DocumentError: If the service cannot be reached (`unreachable`), refuses (`forbidden`) or gives nothing that can be used (`broken_answer`, `no_data`).
        SettingsError: If the client is not installed.
        StateError: If both are the same or the service has no code for a state.
    """
    if state_a == state_b:
        message = f"got {state_a} twice, expected two different states"
        raise StateError(message)
    codes = {state: _code(state) for state in (state_a, state_b)}
    retrieved = datetime.now(UTC)
    rows = []
    for reporter, partner in ((state_a, state_b), (state_b, state_a)):
        for first in range(years[0], years[1] + 1, _YEARS_AT_ONCE):
            wanted = range(first, min(first + _YEARS_AT_ONCE, years[1] + 1))
            answer = _ask((codes[reporter], codes[partner]), wanted, key)
            rows += [_observation(row, reporter, partner, retrieved) for row in _usable(answer, (codes[reporter], codes[partner]), wanted)]
    if not rows:
        message = f"got no value from UN Comtrade on {state_a} and {state_b} from {years[0]} to {years[1]}; ask for other years"
        raise DocumentError(message, "no_data")
    check_observations(rows)
    return rows


def _code(state: str) -> str:
    code = _CODES.get(state) or load_states()[state].codes["m49"]
    if not code:
        message = f"got {state}, for which UN Comtrade has no code"
        raise StateError(message)
    return str(int(code))


def _ask(pair: tuple[str, str], years: Sequence[int], key: str | None) -> list[dict[str, Any]]:
    """One question; the client prints what went wrong and answers nothing."""
    try:
        import comtradeapicall  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "got no client of UN Comtrade, expected the package comtradeapicall: install bilateral with its extra, pip install 'bilateral[services]'"
        raise SettingsError(message) from error
    import urllib3  # noqa: PLC0415 - only here

    asked: dict[str, Any] = {
        "typeCode": "C", "freqCode": "A", "clCode": "HS", "period": ",".join(map(str, years)), "reporterCode": pair[0], "cmdCode": "TOTAL", "flowCode": "X,M",
        "partnerCode": pair[1], "partner2Code": "0", "customsCode": "C00", "motCode": "0", "maxRecords": 500, "format_output": "JSON", "breakdownMode": "classic", "includeDesc": False,
    }  # fmt: skip
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            frame = comtradeapicall.getFinalData(key, **asked) if key else comtradeapicall.previewFinalData(**asked)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        message = f"got no answer from UN Comtrade ({error!s:.200}), expected its service at {_ADDRESS}; try again later, or add a file: bilateral add-series"
        raise DocumentError(message, "unreachable") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"got an answer from UN Comtrade that cannot be read ({error!s:.200}), expected its JSON; try again later, or add a file: bilateral add-series"
        raise DocumentError(message, "broken_answer") from error
    if frame is None:
        told = " ".join(printed.getvalue().split())[:300] or "no reason"
        message = f"UN Comtrade refused: {told}; check the key in COMTRADE_KEY, ask less at once, or add a file: bilateral add-series"
        raise DocumentError(message, "forbidden")
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


def _usable(rows: Sequence[dict[str, Any]], pair: tuple[str, str], years: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Rows of what was asked: all goods, all ways; an answer to another question is none."""
    for row in rows:
        try:
            told = (str(int(row["reporterCode"])), str(int(row["partnerCode"])), int(row["refYear"]), str(row["flowCode"]), float(row["primaryValue"]))
        except (KeyError, TypeError, ValueError) as error:
            message = f"got a row of UN Comtrade without {error}, expected reporterCode, partnerCode, refYear, flowCode and primaryValue"
            raise DocumentError(message, "broken_answer") from error
        if told[:2] != pair or told[2] not in years or told[3] not in _FLOWS:
            message = f"got from UN Comtrade a row of reporter {told[0]}, partner {told[1]}, {told[2]}, {told[3]}, which was not asked for"
            raise DocumentError(message, "broken_answer")
        is_whole = str(row.get("partner2Code", 0)) in ("0", "0.0") and str(row.get("motCode", 0)) in ("0", "0.0") and row.get("customsCode", "C00") == "C00"
        if is_whole and told[4] == told[4]:  # not a number is no value
            yield row


def _observation(row: dict[str, Any], reporter: str, partner: str, retrieved: datetime) -> Observation:
    value = float(row["primaryValue"])
    valuation = next((name.upper() for name in ("fob", "cif") if row.get(f"{name}value") == value), "unknown")
    cells = {
        "series_name": "UN Comtrade", "provider": "United Nations Statistics Division", "reporter": reporter, "partner": partner, "flow": _FLOWS[row["flowCode"]],
        "period": str(int(row["refYear"])), "value": value, "unit": "USD", "valuation": valuation, "prices": "nominal",
        "note": f"goods, {row.get('classificationCode', 'HS')}" + (", estimated by the service" if row.get("isReported") is False else ""),
    }  # fmt: skip
    flows = {"export": "export", "import": "import", "total": "total"}
    return make_observation(cells, SeriesMapping((), {}, flows), address=_ADDRESS, retrieved=retrieved)
