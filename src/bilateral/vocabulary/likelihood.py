"""Words of likelihood for probabilities."""

from __future__ import annotations

from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_rows

__all__ = ["likelihood_table", "likelihood_word"]

_COLUMNS = ("words", "other_words", "least", "most")
_WHOLE = 100


@cache
def likelihood_table() -> tuple[tuple[str, float, float], ...]:
    """Words with the probabilities they stand for, as shares, from the least likely.

    Raises:
        VocabularyError: If the ranges do not follow each other from 0 to 100.

    Source:
        ICD 203, Analytic Standards, 2015.

    Example:
        >>> likelihood_table()[3]
        ('roughly even chance', 0.45, 0.55)
    """
    rows = read_rows("likelihood.csv", _COLUMNS, required=_COLUMNS)
    table = tuple((row["words"], float(row["least"]) / _WHOLE, float(row["most"]) / _WHOLE) for row in rows)
    edges = [0.0, *(most for _, _, most in table)]
    if [least for _, least, _ in table] != edges[:-1] or edges[-1] != 1:
        message = f"likelihood.csv: got ranges that end at {edges[1:]}, expected each to begin where the last one ends, from 0 to 100"
        raise VocabularyError(message)
    return table


def likelihood_word(probability: float) -> str:
    """The word for a probability.

    Args:
        probability: From 0 to 1.

    Returns:
        A word of the first row of ICD 203's table.

    Example:
        >>> [likelihood_word(share) for share in (0, 0.05, 0.5, 0.8, 1)]
        ['almost no chance', 'very unlikely', 'roughly even chance', 'very likely', 'almost certain']
    """
    return next((words for words, _, most in likelihood_table() if probability < most), likelihood_table()[-1][0])
