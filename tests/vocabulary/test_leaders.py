"""Holders of offices at dates."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from bilateral.vocabulary.leaders import find_holder, find_leader, load_leaders
from bilateral.vocabulary.states import is_body, is_state, load_states


@pytest.mark.parametrize(
    ("state", "office", "date", "person"),
    [
        ("RUS", "president", "2010-09", "Dmitry Medvedev"), ("RUS", "prime minister", "2010", "Vladimir Putin"),
        ("RUS", "president", "2007-06-01", "Vladimir Putin"), ("RUS", "president", "2012-06", "Vladimir Putin"),
        ("RUS", "prime minister", "2013", "Dmitry Medvedev"), ("RUS", "foreign minister", "2010", "Sergei Lavrov"),
        ("KOR", "president", "2018-06", "Moon Jae-in"), ("KOR", "president", "2008-09-29", "Lee Myung-bak"),
        ("KOR", "foreign minister", "2010-09", "Yu Myung-hwan"), ("KOR", "foreign minister", "2005", "Ban Ki-moon"),
        ("PRK", "leader", "2019-04", "Kim Jong-un"), ("AUS", "prime minister", "2014-11", "Tony Abbott"),
        ("CHN", "premier", "2005", "Wen Jiabao"), ("CHN", "president", "2013-06", "Xi Jinping"),
        ("USA", "president", "2009-06", "Barack Obama"), ("USA", "secretary of state", "2010", "Hillary Clinton"),
        ("DEU", "chancellor", "2010", "Angela Merkel"), ("DEU", "prime minister", "2022", "Olaf Scholz"),
        ("GBR", "prime minister", "2017", "Theresa May"), ("JPN", "prime minister", "2010-09", "Naoto Kan"),
        ("TUR", "prime minister", "2010", "Recep Tayyip Erdoğan"), ("TUR", "president", "2016", "Recep Tayyip Erdoğan"),
        ("UNO", "secretary-general", "2010", "Ban Ki-moon"), ("UKR", "president", "2022", "Volodymyr Zelensky"),
        ("GBR", "head of state", "2010", "Queen Elizabeth II"), ("JPN", "head of government", "2016", "Shinzo Abe"),
        ("IRN", "president", "2010", "Mahmoud Ahmadinejad"), ("BRA", "president", "2010", "Luiz Inácio Lula da Silva"),
        ("SUN", "president", "1990", None), ("RUS", "king", "2010", None), ("KOR", "president", "1800", None),
    ],
)  # fmt: skip
def test_holder(state, office, date, person):
    assert find_holder(state, office, date) == person


@pytest.mark.parametrize(
    ("name", "date", "found"),
    [
        ("Medvedev", "2010-09", [("RUS", "president")]), ("Medvedev", "2013", [("RUS", "prime minister")]),
        ("Dmitri Medvedev", "2010", [("RUS", "president")]), ("Lee Myung Bak", "2010", [("KOR", "president")]),
        ("Lee", "2010-09", [("KOR", "president"), ("SGP", "prime minister")]), ("Moon", "2018", [("KOR", "president")]),
        ("Erdogan", "2012", [("TUR", "prime minister")]), ("ABE", "2015", [("JPN", "prime minister")]),
        ("Nobody", "2010", []), ("Moon", "1995", []),
    ],
)  # fmt: skip
def test_leader(name, date, found):
    assert [(leader.state, leader.office) for leader in find_leader(name, date)] == found


def test_who_is_out_of_office_is_still_found():
    assert [leader.person for leader in find_leader("Roh", "2010")] == ["Roh Moo-hyun", "Roh Tae-woo"]


def test_states_of_leaders_are_known():
    assert all(is_state(term.state) or is_body(term.state) for term in load_leaders())


def test_terms_end_after_they_begin():
    for term in load_leaders():
        assert term.end is None or term.start <= term.end, term


def test_one_holder_at_a_time():
    terms = defaultdict(list)
    for term in load_leaders():
        if term.office != "member of the presidency":
            terms[term.state, term.office].append(term)
    allowed = {("RUS", "president", "1991-07"), ("RUS", "foreign minister", "1990-10")}
    for (state, office), held in terms.items():
        held.sort(key=lambda term: term.start)
        for before, after in pairwise(held):
            if before.end is None or before.end > after.start:
                assert (state, office, after.start) in allowed, (before, after)


def test_nearly_every_member_of_the_united_nations_has_leaders():
    covered = {term.state for term in load_leaders()}
    missing = {code for code, state in load_states().items() if state.kind == "state"} - covered
    assert missing <= {"SMR"}
