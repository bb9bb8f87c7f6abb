"""Made-up documents whose spans are true, for the tests of this room."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from bilateral.records import (
    CodedDocument,
    Commitment,
    Document,
    Event,
    Factor,
    Figure,
    Mention,
    Office,
    Part,
    Project,
    Rejection,
    Statement,
    make_id,
)

NAMES = {"Korea": "KOR", "Russia": "RUS", "China": "CHN", "Japan": "JPN", "Hyundai": "KOR/BUS"}


class Maker:
    """Collects the rows of one document; every span is looked up in the text."""

    def __init__(
        self, text: str, *, address: str = "https://a.example/1", published: date | None = date(2010, 9, 12), **columns
    ):
        self.bytes = text.encode()
        self.sha256 = hashlib.sha256(self.bytes).hexdigest()
        self.text, self.doc_id = text, self.sha256[:16]
        given = {
            "doc_id": self.doc_id, "address": address, "version": 1, "sha256": self.sha256,
            "file_name": "a.txt", "file_type": "text", "retrieved_from": address, "retrieved": None, "title": "A title", "byline": None, "publisher": "Wire",
            "publisher_class": "wire", "publisher_state": None,
            "published": published and published.isoformat(), "published_start": published, "published_end": published,
            "published_how": "given" if published else "none", "language": "en", "is_coded": True,
            "body_sha256": self.sha256, "body_words": len(text.split()), "signature": [1, 2, 3], "page_starts": [], "coder_version": "0", "text": text,
        }  # fmt: skip
        rows: dict[str, list] = {name: [] for name in (
            "parts", "mentions", "offices", "events", "statements", "figures", "commitments", "projects",
            "factors", "rejections",
        )}  # fmt: skip
        self.coded = CodedDocument(document=Document(**(given | columns)), **rows)
        self.coded.parts.append(Part(self.doc_id, 0, "body", 0, len(text), None, None, "only part"))
        for name, party in NAMES.items():
            for found in re.finditer(name, text):
                self.coded.mentions.append(
                    Mention(self.doc_id, found.start(), found.end(), name, [party], None, "name")
                )

    def _evidence(self, table: str, quote: str) -> dict:
        start = self.text.index(quote)
        record_id = make_id(self.doc_id, table, start, len(getattr(self.coded, table)))
        return {
            "record_id": record_id,
            "doc_id": self.doc_id,
            "start_char": start,
            "end_char": start + len(quote),
            "quote": quote,
        }

    def event(self, quote, actor, recipient, *, day: date | None = None, **columns) -> Maker:
        given = {
            "event_type": "AGREE", "mode": None, "cameo_code": "057", "quad_code": 1, "intensity": 6.0,
            "event_date": day and day.isoformat(), "event_date_start": day, "event_date_end": day,
            "realis": "happened", "place_name": None, "trigger": "sign", "rule": "r",
        }  # fmt: skip
        self.coded.events.append(
            Event(**self._evidence("events", quote), actor=actor, recipient=recipient, **(given | columns))
        )
        return self

    def statement(self, quote, state, **columns) -> Maker:
        given = {
            "speaker": "A Speaker", "speaker_sector": None, "speaker_office": None, "cue": "said",
            "cue_start_char": None, "cue_end_char": None, "statement_type": "indirect",
        }  # fmt: skip
        self.coded.statements.append(
            Statement(**self._evidence("statements", quote), speaker_state=state, **(given | columns))
        )
        return self

    def figure(self, quote, parties, **columns) -> Maker:
        given = {
            "indicator": "trade", "value": 17.7e9, "unit": "USD", "direction": None, "period": "2010",
            "period_start": date(2010, 1, 1), "period_end": date(2010, 12, 31), "figure_type": "level",
            "modifier": None, "claimed_by": None,
        }  # fmt: skip
        self.coded.figures.append(Figure(**self._evidence("figures", quote), parties=parties, **(given | columns)))
        return self

    def commitment(self, quote, actor, recipient, **columns) -> Maker:
        given = {
            "what": "a railway", "firmness": "will", "deadline": None, "deadline_start": None,
            "deadline_end": None, "target_value": None, "target_unit": None, "status": "announced",
        }  # fmt: skip
        row = Commitment(**self._evidence("commitments", quote), actor=actor, recipient=recipient, **(given | columns))
        self.coded.commitments.append(row)
        return self

    def project(self, quote, parties, **columns) -> Maker:
        given = {
            "project_name": "railway", "participants": ["Hyundai"], "place_name": None, "cost_value": None,
            "cost_unit": None, "due": None, "status": "unknown",
        }  # fmt: skip
        self.coded.projects.append(Project(**self._evidence("projects", quote), parties=parties, **(given | columns)))
        return self

    def factor(self, quote, dyad, **columns) -> Maker:
        given = {"polarity": "hurdle", "factor_type": "economic", "said_by": None, "rule": "r"}
        self.coded.factors.append(Factor(**self._evidence("factors", quote), dyad=dyad, **(given | columns)))
        return self

    def office(self, quote) -> Maker:
        self.coded.offices.append(
            Office(**self._evidence("offices", quote), person="A B", office="minister", state="KOR", sector="GOV")
        )
        return self

    def rejection(self, code: str) -> Maker:
        self.coded.rejections.append(
            Rejection(
                make_id(self.doc_id, "rejections", code),
                self.doc_id,
                self.coded.document.address,
                "events",
                0,
                1,
                code,
                "why",
            ),
        )
        return self


def originals(*makers: Maker) -> dict[str, bytes]:
    return {maker.sha256: maker.bytes for maker in makers}


def add(store, *makers: Maker) -> list[str]:
    return store.append([maker.coded for maker in makers], originals(*makers))


def numbered(number: int) -> Maker:
    """A document with rows in every table, another for every number."""
    text = f"Report {number}. Korea and Russia signed a pact on gas 한국 😀. Hyundai said that Russia will build a railway. Trade rose."
    maker = Maker(
        text, address=f"https://a.example/{number % 7}", published=date(2010, 1 + number % 12, 1 + number % 28)
    )
    maker.event("Korea and Russia signed a pact", ["KOR", "RUS"], ["KOR", "RUS"], day=date(2010, 9, 1 + number % 30))
    maker.statement("Russia will build a railway", "KOR", speaker_sector="BUS")
    maker.figure("Trade rose", ["KOR", "RUS"])
    maker.commitment("Russia will build a railway", ["RUS"], [])
    if number % 3 == 0:
        maker.project("railway", ["KOR/BUS", "RUS"]).factor("gas 한국 😀", "KOR-RUS").office("Hyundai")
    if number % 5 == 0:
        maker.rejection("no_party")
    return maker
