"""Planted corruptions: what a brief must not carry on, over the shipped example and the seeds.

Half are planted in records that a clean brief cites, ten at a time, and the brief is written anew: one is caught
if its record is listed as left out and no sentence or row rests on it. Half are planted in the sentences that are
proposed from sound records, as a faulty template would: one is caught if the sentence is refused.

    python evaluation/corruptions.py --planted 200
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bilateral
from bilateral.analysis.summary import build_findings
from bilateral.answers.dossier import read_records, read_texts
from bilateral.briefings.compose import compose_brief
from bilateral.briefings.drafts import Acted, Dated, Draft, Quoted, Spoken
from bilateral.briefings.figures import draft_figures
from bilateral.briefings.incidents import draft_incidents
from bilateral.briefings.material import build_material
from bilateral.briefings.statements import draft_statements
from bilateral.briefings.verify import check_draft, check_records, check_seals
from bilateral.records import EVIDENCE_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bilateral.briefings.brief import Brief
    from bilateral.findings import Records

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
AT_ONCE = 10
SEED = 20


@dataclass(frozen=True)
class Desk:
    """One record with its clean brief: what corruptions are planted in."""

    records: Records
    texts: Mapping[str, str]
    cited: frozenset[str]


def open_desk(paths: Sequence[Path], folder: Path, dates: Mapping[str, str] | None = None) -> Desk:
    """Code documents and write a clean brief of the full length."""
    record = bilateral.open_record(folder)
    record.add(paths, dates=dates)
    records = read_records(folder, "RUS", "KOR")
    texts = read_texts(folder, [row.doc_id for table in EVIDENCE_TABLES for row in getattr(records, table)])
    return Desk(records, texts, frozenset(_cited(write(records, texts))))


def write(records: Records, texts: Mapping[str, str]) -> Brief:
    """A brief as `bilateral brief` writes it, of the full length."""
    sealed, unsealed = check_seals(records)
    sound, left_out = check_records(sealed, texts)
    return compose_brief(sound, build_findings(sound, ("RUS", "KOR")), texts, left_out=(*unsealed, *left_out), length="full")


def _cited(brief: Brief) -> Iterator[str]:
    return (note.record_id for note in brief.notes)


def _digits(row: Any, _: random.Random, __: Desk) -> Any:
    return replace(row, value=row.value * 1.37 + 3)


def _speaker(row: Any, rng: random.Random, desk: Desk) -> Any | None:
    others = sorted({(one.speaker, one.speaker_state) for one in desk.records.statements if one.speaker_state not in (None, row.speaker_state)})
    if not others:
        return None
    speaker, state = rng.choice(others)
    return replace(row, speaker=speaker, speaker_state=state)


def _other_document(row: Any, rng: random.Random, desk: Desk) -> Any | None:
    others = sorted(doc_id for doc_id in desk.texts if doc_id != row.doc_id)
    return replace(row, doc_id=rng.choice(others)) if others else None


def _date(row: Any, rng: random.Random, _: Desk) -> Any | None:
    if row.event_date_start is None:
        return None
    moved = row.event_date_start + timedelta(days=rng.choice((-9, 9)) * 366)
    return replace(row, event_date=moved.isoformat(), event_date_start=moved, event_date_end=moved)


def _direction(row: Any, _: random.Random, __: Desk) -> Any | None:
    if not row.recipient or set(row.actor) == set(row.recipient):
        return None
    return replace(row, actor=row.recipient, recipient=row.actor)


def _words(row: Any, _: random.Random, __: Desk) -> Any:
    return replace(row, quote=f"{row.quote[:-4]} not")


KINDS: dict[str, tuple[str, Callable[[Any, random.Random, Desk], Any | None]]] = {
    "altered number": ("figures", _digits),
    "swapped speaker": ("statements", _speaker),
    "quote of another document": ("events", _other_document),
    "wrong date": ("events", _date),
    "reversed direction": ("events", _direction),
    "altered words": ("commitments", _words),
}


def plant(desk: Desk, kind: str, n: int, rng: random.Random) -> tuple[int, list[str]]:
    """Plant up to `n` corruptions of one kind; how many were planted, and the records that slipped through."""
    table, alter = KINDS[kind]
    rows = list(getattr(desk.records, table))
    open_rows = [index for index, row in enumerate(rows) if row.record_id in desk.cited]
    rng.shuffle(open_rows)
    planted: list[str] = []
    for index in open_rows:
        altered = alter(rows[index], rng, desk) if len(planted) < n else None
        if altered is not None:
            rows[index] = altered
            planted.append(altered.record_id)
    brief = write(replace(desk.records, **{table: tuple(rows)}), desk.texts)
    told = set(_cited(brief))
    listed = {record_id for one in brief.left_out for record_id in one.record_ids}
    return len(planted), [one for one in planted if one in told or one not in listed]


def _proposed(desk: Desk) -> list[Draft]:
    """Sentences that the sections propose from sound records, all of which pass."""
    findings = build_findings(desk.records, ("RUS", "KOR"))
    material = build_material(desk.records, findings, desk.texts, length="full")
    drafts = [draft for section in (draft_incidents, draft_statements, draft_figures) for block in section(material).blocks for draft in block.drafts]
    return [draft for draft in drafts if not check_draft(draft, material.stored)]


def _stray_number(draft: Draft, _: Desk) -> Draft | None:
    outside = re.sub("“[^”]*”", lambda found: "\0" * len(found[0]), draft.text)
    found = re.search(r"\d+", outside)
    return replace(draft, text=f"{draft.text[: found.start()]}{int(found[0]) + 7}{draft.text[found.end() :]}") if found else None


def _fact(draft: Draft, kind: type, change: Callable[[Any], Any]) -> Draft | None:
    """A sentence with its first fact of one kind changed, in the facts and, where it is shown, in the words."""
    old = next((fact for fact in draft.facts if isinstance(fact, kind)), None)
    new = change(old) if old else None
    if old is None or new is None:
        return None
    return replace(draft, text=draft.text.replace(old.shown, new.shown), facts=[new if fact is old else fact for fact in draft.facts])


def _turned(fact: Acted) -> Acted | None:
    """A clause with the names of both sides exchanged."""
    if len(fact.actors) != 1 or len(fact.recipients) != 1 or fact.actors == fact.recipients:
        return None
    one, other = fact.actors[0], fact.recipients[0]
    if fact.shown.find(one) > fact.shown.find(other) or one in other or other in one:
        return None
    return replace(fact, shown=fact.shown.replace(one, "\0").replace(other, one).replace("\0", other))


def _moved(fact: Dated) -> Dated:
    first, last = (day.replace(year=day.year - 9, day=min(day.day, 28)) if day else None for day in (fact.first, fact.last))
    return replace(fact, period=re.sub(r"\d{4}", lambda year: str(int(year[0]) - 9), fact.period), first=first, last=last)


SENTENCE_KINDS: dict[str, Callable[[Draft, Desk], Draft | None]] = {
    "altered number": _stray_number,
    "swapped speaker": lambda draft, _: _fact(
        draft, Spoken, lambda fact: replace(fact, shown="Ada Okoro", statement=replace(fact.statement, speaker="Ada Okoro"))
    ),
    "quote of another document": lambda draft, desk: replace(
        draft, evidence=[replace(one, doc_id=min(doc_id for doc_id in desk.texts if doc_id != one.doc_id)) for one in draft.evidence]
    ),
    "wrong date": lambda draft, _: _fact(draft, Dated, _moved),
    "reversed direction": lambda draft, _: _fact(draft, Acted, _turned),
    "altered words": lambda draft, _: _fact(draft, Quoted, lambda fact: replace(fact, shown=f"{fact.shown[:-4]} not")),
}


def plant_in_sentences(desk: Desk, wanted: int, rng: random.Random) -> tuple[Counter[str], Counter[str]]:
    """Alter proposed sentences one way each; how many of each kind, and how many would have been written."""
    findings = build_findings(desk.records, ("RUS", "KOR"))
    stored = build_material(desk.records, findings, desk.texts).stored
    drafts = _proposed(desk)
    rng.shuffle(drafts)
    planted: Counter[str] = Counter()
    slipped: Counter[str] = Counter()
    for kind, alter in SENTENCE_KINDS.items():
        for altered in filter(None, (alter(draft, desk) for draft in drafts)):
            if planted[kind] >= wanted / len(SENTENCE_KINDS):
                break
            planted[kind] += 1
            slipped[kind] += not check_draft(altered, stored)
    return planted, slipped


def run(desks: Sequence[Desk], wanted: int) -> tuple[Counter[str], Counter[str]]:
    """Plant `wanted` corruptions over all kinds; how many of each kind, and how many slipped through."""
    rng = random.Random(SEED)  # noqa: S311 - a draw to repeat, no secret
    planted: Counter[str] = Counter()
    slipped: Counter[str] = Counter()
    while sum(planted.values()) < wanted:
        before = sum(planted.values())
        for kind in KINDS:
            for desk in desks:
                room = min(AT_ONCE, wanted - sum(planted.values()))
                if room > 0:
                    n, missed = plant(desk, kind, room, rng)
                    planted[kind] += n
                    slipped[kind] += len(missed)
        if sum(planted.values()) == before:
            break
    return planted, slipped


def main() -> int:
    """Print one line a kind; status 1 if any corruption slipped through."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--planted", type=int, default=200, help="corruptions to plant")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desks = [open_desk([ROOT / "examples/russia-korea/documents"], Path(folder) / "example")]
        if SEEDS.is_dir():
            desks.append(open_desk([SEEDS], Path(folder) / "seeds"))
        results = {
            "in records": run(desks, args.planted // 2),
            "in sentences": plant_in_sentences(desks[0], args.planted - args.planted // 2, random.Random(SEED)),  # noqa: S311
        }
    missed = 0
    for where, (planted, slipped) in results.items():
        for kind, n in planted.items():
            print(f"{where:14} {kind:28} planted {n:4}  caught {n - slipped[kind]:4}")
        missed += sum(slipped.values())
    print(f"{sum(sum(planted.values()) for planted, _ in results.values())} planted, {missed} slipped through")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
