"""Joint undertakings: works, programmes and bodies that two sides build or set up together.

A noun from `vocabulary/projects.toml` counts as an undertaking when it has a
name, a place or a purpose, and when the text ties two states to it. One record
an undertaking and document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import quote_span
from bilateral.extraction.project_names import find_described, find_phrase, find_project_name, has_own_name, is_named
from bilateral.extraction.sides import names_in, states_of
from bilateral.records import Project, make_id
from bilateral.vocabulary.projects import load_project_words
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Commitment

__all__ = ["find_projects"]

_SAME_NAME = 0.5
"""Share of common words from which two names are one undertaking: half, chosen without tuning (the seeds have too few)."""

_LINKING = re.compile(r"\b(?:joint(?:ly)?|bilateral|binational|both (?:sides|countries)|the two (?:countries|sides|governments)|our two|together)\b", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(?:joint(?:ly)?|bilateral|trilateral|together|with|between|both|agree\w*|sign\w*|memorand\w+|contract\w*|consorti\w+|partner\w*|stake|share|deal|build\w*|built|construct\w*"
    r"|invest\w*|fund\w*|financ\w+|loan|supply|supplies|deliver\w*|link\w*|connect\w*|participat\w+|take part|took part|part in|cooperat\w+|collaborat\w+|pull\w* out|halt\w*|suspend\w*|train\w*|open\w*|complet\w+|launch\w*|set\w* up|creat\w+|establish\w*|beg[aiu]n\w*|start\w*|plan\w*|inaugurat\w+|cross\w*|through|from)\b",
    re.IGNORECASE,
)
"""Words of doing something together, without which two states in a sentence are not the two sides of its undertaking."""

_SETTING_UP = frozenset(("establish", "create", "launch", "set", "form"))
_STARTING = frozenset(("begin", "start", "commence", "run", "fund"))
"""What sides do with a programme besides: "are beginning a capacity building programme"."""

_OF_TWO = re.compile(r"\b(?:Joint|Bilateral|Mixed|Binational|Intergovernmental|Inter-governmental|Coordination|Co-ordination|Coordinating)\b")
_FOR_TWO = re.compile(r"\b(?:bilateral|our two|the two (?:countries|sides|governments)|both (?:countries|sides|governments))\b", re.IGNORECASE)
"""Words in the name, or in what is said of it, that make a body one of two sides."""

_MONEY = re.compile(r"(?P<sign>US\$|A\$|[$€£¥₹])\s?(?P<number>\d[\d.,]*)\s*(?P<scale>million|billion|trillion)?", re.IGNORECASE)
_SCALE = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_CURRENCY = {"US$": "USD", "$": "USD", "A$": "AUD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_COST = re.compile(r"\b(?:cost|worth|valued|price|investment|budget)\b", re.IGNORECASE)
_NAME_NOISE = frozenset(["the", "a", "an", "of", "in", "at", "near", "for", "to", "project", "and"])


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase that names an undertaking, with the states tied to it."""

    sentence: Sentence
    head: Token
    start: int
    end: int
    name: str
    parties: tuple[str, ...]


def find_projects(doc: ParsedDocument, commitments: Sequence[Commitment]) -> list[Project]:
    """Find joint undertakings that are named or clearly described.

    Does not find works of one state alone, policies, trade agreements, meetings
    and weapons programmes; does not tell two lots of one undertaking apart.

    Args:
        doc: A parsed document with places resolved.
        commitments: Its commitments; a promise to build ties its sides to the works.

    Returns:
        One row per undertaking, at its first full mention, in text order; empty if there is none.

    Source:
        Coding guide, "projects", and the decisions on projects.
    """
    found = [item for sentence in doc.sentences if sentence.tokens for item in _outermost(_in_sentence(doc, sentence, commitments))]
    rows = [_row(doc, group) for group in _grouped(found)]
    return sorted((row for row in rows if row.quote), key=lambda row: (row.start_char, row.end_char, row.record_id))


def _in_sentence(doc: ParsedDocument, sentence: Sentence, commitments: Sequence[Commitment]) -> list[_Found]:
    words = load_project_words()
    found: list[_Found] = []
    for token in sentence.tokens:
        kind = words.heads.get(token.lemma.lower()) if token.pos in ("NOUN", "PROPN") else None
        if kind is None or _is_modifier(token) or _is_name_of_person(token, sentence):
            continue
        subject = find_described(token) if kind == "project" else None
        if subject is not None:
            found.extend(_described(doc, subject, sentence, commitments))
        if kind == "project" and _is_apposed(token):
            found.extend(_apposed(doc, token, sentence, commitments))
            continue
        if subject is not None or not _is_undertaking(token, kind, sentence):
            continue
        start, end = find_phrase(token)
        if words.never.search(doc.text[start : token.end]):
            continue
        is_joint = kind == "project" and has_own_name(token, sentence)
        parties = _parties(doc, sentence, (start, end), commitments, is_joint=is_joint)
        if len(parties) > 1:
            found.append(_Found(sentence, token, start, end, find_project_name(token, sentence), parties))
    return found


def _outermost(found: list[_Found]) -> list[_Found]:
    """Without the works that only name another: "the Trans-Korean railways" of "a link between … and the Trans-Korean railways"."""
    return [item for item in found if not any(other is not item and other.start <= item.start and item.end <= other.end and other.head is not item.head for other in found)]


def _described(doc: ParsedDocument, subject: Token, sentence: Sentence, commitments: Sequence[Commitment]) -> list[_Found]:
    """The undertaking that a sentence calls a project: "The plant near Nakhodka is the largest bilateral project"."""
    words = subject.subtree()
    heads = load_project_words().heads
    head = next((word for word in words if heads.get(word.lemma.lower()) in ("works", "scheme") and not _is_modifier(word)), None)
    if head is None or not is_named(head, sentence):
        return []
    start, end = words[0].start, words[-1].end
    parties = _parties(doc, sentence, (start, end), commitments, is_joint=True)
    return [_Found(sentence, head, start, end, find_project_name(head, sentence), parties)] if len(parties) > 1 else []


def _is_apposed(token: Token) -> bool:
    """Whether a noun explains another as a joint undertaking: "the Arktur rocket, a joint project with Iran"."""
    joint = {child.lower for child in token.children} & {"joint", "bilateral", "common"}
    return token.dep == "appos" and token.head.pos in ("NOUN", "PROPN") and bool(joint)


def _apposed(doc: ParsedDocument, token: Token, sentence: Sentence, commitments: Sequence[Commitment]) -> list[_Found]:
    """The undertaking that an apposition calls a joint project, where two states are tied to it."""
    words = token.head.subtree()
    parties = _parties(doc, sentence, (words[0].start, words[-1].end), commitments, is_joint=True)
    return [_Found(sentence, token.head, words[0].start, words[-1].end, find_project_name(token.head, sentence), parties)] if len(parties) > 1 else []


def _is_modifier(token: Token) -> bool:
    """Whether another noun is the head: "pipeline" of "pipeline project", "project" of "project manager"."""
    return token.dep in ("compound", "nmod", "amod") and token.head.pos in ("NOUN", "PROPN") and token.head.i > token.i


def _is_name_of_person(token: Token, sentence: Sentence) -> bool:
    """Whether a noun is somebody's name: "President Park", "Mr Bridge"."""
    return token.pos == "PROPN" and any(m.how in ("person", "office") and m.start_char <= token.start and token.end <= m.end_char for m in sentence.mentions)


def _is_undertaking(token: Token, kind: str, sentence: Sentence) -> bool:
    words = load_project_words()
    modifiers = {child.lower for child in token.children}
    if modifiers & words.never_modifiers:
        return False
    joint = bool(modifiers & words.joint_words) or any(
        child.lower in {"between", "with"} for child in token.children if child.dep == "prep"
    )
    named = is_named(token, sentence)
    if token.tag in ("NNS", "NNPS") and not has_own_name(token, sentence):
        return False
    if kind == "body" or _is_set_up(token, sentence):
        return _is_set_up(token, sentence) or _is_standing_body(token)
    if kind == "project":
        return named
    if kind == "scheme":
        return (has_own_name(token, sentence) and _has_purpose(token, sentence)) or (joint and named) or _is_set_up(token, sentence)
    return named and _is_built(token, sentence)


def _has_purpose(token: Token, sentence: Sentence) -> bool:
    """Whether a programme says what it is for, or with whom: "initiative to step up", "programmes with Indonesia"."""
    after = sentence.tokens[token.i + 1].lower if token.i + 1 < len(sentence.tokens) else ""
    return after in ("to", "for", "with", "on", "between") or any(child.dep in ("acl", "relcl") for child in token.children)


def _is_standing_body(token: Token) -> bool:
    """Whether a body of two sides is named or described: "the Joint Economic Commission", "a commission that reviews bilateral trade"."""
    said = " ".join(word.text for word in token.subtree())
    own = " ".join(child.text for child in token.children if child.i < token.i)
    named = token.text[:1].isupper() and bool(_OF_TWO.search(own))
    return named or (bool(token.find_children("relcl", "acl")) and bool(_FOR_TWO.search(said)))


def _is_set_up(token: Token, sentence: Sentence) -> bool:
    """Whether a body is set up, and for what: "established a mechanism that …"."""
    verb = token.head
    is_scheme = load_project_words().heads.get(token.lemma.lower()) == "scheme"
    is_object = token.dep in ("dobj", "nsubjpass") and (verb.lemma in _SETTING_UP or (is_scheme and verb.lemma in _STARTING))
    said = any(child.dep in ("prep", "amod", "compound") for child in token.children) or _has_purpose(token, sentence)
    return is_object and said


def _is_built(token: Token, sentence: Sentence) -> bool:
    """Whether a word of building or of cooperation stands over the works or beside them."""
    words = load_project_words()
    for word in (token, *token.ancestors()):
        lemma = word.lemma.lower()
        if lemma in words.building_nouns or lemma in words.building_verbs or lemma in words.building_words:
            return True
        if any(child.lemma.lower() in words.building_nouns or child.lower in words.joint_words for child in word.children if child.dep in ("compound", "amod", "acl")):
            return True
    return any(word.lower in words.building_words for word in sentence.tokens)


def _parties(doc: ParsedDocument, sentence: Sentence, span: tuple[int, int], commitments: Sequence[Commitment], *, is_joint: bool = False) -> tuple[str, ...]:
    """The states tied to an undertaking: named with it, bound by a promise about it, or the document's pair if it is joint."""
    start, end = span
    named = [state for state in states_of(names_in(sentence, start, end)) if is_state(state)]
    for commitment in commitments:
        if commitment.start_char <= start and end <= commitment.end_char:
            named += [state for state in states_of([*commitment.actor, *commitment.recipient]) if is_state(state)]
    if len(set(named)) < 2 and (is_joint or _TOGETHER.search(sentence.text)):  # noqa: PLR2004 - two sides
        named += [state for state in states_of(names_in(sentence, sentence.start_char, sentence.end_char)) if is_state(state)]
    pair = doc.dyad or ()
    if len(set(named)) < 2 and pair and (not named or set(named) & set(pair)) and (is_joint or _LINKING.search(sentence.text)):  # noqa: PLR2004
        named += pair
    return tuple(dict.fromkeys(named))


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - _NAME_NOISE


def _grouped(found: list[_Found]) -> list[list[_Found]]:
    """Mentions of one undertaking together, by the words of their names."""
    groups: list[list[_Found]] = []
    for item in found:
        mine = _words(item.name)
        for group in groups:
            theirs = _words(group[0].name)
            smaller = min(len(mine), len(theirs))
            if smaller and (len(mine & theirs) / len(mine | theirs) >= _SAME_NAME or (len(mine & theirs) == smaller and smaller > 1)):
                group.append(item)
                break
        else:
            groups.append([item])
    return groups


def _row(doc: ParsedDocument, group: list[_Found]) -> Project:
    best = max(group, key=lambda item: (len(_words(item.name)), -item.start))
    start, end, quote = quote_span(doc, best.start, best.end)
    value, unit = _cost(doc, group)
    parties = list(dict.fromkeys(state for item in group for state in item.parties))
    places = [p for p in best.sentence.places if best.start <= p.start_char and p.end_char <= best.end]
    return Project(
        record_id=make_id(doc.doc_id, "projects", start, end, best.name),
        doc_id=doc.doc_id,
        start_char=start,
        end_char=end,
        quote=quote,
        project_name=best.name,
        parties=parties,
        participants=_participants(group),
        place_name=places[0].quote if places else None,
        cost_value=value,
        cost_unit=unit,
        due=_due(group),
        status=_status(doc, group),
    )


def _participants(group: list[_Found]) -> list[str]:
    """Companies and organisations named beside the undertaking, as named."""
    names = [
        mention.quote
        for item in group
        for mention in item.sentence.mentions
        if mention.how == "company" or any(party.endswith("/BUS") for party in mention.parties)
    ]
    return list(dict.fromkeys(names))


def _near(doc: ParsedDocument, group: list[_Found]) -> list[Sentence]:
    """The sentences of the undertaking, and what follows each in its paragraph up to two sentences on."""
    indexes = {item.sentence.index + step for item in group for step in (0, 1, 2)}
    paragraphs = {item.sentence.paragraph for item in group}
    return [sentence for sentence in doc.sentences if sentence.index in indexes and sentence.paragraph in paragraphs]


def _cost(doc: ParsedDocument, group: list[_Found]) -> tuple[float | None, str | None]:
    for sentence in _near(doc, group):
        found = _MONEY.search(sentence.text) if _COST.search(sentence.text) else None
        if found:
            number = float(found["number"].replace(",", "").rstrip("."))
            sign = found["sign"].upper()
            return number * _SCALE.get((found["scale"] or "").lower(), 1.0), _CURRENCY.get(sign, "USD")
    return None, None


def _due(group: list[_Found]) -> str | None:
    for item in group:
        for time in item.sentence.times:
            if time.is_deadline and time.period:
                return time.period
    return None


def _status(doc: ParsedDocument, group: list[_Found]) -> str:
    """How it stands, by the words of its sentences, else by those that go on from them; else a standing body is under way and the rest announced."""
    for sentences in ([item.sentence for item in group], _near(doc, group)):
        for status, pattern in load_project_words().statuses:
            if any(pattern.search(sentence.text) for sentence in sentences):
                return status
    stands = any(load_project_words().heads.get(item.head.lemma.lower()) == "body" and not _is_set_up(item.head, item.sentence) for item in group)
    return "under way" if stands else "announced"
