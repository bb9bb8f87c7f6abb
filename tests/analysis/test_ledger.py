from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bilateral.analysis.ledger import build_ledger, content_words


def heads(row):
    return [row.head("a", "2019-01-01"), row.head("b", "2020-01-01"), row.head("c", "2022-01-01"), row.head("u")]


def ledger(row, commitments, events=(), figures=(), as_of=None):
    return build_ledger(commitments, events, figures, documents=heads(row), as_of=as_of)


def test_one_promise_over_documents_is_one_entry(row):
    reports = [
        row.commitment("2", "b", "doubling of trade turnover", "2021", "under way"),
        row.commitment("1", "a", "double trade turnover by 2021", "2021", "signed"),
    ]
    [entry] = ledger(row, reports, as_of=date(2020, 6, 1))
    assert entry.reports == ("1", "2")
    assert [change.status for change in entry.history] == ["signed", "under way"]
    assert (entry.status, entry.standing, entry.n_documents) == ("under way", "open", 2)


def test_other_matter_actor_target_or_deadline_is_another_promise(row):
    first = row.commitment("1", "a", "double trade turnover", "2021", target_value=2.0, target_unit="times")
    others = [
        row.commitment("2", "b", "open a consulate in Mombasa", "2021"),
        row.commitment("3", "b", "double trade turnover", "2021", actor=["KEN"], recipient=["NOR"]),
        row.commitment("4", "b", "double trade turnover", "2021", target_value=3.0, target_unit="times"),
        row.commitment("5", "b", "double trade turnover", "2030"),
    ]
    assert len(ledger(row, [first, *others])) == 5


def test_overdue_by_the_clock_alone(row):
    reports = [row.commitment("1", "a", "open a consulate in Mombasa", "2020")]
    assert ledger(row, reports, as_of=date(2020, 12, 31))[0].standing == "open"
    assert ledger(row, reports, as_of=date(2021, 1, 1))[0].standing == "overdue"
    assert ledger(row, reports)[0].standing == "overdue"


def test_nothing_after_the_clock_is_used(row):
    reports = [
        row.commitment("1", "a", "open a consulate in Mombasa", "2020"),
        row.commitment("2", "c", "open a consulate in Mombasa", "2020", "delivered"),
        row.commitment("3", "u", "open a consulate in Mombasa", "2020", "delivered"),
    ]
    [then] = ledger(row, reports, as_of=date(2021, 6, 1))
    assert (then.standing, then.reports) == ("overdue", ("1",))
    [now] = ledger(row, reports)
    assert now.standing == "kept"


def test_later_mention_of_the_announcement_undoes_nothing(row):
    reports = [
        row.commitment("1", "a", "open a consulate in Mombasa", None, "delivered"),
        row.commitment("2", "b", "open a consulate in Mombasa", None, "announced"),
    ]
    assert ledger(row, reports)[0].standing == "kept"


def test_stalled_follows_under_way_and_back(row):
    reports = [
        row.commitment("1", "a", "build the port road", None, "under way"),
        row.commitment("2", "b", "build the port road", None, "stalled"),
        row.commitment("3", "c", "build the port road", None, "under way"),
    ]
    assert ledger(row, reports)[0].status == "under way"
    assert ledger(row, reports[:2])[0].status == "stalled"


def test_without_any_date_nothing_is_overdue(row):
    entry = build_ledger([row.commitment("1", "u", "build it", "1990")], [], [], documents=[row.head("u")])[0]
    assert entry.standing == "open"


def test_figures_and_acts_inform_but_settle_nothing(row):
    report = row.commitment(
        "1", "a", "raise trade turnover to $80 million through the port", "2021", target_value=80e6, target_unit="USD"
    )
    figures = [
        row.figure("f1", "b", "trade turnover", 90e6, "2019"),
        row.figure("f2", "b", "tourists", 90e6),
        row.figure("f3", "b", "trade turnover", 10.0, figure_type="change"),
    ]
    act = row.event("e1", "b", "2019", "AGREE", quote="Norway agreed to raise trade turnover by opening a port", start_char=9, end_char=60)
    [entry] = ledger(row, [report], [act], figures, as_of=date(2020, 6, 1))
    assert [(one.record_id, one.reaches_target) for one in entry.measured] == [("f1", True)]
    assert entry.related_events == ("e1",)
    assert entry.standing == "open"


def test_content_words_leave_out_endings_and_small_words():
    assert content_words("doubling of the trade") == content_words("to double trades")


@given(st.permutations(range(6)))
def test_order_does_not_matter(row, order):
    matters = ["double trade turnover", "doubling trade turnover", "trade turnover talks", "double aid turnover"]
    reports = [row.commitment(f"{n}", "abc"[n % 3], matters[n % 4], "2021" if n % 2 else None) for n in range(6)]
    assert ledger(row, [reports[n] for n in order]) == ledger(row, reports)
