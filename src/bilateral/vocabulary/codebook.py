"""PLOVER's event types: what each is, its class and how strong it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_toml

__all__ = ["QUADS", "EventType", "intensity", "load_event_types", "quad_code"]

QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
"""The four classes of event types by their code."""


@dataclass(frozen=True, slots=True)
class EventType:
    """One event type of PLOVER; `intensity` on the Goldstein scale, -10 to 10."""

    name: str
    description: str
    quad_code: int
    intensity: float
    cameo: str
    modes: dict[str, float]


@cache
def load_event_types() -> dict[str, EventType]:
    """The sixteen event types by name, in PLOVER's order.

    Does not hold `STATEMENT`: statements have a table of their own.

    Returns:
        Event types; `modes` gives the intensity of those modes that have their own.

    Raises:
        VocabularyError: If `plover.toml` is malformed.

    Source:
        PLOVER manual and scores; Goldstein (1992).

    Example:
        >>> load_event_types()["ACCUSE"].intensity
        -2.0
    """
    return {name: _event_type(name, entry) for name, entry in read_toml("plover.toml")["type"].items()}


def _event_type(name: str, entry: dict[str, object]) -> EventType:
    try:
        found = EventType(
            name=name,
            description=str(entry["description"]),
            quad_code=int(str(entry["quad_code"])),
            intensity=float(str(entry["intensity"])),
            cameo=str(entry["cameo"]),
            modes=dict(entry.get("modes", {})),  # type: ignore[call-overload]
        )
    except (KeyError, ValueError) as error:
        message = f"plover.toml, key 'type.{name}': {error} is missing or no number"
        raise VocabularyError(message) from error
    if found.quad_code not in QUADS:
        message = f"plover.toml, key 'type.{name}.quad_code': {found.quad_code}; expected one of {list(QUADS)}"
        raise VocabularyError(message)
    return found


def intensity(event_type: str, mode: str | None = None) -> float:
    """How cooperative or hostile an event is.

    Args:
        event_type: PLOVER event type.
        mode: PLOVER mode; one without its own score has that of the type.

    Returns:
        Goldstein scale, -10 (conflict) to 10 (cooperation).

    Raises:
        VocabularyError: If there is no such event type.

    Example:
        >>> intensity("CONSULT"), intensity("CONSULT", "visit")
        (2.5, 4.0)
    """
    found = _known_type(event_type)
    return found.modes.get(mode or "", found.intensity)


def quad_code(event_type: str) -> int:
    """The class of an event type, 1 to 4.

    Raises:
        VocabularyError: If there is no such event type.

    Example:
        >>> QUADS[quad_code("SANCTION")]
        'material conflict'
    """
    return _known_type(event_type).quad_code


def _known_type(event_type: str) -> EventType:
    found = load_event_types().get(event_type)
    if found is None:
        message = f"no event type {event_type!r}; expected one of {', '.join(load_event_types())}"
        raise VocabularyError(message)
    return found
