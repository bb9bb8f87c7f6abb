"""Institutions named after a state are linked to it; armed groups that borrow its name are not."""

from __future__ import annotations

import pytest

from bilateral.datasets.entities import link_entity


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Norwegian Coast Guard", "NOR"), ("Royal_Danish_Air_Force", "DNK"), ("Armed Forces of the Philippines", "PHL"), ("Bolivian National Police", "BOL"),
        ("Central Bank of Kenya", "KEN"), ("Police (Peruvian Navy)", "PER"), ("Free Syrian Army", None), ("Revolutionary Armed Forces of Colombia", None),
        ("Irish National Liberation Army", None), ("Congolese Army", None), ("National Police", None), ("Ministry of Defence", None), ("African Union Police", None),
    ],
)  # fmt: skip
def test_institutions_are_linked_by_the_words_they_are_made_of(name: str, state: str | None) -> None:
    assert link_entity(name) == state
