"""Pages of a large record: what is asked by many is found once, heavy answers are computed beside the app, and a copy serves."""

from __future__ import annotations

import re
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from bilateral.answers.review import Author, accept, edit, reject, skip
from bilateral.settings import Settings
from bilateral.web import heavy, kept, live
from bilateral.web.app import create_app
from bilateral.web.kept import Kept

PAGES = ("/", "/dyads/KEN-NOR/events", "/dyads/KEN-NOR/events?type=AGREE", "/documents", "/search?words=fish", "/api/v1/dyads/KEN-NOR/statements", "/dyads/KEN-NOR/review")


def test_one_look_for_many_who_ask() -> None:
    kept, looks, found = Kept(4), [], []

    def look() -> int:
        looks.append(1)
        time.sleep(0.05)
        return 7

    asking = [threading.Thread(target=lambda: found.append(kept.find("key", look))) for _ in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert found == [7] * 6
    assert len(looks) == 1


def test_errors_are_not_kept() -> None:
    kept = Kept(4)
    with pytest.raises(ZeroDivisionError):
        kept.find("key", lambda: 1 // 0)
    assert kept.find("key", lambda: 1) == 1


def test_kept_is_bounded() -> None:
    kept = Kept(2)
    assert [kept.find(number, lambda: number) for number in range(5)] == list(range(5))  # noqa: B023 - called at once
    assert kept.find(0, lambda: "anew") == "anew"


def shown(client: TestClient, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r'name="token" value="\w+"', "", page.text)


@pytest.fixture
def large(web_record, tmp_path, monkeypatch):
    """The app of a record that counts as large; its heavy answers are computed by a thread."""
    path = tmp_path / "record"
    shutil.copytree(web_record, path)
    monkeypatch.setattr(live, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(heavy, "LARGE", 1)
    monkeypatch.setattr(heavy, "SOON_SECONDS", 0.0)
    beside = heavy._Beside()
    monkeypatch.setattr(beside, "_pool", ThreadPoolExecutor(1))
    monkeypatch.setattr(heavy, "_BESIDE", beside)
    heavy._is_large.cache_clear()
    app = create_app(path, Settings())
    app.state.live.large = 1
    yield TestClient(app, base_url="http://127.0.0.1")
    app.state.live.end()
    heavy._is_large.cache_clear()


def wait_for_copy(large: TestClient) -> None:
    record = large.app.state.live
    deadline = time.monotonic() + 90
    while not (record.is_ready and record._copy and record._words and record._packed) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert record._copy
    assert record._words
    assert record._packed


def test_pages_from_the_copy_are_those_from_the_tables(large, monkeypatch) -> None:
    """Before and after decisions: accepted, rejected, edited, skipped."""
    monkeypatch.setattr(kept, "LATELY_SECONDS", 0.0)
    wait_for_copy(large)
    client = TestClient(create_app(large.app.state.live.path, Settings()), base_url="http://127.0.0.1")
    assert client.app.state.live._copy is None
    doc_id = client.get("/api/v1/documents").json()["rows"][0]["doc_id"]
    rows = client.get("/api/v1/dyads/KEN-NOR/events").json()["rows"]
    pages = (*PAGES, f"/documents/{doc_id}", f"/api/v1/documents/{doc_id}")
    assert state_of_page(large).is_sorted
    for address in pages:
        assert shown(large, address) == shown(client, address), address
    author = Author("Ada Okoro", "test")
    path = large.app.state.live.path
    accept(path, "events", rows[0]["record_id"], author=author)
    reject(path, "events", rows[1]["record_id"], author=author)
    edit(path, "events", rows[2]["record_id"], changes={"event_date": "2001-02-03"}, author=author)
    skip(path, "commitments", client.get("/api/v1/dyads/KEN-NOR/commitments").json()["rows"][0]["record_id"], author=author)
    for address in (*pages, "/dyads/KEN-NOR/events?reviewed=yes", "/dyads/KEN-NOR/events?reviewed=no&type=ACCUSE"):
        assert shown(large, address) == shown(client, address), address
    assert large.get("/api/v1/dyads/KEN-NOR/events").json()["rows"][-1]["event_date"] == "2001-02-03"


def state_of_page(client: TestClient) -> kept.LiveState:
    with client.app.state.live.open() as connection:
        found = kept.state_of(connection)
    assert found
    assert kept.state_of(connection) is None
    return found


def test_a_page_says_that_its_answer_is_being_computed(large) -> None:
    address = "/api/v1/dyads/KEN-NOR/ledger"
    first = large.get(address)
    deadline = time.monotonic() + 30
    assert first.status_code == 202
    assert first.headers["Retry-After"]
    assert "being computed" in first.json()["detail"]
    while (answer := large.get(address)).status_code == 202 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert answer.status_code == 200
    assert answer.json()["tables"]
    assert large.get("/dyads/KEN-NOR/ledger").status_code == 200
    assert large.get("/dyads/KEN-NOR/ledger?as_of=never").status_code in (202, 400)
