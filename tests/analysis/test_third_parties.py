"""Third parties and their roles: made-up records on Norway and Kenya."""

from __future__ import annotations

import pytest

from bilateral.analysis.third_parties import ROLES, find_third_parties
from bilateral.analysis.wordings import PartyMention
from bilateral.findings import Records
from bilateral.records import Factor
from bilateral.vocabulary.third_party_roles import load_role_words

DYAD = ("NOR", "KEN")
NAMES = {"Norway": "NOR", "Kenya": "KEN", "Tanzania": "TZA", "Oman": "OMN"}


def mentions_of(text):
    spans = [(at, name) for name in NAMES for at in range(len(text)) if text.startswith(name, at)]
    return sorted(PartyMention(at, at + len(name), (NAMES[name],), "name") for at, name in spans)


def find(row, text, event_type="CONSULT", sides=(("NOR",), ("KEN",)), **more):
    event = row.event("e1", "a", "2019-02", event_type, *sides, quote=text, start_char=0, end_char=len(text), **more)
    heads = (row.head("a", published="2019-03-01", publisher_state="NOR"),)
    return find_third_parties(Records(documents=heads, events=(event,)), DYAD, {"a": text}, mentions={"a": mentions_of(text)}, about=["a"])


CASES = [
    ("Norway and Kenya met under pressure from Tanzania", "constraint"),
    ("Norway and Kenya compete with Tanzania for tourists", "rival"),
    ("Norway and Kenya met after Oman brokered the talks", "mediator"),
    ("Norway sends fish to Kenya by way of Tanzania", "market"),
    ("Kenya signed a defence pact with Tanzania, Norway said", "ally"),
    ("Norway and Kenya condemned Tanzania", "target"),
    ("Norway and Kenya held talks in Oman", "host"),
    ("Norway told Kenya of Tanzania", "unclear"),
]


@pytest.mark.parametrize(("text", "role"), CASES, ids=[role for _, role in CASES])
def test_the_words_around_the_name_show_the_role(row, text, role):
    found = find(row, text)
    assert [(one.party, one.roles) for one in found] == [("OMN" if "Oman" in text else "TZA", ((role, ("e1",)),))]
    assert role in ROLES
    assert bool(found[0].told) == (role != "unclear")


def test_the_kind_of_an_act_shows_a_role_where_no_words_do(row):
    found = find(row, "Norway and Tanzania went after each other, Kenya saw", "ACCUSE", (("NOR",), ("TZA",)))
    assert found[0].roles == (("target", ("e1",)),)
    assert found[0].told == ()


def test_counts_sides_and_days_are_told(row):
    found = find(row, "Norway and Kenya condemned Tanzania and Oman", "ACCUSE", (("NOR", "KEN"), ("TZA", "OMN")))
    assert [one.party for one in found] == ["OMN", "TZA"]
    assert (found[0].by_side, found[0].n_documents, found[0].first_day.year) == ((("NOR", 1),), 1, 2019)
    assert found[0].records == (("events", ("e1",)),)


def test_a_document_about_others_is_not_read(row):
    event = row.event("e1", "a", "2019-02", "CONSULT", ("OMN",), ("TZA",), quote="Oman met Tanzania", start_char=0, end_char=17)
    records = Records(documents=(row.head("a", published="2019-03-01"),), events=(event,))
    assert find_third_parties(records, DYAD, {"a": "Oman met Tanzania"}, mentions={"a": mentions_of("Oman met Tanzania")}, about=["a"]) == []


def test_a_hurdle_of_the_pair_names_a_constraint(row):
    text = "Norway and Kenya wait for Tanzania"
    factor = Factor("f1", "a", 0, len(text), text, "hurdle", "KEN-NOR", "third party", None, "cue")
    records = Records(documents=(row.head("a", published="2019-03-01"),), factors=(factor,))
    found = find_third_parties(records, DYAD, {"a": text}, mentions={"a": mentions_of(text)}, about=["a"])
    assert found[0].roles == (("constraint", ("f1",)),)


def test_examples_of_the_vocabulary_hold_a_phrase_of_their_role(row):
    names = {"American": "Tanzania", "Argentina": "Tanzania", "Oman": "Oman", "Bolivia, a": "Tanzania, a", "Chile": "Tanzania", "Guyana": "Tanzania", "Geneva, Switzerland": "Oman"}
    for role, example in load_role_words().examples.items():
        text = example.replace("Peru and Chile", "Norway and Kenya")
        for name, made in names.items():
            text = text.replace(name, made)
        text = text.replace("Peru", "Norway").replace("Bolivia", "Kenya")
        found = {name for one in find(row, text) for name, _ in one.roles}
        assert role in found, (role, text, found)
