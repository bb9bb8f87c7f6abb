"""Two documents compared, from text and file to page; bad input too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import bilateral
from bilateral.analysis.comparison_topics import find_topics
from bilateral.answers.comparison import MAX_WORDS, compare_files, compare_texts, render_comparison
from bilateral.cli import app
from bilateral.errors import DocumentError, SettingsError

STATEMENTS = Path(__file__).resolve().parent.parent / "examples" / "comparison"
OLD = """The ministers of Togo and Benin met in Lomé on 3 May 2018.

1. They will build a road between Cotonou and Lomé. They agreed to meet every spring.
2. They expressed concern over piracy. Togo will train 40 coast guards of Benin.
"""
NEW = """The ministers of Togo and Benin met in Cotonou on 9 June 2021.

1. They will explore building a road between Cotonou and Lomé.
2. They agreed with Ghana to meet every spring. They condemned piracy. Benin will open a consulate in Kara.
"""


@pytest.fixture(scope="module")
def found() -> bilateral.compared.Comparison:  # type: ignore[name-defined]
    return bilateral.compare_texts(OLD, NEW, names=("2018", "2021"))


@pytest.fixture(scope="module")
def as_json(found: Any) -> dict[str, Any]:
    return json.loads(render_comparison(found, "json"))


def test_every_kind_of_change(as_json: dict[str, Any]) -> None:
    changes = {pair["text_b"] or pair["text_a"]: pair["change"] for pair in as_json["pairs"]}
    assert changes == {
        "The ministers of Togo and Benin met in Cotonou on 9 June 2021.": "number",
        "They will explore building a road between Cotonou and Lomé.": "weaker",
        "They agreed with Ghana to meet every spring.": "party",
        "They condemned piracy.": "stronger",
        "Benin will open a consulate in Kara.": "new",
        "Togo will train 40 coast guards of Benin.": "dropped",
    }
    assert [(item["text"], item["commitment"]) for item in as_json["dropped"]] == [("Togo will train 40 coast guards of Benin.", True)]
    assert [item["index"] for item in as_json["new"]] == [4]
    assert {item["direction"] for item in as_json["firmness"]} == {"weaker", "stronger"}
    assert next(pair for pair in as_json["pairs"] if pair["change"] == "party")["come"] == ["Ghana"]


def test_offsets_lead_into_both_texts(as_json: dict[str, Any]) -> None:
    for side, text in (("a", OLD), ("b", NEW)):
        assert all(text[item["start_char"] : item["end_char"]] == item["text"] for item in as_json[side]["sentences"])
        for pair in as_json["pairs"]:
            assert all(text[slice(*edit[side])] == edit[f"text_{side}"] for edit in pair["edits"])


def test_edits_of_a_pair_cover_both_sentences(as_json: dict[str, Any]) -> None:
    for pair in as_json["pairs"]:
        for side in "ab":
            told = "".join(edit[f"text_{side}"] for edit in pair["edits"])
            assert not pair["edits"] or re.sub(r"\s", "", told) == re.sub(r"\s", "", pair[f"text_{side}"])


def test_markdown_links_into_both_texts(found: Any) -> None:
    text = render_comparison(found, "md")
    assert "“will” became “will explore”" in text
    assert text.index("## Changes of substance") < text.index("## Left out") < text.index("## New") < text.index("## Words by topic")
    anchors = set(re.findall(r'<a id="([ab]\d+)"></a>', text))
    assert set(re.findall(r"\]\(#([ab]\d+)\)", text)) <= anchors
    assert len(anchors) == len(found.a.passages) + len(found.b.passages)


def test_page_is_self_contained_and_leads_to_its_texts(found: Any) -> None:
    page = render_comparison(found, "html")
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    ids = set(re.findall(r' id="([ab]\d+)"', page))
    assert set(re.findall(r'href="#([ab]\d+)"', page)) <= ids
    assert page.count("data-change") == 6 + page.count("[data-change]")
    assert "<del>build</del><ins>explore building</ins>" in page.replace("</del> <ins>", "</del><ins>")


def test_a_number_became_another_only_where_both_count_the_same() -> None:
    def told(first: str, second: str) -> str:
        return render_comparison(compare_texts(first, second), "md").split("## Left out")[0]

    frame = "Fiji and Tonga agreed that their fishing fleets would meet {} in the lagoon of Nuku for joint patrols."
    assert "30 days became 45 days" in told(frame.format("for 30 days"), frame.format("for 45 days"))
    assert "2027 became 2030" in told(frame.format("in 2027"), frame.format("in 2030"))
    other = told(frame.format("on the first day"), frame.format("within four months"))
    assert "other numbers or dates; first day left out; four months added" in other
    assert "became" not in other


def test_sentences_that_stand_apart_do_not_take_in_what_stands_between() -> None:
    apart = "Envoys met their hosts in Nuku. Volcanoes sleep under distant coral gardens. Nobody doubted it. They launched a ferry service to outer islands near Lau."
    found = compare_texts(apart, "Envoys met their hosts and then launched a ferry service to outer islands near Lau, promising lower fares.")
    assert found.pairs[0].sentences_a == (0, 3)
    changed = render_comparison(found, "md").split("## Left out")[0]
    assert "~~in Nuku. They~~" in changed
    assert "Volcanoes" not in changed


def test_documents_never_become_markup() -> None:
    hostile = "They will <script>alert(1)</script> open `a` [port](javascript:x) *now* in 2018. <b>Bold</b> talks & more were held at length."
    found = compare_texts(hostile, hostile.replace("2018", "2019") + " \u202eThe \u05e9\u05dc\u05d5\u05dd accord | holds.", names=("<i>a</i>", "b|*c*"))
    page, text = render_comparison(found, "html"), render_comparison(found, "md")
    assert "<script>alert" not in page
    assert "<i>a</i>" not in page
    assert "<script>" not in text
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert json.loads(render_comparison(found, "json"))["a"]["name"] == "<i>a</i>"


def test_the_statement_that_kept_one_phrase() -> None:
    found = compare_files(STATEMENTS / "statement-2008.txt", STATEMENTS / "statement-2010.txt")
    text = render_comparison(found, "md")
    changed, left_out = text.split("## Left out")[0], text.split("## Left out")[1].split("## New")[0]
    assert "weaker: “supports” became “noted”" in changed
    assert "reconciliation between South and North Korea" in left_out
    assert "the agreements reached by the South and the North" in left_out
    peace = [shift for shift in found.topics if shift.topic in find_topics("They support inter-Korean relations.")]
    assert any(shift.words_b * 3 < shift.words_a for shift in peace)


def test_the_same_text_twice() -> None:
    found = compare_texts(OLD, OLD)
    assert set(found.tally) == {"none"}
    assert "the same" in found.notes[0]


def test_nothing_in_common_and_nothing_at_all() -> None:
    found = compare_texts(OLD, "Inflation eased. The committee kept its rate.")
    assert (len(found.new), len(found.pairs)) == (2, 0)
    assert "No sentence" in found.notes[0]
    empty = compare_texts("", OLD)
    assert "no sentence" in empty.notes[0]
    assert all(render_comparison(empty, form) for form in ("md", "html", "json"))


def test_another_language_is_paired_by_figures_and_said_so() -> None:
    german = "Die Minister von Togo und Benin trafen sich am 3. Mai 2018 in Lomé. Sie werden eine Straße zwischen Cotonou und Lomé bauen."
    found = compare_texts(OLD, german)
    assert not found.are_words_compared
    assert "words and firmness are not compared" in found.notes[0]
    assert [(pair.sentences_a, pair.sentences_b) for pair in found.pairs] == [((0,), (0,)), ((1,), (1,))]
    assert all(pair.firmness is None for pair in found.pairs)


def test_a_script_without_capitals_is_cut_into_sentences() -> None:
    arabic = "التقى وزيرا الخارجية في القاهرة يوم 8 نوفمبر 2014. أكد الجانبان أن قانون البحار يجب أن يحترم. بلغ حجم التجارة 1.2 مليار يورو عام 2013."
    english = "The ministers met in Cairo on 8 November 2014. Both stressed that all must keep the law of the sea. Trade came to 1.2 billion euros in 2013."
    found = compare_texts(english, arabic)
    assert [(pair.sentences_a, pair.sentences_b) for pair in found.pairs] == [((i,), (i,)) for i in range(3)]
    assert all(arabic[passage.start_char : passage.end_char] == passage.text for passage in found.b.passages)


def test_what_is_too_long_is_cut_and_said() -> None:
    text = "They met. " * (MAX_WORDS // 4)
    found = compare_texts(text, "They met.")
    assert found.a.n_cut_words > 0
    assert "were not compared" in " ".join(found.notes)
    assert len(compare_texts("word " * 3000, "word").a.passages) > 1


def test_command(tmp_path: Path) -> None:
    for name, text in (("a.txt", OLD), ("b.txt", NEW)):
        (tmp_path / name).write_text(text, "utf-8")
    out = tmp_path / "out" / "change.html"
    result = CliRunner().invoke(app, ["compare", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--format", "html", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "a.txt" in out.read_text("utf-8")
    with pytest.raises(SettingsError, match="--coder with --record"):
        CliRunner().invoke(app, ["compare", "a", "b", "--coder", "--record", str(tmp_path)], catch_exceptions=False)


def test_bad_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(OLD, "utf-8")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(SettingsError, match=r"nowhere\.txt"):
        compare_files(tmp_path / "a.txt", tmp_path / "nowhere.txt")
    with pytest.raises(SettingsError, match="a folder"):
        compare_files(tmp_path, tmp_path / "a.txt")
    for bad in ("b.bin", "empty.txt"):
        with pytest.raises(DocumentError, match=bad):
            compare_files(tmp_path / "a.txt", tmp_path / bad)
    with pytest.raises(SettingsError, match="pdf"):
        render_comparison(compare_texts(OLD, NEW), "pdf")
