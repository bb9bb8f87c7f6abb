"""Joined projects: whatever the order of documents, and never by later knowledge."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.test_ledger_linking import heads, ledger, project

from bilateral.analysis.ledger import Beside
from bilateral.analysis.ledger_projects import join_projects, pair_by_promises
from bilateral.analysis.linking import Links

NAMES = ("Tana-Lamu railway project", "Tana-Lamu rail link", "Delta Express line", "Omo bridge", "Ruiru forum")
DRAWN = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.sampled_from("abcde"), st.sampled_from(["announced", "signed", "under way", "stalled", "delivered"]),
        st.sampled_from([None, "2021", "2022-03"]), st.sampled_from([(), ("Delta Express",), ("TLR", "Coast Line")]), st.sampled_from([None, "2023-12"]),
        st.sampled_from([None, 3e9]),
    ),
    max_size=8,
)  # fmt: skip


def made(drawn):
    return [
        project(f"{n}", doc_id, name, status, start=start, other_names=list(others), due=due, cost_value=cost, cost_unit=None if cost is None else "USD",
                start_char=n, end_char=n + 1)
        for n, (name, doc_id, status, start, others, due, cost) in enumerate(drawn)
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(drawn=DRAWN, data=st.data())
def test_any_order_gives_the_same_projects(row, drawn, data):
    rows, beside = made(drawn), Beside(links=Links(together=(("0", "3"),), apart=(("1", "2"),)))
    expected = join_projects(rows, documents=heads(row), beside=beside)
    assert join_projects(data.draw(st.permutations(rows)), documents=heads(row), beside=beside) == expected
    assert sorted(record_id for entry in expected for record_id in entry.reports) == sorted(one.record_id for one in rows)


@settings(max_examples=40, deadline=None)
@given(drawn=DRAWN, clock=st.sampled_from([date(2019, 6, 1), date(2020, 6, 1), date(2022, 1, 10), date(2023, 1, 1)]))
def test_no_name_or_date_is_known_before_its_document(row, drawn, clock):
    rows = made(drawn)
    published = {head.doc_id: head.published_end for head in heads(row)}
    known = [one for one in rows if published[one.doc_id] <= clock]
    assert join_projects(rows, documents=heads(row), as_of=clock) == join_projects(known, documents=heads(row), as_of=clock)


def test_another_name_joins_what_other_documents_call_so(row):
    rows = [
        project("1", "a", "Grand Baro Dam", "under way", start="2011-04", other_names=["GBD", "Gambela Waters"]),
        project("2", "b", "Gambela Waters scheme", "delivered", due="2022"), project("3", "c", "Omo bridge"),
    ]  # fmt: skip
    first, _ = join_projects(rows, documents=heads(row))
    assert (first.names, first.start, first.due) == (("Grand Baro Dam", "Gambela Waters scheme", "GBD"), "2011-04", "2022")
    assert [change.status for change in first.history] == ["under way", "delivered"]
    assert len(join_projects(rows, documents=heads(row), beside=Beside(links=Links(apart=(("1", "2"),))))) == 3


def test_one_promise_in_two_documents_is_of_one_project(row):
    reports = [row.commitment("1", "a", "set up a forum of the coastal provinces"), row.commitment("2", "b", "set up a forum of the coastal provinces")]
    [entry] = ledger(row, reports)
    rows = [project("p", "a", "coastal provinces forum"), project("q", "b", "Lamu region forum"), project("r", "b", "Omo bridge", start_char=900, end_char=950)]
    rows = [one if one.record_id == "r" else project(one.record_id, one.doc_id, one.project_name, start_char=reports[0].start_char, end_char=reports[0].end_char) for one in rows]
    paired = pair_by_promises([entry], rows, {one.record_id: one for one in reports})
    assert paired == [("p", "q")]
    assert sorted(one.reports for one in join_projects(rows, documents=heads(row), paired=paired)) == [("p", "q"), ("r",)]
    assert len(join_projects(rows, documents=heads(row), paired=paired, beside=Beside(links=Links(apart=(("q", "p"),))))) == 3
