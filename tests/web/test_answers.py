from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

import bilateral
from bilateral.settings import Settings
from bilateral.web.answered import ANSWERS, Answer, Section
from bilateral.web.app import POLICY, create_app

ENCODED = "%3Cscript%3Ealert(3)%3C/script%3E"


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_a_page_and_json(client, name):
    page = client.get(f"/dyads/KEN-NOR/{name}")
    assert page.status_code == 200
    assert page.headers["content-security-policy"] == POLICY
    assert ANSWERS[name][0] in page.text
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert " style=" not in page.text
    tables = client.get(f"/api/v1/dyads/KEN-NOR/{name}").json()["tables"]
    assert tables
    assert all({"key", "title", "note", "rows", "total"} == set(table) for table in tables)


def test_the_ledger_stands_as_of_a_date_and_tells_the_life_of_an_entry(client):
    def entries(address=""):
        tables = client.get(f"/api/v1/dyads/KEN-NOR/ledger{address}").json()["tables"]
        return next(table["rows"] for table in tables if table["key"] == "promises")

    promised = entries()
    assert promised
    assert entries("?as_of=2018") == []
    life = client.get(f"/dyads/KEN-NOR/ledger?entry={promised[0]['entry_id']}")
    assert "Life of:" in life.text
    assert promised[0]["quote"][:20] in life.text
    assert "no such entry" in client.get("/dyads/KEN-NOR/ledger?entry=0000").text


def test_a_long_table_is_paged_and_comes_as_a_file(client, monkeypatch):
    monkeypatch.setattr("bilateral.web.answer_pages._FIRST_ROWS", 1)
    monkeypatch.setattr("bilateral.web.answer_pages.A_PAGE", 1)
    everything = client.get("/api/v1/dyads/KEN-NOR/positions").json()["tables"]
    table = next(one for one in everything if one["key"] == "positions")
    assert table["total"] == len(table["rows"]) > 1
    assert f"show=positions\">All {table['total']}" in client.get("/dyads/KEN-NOR/positions").text
    page = client.get("/dyads/KEN-NOR/positions?show=positions&page=2").text
    assert f"Page 2 of {table['total']}" in page
    assert 'id="shifts"' not in page
    second = client.get("/api/v1/dyads/KEN-NOR/positions?show=positions&page=2").json()["tables"]
    assert [one["rows"] for one in second] == [table["rows"][1:2]]
    assert client.get("/dyads/KEN-NOR/positions?show=nothing").status_code == 404
    lines = client.get("/api/v1/dyads/KEN-NOR/positions/positions/file?format=jsonl").text.splitlines()
    assert len(lines) == table["total"]
    assert client.get("/api/v1/dyads/KEN-NOR/positions/positions/file?format=parquet").content[:4] == b"PAR1"
    assert client.get("/api/v1/dyads/KEN-NOR/positions/nothing/file").status_code == 404


def test_a_formula_in_an_answer_is_defused(client, monkeypatch):
    made = Answer((Section("rows", "Rows", "", ({"what": "=cmd|calc", "n": 1}, {"what": 2, "n": None}), ("what",)),), {})
    monkeypatch.setattr("bilateral.web.answer_pages.read_answer", lambda *_, **__: made)
    told = client.get("/api/v1/dyads/KEN-NOR/ledger/rows/file?format=csv").text.splitlines()
    assert told == ["what,n", "'=cmd|calc,1", "2,"]


def test_drivers_say_who_names_them_and_links_tell_the_document(client):
    tables = client.get("/api/v1/dyads/KEN-NOR/drivers").json()["tables"]
    assert [table["key"] for table in tables] == ["driver", "hurdle", "tone"]
    rows = [row for table in tables for row in table["rows"]]
    assert rows
    assert {row["corroboration"] for row in rows} <= {"one voice alone", "tone of one voice alone"}
    page = client.get("/dyads/KEN-NOR/drivers").text
    assert page.count("<bdi>Talks &lt;script&gt;alert(1)&lt;/script&gt;</bdi>, <bdi>publisher not known</bdi>, 2 May 2019</a>") == len(rows)


def test_charts_of_answers_lead_to_records(client):
    page = client.get("/dyads/KEN-NOR/positions").text
    assert re.search(r'<a href="/documents/[0-9a-f]+#r-[0-9a-f]+"[^>]*><path[^>]*aria-roledescription="point"', page)


def test_positions_are_asked_by_issue(client):
    assert client.get("/dyads/KEN-NOR/positions?issue=unheard-of").status_code == 400
    rows = client.get("/api/v1/dyads/KEN-NOR/positions").json()["tables"][-1]["rows"]
    assert rows
    own = client.get(f"/api/v1/dyads/KEN-NOR/positions?issue={rows[0]['issue']}").json()["tables"][-1]["rows"]
    assert {row["issue"] for row in own} == {rows[0]["issue"]}


@pytest.mark.parametrize(
    "address", ["ledger?as_of=soon", "network?data=unheard-of", "series?by=hour", "outlook?horizon=never", f"positions?issue={ENCODED}", f"series?data={ENCODED}"]
)
def test_wrong_filters_are_told_as_text(client, address):
    answer = client.get(f"/dyads/KEN-NOR/{address}")
    assert answer.status_code == 400
    assert "<script>alert" not in answer.text
    told = client.get(f"/api/v1/dyads/KEN-NOR/{address}")
    assert told.status_code == 400
    assert told.json()["detail"]


def test_data_sets_are_listed(client):
    assert client.get("/data-sets").status_code == 200
    assert [table["key"] for table in client.get("/api/v1/data-sets").json()["tables"]] == ["events", "official"]


def test_two_documents_are_chosen_and_compared(tmp_path):
    (tmp_path / "old.txt").write_text("Lagos, 3 May 2018\n\nNigeria and Ghana will build a road. Ghana hopes for trade.")
    (tmp_path / "new.txt").write_text("Lagos, 3 June 2018\n\nNigeria and Ghana will consider a road. They spoke of <b>fish</b>.")
    bilateral.open_record(tmp_path / "record", settings=Settings(workers=0)).add([tmp_path / "old.txt", tmp_path / "new.txt"])
    browser = TestClient(create_app(tmp_path / "record", Settings()), base_url="http://127.0.0.1")
    assert browser.get("/compare").text.count('name="a"') == 2
    page = browser.get("/compare?a=old.txt&b=new.txt")
    assert "&lt;b&gt;fish" in page.text.replace("<ins>", "").replace("</ins>", "")
    assert "<b>fish" not in page.text
    assert browser.get("/api/v1/compare?a=old.txt&b=new.txt").json()
    assert browser.get("/compare?a=old.txt&b=none.txt").status_code == 400
    assert browser.get("/api/v1/compare?a=old.txt&b=none.txt").status_code == 400


def test_an_empty_record_has_every_page(tmp_path):
    bilateral.open_record(tmp_path / "record", settings=Settings(workers=0))
    browser = TestClient(create_app(tmp_path / "record", Settings()), base_url="http://127.0.0.1")
    for address in ("/", "/journal", "/documents", "/data-sets", "/compare", "/dyads/KEN-NOR/review", *(f"/dyads/KEN-NOR/{name}" for name in ANSWERS if name != "outlook")):
        assert browser.get(address).status_code == 200, address
    outlook = browser.get("/dyads/KEN-NOR/outlook")  # nothing to foretell from is an error that says so
    assert (outlook.status_code, "no dated event" in outlook.text) == (400, True)


def test_a_fault_of_the_app_is_told_without_its_inside(client, monkeypatch):
    def fail(*_):
        return {}["secret inside"]

    monkeypatch.setattr("bilateral.web.pages.find_dyads", fail)
    answer = TestClient(client.app, base_url="http://127.0.0.1", raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == POLICY
    assert "secret inside" not in answer.text
