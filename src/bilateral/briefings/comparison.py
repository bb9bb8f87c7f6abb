"""A comparison of two documents as JSON and as Markdown."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from bilateral.compared import CHANGES
from bilateral.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.compared import Comparison, Edit, Pair, Side

__all__ = [
    "SUBSTANTIVE",
    "count_edited_words",
    "cut_words",
    "describe_change",
    "edited_words",
    "render_comparison_json",
    "render_comparison_markdown",
    "substantive_pairs",
]

SUBSTANTIVE = ("stronger", "weaker", "party", "number")
"""Changes that are told first; other words are told with them where an edit adds or removes content."""

_MARKDOWN = re.compile(r"([\\`*_\[\]#|~])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_WORDS = 60
"""Words of an unchanged stretch that Markdown shows around an edit; the whole is in the texts below."""


def substantive_pairs(comparison: Comparison) -> list[tuple[int, Pair]]:
    """Pairs that changed in substance with their places, those of firmness first, then parties, numbers and content."""
    ranked = [
        (SUBSTANTIVE.index(pair.change) if pair.change in SUBSTANTIVE else len(SUBSTANTIVE), place, pair)
        for place, pair in enumerate(comparison.pairs)
        if pair.change in SUBSTANTIVE or any(edit.is_substantive for edit in pair.edits)
    ]
    return [(place, pair) for _, place, pair in sorted(ranked, key=lambda item: item[:2])]


def count_edited_words(comparison: Comparison, pair: Pair) -> tuple[int, int]:
    """Words of a pair that only the first document has, and that only the second has."""
    edits = [edited_words(comparison, pair, edit) for edit in pair.edits if edit.operation != "kept"]
    return sum(len(gone.split()) for gone, _ in edits), sum(len(come.split()) for _, come in edits)


def edited_words(comparison: Comparison, pair: Pair, edit: Edit) -> tuple[str, str]:
    """The words of an edit in either document; where sentences of a pair stand apart, without what stands between them."""
    first = _words_within(comparison.a, pair.sentences_a, (edit.start_a, edit.end_a))
    return first, _words_within(comparison.b, pair.sentences_b, (edit.start_b, edit.end_b))


def _words_within(side: Side, places: Sequence[int], span: tuple[int, int]) -> str:
    start, end = span
    held = [passage for place in places if (passage := side.passages[place]).start_char < end and start < passage.end_char]
    if len(held) < 2 or held[-1].index - held[0].index < len(held):  # noqa: PLR2004 - side by side
        return side.text[start:end]
    return " ".join(side.text[max(start, passage.start_char) : min(end, passage.end_char)] for passage in held)


def describe_change(comparison: Comparison, pair: Pair) -> str:
    """What happened to a pair in a few words.

    Returns:
        Such as "weaker: “will” became “will explore”; 2030 came".
    """
    told = [CHANGES[pair.change]]
    if pair.firmness:
        told = [f"{pair.firmness.direction}: “{pair.firmness.words_a}” became “{pair.firmness.words_b}”"]
    turnover = _tell_turnover(pair.gone, pair.come)
    if told == [CHANGES["number"]] and turnover and "became" not in turnover[0]:
        told = ["other numbers or dates"]  # none of them took the place of another
    told += turnover
    gone, come = count_edited_words(comparison, pair)
    if pair.change == "wording" and gone + come:
        told.append(" and ".join(f"{n} {'word' if n == 1 else 'words'} {what}" for n, what in ((gone, "cut"), (come, "added")) if n))
    shape = _shape(pair)
    return "; ".join([*told, *([shape] if shape else [])])


def _tell_turnover(gone: Sequence[str], come: Sequence[str]) -> list[str]:
    """What went and what came: "became" only of one thing of a kind, since a first day does not become four months."""
    if len(gone) == len(come) == 1 and _kind(gone[0]) == _kind(come[0]):
        return [f"{gone[0]} became {come[0]}"]
    return [f"{_listed(items)} {what}" for items, what in ((gone, "left out"), (come, "added")) if items]


def _kind(told: str) -> str:
    """What a number counts ("days" of "30 days"), "date" of a date or year; "name" of a party."""
    if _DATE.search(told):
        return "date"
    if not _COUNTED.match(told):
        return "name"
    noun = told.rpartition(" ")[2].lower()
    return noun.removesuffix("s") if noun.isalpha() and noun != told.lower() and noun not in _SCALES else told[0] if told[0] in "$€£¥" else "number"


_DATE = re.compile(r"\b(?:(?:1[89]|20)\d\d|January|February|March|April|May|June|July|August|September|October|November|December)\b")
_COUNTED = re.compile(r"[$€£¥½¼¾\d]|[a-z]+\b")  # $500 million | 30 days | four months, but not Japan
_SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion"))


def cut_words(comparison: Comparison, side: str) -> list[tuple[Pair, str]]:
    """Content that went from, or came into, sentences that otherwise stayed: what a list of whole sentences would hide.

    Args:
        comparison: What was found.
        side: "a" for words that only the first document has, "b" for those of the second.

    Returns:
        The pair and the words, in order of the pairs.
    """
    wanted = "deleted" if side == "a" else "inserted"
    return [
        (pair, edited_words(comparison, pair, edit)[0 if side == "a" else 1].strip(" ,;"))
        for pair in comparison.pairs
        for edit in pair.edits
        if edit.is_substantive and edit.operation == wanted
    ]


def _listed(items: Sequence[str]) -> str:
    return ", ".join(items)


def _shape(pair: Pair) -> str:
    """Whether sentences were split, merged or moved."""
    n_first, n_second = len(pair.sentences_a), len(pair.sentences_b)
    told = []
    if n_first > 1 or n_second > 1:
        told.append("split" if n_first == 1 else "merged" if n_second == 1 else "rearranged")
    if pair.is_moved:
        told.append("moved")
    return ", ".join(told)


def render_comparison_json(comparison: Comparison) -> str:
    """Render a comparison as JSON; docs/comparison.md describes it.

    Returns:
        One object, indented, ending with a line break.
    """
    whole = {
        "format": "bilateral comparison 1",
        "version": VERSION,
        "a": _side(comparison.a),
        "b": _side(comparison.b),
        "summary": comparison.tally,
        "words_compared": comparison.are_words_compared,
        "pairs": [*_all_pairs(comparison)],
        "new": [_sentence(comparison.b, place) for place in comparison.new],
        "dropped": [_sentence(comparison.a, place) for place in comparison.dropped],
        "firmness": [
            {"pair": place, "a": list(pair.sentences_a), "b": list(pair.sentences_b), **_firmness(pair)}
            for place, pair in enumerate(comparison.pairs)
            if pair.firmness
        ],
        "topics": [{"topic": shift.topic, "words_a": shift.words_a, "words_b": shift.words_b} for shift in comparison.topics],
        "notes": list(comparison.notes),
    }
    return _SURROGATE.sub("\ufffd", json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name, "doc_id": side.doc_id, "address": side.address, "language": side.language,
        "n_words": side.n_words, "n_words_not_compared": side.n_cut_words,
        "sentences": [_sentence(side, place) for place in range(len(side.passages))],
    }  # fmt: skip


def _sentence(side: Side, place: int) -> dict[str, Any]:
    passage = side.passages[place]
    return {
        "index": place, "paragraph": passage.paragraph, "start_char": passage.start_char, "end_char": passage.end_char,
        "text": passage.text, "commitment": passage.is_commitment,
    }  # fmt: skip


def _all_pairs(comparison: Comparison) -> list[dict[str, Any]]:
    """The pairs in order of the second document, then what has no partner: new with no `a`, dropped with no `b`."""
    rows = [_pair(comparison, pair) for pair in comparison.pairs]
    rows.extend(_alone("new", comparison, place) for place in comparison.new)
    rows.extend(_alone("dropped", comparison, place) for place in comparison.dropped)
    return rows


def _alone(change: str, comparison: Comparison, place: int) -> dict[str, Any]:
    is_new = change == "new"
    text = (comparison.b if is_new else comparison.a).passages[place].text
    return {
        "a": [] if is_new else [place], "b": [place] if is_new else [], "text_a": "" if is_new else text, "text_b": text if is_new else "",
        "change": change, "changes": [change], "similarity": 0.0, "moved": False, "firmness": None, "gone": [], "come": [], "edits": [],
    }  # fmt: skip


def _pair(comparison: Comparison, pair: Pair) -> dict[str, Any]:
    return {
        "a": list(pair.sentences_a),
        "b": list(pair.sentences_b),
        "text_a": " ".join(comparison.a.passages[i].text for i in pair.sentences_a),
        "text_b": " ".join(comparison.b.passages[j].text for j in pair.sentences_b),
        "change": pair.change,
        "changes": list(pair.changes),
        "similarity": pair.similarity,
        "moved": pair.is_moved,
        "firmness": _firmness(pair) or None,
        "gone": list(pair.gone),
        "come": list(pair.come),
        "edits": [_edit(comparison, edit) for edit in pair.edits],
    }


def _firmness(pair: Pair) -> dict[str, Any]:
    shift = pair.firmness
    return {} if shift is None else {
        "direction": shift.direction, "scale": shift.scale, "words_a": shift.words_a, "words_b": shift.words_b,
        "level_a": shift.level_a, "level_b": shift.level_b,
    }  # fmt: skip


def _edit(comparison: Comparison, edit: Edit) -> dict[str, Any]:
    return {
        "operation": edit.operation, "a": [edit.start_a, edit.end_a], "b": [edit.start_b, edit.end_b],
        "text_a": comparison.a.text[edit.start_a : edit.end_a], "text_b": comparison.b.text[edit.start_b : edit.end_b],
        "substantive": edit.is_substantive,
    }  # fmt: skip


def render_comparison_markdown(comparison: Comparison) -> str:
    """Render a comparison as Markdown: changes of substance, what was left out, what is new, topics, both texts.

    Text of the documents is escaped, so that markup in it shows as text.

    Returns:
        Markdown with links from every item into both texts.
    """
    a, b = comparison.a, comparison.b
    lines = [f"# {_safe(a.name)} → {_safe(b.name)}", "", *(f"> {_safe(note)}\n" for note in comparison.notes)]
    lines += [_summary(comparison), "", "## Changes of substance", ""]
    changed = substantive_pairs(comparison)
    lines += [_change_line(comparison, pair) for _, pair in changed] or ["None."]
    lines += ["", "## Left out (only in the first)", "", *(_alone_lines(a, "a", comparison.dropped) + _cut_lines(comparison, "a") or ["Nothing."])]
    lines += ["", "## New (only in the second)", "", *(_alone_lines(b, "b", comparison.new) + _cut_lines(comparison, "b") or ["Nothing."])]
    lines += ["", *_topic_lines(comparison)]
    lines += [f"## {_safe(a.name)}", "", *_text_lines(a, "a"), f"## {_safe(b.name)}", "", *_text_lines(b, "b")]
    return _SURROGATE.sub("\ufffd", "\n".join(lines).rstrip() + "\n")


def _safe(text: str) -> str:
    """Text that no Markdown reader takes for markup, on one line."""
    return _MARKDOWN.sub(r"\\\1", escape(" ".join(text.split()), quote=False))


def _summary(comparison: Comparison) -> str:
    told = [f"{n} {CHANGES[change]}" for change, n in comparison.tally.items()]
    sizes = f"{comparison.a.n_words:,} and {comparison.b.n_words:,} words; {len(comparison.a.passages)} and {len(comparison.b.passages)} sentences"
    return f"{sizes}. {', '.join(told) or 'No sentence was compared'}."


def _change_line(comparison: Comparison, pair: Pair) -> str:
    places = f"{_links('a', pair.sentences_a)} → {_links('b', pair.sentences_b)}"
    return f"- **{_safe(describe_change(comparison, pair))}** ({places}): {_redline(comparison, pair)}"


def _links(side: str, places: Sequence[int]) -> str:
    return " ".join(f"[{side.upper()}{place + 1}](#{side}{place + 1})" for place in places)


def _redline(comparison: Comparison, pair: Pair) -> str:
    """The new sentence with what was cut struck through and what was added in bold."""
    if not pair.edits:
        texts = [" ".join(side.passages[i].text for i in places) for side, places in ((comparison.a, pair.sentences_a), (comparison.b, pair.sentences_b))]
        return f"{_safe(texts[0])} → {_safe(texts[1])}"
    pieces = []
    for edit in pair.edits:
        gone, come = map(_safe, edited_words(comparison, pair, edit))
        if edit.operation == "kept":
            pieces.append(_shorten(come))
        else:
            pieces.extend(f"{mark}{words}{mark}" for mark, words in (("~~", gone), ("**", come)) if words)
    return re.sub(r" ([,.;:)])", r"\1", " ".join(pieces))


def _shorten(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= _MOST_WORDS else " ".join([*words[: _MOST_WORDS // 2], "…", *words[-_MOST_WORDS // 2 :]])


def _alone_lines(side: Side, letter: str, places: Sequence[int]) -> list[str]:
    """Sentences without a partner, commitments first."""
    ordered = sorted(places, key=lambda place: (not side.passages[place].is_commitment, place))
    return [
        f"- {'**commitment** ' if side.passages[place].is_commitment else ''}({_links(letter, [place])}): {_safe(side.passages[place].text)}"
        for place in ordered
    ]


def _cut_lines(comparison: Comparison, side: str) -> list[str]:
    """Phrases that were cut from a sentence, or put into one."""
    return [
        f"- {'cut from' if side == 'a' else 'added to'} ({_links('a', pair.sentences_a)} → {_links('b', pair.sentences_b)}): … {_safe(words)} …"
        for pair, words in cut_words(comparison, side)
    ]


def _topic_lines(comparison: Comparison) -> list[str]:
    if not comparison.topics:
        return []
    rows = [f"| {_safe(shift.topic)} | {shift.words_a} | {shift.words_b} | {shift.words_b - shift.words_a:+d} |" for shift in comparison.topics]
    return ["## Words by topic", "", "| Topic | First | Second | Change |", "| --- | ---: | ---: | ---: |", *rows, ""]


def _text_lines(side: Side, letter: str) -> list[str]:
    """Every sentence with its anchor; paragraphs apart."""
    lines: list[str] = []
    paragraph = -1
    for passage in side.passages:
        if passage.paragraph != paragraph and lines:
            lines.append("")
        paragraph = passage.paragraph
        lines.append(f'<a id="{letter}{passage.index + 1}"></a>**{letter.upper()}{passage.index + 1}** {_safe(passage.text)}')
    return [*lines, ""]
