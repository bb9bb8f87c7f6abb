"""How a column of a table is declared: once, with what it holds, its unit and its values."""

from __future__ import annotations

from dataclasses import field
from typing import Any

__all__ = ["REALIS", "column", "later_column"]

REALIS = ("happened", "planned", "hypothetical", "denied")
"""Whether an event took place."""


def column(description: str, *, unit: str | None = None, values: tuple[str, ...] = (), is_optional: bool = False) -> Any:
    """A column of a table: what it holds, its unit, its values where the list is closed, and whether a row may leave it out."""
    metadata = {"description": description, "unit": unit, "values": values}
    return field(default=None, metadata=metadata) if is_optional else field(metadata=metadata)


def later_column(description: str, *, unit: str | None = None, values: tuple[str, ...] = (), is_list: bool = False) -> Any:
    """A column that records made before it do not have: there it is null, or an empty list, and while it is so it is no part of what seals a row."""
    metadata = {"description": description, "unit": unit, "values": values, "is_later": True}
    return field(default_factory=list, metadata=metadata) if is_list else field(default=None, metadata=metadata)
