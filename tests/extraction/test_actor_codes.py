"""Country and PLOVER sectors of made-up actor phrases (`cases/actor_codes.toml`)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.extraction.conftest import PARSER, make_document, read_cases

from bilateral.errors import SettingsError
from bilateral.extraction.actor_codes import code_actor
from bilateral.extraction.actors import resolve_actors
from bilateral.extraction.known_names import use_leaders
from bilateral.extraction.leaders_known import party_at
from bilateral.extraction.offices import find_offices
from bilateral.pipeline import parse_document
from bilateral.vocabulary.leaders import find_holder
from bilateral.vocabulary.roles import load_elite, load_roles
from bilateral.vocabulary.sectors import load_sectors, sectors_of_name
from bilateral.vocabulary.states import SECTORS

CASES = [
    (code[-3], code[-2], code[-1], code[0] if len(code) == 4 else None, case.get("context", ""))
    for case in read_cases("actor_codes")
    for code in (*case.get("codes", ()), *case.get("dated", ()))
]


@pytest.fixture
def code() -> Any:
    def code_phrase(phrase: str, published: str | None = None, context: str = "") -> tuple[str, str, str | None]:
        lead = f"{context}\n\n" if context else ""
        document, parts = make_document(lead + phrase, published=published)
        doc = parse_document(document, parts, PARSER)
        resolve_actors(doc, find_offices(doc))
        found = code_actor(doc, len(lead), len(document.text))
        return found.country or "", "+".join(found.sectors), found.person

    return code_phrase


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]} {case[3] or ''}" for case in CASES])
def test_codes(code: Any, case: tuple[str, str, str, str | None, str]) -> None:
    phrase, country, sectors, date, context = case
    assert code(phrase, date, context)[:2] == (country, sectors)


@pytest.mark.parametrize("phrase", ["", " ", "of", "???", "x" * 500, "the of the of"])
def test_odd_phrases_name_nobody(code: Any, phrase: str) -> None:
    assert code(phrase)[0] == ""


def test_a_namesake_of_another_time_is_nobody() -> None:
    assert party_at("Mark Milley", "USA/MIL", ("2021-01-01", "2021-01-01")) == "USA/MIL"
    assert party_at("Mark Milley", "USA/MIL", ("1975-01-01", "1975-01-01")) is None
    assert party_at("Benny Gantz", "ISR", ("2013-01-01", "2013-01-01")) == "ISR/MIL"


def test_a_users_leaders_add_to_the_table_and_end_open_terms(code: Any, tmp_path: Any) -> None:
    shipped = find_holder("KOR", "foreign minister", "2010-09")
    row = {"state": "MNG", "person": "Bat Erdene Tumurkhuu", "office": "prime minister", "start": "2031-02"}
    table = tmp_path / "mine.csv"
    table.write_text("state,person,office,start,end\nFIN,Aino Kallasvaara,president,2031-03,\n", "utf-8")
    try:
        use_leaders([row, {"file": str(table)}])
        assert code("Bat Erdene Tumurkhuu", "2031-05-01") == ("MNG", "GOV", "Bat Erdene Tumurkhuu")
        assert find_holder("FIN", "president", "2031-05") == "Aino Kallasvaara"
        assert find_holder("MNG", "prime minister", "2031-05") == "Bat Erdene Tumurkhuu"
        assert find_holder("KOR", "foreign minister", "2010-09") == shipped
    finally:
        use_leaders([])
    assert code("Bat Erdene Tumurkhuu", "2031-05-01")[2] is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"state": "KEN", "person": "A B", "office": "president"}, "no start"),
        ({"state": "Kenya", "person": "A B", "office": "president", "start": "2030-01"}, "got the state 'Kenya'"),
        ({"state": "KEN", "person": "A B", "office": "president", "start": "2030"}, "expected YYYY-MM"),
        ({"state": "KEN", "person": "A B", "office": "president", "start": "2030-01", "party": "X"}, "unknown party"),
        ({"file": "no-such-leaders.csv"}, "cannot be read"),
    ],
)
def test_wrong_rows_of_a_users_leaders(row: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        use_leaders([row])
    use_leaders([])


def test_every_sector_is_one_of_the_list() -> None:
    sectors = load_sectors()
    assert {sector.guide for sector in sectors.values()} <= set(SECTORS)
    assert load_elite() <= set(sectors)
    for text in ("soldiers", "judges", "nurses", "members", "indigenous"):
        assert [role for _, _, role in load_roles().find(text) if set(role.sectors) <= set(sectors)]
    assert set(sectors_of_name("Pentagon")) <= set(sectors)
