from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilateral.analysis.gaps import find_gaps, find_silent_periods
from bilateral.analysis.incidents import group_events
from bilateral.analysis.series import build_series
from bilateral.analysis.summary import build_findings, documents_about, limit_to_period
from bilateral.findings import Records, is_between


def incidents(row, *acts):
    events = [row.event(f"{n:02d}", f"d{n}", when, event_type) for n, (when, event_type) in enumerate(acts)]
    return group_events(events, [], {})


def test_counts_by_year_without_holes(row):
    series = build_series(
        incidents(row, ("2010-03-01", "SUPPORT"), ("2010-05", "ACCUSE"), ("2012", "AID"), ("2015-01-01", "SANCTION"))
    )
    assert series.step == "year"
    assert [one.period for one in series.counts] == ["2010", "2011", "2012", "2013", "2014", "2015"]
    assert [one.total for one in series.counts] == [2, 0, 1, 0, 0, 1]
    assert [one.balance for one in series.counts] == [0.0, None, 1.0, None, None, -1.0]
    assert (series.total.verbal_cooperation, series.total.material_cooperation) == (1, 1)
    assert (series.total.verbal_conflict, series.total.material_conflict) == (1, 1)


def test_short_spans_by_quarter_and_long_ones_by_decade(row):
    quarters = build_series(incidents(row, ("2010-03-01", "SUPPORT"), ("2010-11", "ACCUSE")))
    assert [one.period for one in quarters.counts] == [
        "2010-01/2010-03",
        "2010-04/2010-06",
        "2010-07/2010-09",
        "2010-10/2010-12",
    ]
    decades = build_series(incidents(row, ("1905-03-01", "SUPPORT"), ("2010-11", "ACCUSE")))
    assert decades.counts[0].period == "1900/1909"
    assert len(decades.counts) == 12


def test_vague_and_unreal_acts(row):
    acts = incidents(row, ("2010-03-01", "SUPPORT"), ("2010", "ACCUSE"), (None, "AID"))
    planned = group_events([row.event("p", "x", "2010-03-01", realis="planned")], [], {})
    series = build_series([*acts, *planned], step="quarter")
    assert (series.total.total, len(series.undated), sum(one.total for one in series.counts)) == (3, 2, 1)


@pytest.mark.parametrize(
    ("early", "late", "trend"), [("SUPPORT", "ACCUSE", "fell"), ("ACCUSE", "SUPPORT", "rose"), ("AID", "AID", "held")]
)
def test_direction(row, early, late, trend):
    acts = [(f"20{year:02d}", early) for year in range(5)] + [(f"20{year:02d}", late) for year in range(10, 15)]
    assert build_series(incidents(row, *acts)).direction.trend == trend


def test_no_direction_from_few(row):
    acts = [(f"20{year:02d}", "AID") for year in range(9)]
    assert build_series(incidents(row, *acts)).direction is None


def test_silence_lies_between_incidents(row):
    found = find_silent_periods(incidents(row, ("2010-01-01", "AID"), ("2010-06", "ACCUSE"), ("2010-07-20", "AID")))
    assert [(one.start, one.end, one.n_days) for one in found] == [(date(2010, 1, 2), date(2010, 5, 31), 150)]


def test_vague_incident_breaks_the_silence(row):
    acts = incidents(row, ("2010-01-01", "AID"), ("2010", "ACCUSE"), ("2011-01-20", "AID"))
    assert find_silent_periods(acts) == []


def test_gaps_count_documents_and_rejections(row):
    documents = [
        row.head("a", "2020", publisher_state="NOR"),
        row.head("b", publisher_state="NOR"),
        row.head("c", "2020", is_coded=False, language="no"),
    ]
    gaps = find_gaps([], documents, [row.rejection("r1", "no_party"), row.rejection("r2", "no_party")])
    assert gaps.undated_documents == ("b",)
    assert [(one.key, one.n) for one in gaps.publisher_states] == [("NOR", 2), ("", 1)]
    assert [(one.key, one.ids) for one in gaps.not_coded] == [("no", ("c",))]
    assert [(one.key, one.n) for one in gaps.rejections] == [("no_party", 2)]


def test_between_leaves_joint_acts_on_others_out():
    assert is_between(["NOR", "KEN"], [], ("KEN", "NOR"))
    assert not is_between(["NOR", "KEN"], ["TZA"], ("KEN", "NOR"))
    assert not is_between(["NOR"], ["TZA"], ("KEN", "NOR"))


def made_up(row):
    return Records(
        documents=tuple(row.head(name, when, f"Paper {name}") for name, when in (("a", "2019"), ("b", "2021"), ("u", None))),
        events=(
            row.event("1", "a", "2019-02-01"), row.event("2", "b", "2021-02-01"), row.event("3", "u", "2021-03-01"),
            row.event("4", "u"), row.event("5", "b", "2021-02-01", recipient=("TZA",)),
        ),
        figures=(row.figure("f", "b", "trade", 1.0),),
        commitments=(row.commitment("c", "a", "double trade turnover", "2021"),),
    )  # fmt: skip


def test_findings_are_of_the_pair(row):
    findings = build_findings(made_up(row), ("KEN", "NOR"))
    assert sorted(one for incident in findings.incidents for one in incident.reports) == ["1", "2", "3", "4"]
    assert findings.documents_about == ("a", "b", "u")
    assert findings.as_of == date(2021, 1, 1)
    assert documents_about(made_up(row), ("NOR", "TZA")) == {"b"}


def test_period_keeps_what_belongs_to_it(row):
    kept = limit_to_period(made_up(row), "2021")
    assert [event.record_id for event in kept.events] == ["2", "3", "5"]
    assert [one.record_id for one in (*kept.figures, *kept.commitments)] == ["f", "c"]
    assert [head.doc_id for head in kept.documents] == ["a", "b", "u"]
    assert limit_to_period(made_up(row), "2018").events == ()


@given(st.data())
def test_order_does_not_matter(row, data):
    records = made_up(row)
    shuffled = Records(
        **{name: tuple(data.draw(st.permutations(getattr(records, name)))) for name in Records.__slots__}
    )
    assert build_findings(shuffled, ("KEN", "NOR")) == build_findings(records, ("KEN", "NOR"))
