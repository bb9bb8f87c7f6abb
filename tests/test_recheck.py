"""Asking again for the pages of a record: what changed, what is gone, and that nothing is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner
from web_site import Site, serving

import bilateral
from bilateral import recheck
from bilateral.cli import app
from bilateral.differences import compare_sentences
from bilateral.documents.fetching import Fetcher, FetchLimits
from bilateral.errors import RecordError
from bilateral.recheck import UNFINISHED_NAME, recheck_record
from bilateral.settings import Settings
from bilateral.tables.checks import check_record

LIMITS = FetchLimits(interval_seconds=0, page_seconds=60, stall_seconds=30, wait_seconds=0, page_bytes=1_000_000, retries=0)
SENTENCES = (
    "Ghanaian President John Mahama met Togolese President Faure Gnassingbe in Lome on Monday, officials said. "
    "The two sides agreed to open the border post at Aflao by {by}. They spoke about fisheries and transport for two hours. "
)
NAMES = ("changed", "cookie", "etag", "gone", "closed", "moved", "down")


def page(name: str, *, by: str = "June 2024", noise: str = "") -> str:
    return (
        f'<html><head><title>Talks about {name}</title><meta property="article:published_time" content="2024-01-15T09:00:00Z"></head>'
        f"<body><article><h1>Talks about {name}</h1><p>{SENTENCES.format(by=by)}</p></article><div id='{noise}'></div></body></html>"
    )


def fetcher(site: Site, **limits: object) -> Fetcher:
    return Fetcher(FetchLimits(**{name: getattr(LIMITS, name) for name in LIMITS.__slots__} | limits), network=site.network)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of seven fetched pages, one saved page with a web address and a note without one."""
    with serving(Site()) as site:
        return make_record(tmp_path_factory.mktemp("made"), site)


def make_record(tmp_path: Path, site: Site) -> Path:
    for name in NAMES:
        site.page(f"/{name}", page(name), ETag=f'"{name}-1"')
    saved = page("saved").replace("</head>", '<link rel="canonical" href="http://www.example.org/saved"></head>')
    (tmp_path / "saved.html").write_text(saved, "utf-8")
    (tmp_path / "note.txt").write_text("Ghana and Togo have no quarrel about Aflao, a minister told reporters on Monday.\n", "utf-8")
    opened = bilateral.open_record(tmp_path / "record", settings=Settings(workers=0))
    report = opened.add(
        [*(f"http://www.example.org/{name}" for name in NAMES), tmp_path / "saved.html", tmp_path / "note.txt"], fetcher=fetcher(site)
    )
    assert (report.n_added, report.n_rejected) == (9, 0)
    return opened.path


@pytest.fixture
def record(tmp_path: Path, made: Path) -> bilateral.Record:
    """A copy of it."""
    shutil.copytree(made, tmp_path / "record")
    return bilateral.open_record(tmp_path / "record", settings=Settings(workers=0))


def change_the_site(site: Site) -> None:
    """A new date in one page, other bytes in the next, not modified, gone, closed, moved, failing; the saved page is as it was."""
    site.page("/changed", page("changed", by="December 2025"), ETag='"changed-2"')
    site.page("/cookie", page("cookie", noise="session 4711"))
    site.page("/etag", b"", 304)
    site.page("/gone", b"", 410)
    site.page("/closed", b"", 403)
    site.redirect("/moved", "/archive/moved", 301)
    site.page("/archive/moved", page("moved"))
    site.page("/down", b"", 503)
    site.page("/saved", page("saved"))


def test_a_recheck_tells_what_became_of_each_page(record: bilateral.Record, site: Site) -> None:
    change_the_site(site)
    before = record.sql("SELECT doc_id, text FROM all_documents ORDER BY doc_id").to_pylist()
    rows = {row["asked_address"].rpartition("/")[2]: row for row in recheck_record(record, fetcher=fetcher(site)).to_pylist()}
    assert {name: row["outcome"] for name, row in rows.items()} == {
        "changed": "changed", "cookie": "unchanged", "etag": "unchanged", "gone": "gone", "closed": "refused", "moved": "moved",
        "down": "unreachable", "saved": "unchanged",
    }  # fmt: skip
    changed = rows["changed"]
    assert (changed["sentences_added"], changed["sentences_removed"]) == (1, 1)
    assert changed["difference"] == [
        "- The two sides agreed to open the border post at Aflao by June 2024.",
        "+ The two sides agreed to open the border post at Aflao by December 2025.",
    ]
    assert rows["moved"]["final_address"] == "http://www.example.org/archive/moved"
    assert (rows["down"]["http_status"], rows["down"]["reason_code"]) == (503, "server_failed")
    conditions = {path: headers.get("if-none-match") for path, headers, _ in site.asked}
    assert (conditions["/etag"], conditions["/saved"]) == ('"etag-1"', None)
    assert record.sql("SELECT doc_id, text FROM all_documents ORDER BY doc_id").to_pylist() == before
    assert not (record.path / UNFINISHED_NAME).exists()
    assert record.count_rows()["retrievals"] == len(NAMES) + 8


def test_a_changed_page_is_kept_beside_the_old_one_where_asked(record: bilateral.Record, site: Site) -> None:
    change_the_site(site)
    recheck_record(record, keep=True, fetcher=fetcher(site))
    versions = record.sql("SELECT version, text LIKE '%December 2025%' AS is_new FROM all_documents WHERE address LIKE '%/changed' ORDER BY version")
    assert versions.to_pylist() == [{"version": 1, "is_new": False}, {"version": 2, "is_new": True}]
    assert record.documents().num_rows == 9
    assert check_record(record.path) == []
    site.page("/changed", b"", 304)
    rows = recheck_record(record, fetcher=fetcher(site)).to_pylist()
    assert [row["outcome"] for row in rows if row["asked_address"].endswith("/changed")] == ["unchanged"]
    assert [row["outcome"] for row in rows] == sorted(row["outcome"] for row in rows)
    asked = [headers["if-none-match"] for path, headers, _ in site.asked if path == "/changed"]
    assert asked == ['"changed-1"', '"changed-2"']


def test_a_killed_recheck_goes_on_where_it_stopped(
    record: bilateral.Record, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_the_site(site)
    monkeypatch.setattr("bilateral.recheck.STORE_EVERY", 1)

    def stop(done: int, _: int) -> None:
        if done == 3:
            killed.setattr(recheck._Run, "store", lambda _: None)  # whoever is killed stores nothing more
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as killed, pytest.raises(KeyboardInterrupt):
        recheck_record(record, on_progress=stop, fetcher=fetcher(site, hosts_at_once=1))
    assert record.count_rows()["retrievals"] == len(NAMES) + 3
    assert (record.path / UNFINISHED_NAME).exists()
    rows = recheck_record(record, fetcher=fetcher(site)).to_pylist()
    assert len(rows) == len({row["asked_address"] for row in rows}) == 8
    assert record.sql("SELECT count(DISTINCT run_id) AS n FROM retrievals").to_pylist() == [{"n": 2}]
    assert record.count_rows()["retrievals"] == len(NAMES) + 8


def test_a_limit_takes_those_asked_longest_ago(record: bilateral.Record, site: Site) -> None:
    first = recheck_record(record, limit=5, fetcher=fetcher(site)).column("asked_address").to_pylist()
    second = recheck_record(record, limit=3, fetcher=fetcher(site)).column("asked_address").to_pylist()
    assert (len(first), len(second)) == (5, 3)
    assert not set(first) & set(second)
    assert recheck_record(record, fetcher=fetcher(site, run_seconds=0)).num_rows == 0
    assert (record.path / UNFINISHED_NAME).exists()  # the time ended before the first: the next run goes on


def test_the_command_tells_it_in_every_form(record: bilateral.Record, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    change_the_site(site)
    monkeypatch.setattr("bilateral.recheck.Fetcher", lambda _: fetcher(site))
    run = CliRunner()
    table = run.invoke(app, ["recheck", "--record", str(record.path), "--format", "table"])
    assert table.exit_code == 0
    assert "+ The two sides agreed to open the border post at Aflao by December 2025." in " ".join(table.output.split())
    assert "1 changed, 1 gone, 1 moved, 1 refused, 3 unchanged, 1 unreachable" in " ".join(table.output.split())
    listed = run.invoke(app, ["recheck", "--record", str(record.path), "--format", "json", "--limit", "1"])
    assert [set(row) >= {"outcome", "asked_address", "difference"} for row in json.loads(listed.output)] == [True]


def test_a_wrong_limit_is_told(record: bilateral.Record) -> None:
    with pytest.raises(RecordError, match="expected 1 or more"):
        recheck_record(record, limit=0)


def test_long_texts_are_compared_in_time() -> None:
    old = [f"Sentence {i} about the border." for i in range(5000)]
    found = compare_sentences(old, [*old[:-1], "A new end.", *old[:1]])
    assert (found.n_added, found.n_removed) == (2, 1)
    assert set(found.lines) == {"- Sentence 4999 about the border.", "+ A new end.", "+ Sentence 0 about the border."}
    assert compare_sentences(["a"], ["a"]).lines == ()
