"""What officials do with their words, and sides that only the context names (`cases/voiced_acts.toml`); whose speech a text is."""

from __future__ import annotations

import dataclasses

import pytest
from tests.extraction.conftest import PARSER, make_document, read_cases

from bilateral.extraction.actors import state_of
from bilateral.extraction.home_state import find_dateline_state
from bilateral.extraction.plenary_speeches import find_plenary_author
from bilateral.pipeline import extract_records, parse_document

_READ = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "ASSAULT"))

SPEECHES = [
    ("Mr. President, I thank the General Assembly. We meet at a hard time. Malawi has welcomed the report. For Malawi, the drought is the first concern. We share the view of Kenya. Our hopes are high.", "MWI"),
    ("Mr. President, I thank the General Assembly. We meet at a hard time. Kenya has welcomed the report, and Malawi has rejected it. Our hopes are high.", None),
    ("Malawi has welcomed the report. For Malawi, the drought is the first concern. Malawi will send a team to Kenya.", None),
]


@pytest.mark.parametrize("case", read_cases("voiced_acts"), ids=lambda case: case["text"][:60])
def test_acts_that_officials_voice(case: dict) -> None:
    document, parts = make_document(case["text"])
    parsed = parse_document(document, parts, PARSER)
    if "dateline" in case:
        assert parsed.dateline_place == case["dateline"]
    events = extract_records(parsed).events
    found = {f"{','.join(sorted(map(state_of, event.actor)))}>{','.join(sorted(map(state_of, event.recipient)))} {event.event_type}" for event in events if event.event_type in _READ}
    assert found == set(case["events"])


@pytest.mark.parametrize(("text", "author"), SPEECHES)
def test_author_of_a_speech_before_an_assembly(text: str, author: str | None) -> None:
    document, parts = make_document(text)
    assert find_plenary_author(parse_document(document, parts, PARSER)) == author


def test_state_of_a_dateline() -> None:
    document, parts = make_document("LUSAKA, May 4 - Malawi has written to Zambia.")
    parsed = parse_document(document, parts, PARSER)
    assert find_dateline_state(parsed) == "ZMB"
    assert find_dateline_state(dataclasses.replace(parsed, dateline_place=None)) is None
