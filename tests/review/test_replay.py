"""The journal of decisions: replay over records of another coder or text, undo, reviewers, orphans."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilateral.errors import SchemaError
from bilateral.findings import DocumentHead
from bilateral.records import Commitment, Decision
from bilateral.review.anchors import AROUND, anchor_of, find_again
from bilateral.review.replay import active_decisions, replay
from bilateral.review.rows import change_row, check_changes, parse_value, row_from_json, row_to_json

TEXT = "Oslo will build a dam near Embu. Nairobi will send engineers. Oslo will build a dam near Meru by 2020."
HEADS = [DocumentHead("d", address="https://paper.example/1")]
START = datetime(2026, 1, 1, tzinfo=UTC)


def row(words, record_id=None, text=TEXT, doc_id="d", **columns):
    start = text.index(words)
    defaults = {
        "actor": ["NOR"], "recipient": ["KEN"], "what": words, "firmness": "will", "deadline": None, "deadline_start": None,
        "deadline_end": None, "target_value": None, "target_unit": None, "status": "announced",
    }  # fmt: skip
    return Commitment(record_id=record_id or f"r{start}", doc_id=doc_id, start_char=start, end_char=start + len(words), quote=words, **{**defaults, **columns})


def decide(number, kind, target, reviewer="ann", text=TEXT, **payload):
    if kind == "undo":
        place = dict.fromkeys(("doc_id", "doc_sha256", "address", "start_char", "end_char", "quote", "prefix", "suffix"))
        table, target_id = "decisions", target
    else:
        anchor = anchor_of(text, target.start_char, target.end_char, document=(target.doc_id, "sha", "https://paper.example/1"))
        place = {name: getattr(anchor, name) for name in ("doc_id", "doc_sha256", "address", "start_char", "end_char", "quote", "prefix", "suffix")}
        table, target_id, payload = "commitments", target.record_id, {"row": row_to_json(target), **payload}
    return Decision(
        decision_id=f"n{number:02d}", made_at=START + timedelta(minutes=number), reviewer=reviewer, decision_type=kind, target_table=table,
        target_id=target_id, payload=json.dumps(payload), reason="", bilateral_version="0", **place,
    )  # fmt: skip


def run(rows, decisions, text=TEXT, heads=HEADS, doc_id="d"):
    return replay({"commitments": rows}, decisions, documents=heads, texts={doc_id: text})


EMBU, ENGINEERS, MERU = row("build a dam near Embu"), row("send engineers", actor=["KEN"]), row("build a dam near Meru by 2020")
ROWS = [EMBU, ENGINEERS, MERU]


def test_accept_reject_edit_and_add():
    new = row("Nairobi will send engineers", "added", actor=["KEN"], recipient=["NOR"])
    done = run(ROWS, [
        decide(1, "accept", EMBU), decide(2, "reject", ENGINEERS), decide(3, "edit", MERU, changes={"deadline": "2020", "firmness": "binding"}),
        decide(4, "add", new),
    ])  # fmt: skip
    kept = {one.record_id: one for one in done.tables["commitments"]}
    assert set(kept) == {EMBU.record_id, MERU.record_id, "added"}
    assert (kept[MERU.record_id].firmness, kept[MERU.record_id].deadline_end.isoformat()) == ("binding", "2020-12-31")
    assert {mark.verdict for mark in done.marks.values()} == {"accepted", "rejected", "edited", "added"}
    assert done.orphans == ()


def test_decisions_survive_another_coder_and_another_text():
    text = "Update, 9.30. " + TEXT.replace("Embu", "Embu ").replace("dam near Meru", "dam near  Meru")
    heads = [DocumentHead("d2", address="https://paper.example/1")]
    recoded = [
        row("will build a dam near Embu", "x1", text, "d2", firmness="aims"),
        row("send engineers", "x2", text, "d2", actor=["KEN"], what="send engineers"),
        row("build a dam near  Meru by 2020", "x3", text, "d2"),
    ]
    done = run(recoded, [
        decide(1, "accept", EMBU), decide(2, "reject", ENGINEERS), decide(3, "edit", MERU, changes={"firmness": "binding"}),
    ], text, heads, "d2")  # fmt: skip
    kept = {one.record_id: one for one in done.tables["commitments"]}
    assert set(kept) == {"x1", "x3"}
    assert (kept["x1"].firmness, kept["x3"].firmness) == ("will", "binding"), "accepted content stands, edits apply"
    assert (kept["x1"].start_char, kept["x1"].doc_id) == (recoded[0].start_char, "d2")
    assert done.orphans == ()


def test_of_two_places_with_the_same_words_the_surroundings_decide():
    text = TEXT.replace("Oslo will build a dam near Embu. ", "Oslo will build a dam near Meru soon. ")
    place = find_again(anchor_of(TEXT, MERU.start_char, MERU.start_char + 21, document=("d", "", "")), text)
    assert place is not None
    assert text[place[0] : place[1] + 8] == "build a dam near Meru by 2020"
    assert find_again(anchor_of(TEXT, 0, 4, document=("d", "", "")), "nothing of it") is None
    assert len(anchor_of(TEXT * 3, 150, 160, document=("d", "", "")).prefix) == AROUND


def test_what_was_confirmed_comes_back_where_the_coder_lost_it():
    done = run([MERU], [decide(1, "accept", EMBU), decide(2, "edit", ENGINEERS, changes={"firmness": "agreed"}), decide(3, "reject", EMBU)])
    assert [one.record_id for one in done.tables["commitments"]] == [MERU.record_id, ENGINEERS.record_id]
    assert done.tables["commitments"][1].firmness == "agreed"
    assert run([MERU], [decide(1, "reject", EMBU)]).orphans == (), "what is not extracted any more needs no rejection"


@pytest.mark.parametrize(
    ("text", "heads", "rows", "kind", "reason"),
    [
        ("Other words.", HEADS, [], "accept", "words_missing"),
        (TEXT, [DocumentHead("e", address="file:other")], [], "accept", "document_missing"),
        (TEXT, HEADS, [], "status", "record_missing"),
        (TEXT, HEADS, [row("build a dam near Embu", "other", actor=["KEN"])], "reject", "record_changed"),
    ],
)
def test_decisions_that_cannot_be_placed_are_orphans(text, heads, rows, kind, reason):
    done = run(rows, [decide(1, kind, EMBU, status="delivered")], text, heads)
    assert [(orphan.decision.decision_id, orphan.reason_code) for orphan in done.orphans] == [("n01", reason)]
    assert len(done.tables["commitments"]) == len(rows)


def test_a_broken_payload_stops_nothing():
    import dataclasses  # noqa: PLC0415 - loads much

    broken = dataclasses.replace(decide(1, "edit", EMBU), payload="{not json")
    done = run(ROWS, [broken, decide(2, "reject", MERU)])
    assert [orphan.reason_code for orphan in done.orphans] == ["unreadable"]
    assert len(done.tables["commitments"]) == 2


def test_undo_and_undo_of_an_undo():
    journal = [decide(1, "reject", EMBU), decide(2, "undo", "n01")]
    assert len(run(ROWS, journal).tables["commitments"]) == 3
    again = [*journal, decide(3, "undo", "n02")]
    assert len(run(ROWS, again).tables["commitments"]) == 2
    assert [one.decision_id for one in active_decisions(again)] == ["n01"]


def test_two_reviewers_who_disagree_are_shown_and_the_later_holds():
    done = run(ROWS, [decide(1, "reject", EMBU, "ann"), decide(2, "accept", EMBU, "ben"), decide(3, "accept", MERU, "ben")])
    assert [(one.record_id, one.verdicts) for one in done.conflicts] == [(EMBU.record_id, (("ann", "rejected"), ("ben", "accepted")))]
    assert len(done.tables["commitments"]) == 3


def members(*rows):
    found = []
    for one in rows:
        anchor = anchor_of(TEXT, one.start_char, one.end_char, document=("d", "sha", "https://paper.example/1"))
        found.append({"record_id": one.record_id, "row": row_to_json(one), **{name: getattr(anchor, name) for name in anchor.__slots__}})
    return found


def test_merges_splits_and_statuses_point_to_records_of_now():
    recoded = [row("will build a dam near Embu", "x1"), row("send engineers", "x2"), row("build a dam near Meru by 2020", "x3")]
    merge, split = decide(1, "merge", EMBU, groups=[members(EMBU, MERU)]), decide(2, "split", EMBU, groups=[members(EMBU), members(ENGINEERS)])
    done = run(recoded, [merge, split, decide(3, "status", MERU, status="delivered", date="2020", words="water flows")])
    assert (done.together, done.apart) == ((("x1", "x3"),), (("x1", "x2"),))
    assert [(one.record_id, one.status, one.reviewer) for one in done.statuses] == [("x3", "delivered", "ann")]
    later = decide(4, "split", EMBU, groups=[members(EMBU), members(MERU)])
    assert run(recoded, [merge, later]).together == ()


def test_changes_are_checked_before_they_are_kept():
    for changes, words in (({"firmness": "maybe"}, "binding"), ({"quote": "x"}, "column"), ({"deadline": "soon"}, "date"), ({"actor": "NOR"}, "list")):
        with pytest.raises(SchemaError, match=words):
            check_changes("commitments", changes)
    with pytest.raises(SchemaError, match="number"):
        parse_value("commitments", "target_value", "many")
    assert parse_value("commitments", "recipient", "") == []
    moved = change_row(EMBU, {"start_char": 5, "end_char": 31}, TEXT)
    assert moved.quote == "will build a dam near Embu"
    assert row_from_json("commitments", row_to_json(change_row(EMBU, {"deadline": "2020"}))).deadline_end.year == 2020


STEPS = st.lists(st.tuples(st.sampled_from(["accept", "reject", "edit", "status", "undo"]), st.integers(0, 2), st.integers(0, 9), st.sampled_from(["ann", "ben"])), max_size=8)


def journal_of(steps):
    made = []
    for number, (kind, which, back, reviewer) in enumerate(steps):
        if kind == "undo":
            made += [decide(number, "undo", made[back % len(made)].decision_id, reviewer)] if made else []
        else:
            extra = {"edit": {"changes": {"firmness": "agreed"}}, "status": {"status": "missed"}}.get(kind, {})
            made.append(decide(number, kind, ROWS[which], reviewer, **extra))
    return made


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, data=st.data())
def test_replay_knows_no_order_of_rows_and_repeats_itself(steps, data):
    journal = journal_of(steps)
    once = run(ROWS, journal)
    shuffled = run(data.draw(st.permutations(ROWS)), data.draw(st.permutations(journal)))
    assert sorted(once.tables["commitments"], key=lambda one: one.record_id) == sorted(shuffled.tables["commitments"], key=lambda one: one.record_id)
    assert (once.marks, once.orphans, once.statuses) == (shuffled.marks, shuffled.orphans, shuffled.statuses)
    again = run(once.tables["commitments"], journal).tables["commitments"]
    assert {one.record_id: one for one in again} == {one.record_id: one for one in once.tables["commitments"]}
    undone = [*journal, *(decide(50 + n, "undo", one.decision_id) for n, one in enumerate(active_decisions(journal)))]
    assert run(ROWS, undone).tables["commitments"] == tuple(ROWS)
