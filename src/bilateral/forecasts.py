"""What a stored forecast is: one line for each count that was foretold.

Lines are only ever added. Those of one release share its name, the time it was made and the
last day of data it knew, so that it can be scored later as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bilateral.records import column

__all__ = ["FORECAST_TABLES", "LEVELS", "ForecastLine"]

LEVELS = tuple(level / 100 for level in range(1, 100))
"""Levels of the quantiles that a line keeps: 1 to 99 %."""


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """One count (or the balance) of a pair in one period, as a release foretold it."""

    release_id: str = column("Identifier of the release.")
    release_name: str = column("Name of the release, used once in a record.")
    created_at: Any = column("When it was made.", unit="UTC timestamp")
    bilateral_version: str = column("Version of this package.")
    data_name: str = column("Data set that the counts are of; `coded` for the record's own incidents.")
    first_day: Any = column("First day of the data that were used.", unit="date")
    as_of: Any = column("Last day of the data that were used.", unit="date")
    state_a: str = column("One state of the pair, ISO 3166-1 alpha-3.")
    state_b: str = column("The other.")
    step: str = column("Length of a period.", values=("week", "month", "quarter", "year"))
    direction: str = column("Who acts on whom (`RUS>KOR`), or `both` for both directions together.")
    measure: str = column("What is counted: `n` for all events, a quad class, `cooperation`, `conflict`, an event type, or `balance`.")
    period: str = column("Period that is foretold, or first and last with a slash for all of them together.")
    period_start: Any = column("First day of the period.", unit="date")
    period_end: Any = column("Last day of the period.", unit="date")
    ahead: int = column("1 for the next period, 2 for the one after it, and so on; 0 for all of them together.", unit="periods")
    model: str = column("How it was foretold; `base rate` where the past is too short or too thin to test a forecast.")
    mean: float = column("Expected events; for `balance` the expected balance, -1 to 1.")
    low: float = column("Lower end of the range that holds 90 of 100 outcomes.")
    high: float = column("Upper end of that range.")
    quantiles: list[float] = column("Quantiles at 1, 2, ... 99 %.")
    probabilities: list[float] = column("Probability of 0, 1, 2, ... events; empty for `balance`.")
    usual_probabilities: list[float] = column("The same by climatology, which the forecast is held against.")
    p_any: float | None = column("Probability of at least one event.", unit="share")
    likelihood: str | None = column("That probability in the words of ICD 203.")
    base_rate: float | None = column("Share of past periods (of spans as long, for all together) with at least one event.", unit="share")
    base_mean: float | None = column("Mean of past periods (of spans as long, for all together).", unit="events")
    n_periods: int = column("Past periods (spans as long, which overlap) that the base rate rests on.", unit="periods")
    n_events: int = column("Events in them.", unit="events")
    skill: float | None = column("How much better than climatology it was, on this past, to choose among forecasts by what was known: 1 - CRPS / CRPS of climatology. Where it is not above 0, climatology is used.")
    n_tested: int = column("Forecasts that the skill rests on.", unit="forecasts")


FORECAST_TABLES: dict[str, type] = {"outlooks": ForecastLine}
"""Tables of stored forecasts by name; made when the first one is stored."""
