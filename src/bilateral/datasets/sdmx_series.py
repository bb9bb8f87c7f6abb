"""Series of SDMX providers (IMF, OECD, Eurostat, World Bank …), asked through `sdmx1`; a mapping tells what their dimensions are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bilateral.datasets.series_mapping import map_series
from bilateral.datasets.series_rows import rows_to_observations
from bilateral.errors import DocumentError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bilateral.records import Observation

__all__ = ["ask_sdmx"]

SECONDS = 60
"""How long a provider may keep silent."""
_SCALE = "UNIT_MULT"
"""The attribute by which SDMX tells that values are in thousands or millions: the power of ten."""


def ask_sdmx(provider: str, series: str, given: Mapping[str, Any], *, years: tuple[int, int]) -> list[Observation]:
    """Ask a provider for series.

    Values are scaled by their attribute UNIT_MULT unless the mapping gives a scale.
    Does not look up what codes mean: the mapping tells.

    Args:
        provider: Identifier of the provider in `sdmx1`.
        series: Identifier of the data flow and key of the series, dimensions by points: FLOW/KEY.
        given: A mapping as `read_series_mapping` gives it; its columns are dimensions.
        years: First and last year.

    Returns:
        One observation a value.

    Raises:
        DocumentError: If the provider cannot be reached, refuses or has no value.
        SettingsError: If the client is not installed, the provider not known to it or the mapping does not fit.
        SchemaError: If a value does not fit.
    """
    flow, _, key = series.partition("/")
    if not flow or not key:
        message = f"got the series {series!r}, expected the data flow and the key, such as NAMQ_10_GDP/Q.CP_MEUR.SCA.B1GQ.DE"
        raise SettingsError(message)
    rows, address = _fetch(provider, flow, key, years)
    if not rows:
        message = f"got no value from {provider} for {flow}/{key} from {years[0]} to {years[1]}; check the key and the years"
        raise DocumentError(message, "no_data")
    if "scale" not in given:
        rows = [_scaled(row) for row in rows]
    mapping = map_series(list(rows[0]), {"series_name": f"{provider} {flow}", "provider": provider, **given})
    made = rows_to_observations(rows, mapping, address=address, name=f"{provider} {flow}", retrieved=datetime.now(UTC))
    if not made:
        message = f"got from {provider} for {flow}/{key} only cells without a value; check the key and the years"
        raise DocumentError(message, "no_data")
    return made


def _fetch(provider: str, flow: str, key: str, years: tuple[int, int]) -> tuple[list[dict[str, Any]], str]:
    """The values with their dimensions and attributes, and the address that was asked."""
    try:
        import sdmx  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "got no SDMX client, expected the package sdmx1: install bilateral with its extra, pip install 'bilateral[services]'"
        raise SettingsError(message) from error
    import requests  # noqa: PLC0415 - comes with sdmx1

    if provider not in sdmx.list_sources():
        message = f"got the provider {provider!r}, expected one of: {', '.join(sdmx.list_sources())}"
        raise SettingsError(message)
    try:
        client = sdmx.Client(provider, timeout=SECONDS)
        answer = client.data(flow, key=key, params={"startPeriod": str(years[0]), "endPeriod": str(years[1])})
        frame = sdmx.to_pandas(answer.data[0], attributes="osgd").reset_index() if answer.data else None
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        message = f"got status {status} from {provider} for {flow}/{key}, expected data; check flow and key, or ask again later"
        raise DocumentError(message, "forbidden" if status in _REFUSED else "server_failed" if status >= _BROKEN else "http_error") from error
    except (requests.RequestException, OSError) as error:
        message = f"got no answer from {provider} ({error!s:.200}); try again later, or add a file: bilateral add-series"
        raise DocumentError(message, "unreachable") from error
    except Exception as error:
        message = f"got an answer from {provider} for {flow}/{key} that cannot be read as SDMX ({type(error).__name__}: {error!s:.200}); try again later, or add a file: bilateral add-series"
        raise DocumentError(message, "broken_answer") from error
    asked = str(answer.response.url) if answer.response is not None else provider
    return [] if frame is None else [{str(name): _plain(cell) for name, cell in row.items()} for row in frame.to_dict("records")], asked


_REFUSED = (401, 402, 403, 407, 429)
_BROKEN = 500


def _plain(cell: Any) -> Any:
    """The value of a cell; attributes come as objects that hold it."""
    held = getattr(cell, "value", cell)
    return "" if held is None or held != held else str(held)  # noqa: PLR0124 - not a number is no value


def _scaled(row: dict[str, Any]) -> dict[str, Any]:
    power = str(row.get(_SCALE, "")).strip()
    if not power.lstrip("-").isdecimal() or not row.get("value"):
        return row
    return {**row, "value": repr(float(row["value"]) * 10.0 ** int(power))}
