from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilateral.analysis.incidents import group_events

DAY = "2020-03-05"


def group(row, events, copies=None, **heads):
    names = {event.doc_id for event in events}
    documents = [row.head(name, heads.get(name, "2020-04-01"), publisher=f"Paper {name}") for name in sorted(names)]
    return group_events(events, documents, copies or {})


def test_reports_of_one_act_are_one_incident(row):
    incidents = group(row, [row.event("1", "a", DAY), row.event("2", "b", DAY), row.event("3", "c", "2020-03")])
    assert len(incidents) == 1
    assert incidents[0].reports == ("1", "2", "3")
    assert (incidents[0].n_documents, incidents[0].n_independent) == (3, 3)
    assert incidents[0].event_date == DAY


def test_copies_and_one_publisher_are_one_voice(row):
    events = [row.event("1", "a", DAY), row.event("2", "b", DAY), row.event("3", "c", DAY)]
    documents = [
        row.head("a", "2020", "Fjord Post"), row.head("b", "2020", "Rift Daily"), row.head("c", "2020", "fjord post"),
    ]  # fmt: skip
    [incident] = group_events(events, documents, {"b": "a"})
    assert (incident.n_documents, incident.n_independent) == (3, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"event_type": "SUPPORT"},
        {"realis": "planned"},
        {"actor": ("KEN",), "recipient": ("NOR",)},
        {"recipient": ("TZA",)},
        {"when": "2020-03-06"},
        {"when": "2020-04"},
        {"when": None},
    ],
)
def test_other_acts_stay_apart(row, other):
    events = [row.event("1", "a", DAY), row.event("2", "b", **{"when": DAY, **other})]
    assert len(group(row, events)) == 2


def test_sides_of_a_mutual_act_can_change_places(row):
    there = row.event("1", "a", DAY, "CONSULT", mode="meet")
    back = row.event("2", "b", DAY, "CONSULT", ("KEN",), ("NOR",), mode="meet")
    jointly = row.event("3", "c", DAY, "CONSULT", ("NOR", "KEN"), (), mode="meet")
    assert len(group(row, [there, back, jointly])) == 1


def test_a_visit_has_a_direction(row):
    there = row.event("1", "a", DAY, "CONSULT", mode="visit")
    back = row.event("2", "b", DAY, "CONSULT", ("KEN",), ("NOR",), mode="visit")
    assert len(group(row, [there, back])) == 2


def test_vague_report_joins_only_where_one_act_fits(row):
    exact = [row.event("1", "a", "2020-03-05"), row.event("2", "b", "2020-08-05")]
    vague = row.event("3", "c", "2020")
    assert len(group(row, [exact[0], vague])) == 1
    assert len(group(row, [*exact, vague])) == 3


def test_a_vague_report_never_joins_two_acts(row):
    events = [row.event("1", "a", "2020-03-05"), row.event("2", "b", "2020-03-06"), row.event("3", "c", "2020-03")]
    assert max(len(one.reports) for one in group(row, events)) == 1


def test_a_state_of_affairs_joins_only_its_like(row):
    events = [row.event("1", "a", "1990/2020"), row.event("2", "b", DAY), row.event("3", "c", "1990/2020")]
    assert sorted(one.reports for one in group(row, events)) == [("1", "3"), ("2",)]


def test_undated_reports_join_within_a_document_only(row):
    events = [row.event("1", "a"), row.event("2", "a"), row.event("3", "b")]
    assert sorted(len(one.reports) for one in group(row, events)) == [1, 2]


def test_first_report_is_the_earliest_published(row):
    [incident] = group(row, [row.event("1", "a", DAY), row.event("2", "b", DAY)], a="2020-05-01", b="2020-04-01")
    assert incident.reports == ("2", "1")


def test_ten_thousand_events_of_a_day(row):
    events = [row.event(f"{n}", f"d{n}", DAY) for n in range(10_000)]
    [incident] = group_events(events, [], {})
    assert incident.n_documents == 10_000


PERIODS = st.sampled_from([None, "2020", "2020-03", "2020-03-05", "2020-03-06", "2020-02/2020-03", "2019/2020"])


@given(st.data())
def test_order_does_not_matter(row, data):
    drawn = data.draw(st.lists(st.tuples(st.sampled_from("abc"), PERIODS), max_size=12))
    events = [row.event(f"{n:02d}", doc_id, when) for n, (doc_id, when) in enumerate(drawn)]
    before = group(row, events)
    assert group(row, data.draw(st.permutations(events))) == before
    assert sorted(record_id for one in before for record_id in one.reports) == [event.record_id for event in events]


def test_an_army_and_its_state_tell_one_act(row):
    army = row.event("1", "a", DAY, actor=("NOR/MIL",), recipient=("KEN",))
    state = row.event("2", "b", "2020-03", actor=("NOR",), recipient=("KEN/CVL",))
    [incident] = group(row, [army, state])
    assert incident.reports == ("1", "2")
    assert incident.event_date == DAY


def test_precision_widens_and_narrows_an_incident(row):
    events = [row.event("1", "a", "2020"), row.event("2", "b", "2020-03"), row.event("3", "c", "2020-03-05"), row.event("4", "d", "2020-03-01/2020-03-10")]
    [incident] = group(row, events)
    assert incident.event_date == DAY
    assert sorted(incident.reports) == ["1", "2", "3", "4"]


def test_a_vague_report_between_two_acts_stays_apart(row):
    incidents = group(row, [row.event("1", "a", "2020-03-05"), row.event("2", "b", "2020-03-20"), row.event("3", "c", "2020-03")])
    assert sorted(one.reports for one in incidents) == [("1",), ("2",), ("3",)]


def test_a_reprint_adds_a_document_and_no_voice(row):
    events = [row.event("1", "a", DAY), row.event("2", "b", DAY), row.event("3", "c", "2020-03")]
    [incident] = group(row, events, {"b": "a"})
    assert (incident.n_documents, incident.n_independent) == (3, 2)
