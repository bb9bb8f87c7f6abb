"""Statements: who says, believes, hopes or calls for what, in quotation marks or reported.

Paragraph by paragraph: turns of a transcript, quotations with their speaker,
reported speech and attitudes, and sentences that go on from a reported one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import quote_span, spread_conjuncts
from bilateral.extraction.labels import hear_states, label_speaker
from bilateral.extraction.named_parties import is_person_noun, mention_at, parties_of, state_of
from bilateral.extraction.quotations import find_quotations, paragraph_bounds
from bilateral.extraction.speaker_roles import ABROAD
from bilateral.extraction.speakers import find_speakers, keep_hearing, name_speaker
from bilateral.extraction.speech_settings import NO_SETTING, Setting, find_setting, goes_on_speaking
from bilateral.extraction.spoken import Paragraph, find_continuation, without_retold
from bilateral.extraction.transcript_settings import find_asker, find_heading, find_turn_setting, is_first_of_turn
from bilateral.extraction.transcripts import Turn, find_turns, is_greeting
from bilateral.extraction.voices import Speaker, listen
from bilateral.records import Statement, make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bilateral.extraction.addressees import Addressee
    from bilateral.extraction.quotations import Quotation
    from bilateral.extraction.spoken import Spoken
    from bilateral.extraction.voices import Voices
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Office

__all__ = ["find_statements"]

_FLOATING = frozenset(("they", "he", "she", "it"))
"""Pronouns that mean something else inside a quotation than outside of it."""
_FIRST_PLURAL = frozenset(("we", "i", "us", "both"))
_MIN_CHARACTERS = 4
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))


@dataclass(slots=True)
class _Found:
    """A content with its speaker, before it is a row."""

    start: int
    end: int
    speaker: Speaker
    cue: tuple[int, int] | None
    is_direct: bool
    setting: Setting = NO_SETTING


@dataclass(slots=True)
class _Reading:
    """The document and what is known while it is read."""

    doc: ParsedDocument
    voices: Voices
    turns: dict[int, Turn]
    turn_speakers: dict[str, Speaker]
    heading: tuple[int, int] | None = None  # where the heading of a transcript tells its occasion
    asker: Addressee | None = None  # who asked last


def find_statements(doc: ParsedDocument, offices: Sequence[Office]) -> list[Statement]:
    """Find what named or described speakers say, believe, hope, want, fear or call for.

    Does not code the document's author, scare quotes, titles, aims ("seeks to")
    and attitudes without a holder ("is seen as"). Statements inside statements
    are rows of their own, with the inner speaker.

    Args:
        doc: A parsed document with its mentions.
        offices: Its offices, for full names and states of persons.

    Returns:
        One row per contiguous content and speaker (speakers of two states: a
        row each), in text order; empty if there is none.

    Source:
        GUIDE, "statements" and "Decisions"; PolNeAR for speaker, cue and content.
    """
    voices = listen(doc, offices)
    turns = find_turns(doc)
    voices.is_transcript = bool(turns)
    labels = _speakers_of_labels(doc, turns, voices)
    reading = _Reading(doc, voices, turns, labels, heading=find_heading(doc, turns))
    found: list[_Found] = []
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in doc.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    for paragraph, (start, end) in paragraph_bounds(doc).items():
        found.extend(_read_paragraph(reading, paragraph, paragraphs[paragraph], find_quotations(doc.text, start, end)))
    return _as_rows(doc, found)


def _speakers_of_labels(doc: ParsedDocument, turns: dict[int, Turn], voices: Voices) -> dict[str, Speaker]:
    """Who each label of a transcript names."""
    words: dict[str, list[str]] = {}
    for turn in turns.values():
        for part in (turn, *turn.later):
            if not part.is_question:
                words.setdefault(part.label, []).append(doc.text[part.start : part.end])
    heard = hear_states(doc, turns)
    return {label: label_speaker(label, doc, voices, own_words="\n".join(said), heard=heard.get(label)) for label, said in words.items()}


def _read_paragraph(
    reading: _Reading, paragraph: int, sentences: list[Sentence], quotations: list[Quotation]
) -> list[_Found]:
    turn = reading.turns.get(paragraph)
    found = list(_read_turn(reading, turn)) if turn else []
    spoken = found[0].speaker if found else None
    words = Paragraph.read(reading.doc.text, sentences, quotations)
    said: list[_Found] = []
    for sentence in sentences:
        told: list[_Found] = []
        for report in words.find_reported(sentence):
            told += _read_report(reading, report, spoken, told or said)
        if turn is None:
            for quoted in words.find_quoted(sentence):
                said.extend(_read_quoted(reading, quoted, said))
        told = _without_repeated(reading.doc.text, told)
        if not told and not words.opening_in(sentence) and said:
            told = list(_go_on(sentence, said[-1]))
        said.extend(told)
        _remember(reading.voices, sentence)
        if sentence.text.endswith(":") and turn is None:
            for saying in words.sayings(sentence):  # who speaks in the paragraph after "The paper reports:"
                _speakers(reading, sentence, saying.speakers, None)
    return found + without_retold(said)


_HE_IS = re.compile(r"(?:that\s+)?(?:he|she|it|they)(?:\s+(?:is|was|are|were)|['’](?:s|re))\b[^,;.:]{0,18}$", re.IGNORECASE)  # he was sure that


def _without_repeated(text: str, told: list[_Found]) -> list[_Found]:
    """Without a report that only adds another of the same speaker: "said he was sure |the road would open|"."""
    return [
        item for item in told
        if not any(
            other.speaker == item.speaker and other.end == item.end and item.start < other.start and _HE_IS.fullmatch(text, item.start, other.start)
            for other in told
        )
    ]  # fmt: skip


def _read_turn(reading: _Reading, turn: Turn) -> Iterator[_Found]:
    """What a speaker says in one paragraph of his turn is one direct statement."""
    for part in (turn, *turn.later):
        if part.is_question:
            reading.asker = find_asker(reading.doc, part, reading.heading) if is_first_of_turn(reading.doc, part) else reading.asker
        speaker = reading.turn_speakers.get(part.label)
        if speaker and not part.is_question and part.end > part.start and not is_greeting(reading.doc.text[part.start : part.end]):
            setting = find_turn_setting(reading.doc, part, asker=reading.asker, heading=reading.heading, speakers=reading.turn_speakers, voices=reading.voices)
            yield _Found(part.start, part.end, speaker, None, is_direct=True, setting=setting)


def _read_report(reading: _Reading, report: Spoken, spoken: Speaker | None, said: Sequence[_Found]) -> Iterator[_Found]:
    """A report with each of its speakers; positions and appearances are no statements."""
    if report.is_position or not report.heads:
        return
    heads = list(report.heads)
    if report.is_quoted_cue:
        heads = [head for head in heads if head.lower not in _FLOATING or mention_at(report.sentence, head) is not None]
    heard = reading.voices.last
    speakers = _speakers(reading, report.sentence, heads, spoken)
    if report.is_quoted_cue:
        reading.voices.last = heard  # who is reported inside a quotation does not go on with it
    for speaker in speakers:
        setting = _setting(reading, report, speaker, said)
        yield _Found(report.start, report.end, speaker, report.cue, report.is_direct, setting)


def _setting(reading: _Reading, spoken: Spoken, speaker: Speaker, said: Sequence[_Found]) -> Setting:
    """To whom and on what occasion; of what is said in one breath with what stands before it the same."""
    setting = NO_SETTING if spoken.is_floating or spoken.signed else find_setting(spoken, reading.voices, speaker)
    before = said[-1] if said else None
    if setting is NO_SETTING and before is not None and before.speaker == speaker and before.setting is not NO_SETTING and goes_on_speaking(spoken, (before.start, before.end)):
        return before.setting
    return setting


def _speakers(
    reading: _Reading, sentence: Sentence, heads: Iterable[Token], spoken: Speaker | None
) -> list[Speaker]:
    """The speakers that heads name; "we agreed" gives the other side, last named."""
    heads = _without_company(heads)
    voices = reading.voices
    found = [speaker for head in heads for speaker in find_speakers(head, sentence, voices)]
    if not found and heads and all(head.lower in _FIRST_PLURAL for head in heads) and heads[0].lower == "we":
        other = voices.last_person
        is_mutual = any(head.head.lemma == "agree" for head in heads)
        if other and is_mutual and (spoken is None or other.name != spoken.name):
            found = [other]
    found = list(dict.fromkeys(found))
    if found:
        voices.last = tuple(found)
        if len(found) > 1:
            voices.last_plural = voices.last
    return found


_COMPANY = frozenset(("co", "co.", "sons", "bros", "bros."))


def _without_company(heads: Iterable[Token]) -> list[Token]:
    """Speakers without a firm that the parser took for some of them: "Okoro and Co manager Ada Obi said"."""
    heads = list(heads)
    last = max((place for place, head in enumerate(heads) if head.lower in _COMPANY and 0 < place < len(heads) - 1), default=-1)
    return heads[last + 1 :]


def _read_quoted(reading: _Reading, quoted: Spoken, said: Sequence[_Found]) -> Iterator[_Found]:
    """A quotation with each of its speakers; a floating one is of who spoke last."""
    if quoted.signed:
        first, last = quoted.signed
        speakers = [name_speaker(reading.doc.text[first:last], [], reading.voices)]
    elif quoted.is_floating:
        speakers = list(reading.voices.last) if quoted.fills_paragraph or said else []
    else:
        speakers = _speakers(reading, quoted.sentence, quoted.heads, None)
    for speaker in speakers:
        yield _Found(quoted.start, quoted.end, speaker, quoted.cue, is_direct=True, setting=_setting(reading, quoted, speaker, said))


def _go_on(sentence: Sentence, before: _Found) -> Iterator[_Found]:
    """A sentence that goes on from a reported one: "Moreover, …"."""
    content = None if before.is_direct else find_continuation(sentence)
    if content:
        yield _Found(*content, before.speaker, None, is_direct=False, setting=before.setting)


def _remember(voices: Voices, sentence: Sentence) -> None:
    """The last subjects that are persons or several states, for "he said" and "they said" in what follows."""
    if not sentence.tokens:
        return
    keep_hearing(sentence, voices)
    for token in [word for word in sentence.tokens if word.lemma in ABROAD]:
        _remember_abroad(voices, sentence, token)
    for token in [word for word in sentence.tokens if word.dep in _SUBJECTS]:
        is_main = token.head.dep == "ROOT"
        parties = parties_of(token, sentence) if is_main else []
        if len(parties) == 1:
            voices.subject_of[sentence.index] = state_of(parties[0])
        if is_main and token.tag in ("NN", "NNP") and (is_person_noun(token) or _is_person(sentence, token)):
            find_speakers(token, sentence, voices)
        if token.pos not in ("PROPN", "NOUN", "DET"):
            continue
        covering = [m for m in sentence.mentions if m.start_char <= token.start < m.end_char]
        if any(m.person or len(m.parties) > 1 for m in covering):
            found = [speaker for head in spread_conjuncts(token) for speaker in find_speakers(head, sentence, voices)]
            if len(found) > 1:
                voices.last_plural = tuple(found)


def _remember_abroad(voices: Voices, sentence: Sentence, organ: Token) -> None:
    """Whose the last embassy was."""
    parties = parties_of(organ, sentence)
    if len(parties) == 1:
        voices.organs["embassy"] = parties[0]


def _is_person(sentence: Sentence, token: Token) -> bool:
    mention = mention_at(sentence, token)
    return mention is not None and mention.person is not None


_PAIRS = (("“", "”"), ('"', '"'), ("«", "»"))
_ANY_MARK = re.compile(r"[“”\"«»]")


def _balanced(doc: ParsedDocument, start: int, end: int, quote: str) -> tuple[int, int, str]:
    """A span with the mark that closes what it opens: "called it a “barbaric act|”"."""
    for opening, closing in _PAIRS if _ANY_MARK.search(quote) else ():
        is_open = quote.count(opening) > quote.count(closing) if opening != closing else quote.count(opening) % 2
        if is_open and closing in doc.text[end : end + 2]:
            end = doc.text.index(closing, end) + 1
            return start, end, doc.text[start:end]
        is_cut = quote.count(closing) > quote.count(opening) if opening != closing else is_open
        if is_cut and doc.text[start - 1 : start] == opening:
            return start - 1, end, doc.text[start - 1 : end]
    return start, end, quote


def _as_rows(doc: ParsedDocument, found: Iterable[_Found]) -> list[Statement]:
    rows: dict[str, Statement] = {}
    for item in found:
        start, end, quote = _balanced(doc, *quote_span(doc, item.start, item.end))
        if end - start < _MIN_CHARACTERS:
            continue
        cue_start, cue_end = item.cue or (None, None)
        occasion_start, occasion_end = item.setting.occasion or (None, None)
        speaker, addressee = item.speaker, item.setting.addressee
        row = Statement(
            record_id=make_id(doc.doc_id, "statements", start, end, speaker.name, speaker.state),
            doc_id=doc.doc_id,
            start_char=start,
            end_char=end,
            quote=quote,
            speaker=speaker.name,
            speaker_state=speaker.state,
            speaker_sector=speaker.sector,
            speaker_office=speaker.office,
            cue=doc.text[cue_start:cue_end] if item.cue else None,
            cue_start_char=cue_start,
            cue_end_char=cue_end,
            statement_type="direct" if item.is_direct else "indirect",
            addressee=addressee.name if addressee else None,
            addressee_state=addressee.state if addressee else None,
            addressee_start_char=addressee.start if addressee else None,
            addressee_end_char=addressee.end if addressee else None,
            occasion=" ".join(doc.text[occasion_start:occasion_end].split()) if item.setting.occasion else None,
            occasion_start_char=occasion_start,
            occasion_end_char=occasion_end,
        )
        rows.setdefault(row.record_id, row)
    return sorted(rows.values(), key=lambda row: (row.start_char, row.end_char, row.record_id))
