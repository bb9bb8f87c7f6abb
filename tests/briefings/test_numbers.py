from __future__ import annotations

import pytest

from bilateral.briefings.numbers import has_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("grew 50 per cent", 50),
        ("some US$12.4 billion", 12.4e9),
        ("€2.3bn", 2.3e9),
        ("between 10 and 15 billion dollars", 10e9),
        ("1,200 tonnes", 1200),
        ("1.200 Tonnen", 1200),
        ("1,234.5 tonnes", 1234.5),
        ("12,4 Milliarden", 12.4),
        ("twenty-five flights", 25),
        ("the seventh-largest partner", 7),
        ("wants to double trade", 2),
        ("a dozen agreements", 12),
        ("in the past two decades", 20),
        ("a billion", 1e9),
        ("fell by 3.5%", -3.5),
    ],
)
def test_number_is_found(text, value):
    assert has_number(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$21.4 billion", 12.4e9),
        ("12.4", 124),
        ("1,234.5 tonnes", 1234),
        ("50 million", 50e9),
        ("no number", 1.5),
        ("", 3),
    ],
)
def test_other_number_is_not_found(text, value):
    assert not has_number(text, value)
