"""Stances from the words of one sentence: signs, scopes, subjects, conditions, evasions and traps."""

from __future__ import annotations

import pytest

from bilateral.analysis.stances import find_subject, read_stance
from bilateral.analysis.wordings import PartyMention, find_sentence, read_wording, read_words
from bilateral.vocabulary.issues import use_issues

STATES = {"Peru": "PER", "Chile": "CHL", "Lima": "PER", "Bolivia": "BOL", "Oslo": "NOR"}


def mentions_of(text):
    found = [(text.find(name, start), name) for name in STATES for start in range(len(text)) if text.startswith(name, start)]
    return sorted(PartyMention(at, at + len(name), (STATES[name],), "name") for at, name in set(found))


def read(text, code, party="PER", **more):
    wording = read_wording(text, (0, len(text)), use_issues(), mentions=mentions_of(text))
    hit = next(hit for hit in wording.hits if hit.label.removeprefix("-") == code)
    return read_stance(wording, hit, frozenset({party}), **more)


CASES = [
    ("Peru supports the sanctions.", "sanctions", "for"),
    ("Peru does not support the sanctions.", "sanctions", "against"),
    ("Peru opposes the lifting of sanctions.", "sanctions", "for"),
    ("Peru refused to lift the sanctions.", "sanctions", "for"),
    ("Peru called for the sanctions to be lifted.", "sanctions", "against"),
    ("The sanctions must be lifted.", "sanctions", "against"),
    ("Peru called the sanctions of its neighbour illegal.", "sanctions", "against"),
    ("Peru rejected the tariffs.", "trade", "for"),
    ("Peru will lift the sanctions if Chile withdraws.", "sanctions", "conditional"),
    ("Peru will keep the sanctions, even if Chile protests.", "sanctions", "for"),
    ("If Chile holds the military exercises, Peru will retaliate.", "military_exercises", "against"),
    ("Peru declined to comment on the sanctions.", "sanctions", "evasive"),
    ("Peru would neither confirm nor deny the arms sale.", "arms_transfers", "evasive"),
    ("Peru would consider the sanctions.", "sanctions", "evasive"),
    ("Peru noted that Chile opposed the sanctions.", "sanctions", "unclear"),
    ("Peru regretted that Chile opposed the sanctions.", "sanctions", "for"),
    ("Will Peru support the sanctions?", "sanctions", "unclear"),
    ("Would Peru support the sanctions, a reporter asked.", "sanctions", "unclear"),
    ("The sanctions might hurt Peru.", "sanctions", "unclear"),
    ("Peru is not allowed to export copper.", "trade", "unclear"),
    ("Peru warned Chile against sending weapons.", "arms_transfers", "against"),
    ("Peru said that Chile must give up its nuclear weapons.", "denuclearisation", "for"),
    ("Peru denied reports that it had sold weapons.", "arms_transfers", "unclear"),
    ("Peru welcomed the resolution that was adopted over the invasion of its neighbour.", "territory", "unclear"),
]


@pytest.mark.parametrize(("text", "code", "stance"), CASES, ids=[text for text, _, _ in CASES])
def test_the_words_decide(text, code, stance):
    assert read(text, code).stance == stance


def test_another_partys_refusal_is_not_ones_own():
    assert read("The plan for sanctions was rejected by Chile.", "sanctions").stance == "unclear"
    assert read("The plan for sanctions was rejected by Peru.", "sanctions").stance == "against"


def test_a_told_sentence_needs_the_party_as_its_subject():
    text = "Relations of Chile with Peru would support trade."
    assert read(text, "trade", "PER", manner="told").stance == "unclear"
    assert read("Peru has long opposed the sanctions.", "sanctions", manner="told").stance == "against"


def test_a_plain_act_counts_for_its_actor_alone():
    assert read("Peru imposed sanctions on Chile.", "sanctions", manner="act", trigger="imposed").stance == "for"
    assert read("Peru imposed sanctions on Chile.", "sanctions", "CHL", manner="statement").stance == "unclear"


def test_what_a_stance_is_towards_is_told_in_the_texts_words():
    text = "Peru rejected the tariffs of Chile."
    reading = read(text, "trade")
    wording = read_words(text, (0, len(text)))
    assert " ".join(wording.words[reading.first : reading.last]) == "the tariffs of chile"
    assert reading.rule == "rejected"


def test_subjects_are_found_across_adverbs_and_offices():
    text = "The government of Peru has long strongly opposed it; we refuse."
    wording = read_words(text, (0, len(text)), mentions_of(text))
    assert find_subject(wording, wording.words.index("opposed")).states == {"PER"}
    assert find_subject(wording, wording.words.index("refuse")) == "we"


def test_sentences_end_at_stops_headlines_and_items():
    text = "LIMA REJECTS PLAN\nPeru came. Mr. Diaz of Peru rejected it in Sept. 2014. It left.\n- an item\n"
    start = text.index("rejected")
    first, last = find_sentence(text, start, start + 8)
    assert text[first:last] == "Mr. Diaz of Peru rejected it in Sept. 2014."
    assert text[slice(*find_sentence(text, text.index("came"), text.index("came") + 4))] == "Peru came."
