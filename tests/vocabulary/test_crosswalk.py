"""The dated crosswalk and the CAMEO table."""

from __future__ import annotations

from datetime import date

import pytest

from bilateral.errors import SettingsError, VocabularyError
from bilateral.vocabulary.cameo import code_of_name, load_cameo, plain_code, read_weights
from bilateral.vocabulary.codebook import load_event_types
from bilateral.vocabulary.crosswalk import SYSTEMS, code_at, find_party, load_crosswalk, load_successions
from bilateral.vocabulary.states import is_state, load_states


@pytest.mark.parametrize(("system", "code", "day", "iso3", "former"), [
    ("cow", "365", "1980-01-01", "RUS", "SUN"), ("cow", "365", "2000-01-01", "RUS", ""), ("cow", "260", "1980-01-01", "DEU", ""),
    ("cow", "345", "2004-01-01", "SRB", "SCG"), ("gw", "678", "1970-01-01", "YEM", "YAR"), ("fips", "UR", None, "RUS", "SUN"),
    ("m49", "278", "1980-01-01", "DEU", "DDR"), ("m49", "4", None, "AFG", ""), ("cameo", "ROM", None, "ROU", ""), ("iso2", "CS", "1985-01-01", "CZE", "CSK"),
    ("fips", "AU", None, "AUT", ""), ("cameo", "AUS", None, "AUS", ""), ("fips", "GM", None, "DEU", ""), ("gw", "817", None, "VNM", "VDR"),
])  # fmt: skip
def test_codes_by_day(system, code, day, iso3, former):
    span = find_party(system, code, day)
    assert (span.iso3, span.former) == (iso3, former)


@pytest.mark.parametrize(("system", "iso3", "day", "code"), [
    ("cow", "DEU", "1930-01-01", "255"), ("cow", "DEU", "1980-01-01", "260"), ("cow", "YEM", "1980-01-01", "678"), ("cow", "YEM", "2000-01-01", "679"),
    ("cow", "CZE", "1980-01-01", "315"), ("cow", "VNM", "1960-01-01", "816"), ("gw", "SRB", "1999-01-01", "345"), ("gw", "SRB", "2010-01-01", "340"),
    ("m49", "RUS", "1980-01-01", "810"), ("cow", "KOR", "2000-01-01", "732"), ("fips", "DEU", "2000-01-01", "GM"), ("iso3", "RUS", "1980-01-01", "SUN"),
])  # fmt: skip
def test_codes_of_a_state_on_a_day(system, iso3, day, code):
    assert code_at(system, iso3, day) == code


def test_every_current_code_leads_back_to_its_state():
    today = date(2024, 1, 1).isoformat()
    for state in load_states().values():
        for system in SYSTEMS:
            code = code_at(system, state.iso3, today)
            if code:
                assert find_party(system, code, today).iso3 == state.iso3


def test_spans_of_a_code_do_not_overlap():
    dated = [span for span in load_crosswalk() if span.start]
    for span in dated:
        others = [other for other in dated if (other.system, other.code) == (span.system, span.code) and other is not span]
        assert all((other.end or "9999") < span.start or (span.end or "9999") < other.start for other in others), span


def test_successors_are_states_and_have_one_continuator_at_most():
    rows = load_successions()
    assert all(is_state(row.iso3) and row.role in {"continuator", "successor"} for row in rows)
    continued = [row.former for row in rows if row.role == "continuator"]
    assert len(continued) == len(set(continued))
    assert sum(row.former == "SUN" for row in rows) == 15


def test_unknown_system_is_told():
    with pytest.raises(SettingsError, match="fips"):
        find_party("iso9", "KOR")


def test_cameo_table_agrees_with_the_code_book():
    types = {*load_event_types(), "STATEMENT"}
    for entry in load_cameo().values():
        assert entry.event_type in types
        assert -10 <= entry.goldstein <= 10
        assert entry.quad_code == (1 if entry.code[:2] <= "05" else 2 if entry.code[:2] <= "08" else 3 if entry.code[:2] <= "13" else 4)


@pytest.mark.parametrize(("text", "code"), [("042", "042"), ("42", "042"), ("1724", "1724"), ("0428", "042"), ("99", None), ("x", None), ("", None)])
def test_codes_as_files_write_them(text, code):
    assert plain_code(text) == code


def test_names_as_icews_writes_them():
    assert [code_of_name(name) for name in ("Make a visit", "Express_intent_to_meet_or_negotiate", "fight with small arms and light weapons", "Waltz")] == ["042", "036", "193", None]


def test_weights_of_a_user(tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("code,weight\n42,3.5\nAID,9\n")
    assert read_weights(path) == {"042": 3.5, "AID": 9.0}
    path.write_text("code,weight\n42,much\n")
    with pytest.raises(VocabularyError, match="line 2"):
        read_weights(path)
