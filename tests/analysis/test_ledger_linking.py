"""Linking of promises and projects, their life, targets and shares; every promise is invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilateral.analysis.incident_links import regroup_incidents
from bilateral.analysis.incidents import group_events
from bilateral.analysis.ledger import Beside, build_ledger
from bilateral.analysis.ledger_projects import join_projects, name_projects
from bilateral.analysis.ledger_summary import count_kept, share_of
from bilateral.analysis.linking import Links
from bilateral.findings import OfficialValue, StatusChange
from bilateral.records import Project


def heads(row):
    days = {"a": "2019-01-01", "b": "2020-01-01", "c": "2022-01-01", "d": "2022-01-15", "e": "2024-03-01"}
    return [row.head(name, day, f"Paper {name}") for name, day in days.items()]


def ledger(row, commitments, **options):
    return build_ledger(commitments, options.pop("events", []), [], documents=heads(row), **options)


SAME = [
    ("waive visas for tourists of both countries", "the visa-free regime for tourists"),
    ("double bilateral trade", "the doubling of two-way trade"),
    ("negotiate a free trade area", "hold negotiations on an FTA"),
    ("build a railway to the port of Tadjoura", "the construction of the rail line to Tadjoura harbour"),
    ("supply natural gas through the Sabah pipeline", "gas deliveries by the Sabah gas line"),
    ("withdraw troops from the Karamaja valley", "the troop withdrawal from Karamaja"),
    ("study the linking of the power grids", "carry out joint research on connecting the electricity grids"),
]
OTHER = [
    ("double trade turnover", "double development aid"),
    ("open a consulate in Mombasa", "open a consulate in Bergen"),
    ("build a railway to Tadjoura", "build a bridge over the Omo"),
    ("strengthen cooperation in trade", "strengthen cooperation in education"),
    ("supply natural gas to Kisumu", "supply maize to Kisumu"),
    ("hold talks on fisheries", "hold talks on border posts"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_wordings_of_one_promise_are_one_entry(row, one, other):
    assert len(ledger(row, [row.commitment("1", "a", one), row.commitment("2", "b", other)])) == 1


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_promises_of_one_field_stay_apart(row, one, other):
    assert len(ledger(row, [row.commitment("1", "a", one), row.commitment("2", "b", other)])) == 2


def test_a_third_state_keeps_promises_apart(row):
    reports = [
        row.commitment("1", "a", "build a railway to Tadjoura", actor=["NOR", "KEN"], recipient=[]),
        row.commitment("2", "b", "build a railway to Tadjoura", actor=["NOR", "ETH"], recipient=[]),
    ]
    assert len(ledger(row, reports)) == 2


def test_the_agreement_is_read_with_the_words_around(row):
    texts = {
        "a": "They signed a pact on the abolition of visas. They intend to bring the agreement into force at once. Rain fell.",
        "b": "Travellers cross without a visa now. What the ministers signed in Oslo took effect. Tea was served.",
    }
    first, last = "bring the agreement into force at once", "What the ministers signed in Oslo took effect"
    reports = [
        row.commitment("1", "a", first, quote=first, start_char=texts["a"].index(first), end_char=texts["a"].index(first) + len(first)),
        row.commitment("2", "b", last, None, "delivered", quote=last, start_char=texts["b"].index(last), end_char=texts["b"].index(last) + len(last)),
    ]  # fmt: skip
    [entry] = ledger(row, reports, beside=Beside(texts))
    assert (entry.standing, entry.judged_by, entry.history[-1].status) == ("kept", "document", "in force")
    assert "visa waiver" in entry.matters
    assert [change.quote for change in entry.history] == [first, last]
    assert len(ledger(row, reports)) == 2, "without the texts nothing tells what the agreement is"


def test_a_later_promise_with_another_deadline_renews_the_first(row):
    reports = [
        row.commitment("1", "a", "open the Omo bridge to lorries", "2020"),
        row.commitment("2", "c", "open the Omo bridge to lorries", "2025"),
    ]
    first, later = ledger(row, reports)
    assert (first.standing, later.standing) == ("overdue", "open")
    assert later.renewed_from == first.entry_id
    assert [change.status for change in first.history] == ["announced", "overdue"]


def test_how_long_something_lasts_is_no_deadline(row):
    [entry] = ledger(row, [row.commitment("1", "a", "suspend the ferry until the end of 2020", "2020")])
    assert (entry.standing, entry.deadline, entry.judged_by) == ("open", None, "")
    [other] = ledger(row, [row.commitment("1", "a", "suspend the ferry by the end of 2020", "2020")])
    assert other.standing == "overdue"


def test_documents_that_contradict_each_other_are_shown(row):
    reports = [
        row.commitment("1", "a", "open the Omo bridge to lorries"),
        row.commitment("2", "c", "open the Omo bridge to lorries", None, "delivered"),
        row.commitment("3", "d", "open the Omo bridge to lorries", None, "missed"),
    ]
    [entry] = ledger(row, reports)
    assert (entry.standing, entry.contradictions) == ("disputed", (("2", "3"),))
    late = [reports[0], row.commitment("3", "b", "open the Omo bridge to lorries", None, "missed"), reports[1]]
    assert [(one.standing, one.contradictions) for one in ledger(row, late)] == [("kept", ())]


def test_words_tell_more_than_the_status(row):
    reports = [row.commitment("1", "a", "build the Omo dam"), row.commitment("2", "b", "the Omo dam was scrapped", None, "stalled")]
    [entry] = ledger(row, reports)
    assert (entry.status, entry.standing) == ("cancelled", "cancelled")


def values(*numbers):
    return [OfficialValue("trade turnover", str(2017 + n), number, "USD", "Customs") for n, number in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "verdict", "standing"),
    [
        ((9e9, 10e9, 14e9), "on track", "open"),
        ((9e9, 10e9, 11e9), "behind", "open"),
        ((9e9, 10e9, 11e9, 15e9, 21e9, 19e9), "met", "kept"),
        ((9e9, 10e9, 11e9, 12e9, 13e9, 12e9), "missed", "missed"),
        ((9e9, 10e9), None, "open"),
    ],
)
def test_targets_are_followed_in_official_series(row, numbers, verdict, standing):
    report = row.commitment("1", "a", "raise bilateral trade to $20 billion", "2022", target_value=20e9, target_unit="USD")
    as_of = date(2023, 6, 1) if len(numbers) > 3 else date(2020, 6, 1)
    [entry] = ledger(row, [report], as_of=as_of, beside=Beside(official=values(*numbers)))
    assert (entry.track.verdict if entry.track else None, entry.standing) == (verdict, standing)
    if verdict == "behind":
        assert (entry.track.base_value, entry.track.last_value, round(entry.track.required_value / 1e9, 1)) == (10e9, 11e9, 12.5)


def test_a_multiple_is_measured_from_its_base(row):
    report = row.commitment("1", "a", "double bilateral trade", "2022", target_value=2.0, target_unit="times")
    [entry] = ledger(row, [report], as_of=date(2023, 6, 1), beside=Beside(official=values(9e9, 10e9, 11e9, 12e9, 13e9, 21e9)))
    assert (entry.track.target_value, entry.standing, entry.judged_by) == (20e9, "kept", "official figures")


def test_a_reviewer_merges_splits_and_tells_the_status(row):
    reports = [
        row.commitment("1", "a", "open the Omo bridge to lorries"),
        row.commitment("2", "b", "open the Omo bridge to lorries"),
        row.commitment("3", "c", "the crossing near the falls"),
    ]
    assert sorted(len(entry.reports) for entry in ledger(row, reports)) == [1, 2]
    assert len(ledger(row, reports, beside=Beside(links=Links(together=(("1", "3"),))))) == 1
    assert len(ledger(row, reports, beside=Beside(links=Links(apart=(("1", "2"),))))) == 3
    told = StatusChange("2021", "delivered", "2", "b", "lorries cross", "reviewer", "ann")
    entry = next(one for one in ledger(row, reports, beside=Beside(decided=(told,))) if "2" in one.reports)
    assert (entry.standing, entry.judged_by) == ("kept", "reviewer")


def test_a_reviewer_merges_and_splits_incidents(row):
    events = [row.event("e1", "a", "2019-05-02"), row.event("e2", "b", "2019-05-02"), row.event("e3", "c", "2019-05-09")]
    by_id, documents = {one.record_id: one for one in events}, heads(row)
    grouped = group_events(events, documents, {})
    assert [one.reports for one in grouped] == [("e1", "e2"), ("e3",)]
    links = Links(together=(("e2", "e3"),), apart=(("e1", "e2"),))
    found = regroup_incidents(grouped, by_id, links, documents=documents, copies={})
    assert [one.reports for one in found] == [("e1",), ("e2", "e3")]
    assert (found[1].event_date, found[1].n_documents) == ("2019-05-02", 2)
    assert regroup_incidents(grouped, by_id, Links(), documents=documents, copies={}) == grouped


def test_acts_about_the_matter_are_listed_and_settle_nothing(row):
    report = row.commitment("1", "a", "build a railway to Tadjoura")
    acts = [
        row.event("e1", "b", "2019-05", "AID", quote="Norway paid for rails of the Tadjoura railway"),
        row.event("e2", "b", "2018-05", "AID", quote="Norway paid for rails of the Tadjoura railway"),
        row.event("e3", "b", "2019-05", "AID", quote="Norway sent nurses"),
    ]
    [entry] = ledger(row, [report], events=acts)
    assert [(one.record_id, one.bearing) for one in entry.bearings] == [("e1", "for")]
    assert entry.standing == "open"


def test_shares_count_only_what_can_be_judged(row):
    reports = [
        row.commitment("1", "a", "open the Omo bridge", None, "delivered", recipient=[]),
        row.commitment("2", "a", "ship maize to Kisumu", None, "missed", actor=["KEN"], recipient=[]),
        row.commitment("3", "a", "train nurses", "2030", recipient=[]),
        row.commitment("4", "a", "plant mangroves", "2020", recipient=[]),
    ]
    every, first, second = count_kept(ledger(row, reports), ("NOR", "KEN"))
    assert (every.n, every.n_kept, every.n_missed, every.share_kept) == (4, 1, 1, 0.5)
    assert every.not_judged == (("not due", 1), ("overdue", 1))
    assert (first.side, first.share_kept, second.side, second.share_kept) == ("NOR", 1.0, "KEN", 0.0)
    assert share_of([]).share_kept is None


def project(record_id, doc_id, name, status="announced", **columns):
    defaults = {
        "start_char": 0, "end_char": 1, "quote": name, "parties": ["NOR", "KEN"], "participants": [], "place_name": None,
        "cost_value": None, "cost_unit": None, "due": None,
    }  # fmt: skip
    return Project(record_id=record_id, doc_id=doc_id, project_name=name, status=status, **{**defaults, **columns})


def test_two_names_of_a_project_are_joined_only_if_a_document_says_so(row):
    reports = [
        project("1", "a", "Tana-Lamu railway project", "signed"), project("2", "b", "Tana-Lamu rail link", "under way"),
        project("3", "c", "Delta Express line", "stalled"), project("4", "d", "Omo bridge"),
    ]  # fmt: skip
    joined = join_projects(reports, documents=heads(row))
    assert [one.reports for one in joined if len(one.reports) > 1] == [("1", "2")]
    texts = {"e": "The Tana-Lamu railway, also known as Delta Express, has cost 3 billion shillings."}
    first, other = join_projects(reports, documents=heads(row), beside=Beside(texts))
    assert [change.status for change in first.history] == ["signed", "under way", "stalled"]
    assert (first.standing, other.names) == ("stalled", ("Omo bridge",))
    before = join_projects(reports, documents=heads(row), beside=Beside(texts), as_of=date(2022, 2, 1))
    assert len(before) == 3, "the document that gives the other name was not published yet"


def test_promises_lead_to_the_projects_that_they_name(row):
    report = row.commitment("1", "a", "finish the Tana Lamu railway")
    [entry] = ledger(row, [report])
    joined = join_projects([project("p", "b", "Tana-Lamu railway project"), project("q", "b", "working group")], documents=heads(row))
    found = name_projects([entry], joined, {"1": report})
    assert found == {entry.entry_id: (next(one.project_id for one in joined if "Tana" in one.names[0]),)}


WORDINGS = (
    "double bilateral trade", "doubling of trade turnover", "build a railway to Tadjoura", "railway to Tadjoura harbour", "hold talks on an FTA",
    "free trade talks", "the agreement", "open the Omo bridge to lorries", "Omo bridge opened", "",
)  # fmt: skip
REPORTS = st.lists(
    st.tuples(
        st.sampled_from(WORDINGS), st.sampled_from("abcde"), st.sampled_from(["announced", "signed", "delivered", "missed", "stalled"]),
        st.sampled_from([None, "2020", "2021-06", "2025"]), st.sampled_from([("NOR",), ("KEN",), ("NOR", "KEN"), ("NOR", "ETH")]),
        st.sampled_from([None, 2.0, 20e9]),
    ),
    max_size=12,
)  # fmt: skip


def made(row, drawn):
    return [
        row.commitment(
            f"{n}", doc_id, what, due, status, actor=list(actor), recipient=[], start_char=n, end_char=n + 1, target_value=target,
            target_unit=None if target is None else "USD" if target > 100 else "times",
        )
        for n, (what, doc_id, status, due, actor, target) in enumerate(drawn)
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(drawn=REPORTS, data=st.data())
def test_any_order_gives_the_same_ledger(row, drawn, data):
    reports = made(row, drawn)
    beside = Beside(official=values(9e9, 10e9, 11e9), links=Links(together=(("0", "3"),), apart=(("1", "2"),)))
    expected = ledger(row, reports, beside=beside)
    assert ledger(row, data.draw(st.permutations(reports)), beside=beside) == expected
    assert sorted(record_id for entry in expected for record_id in entry.reports) == sorted(one.record_id for one in reports)


@settings(max_examples=40, deadline=None)
@given(drawn=REPORTS, clock=st.sampled_from([date(2019, 6, 1), date(2020, 6, 1), date(2022, 1, 10), date(2023, 1, 1)]))
def test_nothing_published_after_the_clock_changes_the_ledger(row, drawn, clock):
    reports = made(row, drawn)
    published = {head.doc_id: head.published_end for head in heads(row)}
    known = [one for one in reports if published[one.doc_id] <= clock]
    acts = [row.event("e1", "e", "2024-01", "AID", quote="Norway opened the railway to Tadjoura harbour")]
    official = [*values(9e9, 10e9), OfficialValue("trade turnover", "2023", 99e9, "USD", "Customs")]
    assert ledger(row, reports, as_of=clock, events=acts, beside=Beside(official=official)) == ledger(row, known, as_of=clock, beside=Beside(official=official[:2]))
