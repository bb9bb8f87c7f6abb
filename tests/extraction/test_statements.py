"""Who says what: the cases of `cases/statements.toml`, and the examples of the vocabulary, run through the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.conftest import PARSER, make_document, read_cases

from bilateral.extraction.actors import resolve_actors
from bilateral.extraction.offices import find_offices
from bilateral.extraction.quotations import find_quotations
from bilateral.extraction.statements import find_statements
from bilateral.guide_form import as_guide_form
from bilateral.language.parse import load_parser, parse_sentences
from bilateral.pipeline import parse_document
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument
    from bilateral.vocabulary.speech import Cue

CASES = read_cases("statements")
PUBLISHED = "2019-05-10"
LEAD_IN = "Kenyan Foreign Minister Amina Mohamed and Ugandan Foreign Minister Sam Kutesa met in Nairobi. "
"""Said before each example of the vocabulary, so that "he", "they" and "both" are somebody."""
SPEECH = load_speech()
EXAMPLES = [*SPEECH.verbs.values(), *SPEECH.adjectives.values(), *SPEECH.nouns.values()]
PARSED_WRONGLY = {"He quoted the opinion of experts that |rates would soon rise|"}
"""Examples that read well but that the small parser gets wrong."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case: dict[str, Any], code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text(case["text"], published=PUBLISHED)
    found = sorted((row.speaker, row.speaker_state or "", row.quote, row.statement_type) for row in coded.statements)
    assert found == sorted((*row[:3], row[3] if len(row) > 3 else "indirect") for row in case["statements"])


@pytest.mark.parametrize("cue", EXAMPLES, ids=lambda cue: f"{cue.lemma}: {cue.example[:40]}")
def test_example_of_the_vocabulary(cue: Cue) -> None:
    if cue.example in PARSED_WRONGLY:
        pytest.skip("the parser reads it otherwise")
    document, parts = make_document(LEAD_IN + cue.example.replace("|", "").strip() + ".", published=PUBLISHED)
    doc = parse_document(document, parts, PARSER)
    parse_sentences(load_parser(PARSER), [sentence for sentence in doc.sentences if not sentence.tokens])
    offices = find_offices(doc)
    resolve_actors(doc, offices)
    assert cue.example.split("|")[1] in [row.quote for row in find_statements(doc, offices)]


TRANSCRIPT = """\
PRESIDENT WIDODO: Thank you very much, Prime Minister.

We discussed the trade agreement at length. Indonesia will lower tariffs on Australian beef.

PRIME MINISTER TURNBULL: I am delighted to be here in Jakarta.

Australia believes that the agreement will double trade.

QUESTION: Prime Minister, what about the boats?

PRIME MINISTER TURNBULL: We agreed to keep talking about people smuggling.
"""


def test_transcript(code_text: Callable[..., CodedDocument]) -> None:
    rows = [row for row in code_text(TRANSCRIPT, published="2017-11-01").statements if row.statement_type == "direct"]
    assert [row.quote.split()[0] for row in rows] == ["We", "Australia", "We"]
    assert ["Widodo" in rows[0].speaker, "Turnbull" in rows[1].speaker, "Turnbull" in rows[2].speaker] == [True, True, True]


def test_quotation_over_paragraphs(code_text: Callable[..., CodedDocument]) -> None:
    text = "“India should talk to us,” Pakistani Prime Minister Imran Khan said.\n\n“We have waited for long. We want peace with India."
    rows = code_text(text, published=PUBLISHED).statements
    assert ("Imran Khan", "We have waited for long. We want peace with India") in {(row.speaker, row.quote) for row in rows}


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "no".', ["no"]),
        ("the workers' rights and the '90s", []),
        ("‘nine bridges’ and “two ‘small’ steps”", ["nine bridges", "two ‘small’ steps"]),
        ("„Wir kommen“ and «oui»", ["Wir kommen", "oui"]),
        ("“It goes on", ["It goes on"]),
        ("", []),
    ],
)
def test_quotations(text: str, inside: list[str]) -> None:
    assert [text[item.start : item.end] for item in find_quotations(text, 0, len(text))] == inside


def test_odd_input(code_text: Callable[..., CodedDocument]) -> None:
    for text in ("", '"', "“”", "said said said.", "Kenya: Kenya: Kenya:", "“" * 50 + " Kenya said " + "”" * 50, "Kenya said " + "that " * 450):
        assert code_text(text).rejections == []


BRIEFING = """\
James S. Brady Press Briefing Room

MR. CARTER: Good afternoon, everybody.

The United States welcomes the vote in Ankara.

Q Thanks. Does the President plan to call Ankara?

MR. CARTER: I have no calls to read out. The embassy in Turkey remains open. Q

Q And Greece?
MR. CARTER: Greece is a friend of the United States.
"""


def test_questions_without_a_colon_are_no_statements(code_text: Callable[..., CodedDocument]) -> None:
    rows = [row for row in code_text(BRIEFING, published="2014-11-01").statements if row.statement_type == "direct"]
    assert [row.quote.split()[0] for row in rows] == ["The", "I", "Greece"]
    assert {(row.speaker, row.speaker_state) for row in rows} == {("Mr. Carter", "USA")}


INTERPRETED = """\
PRIME MINISTER ARDERN: New Zealand will send two ships to Tonga.

PRESIDENT SOLIS (THROUGH INTERPRETER): So ladies and gentlemen. Costa Rica will buy more lamb.
"""


def test_label_with_a_note_changes_the_speaker(code_text: Callable[..., CodedDocument]) -> None:
    rows = code_text(INTERPRETED, published="2018-03-01").statements
    assert [("Solis" in row.speaker.title(), row.quote.split()[0]) for row in rows if row.statement_type == "direct"] == [(False, "New"), (True, "So")]


def test_briefing_without_labels_is_of_whom_its_title_names(code_text: Callable[..., CodedDocument]) -> None:
    text = "We met the Peruvian delegation for an hour.\n\nThey agreed that tariffs on lead are too high."
    coded = code_text(text, published=PUBLISHED, title="Background Briefing by a Senior Chilean Official on Trade with Peru")
    rows = [row for row in coded.statements if row.statement_type == "direct"]
    assert [(row.speaker.lower(), row.quote.split()[0]) for row in rows] == [("senior chilean official", "We"), ("senior chilean official", "They")]


def test_title_tells_who_the_vice_president_is(code_text: Callable[..., CodedDocument]) -> None:
    text = "The Vice President said that Iraq would choose its own way."
    (row,) = code_text(text, published="2011-12-03", title="Readout of Vice President Biden's Trip to Iraq").statements
    assert (row.speaker, row.speaker_state, row.speaker_office) == ("Joe Biden", "USA", "vice president")


def test_guide_form_names_a_speaker_as_the_text_does(code_text: Callable[..., CodedDocument]) -> None:
    coded = code_text("Biden told Iraq that the troops would leave.", published="2011-12-03")
    assert [row.speaker for row in coded.statements] == ["Joe Biden"]
    assert [row["speaker"] for row in as_guide_form(coded)["statements"]] == ["Biden"]
