"""The steps in their order, and what is done with rows whose words are not in the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bilateral.pipeline import STEPS, code_document, code_file, extract_records, parse_document
from bilateral.records import EVIDENCE_TABLES, TABLES
from bilateral.settings import Settings

PARSER = Settings().parser
WIRE = (
    "Ruritania row\n\nPARIS, March 4, 2015 - French President Francois Hollande met German Chancellor Angela Merkel "
    'in Berlin on Tuesday. "We will deepen our cooperation," Hollande said.\n\n'
    "Trade between France and Germany reached 167 billion euros in 2014, up 2 percent, according to the French government.\n"
)


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wire") / "wire.txt"
    path.write_text(WIRE, "utf-8")
    return path


def test_steps_read_only_what_was_written_before() -> None:
    written: set[str] = set()
    for step in STEPS:
        assert set(step.reads) <= written, f"{step.writes} reads {set(step.reads) - written} too early"
        written.add(step.writes)
    assert written == {*EVIDENCE_TABLES, "mentions"}
    assert written <= set(TABLES)


def test_every_quote_stands_at_its_span(wire: Path) -> None:
    coded = code_file(wire, Settings())
    rows = [row for table in (*EVIDENCE_TABLES, "mentions") for row in getattr(coded, table)]
    assert coded.events
    assert coded.statements
    assert coded.figures
    for row in rows:
        assert coded.document.text[row.start_char : row.end_char] == row.quote


def test_same_bytes_give_the_same_records(wire: Path) -> None:
    assert code_file(wire, Settings()) == code_file(wire, Settings())


def test_a_row_with_foreign_words_becomes_a_rejection(wire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coded = code_file(wire, Settings())
    doc = parse_document(coded.document, coded.parts, PARSER)
    event = replace(coded.events[0], quote="words of another document")
    steps = tuple(replace(step, run=(lambda *_: [event])) if step.writes == "events" else step for step in STEPS)
    monkeypatch.setattr("bilateral.pipeline.STEPS", steps)
    again = extract_records(doc)
    assert again.events == []
    assert [row.reason_code for row in again.rejections] == ["quote_not_at_span"]


def test_another_language_is_kept_and_not_coded(wire: Path) -> None:
    coded = code_file(wire, Settings())
    foreign = replace(coded.document, language="fr", is_coded=False)
    kept = code_document(foreign, coded.parts, PARSER)
    assert not any(getattr(kept, table) for table in EVIDENCE_TABLES)
    assert [row.reason_code for row in kept.rejections] == ["language_not_coded"]


def test_a_user_can_class_a_publisher(wire: Path) -> None:
    text = wire.read_text("utf-8") + "\nSource: Example Herald\n"
    path = wire.with_name("herald.txt")
    path.write_text(text, "utf-8")
    rows = ({"name": "example herald", "class": "state_media", "state": "FRA"},)
    plain = code_file(path, Settings()).document
    classed = code_file(path, Settings(publishers=rows)).document
    assert (plain.publisher, plain.publisher_class) == ("Example Herald", "other")
    assert (classed.publisher_class, classed.publisher_state) == ("state_media", "FRA")
