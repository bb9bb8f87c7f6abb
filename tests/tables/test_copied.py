"""A copy of a record tells the same as its tables, before and after review; its index of words finds the newest documents first."""

from __future__ import annotations

import shutil
from datetime import date

import made_up
import pytest

from bilateral.answers.journal import columns_named, lay_over, read_verdicts
from bilateral.answers.review import Author, accept, edit, reject
from bilateral.records import EVIDENCE_TABLES, TABLES
from bilateral.tables import copied as copies
from bilateral.tables import delta
from bilateral.tables.copied import FOLDER, is_sorted, lay_over_copy, make_copy, name_copy, open_copy
from bilateral.tables.packed import make_packed, read_heads, read_packed, read_text
from bilateral.tables.pairs import DYAD_TABLES, dyad_query
from bilateral.tables.queries import connect_alone
from bilateral.tables.store import open_store
from bilateral.tables.words import find_words, make_words

PAIRS = (("KOR", "RUS"), ("RUS", "KOR"), ("PRK", "KOR"), ("RUS", "USA"))


@pytest.fixture(scope="module")
def copied(example_record, tmp_path_factory):
    path = tmp_path_factory.mktemp("copied") / "record"
    shutil.copytree(example_record.path, path)
    return path


def rows_of(connection, table: str, pair: tuple[str, str], *, is_every: bool = False) -> list:
    query = f"SELECT * FROM ({dyad_query(table, is_every=is_every)}) ORDER BY ALL"
    return connection.execute(query, {"state_a": pair[0], "state_b": pair[1]}).fetchall()


def same(plain, copy) -> int:
    """How many rows both have; fails where they differ."""
    n = 0
    for table in DYAD_TABLES:
        for pair in PAIRS:
            found = rows_of(plain, table, pair)
            assert rows_of(copy, table, pair) == found, (table, pair)
            n += len(found)
    return n


def test_copy_has_the_rows_of_each_pair(copied) -> None:
    with connect_alone(copied) as plain, open_copy(copied, make_copy(copied)) as copy:
        assert same(plain, copy) > 100
        for table in ("documents", "mentions", *EVIDENCE_TABLES):
            query = f"SELECT * FROM {table} ORDER BY ALL"
            assert copy.execute(query).fetchall() == plain.execute(query).fetchall()


def test_copy_after_review(copied) -> None:
    with connect_alone(copied) as connection:
        events = [row[0] for row in rows_of(connection, "events", ("KOR", "RUS"))]
        figures = [row[0] for row in rows_of(connection, "figures", ("KOR", "RUS"))]
    author = Author("Ada Okoro", "test")
    reject(copied, "events", events[0], author=author)
    edit(copied, "events", events[1], changes={"actor": ["USA"], "recipient": ["RUS"]}, author=author)
    accept(copied, "figures", figures[0], author=author)
    with connect_alone(copied) as plain, open_copy(copied, make_copy(copied)) as copy:
        for connection in (plain, copy):
            verdicts = read_verdicts(connection, copied)
            lay_over(connection, verdicts)
        lay_over_copy(copy, tuple(EVIDENCE_TABLES), columns_named(verdicts))
        same(plain, copy)
        left = [row[0] for row in rows_of(copy, "events", ("KOR", "RUS"))]
        assert events[0] not in left
        assert events[1] not in left
        assert events[1] in [row[0] for row in rows_of(copy, "events", ("RUS", "USA"))]
        assert events[0] in [row[0] for row in rows_of(copy, "events", ("KOR", "RUS"), is_every=True)]


def test_new_documents_make_another_copy(record) -> None:
    first = made_up.Maker("Korea and Russia met.").event("Korea and Russia met", ["KOR"], ["RUS"], day=date(2010, 9, 1))
    second = made_up.Maker("Russia thanked Korea for trade talks.", address="https://a.example/2", published=date(2011, 1, 2)).event("Russia thanked Korea", ["RUS"], ["KOR"])
    newer = made_up.Maker("Korea and Russia never met.").event("Korea and Russia never met", ["KOR"], ["RUS"])  # another version of the first
    for maker in (first, second, newer):
        with open_store(record, create=True) as store:
            store.append([maker.coded], {maker.sha256: maker.bytes})
        copy = make_copy(record)
    assert [file.name for file in (record / FOLDER).glob("copy-*.duckdb")] == [name_copy(record).name]
    with connect_alone(record) as plain, open_copy(record, copy) as opened:
        assert same(plain, opened) == 4  # both acts, asked for both ways round
        words = str(make_words(opened, copy))
    hits = find_words(words, "korea", most=9, around=10)
    assert [hit["doc_id"] for hit in hits] == [second.doc_id, newer.doc_id]
    assert hits[0]["start_char"] == 15
    assert "Korea" in hits[0]["passage"]
    assert [hit["doc_id"] for hit in find_words(words, "Trade tal", most=9, around=10)] == [second.doc_id]
    assert find_words(words, "rade", most=9, around=10) == []
    assert find_words(words, "%", most=9, around=10) is None
    assert find_words(words, "貿易", most=9, around=10) is None


def all_of(record) -> dict[str, list]:
    """Everything that pages read of the present state: the copy, the index of words and the packed documents."""
    copy = make_copy(record)
    with open_copy(record, copy) as connection:
        names = [name for (name,) in connection.execute("SELECT table_name FROM information_schema.tables WHERE table_catalog = 'copy' AND table_name <> 'sorted_versions'").fetchall()]
        found = {name: connection.execute(f"SELECT * FROM copy.{name} ORDER BY ALL").fetchall() for name in sorted(names)}
        words, packed = str(make_words(connection, copy)), str(make_packed(connection, copy))
        ids = sorted(doc_id for doc_id, _ in found["stored_versions"])
        found["words"] = [sorted(hit.items()) for hit in sorted(find_words(words, "korea", most=99, around=20), key=lambda hit: hit["doc_id"])]
        found["packed"] = [read_packed(packed, doc_id) for doc_id in ids]
        found["heads"] = read_heads(packed, ids)
    return found


def test_a_copy_brought_up_to_date_is_the_copy_made_anew(record, monkeypatch) -> None:
    monkeypatch.setattr(copies, "_MOST_CHANGED", 9.0)
    met = made_up.Maker("Korea and Russia met.").event("Korea and Russia met", ["KOR"], ["RUS"], day=date(2010, 9, 1))
    thanks = made_up.Maker("Russia thanked Korea for trade talks.", address="https://a.example/2", published=date(2011, 1, 2)).event("Russia thanked Korea", ["RUS"], ["KOR"])
    never = made_up.Maker("Korea and Russia never met.").event("Korea and Russia never met", ["KOR"], ["RUS"])  # another version of the first
    later = made_up.Maker("Korea and Russia signed.", address="https://a.example/3", published=date(2012, 1, 2)).event("Korea and Russia signed", ["KOR", "RUS"], [])
    steps, made = [], []
    monkeypatch.setattr(copies, "_fill", lambda connection, fill=copies._fill: made.append(1) or fill(connection))
    for makers in ((met, thanks), (never,), (later,)):
        with open_store(record, create=True) as store:
            store.append([maker.coded for maker in makers], {maker.sha256: maker.bytes for maker in makers})
        steps.append(all_of(record))
    for table in TABLES:
        if table not in ("rejections", "retrievals", "runs"):
            delta.delete_documents(delta.open_table(record.resolve(), table, create=False), [thanks.doc_id])
    steps.append(all_of(record))
    assert len(made) == 1  # the other three were made from the one before
    reject(record, "events", later.coded.events[0].record_id, author=Author("Ada Okoro", "test"))
    with connect_alone(record) as plain, open_copy(record, name_copy(record)) as copy:
        assert not is_sorted(copy)
        for connection in (plain, copy):
            lay_over(connection, read_verdicts(connection, record))
        lay_over_copy(copy, tuple(EVIDENCE_TABLES))
        assert same(plain, copy) == 2
    shutil.rmtree(record / FOLDER)
    (record / FOLDER).mkdir()
    anew = all_of(record)
    assert len(made) == 2
    assert anew.keys() == steps[-1].keys()
    for name, rows in anew.items():
        assert steps[-1][name] == rows, name
    assert [len(step["paired_events"]) for step in steps] == [2, 2, 3, 2]
    assert [len(step["words"]) for step in steps] == [2, 2, 3, 2]
    assert len(anew["packed"]) == 3  # both versions of the first, and the last


def test_packed_documents_are_those_of_the_tables(copied) -> None:
    with open_copy(copied, make_copy(copied)) as connection:
        packed = str(make_packed(connection, make_copy(copied)))
        ids = [doc_id for (doc_id,) in connection.execute("SELECT doc_id FROM documents ORDER BY doc_id").fetchall()]
        for doc_id in ids[:3]:
            found = read_packed(packed, doc_id, reviewed=None)
            for table in ("documents", "parts", *EVIDENCE_TABLES):
                shown = "* EXCLUDE (signature)" if table == "documents" else "*"
                order = {"documents": "doc_id", "parts": "start_char"}.get(table, "start_char, record_id")
                rows = connection.execute(f"SELECT {shown} FROM all_{table} WHERE doc_id = ? ORDER BY {order}", [doc_id])
                names = [column[0] for column in rows.description]
                wanted = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
                given = [found] if table == "documents" else found["parts"] if table == "parts" else found["records"][table]
                assert [{name: row[name] for name in names} for row in given] == wanted, table
            assert read_text(packed, doc_id) == found["text"]
        assert read_packed(packed, "nothing") is None
        assert read_text(packed, "nothing") == ""
