from __future__ import annotations

import shutil
from datetime import date

import pytest
from made_up import Maker, add

from bilateral.errors import RecordError, SchemaError, SettingsError, StateError
from bilateral.tables.checks import check_record
from bilateral.tables.queries import DYAD_TABLES, connect, select_records, stream_records
from bilateral.tables.store import open_store

TEXT = (
    "Korea signed a pact with Russia. Korea met Russia and China. Russia protested to Korea. "
    "Korea and Russia blamed China. Korea visited Japan. Hyundai paid Russia. Korea acted alone. "
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Events of several pairs in one document; other kinds in others."""
    events = Maker(TEXT, address="1", published=date(2010, 9, 12))
    events.event("Korea signed a pact with Russia", ["KOR"], ["RUS"], day=date(2010, 9, 10))
    events.event("Korea met Russia and China", ["KOR", "RUS", "CHN"], ["KOR", "RUS", "CHN"], day=date(2009, 1, 1))
    events.event("Russia protested to Korea", ["RUS"], ["KOR"])
    events.event("Korea and Russia blamed China", ["KOR", "RUS"], ["CHN"])
    events.event("Korea visited Japan", ["KOR"], ["JPN"])
    events.event(
        "Hyundai paid Russia",
        ["KOR/BUS"],
        ["RUS/BUS"],
        event_date="2010-12",
        event_date_start=date(2010, 12, 1),
        event_date_end=date(2010, 12, 31),
    )
    events.event("Korea acted alone", ["KOR"], [])
    events.event("Korea and Russia", ["KOR", "RUS"], [], day=date(2011, 1, 1))
    events.commitment("Korea acted alone", ["KOR"], []).commitment("Hyundai paid Russia", ["KOR/BUS"], ["RUS"])
    events.commitment("Korea visited Japan", ["KOR"], ["JPN"])
    undated = Maker(
        "Russia said hello to Korea. Gas flows. " + "x " * 200 + "Korea is far. Peace will come.",
        address="2",
        published=None,
    )
    undated.event("Russia said hello to Korea", ["RUS"], ["KOR"])
    undated.statement("hello to Korea", "RUS").statement("Gas flows", "RUS").statement("Peace will come", "KOR")
    undated.statement("Gas flows", None).statement("Gas flows", "CHN")
    other = Maker("Korea grows. Trade rose.", address="3", published=date(2008, 8, 8))
    other.commitment("Korea grows", ["KOR"], [])
    other.figure("Trade rose", ["RUS", "KOR/BUS"]).figure("Trade", ["KOR"]).figure("rose", [], direction="RUS>KOR")
    other.project("Trade", ["KOR", "RUS", "CHN"]).project("Korea", ["KOR"])
    other.factor("Trade rose", "KOR-RUS").factor("Trade", "CHN-KOR")
    record = tmp_path_factory.mktemp("filled") / "record"
    with open_store(record, create=True) as store:
        add(store, events, undated, other)
    assert check_record(record) == []
    return record


@pytest.fixture
def copied(filled, record):
    """The same record, to be changed."""
    return shutil.copytree(filled, record)


def quotes(path, table, *, a="RUS", b="KOR", **days):
    return select_records(path, table, (a, b), **days)["quote"].to_pylist()


def test_events_between_two_states_in_order(filled):
    expected = [
        "Korea met Russia and China", "Korea signed a pact with Russia", "Russia protested to Korea",
        "Hyundai paid Russia", "Korea and Russia", "Russia said hello to Korea",
    ]  # fmt: skip
    assert quotes(filled, "events") == expected
    assert quotes(filled, "events", a="KOR", b="RUS") == expected
    assert quotes(filled, "events", a="JPN", b="KOR") == ["Korea visited Japan"]
    assert quotes(filled, "events", a="JPN", b="USA") == []


def test_statements_need_the_other_state_near(filled):
    found = select_records(filled, "statements", ("KOR", "RUS"))
    assert found.select(["quote", "other_named"]).to_pylist() == [
        {"quote": "hello to Korea", "other_named": "content"},
        {"quote": "Gas flows", "other_named": "near"},
    ]
    assert found["file_name"].to_pylist() == ["a.txt"] * 2


def test_figures_projects_factors_and_commitments(filled):
    assert quotes(filled, "figures") == ["Trade rose", "rose"]
    assert quotes(filled, "projects") == ["Trade"]
    assert quotes(filled, "factors") == quotes(filled, "factors", a="KOR", b="RUS") == ["Trade rose"]
    assert sorted(quotes(filled, "commitments")) == ["Hyundai paid Russia", "Korea acted alone"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"start": "2010-09", "end": "2010-09"}, ["Korea signed a pact with Russia", "Russia protested to Korea"]),
        ({"start": date(2010, 12, 31)}, ["Hyundai paid Russia", "Korea and Russia"]),
        (
            {"end": "2010-12-01"},
            [
                "Korea met Russia and China",
                "Korea signed a pact with Russia",
                "Russia protested to Korea",
                "Hyundai paid Russia",
            ],
        ),
        ({"end": date(2000, 1, 1)}, []),
    ],
)
def test_events_are_filtered_by_their_own_date_then_the_published(filled, days, expected):
    found = select_records(filled, "events", ("KOR", "RUS"), **days)
    assert found["quote"].to_pylist() == expected
    assert found.schema.metadata == {b"undated_left_out": b"1"}


def test_other_tables_are_filtered_by_the_published_date(filled):
    assert quotes(filled, "figures", start="2008", end="2008") == ["Trade rose", "rose"]
    assert quotes(filled, "figures", start="2010") == []
    found = select_records(filled, "statements", ("KOR", "RUS"), start="2010")
    assert (found.num_rows, found.schema.metadata) == (0, {b"undated_left_out": b"2"})
    assert select_records(filled, "statements", ("KOR", "RUS")).schema.metadata == {b"undated_left_out": b"0"}


def test_the_document_is_joined(filled):
    row = select_records(filled, "events", ("KOR", "RUS")).to_pylist()[0]
    assert (row["title"], row["publisher"], row["published"], row["address"]) == ("A title", "Wire", "2010-09-12", "1")
    assert row["actor"] == ["KOR", "RUS", "CHN"]
    assert row["event_date_start"] == date(2009, 1, 1)


def test_only_the_newest_version_counts(copied):
    newer = Maker("Korea thanked Russia.", address="1").event("Korea thanked Russia", ["KOR"], ["RUS"])
    with open_store(copied) as store:
        add(store, newer)
    assert quotes(copied, "events") == ["Korea thanked Russia", "Russia said hello to Korea"]
    with connect(copied) as connection:
        assert connection.execute("SELECT count(*) FROM all_events").fetchall() == [(10,)]
        assert connection.execute("SELECT count(*) FROM all_documents").fetchall() == [(4,)]


@pytest.mark.parametrize("table", DYAD_TABLES)
def test_an_empty_record_answers(record, table):
    open_store(record, create=True).close()
    assert select_records(record, table, ("KOR", "RUS"), start="2010").num_rows == 0
    assert check_record(record) == []


def test_order_of_adding_does_not_matter(tmp_path):
    makers = [Maker(f"Korea {n} Russia", address=str(n)).event(f"Korea {n} Russia", ["KOR"], ["RUS"]) for n in range(6)]
    for name, order in (("a", makers), ("b", makers[::-1])):
        with open_store(tmp_path / name, create=True) as store:
            for maker in order:
                add(store, maker)
    assert select_records(tmp_path / "a", "events", ("KOR", "RUS")).equals(
        select_records(tmp_path / "b", "events", ("KOR", "RUS"))
    )


def test_wrong_questions(filled):
    with pytest.raises(SchemaError, match="one of: events"):
        select_records(filled, "documents", ("KOR", "RUS"))
    with pytest.raises(StateError, match="two different"):
        select_records(filled, "events", ("KOR", "KOR"))
    with pytest.raises(SettingsError, match="start: got 'soon'"):
        select_records(filled, "events", ("KOR", "RUS"), start="soon")
    with pytest.raises(SettingsError, match="start before the end"):
        select_records(filled, "events", ("KOR", "RUS"), start="2011", end="2010")
    with pytest.raises(RecordError, match="does not exist"):
        select_records(filled / "none", "events", ("KOR", "RUS"))


def test_a_lost_file_is_a_record_error(copied):
    for file in (copied / "documents").glob("*.parquet"):
        file.unlink()
    with pytest.raises(RecordError, match="cannot be read"):
        connect(copied)


def test_states_are_values_and_not_sql(filled):
    assert quotes(filled, "events", a="KOR' OR '1'='1", b="RUS") == []


@pytest.mark.parametrize("table", DYAD_TABLES)
@pytest.mark.parametrize("days", [{}, {"start": "2010-09", "end": "2010"}])
def test_rows_that_are_streamed_are_those_selected(filled, table, days, monkeypatch):
    monkeypatch.setattr("bilateral.tables.queries._A_BATCH", 2)
    whole = select_records(filled, table, ("KOR", "RUS"), **days)
    with stream_records(filled, table, ("KOR", "RUS"), **days) as reader:
        assert reader.schema.metadata == whole.schema.metadata
        found = reader.read_all()
    assert found.to_pylist() == whole.to_pylist()
    assert found.schema.equals(whole.schema)


def test_a_wrong_question_is_no_stream(filled):
    with pytest.raises(SettingsError, match="start before the end"), stream_records(filled, "events", ("KOR", "RUS"), start="2012", end="2010"):
        pass
