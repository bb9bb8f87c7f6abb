"""What an entry of the ledger hangs on, stands in and is about; two aims of one clause followed each by itself."""

from __future__ import annotations

from datetime import date

from bilateral.analysis.ledger import Beside, build_ledger
from bilateral.findings import OfficialValue


def heads(row):
    return [row.head("a", "2019-01-01"), row.head("b", "2020-01-01"), row.head("c", "2022-01-01")]


def build(row, commitments, **options):
    return build_ledger(commitments, (), (), documents=heads(row), **options)


def aim(row, place, words, value, *, status="announced"):
    return row.commitment(*place, words, "2021", status, target_value=value, target_unit="USD")


def trade(row, record_id="1", doc_id="a", **columns):
    return aim(row, (record_id, doc_id), "raise bilateral trade to 50 billion dollars", 50e9, **columns)


def investment(row, record_id="2", doc_id="a", **columns):
    return aim(row, (record_id, doc_id), "raise investment to 20 billion by 2021", 20e9, **columns)


def test_two_aims_of_one_clause_are_two_entries(row):
    reports = [trade(row), investment(row), trade(row, "3", "b"), investment(row, "4", "c", status="missed")]
    entries = {entry.what: entry for entry in build(row, reports)}
    assert {what: entry.reports for what, entry in entries.items()} == {
        "raise bilateral trade to 50 billion dollars": ("1", "3"),
        "raise investment to 20 billion by 2021": ("2", "4"),
    }
    assert [entry.standing for entry in entries.values()] == ["overdue", "missed"]


def test_each_aim_is_followed_in_its_own_series(row):
    official = [
        OfficialValue(indicator=indicator, unit="USD", period=period, value=value, series_name=name)
        for name, indicator, values in (("Trade", "trade turnover", (30e9, 55e9)), ("Funds", "investment", (10e9, 12e9)))
        for period, value in zip(("2018", "2021"), values, strict=True)
    ]
    entries = build(row, [trade(row), investment(row)], as_of=date(2022, 6, 1), beside=Beside(official=official))
    assert {entry.target_value: (entry.standing, entry.track and entry.track.series_name) for entry in entries} == {
        50e9: ("kept", "Trade"), 20e9: ("missed", "Funds"),
    }  # fmt: skip


def test_terms_come_from_the_reports_that_promise(row):
    reports = [
        row.commitment("1", "a", "open a consulate in Mombasa", condition="if the  ban is lifted", instrument="speech", issue="relations", place_name="Mombasa"),
        row.commitment("2", "b", "open a consulate in Mombasa", condition="If the ban is lifted", instrument="memorandum", issue="relations"),
        row.commitment("3", "c", "open a consulate in Mombasa", status="delivered", condition="once paid", instrument="treaty", issue="trade", place_name="Nairobi"),
    ]
    [entry] = build(row, reports)
    assert entry.reports == ("1", "2", "3")
    assert (entry.conditions, entry.instrument, entry.issue, entry.place_name) == (("if the ban is lifted",), "memorandum", "relations", "Mombasa")


def test_an_entry_without_terms_tells_none(row):
    [entry] = build(row, [row.commitment("1", "a", "open a consulate in Mombasa")])
    assert (entry.conditions, entry.instrument, entry.issue, entry.place_name) == ((), None, None, None)
