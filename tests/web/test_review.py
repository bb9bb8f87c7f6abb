from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bilateral.errors import SchemaError
from bilateral.web.fields import find_words, read_changes
from bilateral.web.queue import REASONS
from bilateral.web.tokens import safe_back


@pytest.fixture
def reader(client):
    """A browser with a name, and the token of its session; what it decided is taken back at the end."""
    browser = TestClient(client.app, base_url="http://127.0.0.1")
    token = re.search(r'name="token" value="(\w+)"', browser.get("/journal").text)[1]
    browser.post("/review/name", data={"token": token, "name": "Ann Åse", "back": "/journal"})
    yield browser, token
    for row in reversed(browser.get("/api/v1/journal").json()["rows"]):
        if row["state"] == "active":
            browser.post("/review/decide", data={"token": token, "decision": "undo", "decision_id": row["decision_id"]})


def events(browser, address=""):
    return browser.get(f"/api/v1/dyads/KEN-NOR/events{address}").json()["rows"]


def accusation(browser):
    return next(row for row in events(browser) if "dumping" in row["quote"])


def decide(reader, row, decision, **fields):
    browser, token = reader
    given = {"token": token, "table": "events", "record_id": row["record_id"], "decision": decision, "back": f"/documents/{row['doc_id']}"}
    return browser.post("/review/decide", data=given | fields)


def test_a_form_without_the_token_or_from_elsewhere_is_refused(reader):
    browser, token = reader
    row = accusation(browser)
    assert decide(reader, row, "accept", token="").status_code == 403
    assert decide(reader, row, "accept", token="0" * 64).status_code == 403
    given = {"token": token, "table": "events", "record_id": row["record_id"], "decision": "accept"}
    assert browser.post("/review/decide", data=given, headers={"origin": "http://evil.example"}).status_code == 403
    assert browser.post("/review/decide", data=given, headers={"origin": "null"}).status_code == 403
    assert browser.post("/review/decide", data=given, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post(f"/documents/{row['doc_id']}/add", data={"table": "events"}).status_code == 403
    assert browser.get("/api/v1/journal").json()["rows"] == []
    assert browser.post("/review/decide", data=given, headers={"origin": "http://127.0.0.1"}).status_code == 200


def test_the_session_is_not_for_scripts_nor_other_sites(client):
    browser = TestClient(client.app, base_url="http://127.0.0.1")
    cookie = browser.get("/journal").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "set-cookie" not in browser.get("/codebook").headers


def test_nobody_decides_without_a_name(client):
    browser = TestClient(client.app, base_url="http://127.0.0.1")
    token = re.search(r'name="token" value="(\w+)"', browser.get("/journal").text)[1]
    answer = decide((browser, token), accusation(browser), "accept")
    assert answer.status_code == 400
    assert "your name" in answer.text


def test_accepting_shows_on_card_mark_table_and_queue(reader):
    browser, _ = reader
    row = accusation(browser)
    before = browser.get("/api/v1/dyads/KEN-NOR/review").json()["total"]
    page = decide(reader, row, "accept").text
    assert "accepted by Ann Åse" in page
    assert re.search(r'<mark class="[^"]*accepted', page)
    assert [one["record_id"] for one in events(browser, "?reviewed=accepted")] == [row["record_id"]]
    assert row["record_id"] not in [one["record_id"] for one in events(browser, "?reviewed=no")]
    assert browser.get("/api/v1/dyads/KEN-NOR/review").json()["total"] == before - 1


def test_rejecting_needs_a_reason_and_takes_the_record_out(reader):
    browser, _ = reader
    row = accusation(browser)
    assert decide(reader, row, "reject").status_code == 400
    page = decide(reader, row, "reject", reason="a <b>rumour</b>").text
    assert re.search(r'<mark class="[^"]*rejected', page)
    assert row["record_id"] not in [one["record_id"] for one in events(browser)]
    journal = browser.get("/journal").text
    assert "a &lt;b&gt;rumour&lt;/b&gt;" in journal
    assert "<b>rumour" not in journal
    assert re.search(r'events</th><td class="number">0</td><td class="number">0</td><td class="number">1</td><td class="number">0</td><td>0%', browser.get("/accuracy").text)


def test_an_edit_is_shown_and_undone(reader):
    browser, token = reader
    row = accusation(browser)
    form = browser.get(f"/documents/{row['doc_id']}?edit={row['record_id']}").text
    assert 'name="set-event_type"' in form
    assert decide(reader, row, "edit").status_code == 400
    assert decide(reader, row, "edit", **{"set-actor": "Atlantis"}).status_code == 400
    decide(reader, row, "edit", **{"set-event_type": "THREATEN", "set-actor": "Kenya/BUS", "set-event_date": "2019-04-12"})
    edited = next(one for one in events(browser, "?reviewed=edited"))
    assert (edited["event_type"], edited["actor"], edited["event_date_start"]) == ("THREATEN", ["KEN/BUS"], "2019-04-12")
    assert edited["intensity"] < row["intensity"]
    last = browser.get("/api/v1/journal").json()["rows"][0]
    browser.post("/review/decide", data={"token": token, "decision": "undo", "decision_id": last["decision_id"]})
    assert accusation(browser)["event_type"] == row["event_type"]


def test_what_was_missed_is_added_at_its_words(reader):
    browser, token = reader
    doc_id = accusation(browser)["doc_id"]
    form = browser.get(f"/documents/{doc_id}", params={"add": "factors", "words": "dumping\n fish"}).text
    place = {name: re.search(rf'name="set-{name}" value="(\d+)"', form)[1] for name in ("start_char", "end_char")}
    given = {f"set-{name}": value for name, value in place.items()} | {"set-polarity": "hurdle", "set-dyad": "NOR-KEN", "set-factor_type": "economic"}
    assert browser.post(f"/documents/{doc_id}/add", data={"token": token, "table": "factors"}).status_code == 400
    page = browser.post(f"/documents/{doc_id}/add", data={"token": token, "table": "factors", **given})
    assert "added by Ann Åse" in page.text
    added = browser.get("/api/v1/dyads/KEN-NOR/factors?reviewed=added").json()["rows"]
    assert [(row["quote"], row["rule"]) for row in added] == [("dumping fish", "reviewer")]


def test_the_queue_tells_why_a_record_comes_first(reader):
    rows = reader[0].get("/api/v1/dyads/KEN-NOR/review").json()["rows"]
    points = [row["points"] for row in rows]
    assert points == sorted(points, reverse=True)
    assert any(row["reasons"] for row in rows)


def test_words_that_stand_twice_or_nowhere_are_told():
    with pytest.raises(SchemaError, match="2 times"):
        find_words("fish and fish", "fish")
    with pytest.raises(SchemaError, match="0 times"):
        find_words("fish", "meat")


def test_a_party_that_stands_there_already_is_kept_whatever_its_code():
    row = {"actor": ["OLDCODE"], "event_type": "AGREE", "mode": None}
    assert read_changes("events", {"set-actor": "OLDCODE", "set-event_date": "2019"}, {**row, "event_date": None}) == {"event_date": "2019"}


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "", "/a\r\nb: c"])
def test_a_form_leads_back_to_this_app_alone(address):
    assert safe_back(address) == "/"


def test_the_reasons_of_the_queue_stand_in_the_documentation():
    told = (Path(__file__).parents[2] / "docs" / "web-app.md").read_text()
    assert [f"{words} {points}" for reasons in REASONS.values() for words, points, _ in reasons if words not in told] == []
