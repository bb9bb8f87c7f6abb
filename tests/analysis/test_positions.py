"""Positions of two sides from made-up records on Norway and Kenya."""
# ruff: noqa: PLR0913, PLR0917 - makers of rows take one argument a column

from __future__ import annotations

from datetime import date

import pytest

from bilateral.analysis.position_changes import compare_last, compare_sides, find_contradictions, find_shifts
from bilateral.analysis.positions import find_positions
from bilateral.analysis.wordings import PartyMention
from bilateral.findings import Records
from bilateral.records import Statement
from bilateral.vocabulary.issues import use_issues

DYAD = ("NOR", "KEN")
NAMES = {"Norway": "NOR", "Oslo": "NOR", "Kenya": "KEN", "Nairobi": "KEN", "Tanzania": "TZA"}


def said(doc_id, text, content, state, cue="said", speaker="Kari Lunde", sector="GOV"):
    start, at = text.index(content), text.index(cue)
    return Statement(f"{doc_id}-{start}-{speaker}", doc_id, start, start + len(content), content, speaker, state, sector, None, cue, at, at + len(cue), "indirect")


def mentions_of(text):
    spans = [(at, name) for name in NAMES for at in range(len(text)) if text.startswith(name, at)]
    return sorted(PartyMention(at, at + len(name), (NAMES[name],), "name") for at, name in spans)


@pytest.fixture
def find(row):
    """Positions of texts published in the years of their keys, with the rows given."""

    def find_in(texts, statements=(), events=(), commitments=(), as_of=None):
        heads = tuple(row.head(doc_id, published=f"{doc_id[:4]}-03-01", publisher=f"Paper {doc_id}") for doc_id in texts)
        records = Records(documents=heads, statements=tuple(statements), events=tuple(events), commitments=tuple(commitments))
        mentions = {doc_id: mentions_of(text) for doc_id, text in texts.items()}
        return find_positions(records, DYAD, texts, mentions=mentions, issues=use_issues(), as_of=as_of)

    return find_in


def told(positions):
    return [(one.party, one.issue, one.stance, one.how) for one in positions]


def test_a_statement_shows_its_speakers_stance(find):
    text = "Minister Kari Lunde said that the fish tariffs of Kenya were illegal."
    found = find({"2019": text}, [said("2019", text, "the fish tariffs of Kenya were illegal", "NOR")])
    trade = next(one for one in found if one.issue == "trade")
    assert (trade.party, trade.stance, trade.how, trade.speaker) == ("NOR", "for", "statement", "Kari Lunde")
    assert trade.towards_party == "KEN"
    assert text[trade.start_char : trade.end_char] == trade.quote
    assert trade.day == date(2019, 3, 1)


def test_words_that_show_nothing_stay_unclear(find):
    text = "Kari Lunde said trade with Kenya came to 3 million."
    found = find({"2019": text}, [said("2019", text, "trade with Kenya came to 3 million", "NOR")])
    assert told(found) == [("NOR", "trade", "unclear", "statement")]


def test_scholars_and_firms_do_not_speak_for_their_state(find):
    text = "The professor said that Kenya must lift its tariffs."
    assert find({"2019": text}, [said("2019", text, "Kenya must lift its tariffs", "NOR", sector="EDU")]) == []


def test_a_sentence_of_the_document_tells_a_position_of_its_subject_alone(find):
    found = find({"2019": "Oslo has long opposed the trade ban. Trade with Norway supports visas in Tanzania."})
    assert told(found) == [("NOR", "trade", "against", "told")]
    assert found[0].quote == "Oslo has long opposed the trade ban."


def test_acts_and_promises_count_for_their_actors(find, row):
    text = "Kenya imposed sanctions on Norway. Norway and Kenya agreed to build a railway."
    event = row.event("e1", "2019", "2019-02", "SANCTION", ("KEN",), ("NOR",), quote=text[:33], start_char=0, end_char=33, trigger="imposed")
    start = text.index("Norway and")
    promise = row.commitment("c1", "2019", "build a railway", actor=["NOR", "KEN"], recipient=[], quote=text[start:], start_char=start, end_char=len(text))
    found = find({"2019": text}, events=[event], commitments=[promise])
    assert ("KEN", "sanctions", "for", "act") in told(found)
    assert {(one.party, one.stance, one.is_joint) for one in found if one.issue == "infrastructure"} == {("NOR", "for", True), ("KEN", "for", True)}
    assert next(one.day for one in found if one.issue == "sanctions") == date(2019, 2, 1)


def test_a_hypothetical_act_is_no_position(find, row):
    text = "It was feared that Kenya imposed sanctions on Norway some time."
    event = row.event("e1", "2019", None, "SANCTION", ("KEN",), ("NOR",), quote=text, start_char=0, end_char=len(text), trigger="imposed", realis="hypothetical")
    assert [one for one in find({"2019": text}, events=[event]) if one.how == "act"] == []


def test_as_of_never_uses_later_documents(find):
    texts = {"2018": "Oslo opposed the sanctions.", "2020": "Oslo supported the sanctions."}
    assert [one.doc_id for one in find(texts, as_of=date(2019, 1, 1))] == ["2018"]
    assert len(find(texts)) == 2


def test_the_order_of_documents_changes_nothing(find):
    texts = {"2018": "Oslo opposed the sanctions.", "2020": "Nairobi supported the sanctions.", "2021": "Oslo wants trade."}
    assert find(texts) == find(dict(reversed(texts.items())))


def test_a_shift_carries_both_quotes(find):
    found = find({"2018": "Oslo opposed the sanctions.", "2020": "Oslo supported the sanctions.", "2021": "Oslo again supported the sanctions."})
    shifts = find_shifts(found)
    assert [(one.party, one.issue, one.earlier.stance, one.later.stance) for one in shifts] == [("NOR", "sanctions", "against", "for")]
    assert (shifts[0].earlier.quote, shifts[0].later.quote) == ("Oslo opposed the sanctions.", "Oslo supported the sanctions.")


def test_two_matters_of_one_issue_are_no_shift(find):
    assert find_shifts(find({"2018": "Oslo opposed the tariffs on salmon.", "2020": "Oslo condemned free market access for tea."})) == []


def test_what_is_told_of_an_earlier_year_has_no_day(find):
    found = find({"2018": "Oslo supported the sanctions.", "2020": "In 1991 Oslo opposed the sanctions."})
    assert [one.day for one in found if one.stance == "against"] == [None]
    assert find_shifts(found) == []


def test_sides_are_compared_by_issue_and_day(find):
    texts = {"2018": "Oslo opposed the sanctions.", "2019": "Nairobi supported the sanctions.", "2020": "Oslo supported the sanctions."}
    rows = compare_sides(find(texts), DYAD)
    assert [(one.day.year, one.standing) for one in rows] == [(2018, "one side"), (2019, "differ"), (2020, "agree")]
    assert [(one.day.year, one.standing) for one in compare_last(find(texts), DYAD)] == [(2020, "agree")]


def test_stances_years_apart_neither_agree_nor_differ(find):
    texts = {"2008": "Oslo opposed the sanctions.", "2019": "Nairobi supported the sanctions."}
    assert [one.standing for one in compare_last(find(texts), DYAD)] == ["apart"]


def test_stances_on_different_third_parties_are_apart(find):
    texts = {"2018": "Oslo supported the sanctions on Tanzania.", "2019": "Nairobi opposed the sanctions."}
    assert compare_last(find(texts), DYAD)[0].standing == "differ"
    texts["2019"] = "Nairobi opposed the sanctions on Tanzania."
    assert compare_last(find(texts), DYAD)[0].standing == "differ"


def test_one_speakers_contradiction_is_found_across_documents(find):
    one, other = "Kari Lunde said that the sanctions must be lifted.", "Kari Lunde said that the sanctions must be kept, for Kenya too."
    statements = [said("2018", one, "the sanctions must be lifted", "NOR"), said("2020", other, "the sanctions must be kept", "NOR")]
    found = find_contradictions(find({"2018": one, "2020": other}, statements))
    assert [(pair.party, pair.earlier.stance, pair.later.stance) for pair in found] == [("NOR", "against", "for")]
    statements[1] = said("2020", other, "the sanctions must be kept", "NOR", speaker="Another Speaker")
    assert find_contradictions(find({"2018": one, "2020": other}, statements)) == []
