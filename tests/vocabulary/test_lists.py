"""Event types, offices, places, publishers, and files that are wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bilateral.errors import VocabularyError
from bilateral.vocabulary import files
from bilateral.vocabulary.codebook import intensity, load_event_types, quad_code
from bilateral.vocabulary.offices import find_title, load_titles
from bilateral.vocabulary.places import load_places
from bilateral.vocabulary.publishers import PUBLISHER_CLASSES, find_publisher, load_publishers
from bilateral.vocabulary.states import SECTORS, capital, is_body, is_state, load_states

TYPES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]


def test_sixteen_event_types_with_classes():
    assert list(load_event_types()) == TYPES
    assert [quad_code(name) for name in TYPES] == [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]


def test_intensity_has_the_sign_of_its_class():
    for name in TYPES:
        assert (intensity(name) > 0) == (quad_code(name) <= 2)
        assert -10 <= intensity(name) <= 10
    assert intensity("ACCUSE") == -2.0
    assert intensity("CONSULT", "visit") == 4.0
    assert intensity("ASSAULT", "unheard") == -9.0


def test_unknown_event_type():
    with pytest.raises(VocabularyError, match="STATEMENT"):
        quad_code("STATEMENT")


@pytest.mark.parametrize(
    ("text", "normal", "sector", "stands", "current"),
    [
        ("Russian President", "president", "GOV", True, True), ("the prime minister", "prime minister", "GOV", True, True),
        ("minister of foreign affairs", "foreign minister", "GOV", True, True), ("Premier", "premier", "GOV", True, True),
        ("South Korea\u2019s vice foreign minister", "deputy foreign minister", "GOV", True, True),
        ("deputy energy ministers", "deputy energy minister", "GOV", True, True), ("US Defense Secretary", "defense minister", "GOV", True, True),
        ("former president", "president", "GOV", True, False), ("president-elect", "president", "GOV", True, False),
        ("a professor at Seoul National University", "professor", "EDU", False, True), ("analysts", "analyst", "EDU", False, True),
        ("president of Moscow State University", "president", "EDU", False, True), ("lawmakers", "lawmaker", "LEG", False, True),
        ("CEO", "ceo", "BUS", False, True), ("ambassador to Russia", "ambassador", "GOV", True, True),
        ("Foreign Ministry spokeswoman", "spokesperson", "GOV", True, True), ("chairman of the State Duma", "speaker", "LEG", True, True),
        ("minister for unification", "unification minister", "GOV", True, True), ("generals", "general", "MIL", True, True),
    ],
)  # fmt: skip
def test_titles(text, normal, sector, stands, current):
    title = find_title(text)
    assert title is not None
    assert (title.normal, title.sector, title.stands_for_state, title.is_current) == (normal, sector, stands, current)


@pytest.mark.parametrize("text", ["", "the trade turnover", "of", "agreement of the president"])
def test_no_titles(text):
    assert find_title(text) is None


def test_titles_have_known_sectors_and_are_in_lower_case():
    for title in load_titles():
        assert title.sector in SECTORS
        assert title.text == title.text.lower()


def test_places():
    by_name = {}
    for place in load_places():
        by_name.setdefault(place.name, []).append(place)
    assert [place.state for place in by_name["Yeonpyeong"]] == ["KOR"]
    assert any("Rajin" in place.other_names for place in by_name["Rason"])
    for name in ("Camp David", "Panmunjom", "Kaesong", "Yaroslavl", "Vladivostok", "Sochi", "Davos", "Crimea", "Bali"):
        assert name in by_name
    assert all(place.is_ambiguous for name in ("Reading", "Nice", "Mobile") for place in by_name[name])
    assert not by_name["Vladivostok"][0].is_ambiguous
    assert by_name["Sea of Japan"][0].state is None


def test_places_have_states_and_coordinates():
    for place in load_places():
        assert place.state is None or len(place.state) == 3
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180
        assert place.population >= 0


def test_nearly_every_capital_is_a_place():
    names = {(name, place.state) for place in load_places() for name in (place.name, *place.other_names)}
    missing = [code for code in load_states() if (capital(code), code) not in names]
    assert len(missing) <= 12, missing


def test_the_gazetteer_stays_small():
    assert len(files._read_text("places.csv").encode()) < 900_000


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Yonhap News", "Yonhap"), ("http://en.kremlin.ru/events/president/news/1", "Kremlin.ru"), ("TASS.com", "TASS"),
        ("english.yonhapnews.co.kr", "Yonhap"), ("the diplomat", "The Diplomat"), ("East Asia Forum", "East Asia Forum"),
        ("www.whitehouse.gov", "White House"), ("Valdai Discussion Club", "Valdai Club"),
    ],
)  # fmt: skip
def test_publishers(text, name):
    publisher = find_publisher(text)
    assert publisher is not None
    assert publisher.name == name


@pytest.mark.parametrize("text", ["", "news.example.org", "example.com", "gd.gov.cn", "Nobody's Gazette", "http://["])
def test_no_publishers(text):
    assert find_publisher(text) is None


def test_publishers_are_sound():
    domains = [domain for publisher in load_publishers() for domain in publisher.domains]
    assert len(domains) == len(set(domains))
    for publisher in load_publishers():
        assert publisher.publisher_class in PUBLISHER_CLASSES
        assert is_state(publisher.state) or is_body(publisher.state)
        assert find_publisher(publisher.name) == publisher


def test_malformed_rows_name_file_line_and_key(monkeypatch):
    text = "# origin\na,b\n1,2\nx\n"
    monkeypatch.setattr(files, "_read_text", lambda _file: text)
    with pytest.raises(VocabularyError, match=r"t\.csv, line 4, key 'x'"):
        files.read_rows("t.csv", ("a", "b"))
    with pytest.raises(VocabularyError, match=r"t\.csv, line 2: columns are a, b; expected a, c"):
        files.read_rows("t.csv", ("a", "c"))


def test_empty_required_cell(monkeypatch):
    monkeypatch.setattr(files, "_read_text", lambda _file: "a,b\n1,\n")
    with pytest.raises(VocabularyError, match=r"line 2, key '1': column 'b' is empty"):
        files.read_rows("t.csv", ("a", "b"), required=("b",))


def test_malformed_toml_and_missing_file(monkeypatch):
    with pytest.raises(VocabularyError, match=r"none\.csv"):
        files.read_rows("none.csv", ("a",))
    monkeypatch.setattr(files, "_read_text", lambda _file: "a = ")
    with pytest.raises(VocabularyError, match=r"t\.toml"):
        files.read_toml("t.toml")


@pytest.mark.parametrize(
    "file", ["states.csv", "former_states.csv", "bodies.csv", "seats.csv", "companies.csv", "groups.csv", "publishers.csv"]
)
def test_tables_name_their_origin_and_are_sorted(file):
    lines = files._read_text(file).splitlines()
    assert lines[0].startswith("#")
    keys = [line.split(",")[0] for line in lines if not line.startswith("#")][1:]
    plain = [key for key in keys if not key.startswith('"')]
    assert plain == sorted(plain)


def test_import_reads_no_file_and_no_parser():
    code = (
        "import sys, bilateral.vocabulary.names, bilateral.vocabulary.places, bilateral.vocabulary.publishers;"
        "from bilateral.vocabulary.files import read_rows;"
        "import bilateral.vocabulary.states as s; assert s.load_states.cache_info().currsize == 0;"
        "assert 'spacy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
