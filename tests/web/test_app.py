from __future__ import annotations

import html
import re

import pytest

from bilateral.cli import app as program
from bilateral.records import REALIS
from bilateral.tables.queries import DYAD_TABLES
from bilateral.web.app import POLICY
from bilateral.web.filters import KINDS
from bilateral.web.marks import cut_text


def document_of(client):
    return client.get("/api/v1/documents").json()["rows"][0]["doc_id"]


@pytest.mark.parametrize(
    "address",
    ["/", "/dyads/KEN-NOR", "/dyads/NOR-KEN/events", "/dyads/KEN-NOR/statements", "/dyads/KEN-NOR/figures", "/dyads/KEN-NOR/commitments",
     "/dyads/KEN-NOR/projects", "/dyads/KEN-NOR/factors", "/documents", "/search", "/search?words=fish", "/codebook", "/accuracy",
     "/dyads/KEN-NOR/review", "/dyads/KEN-NOR/review?table=events", "/journal"],
)  # fmt: skip
def test_every_page_is_shown_with_safe_headers(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert 'src="http' not in answer.text


def test_markup_of_a_document_is_text(client):
    page = client.get(f"/documents/{document_of(client)}").text
    assert "&lt;img" in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.search(r'<mark class="[^"]*events', page)


def test_filters_stand_in_the_address(client):
    everything = client.get("/api/v1/dyads/KEN-NOR/events").json()
    accusing = client.get("/api/v1/dyads/KEN-NOR/events?type=ACCUSE").json()
    assert 0 < accusing["total"] < everything["total"]
    assert {row["event_type"] for row in accusing["rows"]} == {"ACCUSE"}
    assert client.get("/api/v1/dyads/KEN-NOR/events?start=2020").json()["total"] == 0
    assert client.get("/api/v1/dyads/KEN-NOR/events?words=dumping").json()["total"] == 1


@pytest.mark.parametrize("table", DYAD_TABLES)
def test_every_filter_works_on_every_table(client, table):
    """All that filters let through and all that they do not is everything."""
    def total(query=""):
        return client.get(f"/api/v1/dyads/KEN-NOR/{table}?{query}").json()["total"]

    everything = total()
    assert everything == total("confidence=higher") + total("confidence=lower")
    assert everything == total("reviewed=no") + total("reviewed=yes")
    assert everything == total("publisher_class=other") + sum(total(f"publisher_class={one}") for one in ("official", "state_media", "wire", "independent", "think_tank", "company"))
    assert total("side=KEN") + total("side=NOR") <= everything
    assert total("start=2000") <= everything
    assert total("end=2000") == 0
    if table == "events":
        assert everything == sum(total(f"kind={one}") for one in KINDS) == total("place=not+told") + sum(total(f"place={one}") for one in ("Nairobi", "Oslo"))
        assert everything == sum(total(f"realis={one}") for one in REALIS)
    page = client.get(f"/dyads/KEN-NOR/{table}?confidence=lower")
    assert page.status_code == 200
    assert "format=csv" in page.text
    assert client.get(f"/dyads/KEN-NOR/{table}?confidence=some").status_code == 400


@pytest.mark.parametrize(
    ("address", "status"),
    [("/dyads/KEN-KEN", 404), ("/dyads/ZZZ-KEN", 400), ("/dyads/KEN-NOR/documents", 404), ("/documents/nope", 404),
     ("/dyads/KEN-NOR/events?start=soon", 400), ("/dyads/KEN-NOR/events?page=0", 422), ("/api/v1/dyads/KEN-NOR/nothing", 404),
     ("/dyads/KEN-NOR/events?reviewed=perhaps", 400), ("/dyads/KEN-NOR/review?table=mentions", 404)],
)  # fmt: skip
def test_wrong_addresses_are_told_and_never_crash(client, address, status):
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("address", "told"),
    [("/dyads/KEN-NOR/events?tpye=ACCUSE", "tpye"), ("/dyads/KEN-NOR/events?type=ACCUSE&amp;type=AID", "amp;type"), ("/documents?words=fish&words=oil", "twice"),
     ("/?sort=asc", "there is none"), ("/dyads/KEN-NOR/ledger?until=2019", "as_of"), ("/dyads/KEN-NOR/map?worldveiw=IN", "worldview"), ("/codebook?table=events", "codebook"),
     ("/dyads/KEN-NOR/events?type=FIGHT", "ACCUSE"), ("/dyads/KEN-NOR/events?realis=maybe", "hypothetical"), ("/dyads/KEN-NOR/figures?publisher_class=tabloid", "think_tank"),
     ("/dyads/KEN-NOR/timeline?kind=war", "conflict in words")],
)  # fmt: skip
def test_pages_refuse_what_they_do_not_know_as_the_api_does(client, address, told):
    page = client.get(address)
    assert page.status_code == 400
    if told != "codebook":
        assert told in page.text
    assert "got" in page.text
    assert "expected" in page.text
    assert client.get("/api/v1" + address.replace("/?", "/record?")).status_code == 400


def test_links_of_pages_lead_to_pages(client):
    """No page of the app asks another one for what it does not know."""
    seen, left = set(), {"/", "/dyads/KEN-NOR", f"/documents/{document_of(client)}"}
    while left and len(seen) < 60:
        address = left.pop()
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code in (200, 404), address  # 404: a file or page that this record does not have
        if answer.headers["content-type"].startswith("text/html"):
            found = {html.unescape(link).partition("#")[0] for link in re.findall(r'href="([^"]+)"', answer.text)}
            left |= {(address.partition("?")[0] if link.startswith("?") else "") + link for link in found if link.startswith(("/dyads", "/doc", "/search", "?", "/api"))} - seen
    assert len(seen) == 60


def test_a_name_of_another_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_tables_come_as_files(client):
    few = client.get("/api/v1/dyads/KEN-NOR/events/file?format=jsonl&words=dumping").text.splitlines()
    assert len(few) == 1
    assert "dumping" in few[0]
    csv = client.get("/api/v1/dyads/KEN-NOR/events/file?format=csv")
    assert csv.headers["content-disposition"] == 'attachment; filename="KEN-NOR-events.csv"'
    assert csv.text.splitlines()[0].startswith("record_id,")
    assert client.get("/api/v1/dyads/KEN-NOR/events/file?format=parquet").content[:4] == b"PAR1"


def test_the_brief_comes_as_page_and_files(client):
    page = client.get("/dyads/KEN-NOR/brief")
    assert "Content-Security-Policy" in page.text
    assert client.get("/dyads/KEN-NOR/brief?format=docx").content[:2] == b"PK"
    assert client.get("/dyads/KEN-NOR/brief?format=exe").status_code == 422


def test_overlapping_marks_give_the_whole_text_back():
    text = "abcdefghij"
    rows = {
        "events": [{"record_id": "e", "start_char": 0, "end_char": 6}],
        "figures": [{"record_id": "f", "start_char": 3, "end_char": 9}, {"record_id": "g", "start_char": 3, "end_char": 4}],
    }
    pieces = cut_text(text, [{"start_char": 0, "end_char": 2, "part_type": "title"}], rows)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.record_ids for piece in pieces] == [("e",), ("e",), ("e", "g", "f"), ("e", "f"), ("f",), ()]
    assert pieces[0].part_type == "title"


def test_the_api_is_described(client):
    described = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/dyads/{dyad}/events", "/api/v1/dyads/{dyad}/map", "/api/v1/dyads/{dyad}/positions/{section}/file"} <= set(described["paths"])


def test_serve_is_a_command():
    assert "serve" in {command.name for command in program.registered_commands}
