"""What entities with like partners do, and the partners of partners: evidence for pairs that never met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bilateral.analysis.link_history import History, Tally

__all__ = ["Neighbours", "find_neighbours", "keep_best", "look_up"]

_FRESH = np.array([0.0, 1.0, 1.0, 0.2], np.float32)
"""Weights of the half-lives in the strength of a tie."""

_ALIKE = 40
"""Entities most like a subject that are heard."""

_STEPS = 60
"""Partners of a subject whose partners are looked at."""


@dataclass(frozen=True)
class Neighbours:
    """Evidence for the subjects of a day, a row each, as sparse matrices of scipy.

    Attributes:
        subjects: Distinct subjects, sorted.
        acts: What those alike do; columns are rows of the tally `done`.
        partners: Whom those alike deal with; columns are entities.
        walks: Chance of reaching an entity in two steps from partner to partner.
    """

    subjects: NDArray[np.int64]
    acts: Any
    partners: Any
    walks: Any


def find_neighbours(history: History, subjects: NDArray[np.int64]) -> Neighbours:
    """What those like the subjects do and with whom, and the partners of their partners.

    Alike is who shares partners, a rare partner weighing more (cosine of log
    counts by inverse frequency).

    Args:
        history: What is known.
        subjects: Distinct subjects of a day, sorted.

    Returns:
        The evidence.
    """
    import scipy.sparse as sp  # noqa: PLC0415 - optional and heavy

    graph = history.graph
    n = graph.n_entities
    pair, fact = history.tallies["pair"], history.tallies["fact"]
    ties = _matrix(pair, n, (pair.keys % n, n), n)
    rarity = np.log(1 + n / (1 + np.bincount(ties.indices, minlength=n))).astype(np.float32)
    directions = _scale(ties @ sp.diags(rarity), 2)
    alike = _scale(keep_best(_without_own(directions[subjects] @ directions.T, subjects), _ALIKE), 1)
    acts = _matrix(fact, n * graph.n_both, (history.fact_done, len(history.tallies["done"].keys)), n)
    steps = _scale(ties, 1)
    walks = _scale(keep_best(ties[subjects], _STEPS), 1) @ steps
    return Neighbours(subjects, _sorted(alike @ acts), _sorted(alike @ ties), _sorted(walks))


def _matrix(tally: Tally, width: int, columns: tuple[NDArray[np.int64], int], n_rows: int) -> Any:
    """Strengths of a tally's keys; the leading part of a key, over `width`, is the row."""
    import scipy.sparse as sp  # noqa: PLC0415

    starts = np.searchsorted(tally.keys, np.arange(n_rows + 1) * width)
    strengths = np.log1p(tally.counts[:-1] @ _FRESH)
    matrix = sp.csr_matrix((strengths, columns[0], starts), shape=(n_rows, columns[1]))
    matrix.eliminate_zeros()
    return matrix


def keep_best(matrix: Any, most: int) -> Any:
    """The largest values of each row.

    Args:
        matrix: A sparse matrix.
        most: Values that a row keeps.

    Returns:
        A matrix of the same shape.
    """
    import scipy.sparse as sp  # noqa: PLC0415

    matrix = matrix.tocsr()
    kept = [np.zeros(0, np.int64)]
    for start, end in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True):
        places = np.arange(start, end)
        kept.append(places if len(places) <= most else places[np.argpartition(matrix.data[start:end], -most)[-most:]])
    starts = np.cumsum([len(places) for places in kept])
    rows = np.concatenate(kept)
    return sp.csr_matrix((matrix.data[rows], matrix.indices[rows], starts), shape=matrix.shape)


def _scale(matrix: Any, power: int) -> Any:
    """Rows of length 1 (power 2) or of sum 1 (power 1); empty rows stay empty."""
    import scipy.sparse as sp  # noqa: PLC0415

    sums = np.asarray(matrix.power(power).sum(axis=1)).ravel() ** (1 / power)
    return (sp.diags((1 / np.maximum(sums, 1e-9)).astype(np.float32)) @ matrix).tocsr()


def _without_own(matrix: Any, columns: NDArray[np.int64]) -> Any:
    """A matrix without the cell that stands for the row's own entity."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    matrix.data[matrix.indices == columns[rows]] = 0
    matrix.eliminate_zeros()
    return matrix


def _sorted(matrix: Any) -> Any:
    matrix.sort_indices()
    return matrix


def look_up(matrix: Any, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float32]:
    """Values of cells of a sparse matrix whose columns are sorted; a column beyond its width is zero.

    Args:
        matrix: The matrix.
        rows: Row of each cell.
        columns: Column of each cell.

    Returns:
        The values.
    """
    if not matrix.nnz:
        return np.zeros(len(rows), np.float32)
    width = matrix.shape[1] + 1
    keys = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), np.diff(matrix.indptr)) * width + matrix.indices
    asked = rows * width + columns
    found = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    values: NDArray[np.float32] = np.where(keys[found] == asked, matrix.data[found], 0).astype(np.float32)
    return values
