"""Attributions as spans: source, cue and content of made-up reports, and the examples of the positions."""

from __future__ import annotations

import pytest
from tests.extraction.conftest import PARSER

from bilateral.extraction.positions import find_positions
from bilateral.extraction.quoting import find_attributed
from bilateral.language.parse import load_parser, parse_sentences
from bilateral.language.sentences import find_sentences
from bilateral.parsed import Sentence
from bilateral.records import Part
from bilateral.vocabulary.speech import load_speech

SPEECH = load_speech()
POSITIONS = [*SPEECH.position_verbs.values(), *SPEECH.position_adjectives.values(), *SPEECH.position_nouns.values()]
MOST_MISREAD = 0.2
"""Share of the examples of positions that the small parser may read otherwise."""

CASES = [
    # one attribution around its cue, and a pronoun
    ('"We lost," the mayor said. "We will be back."', [("the mayor", "said", "We lost / We will be back.")]),
    # what stands inside somebody's words is his
    ("Critics say the bank hopes to leave.", [("Critics", "say", "the bank hopes to leave")]),
    ('"I think he wants to sell," the clerk said.', [("the clerk", "said", "I think he wants to sell")]),
    # a quotation that opens the next paragraph goes on
    ('"We lost," the mayor said.\n\n"But we will be back."', [("the mayor", "said", "We lost / But we will be back.")]),
    # the cue and its speaker are no content
    ("The road, an aide says, will stay shut.", [("an aide", "says", "The road / will stay shut")]),
    # a relative pronoun names the speaker too
    ("He met the guard who says the gate was shut.", [("the guard / who", "says", "the gate was shut")]),
    # aims, sides, reports of nobody
    ("The union supports the strike.", [("The union", "supports", "the strike")]),
    ("The judge is expected to rule.", [("", "expected", "The judge is / to rule")]),
    ("The truce seems to crumble.", [("", "seems", "The truce / to crumble")]),
    ("The clerk seemed to suggest that rent would rise.", [("The clerk", "suggest", "rent would rise")]),
    ("Mayor: We will rebuild the bridge", [("Mayor", ":", "We will rebuild the bridge")]),
    # a name behind a dash
    ('"The river knows no border." — Ama Boateng', [("Ama Boateng", "", "The river knows no border.")]),
    # nothing
    ("The bridge fell into the river.", []),
    ("", []),
]


def parse(text: str) -> list[Sentence]:
    """All sentences of a text, parsed."""
    sentences = find_sentences(text, [Part("made-up", 0, "body", 0, len(text), None, None, "made up")])
    parse_sentences(load_parser(PARSER), sentences)
    return sentences


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda value: str(value)[:40])
def test_attribution(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = find_attributed(text, parse(text))
    words = [tuple(" / ".join(text[start:end] for start, end in spans) for spans in (item.source, item.cue, item.content)) for item in found]
    assert words == expected


def test_spans_lie_inside_the_text() -> None:
    text = 'The envoy said that "the port is open'
    for item in find_attributed(text, parse(text)):
        for start, end in (*item.source, *item.cue, *item.content):
            assert 0 <= start < end <= len(text)


def test_examples_of_the_positions() -> None:
    texts = [cue.example.replace("|", "") + "." for cue in POSITIONS]
    sentences = [Sentence(i, i, 0, len(text), text) for i, text in enumerate(texts)]
    parse_sentences(load_parser(PARSER), sentences)
    missed = [
        cue.example
        for cue, text, sentence in zip(POSITIONS, texts, sentences, strict=True)
        if cue.example.split("|")[1] not in [text[report.start : report.end] for report in find_positions(sentence)]
    ]
    assert len(missed) <= MOST_MISREAD * len(POSITIONS), missed
