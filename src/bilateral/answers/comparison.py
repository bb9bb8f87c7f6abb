"""Two documents compared: from files, texts or a record's documents to a comparison that can be shown."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bilateral.analysis.comparison import build_comparison
from bilateral.analysis.firmness import is_commitment
from bilateral.briefings.comparison import render_comparison_json, render_comparison_markdown
from bilateral.briefings.comparison_html import render_comparison_html
from bilateral.compared import Passage, Side
from bilateral.documents.languages import find_language
from bilateral.documents.read import read_document
from bilateral.errors import SettingsError
from bilateral.language.sentences import find_paragraphs, find_sentences, split_sentences
from bilateral.records import Part, column_names
from bilateral.tables.queries import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from bilateral.compared import Comparison
    from bilateral.settings import Settings

__all__ = ["FORMS", "compare_documents", "compare_files", "compare_texts", "render_comparison"]

FORMS = ("md", "html", "json")
"""Forms in which a comparison can be written."""

MAX_WORDS = 60_000
"""Words of a document that are compared; the longest communiqués have some 15,000."""

MAX_SENTENCES = 3_000
"""Sentences of a document that are compared: two of that length take about 150 MB."""

MAX_SENTENCE_CHARS = 4_000
"""A sentence longer than this (a table, a list without full stops) is cut at a space, so that no pair takes long."""

_LEADING_MARK = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+|[•·▪*◦‣–—-]\s+")  # 12. | (a) | •


def compare_texts(a: str, b: str, *, names: tuple[str, str] = ("A", "B")) -> Comparison:
    """Compare two texts.

    Args:
        a: The earlier text, or one side's.
        b: The later one, or the other side's.
        names: How they are called.

    Returns:
        Pairs of sentences with what changed, what is new and what was dropped.

    Example:
        >>> import bilateral
        >>> found = bilateral.compare_texts("They will build a road.", "They will consider building a road.")
        >>> found.pairs[0].change, found.pairs[0].firmness.words_b
        ('weaker', 'will consider')
    """
    return build_comparison(_side(names[0], a, _passages_of_text(a)), _side(names[1], b, _passages_of_text(b)))


def compare_files(a: str | Path, b: str | Path, *, settings: Settings | None = None, with_coder: bool = False) -> Comparison:
    """Compare two files of any kind that documents are read from.

    Args:
        a: The earlier document, or one side's.
        b: The later one, or the other side's.
        settings: Settings of the coder; `bilateral.toml` of the working folder by default.
        with_coder: Have the coder tell which sentences are commitments; slower. By default their wording tells.

    Returns:
        The comparison.

    Raises:
        SettingsError: If there is no such file.
        DocumentError: If one cannot be read; the message says which and why.
    """
    paths = [_existing(path) for path in (a, b)]
    names = [path.name for path in paths]
    if names[0] == names[1]:
        names = [str(path) for path in paths]
    return build_comparison(*(_read_side(path, name, settings, with_coder=with_coder) for path, name in zip(paths, names, strict=True)))


def _existing(path: str | Path) -> Path:
    path = Path(path)
    if not path.is_file():
        what = "a folder" if path.is_dir() else "where there is no file"
        message = f"got {path}, {what}; expected one file a side: a text, page, PDF or Word document (or a document id or address with --record)"
        raise SettingsError(message)
    return path


def _read_side(path: Path, name: str, settings: Settings | None, *, with_coder: bool) -> Side:
    if with_coder:
        from bilateral.pipeline import code_file  # noqa: PLC0415 - loads the rules
        from bilateral.settings import read_settings  # noqa: PLC0415

        coded = code_file(path, settings or read_settings())
        side = _side(name, coded.document.text, _passages_of_parts(coded.document.text, coded.parts), language=coded.document.language)
        return _with_commitments(side, [(row.start_char, row.end_char) for row in coded.commitments]) if coded.document.is_coded else side
    document, parts = read_document(path)
    return _side(name, document.text, _passages_of_parts(document.text, parts), language=document.language)


def compare_documents(path: Path, a: str, b: str) -> Comparison:
    """Compare two documents of a record; its commitments tell which sentences are such.

    Args:
        path: Folder of the record.
        a: `doc_id`, the beginning of one, address or file name of the earlier document.
        b: The same of the later one.

    Returns:
        The comparison.

    Raises:
        SettingsError: If no document, or more than one, is meant.
    """
    with connect(path) as connection:
        return build_comparison(*(_stored_side(connection, wanted) for wanted in (a, b)))


_HEAD = "doc_id, address, title, text, language, is_coded, published"


def _stored_side(connection: duckdb.DuckDBPyConnection, wanted: str) -> Side:
    doc_id, address, title, text, language, is_coded, published = _find_stored(connection, wanted)
    columns = ", ".join(column_names("parts"))
    rows = connection.execute(f"SELECT {columns} FROM all_parts WHERE doc_id = ? ORDER BY part_index", [doc_id]).fetchall()  # noqa: S608 - our own columns
    name = f"{title or Path(address).name}{f' ({published})' if published else ''}"
    side = _side(name, text, _passages_of_parts(text, [Part(*row) for row in rows]), language=language)
    side = replace(side, doc_id=doc_id, address=address)
    if not is_coded:
        return side
    spans = connection.execute("SELECT start_char, end_char FROM all_commitments WHERE doc_id = ?", [doc_id]).fetchall()
    return _with_commitments(side, spans)


def _find_stored(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, ...]:
    """The newest version of the one document that is meant."""
    where = "doc_id = $wanted OR address = $wanted OR file_name = $wanted OR (length($wanted) >= 6 AND starts_with(doc_id, $wanted))"
    rows = connection.execute(f"SELECT {_HEAD} FROM documents WHERE {where} ORDER BY doc_id", {"wanted": wanted}).fetchall()  # noqa: S608 - our own columns
    if not rows:
        rows = connection.execute(f"SELECT {_HEAD} FROM all_documents WHERE doc_id = $wanted", {"wanted": wanted}).fetchall()  # noqa: S608 - our own columns
    if len(rows) != 1:
        found = "which no document has" if not rows else "which several have: " + ", ".join(row[0] for row in rows[:_SHOWN])
        message = f"got {wanted!r}, {found}; expected a doc_id, an address or a file name as `bilateral documents` lists them"
        raise SettingsError(message)
    return tuple(rows[0])


_SHOWN = 5


def _side(name: str, text: str, passages: Sequence[Passage], *, language: str | None = None) -> Side:
    """One document, cut where it is too long to be compared."""
    language = language or find_language(text)
    if language not in {None, "en"}:
        passages = _join_after_ordinals(text, _part_without_capitals(passages))
    n_words = [len(passage.text.split()) for passage in passages]
    kept, total = 0, 0
    while kept < min(len(passages), MAX_SENTENCES) and total + n_words[kept] <= MAX_WORDS:
        total += n_words[kept]
        kept += 1
    return Side(
        name, text, tuple(passages[:kept]), language=language,
        n_words=sum(n_words), n_cut_words=sum(n_words[kept:]),
    )  # fmt: skip


def _part_without_capitals(passages: Sequence[Passage]) -> list[Passage]:
    """Sentences of a script that has no capitals (Arabic, Hebrew, Chinese), which tell nothing to a rule that waits for one."""
    parted: list[Passage] = []
    for passage in passages:
        ends = [found.end() for found in _SENTENCE_END.finditer(passage.text) if _has_no_case(passage.text[found.end() : found.end() + 1])]
        for start, end in pairwise([0, *ends, len(passage.text)]):
            words = passage.text[start:end]
            first = passage.start_char + start
            parted.append(Passage(len(parted), passage.paragraph, first, first + len(words.rstrip()), words.rstrip(), passage.is_commitment))
    return parted


_SENTENCE_END = re.compile(r"[.!?؟۔]\s+|[。！？]\s*")


def _has_no_case(letter: str) -> bool:
    return letter.isalpha() and letter.upper() == letter.lower()


def _join_after_ordinals(text: str, passages: Sequence[Passage]) -> list[Passage]:
    """Sentences of a language that writes "3. Mai", put together where they were parted after the day."""
    joined: list[Passage] = []
    for passage in passages:
        last = joined[-1] if joined else None
        if last and last.paragraph == passage.paragraph and _ORDINAL_END.search(last.text):
            whole = text[last.start_char : passage.end_char]
            joined[-1] = replace(last, end_char=passage.end_char, text=whole)
        else:
            joined.append(replace(passage, index=len(joined)))
    return joined


_ORDINAL_END = re.compile(r"\b\d{1,2}\.$")  # am 3.


def _passages_of_text(text: str) -> list[Passage]:
    """Sentences of a plain text, all of which is body."""
    spans = [
        (paragraph, first, last)
        for paragraph, (start, end) in enumerate(find_paragraphs(text, 0, len(text)))
        for first, last in split_sentences(text, _after_mark(text, start, end), end)
    ]
    return _passages(text, spans)


def _after_mark(text: str, start: int, end: int) -> int:
    """Where the words of a paragraph begin: after its number or bullet."""
    found = _LEADING_MARK.match(text, start, end)
    return found.end() if found and found.end() < end else start


def _passages_of_parts(text: str, parts: Sequence[Part]) -> list[Passage]:
    """Sentences of a document that was read: of its body alone."""
    return _passages(text, [(sentence.paragraph, sentence.start_char, sentence.end_char) for sentence in find_sentences(text, parts)])


def _passages(text: str, spans: Iterable[tuple[int, int, int]]) -> list[Passage]:
    pieces = [(paragraph, *piece) for paragraph, start, end in spans for piece in _pieces(text, start, end)]
    return [
        Passage(i, paragraph, start, end, text[start:end], is_commitment(text[start:end]))
        for i, (paragraph, start, end) in enumerate(pieces)
    ]  # fmt: skip


def _pieces(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A sentence, cut at spaces where it is too long to be one."""
    while end - start > MAX_SENTENCE_CHARS:
        space = text.rfind(" ", start + 1, start + MAX_SENTENCE_CHARS)
        cut = space if space > start else start + MAX_SENTENCE_CHARS
        yield start, cut
        start = cut + 1 if space > start else cut
    if start < end:
        yield start, end


def _with_commitments(side: Side, spans: Sequence[tuple[int, int]]) -> Side:
    """The document with its commitments as the coder recorded them."""
    return replace(side, passages=tuple(
        replace(passage, is_commitment=any(start < passage.end_char and passage.start_char < end for start, end in spans))
        for passage in side.passages
    ))  # fmt: skip


def render_comparison(comparison: Comparison, form: str) -> str:
    """A comparison as text.

    Args:
        comparison: What was found.
        form: One of `FORMS`.

    Returns:
        Markdown, one self-contained HTML page, or JSON.

    Raises:
        SettingsError: If there is no such form.
    """
    if form == "md":
        return render_comparison_markdown(comparison)
    if form == "html":
        return render_comparison_html(comparison)
    if form == "json":
        return render_comparison_json(comparison)
    message = f"got the form {form!r}, expected one of: {', '.join(FORMS)}"
    raise SettingsError(message)
