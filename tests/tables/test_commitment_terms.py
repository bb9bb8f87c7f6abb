"""What a commitment hangs on and stands in: kept in a record, read from one made before, and checked against the text."""

from __future__ import annotations

import shutil

import pytest
from deltalake import write_deltalake
from made_up import add, numbered

from bilateral.records import column_names, later_columns
from bilateral.review.following import following
from bilateral.tables import delta
from bilateral.tables.checks import check_record
from bilateral.tables.queries import connect
from bilateral.tables.schema import from_arrow
from bilateral.tables.store import open_store


def maker(number: int, **columns):
    made = numbered(number)
    words = made.text.split(".")[0]
    made.commitment(words, ["KOR"], ["RUS"], what="mine", **columns)
    return made, words


def commitments(record):
    with connect(record) as connection:
        found = connection.sql(f"SELECT {', '.join(column_names('commitments'))} FROM commitments WHERE what = 'mine' ORDER BY doc_id").to_arrow_table()
    return from_arrow("commitments", found)


def store(record, *makers, create=True) -> None:
    with open_store(record, create=create) as opened:
        add(opened, *makers)


def test_terms_are_kept_with_their_places(record):
    words = maker(1)[1].split()[0]
    made, _ = maker(1, condition=words, condition_start_char=0, condition_end_char=len(words), instrument="treaty", issue="trade")
    store(record, made)
    [row] = commitments(record)
    assert (row.condition, row.condition_end_char, row.instrument, row.issue, row.place_name) == (words, len(words), "treaty", "trade", None)
    assert check_record(record) == []


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"condition": "nowhere", "condition_start_char": 0, "condition_end_char": 3}, "conditions that are not in the text"),
        ({"instrument": "treaty", "instrument_words": "x", "instrument_start_char": 0}, "instruments that are not in the text"),
        ({"issue": "trade", "issue_words": "x", "issue_start_char": 0, "issue_end_char": 10**6}, "issues that are not in the text"),
        ({"instrument": "handshake"}, "commitments.instrument: values outside the list"),
    ],
)
def test_terms_that_are_not_in_the_text_are_found(record, columns, problem):
    store(record, maker(1, **columns)[0])
    assert any(problem in one for one in check_record(record)), check_record(record)


def test_a_record_made_before_is_read_and_written_to(record):
    store(record, maker(1)[0])
    before = delta.open_table(record, "commitments", create=False).to_pyarrow_table().drop_columns(list(later_columns("commitments")))
    shutil.rmtree(record / "commitments")
    write_deltalake(str(record / "commitments"), before)
    [row] = commitments(record)
    assert (row.condition, row.instrument, row.issue_start_char) == (None, None, None)
    store(record, maker(2, instrument="plan", issue="energy")[0], create=False)
    assert sorted(str(row.instrument) for row in commitments(record)) == ["None", "plan"]
    assert check_record(record) == []


def test_a_changed_term_loses_its_old_words():
    assert following("commitments", {"instrument": "plan"}, {}) == dict.fromkeys(("instrument_words", "instrument_start_char", "instrument_end_char"))
    assert following("commitments", {"condition": None}, {}) == dict.fromkeys(("condition_start_char", "condition_end_char"))
    assert following("commitments", {"deadline": "2030"}, {}) == {}
