"""Universities, think tanks and media with their home state (`institutes.csv`)."""

from __future__ import annotations

from functools import cache

from bilateral.vocabulary.files import read_rows

__all__ = ["load_institutes"]


@cache
def load_institutes() -> dict[str, str]:
    """Parties of universities, think tanks and media by name.

    Does not hold those whose name tells their state ("Moscow State University").

    Returns:
        Party code with its sector by name.

    Raises:
        VocabularyError: If the file is malformed.

    Example:
        >>> load_institutes()["Lowy Institute"]
        'AUS/EDU'
    """
    rows = read_rows("institutes.csv", ("name", "state", "sector"), required=("name", "state", "sector"))
    return {row["name"]: row["state"] if row["sector"] == "GOV" else f"{row['state']}/{row['sector']}" for row in rows}
