from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bilateral.analysis.summary import build_findings
from bilateral.briefings.compose import compose_brief


def change(records, table, index, **columns):
    rows = list(getattr(records, table))
    rows[index] = replace(rows[index], **columns)
    return replace(records, **{table: tuple(rows)})


def written(brief):
    rows = [" | ".join(row.cells) for section in brief.sections for table in section.tables for row in table.rows]
    return "\n".join([*(sentence.text for sentence in brief.sentences), *rows])


def reasons(brief):
    return "\n".join(one.reason for one in brief.left_out)


def test_altered_number_is_left_out(desk):
    brief = desk.write(change(desk.records, "figures", 0, value=210e6), desk.texts)
    assert "210" not in written(brief)
    assert "the number USD 210 million is not in the quoted words" in reasons(brief)


def test_quote_of_another_document_is_left_out(desk):
    records = change(desk.records, "events", 2, doc_id="a")
    brief = desk.write(records, desk.texts)
    assert "dumping" not in written(brief)
    assert "They report 2 incidents" in written(brief)
    assert "the quote is not at its place in the document" in reasons(brief)


def test_changed_words_are_left_out_even_without_the_first_check(desk):
    records = change(desk.records, "factors", 1, quote="The dispute over fish drives the relation on")
    brief = compose_brief(records, build_findings(records, desk.dyad), desk.texts)
    assert "drives the relation on" not in written(brief)
    assert "the quote is not at its place in the document" in reasons(brief)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"event_date": "2019-03-14", "event_date_start": date(2019, 3, 14), "event_date_end": date(2019, 3, 14)},
         "lies after the document"),
        ({"event_date": "2019-03-10", "event_date_start": date(2019, 3, 10), "event_date_end": date(2019, 3, 10)},
         "is not what the document's words say"),
        ({"event_date": "2019-03-11"}, "does not agree with its first and last day"),
    ],
)  # fmt: skip
def test_wrong_date_is_left_out(desk, columns, reason):
    brief = desk.write(change(desk.records, "events", 0, **columns), desk.texts)
    assert "paid a visit" not in written(brief)
    assert reason in reasons(brief)


def test_year_that_no_word_supports_is_left_out(desk):
    columns = {"event_date": "2009-05", "event_date_start": date(2009, 5, 1), "event_date_end": date(2009, 5, 31)}
    brief = desk.write(change(desk.records, "events", 2, **columns), desk.texts)
    assert "May 2009" not in written(brief)
    assert "the date 2009-05 is not what the document's words say" in reasons(brief)


def test_swapped_speaker_is_left_out(desk):
    brief = desk.write(change(desk.records, "statements", 1, speaker="Kari Lunde", speaker_state="NOR"), desk.texts)
    assert "Kari Lunde noted" not in written(brief)
    assert "the words of saying name Amos Kiptoo, not Kari Lunde" in reasons(brief)


def test_speaker_who_is_not_in_the_document_is_left_out(desk):
    brief = desk.write(change(desk.records, "statements", 1, speaker="Petra Holm"), desk.texts)
    assert "Petra" not in written(brief)
    assert "the name 'Petra Holm' is not in the document" in reasons(brief)


def test_speaker_with_the_wrong_state_is_left_out(desk):
    brief = desk.write(change(desk.records, "statements", 0, speaker_state="KEN"), desk.texts)
    assert "stands with Kenya" not in written(brief)
    assert "gives Kari Lunde another state" in reasons(brief)


def test_cost_that_no_word_supports_is_left_out(desk):
    brief = desk.write(change(desk.records, "projects", 0, cost_value=41e6), desk.texts)
    assert "USD 41" not in written(brief)
    assert "the number USD 41 million is not in the quoted words" in reasons(brief)


def test_what_is_left_out_is_told_in_the_method(desk):
    brief = desk.write(change(desk.records, "figures", 0, value=210e6), desk.texts)
    assert "lines failed verification" in brief.sections[-1].sentences[-1].text
    assert all(one.text and one.reason for one in brief.left_out)
