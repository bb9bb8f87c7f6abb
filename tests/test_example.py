"""The promise of the program, on the shipped example and on the seeds: every line leads to its words."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bilateral
from bilateral.answers.dossier import read_texts, render_brief
from bilateral.cli import app
from bilateral.documents.read import find_files
from bilateral.pipeline import code_file
from bilateral.records import EVIDENCE_TABLES
from bilateral.settings import Settings
from bilateral.tables.checks import check_record

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "examples" / "russia-korea" / "documents"


def test_every_document_of_the_example_is_read_and_coded(example_record: bilateral.Record) -> None:
    documents = example_record.documents().to_pylist()
    assert len(documents) == len(find_files([DOCUMENTS])) >= 20
    assert {document["file_type"] for document in documents} == {"text", "markdown", "html", "pdf", "docx"}
    assert all(document["is_coded"] for document in documents)
    dated = [document for document in documents if document["published"]]
    assert len(dated) >= len(documents) - 2
    for document in dated:
        if re.match(r"\d{4}-", document["file_name"]):
            assert document["published"][:7] == document["file_name"][:7], document["file_name"]


def test_every_quote_of_the_example_stands_at_its_span(example_record: bilateral.Record) -> None:
    assert check_record(example_record.path) == []
    rows = example_record.count_rows()
    assert all(rows[table] > 0 for table in EVIDENCE_TABLES), rows


def test_every_quote_of_the_seeds_stands_verbatim_in_the_file(shared: Path) -> None:
    dates = json.loads((shared / "gold" / "dates.json").read_text("utf-8"))
    for path in sorted((shared / "seeds").glob("*.txt")):
        coded = code_file(path, Settings(), published=dates.get(path.stem))
        text = path.read_text("utf-8")
        for table in EVIDENCE_TABLES:
            for row in getattr(coded, table):
                assert text[row.start_char : row.end_char] == row.quote, (path.name, table, row.quote)


@pytest.mark.parametrize("period", [(None, None), ("2017", "2018"), ("1800", "1801")])
def test_every_sentence_of_the_brief_has_a_note_that_resolves(
    example_record: bilateral.Record, period: tuple[str | None, str | None]
) -> None:
    brief = example_record.brief("Moscow", "Seoul", start=period[0], end=period[1])
    texts = read_texts(example_record.path, [note.doc_id for note in brief.notes if note.doc_id])
    sentences = [sentence for section in brief.sections for sentence in section.sentences]
    assert sentences
    for sentence in sentences:
        assert sentence.notes, sentence.text
        for note in sentence.notes:
            if not note.is_list:
                assert texts[note.doc_id][note.start_char : note.end_char] == note.quote, sentence.text


def test_the_html_brief_is_one_file_that_asks_for_nothing(example_record: bilateral.Record) -> None:
    page = render_brief(example_record.path, example_record.brief("RUS", "KOR"), "html").decode()
    assert len(page) < 3_000_000
    assert "Content-Security-Policy" in page
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']?https?:", page)


def test_two_copies_of_one_wire_are_one_incident(example_record: bilateral.Record) -> None:
    from bilateral.analysis.copies import link_copies  # noqa: PLC0415
    from bilateral.answers.dossier import read_records  # noqa: PLC0415

    heads = read_records(example_record.path, "RUS", "KOR").documents
    names = {head.doc_id: head.file_name for head in heads}
    copies = {names[copy]: names[original] for copy, original in link_copies(heads).items() if copy != original}
    assert copies == {
        "2008-10-01-example-evening-post-pipeline-deal.txt": "2008-09-30-example-wire-agency-gas-memorandum.html"
    }

def test_the_planted_figure_of_the_example_is_found(example_record: bilateral.Record, tmp_path: Path) -> None:
    folder = DOCUMENTS.parent
    record = tmp_path / "record"
    shutil.copytree(example_record.path, record)
    run = CliRunner()
    added = run.invoke(app, ["add-series", str(folder / "trade_by_year.csv"), "--mapping", str(folder / "trade_by_year.toml"), "--record", str(record)])
    assert (added.exit_code, "63 values from 2000 to 2020" in added.output) == (0, True)
    assert run.invoke(app, ["observations", "RUS", "KOR", "--record", str(record)]).output.count("\n") == 64
    rows = type(example_record)(record, example_record.settings).check("Moscow", "KOR").to_pylist()
    verdicts = {(row["figure_type"], row["value"], row["period"]): row["verdict"] for row in rows if row["indicator"] == "trade turnover"}
    assert verdicts["level", 34e9, "2012"] == "off"
    assert verdicts["target", 30e9, "2020"] == "missed"
    texts = example_record.sql("SELECT doc_id, text FROM documents").to_pylist()
    held = {row["doc_id"]: row["text"] for row in texts}
    assert all(held[row["doc_id"]][row["start_char"] : row["end_char"]] == row["quote"] for row in rows)
    shown = run.invoke(app, ["check", "RUS", "KOR", "--record", str(record), "--format", "table"]).output
    assert "51 % above 22.5 billion USD (2012, KOR)" in shown
    for words in (["check", "RUS", "RUS"], ["check", "RUS", "KOR", "--as-of", "soon"], ["check", "RUS", "KOR", "--tolerance", "2"]):
        assert run.invoke(app, [*words, "--record", str(record)]).exception is not None
    brief = type(example_record)(record, example_record.settings).brief("RUS", "KOR")
    told = " ".join(sentence.text for section in brief.sections for sentence in section.sentences)
    assert "USD 34 billion is off (51 % above 22.5 billion USD (2012, KOR))" in told
