"""Clauses: subjects, objects and realis of single words, and the spans of quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.extraction.conftest import PARSER, make_document, read_cases

from bilateral.extraction.clauses import (
    clause_span,
    find_objects,
    find_oblique,
    find_realis,
    find_subjects,
    is_passive,
    quote_span,
)
from bilateral.pipeline import parse_document

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Token


def parse(text: str) -> tuple[ParsedDocument, list[Token]]:
    """A parsed document of one sentence and its words."""
    doc = parse_document(*make_document(text), PARSER)
    return doc, doc.sentences[0].tokens


def find_word(tokens: list[Token], word: str) -> Token:
    return next(token for token in tokens if token.text == word)


@pytest.mark.parametrize("case", read_cases("clauses"), ids=lambda case: f"{case['word']}: {case['text'][:50]}")
def test_a_word_in_its_clause(case: dict) -> None:
    word = find_word(parse(case["text"])[1], case["word"])
    assert find_realis(word) == case["realis"]
    if "subject" in case:
        assert [token.text for token in find_subjects(word)] == case["subject"]
    if "object" in case:
        assert [token.text for token in find_objects(word)] == case["object"]


def test_spans_have_no_loose_punctuation() -> None:
    doc, tokens = parse("Kenya, for its part, condemned Ethiopia, and Chad left.")
    start, end, quote = quote_span(doc, *clause_span(find_word(tokens, "condemned")))
    assert quote == "Kenya, for its part, condemned Ethiopia"
    assert doc.text[start:end] == quote


def test_phrases_after_prepositions() -> None:
    tokens = parse("Chad held talks with Niger in Paris.")[1]
    assert [token.text for token in find_oblique(find_word(tokens, "held"), "in")] in (["Paris"], [])
    assert not is_passive(find_word(tokens, "held"))
