"""What is not known, and how the brief was made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bilateral.briefings.drafts import Draft, DraftBlock, DraftSection, Evidence, Fact, Given, counted, nothing_found
from bilateral.briefings.material import ALL_DOCUMENTS
from bilateral.briefings.names import name_adjective
from bilateral.briefings.wording import be, capitalise, count, join_words, show_day, squeeze
from bilateral.settings import RELIABILITY
from bilateral.vocabulary.accuracy import read_accuracy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.briefings.brief import LeftOut
    from bilateral.briefings.material import Material
    from bilateral.findings import DocumentGroup, SilentPeriod

__all__ = ["draft_limits", "draft_method"]

_MOST_SILENT = 3
_MOST_NAMED = 6
_ONE_SIDED_SHARE = 2 / 3
_CLASSES = {
    "official": "official",
    "state_media": "state media",
    "wire": "news agencies",
    "independent": "independent media",
    "think_tank": "research institutes",
    "company": "companies",
    "other": "others",
}
_LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip


def draft_limits(material: Material) -> DraftSection:
    """Draft what the record cannot tell: silence, missing dates, one-sided and uncoded documents, rejections."""
    drafts = [
        *_tell_silence(material),
        *_tell_undated(material),
        *_tell_publishers(material),
        *_tell_nothing_on_pair(material),
        *_tell_not_coded(material),
        *_tell_rejected(material),
    ]
    if not drafts:
        drafts = [
            nothing_found(
                "No gap of the kinds that are looked for was found: silence, missing dates, one-sided publishers, languages not coded, rejected findings."
            )
        ]
    return DraftSection("limits", "What is not known", [DraftBlock(None, drafts)])


def _tell_silence(material: Material) -> Iterator[Draft]:
    for index, silent in enumerate(material.findings.gaps.silent[:_MOST_SILENT]):
        yield _tell_silent(material, silent, is_longest=index == 0)


def _tell_silent(material: Material, silent: SilentPeriod, *, is_longest: bool) -> Draft:
    by_id = {one.incident_id: one for one in material.findings.incidents}
    span = Given(f"between {show_day(silent.start)} and {show_day(silent.end)} ({count(silent.n_days, 'day')})")
    rank = "the longest silence of the record" if is_longest else "another long silence"
    text = f"No dated incident lies {span.shown}, {rank}: nothing happened, or nothing on it was collected."
    around = [by_id[one] for one in (silent.before_id, silent.after_id) if one in by_id]
    return Draft(text, "counted", material.lead_reports(around) or [ALL_DOCUMENTS], [span], len(around))


def _tell_undated(material: Material) -> Iterator[Draft]:
    ids = material.findings.gaps.undated_documents
    if ids:
        undated = counted(ids, "document")
        text = f"{capitalise(undated.shown)} {'has' if undated.number == 1 else 'have'} no published date; what {'it tells' if undated.number == 1 else 'they tell'} cannot be placed in time by it."
        yield Draft(text, "counted", material.openings(ids) or [ALL_DOCUMENTS], [undated], undated.number)
    happened = [one for one in material.findings.incidents if one.realis == "happened" and one.event_date is None]
    if happened:
        incidents = counted((one.incident_id for one in happened), "incident")
        text = f"{capitalise(incidents.shown)} that happened {be(incidents.number)} without any date and {be(incidents.number)} missing from the chart."
        yield Draft(text, "counted", material.lead_reports(happened), [incidents], incidents.number)


def _by_state(material: Material, code: str) -> tuple[str, ...]:
    return next((group.ids for group in material.findings.gaps.publisher_states if group.key == code), ())


def _tell_publishers(material: Material) -> Iterator[Draft]:
    """Whose publishers the documents come from, and whether one side has nearly all or none."""
    if not material.heads:
        return
    sides = [counted(_by_state(material, code), "document") for code in material.dyad]
    unknown = counted(_by_state(material, ""), "document")
    known = {one for side in (*sides, unknown) for one in side.ids}
    others = counted((one for one in sorted(material.heads) if one not in known), "document")
    adjectives = [name_adjective(code) for code in material.dyad]
    labels = (*(f"by {adjective} publishers" for adjective in adjectives), "by publishers of other states")
    told = [(fact, label) for fact, label in zip((*sides, others), labels, strict=True) if fact.number]
    told += [(unknown, "by publishers whose home is not known")] if unknown.number else []
    judgement = _judge_sides(sides[0].number, sides[1].number, adjectives)
    documents = counted(material.heads, "document")
    if documents.number == 1:
        text = f"The one document is {told[0][1].replace('publishers', 'a publisher')}{judgement}."
    else:
        verbs = [be(told[0][0].number), *[""] * (len(told) - 1)]
        parts = [squeeze(f"{fact.number:,} {verb} {label}") for (fact, label), verb in zip(told, verbs, strict=True)]
        text = f"Of {documents.shown}, {join_words(parts)}{judgement}."
    evidence = material.openings([one for side in (*sides, others, unknown) for one in side.ids[:2]]) or [ALL_DOCUMENTS]
    yield Draft(text, "counted", evidence, [documents, *sides, unknown, others], len(material.heads))


def _judge_sides(first: int, second: int, adjectives: Sequence[str]) -> str:
    """Whether publishers of one side have nearly all of what the two sides' publishers have."""
    if not first and not second:
        return f"; no {adjectives[0]} and no {adjectives[1]} publisher is known to be heard"
    louder, quieter = adjectives if first >= second else reversed(adjectives)
    if not min(first, second):
        return f"; no {quieter} publisher is heard, so the record can lean to the {louder} view"
    is_one_sided = max(first, second) / (first + second) > _ONE_SIDED_SHARE
    return f"; between the two, {louder} publishers outweigh" if is_one_sided else ""


def _tell_nothing_on_pair(material: Material) -> Iterator[Draft]:
    ids = [one for one, head in material.heads.items() if head.is_coded and one not in material.about]
    if ids:
        silent = counted(ids, "document")
        text = f"{capitalise(silent.shown)} {be(silent.number, past=True)} read and hold{'s' if silent.number == 1 else ''} no record on both states."
        yield Draft(text, "counted", material.openings(ids) or [ALL_DOCUMENTS], [silent], silent.number)


def _tell_not_coded(material: Material) -> Iterator[Draft]:
    groups = material.findings.gaps.not_coded
    if not groups:
        return
    ids = [one for group in groups for one in group.ids]
    documents = counted(ids, "document")
    shown, facts = _list_groups(groups, _LANGUAGES, "language not recognised")
    text = f"{capitalise(documents.shown)} {be(documents.number)} kept but not coded for {'its' if documents.number == 1 else 'their'} language: {shown}."
    yield Draft(text, "counted", material.openings(ids) or [ALL_DOCUMENTS], [documents, *facts], documents.number)


def _list_groups(groups: Sequence[DocumentGroup], names: dict[str, str], unknown: str) -> tuple[str, list[Fact]]:
    """Groups with their counts, the rest summed up."""
    shown = [
        f"{names.get(group.key, group.key.replace('_', ' ')) or unknown} ({group.n:,})"
        for group in groups[:_MOST_NAMED]
    ]
    facts: list[Fact] = [Given(words) for words in shown]
    if groups[_MOST_NAMED:]:
        rest = Given(f"{sum(group.n for group in groups[_MOST_NAMED:]):,} of other kinds")
        shown.append(rest.shown)
        facts.append(rest)
    return join_words(shown), facts


def _tell_rejected(material: Material) -> Iterator[Draft]:
    groups = material.findings.gaps.rejections
    if not groups:
        return
    rows = sorted(material.records.rejections, key=lambda row: (row.reason_code, row.rejection_id))
    rejected = counted((row.rejection_id for row in rows), "finding")
    shown, facts = _list_groups(groups, {}, "no reason given")
    text = f"{capitalise(rejected.shown)} could not be used, by reason: {shown}."
    evidence = [
        one
        for row in rows
        for one in _rejection_evidence(material, row.doc_id, row.start_char, row.end_char, row.rejection_id)
    ]
    yield Draft(text, "counted", evidence[:5] or [ALL_DOCUMENTS], [rejected, *facts], rejected.number)


def _rejection_evidence(
    material: Material, doc_id: str | None, start: int | None, end: int | None, rejection_id: str
) -> list[Evidence]:
    """The words that were rejected, else the document; nothing where neither is stored."""
    text = material.texts.get(doc_id or "")
    if doc_id is None or text is None:
        return []
    if start is None or end is None or not 0 <= start < end <= len(text):
        return [material.opening(doc_id)]
    return [Evidence(rejection_id, "rejections", doc_id, start, end, text[start:end])]


def draft_method(material: Material, left_out: Sequence[LeftOut]) -> DraftSection:
    """Draft how the brief was made, what was left out, and that machine coding errs."""
    drafts = [_tell_classes(material), *_tell_reliability(material), _tell_program(material), *_tell_accuracy(), _tell_kinds(), *_tell_left_out(left_out)]
    return DraftSection("method", "How this was made", [DraftBlock(None, drafts)])


def _tell_classes(material: Material) -> Draft:
    if not material.heads:
        return nothing_found("No document was read.")
    documents = counted(material.heads, "document")
    shown, facts = _list_groups(material.findings.gaps.publisher_classes, _CLASSES, "others")
    text = f"The brief rests on {documents.shown}, by class of publisher: {shown}."
    return Draft(text, "counted", [ALL_DOCUMENTS], [documents, *facts], documents.number)


def _tell_reliability(material: Material) -> Iterator[Draft]:
    """How far the user trusts the publishers, where the settings say so."""
    if not material.reliability:
        return
    groups = [(letter, [doc for doc, given in material.reliability.items() if given == letter]) for letter in RELIABILITY]
    counts = [counted(docs, "document") for _, docs in groups]
    shown = join_words(
        [f"{letter}, {RELIABILITY[letter]}, {one.number:,}" for (letter, _), one in zip(groups, counts, strict=True) if one.number]
    )
    judged = counted(material.reliability, "document")
    text = f"By the user's own judgement of publishers on the Admiralty scale, of {judged.shown}: {shown}."
    yield Draft(text, "counted", [ALL_DOCUMENTS], [judged, *counts], judged.number)


def _tell_accuracy() -> Iterator[Draft]:
    """How well the coder did on documents that it was not made on."""
    measured = read_accuracy()
    if not measured:
        return
    shown = [
        f"{one['table']} found {one['recall']:.0%} of {one['n_gold']} and {one['precision']:.0%} of what it found was right".replace("%", " percent")
        for one in measured["scores"]
    ]
    facts = [Given(one) for one in shown]
    origin = Given(f"{measured['n_documents']} documents on other pairs, coded by hand and not used in making the coder")
    text = f"The coder was measured on {origin.shown}: of {'; of '.join(shown)}."
    yield Draft(text, "counted", [ALL_DOCUMENTS], [*facts, origin], 1)


def _tell_program(material: Material) -> Draft:
    version = Given(f"bilateral {material.version}".strip())
    tables = Counter(table for table, _ in material.rows.values())
    records = Given(count(sum(tables.values()), "record"))
    text = (
        f"{version.shown} coded them by rule into {records.shown}, offline and without a language model, and wrote every sentence from records "
        "alone; machine coding errs, so read the quoted words before relying on a line."
    )
    return Draft(capitalise(text), "counted", [ALL_DOCUMENTS], [version, records], max(len(material.heads), 1))


def _tell_kinds() -> Draft:
    text = (
        "Sentences marked “counted” are sums over records, “reported” retell an act or claim of a document, and “said” give "
        "a speaker's words; quotation marks hold verbatim text, with cuts shown as […]."
    )
    return Draft(text, "counted", [ALL_DOCUMENTS])


def _tell_left_out(left_out: Sequence[LeftOut]) -> Iterator[Draft]:
    if left_out:
        text = f"{len(left_out):,} {'line' if len(left_out) == 1 else 'lines'} failed verification against the stored text and {be(len(left_out), past=True)} left out; they are listed with the reason at the end."
        yield Draft(text, "counted", [ALL_DOCUMENTS], [Given(f"{len(left_out):,}")])
