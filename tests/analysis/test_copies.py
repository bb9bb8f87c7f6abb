from __future__ import annotations

import hashlib
import time

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from bilateral.analysis.copies import link_copies, link_rows
from bilateral.findings import DocumentHead

STORY = " ".join(f"word{n}" for n in range(200))
OTHER = " ".join(f"term{n}" for n in range(200))


def test_exact_copy_leads_to_the_earliest(row):
    documents = [
        row.head("late", "2020-02-02", body_sha256="same"),
        row.head("early", "2020-02-01", body_sha256="same"),
        row.head("undated", None, body_sha256="same"),
        row.head("other", "2020-01-01"),
    ]
    assert link_copies(documents) == {"late": "early", "early": "early", "undated": "early", "other": "other"}


def test_ties_go_by_identifier(row):
    documents = [row.head("b", "2020", body_sha256="s"), row.head("a", "2020", body_sha256="s")]
    assert set(link_copies(documents).values()) == {"a"}


def test_near_copy_is_found_and_another_text_is_not(row):
    cut = " ".join(STORY.split()[:170]) + " and a closing line of its own by the second publisher"
    documents = [
        row.head("wire", "2020-02-01", signature=row.signature(STORY)),
        row.head("paper", "2020-02-02", signature=row.signature(cut)),
        row.head("else", "2020-02-02", signature=row.signature(OTHER)),
    ]
    assert link_copies(documents) == {"wire": "wire", "paper": "wire", "else": "else"}


def test_half_a_text_is_no_copy(row):
    half = " ".join(STORY.split()[:100] + OTHER.split()[:100])
    documents = [
        row.head("a", "2020-02-01", signature=row.signature(STORY)),
        row.head("b", "2020-02-02", signature=row.signature(half)),
    ]
    assert link_copies(documents)["b"] == "b"


def test_empty_bodies_are_no_copies(row):
    empty = hashlib.sha256(b"").hexdigest()
    documents = [row.head("a", "2020", body_sha256=empty), row.head("b", "2021", body_sha256=empty)]
    assert link_copies(documents) == {"a": "a", "b": "b"}


def test_many_documents_stay_quick():
    documents = [DocumentHead(f"{n:05d}", body_sha256=f"{n}", signature=tuple(range(n, n + 64))) for n in range(5000)]
    assert len(set(link_copies(documents).values())) == 5000


@given(st.permutations(range(8)))
def test_order_does_not_matter(order):
    documents = [
        DocumentHead(f"d{n}", body_sha256=f"{n % 3}", signature=tuple([n // 4] * 40 + [n] * 24)) for n in range(8)
    ]
    assert link_copies([documents[n] for n in order]) == link_copies(documents)


def test_a_report_cut_to_half_and_headed_anew_is_a_copy(row):
    half = "A new headline of four words more. " + " ".join(STORY.split()[:110])
    documents = [
        row.head("wire", "2020-02-01", signature=row.signature(STORY), body_words=len(STORY.split())),
        row.head("paper", "2020-02-02", signature=row.signature(half), body_words=len(half.split())),
    ]
    assert link_copies(documents)["paper"] == "wire"


def test_a_report_that_shares_half_its_text_is_no_copy(row):
    half = " ".join(STORY.split()[:100] + OTHER.split()[:100])
    documents = [
        row.head("wire", "2020-02-01", signature=row.signature(STORY), body_words=len(STORY.split())),
        row.head("paper", "2020-02-02", signature=row.signature(half), body_words=len(half.split())),
    ]
    assert link_copies(documents)["paper"] == "paper"


def table_of(heads):
    names = ("doc_id", "published_start", "published_end", "body_sha256", "body_words", "signature")
    columns = {name: [getattr(head, name) for head in heads] for name in names}
    columns["signature"] = pa.array([list(item) for item in columns["signature"]], pa.list_(pa.int64()))
    days = {name: pa.array(columns[name], pa.date32()) for name in ("published_start", "published_end")}
    columns["body_words"] = pa.array(columns["body_words"], pa.int64())
    return pa.table(columns | days)


def test_the_table_of_documents_is_linked_alike(row):
    half = " ".join(STORY.split()[: len(STORY.split()) * 2 // 3])
    heads = [
        row.head("paper", "2020-02-02", signature=row.signature(half), body_words=len(half.split())),
        row.head("wire", "2020-02-01", signature=row.signature(STORY), body_words=len(STORY.split())),
        row.head("old version", "2020-02-01", signature=(1, 2, 3)),
        row.head("empty", "2020-02-01", body_sha256=hashlib.sha256(b"").hexdigest(), signature=(0,) * 64),
        row.head("also empty", "2020-02-01", body_sha256=hashlib.sha256(b"").hexdigest(), signature=(0,) * 64),
    ]
    links = dict(zip((head.doc_id for head in heads), link_rows(table_of(heads)), strict=True))
    assert links == link_copies(heads)
    assert links == {"paper": "wire", "wire": "wire", "old version": "old version", "empty": "empty", "also empty": "also empty"}
    assert link_rows(table_of([])) == []


def test_ten_thousand_like_bodies_stay_quick():
    same = [DocumentHead(f"{n:05d}", body_sha256="one", signature=(7,) * 128) for n in range(10_000)]
    assert set(link_copies(same).values()) == {"00000"}
    alike = [DocumentHead(f"{n:05d}", body_sha256=f"{n}", signature=(*range(60), *range(n * 99, n * 99 + 68))) for n in range(3_000)]
    start = time.process_time()
    assert len(set(link_copies(alike).values())) == 3_000
    assert time.process_time() - start < 10
