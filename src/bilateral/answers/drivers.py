"""What drives and what holds back the relation of a pair: each driver and hurdle once, with its voices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bilateral.analysis.factor_groups import group_factors
from bilateral.answers.dossier import read_records
from bilateral.answers.heads import read_copies
from bilateral.answers.reviewed import review_records
from bilateral.errors import StateError
from bilateral.findings import state_of
from bilateral.vocabulary.states import find_state

if TYPE_CHECKING:
    import pyarrow as pa

    from bilateral.findings import FactorGroup

__all__ = ["TONE_ALONE", "list_drivers"]


def list_drivers(record: str | Path, state_a: str, state_b: str) -> pa.Table:
    """Drivers and hurdles of a pair over all documents.

    Decisions of reviewers are applied. Does not weigh one factor against another: how many independent voices name it is
    the rank, and what words tell stands before what the tone of one voice's sentences alone tells.

    Args:
        record: Folder of the record.
        state_a: A state by ISO code, name or capital.
        state_b: The other.

    Returns:
        One row a factor, those with most independent voices first: `polarity`, `factor_type`, `n_independent` voices
        (speakers named, else publishers; copies count with their original), `corroboration` ("3 independent voices", "one
        voice alone", "tone of one voice alone"), `n_documents`, `n_records`, `first_day` and
        `last_day` of the documents that name it, `voices`, `quote` and `doc_id` of the earliest wording, `quotes` of all
        of them, `record_ids`.

    Raises:
        StateError: If a state is not known or both are the same.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy

    pair = find_state(state_a), find_state(state_b)
    if pair[0] == pair[1]:
        message = f"got {pair[0]} twice, expected two different states"
        raise StateError(message)
    records, _ = review_records(Path(record), read_records(Path(record), *pair))
    own = [row for row in records.factors if set(map(state_of, row.dyad.split("-"))) == set(pair)]
    by_id = {row.record_id: row for row in own}
    rows = [_row(group, by_id) for group in group_factors(own, records.documents, read_copies(Path(record)))]
    return pa.Table.from_pylist(sorted(rows, key=lambda row: (-row["n_independent"], row["corroboration"] == TONE_ALONE)), schema=_schema())


TONE_ALONE = "tone of one voice alone"
"""Of factors that no cue tells and one voice names: the weakest, which the brief leaves out."""


def _corroboration(group: FactorGroup) -> str:
    if group.n_independent > 1:
        return f"{group.n_independent} independent voices"
    return TONE_ALONE if group.is_weak else "one voice alone"


_UNKNOWN = "publisher not known"


def _row(group: FactorGroup, by_id: dict[str, Any]) -> dict[str, Any]:
    wordings = [by_id[record_id] for record_id in group.record_ids]
    documents = {row.doc_id for row in by_id.values()}  # a document without a publisher stands for one
    return {
        "polarity": group.polarity, "factor_type": group.factor_type, "n_independent": group.n_independent, "corroboration": _corroboration(group),
        "n_documents": group.n_documents, "n_records": len(wordings), "first_day": group.first_day, "last_day": group.last_day,
        "voices": [_UNKNOWN if voice in documents else voice for voice in group.voices], "quote": wordings[0].quote, "doc_id": wordings[0].doc_id,
        "quotes": [row.quote for row in wordings], "record_ids": list(group.record_ids),
    }  # fmt: skip


def _schema() -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415

    text, number, texts = pa.string(), pa.int64(), pa.list_(pa.string())
    return pa.schema({
        "polarity": text, "factor_type": text, "n_independent": number, "corroboration": text, "n_documents": number, "n_records": number,
        "first_day": text, "last_day": text, "voices": texts, "quote": text, "doc_id": text, "quotes": texts, "record_ids": texts,
    })  # fmt: skip
