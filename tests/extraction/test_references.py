"""Words that stand for an actor named elsewhere: pronouns, bare offices, "the country", "both sides" (`cases/references.toml`)."""

from __future__ import annotations

import dataclasses
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.extraction.conftest import PARSER, make_document, read_cases

from bilateral.extraction.actors import mention_at, parties_of, resolve_actors, state_of
from bilateral.extraction.offices import find_offices
from bilateral.pipeline import extract_records, parse_document
from bilateral.vocabulary.files import read_toml

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence, Token

CASES = read_cases("references")


def parse(number: int) -> ParsedDocument:
    """The passage of a case with the mentions of names."""
    case = CASES[number]
    document, parts = make_document(case["text"], published=case.get("published", "2016-04-05"), title=case.get("title"))
    publisher = {key: case[key] for key in ("publisher_state", "publisher_class") if key in case}
    return parse_document(dataclasses.replace(document, **publisher), parts, PARSER)


@cache
def resolve(number: int) -> ParsedDocument:
    """The passage with all its mentions."""
    doc = parse(number)
    resolve_actors(doc, find_offices(doc))
    return doc


def head_of(doc: ParsedDocument, words: str) -> tuple[Sentence, Token | None]:
    """The head word of some words of a passage ("Georgia#2" is their second occurrence), None in a sentence that was not parsed."""
    plain, _, number = words.partition("#")
    places = [found.span() for found in re.finditer(rf"(?<!\w){re.escape(plain)}(?!\w)", doc.text)]
    start, end = places[int(number or 1) - 1]
    sentence = next(s for s in doc.sentences if s.start_char <= start < s.end_char)
    inside = [token for token in sentence.tokens if start <= token.start < end]
    return sentence, next((token for token in inside if token.head not in inside or token.head is token), None)


def found_for(doc: ParsedDocument, words: str) -> str:
    """The states that the words stand for, in alphabetical order, joined by "+"."""
    sentence, token = head_of(doc, words)
    return "+".join(sorted({state_of(party) for party in parties_of(token, sentence)})) if token else ""


def numbered(*, is_open: bool) -> list[Any]:
    marks = [pytest.mark.xfail(strict=True, reason="not read yet")] if is_open else []
    return [pytest.param(i, id=case["text"][:50], marks=marks) for i, case in enumerate(CASES) if case.get("open", False) is is_open]


@pytest.mark.parametrize("number", [*numbered(is_open=False), *numbered(is_open=True)])
def test_references(number: int) -> None:
    doc = resolve(number)
    expected = {words: "+".join(sorted(parties.split("+"))) for words, parties in CASES[number]["refs"]}
    assert {words: found_for(doc, words) for words in expected} == expected


@pytest.mark.parametrize("number", [i for i, case in enumerate(CASES) if "persons" in case])
def test_persons(number: int) -> None:
    doc = resolve(number)
    for words, name in CASES[number]["persons"]:
        sentence, token = head_of(doc, words)
        mention = mention_at(sentence, token) if token else None
        assert mention is not None, words
        assert mention.person == name


@pytest.mark.parametrize("number", [i for i, case in enumerate(CASES) if "speakers" in case])
def test_speakers_of_turns(number: int) -> None:
    coded = extract_records(parse(number))
    for words, state in CASES[number]["speakers"]:
        found = [row.speaker_state for row in coded.statements if words in row.quote]
        assert found == [state], words


@pytest.mark.parametrize("entry", read_toml("epithets.toml")["epithet"], ids=lambda entry: str(entry["words"][0]))
def test_examples_of_epithets(entry: dict[str, Any]) -> None:
    document, parts = make_document(entry["example"], published="2016-04-05")
    doc = parse_document(document, parts, PARSER)
    resolve_actors(doc, find_offices(doc))
    meant = [mention.parties for sentence in doc.sentences for mention in sentence.mentions if mention.how == "anaphor"]
    assert len(meant) == 1
    assert set(meant[0]) <= set(entry["states"].split())
