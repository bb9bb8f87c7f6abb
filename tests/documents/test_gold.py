"""How well the parts, titles, publishers and dates of the gold documents are told."""

import json
import re
from pathlib import Path

import pytest

from bilateral.documents.read import read_document

SHARED = Path(__file__).parents[3] / "shared"
needs_gold = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the gold documents (../shared) are not here")


BYLINES = re.compile(
    r"Source: |MEDIA RELEASE|11:56|2016-11-3$|March 4, 2024$|12:59|Presidential Palace$|Hanoi, Vietnam$|Anthony V Rinna is an"
)


def gold_documents():
    if not (SHARED / "gold").is_dir():
        return []
    pairs = [(path, SHARED / "seeds") for path in sorted((SHARED / "gold/seeds").glob("*.json"))]
    pairs += [(path, SHARED / "gold/dev/docs") for path in sorted((SHARED / "gold/dev").glob("dev-*.json"))]
    found = []
    for path, folder in pairs:
        gold = json.loads(path.read_text(encoding="utf-8"))
        found.append((gold, folder / gold["file"]))
    return found


def squeeze(text):
    return " ".join(text.split())


def char_roles(document, parts):
    roles = [""] * len(document.text)
    for part in parts:
        roles[part.start_char : part.end_char] = [part.part_type] * (part.end_char - part.start_char)
    return roles


def gold_roles(gold, text):
    """Role of every character by the gold record: furniture, comment, title, byline or body."""
    furniture = {squeeze(line) for line in gold["parts"]["furniture"]}
    roles = [""] * len(text)
    at = len(text)
    marks = [(text.find(item["starts"]), item) for item in gold["parts"]["comments"]]
    title = squeeze(gold["title"] or "").lower().rstrip(".")
    if marks:
        at = min(position for position, _ in marks)
    names = {item["author"] for item in gold["parts"]["comments"]}
    for found in re.finditer(r"[^\n]+", text):
        line = squeeze(found[0])
        if not line:
            continue
        role = "body"
        if line in furniture:
            role = "furniture"
        elif found.end() > at or line in names:
            role = "comment"
        elif title and line.lower() in title:
            role = "title"
        elif len(line) < 150 and BYLINES.match(line):
            role = "byline"
        roles[found.start() : found.end()] = [role] * len(found[0])
    return roles


def measure_one(gold, path):
    """Characters of the body and those kept; characters of furniture and comments and those told; the first ones lost."""
    document, parts = read_document(path)
    counts = {"body": [0, 0], "other": [0, 0]}
    lost = []
    for i, (mine, role) in enumerate(zip(char_roles(document, parts), gold_roles(gold, document.text), strict=True)):
        if document.text[i].isspace() or role not in {"body", "furniture", "comment"}:
            continue
        key = "body" if role == "body" else "other"
        is_right = mine in {"body", "caption"} if role == "body" else mine == role or (role == "furniture" and mine == "note")
        counts[key][0] += 1
        counts[key][1] += is_right
        if not is_right and len(lost) < 5:
            lost.append((gold["doc"], i, f"{role} as {mine}"))
    return counts, lost


def measure():
    rows = [measure_one(gold, path) for gold, path in gold_documents()]
    sums = {key: [sum(counts[key][i] for counts, _ in rows) for i in (0, 1)] for key in ("body", "other")}
    lost = [item for _, wrong in rows for item in wrong]
    return sums["body"][1] / sums["body"][0], sums["other"][1] / sums["other"][0], lost


@needs_gold
def test_body_is_kept_and_the_rest_is_told():
    kept, told, lost = measure()
    assert kept >= 0.99, lost[:5]
    assert told >= 0.95, lost[:5]


@needs_gold
def test_comments_have_their_authors_and_dates():
    for gold, path in gold_documents():
        document, parts = read_document(path)
        comments = [part for part in parts if part.part_type == "comment"]
        expected = [(item["author"], item["date"]) for item in gold["parts"]["comments"]]
        assert [(part.author, part.part_date) for part in comments] == expected, gold["doc"]
        for part, item in zip(comments, gold["parts"]["comments"], strict=True):
            assert item["starts"] in document.text[part.start_char : part.end_char]


@needs_gold
def test_titles_dates_and_publishers():
    right = dict.fromkeys(("title", "published", "publisher", "false published", "false publisher"), 0)
    for gold, path in gold_documents():
        document, _ = read_document(path)
        same = {
            "title": squeeze(document.title or "").lower().rstrip(".") == squeeze(gold["title"] or "").lower().rstrip("."),
            "published": document.published == gold["published"],
            "publisher": (document.publisher or "") == (gold["publisher"] or ""),
            "false published": document.published not in {None, gold["published"]},
            "false publisher": document.publisher is not None and document.publisher != gold["publisher"],
        }
        for key, value in same.items():
            right[key] += value
    assert right["title"] == 13
    assert right["published"] >= 6
    assert right["false published"] == 0
    assert right["publisher"] >= 3
