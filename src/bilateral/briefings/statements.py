"""What each side said: verbatim words with speaker, office and date, side by side."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.briefings.drafts import (
    Draft,
    DraftBlock,
    DraftSection,
    Fact,
    Named,
    Quoted,
    Spoken,
    counted,
    nothing_found,
)
from bilateral.briefings.material import MOST_QUOTE
from bilateral.briefings.names import name_adjective
from bilateral.briefings.wording import be, capitalise, cut, possessive, squeeze
from bilateral.findings import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.briefings.material import Material
    from bilateral.records import Statement

__all__ = ["draft_statements", "side_of", "statements_about"]

_MOST_A_SIDE = 8
_MOST_OTHERS = 5
_MOST_A_SPEAKER = 3
_FEWEST_WORDS = 5
_MOST_TOLD = 90
"""Characters of an addressee or occasion that is told beside a quote; longer ones are left to the record."""
_OPENINGS = frozenset(("at", "in", "on", "during", "after", "before", "following", "over", "ahead", "throughout"))

_REPORTEDLY = "reportedly said"
_CUE = re.compile(
    r"(?:[a-z]+ed|said|says|saw|sees|told|held|holds|hopes?|calls)(?: (?:that|for|on|to|about|of|as|by))?"
)
# called for | noted | praised | told


def side_of(statement: Statement, dyad: tuple[str, str]) -> int | None:
    """0 or 1 for a speaker of the first or second state, None for all others."""
    state = state_of(statement.speaker_state or "")
    return dyad.index(state) if state in dyad else None


def statements_about(material: Material) -> list[Statement]:
    """Statements in documents that speak of both states, each once where copies repeat it."""
    seen: dict[tuple[str, str], Statement] = {}
    rows = (row for row in material.records.statements if row.doc_id in material.about)
    for row in sorted(rows, key=lambda one: (material.order(one.doc_id), one.start_char, one.record_id)):
        seen.setdefault((row.speaker.casefold(), squeeze(row.quote).casefold()), row)
    return list(seen.values())


def draft_statements(material: Material) -> DraftSection:
    """Draft what each side and others said; direct words and named speakers first."""
    statements = statements_about(material)
    blocks = [
        DraftBlock(capitalise(name), list(_tell_side(material, statements, side, name)))
        for side, name in enumerate(material.names)
    ]
    others = [row for row in statements if side_of(row, material.dyad) is None]
    if others:
        blocks.append(DraftBlock("Others", list(_tell_some(material, others, _MOST_OTHERS))))
    return DraftSection("statements", "What each side said", blocks)


def _tell_side(material: Material, statements: Sequence[Statement], side: int, name: str) -> Iterator[Draft]:
    own = [row for row in statements if side_of(row, material.dyad) == side]
    if not own:
        yield nothing_found(f"No statement by {possessive(name)} side was found in the documents searched.")
        return
    yield from _tell_some(material, own, _MOST_A_SIDE)


def _tell_some(material: Material, statements: Sequence[Statement], most: int) -> Iterator[Draft]:
    chosen = _choose(material, statements, material.room(most))
    for row in sorted(chosen, key=lambda one: (material.order(one.doc_id), -one.start_char), reverse=True):
        yield _tell_statement(material, row)
    shown = {row.record_id for row in chosen}
    rest = [row for row in statements if row.record_id not in shown]
    if rest:
        more = counted((row.record_id for row in rest), "statement")
        text = f"And {more.number:,} more {'statement' if more.number == 1 else 'statements'} {be(more.number)} in the record."
        yield Draft(text, "counted", material.evidence(row.record_id for row in rest), [more], len(rest))


def _choose(material: Material, statements: Iterable[Statement], most: int) -> list[Statement]:
    """The statements to show: about the other side, direct, by office-holders, newest; few by any one speaker."""
    other_words = {word for code in material.dyad for word in (name_adjective(code), *material.names)}

    def weight(row: Statement) -> tuple[object, ...]:
        words = row.quote.split()
        return (
            len(words) < _FEWEST_WORDS,
            not any(word in row.quote for word in other_words),
            row.statement_type != "direct",
            row.speaker_office is None,
            -material.order(row.doc_id)[0].toordinal(),
            row.record_id,
        )

    by_speaker: Counter[str] = Counter()
    chosen: list[Statement] = []
    for row in sorted(statements, key=weight):
        if any(_is_within(row, known) for known in chosen):
            continue
        by_speaker[row.speaker] += 1
        if by_speaker[row.speaker] <= _MOST_A_SPEAKER and len(chosen) < most:
            chosen.append(row)
    return chosen


def _is_within(row: Statement, other: Statement) -> bool:
    """Whether two statements share words, as where one reports the other: one of them is enough."""
    return row.doc_id == other.doc_id and row.start_char < other.end_char and other.start_char < row.end_char


def _tell_statement(material: Material, row: Statement) -> Draft:
    evidence = material.evidence_of(row.record_id)
    quote = Quoted(cut(row.quote, MOST_QUOTE).strip("“”\"' "), evidence)
    origin = material.origin(row.doc_id)
    speaker = squeeze(row.speaker)
    facts: list[Fact] = [quote, origin, Spoken(speaker, row, evidence)]
    office = squeeze(row.speaker_office or "")
    if office and office.casefold() not in speaker.casefold() and material.has_words(row.doc_id, office):
        facts.append(Named(office, evidence))
        speaker = f"{speaker}, {office},"
    saying = _saying(material, row)
    told = [Named(words, evidence) for words in _told_with(material, row)]
    facts += told
    manner = ["reported speech"] if row.statement_type == "indirect" and saying != _REPORTEDLY else []
    beside = "; ".join([*(_lower_first(one.shown) for one in told), *manner, origin.shown])
    text = f"{capitalise(speaker)} {saying}: “{quote.shown}” ({beside})."
    return Draft(text, "said", [evidence], facts, 1)


def _told_with(material: Material, row: Statement) -> Iterator[str]:
    """To whom and on what occasion it was said, in the document's words: `to reporters`, `at a press conference in Seoul`."""
    text = material.texts.get(row.doc_id, "")
    addressee = squeeze(text[row.addressee_start_char : row.addressee_end_char]) if row.addressee_start_char is not None else squeeze(row.addressee or "")
    occasion = squeeze(row.occasion or "")
    if addressee and addressee.casefold() not in occasion.casefold() and len(addressee) <= _MOST_TOLD and material.has_words(row.doc_id, addressee):
        yield f"to {addressee}"
    if occasion and len(occasion) <= _MOST_TOLD and material.has_words(row.doc_id, occasion):
        yield occasion


def _lower_first(words: str) -> str:
    """Words that opened a sentence, as they stand inside one: "in a speech to"; not "G20 summit"."""
    first, space, rest = words.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower() in _OPENINGS else words


def _saying(material: Material, row: Statement) -> str:
    """The document's own word of saying where it can stand alone, else a plain one."""
    cue = ""
    if row.cue_start_char is not None and row.cue_end_char is not None:
        cue = squeeze(material.texts.get(row.doc_id, "")[row.cue_start_char : row.cue_end_char]).casefold()
    if _CUE.fullmatch(cue):
        return cue
    return "said" if row.statement_type == "direct" else _REPORTEDLY
