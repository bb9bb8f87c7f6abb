"""How well the coder did where it was measured on documents that it was not made on."""

from __future__ import annotations

from functools import cache
from typing import Any

from bilateral.vocabulary.files import read_toml

__all__ = ["read_accuracy"]


@cache
def read_accuracy() -> dict[str, Any]:
    """The measured accuracy that briefs and pages show.

    Returns:
        `measured_on`, `n_documents`, and `scores`: one dictionary a table with `table`, `precision`, `recall` and
        `n_gold`, records of the gold. Written by hand from the scorer's output when a version is released.

    Example:
        >>> read_accuracy()["scores"][0]["table"]
        'events'
    """
    return read_toml("accuracy.toml")
