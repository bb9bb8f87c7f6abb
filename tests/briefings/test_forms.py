"""The forms of a brief beside Markdown and HTML, its charts, its lengths, and what is new in it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest

from bilateral.briefings.citations import render_bibtex, render_csl
from bilateral.briefings.docx import render_docx
from bilateral.briefings.drawing import draw_png, draw_svg
from bilateral.briefings.judgement import CONFIDENCE
from bilateral.briefings.news import Since, read_since
from bilateral.briefings.pdf import render_pdf
from bilateral.briefings.render import render_json
from bilateral.briefings.verify import check_seals
from bilateral.errors import SettingsError
from bilateral.records import is_sealed, seal


@pytest.fixture
def brief(desk):
    return desk.write(desk.records, desk.texts)


def charts_of(brief):
    return [block.chart for section in brief.sections for block in section.blocks if block.chart]


def test_word_has_real_footnotes_and_each_note_once(brief):


    content = render_docx(brief)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        notes = package.read("word/footnotes.xml").decode()
        body = package.read("word/document.xml").decode()
    numbers = [int(number) for number in re.findall(r'<w:footnote w:id="(\d+)"', notes)]
    marks = [int(number) for number in re.findall(r'<w:footnoteReference w:id="(\d+)"', body)]
    assert numbers == marks == list(range(1, len(marks) + 1))
    headings = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == [*(section.title for section in brief.sections), "Documents", *(["Left out"] if brief.left_out else [])]


def test_word_takes_characters_that_xml_cannot_hold(desk):
    heads = tuple(replace(head, title="A\x00\x1b title \ud800 <b>") for head in desk.records.documents)
    brief = desk.write(replace(desk.records, documents=heads), desk.texts)
    assert zipfile.is_zipfile(io.BytesIO(render_docx(brief)))


def test_pdf_is_set_with_markup_as_text(desk):
    heads = tuple(replace(head, title='#panic("x") \\ "quoted" $ * _ @a <b> قمة') for head in desk.records.documents)
    content = render_pdf(desk.write(replace(desk.records, documents=heads), desk.texts))
    assert content[:5] == b"%PDF-"


def test_citations_are_the_cited_documents(brief):
    cited = [one for one in brief.documents if one.is_cited]
    items = json.loads(render_csl(brief))
    assert len(items) == len(cited) == render_bibtex(brief).count("@misc{")
    assert {item["id"] for item in items} == set(re.findall(r"@misc\{([^,]+),", render_bibtex(brief)))
    dated = next(item for item in items if item.get("issued"))
    assert all(isinstance(part, int) for parts in dated["issued"]["date-parts"] for part in parts)


def test_charts_link_within_the_page_alone(brief):
    charts = charts_of(brief)
    anchors = {f"#{row.anchor}" for section in brief.sections for table in section.tables for row in table.rows}
    assert {chart.key for chart in charts} >= {"balance"}
    for chart in charts:
        svg = draw_svg(chart)
        assert "<script" not in svg
        assert " style=" not in svg
        links = re.findall(r'href="([^"]*)"', svg)
        assert links
        assert set(links) <= anchors
        assert draw_png(chart.spec)[:4] == b"\x89PNG"


def test_lengths_show_more_lines_and_lose_nothing(desk):
    short, normal, full = (desk.write(desk.records, desk.texts, length=length) for length in ("short", "normal", "full"))
    counts = [sum(1 for _ in brief.sentences) for brief in (short, normal, full)]
    assert counts[0] <= counts[1] <= counts[2]
    assert all(sentence.notes for brief in (short, normal, full) for sentence in brief.sentences)


def test_what_is_new_since_a_day(desk):
    brief = desk.write(desk.records, desk.texts, since=Since("1 April 2019", date(2019, 4, 1)))
    news = next(section for section in brief.sections if section.key == "news")
    told = " ".join(sentence.text for sentence in news.sentences)
    assert "gained 1 document" in told
    assert "dumping" in told
    assert "stands with Kenya" not in told


def test_what_is_new_since_a_brief(desk, tmp_path):
    fewer = replace(desk.records, documents=tuple(head for head in desk.records.documents if head.doc_id != "b"))
    fewer = replace(fewer, **{table: tuple(row for row in getattr(fewer, table) if row.doc_id != "b") for table in ("events", "statements", "figures", "factors", "projects", "offices")})  # fmt: skip
    earlier = tmp_path / "brief.json"
    earlier.write_text(render_json(desk.write(fewer, desk.texts)))
    brief = desk.write(desk.records, desk.texts, since=read_since(str(earlier), desk.dyad))
    told = " ".join(sentence.text for section in brief.sections if section.key == "news" for sentence in section.sentences)
    assert "gained 1 document" in told
    assert "documents from 2 to 3" in told
    again = desk.write(desk.records, desk.texts, since=read_since(str(earlier), desk.dyad))
    assert render_json(again) == render_json(brief)


def test_a_sentence_whose_records_are_gone_is_told(desk, tmp_path):
    earlier = tmp_path / "brief.json"
    earlier.write_text(render_json(desk.write(desk.records, desk.texts)))
    events = tuple(row for row in desk.records.events if "accused" not in row.quote)
    brief = desk.write(replace(desk.records, events=events), desk.texts, since=Since("x", None, frozenset(), (), read_since(str(earlier), desk.dyad).lines))
    told = [sentence.text for section in brief.sections if section.key == "news" for sentence in section.sentences]
    assert any(text.startswith("The earlier brief had: ") and "accused" in text for text in told)


@pytest.mark.parametrize("given", ["soon", "no-such.json"])
def test_since_says_what_it_expects(given):
    with pytest.raises(SettingsError, match="expected a date such as"):
        read_since(given, ("NOR", "KEN"))


def test_a_brief_on_another_pair_is_refused(desk, tmp_path):
    earlier = tmp_path / "brief.json"
    earlier.write_text(render_json(desk.write(desk.records, desk.texts)))
    with pytest.raises(SettingsError, match="expected one on KOR-RUS"):
        read_since(str(earlier), ("RUS", "KOR"))


def test_levels_of_confidence_take_ever_more():
    assert all(high > moderate for high, moderate in zip(CONFIDENCE["high"], CONFIDENCE["moderate"], strict=True))


def test_a_row_changed_after_coding_is_noticed(desk):
    event = desk.records.events[0]
    sealed = replace(event, record_id=seal("events", event))
    turned = replace(sealed, actor=sealed.recipient, recipient=sealed.actor)
    assert is_sealed("events", sealed)
    kept, left_out = check_seals(replace(desk.records, events=(sealed, turned), **dict.fromkeys(("statements", "figures", "commitments", "projects", "factors", "offices"), ())))  # fmt: skip
    assert kept.events == (sealed,)
    assert [one.record_ids for one in left_out] == [(turned.record_id,)]


def test_the_users_judgement_of_a_publisher_is_shown(desk):
    brief = desk.write(desk.records, desk.texts, reliability={"a": "B"})
    told = " ".join(sentence.text for sentence in brief.sentences)
    assert "Fjord Post [B], 13 March 2019" in told
    assert "B, usually reliable, 1" in told
