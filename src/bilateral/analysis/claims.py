"""What a check compares: a claimed figure, values of a series, and the verdict on the one by the others."""

from __future__ import annotations

from dataclasses import dataclass

from bilateral.periods import bounds

__all__ = ["TOLERANCE", "VERDICTS", "Claim", "Level", "Verdict", "agrees", "off_by", "same_time", "show_level", "show_value"]

VERDICTS = (
    "supported", "in line", "off", "other reporter", "other period", "other definition",
    "met", "missed", "not on track", "open", "not checkable", "no data",
)  # fmt: skip
"""What a check can end in.

`in line`: a part of a year, a fiscal year or a figure without a period that fits the years' totals;
`met`, `missed`, `not on track`, `open`: targets and forecasts.
"""
TOLERANCE = 0.05
"""Share of the value within which a claim is supported (5 % as in the design notes: rounding and revisions of trade data stay below it)."""
_ROUNDING_CAP = 0.08
"""A claim rounded more coarsely is still held to this, else "20 billion" would cover 15 to 25."""
_OPEN_REACH = 0.2
""""More than 10" is said of 11, hardly of 20: how far the value may lie beyond, as a share of it."""


@dataclass(frozen=True, slots=True)
class Level:
    """One value of a series."""

    period: str  # ISO 8601
    value: float
    unit: str
    indicator: str
    reporter: str | None = None  # who published it
    definition: str | None = None  # "CIF", "goods and services"
    series_name: str | None = None
    observation_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that somebody claims."""

    indicator: str
    value: float
    unit: str
    period: str | None
    kind: str = "level"  # as of figures: level, change, target, forecast …
    modifier: str | None = None  # about, over, under
    base_period: str | None = None  # of a change or a multiple
    reporter: str | None = None  # whose statistics it should be: the exporter's of exports
    is_by_reporter: bool = False  # the words say that it is that reporter's
    definition: str | None = None
    said: str | None = None  # when, ISO 8601
    base: Level | None = None  # the level from which a multiple starts, as the claimant tells it
    told: Level | None = None  # the level of the same time that a growth rate is told with
    tolerance: float = TOLERANCE


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found."""

    verdict: str  # one of VERDICTS
    reason: str
    off_pct: float | None = None  # claimed against found, in per cent of what was found
    found: Level | None = None  # the value that it was compared with
    used: tuple[Level, ...] = ()  # every value that the verdict rests on


def same_time(first: str, second: str) -> bool:
    """Whether two periods cover the same days.

    Example:
        >>> same_time("2010", "2010-01/2010-12")
        True
    """
    return bounds(first) == bounds(second)


def agrees(claim: Claim, value: float) -> bool:
    """Whether a value is what a claim says, within tolerance, its rounding and its modifier.

    Args:
        claim: A claimed level.
        value: A value in the same unit.

    Example:
        >>> agrees(Claim("exports", 17e9, "USD", "2010", modifier="over"), 17.7e9)
        True
        >>> agrees(Claim("exports", 12e9, "USD", "2010"), 17.7e9)
        False
    """
    allowed = max(claim.tolerance * abs(value), min(_rounding(claim.value), _ROUNDING_CAP * abs(value)))
    beyond = claim.value - value
    if claim.modifier == "over":
        return -_OPEN_REACH * abs(value) <= beyond <= allowed
    if claim.modifier == "under":
        return -allowed <= beyond <= _OPEN_REACH * abs(value)
    return abs(beyond) <= allowed


def _rounding(value: float) -> float:
    """Half a unit of the last digit that a number shows: 12.4 billion -> 50 million."""
    mantissa, _, power = f"{abs(value):.12e}".partition("e")
    digits = len(mantissa.rstrip("0").replace(".", ""))
    return 0.5 * 10.0 ** (int(power) - digits + 1)


def off_by(value: float, level: Level) -> float | None:
    """How far a claimed value is from a level, in per cent of it; None for a level of nought."""
    return 100 * (value - level.value) / abs(level.value) if level.value else None


def show_level(level: Level) -> str:
    """A level with its period, reporter and definition.

    Example:
        >>> show_level(Level("2010", 17658836000.0, "USD", "trade turnover", "KOR", "FOB"))
        '17.7 billion USD (2010, KOR, FOB)'
    """
    beside = ", ".join(part for part in (level.period, level.reporter, level.definition) if part)
    return f"{show_value(level.value, level.unit)} ({beside})"


def show_value(value: float, unit: str) -> str:
    """A value in words that are quick to read, three digits of it.

    Example:
        >>> show_value(4194066000.0, "USD"), show_value(24.18, "percent")
        ('4.19 billion USD', '24.2 %')
    """
    for size, word in _SIZES:
        if abs(value) >= size:
            return f"{_three_digits(value / size)} {word} {unit}".rstrip()
    return f"{_three_digits(value)} %" if unit == "percent" else f"{_three_digits(value)} {unit}".rstrip()


_SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_WHOLE = 1000
"""From here on a value is shown without decimals."""


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= _WHOLE else f"{value:.3g}"
