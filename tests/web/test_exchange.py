"""Documents to INCEpTION and back, decisions that lost their record, and the pages of both."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import shutil
import zipfile

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from bilateral.answers.exchange import export_annotations, import_annotations
from bilateral.answers.review import Author, accept, add_row, edit, list_decisions, open_record, reject
from bilateral.cli import app as command
from bilateral.errors import SchemaError, SettingsError
from bilateral.review.annotations import read_cas, write_cas
from bilateral.settings import Settings
from bilateral.tables.decisions import append_decisions, read_decisions
from bilateral.web.app import create_app

ANN = Author("Ann")


@pytest.fixture
def copy(web_record, tmp_path):
    made = shutil.copytree(web_record, tmp_path / "record")
    shutil.rmtree(made / "decisions", ignore_errors=True)  # what other tests decided
    return made


def rows_of(record, table):
    with open_record(record) as opened:
        found = opened.connection.execute(f"SELECT * FROM {table} ORDER BY start_char, record_id")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def exported(record):
    doc_id = rows_of(record, "events")[0]["doc_id"]
    packed = zipfile.ZipFile(io.BytesIO(export_annotations(record, [doc_id])))
    return doc_id, packed


def test_what_annotators_change_becomes_decisions(copy):
    cassis = pytest.importorskip("cassis", reason="dkpro-cassis is not installed: an independent reader of UIMA CAS XMI")
    doc_id, packed = exported(copy)
    types = cassis.load_typesystem(io.BytesIO(packed.read("TypeSystem.xml")))
    cas = cassis.load_cas_from_xmi(io.BytesIO(packed.read(f"{doc_id}.xmi")), typesystem=types)
    events = cas.select("webanno.custom.BilateralEvents")
    before = rows_of(copy, "events")
    assert sorted((one.begin, one.end, one.record_id) for one in events) == sorted((row["start_char"], row["end_char"], row["record_id"]) for row in before)
    first, second, third = events[:3]
    first.event_date, third.begin = "2019-04-12", third.begin + 1
    cas.remove(second)
    hurdle = types.get_type("webanno.custom.BilateralFactors")
    place = cas.sofa_string.index("dumping fish")
    cas.add(hurdle(begin=place, end=place + 12, polarity="hurdle", dyad="KEN-NOR", factor_type="economic"))
    data = cas.to_xmi().encode()
    done = import_annotations(copy, f"{doc_id}.xmi", data, author=ANN)
    assert (done.n_documents, done.edited, done.rejected, done.added, done.accepted, done.problems) == (1, 2, 1, 1, 0, [])
    after = {row["record_id"]: row for row in rows_of(copy, "events")}
    assert str(after[first.record_id]["event_date_start"]) == "2019-04-12"
    assert after[third.record_id]["quote"] == next(row for row in before if row["record_id"] == third.record_id)["quote"][1:]
    assert second.record_id not in after
    assert [row["quote"] for row in rows_of(copy, "factors") if row["rule"] == "reviewer"] == ["dumping fish"]
    assert {row["reason"] for row in list_decisions(copy)} == {f"INCEpTION, {doc_id}.xmi"}
    again = import_annotations(copy, f"{doc_id}.xmi", data, author=ANN)
    assert (again.edited, again.rejected, again.added) == (0, 0, 0), "the same file decides nothing twice"


def test_what_was_left_as_it_is_can_be_accepted(copy):
    doc_id, packed = exported(copy)
    data = packed.read(f"{doc_id}.xmi").replace(b'version="1.0"', b'version="1.1"', 1)
    assert import_annotations(copy, "x/ann.xmi", data, author=ANN).edited == 0
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as project:
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as one:
            one.writestr("ann.xmi", data)
        project.writestr("annotation/doc/export.zip", inner.getvalue())
    done = import_annotations(copy, "project.zip", outer.getvalue(), author=ANN, accept_rest=True)
    assert done.accepted == len([row for row in list_decisions(copy) if row["decision_type"] == "accept"]) > 5


def test_what_cannot_be_used_is_told_and_stops_nothing(copy):
    doc_id, packed = exported(copy)
    data = packed.read(f"{doc_id}.xmi")
    gone = re.sub(rb"<custom:BilateralExport[^>]*/>", b"", data)
    wrong = re.sub(rb'realis="happened"', b'realis="perhaps"', gone, count=1)
    done = import_annotations(copy, "a.xmi", wrong, author=ANN)
    assert any("perhaps" in one for one in done.problems)
    assert any("BilateralExport" in one for one in done.problems)
    first = rows_of(copy, "events")[0]["record_id"]
    reject(copy, "events", first, author=ANN)
    done = import_annotations(copy, "a.xmi", data, author=ANN)
    assert any("rejected or recoded since" in one for one in done.problems)
    with pytest.raises(SettingsError, match="reviewer"):
        import_annotations(copy, "a.xmi", data, author=Author(""))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"not xml", "no XML"), (b"<a/>", "without a text"), (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "document type"),
        (b"PK\x03\x04broken", "cannot be read"), (write_cas("A text that is not here.", {}), "none of this record's"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused(copy, data, words):
    with pytest.raises(SchemaError, match=words):
        import_annotations(copy, "a.xmi", data, author=ANN)
    assert read_decisions(copy) == []


def test_places_count_as_the_other_program_counts_them():
    from bilateral.records import Office  # noqa: PLC0415

    text = "A \U0001f600 smile.\x0c Ann Berg, minister."
    start = text.index("Ann")
    row = Office("r1", "d", start, start + 8, "Ann Berg", "Ann Berg", "minister", "NOR", "GOV")
    data = write_cas(text, {"offices": [row]})
    assert f'begin="{start + 1}"'.encode() in data
    cas = read_cas(data)
    assert [(one.record_id, cas.text[one.start_char : one.end_char]) for one in cas.annotations] == [("r1", "Ann Berg")]
    assert len(cas.text) == len(text)


def test_the_exchange_page_takes_and_gives(copy):
    browser = TestClient(create_app(copy, Settings()), base_url="http://127.0.0.1")
    token = re.search(r'name="token" value="(\w+)"', browser.get("/exchange").text)[1]
    browser.post("/review/name", data={"token": token, "name": "Ann", "back": "/exchange"})
    sent = browser.get("/exchange/file?dyad=KEN-NOR")
    assert sent.headers["content-type"] == "application/zip"
    name = next(one for one in zipfile.ZipFile(io.BytesIO(sent.content)).namelist() if one.endswith(".xmi"))
    data = zipfile.ZipFile(io.BytesIO(sent.content)).read(name).replace(b'realis="happened"', b'realis="denied"', 1)
    assert browser.post("/exchange/file", content=data).status_code == 403, "without the token of the page"
    assert browser.post("/exchange/file?name=a.xmi", content=b"nothing", headers={"X-CSRF-Token": token}).status_code == 400
    answer = browser.post(f"/exchange/file?name={name}", content=data, headers={"X-CSRF-Token": token})
    assert "1 edited, 0 rejected" in answer.text
    assert [row["decision_type"] for row in list_decisions(copy)] == ["edit"]
    assert browser.get("/exchange/file?dyad=FRA-DEU").status_code == 404


@pytest.fixture
def lost(copy):
    """A journal with an acceptance and a rejection whose words are gone, as after another version of the document."""
    first, second = rows_of(copy, "events")[:2]
    accept(copy, "events", first["record_id"], author=ANN)
    reject(copy, "events", second["record_id"], author=Author("Ann", "a rumour"))
    rows = [dataclasses.replace(row, decision_id=row.decision_id[::-1], target_id="0" * 16, quote="Words that are gone.") for row in read_decisions(copy)]
    other = shutil.copytree(copy, copy.parent / "lost")
    shutil.rmtree(other / "decisions")
    append_decisions(other, rows)
    return other, first, second


def test_orphans_are_put_where_they_belong_or_dropped(lost):
    record, first, second = lost
    browser = TestClient(create_app(record, Settings()), base_url="http://127.0.0.1")
    token = re.search(r'name="token" value="(\w+)"', browser.get("/orphans").text)[1]
    browser.post("/review/name", data={"token": token, "name": "Ben", "back": "/orphans"})
    assert "2 decisions have lost the record" in browser.get("/journal").text
    page = browser.get("/orphans").text
    assert page.count('class="orphan"') == 2
    assert "its words do not stand in the document of now" in page
    states = {row["decision_type"]: row["decision_id"] for row in list_decisions(record)}
    given = {"token": token, "decision_id": states["accept"], "doc_id": first["doc_id"], "record_id": first["record_id"], "reason": "recoded"}
    assert browser.post("/review/reanchor", data=given).status_code == 200
    assert browser.get("/orphans").text.count('class="orphan"') == 1
    bare = {"token": token, "decision_id": states["reject"], "doc_id": second["doc_id"], "record_id": "", "words": second["quote"]}
    assert browser.post("/review/reanchor", data=bare).status_code == 400, "a rejection needs a record"
    browser.post("/review/decide", data={"token": token, "decision": "undo", "decision_id": states["reject"], "back": "/orphans"})
    assert "None: every decision found its record" in browser.get("/orphans").text
    assert [(row["decision_type"], row["reviewer"], row["state"]) for row in list_decisions(record)][2:] == [
        ("undo", "Ben", "undo"), ("accept", "Ben", "active"), ("undo", "Ben", "undo"),
    ]  # fmt: skip


def test_an_edit_brings_what_follows_from_it(copy):
    row = next(one for one in rows_of(copy, "events") if one["cameo_code"])
    edit(copy, "events", row["record_id"], changes={"event_type": "ASSAULT", "place_name": "Lamu"}, author=ANN)
    now = next(one for one in rows_of(copy, "events") if one["record_id"] == row["record_id"])
    assert (now["quad_code"], now["cameo_code"], now["place_latitude"]) == (4, None, None)
    assert now["intensity"] < row["intensity"]


def test_commands_tell_how_review_stands(copy, tmp_path):
    def run(*words):
        return CliRunner().invoke(command, ["review", *words, "--record", str(copy)])

    first, second = rows_of(copy, "events")[:2]
    assert "n_records" in run("agreement").output
    for who, kind in (("Ann", accept), ("Ben", reject)):
        kind(copy, "events", first["record_id"], author=Author(who, "read it"))
    accept(copy, "events", second["record_id"], author=ANN)
    accept(copy, "events", second["record_id"], author=Author("Ben"))
    assert "events,1,0,1,0,0.50" in run("status", "--format", "csv").output.replace('"', "")
    assert "all,events,is a record,2,1,alpha,0" in run("agreement").output
    assert "Ann: yes; Ben: no" in run("agreement", "--disagreements").output
    refused = run("read", first["doc_id"], "--reviewer", "Ann")
    assert refused.exit_code != 0
    assert "nobody judged" in str(refused.exception or refused.output)
    out = tmp_path / "out.zip"
    assert run("export", "--inception", "--out", str(out)).exit_code == 0
    assert "0 edited" in run("import", str(out), "--reviewer", "Ann").output
    assert run("import", str(tmp_path / "missing.xmi"), "--reviewer", "Ann").exit_code != 0


def test_a_record_that_is_there_already_is_told_and_not_lost(copy):
    place = rows_of(copy, "events")[0]
    values = {"doc_id": place["doc_id"], "start_char": place["start_char"], "end_char": place["end_char"], "polarity": "driver", "dyad": "KEN-NOR", "factor_type": "economic"}
    before = len(rows_of(copy, "factors"))
    added = add_row(copy, "factors", values, author=ANN)
    with pytest.raises(SchemaError, match=f"{added.target_id} says of these words, which is there"):
        add_row(copy, "factors", values, author=Author("Ben"))
    other = add_row(copy, "factors", values | {"polarity": "hurdle", "factor_type": "geographic"}, author=ANN)
    assert {added.target_id, other.target_id} <= {row["record_id"] for row in rows_of(copy, "factors")}
    assert len(rows_of(copy, "factors")) == before + 2 == before + len(list_decisions(copy))


def test_what_the_coder_found_cannot_be_added_again_even_when_it_was_rejected(copy):
    found = rows_of(copy, "statements")[0]
    values = {name: found[name] for name in ("doc_id", "start_char", "end_char", "speaker", "speaker_state", "statement_type")}
    with pytest.raises(SchemaError, match=f"{found['record_id']} says of these words, which is there"):
        add_row(copy, "statements", values, author=ANN)
    reject(copy, "statements", found["record_id"], author=ANN)
    with pytest.raises(SchemaError, match="was rejected: undo that"):
        add_row(copy, "statements", values, author=ANN)
    done = CliRunner().invoke(command, ["review", "add", "statements", json.dumps(values), "--record", str(copy), "--reviewer", "Ann"])
    assert done.exit_code != 0
    assert [row["decision_type"] for row in list_decisions(copy)] == ["reject"]
