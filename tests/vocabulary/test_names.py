"""The merged list of names, and what the scanner finds with it."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from bilateral.vocabulary.files import read_rows
from bilateral.vocabulary.names import find_clashes, load_names, load_organs
from bilateral.vocabulary.scan import build_index
from bilateral.vocabulary.states import SECTORS, is_body, is_state

KINDS = {"name", "demonym", "capital", "seat", "body", "company", "group", "leader", "talks", "none"}


@cache
def _index():
    return build_index((name.text, name, name.is_case_sensitive) for name in load_names())


def _parties(text):
    return [party for found in _index().find(text) for party in found.entry.parties]


def test_no_name_has_two_parties_undeclared():
    assert find_clashes() == []


def test_every_text_once_and_the_longest_first():
    texts = [name.text for name in load_names()]
    assert len(texts) == len(set(texts))
    assert [len(text) for text in texts] == sorted((len(text) for text in texts), reverse=True)


def test_every_party_is_a_known_code():
    for name in load_names():
        assert name.how in KINDS
        assert bool(name.parties) == (name.how != "none")
        for party in name.parties:
            code, _, sector = party.partition("/")
            assert is_state(code) or is_body(code), name
            assert not sector or sector in SECTORS, name


def test_no_name_is_empty_or_padded_or_has_a_typographic_apostrophe():
    for name in load_names():
        assert name.text == name.text.strip()
        assert len(name.text) > 1
        assert "\u2019" not in name.text


def test_sizes():
    counts = Counter(name.how for name in load_names())
    assert counts["company"] > 1500
    assert counts["leader"] > 2000
    assert len(read_rows("seats.csv", ("name", "state_or_body", "sector", "needs_context"))) >= 250
    assert len(read_rows("companies.csv", ("name", "other_names", "state", "sector", "kind"))) >= 500


def test_organs_have_sectors():
    assert load_organs()["parliament"] == "LEG"
    assert set(load_organs().values()) <= set(SECTORS)


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Russian President Dmitry Medvedev met Lee Myung-bak in Seoul.", ["RUS", "RUS", "KOR", "KOR"]),
        ("The Kremlin and the Blue House agreed.", ["RUS", "KOR"]),
        ("Pyongyang told the Republic of Korea and the U.S. to stop.", ["PRK", "KOR", "USA"]),
        ("the Democratic People\u2019s Republic of Korea", ["PRK"]),
        ("Gazprom and KOGAS signed.", ["RUS/BUS", "KOR/BUS"]),
        ("The State Duma and the Bundestag.", ["RUS/LEG", "DEU/LEG"]),
        ("six-party talks", ["KOR", "PRK", "USA", "CHN", "JPN", "RUS"]),
        ("the two Koreas", ["KOR", "PRK"]),
        ("The UN Security Council condemned it.", ["UNO"]),
        ("The Soviet Union fell.", ["RUS"]),
        ("Hezbollah fired at Israel.", ["LBN/REB", "ISR"]),
        ("Papua New Guinea and Guinea-Bissau and Equatorial Guinea and Guinea", ["PNG", "GNB", "GNQ", "GIN"]),
        ("the Republic of China and the People's Republic of China", ["TWN", "CHN"]),
        ("South Sudan and Sudan; Nigeria and Niger; Dominica and the Dominican Republic", ["SSD", "SDN", "NGA", "NER", "DMA", "DOM"]),
        ("RUSSIA AND SOUTH KOREA SIGN DEAL", ["RUS", "KOR"]),
        ("South China Morning Post", ["CHN/MED"]),
        ("Sino-Russian ties", ["CHN", "RUS"]),
        ("the Australian Senate and Japan's House of Representatives", ["AUS/LEG", "JPN/LEG"]),
    ],
)  # fmt: skip
def test_what_the_scanner_finds(text, parties):
    assert _parties(text) == parties


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan played.", "He studied at Georgia Tech.", "The Korean War ended.", "on the Korean Peninsula",
        "in the South China Sea", "in the East China Sea", "the Sea of Japan", "the Indian Ocean", "the Persian Gulf",
        "the Gulf of Mexico", "He ate Russian salad and French fries.", "They cook turkey on fine china.", "Let us go.",
        "American football", "New Mexico and New Guinea", "the Paris Agreement", "the Geneva Conventions", "Latin America",
        "a polish for the pole", "the Warsaw Ghetto", "male and female", "the Minsk agreements", "who is it",
        "African Americans", "Washington state", "Lake Chad",
    ],
)  # fmt: skip
def test_what_names_nobody(text):
    assert _parties(text) == []


def test_names_that_depend_on_context_say_so():
    names = {name.text: name for name in load_names()}
    for text in ("Korea", "Korean", "Brussels", "Congo", "Congress", "Ban Ki-moon"):
        assert names[text].needs_context
    assert not names["Russia"].needs_context


def test_persons_have_their_full_name():
    names = {name.text: name for name in load_names()}
    assert names["Lula"].person == "Luiz Inácio Lula da Silva"
    assert names["Francois Hollande"].person == "François Hollande"
    assert all(name.person for name in load_names() if name.how == "leader")


def test_talks_have_several_members():
    rows = read_rows("talks.csv", ("name", "other_names", "members", "start", "end"))
    for row in rows:
        assert len(row["members"].split(";")) > 1
