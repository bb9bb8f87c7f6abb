"""A brief as types of the API: the shape of `briefings.brief.Brief`, notes of a line as their numbers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from bilateral.briefings.brief import BriefDocument, LeftOut, Note

__all__ = [
    "BriefBlock",
    "BriefChart",
    "BriefRow",
    "BriefSection",
    "BriefSentence",
    "BriefTable",
    "BriefWhole",
    "Overview",
]


class BriefSentence(BaseModel):
    """One sentence, what kind of knowledge it is (counted, reported, said or judged), and the numbers of its notes."""

    text: str
    kind: str
    notes: list[int]
    n_records: int


class BriefRow(BaseModel):
    """One row of a table."""

    cells: list[str]
    notes: list[int]
    n_records: int
    anchor: str


class BriefTable(BaseModel):
    """A table: what it shows, its columns and rows, and how many more there are."""

    caption: str
    columns: list[str]
    rows: list[BriefRow]
    n_more: int


class BriefChart(BaseModel):
    """A Vega-Lite specification and the table that says the same."""

    key: str
    title: str
    description: str
    spec: dict[str, Any]
    table: BriefTable


class BriefBlock(BaseModel):
    """A stretch of a section under one heading."""

    heading: str | None
    sentences: list[BriefSentence]
    table: BriefTable | None
    chart: BriefChart | None


class BriefSection(BaseModel):
    """One section."""

    key: str
    title: str
    blocks: list[BriefBlock]


class Overview(BaseModel):
    """A pair at one glance: the head of its brief."""

    dyad: str
    codes: list[str]
    names: list[str]
    period: str | None
    as_of: str | None
    headline: list[tuple[str, str]]
    sections: list[BriefSection]
    notes: list[Note]


class BriefWhole(Overview):
    """The whole brief of a pair."""

    documents: list[BriefDocument]
    left_out: list[LeftOut]
    version: str
