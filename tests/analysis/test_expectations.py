"""What each side wants of the other, and what bears on it: made-up records on Norway and Kenya."""

# ruff: noqa: PLR0913, PLR0917 - makers of rows take one argument a column

from __future__ import annotations

import pytest

from bilateral.analysis.expectations import find_expectations
from bilateral.analysis.summary import build_findings
from bilateral.analysis.wordings import PartyMention
from bilateral.findings import Records
from bilateral.records import Statement
from bilateral.vocabulary.issues import use_issues

DYAD = ("NOR", "KEN")
NAMES = {"Norway": "NOR", "Oslo": "NOR", "Kenya": "KEN", "Nairobi": "KEN"}


def mentions_of(text):
    spans = [(at, name) for name in NAMES for at in range(len(text)) if text.startswith(name, at)]
    return sorted(PartyMention(at, at + len(name), (NAMES[name],), "name") for at, name in spans)


@pytest.fixture
def find(row):
    def find_in(texts, **tables):
        heads = tuple(row.head(doc_id, published=f"{doc_id[:4]}-03-01") for doc_id in texts)
        records = Records(documents=heads, **{name: tuple(rows) for name, rows in tables.items()})
        findings = build_findings(records, DYAD)
        mentions = {doc_id: mentions_of(text) for doc_id, text in texts.items()}
        return find_expectations(records, findings, texts, mentions=mentions, issues=use_issues())

    return find_in


def act(row, doc_id, text, quote, event_type, sides=("NOR", "KEN"), **more):
    start = text.index(quote)
    return row.event(f"{doc_id}-{start}", doc_id, f"{doc_id}-02", event_type, (sides[0],), (sides[1],), quote=quote, start_char=start, end_char=start + len(quote), **more)


TRADED = "Kenya and Norway traded fish."


def test_a_hope_of_a_speaker_names_the_other_side(find, row):
    text = f"{TRADED} Oslo hopes that Kenya will open its fish market."
    content = "Kenya will open its fish market"
    start, cue = text.index(content), text.index("hopes")
    statement = Statement("s1", "2019", start, start + len(content), content, "Oslo", "NOR", "GOV", None, "hopes", cue, cue + 5, "indirect")
    found = find({"2019": text}, statements=[statement], events=[act(row, "2019", text, TRADED, "COOPERATE")])
    assert [(one.party, one.other, one.kind, one.standing) for one in found] == [("NOR", "KEN", "hope", "no report")]
    assert "fisheries" in found[0].issues


def test_a_later_act_of_the_other_side_that_shares_words_is_shown_beside(find, row):
    texts = {"2019": f"{TRADED} Norway needs Kenya for geothermal drilling know-how.", "2021": "Kenya shared its geothermal drilling know-how with Norway."}
    later = act(row, "2021", texts["2021"], texts["2021"][:-1], "COOPERATE", ("KEN", "NOR"))
    found = find(texts, events=[act(row, "2019", texts["2019"], TRADED, "COOPERATE"), later])
    assert [(one.party, one.kind, one.standing, one.delivery) for one in found] == [("NOR", "motive", "delivered", (later.record_id,))]


def test_an_earlier_act_delivers_nothing(find, row):
    texts = {"2019": f"{TRADED} Norway needs Kenya for geothermal drilling know-how.", "2017": "Kenya shared its geothermal drilling know-how with Norway."}
    earlier = act(row, "2017", texts["2017"], texts["2017"][:-1], "COOPERATE", ("KEN", "NOR"))
    found = find(texts, events=[act(row, "2019", texts["2019"], TRADED, "COOPERATE"), earlier])
    assert [one.standing for one in found if one.doc_id == "2019"] == ["no report"]


@pytest.mark.parametrize(
    "sentence",
    ["Norway does not need Kenya.", "Trade between Norway and Kenya needs ports in Kenya.", "Norway might need Kenya.", "Norway needs rain.", "Nairobi asked what Norway wants."],
)
def test_traps_are_no_wishes_of_norway(find, row, sentence):
    text = f"{TRADED} {sentence}"
    found = find({"2019": text}, events=[act(row, "2019", text, TRADED, "COOPERATE")])
    assert [one for one in found if one.party == "NOR"] == []


def test_a_firm_promise_is_expected_by_the_one_who_got_it(find, row):
    text = "Norway promised Kenya to build a school by 2018. Norway told Kenya that it aims to help. Norway will suspend flights to Kenya."
    promises = [
        row.commitment("c1", "2017", "build a school", deadline="2018", quote=text[:48], start_char=0, end_char=48),
        row.commitment("c2", "2017", "help", firmness="aims", quote=text[49:85], start_char=49, end_char=85),
        row.commitment("c3", "2017", "suspend flights to Kenya", quote=text[-37:-1], start_char=len(text) - 37, end_char=len(text) - 1),
    ]
    found = find({"2017": text, "2020": "Nothing was built."}, commitments=promises)
    assert [(one.party, one.other, one.kind, one.record_id) for one in found] == [("KEN", "NOR", "promise", "c1")]
    assert found[0].standing == "overdue"
    assert [one.party for one in found if one.standing == "overdue"] == ["KEN"]
