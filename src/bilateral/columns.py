"""How a column of a table is declared: once, with what it holds, its unit and its values."""

from __future__ import annotations

from dataclasses import field
from typing import Any

__all__ = ["REALIS", "column"]

REALIS = ("happened", "planned", "hypothetical", "denied")
"""Whether an event took place."""


def column(description: str, *, unit: str | None = None, values: tuple[str, ...] = (), is_optional: bool = False) -> Any:
    """A column of a table: what it holds, its unit, its values where the list is closed, and whether a row may leave it out."""
    metadata = {"description": description, "unit": unit, "values": values}
    return field(default=None, metadata=metadata) if is_optional else field(metadata=metadata)
