"""Precision, recall and agreement that follow from verdicts of reviewers."""

from __future__ import annotations

import dataclasses

import pytest
from tests.review.test_replay import EMBU, ENGINEERS, HEADS, MERU, ROWS, TEXT, decide, row, run

from bilateral.review.agreement import VERDICT, find_disagreements, measure_agreement, measure_pairs
from bilateral.review.replay import Replayed, replay
from bilateral.review.rows import row_to_json
from bilateral.review.scores import score_review, share_of


def scores(rows, decisions):
    done = run(rows, decisions)
    coded = {one.record_id: one for one in rows if one.record_id in done.marks}
    return {one.table: one for one in score_review(done, coded)}


def read(number, reviewer="ann"):
    made = decide(number, "accept", EMBU, reviewer)
    return dataclasses.replace(made, decision_type="read", target_table="documents", target_id="d", payload="{}", start_char=0, end_char=len(TEXT), quote="")


JUDGED = [decide(1, "accept", EMBU), decide(2, "reject", ENGINEERS), decide(3, "edit", MERU, changes={"deadline": "2020"})]
MISSED = row("Nairobi", "missed", actor=["KEN"], recipient=["NOR"], firmness="binding")


def test_precision_counts_what_is_right_as_coded():
    found = scores(ROWS, JUDGED)["commitments"]
    assert (found.right, found.changed, found.wrong, found.missed) == (1, 1, 1, 0)
    assert (found.precision.n, found.precision.of) == (1, 3)
    assert (found.columns["deadline"].n, found.columns["firmness"].n, found.columns["firmness"].of) == (1, 2, 2)
    assert found.recall.share is None, "nobody read the document to the end"
    assert found.drawn.of == 0, "nothing was drawn by chance"


def test_recall_needs_a_document_that_was_read_to_the_end():
    found = scores(ROWS, [*JUDGED, decide(4, "add", MISSED), read(5)])["commitments"]
    assert (found.recall.n, found.recall.of) == (2, 3)
    assert found.drawn == found.precision
    assert run(ROWS, [read(1)]).readings["d"].reviewer == "ann"
    changed = dataclasses.replace(HEADS[0], doc_id="d2")
    orphans = replay({"commitments": []}, [read(1)], documents=[changed], texts={"d2": TEXT}).orphans
    assert [one.reason_code for one in orphans] == ["document_changed"], "another version was not read"


def test_a_later_coder_is_scored_by_the_same_verdicts():
    recoded = [dataclasses.replace(MERU, deadline="2020"), dataclasses.replace(MISSED, record_id="found")]
    found = scores(recoded, [*JUDGED, decide(4, "add", MISSED), read(5)])["commitments"]
    assert (found.wrong, found.missed) == (0, 1), "what was rejected is not found any more; what was accepted is missed"
    assert (found.recall.n, found.recall.of) == (2, 3)


def test_records_of_a_random_sample_are_told_apart():
    drawn = decide(1, "accept", EMBU, picked="sample")
    found = scores(ROWS, [drawn, *JUDGED[1:]])["commitments"]
    assert (found.drawn.n, found.drawn.of, found.precision.of) == (1, 1, 3)


@pytest.mark.parametrize(("n", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (50, 100, 0.4038, 0.5962)])
def test_intervals_are_those_of_wilson(n, of, low, high):
    found = share_of(n, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-3), pytest.approx(high, abs=1e-3))


SECOND = [
    decide(11, "accept", EMBU, "ben", picked="second"), decide(12, "accept", ENGINEERS, "ben", picked="second"),
    decide(13, "edit", MERU, "ben", changes={"deadline": "2021", "firmness": "will"}, picked="second"),
]  # fmt: skip


def test_a_second_reading_changes_nothing_and_is_compared():
    done = run(ROWS, [*JUDGED, *SECOND])
    assert {key: (mark.verdict, mark.reviewer) for key, mark in done.marks.items()} == {
        EMBU.record_id: ("accepted", "ann"), ENGINEERS.record_id: ("rejected", "ann"), MERU.record_id: ("edited", "ann"),
    }  # fmt: skip
    assert next(one for one in done.tables["commitments"] if one.record_id == MERU.record_id).deadline == "2020"
    assert [one.record_id for one in done.conflicts] == [ENGINEERS.record_id]
    found = {one.column: one for one in measure_agreement(done)}
    assert (found[VERDICT].n_records, found[VERDICT].n_alike) == (3, 2)
    assert found[VERDICT].alpha == pytest.approx(0.0)
    assert (found["deadline"].n_records, found["deadline"].n_alike) == (2, 1)
    assert found["firmness"].alpha is None, "all say the same: chance cannot be told"
    pairs = measure_pairs(done)
    assert [(one.first, one.second, one.n_records, one.n_alike, one.kappa) for one in pairs] == [("ann", "ben", 3, 2, pytest.approx(0.0))]
    assert [(one.record_id, one.column, [(who, value) for who, value, _ in one.said]) for one in find_disagreements(done)] == [
        (ENGINEERS.record_id, VERDICT, [("ann", "no"), ("ben", "yes")]), (MERU.record_id, "deadline", [("ann", "2020"), ("ben", "2021")]),
    ]  # fmt: skip


def test_one_reviewer_agrees_with_nobody():
    assert measure_agreement(run(ROWS, JUDGED)) == []
    assert find_disagreements(Replayed({})) == []


def test_comments_and_skips_judge_nothing():
    noted = dataclasses.replace(decide(1, "comment", EMBU), reason="ask Oslo")
    done = run(ROWS, [noted, decide(2, "skip", MERU)])
    assert done.marks == {}
    assert done.notes == {EMBU.record_id: (("ann", "ask Oslo"),)}
    assert done.skipped == {MERU.record_id: ("ann",)}
    assert run([EMBU], [decide(2, "skip", MERU)]).orphans == (), "what is not extracted any more needs no skip"


def same_person(number, names, chosen, state=""):
    made = decide(number, "accept", EMBU)
    import json  # noqa: PLC0415

    empty = dict.fromkeys(("doc_id", "doc_sha256", "address", "start_char", "end_char", "quote", "prefix", "suffix"))
    payload = json.dumps({"names": names, "as": chosen, "state": state})
    return dataclasses.replace(made, decision_type="merge", target_table="actors", target_id="x", payload=payload, **empty)


def test_names_of_one_person_stand_under_one():
    from bilateral.records import Office  # noqa: PLC0415

    offices = [Office("o1", "d", 0, 4, "Oslo", "Wangari", "minister", "KEN", "GOV"), Office("o2", "d", 0, 4, "Oslo", "Wangari", "judge", "NOR", "JUD")]
    journal = [same_person(1, ["Wangari", "A. Wangari"], "A. Wangari", "KEN"), same_person(2, ["A. Wangari"], "Ada Wangari", "KEN")]
    done = replay({"offices": offices}, journal, documents=HEADS, texts={"d": TEXT})
    assert [(one.record_id, one.person) for one in done.tables["offices"]] == [("o1", "Ada Wangari"), ("o2", "Wangari")]
    assert row_to_json(offices[0])["person"] == "Wangari"
    parted = [*journal, decide(3, "undo", "n02"), decide(4, "undo", "n01")]
    assert replay({"offices": offices}, parted, documents=HEADS, texts={"d": TEXT}).tables["offices"] == tuple(offices)
