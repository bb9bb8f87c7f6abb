"""States and bodies: codes, names, lookups."""

from __future__ import annotations

import pytest

from bilateral.errors import StateError
from bilateral.vocabulary.states import (
    SECTORS,
    adjective,
    body_members,
    body_name,
    capital,
    find_code,
    find_state,
    is_body,
    is_state,
    load_bodies,
    load_states,
    party_name,
    state_name,
    with_article,
)

ASKED_BODIES = ["UNO", "EUU", "EAEU", "ASEAN", "NATO", "G20", "APEC", "SCO", "IAEA", "WTO", "IMF", "ADB", "AIIB", "ARF", "AU", "BRICS", "CICA", "CIS", "COE", "CPTPP", "CSTO", "CTBTO", "EAS", "EBRD", "ECB", "EFTA", "FAO", "G7", "G8", "G77", "GCC", "GTI", "IBRD", "ICAO", "ICC", "ICJ", "ICRC", "IEA", "ILO", "IMO", "INTERPOL", "IOC", "ITU", "KEDO", "LAS", "NSG", "OAS", "OECD", "OIC", "OPCW", "OPEC", "OSCE", "RCEP", "TCS", "UNCTAD", "UNDP", "UNESCO", "UNHCR", "UNICEF", "WBG", "WFP", "WHO"]


def test_all_members_of_the_united_nations_and_some_others_are_there():
    assert sum(state.kind == "state" for state in load_states().values()) == 193
    assert {"TWN", "XKX", "PSE", "HKG", "MAC", "VAT"} <= set(load_states())


@pytest.mark.parametrize("system", ["cow", "gw", "cameo", "fips", "m49"])
def test_no_two_states_share_a_code(system):
    codes = [state.codes[system] for state in load_states().values() if state.codes[system]]
    assert len(codes) == len(set(codes))


def test_iso2_codes_are_unique():
    assert len({state.iso2 for state in load_states().values()}) == len(load_states())


def test_every_state_has_name_people_and_capital():
    for state in load_states().values():
        assert state.name
        assert state.demonyms
        assert state.capitals


def test_no_state_name_has_a_typographic_apostrophe():
    for state in load_states().values():
        assert "\u2019" not in "".join((state.name, *state.other_names, *state.demonyms, *state.capitals))


@pytest.mark.parametrize(
    ("iso3", "system", "code"),
    [
        ("RUS", "cow", "365"), ("KOR", "cow", "732"), ("PRK", "cow", "731"), ("DEU", "cow", "255"), ("DEU", "gw", "260"),
        ("YEM", "gw", "678"), ("YEM", "cow", "679"), ("SRB", "gw", "340"), ("SRB", "cow", "345"), ("CZE", "cow", "316"),
        ("VNM", "cow", "816"), ("KOR", "fips", "KS"), ("PRK", "fips", "KN"), ("RUS", "fips", "RS"), ("CHN", "fips", "CH"),
        ("CHE", "fips", "SZ"), ("AUS", "fips", "AS"), ("AUT", "fips", "AU"), ("ROU", "cameo", "ROM"), ("KOR", "m49", "410"),
        ("SSD", "cow", "626"), ("XKX", "cow", "347"), ("TWN", "cow", "713"),
    ],
)  # fmt: skip
def test_crosswalk(iso3, system, code):
    assert load_states()[iso3].codes[system] == code
    assert find_code(system, code) == iso3


@pytest.mark.parametrize(
    ("code", "year", "iso3"), [("265", 1980, "DEU"), ("315", 1980, "CZE"), ("817", 1970, "VNM"), ("365", 1970, "RUS")]
)
def test_states_that_are_no_more_lead_to_their_successors(code, year, iso3):
    assert find_code("cow", code, year=year) == iso3


def test_unknown_foreign_code_is_none():
    assert find_code("cow", "999") is None


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("ru", "RUS"), ("RUS", "RUS"), ("russia", "RUS"), ("Russians", "RUS"), ("Moscow", "RUS"), ("USSR", "RUS"),
        ("South Korea", "KOR"), ("ROK", "KOR"), ("republic of korea", "KOR"), ("Korea", "KOR"), ("seoul", "KOR"),
        ("DPRK", "PRK"), ("N. Korea", "PRK"), ("us", "USA"), ("U.S.", "USA"), ("America", "USA"), ("the Netherlands", "NLD"),
        ("UAE", "ARE"), ("Burma", "MMR"), ("Ivory Coast", "CIV"), ("cote d\u2019ivoire", "CIV"), ("Côte d'Ivoire", "CIV"),
        ("Czechoslovakia", "CZE"), ("East Germany", "DEU"), ("Congo", "COD"), ("Dominican", "DOM"), ("Kiev", "UKR"),
        ("Turkiye", "TUR"), ("Holy See", "VAT"), ("Peking", "CHN"), ("Republic of China", "TWN"), ("GB", "GBR"),
    ],
)  # fmt: skip
def test_find_state(text, iso3):
    assert find_state(text) == iso3


@pytest.mark.parametrize("code", sorted(load_states()))
def test_every_code_and_name_finds_its_state(code):
    state = load_states()[code]
    for text in (code, state.iso2, state.name, state.official_name):
        assert find_state(text) == code


def test_misspelt_state_is_an_error_with_suggestions():
    with pytest.raises(StateError, match=r"'Sout Corea'.*South Korea \(KOR\)"):
        find_state("Sout Corea")


def test_at_most_three_suggestions():
    with pytest.raises(StateError) as caught:
        find_state("Guinee")
    assert str(caught.value).count("(") <= 3


def test_nonsense_has_no_suggestion():
    with pytest.raises(StateError, match="ISO 3166-1 code"):
        find_state("qqqqqqq")


def test_names_for_sentences():
    assert state_name("KOR") == "South Korea"
    assert adjective("KOR") == "South Korean"
    assert capital("RUS") == "Moscow"
    assert with_article("PHL") == "the Philippines"
    assert party_name("KOR/BUS") == "South Korean business"
    assert party_name("EUU/LEG") == "the EU parliament"
    assert party_name("CHN/MIL") == "the Chinese military"


@pytest.mark.parametrize("code", ["XXX", "KOR/XXX", ""])
def test_party_name_of_an_unknown_code(code):
    with pytest.raises(StateError):
        party_name(code)


def test_every_state_and_body_has_words_for_every_sector():
    for code in (*load_states(), *load_bodies()):
        for sector in SECTORS:
            assert party_name(f"{code}/{sector}")


def test_bodies():
    assert set(ASKED_BODIES) <= set(load_bodies())
    assert not set(load_bodies()) & set(load_states())
    assert body_name("UNO") == "United Nations"
    assert is_body("EUU")
    assert not is_body("KOR")
    assert is_state("TWN")
    with pytest.raises(StateError):
        body_name("XYZ")


def test_members_change_over_time():
    assert "GBR" in body_members("EUU", 2015)
    assert "GBR" not in body_members("EUU", 2021)
    assert "RUS" in body_members("G8", 2013)
    assert "PRK" not in body_members("GTI", 2015)
    assert len(body_members("EUU", 2022)) == 27
    assert len(body_members("APEC", 2010)) == 21
    assert len(body_members("ASEAN", 2010)) == 10
    assert len(body_members("NATO", 2024)) == 32


def test_members_are_known_codes():
    for code in load_bodies():
        for year in (1990, 2010, 2024):
            assert all(is_state(member) or is_body(member) for member in body_members(code, year))
