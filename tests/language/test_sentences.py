"""Sentences: where they end, where they do not, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilateral.language.sentences import (
    find_dateline_place,
    find_paragraphs,
    find_sentences,
    lower_after_initials,
    split_sentences,
)
from bilateral.records import Part


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He met U.S. Secretary of State J. Baker. They talked.", 2),
        ("It fell 3.5 percent. Exports rose.", 2),
        ("Gen. Lee and Dr. Cho left on Nov. 3 from St. Petersburg.", 1),
        ('"We agree. We will sign." He smiled.', 3),
        ("Troops from the U.S. The visit ended.", 2),
        ("What next? Nobody knows! Wait… They left.", 4),
        ("See Art. 5 of the treaty, No. 12.", 1),
        ("He said the U.S. And Peru will talk. He left.", 2),
        ("They live in the U.S. And we know it.", 2),
        ("Sales to the U.S. In 1986 rose, as the U.S. Is buying more.", 1),
        ("He toured the U.S. In May he left.", 2),
    ],
)
def test_sentences_end_where_they_should(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_capitals_that_a_wire_puts_after_initials_are_no_names() -> None:
    text = "the U.S. Is selling to U.S. Allies, U.S. Secretary Baker said"
    assert lower_after_initials(text) == "the U.S. is selling to U.S. allies, U.S. Secretary Baker said"


def test_a_wrapped_paragraph_is_one_and_a_list_is_many() -> None:
    wrapped = (
        "The two governments raised their partnership to a higher level in\n2023 and said that more would follow in the\n"
        "coming years.\n\nA second paragraph."
    )
    listed = "Trade\nEnergy\nTransport"
    assert len(list(find_paragraphs(wrapped, 0, len(wrapped)))) == 2
    assert len(list(find_paragraphs(listed, 0, len(listed)))) == 3


def test_only_coded_parts_are_cut() -> None:
    text = "Body here.\nComment here."
    parts = [Part("d", 0, "body", 0, 10, None, None, ""), Part("d", 1, "comment", 11, 24, "A", None, "")]
    assert [sentence.text for sentence in find_sentences(text, parts)] == ["Body here."]


@pytest.mark.parametrize(
    ("text", "first", "place"),
    [
        ("3. They agreed to meet.", "They agreed to meet.", None),
        ("- Trade will double.", "Trade will double.", None),
        ("SEOUL, Nov. 20, 2010 (Example Wire) - The talks ended.", "The talks ended.", "Seoul"),
        ("NEW DELHI (Agency) -- India protested.", "India protested.", "New Delhi"),
        ("PARIS — France agreed.", "France agreed.", "Paris"),
        ("MOSCOW - Russia and Iran agreed.", "Russia and Iran agreed.", "Moscow"),
        ("Geneva, 3 May (Agency) – The envoys left.", "The envoys left.", "Geneva"),
        ("U.S. President Obama met Mr. Xi.", "U.S. President Obama met Mr. Xi.", None),
        ("North Korea (DPRK) - the text says - agreed.", "North Korea (DPRK) - the text says - agreed.", None),
        ("A deal - long sought - was signed.", "A deal - long sought - was signed.", None),
    ],
)
def test_list_marks_and_datelines_are_no_part_of_a_sentence(text: str, first: str, place: str | None) -> None:
    parts = [Part("d", 0, "body", 0, len(text), None, None, "")]
    assert find_sentences(text, parts)[0].text == first
    assert find_dateline_place(text, parts) == place


@given(st.text(max_size=300))
def test_no_word_is_lost_and_sentences_do_not_overlap(text: str) -> None:
    spans = [
        span for start, end in find_paragraphs(text, 0, len(text)) for span in split_sentences(text, start, end)
    ]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    kept = "".join("".join(text[start:end].split()) for start, end in spans)
    assert kept == "".join(text.split())
