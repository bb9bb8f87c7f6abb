"""Mutated files are read or rejected, never anything else; `benchmarks/fuzz.py` does it for minutes."""

from __future__ import annotations

import pytest

KINDS = ("page.mhtml", "mail.eml", "box.mbox", "feed.rss", "rows.jsonl", "rows.csv", "crawl.warc", "word.docx", "writer.odt", "rich.rtf", "paper.pdf", "files.zip", "files.tar.gz")


@pytest.mark.parametrize("name", KINDS)
def test_mutated_files(fuzz, samples, name):
    assert fuzz.fuzz_one(name, samples[name], n_examples=8, start=20_261_122)
