"""Parts of plain texts in layouts of many kinds: `layouts.txt`, a line a role and a line of text."""

from pathlib import Path

import pytest

from bilateral.documents.parts import find_parts

ROLES = {"T": "title", "Y": "byline", "B": "body", "P": "caption", "C": "comment", "N": "note", "F": "furniture"}
ARTICLE = {"body", "caption"}


def read_layouts():
    layouts = {}
    for block in (Path(__file__).parent / "layouts.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        name, _, rest = block.partition("\n")
        layouts[name] = [(ROLES.get(line[:1], ""), line[2:]) for line in rest.split("\n")]
    return layouts


LAYOUTS = read_layouts()


def measure(lines):
    """Characters of the body and those kept; characters of furniture and comments and those told."""
    text = "\n".join(line for _, line in lines)
    mine = [""] * len(text)
    for part in find_parts(text, "d"):
        mine[part.start_char : part.end_char] = [part.part_type] * (part.end_char - part.start_char)
    position, wrong = 0, []
    counts = {"body": [0, 0], "other": [0, 0]}
    for role, line in lines:
        given = [mine[i] for i in range(position, position + len(line)) if mine[i] and not text[i].isspace()]
        position += len(line) + 1
        if role in ARTICLE:
            right, key = sum(item in ARTICLE for item in given), "body"
        elif role in {"furniture", "comment"}:
            right, key = sum(item == role or (role == "furniture" and item == "note") for item in given), "other"
        else:
            continue
        counts[key][0] += len(given)
        counts[key][1] += right
        if right < len(given):
            wrong.append((role, given[-1], line))
    return counts, wrong


OWN = [name for name in LAYOUTS if not name.startswith("held out")]
"""Layouts that the rules were written for; the others were written to try the rules on, see evaluation/parts.py."""


def test_there_are_layouts_of_many_kinds():
    assert len(OWN) >= 25
    assert len(LAYOUTS) - len(OWN) >= 20


def test_layouts_all_together():
    counts = [measure(lines)[0] for lines in LAYOUTS.values()]
    whole = {key: [sum(item[key][i] for item in counts) for i in (0, 1)] for key in ("body", "other")}
    assert whole["body"][1] >= 0.99 * whole["body"][0]
    assert whole["other"][1] >= 0.95 * whole["other"][0]


@pytest.mark.parametrize("name", OWN)
def test_layout(name):
    counts, wrong = measure(LAYOUTS[name])
    assert counts["body"][1] >= 0.99 * counts["body"][0], wrong
    assert counts["other"][1] >= 0.95 * counts["other"][0], wrong


@pytest.mark.parametrize("name", OWN)
def test_title(name):
    lines = LAYOUTS[name]
    text = "\n".join(line for _, line in lines)
    titles = [text[part.start_char : part.end_char] for part in find_parts(text, "d") if part.part_type == "title"]
    assert titles[0] == next(line for role, line in lines if role == "title").lstrip("# ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("comments with says", [("Anna", "2015-06-05"), ("Bob K.", "2015-06-06"), ("Carl-Heinz Otto", "2015-06-07")]),
        ("held out 1: forum thread", [("mapfan", "2020-06-16"), ("gurung77", "2020-06-17")]),
        ("numbered comments after a digest", [("Ahmad K.", "2021-08-20"), ("traveller77", "2021-08-20")]),
    ],
)
def test_comments(name, expected):
    text = "\n".join(line for _, line in LAYOUTS[name])
    parts = [part for part in find_parts(text, "d") if part.part_type == "comment"]
    assert list(dict.fromkeys((part.author, part.part_date) for part in parts)) == expected


def test_crlf_gives_the_same_parts():
    text = "\n".join(line for _, line in LAYOUTS["comments with says"])
    same = find_parts(text.replace("\n", "\r\n"), "d")
    assert [part.part_type for part in same] == [part.part_type for part in find_parts(text, "d")]
