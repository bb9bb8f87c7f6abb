"""Where a release was given, by the lines at its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.extraction.conftest import PARSER, make_document

from bilateral.extraction.event_venue import find_venue
from bilateral.pipeline import parse_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument

BODY = "\n\nPRIME MINISTER: We met the Kenyan president. I am happy to say that we agreed on a treaty in Lima.\n"


@pytest.mark.parametrize(
    ("head", "venue"),
    [
        ("Remarks after the talks\nGeneva, Switzerland", "Geneva"),
        ("Joint Statement with the President of Kenya, Phillip Street, Sydney", "Sydney"),
        ("Joint Press Conference, Parliament House Canberra", "Canberra"),
        ("Remarks by the President in Prague", "Prague"),
        ("Remarks by the President\n(Port of Spain, Trinidad)", "Port of Spain"),
        ("Joint Press Conference with President Kenyatta of Kenya", None),
        ("Press Conference with President Lincoln", None),
        ("Briefing on the Premier's Trip to Kenya", None),
    ],
)
def test_a_head_names_the_venue(head: str, venue: str | None) -> None:
    assert find_venue(parse_document(*make_document(head + BODY), PARSER)) == venue


def test_what_is_agreed_at_a_press_conference_has_its_place(code_text: Callable[..., CodedDocument]) -> None:
    text = (
        "Press Conference with the President of Kenya, Canberra\n\nWe have had a good discussion, and I am glad. Australia thanked Kenya for its help. "
        "Our officials met Kenyan officials yesterday. I am pleased. We are all tired.\n"
    )
    events = code_text(text, published="2014-03-11", title="Press Conference with the President of Kenya").events
    assert {event.event_type: event.place_name for event in events if event.recipient == ["KEN"]} == {"SUPPORT": "Canberra", "CONSULT": None}
