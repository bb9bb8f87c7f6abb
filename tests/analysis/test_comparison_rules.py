"""Edits, alignment, firmness and the classes of change, on sentences written for the tests."""

from __future__ import annotations

import pytest

from bilateral.analysis.alignment import align_by_marks, align_sentences
from bilateral.analysis.comparison_changes import (
    find_marks,
    find_numbers,
    find_parties,
    is_same_text,
    show_numbers,
)
from bilateral.analysis.comparison_topics import count_topics
from bilateral.analysis.comparison_words import split_words
from bilateral.analysis.edits import find_edits, find_moves, is_substantive
from bilateral.analysis.firmness import find_shift, find_wordings, is_commitment
from bilateral.vocabulary.files import read_toml
from bilateral.vocabulary.firmness import SCALES, load_wordings


def edits(first: str, second: str) -> list[tuple[str, str]]:
    old, new = first.split(), second.split()
    return [(" ".join(old[e.start_a : e.end_a]), " ".join(new[e.start_b : e.end_b])) for e in find_edits(old, new)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("They met in Rome .", "They met in Rome .", []),
        ("They will build a road .", "They hope to build a road .", [("will", "hope to")]),
        # a first word that lost its capital is kept
        ("In May they met .", "they met .", [("In May", "")]),
        ("Ministers met .", "The ministers met .", [("", "The")]),
        # a capital inside the sentence is an edit
        ("They met in the East .", "They met in the east .", [("East", "east")]),
        # an insertion is read as a phrase
        ("Peru and Chile met .", "Peru and Bolivia and Chile met .", [("", "and Bolivia")]),
        # forms of one word are one edit each, what is added beside them another
        ("The port opens soon .", "The ports open soon .", [("port opens", "ports open")]),
        ("They met , state of the art .", "They met , state-of-the-art .", [("state of the art", "state-of-the-art")]),
        # a phrase that only moved is no edit
        ("They agreed in Cairo to meet again soon .", "They agreed to meet again soon in Cairo .", []),
        # nor is one that moved into or out of a longer edit
        ("Models for rent were drawn up .", "Rent models were drawn up .", [("for", "")]),
        ("", "They met .", [("", "They met .")]),
    ],
)
def test_edits(first: str, second: str, expected: list[tuple[str, str]]) -> None:
    assert edits(first, second) == expected


def test_a_phrase_that_moved_is_told_apart() -> None:
    old, new = "They agreed in Cairo to meet again soon .".split(), "They agreed to meet again soon in Cairo .".split()
    assert [(old[out.start_a : out.end_a], new[put.start_b : put.end_b]) for out, put in find_moves(old, new)] == [(["in", "Cairo"],) * 2]
    assert len(find_edits(old, new, with_moves=True)) == 2


def test_edits_rebuild_the_second_sentence() -> None:
    old = "The two sides agreed to consider , where possible , the joint production of drones by 2030 .".split()
    new = "Both sides will begin the joint production and repair of drones in the spring of 2028 .".split()
    built, place = [], 0
    for edit in find_edits(old, new, with_moves=True):
        built += old[place : edit.start_a] + new[edit.start_b : edit.end_b]
        place = edit.end_a
    assert [word.lower() for word in built + old[place:]] == [word.lower() for word in new]


def test_very_long_sentences_are_still_compared() -> None:
    old = [f"word{i}" for i in range(1500)]
    assert find_edits(old, [*old[:700], "new", *old[700:]]) == [(700, 700, 700, 701)]


def test_content_weighs_and_connectives_do_not() -> None:
    assert is_substantive([], "and the sale of four frigates".split())
    assert is_substantive("a road to the border".split(), "two railway stations".split())
    assert not is_substantive([], ["however", ","])
    assert not is_substantive("of the".split(), "from".split())
    assert not is_substantive("The ports were".split(), "A port was".split())


OLD = [
    "The two presidents met in Suva on 3 May 2018.",
    "They agreed to build a cable between the islands.",
    "Both sides condemned illegal fishing and called for stricter patrols.",
    "Fiji will send nurses to Tonga.",
]


def test_sentences_that_moved_were_split_or_dropped() -> None:
    new = [
        "The two presidents met in Suva on 9 June 2021.",
        "Both sides condemned illegal fishing.",
        "Both sides called for stricter patrols.",
        "Tonga thanked the doctors of Samoa.",
        "They agreed to build a second cable between the islands.",
    ]
    links = {link.first: link for link in align_sentences(OLD, new)}
    assert {first: link.second for first, link in links.items()} == {(0,): (0,), (2,): (1, 2), (1,): (4,)}
    assert [link.first for link in links.values() if link.is_moved] in ([(1,)], [(2,)])


def test_merged_sentences_are_one_link() -> None:
    links = align_sentences(["They condemned piracy.", "They will patrol the strait together."], ["They condemned piracy and will patrol the strait together."])
    assert [(link.first, link.second) for link in links] == [((0, 1), (0,))]


def test_texts_with_nothing_in_common_have_no_pair() -> None:
    assert align_sentences(OLD, ["Inflation eased.", "The committee kept its rate."]) == []
    assert align_sentences([], OLD) == []


def test_language_versions_are_paired_by_marks_and_place() -> None:
    english = ["The ministers met in Paris on 4 May 2020.", "They talked at length.", "Trade reached 35 billion."]
    german = ["Die Minister trafen sich am 4. Mai 2020 in Paris.", "Sie sprachen lange.", "Der Handel erreichte 35 Milliarden."]
    links = align_by_marks([find_marks(text) for text in english], [find_marks(text) for text in german])
    assert [(link.first, link.second) for link in links] == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]
    apart = align_by_marks([find_marks(text) for text in english], [find_marks(text) for text in german], places=False)
    assert [link.first for link in apart] == [(0,), (2,)]


@pytest.mark.parametrize(
    ("first", "second", "direction"),
    [
        ("They will open the pass.", "They will explore opening the pass.", "weaker"),
        ("They agreed to open the pass.", "They will open the pass.", "stronger"),
        ("They intend to open the pass.", "They hope to open the pass.", "weaker"),
        ("They will open the pass.", "They will not open the pass.", "weaker"),
        ("They condemned the raid.", "They expressed concern over the raid.", "weaker"),
        ("They noted the raid.", "They condemned the raid.", "stronger"),
        ("They condemned the raid.", "They strongly condemned the raid.", "stronger"),
        ("They urged Benin to talk.", "They called on Benin to talk.", "weaker"),
        ("They called on Benin to talk.", "They welcomed Benin's wish to talk.", "weaker"),
        ("They agreed to open the pass by 2030.", "They agreed to open the pass.", "weaker"),
        ("They agreed to open the pass.", "They agreed in principle to open the pass.", "weaker"),
        ("They will open the pass.", "They will open the pass and the bridge.", None),
        ("They met in Rome.", "They met in Paris.", None),
        ("He stressed that they will open the pass.", "They will open the pass.", None),
    ],
)
def test_firmness(first: str, second: str, direction: str | None) -> None:
    shift = find_shift(first, second)
    assert (shift.direction if shift else None) == direction


def test_a_governed_promise_is_as_weak_as_what_it_governs() -> None:
    assert [(one.words, one.level) for one in find_wordings("They agreed to explore a tunnel.")] == [("agreed to explore", 2.0)]
    assert len(find_wordings("They signed the pact and will explore a tunnel.")) == 2


def test_commitments_by_their_wording() -> None:
    assert is_commitment("Both sides will hold talks every spring.")
    assert is_commitment("They are committed to the treaty.")
    assert not is_commitment("The ministers signed the treaty.")
    assert not is_commitment("They discussed the drought.")


@pytest.mark.parametrize("entry", read_toml("firmness.toml")["wording"], ids=lambda entry: entry["example"])
def test_every_grade_finds_its_example(entry: dict[str, object]) -> None:
    found = find_wordings(str(entry["example"]))
    assert any(one.scale == entry["scale"] for one in found), found
    assert entry["scale"] in SCALES


def test_no_form_has_two_levels_on_one_scale() -> None:
    for form, wordings in load_wordings().items():
        levels: dict[str, set[float]] = {}
        for wording in wordings:
            levels.setdefault(wording.scale, set()).add(wording.level)
        assert all(len(found) == 1 for found in levels.values()), form


def test_numbers_dates_and_parties() -> None:
    assert find_numbers("12. The two sides will meet twice, on 4 May 2021.") == find_numbers("3. They will meet Twice, on 4 May 2021")
    assert show_numbers("on 14 March 2019 and 3 April", find_numbers("14 March 2019")) == ("14 March 2019",)
    assert find_parties("Togo, the United Nations and Ghanaian ministers") == {"TGO", "UNO", "GHA"}
    assert is_same_text("4. They “met”.", '5. They  "met".')
    assert not is_same_text("They met.", "They met 2.")


def test_topics_count_the_words_of_their_sentences() -> None:
    shifts = {shift.topic: shift for shift in count_topics(["They will lower tariffs."], ["They will lower tariffs and train nurses.", "They met."])}
    assert (shifts["trade"].words_a, shifts["trade"].words_b) == (4, 7)


def test_words_keep_their_places() -> None:
    text = "The U.S. paid 1,200.50 dollars — twenty-one per cent."
    assert all(text[word.start_char : word.end_char] == word.text for word in split_words(text))
    assert "1,200.50" in [word.text for word in split_words(text)]
