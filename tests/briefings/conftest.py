"""A made-up record on Norway and Kenya: invented acts in sentences written for these tests."""
# ruff: noqa: PLR0913, PLR0917 - makers of rows take one argument a column

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from bilateral import periods
from bilateral.analysis.summary import build_findings
from bilateral.briefings.compose import compose_brief
from bilateral.briefings.verify import check_records
from bilateral.findings import DocumentHead, Records
from bilateral.records import (
    Commitment,
    Event,
    Factor,
    Figure,
    Office,
    Project,
    Rejection,
    Statement,
    make_id,
)

DYAD = ("NOR", "KEN")
QUADS = {"AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "ACCUSE": 3, "REJECT": 3, "SANCTION": 4}
TABLES = ("events", "statements", "figures", "commitments", "projects", "factors", "offices")

TEXTS = {
    "a": (
        "Fjord Post reports from Nairobi.\n"
        "Norwegian Foreign Minister Kari Lunde visited Kenya on 12 March 2019. "
        'Lunde said: "Norway stands with Kenya on clean energy." '
        "Norway promised to double aid to Kenya to $80 million by 2021. "
        "Trade between Norway and Kenya reached $120 million in 2018, the Oslo Chamber said. "
        "Geothermal know-how draws Norway and Kenya together.\n"
    ),
    "b": (
        "Rift Daily, Nairobi.\n"
        "Kenyan President Amos Kiptoo met Foreign Minister Kari Lunde of Norway on 12 March 2019. "
        "Kiptoo noted that fish imports from Norway hurt Kenyan ports. "
        "Kenya accused Norway of dumping fish in May 2019. "
        "Trade between Norway and Kenya came to $150 million in 2018. "
        "The Menengai heat plant, a Norwegian-Kenyan venture, will cost $40 million and open in 2022. "
        "The dispute over fish holds the relation back.\n"
    ),
    "c": (
        "Norway and Kenya plan talks on ports in 2022. "
        "Norway has doubled its aid to Kenya to $80 million, officials in Oslo said in late 2021.\n"
    ),
}
HEADS = {
    "a": ("Fjord Post", "independent", "NOR", "2019-03-13", "Minister in Nairobi"),
    "b": ("Rift Daily", "state_media", "KEN", "2019-06-01", "Fish and heat"),
    "c": (None, "other", None, None, "Undated note"),
}


class MadeUp:
    """Collects rows by finding each quote in its text."""

    def __init__(self, texts):
        self.texts = dict(texts)
        self.heads = []
        self.rows = {table: [] for table in (*TABLES, "rejections")}

    def head(self, doc_id, publisher, publisher_class, state, published, title, **more):
        first, last = periods.bounds(published) if published else (None, None)
        self.heads.append(
            DocumentHead(
                doc_id, title, publisher, publisher_class, state, published, first, last,
                **{"language": "en", "address": f"https://example.org/{doc_id}", "body_sha256": doc_id, **more},
            )
        )  # fmt: skip

    def _base(self, table, doc_id, quote):
        start = self.texts[doc_id].index(quote)
        end = start + len(quote)
        record_id = make_id(doc_id, table, start, end, len(self.rows[table]))
        return {"record_id": record_id, "doc_id": doc_id, "start_char": start, "end_char": end, "quote": quote}

    def event(self, doc_id, quote, event_type, actor, recipient, when, **more):
        first, last = periods.bounds(when) if when else (None, None)
        quad = QUADS[event_type]
        columns = {
            "mode": None, "cameo_code": None, "quad_code": quad, "intensity": {1: 3.0, 2: 6.0, 3: -3.0, 4: -7.0}[quad],
            "event_date": when, "event_date_start": first, "event_date_end": last, "realis": "happened",
            "place_name": None, "trigger": "", "rule": "", **more,
        }  # fmt: skip
        base = self._base("events", doc_id, quote)
        self.rows["events"].append(Event(**base, actor=actor, recipient=recipient, event_type=event_type, **columns))

    def statement(self, doc_id, quote, speaker, state, cue=None, kind="indirect", office=None):
        at = self.texts[doc_id].index(cue) if cue else None
        self.rows["statements"].append(
            Statement(
                **self._base("statements", doc_id, quote), speaker=speaker, speaker_state=state, speaker_sector=None,
                speaker_office=office, cue=cue, cue_start_char=at, cue_end_char=at + len(cue) if cue else None,
                statement_type=kind,
            )
        )  # fmt: skip

    def figure(self, doc_id, quote, indicator, value, unit, when, **more):
        first, last = periods.bounds(when) if when else (None, None)
        columns = {
            "parties": ["NOR", "KEN"], "direction": None, "period": when, "period_start": first, "period_end": last,
            "figure_type": "level", "modifier": None, "claimed_by": None, **more,
        }  # fmt: skip
        base = self._base("figures", doc_id, quote)
        self.rows["figures"].append(Figure(**base, indicator=indicator, value=value, unit=unit, **columns))

    def commitment(self, doc_id, quote, what, deadline, status, **more):
        first, last = periods.bounds(deadline) if deadline else (None, None)
        columns = {
            "actor": ["NOR"], "recipient": ["KEN"], "firmness": "will", "deadline": deadline, "deadline_start": first,
            "deadline_end": last, "target_value": None, "target_unit": None, "status": status, **more,
        }  # fmt: skip
        self.rows["commitments"].append(Commitment(**self._base("commitments", doc_id, quote), what=what, **columns))

    def project(self, doc_id, quote, name, **more):
        columns = {
            "parties": ["NOR", "KEN"], "participants": [], "place_name": None, "cost_value": None, "cost_unit": None,
            "due": None, "status": "announced", **more,
        }  # fmt: skip
        self.rows["projects"].append(Project(**self._base("projects", doc_id, quote), project_name=name, **columns))

    def factor(self, doc_id, quote, polarity, kind):
        self.rows["factors"].append(
            Factor(
                **self._base("factors", doc_id, quote), polarity=polarity, dyad="KEN-NOR", factor_type=kind,
                said_by=None, rule="",
            )
        )  # fmt: skip

    def office(self, doc_id, quote, person, office, state):
        base = self._base("offices", doc_id, quote)
        self.rows["offices"].append(Office(**base, person=person, office=office, state=state, sector="GOV"))

    def rejection(self, doc_id, reason):
        self.rows["rejections"].append(
            Rejection(make_id(doc_id, "rejections", reason), doc_id, "", "extraction", 0, 5, reason, "made up")
        )

    def records(self):
        rows = {table: tuple(rows) for table, rows in self.rows.items()}
        return Records(documents=tuple(self.heads), **rows)


def _fill(made):
    for doc_id, columns in HEADS.items():
        made.head(doc_id, *columns)
    visit = "Norwegian Foreign Minister Kari Lunde visited Kenya on 12 March 2019"
    made.event("a", visit, "CONSULT", ["NOR"], ["KEN"], "2019-03-12", mode="visit", place_name="Nairobi")
    made.event(
        "b", "Kenyan President Amos Kiptoo met Foreign Minister Kari Lunde of Norway on 12 March 2019",
        "CONSULT", ["KEN"], ["NOR"], "2019-03-12", mode="meet",
    )  # fmt: skip
    made.event("b", "Kenya accused Norway of dumping fish in May 2019", "ACCUSE", ["KEN"], ["NOR"], "2019-05")
    made.event(
        "c", "Norway and Kenya plan talks on ports in 2022", "CONSULT", ["NOR"], ["KEN"], "2022",
        mode="meet", realis="planned",
    )  # fmt: skip
    made.statement(
        "a", "Norway stands with Kenya on clean energy.", "Kari Lunde", "NOR", "said", "direct", "Foreign Minister"
    )
    made.statement("b", "fish imports from Norway hurt Kenyan ports", "Amos Kiptoo", "KEN", "noted")
    made.office("a", "Foreign Minister Kari Lunde", "Kari Lunde", "Foreign Minister", "NOR")
    made.office("b", "President Amos Kiptoo", "Amos Kiptoo", "President", "KEN")
    made.office("b", "Foreign Minister Kari Lunde of Norway", "Kari Lunde", "Foreign Minister", "NOR")
    made.figure(
        "a", "Trade between Norway and Kenya reached $120 million in 2018, the Oslo Chamber said",
        "trade", 120e6, "USD", "2018", claimed_by="Oslo Chamber",
    )  # fmt: skip
    made.figure("b", "Trade between Norway and Kenya came to $150 million in 2018", "trade", 150e6, "USD", "2018")
    made.commitment(
        "a", "Norway promised to double aid to Kenya to $80 million by 2021", "double aid to Kenya", "2021",
        "announced", target_value=80e6, target_unit="USD",
    )  # fmt: skip
    made.project(
        "b", "The Menengai heat plant, a Norwegian-Kenyan venture, will cost $40 million and open in 2022",
        "Menengai heat plant", cost_value=40e6, cost_unit="USD", due="2022",
    )  # fmt: skip
    made.factor("a", "Geothermal know-how draws Norway and Kenya together", "driver", "economic")
    made.factor("b", "The dispute over fish holds the relation back", "hurdle", "economic")
    made.rejection("c", "no_party")
    return made


def write(records, texts, dyad=DYAD, **more):
    sound, left_out = check_records(records, texts)
    findings = build_findings(sound, dyad, as_of=more.pop("as_of", None))
    return compose_brief(sound, findings, texts, left_out=left_out, version="0.0.1", **more)


@pytest.fixture
def made():
    return _fill(MadeUp(TEXTS))


@pytest.fixture
def desk(made):
    """The made-up record, its texts, and the functions that tests call."""
    return SimpleNamespace(
        records=made.records(), texts=made.texts, write=write, empty=MadeUp, dyad=DYAD, clock=date(2022, 6, 1)
    )


@pytest.fixture
def brief(desk):
    return write(desk.records, desk.texts)
