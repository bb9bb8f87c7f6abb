"""Names on the page of persons: persons, and neither the cities nor the firms and bodies that speak."""

from __future__ import annotations

import duckdb
import pytest

from bilateral.answers.groups import list_names

SPEAKERS = [
    ("Ada Mwangi", "KEN", "trade minister"), ("Mwangi", "KEN/EXC", None), ("Okoth", "KEN", "governor"), ("Peter Kamau", "KEN", None),
    ("Nairobi", "KEN", None), ("Kenya Airways", "KEN/BUS", None), ("Equity", "KEN/BUS", None), ("Kenyan officials", "KEN", None), ("Lamu Port Authority", "KEN", None),
    ("Oslo", "NOR", None), ("Kari Berg", "SWE", None),
]  # fmt: skip


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        opened.execute("CREATE TABLE statements (speaker VARCHAR, speaker_state VARCHAR, speaker_office VARCHAR)")
        opened.execute("CREATE TABLE offices (person VARCHAR, state VARCHAR, office VARCHAR)")
        opened.executemany("INSERT INTO statements VALUES (?, ?, ?)", SPEAKERS)
        yield opened


def test_only_persons_are_listed_and_a_surname_beside_its_full_name(connection):
    assert [one.name for one in list_names(connection, ("KEN", "NOR"))] == ["Ada Mwangi", "Mwangi", "Okoth", "Peter Kamau"]
