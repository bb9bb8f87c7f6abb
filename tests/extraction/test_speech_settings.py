"""To whom and on what occasion: the cases of `cases/speech_settings.toml`, the examples of the vocabulary, and transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.conftest import PARSER, make_document, read_cases

from bilateral.language.parse import load_parser, parse_sentences
from bilateral.pipeline import extract_records, parse_document
from bilateral.review.following import following
from bilateral.vocabulary.addressees import load_addressees
from bilateral.vocabulary.files import read_toml

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument

CASES = read_cases("speech_settings")
PUBLISHED = "2019-05-10"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any], code_text: Callable[..., CodedDocument]) -> None:
    row = code_text(case["text"], published=PUBLISHED).statements[0]
    assert (row.addressee or "", row.addressee_state or "", row.occasion or "") == (case["addressee"], case.get("state", ""), case["occasion"])
    if row.occasion:
        assert case["text"][row.occasion_start_char : row.occasion_end_char] == row.occasion


def test_examples_of_the_vocabulary() -> None:
    raw = read_toml("addressees.toml")
    examples = [(kind, entry["example"]) for kind in ("verb", "message", "occasion", "medium", "act") for entry in raw[kind].values()]
    lead_in = "Kenyan Foreign Minister Amina Mohamed met Ugandan officials in Nairobi."
    document, parts = make_document("\n\n".join([lead_in, *(example.replace("|", "") + "." for _, example in examples)]), published=PUBLISHED)
    doc = parse_document(document, parts, PARSER)
    parse_sentences(load_parser(PARSER), [sentence for sentence in doc.sentences if not sentence.tokens])
    rows = extract_records(doc).statements
    missed = []
    for kind, example in examples:
        start = document.text.index(example.replace("|", ""))
        told = "addressee" if kind in ("verb", "message") else "occasion"
        here = [row for row in rows if start <= row.start_char < start + len(example) and getattr(row, told)]
        found = [document.text[getattr(row, f"{told}_start_char") : getattr(row, f"{told}_end_char")] for row in here]
        missed += [example] if example.split("|")[1] not in found else []
    assert missed == []


def test_what_is_said_in_one_breath_has_one_setting(code_text: Callable[..., CodedDocument]) -> None:
    text = "“We want peace,” Pakistani Prime Minister Imran Khan told reporters at a summit in Lahore. “We will release the pilot.” He said India would answer. India said on Friday that it would wait."
    rows = code_text(text, published=PUBLISHED).statements
    settings = [(row.addressee, row.occasion) for row in rows]
    assert settings[:3] == [("reporters", "at a summit in Lahore")] * 3
    assert settings[-1] == (None, None)


TRANSCRIPT = """\
Joint Press Conference with the President of Indonesia, Bogor

PRESIDENT WIDODO: Thank you very much, Prime Minister.

We discussed the trade agreement at length. Indonesia will lower tariffs on Australian beef.

PRIME MINISTER TURNBULL: Mr. President, Australia believes that the agreement will double trade.

JOURNALIST: And the cattle?

PRIME MINISTER TURNBULL: Thank you, Laura. Exports of cattle to Indonesia have doubled.

QUESTION: Will the fees fall?

PRIME MINISTER TURNBULL: The fees for Indonesian students will fall next year.
"""


INTERVIEW = """\
Interview with Leigh Sales, 7.30

LEIGH SALES: Prime Minister, what about the boats from Indonesia?

TONY ABBOTT: We agreed with Indonesia to keep talking about people smuggling.

LEIGH SALES: Will the fees fall?

TONY ABBOTT: The fees for Indonesian students will fall next year.
"""


def test_press_conference(code_text: Callable[..., CodedDocument]) -> None:
    rows = [row for row in code_text(TRANSCRIPT, published="2017-11-01").statements if row.statement_type == "direct"]
    assert [row.addressee for row in rows] == [None, "Joko Widodo", "Laura", None]
    assert rows[1].addressee_state == "IDN"
    assert {row.occasion for row in rows} == {"Joint Press Conference with the President of Indonesia, Bogor"}


def test_interview(code_text: Callable[..., CodedDocument]) -> None:
    rows = [row for row in code_text(INTERVIEW, published="2014-11-01").statements if row.statement_type == "direct"]
    assert [(row.speaker, row.addressee, row.occasion) for row in rows] == [("Tony Abbott", "Leigh Sales", "Interview with Leigh Sales, 7.30")] * 2
    assert INTERVIEW[rows[0].addressee_start_char : rows[0].addressee_end_char] == "LEIGH SALES"


def test_a_reviewers_addressee_has_no_place_in_the_text() -> None:
    found = following("statements", {"addressee": "the Duma"}, {"addressee": "reporters"})
    assert found == {"addressee_start_char": None, "addressee_end_char": None}


def test_prepositions_of_the_vocabulary_name_addressees() -> None:
    assert set(load_addressees().occasions.values()) == {None, "with", "to"}
