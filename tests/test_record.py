"""The record: adding, adding again, versions, bad files, engines, kills."""

from __future__ import annotations

from pathlib import Path

import pytest

import bilateral
from bilateral.records import TABLES
from bilateral.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "examples" / "russia-korea" / "documents"
PAGE = (
    '<html><head><title>Talks in Rome</title><link rel="canonical" href="https://news.example.org/rome">'
    '<meta property="article:published_time" content="2019-05-06T10:00:00Z"></head><body><article><h1>Talks in Rome</h1>'
    "<p>Italian Prime Minister Giuseppe Conte met Egyptian President Abdel Fattah el-Sisi in Rome on Monday, and both "
    "sides agreed to resume direct flights by {year}. The talks lasted three hours, officials said.</p>"
    "<p>Trade between Italy and Egypt reached 5 billion euros in 2018, according to the Italian government.</p>"
    "</article></body></html>"
)


def rows(record: bilateral.Record) -> dict[str, list[str]]:
    """All rows of all tables but `runs`, sorted."""
    return {
        table: sorted(map(repr, record.sql(f"SELECT * FROM all_{table}").to_pylist())) for table in TABLES if table != "runs"
    }


@pytest.fixture
def record(tmp_path: Path) -> bilateral.Record:
    return bilateral.open_record(tmp_path / "record", settings=Settings(workers=0))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(year=2020), "utf-8")
    return path


def test_adding_again_changes_nothing(record: bilateral.Record, page: Path) -> None:
    first = record.add([page])
    before = rows(record)
    again = record.add([page])
    assert (first.n_added, first.n_known) == (1, 0)
    assert (again.n_added, again.n_known) == (0, 1)
    assert rows(record) == before


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(record: bilateral.Record, page: Path) -> None:
    record.add([page])
    page.write_text(PAGE.format(year=2021), "utf-8")
    record.add([page])
    assert record.sql("SELECT version FROM all_documents ORDER BY version").to_pylist() == [{"version": 1}, {"version": 2}]
    assert record.documents().num_rows == 1
    deadlines = record.commitments("Italy", "Egypt").column("deadline").to_pylist()
    assert "2020" not in deadlines


def test_one_bad_file_never_stops_the_rest(record: bilateral.Record, page: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    bad = [tmp_path / name for name in ("empty.txt", "noise.txt", "torn.pdf")]
    report = record.add([page, *bad])
    assert (report.n_added, report.n_rejected) == (1, 3)
    reasons = set(record.rejections().column("reason_code").to_pylist())
    assert reasons
    record.add([page, *bad])
    assert record.rejections().num_rows == report.n_rejected


def test_a_document_in_another_language_is_kept_and_not_coded(record: bilateral.Record, tmp_path: Path) -> None:
    text = (
        "Der Bundeskanzler hat am Montag in Berlin den französischen Präsidenten empfangen. Beide Seiten sprachen über die "
        "Zusammenarbeit in der Energiepolitik und vereinbarten weitere Gespräche. Der Handel zwischen Deutschland und "
        "Frankreich ist im vergangenen Jahr gewachsen, wie das Ministerium mitteilte.\n"
    )
    (tmp_path / "german.txt").write_text(text * 3, "utf-8")
    report = record.add([tmp_path / "german.txt"])
    assert (report.n_added, report.n_not_coded) == (1, 1)
    assert record.count_rows()["events"] == 0
    assert record.rejections().column("reason_code").to_pylist() == ["language_not_coded"]


def test_a_record_inside_the_folder_that_is_added_is_left_alone(tmp_path: Path, page: Path) -> None:
    inside = bilateral.open_record(tmp_path / "inside", settings=Settings(workers=0))
    report = inside.add([tmp_path])
    assert page.parent == tmp_path
    assert (report.n_added, report.n_rejected) == (1, 0)


def test_the_marker_of_a_record_has_one_name() -> None:
    from bilateral.documents.read import RECORD_MARKER  # noqa: PLC0415
    from bilateral.tables.store import MARKER_NAME  # noqa: PLC0415

    assert RECORD_MARKER == MARKER_NAME


def test_a_given_date_is_used(record: bilateral.Record, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(
        "French President Emmanuel Macron visited Japan on Wednesday and met Prime Minister Shinzo Abe.\n", "utf-8"
    )
    record.add([tmp_path / "note.txt"], dates={"note": "2019-06-27"})
    dates = record.events("France", "Japan").column("event_date").to_pylist()
    assert "2019-06-26" in dates


@pytest.mark.parametrize("workers", [1, 2])
def test_results_do_not_depend_on_the_engine_nor_on_the_order(tmp_path: Path, workers: int) -> None:
    files = sorted(DOCUMENTS.glob("201[0-6]*"))
    here = bilateral.open_record(tmp_path / "here", settings=Settings(workers=0))
    here.add(files)
    pool = bilateral.open_record(tmp_path / "pool", settings=Settings(workers=workers, batch_size=2, commit_every=3))
    pool.add(files[len(files) // 2 :])
    pool.add(files[: len(files) // 2])
    assert rows(here) == rows(pool)


def test_wrong_states_get_suggestions(record: bilateral.Record) -> None:
    with pytest.raises(bilateral.StateError, match="Rusia"):
        record.events("Rusia", "KOR")


def test_tables_are_taken_by_pandas_polars_and_duckdb(example_record: bilateral.Record) -> None:
    import duckdb  # noqa: PLC0415
    import polars as pl  # noqa: PLC0415

    events = example_record.events("RUS", "KOR")
    assert len(events.to_pandas()) == events.num_rows
    assert pl.from_arrow(events).height == events.num_rows
    assert duckdb.sql("SELECT count(*) FROM events").fetchall() == [(events.num_rows,)]


def test_a_record_shows_itself_in_a_notebook(example_record: bilateral.Record) -> None:
    assert "<table>" in example_record._repr_html_()
    assert "<" in example_record.brief("RUS", "KOR")._repr_html_()
