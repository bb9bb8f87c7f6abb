"""Who may be the answer: the entities worth a closer look for each question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bilateral.analysis.link_history import repeat_ranges
from bilateral.analysis.link_neighbours import keep_best

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bilateral.analysis.link_history import History
    from bilateral.analysis.link_neighbours import Neighbours

__all__ = ["MOST", "Candidates", "find_candidates"]

_BLEND = np.array([4.0, 2.0, 1.0, 0.25], np.float32)
"""How much fresh and old counts weigh where a list is cut."""

MOST = {"pair": 120, "done": 60, "home_done": 30, "home_object": 30, "sectors": 20, "neighbours": 40}
"""Candidates that a question takes from each list at most: 85 % of the true answers of ICEWS14 train, 82 % of ICEWS18."""


@dataclass(frozen=True)
class Candidates:
    """Questions (subject, relation, ?) and who may answer them, sorted by question and entity.

    Attributes:
        subjects: Subject of each question.
        relations: Relation of each question.
        question: Number of the question, one a candidate.
        entity: The candidate.
    """

    subjects: NDArray[np.int64]
    relations: NDArray[np.int64]
    question: NDArray[np.int64]
    entity: NDArray[np.int64]

    @property
    def asked(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Subject, relation and object of each candidate."""
        return self.subjects[self.question], self.relations[self.question], self.entity

    def take(self, chosen: NDArray[np.bool_]) -> Candidates:
        """The same questions with fewer candidates."""
        return Candidates(self.subjects, self.relations, self.question[chosen], self.entity[chosen])


def find_candidates(history: History, near: Neighbours, questions: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Candidates:
    """Entities worth a closer look for each question (s, r, ?).

    Past partners of the subject, frequent objects of the relation, what others
    of the subject's home did and met, the counterpart at home of a sector's
    counterpart elsewhere, partners of those alike and of partners. Does not
    find an entity that was never seen.

    Args:
        history: What is known.
        near: Neighbours of the subjects.
        questions: Subjects and relations.

    Returns:
        The candidates; a question can have none.
    """
    s, r = questions
    graph = history.graph
    n, home = graph.n_entities, graph.home
    lists = [
        _listed(history, "pair", s, n),
        _listed(history, "done", r, n),
        _listed(history, "home_done", home[s] * graph.n_both + r, n),
        _listed(history, "home_object", home[s], n),
        _at_home(history, _listed(history, "sectors", graph.sector[s] * graph.n_both + r, 2 * n), s),
        *(_best_of(matrix, np.searchsorted(near.subjects, s)) for matrix in (near.partners, near.walks)),
    ]
    places, entities = np.concatenate(lists, axis=1)
    distinct = np.unique(places * n + entities)
    return Candidates(s, r, distinct // n, distinct % n)


def _listed(history: History, kind: str, leading: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Questions and the trailing parts of the keys that count most for their leading part."""
    firsts, inverse = np.unique(leading, return_inverse=True)
    tally, most = history.tallies[kind], MOST[kind]
    chosen = [_best_rows(tally.counts, start, end, most) for start, end in zip(*tally.spans(firsts, width), strict=True)]
    sizes = np.array([len(rows) for rows in chosen])
    rows = np.concatenate(chosen)
    places, found = repeat_ranges((np.cumsum(sizes) - sizes)[inverse], sizes[inverse])
    return np.stack([places, tally.keys[rows[found]] % width])


def _best_rows(counts: NDArray[np.float32], start: int, end: int, most: int) -> NDArray[np.int64]:
    """Rows between start and end that were ever seen; the strongest where they are too many."""
    rows = np.flatnonzero(counts[start:end, -1]) + start
    if len(rows) <= most:
        return rows
    return rows[np.argpartition(counts[rows] @ _BLEND, -most)[-most:]]


def _at_home(history: History, found: NDArray[np.int64], s: NDArray[np.int64]) -> NDArray[np.int64]:
    """Entities of the subject's home in the sectors found: what the police do to citizens elsewhere, these do to theirs."""
    graph = history.graph
    n = graph.n_entities
    places = graph.home * n + graph.sector
    order = np.argsort(places, kind="stable")
    questions, trailing = found
    wanted = graph.home[s[questions]] * n + trailing // 2
    rows = np.minimum(np.searchsorted(places[order], wanted), n - 1)
    known = (places[order][rows] == wanted) & (trailing % 2 == 1)
    entities = order[rows[known]]
    seen = history.tallies["subject"].counts[history.tallies["subject"].rows(entities), -1] > 0
    return np.stack([questions[known][seen], entities[seen]])


def _best_of(matrix: object, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Questions and the columns with the largest values in the row of their subject."""
    best = keep_best(matrix, MOST["neighbours"])
    places, found = repeat_ranges(best.indptr[rows].astype(np.int64), np.diff(best.indptr)[rows].astype(np.int64))
    return np.stack([places, best.indices[found].astype(np.int64)])
