"""How pages show values, titles and what was found: as a reader wants them, not as they are stored."""

from __future__ import annotations

import pytest

from bilateral.web.shown import column_name, show_passage, show_title, show_value


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"period": "2024-08/2025-01"}, "August 2024 to January 2025"), ({"side": "NOR"}, "Norway"), ({"side": "joint"}, "joint"), ({"balance": 0.0}, "0.00"),
        ({"balance_with_NOR": -0.2}, "−0.20"), ({"off_pct": -9.78}, "−9.8"), ({"expected": 0.0806}, "0.08"), ({"value": 27_300_000_000.0}, "27.3 billion"), ({"found_value": -1_500_000.0}, "−1.5 million"), ({"value": 2020.0}, "2,020"),
        ({"what": "build a port at Lamu", "quote": "Kenya will  build a port at Lamu by 2024"}, "build a port at Lamu …"), ({"what": "build a port", "quote": "Kenya will build a port."}, "build a port"),
        ({"with_NOR": ["SWE", "DNK"]}, "Sweden, Denmark"), ({"first_period": "2000-01"}, "January 2000"),
    ],
)  # fmt: skip
def test_values_are_told_in_words(row, told):
    assert show_value(row, next(iter(row))) == told


def test_headings_name_states_and_say_what_is_counted():
    assert [column_name(name) for name in ("ken_quote", "balance_with_NOR", "with_NOR", "n_missed")] == ["Kenya: quote", "balance with Norway", "with Norway", "missed or cancelled"]


def test_a_document_without_a_title_does_not_tell_where_it_lay():
    assert show_title({"title": "", "address": "file:///home/ann/secret/note.txt"}) == "note.txt"
    assert show_title({"title": None, "address": "https://example.org/a"}) == "https://example.org/a"
    assert show_title({"doc_id": "12ab"}) == "12ab"


def test_words_that_are_not_in_a_passage_leave_it_whole():
    assert show_passage("fish and chips", "wheat") == ("", "", "fish and chips")
    assert show_passage("one (two) three", "(TWO)") == ("", "(two)", "")  # words at the edges may be cut


def test_found_words_stand_out(client):
    page = client.get("/search?words=FISH").text
    assert "<b>fish</b>" in page.lower()
    assert "No document holds" in client.get("/search?words=zeppelins").text


def test_a_page_behind_the_last_leads_back(client):
    page = client.get("/dyads/KEN-NOR/events?page=99").text
    assert "There is no page 99." in page
    assert "No row fits" not in page
