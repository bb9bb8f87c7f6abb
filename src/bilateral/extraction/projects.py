"""Joint undertakings: works, products, programmes, companies and bodies that two sides build or set up together.

A noun from `vocabulary/projects.toml` counts as an undertaking when it has a
name, a place or a purpose, and when the text ties two states to it. One record
an undertaking and document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bilateral.extraction.clauses import quote_span
from bilateral.extraction.project_aliases import find_apposed_name, find_other_names
from bilateral.extraction.project_groups import (
    Found,
    group_mentions,
    outermost,
    parties_of_group,
    with_pointing,
    words_of_name,
)
from bilateral.extraction.project_names import (
    find_described,
    find_phrase,
    find_project_name,
    find_tail,
    is_called,
    is_named,
)
from bilateral.extraction.project_parties import find_parties
from bilateral.extraction.project_sides import DocumentSides, find_one_side, find_sides, sides_of_document
from bilateral.extraction.project_signs import is_modifier, is_of_name, is_set_up
from bilateral.extraction.project_stage import find_stage
from bilateral.extraction.project_terms import find_cost, find_participants
from bilateral.extraction.project_times import find_due, find_start
from bilateral.records import Project, make_id
from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Commitment

__all__ = ["find_projects"]

_PAIR = 2
_MANY_STATES = 7
_OF_ONE_STATE = frozenset(("national", "standing", "senate", "parliamentary", "royal"))
"""Words before a body that make it one of a single state."""


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
    heads = load_project_words().heads
    holding = [sentence for sentence in doc.sentences if any(token.lemma.lower() in heads for token in sentence.tokens)]
    if not holding:
        return []
    told = sides_of_document(doc, commitments)
    found = [item for sentence in holding for item in outermost(_in_sentence(sentence, told))]
    rows = [_row(doc, group) for group in group_mentions(with_pointing(doc, found)) if len(parties_of_group(group)) >= _PAIR]
    return sorted((row for row in rows if row.quote), key=lambda row: (row.start_char, row.end_char, row.record_id))


def _in_sentence(sentence: Sentence, told: DocumentSides) -> list[Found]:
    """The undertakings that a sentence names, with the states that it ties to each: two, or one of works with a name."""
    words = load_project_words()
    found: list[Found] = []
    for token in sentence.tokens:
        kind = words.heads.get(token.lemma.lower()) if token.pos in ("NOUN", "PROPN") else None
        if kind is None or is_modifier(token) or is_of_name(token, sentence):
            continue
        subject = find_described(token) if kind == "project" else None
        if subject is not None:
            found.extend(_described(subject, sentence, told))
            continue
        if kind == "project" and _is_apposed(token):
            found.extend(_apposed(token, sentence, told))
            continue
        start, end = find_phrase(token)
        if words.never.search(told.doc.text[start : token.end]) or {child.lower for child in token.children} & _never(token):
            continue
        parties = find_sides(token, sentence, told) or find_one_side(token, sentence, told)
        name = _name_of(token, sentence) if 0 < len(parties) < _MANY_STATES else ""
        if name and words_of_name(name) - {token.lower} and (token.text in name or is_called(token)):
            found.append(Found(sentence, token, start, end, name, parties))
    return found


def _name_of(head: Token, sentence: Sentence) -> str:
    """The name of an undertaking; of one that explains a name, that name and the noun: "BrahMos, a cruise missile"."""
    over = head.head
    if head.dep == "appos" and over.pos == "PROPN" and not any(m.start_char <= over.start < m.end_char for m in sentence.mentions):
        first = min((word.start for word in over.find_children("compound", "nmod")), default=over.start)
        return " ".join(sentence.text[first - sentence.start_char : over.end - sentence.start_char].split()) + f" {head.text}"
    name = find_project_name(head, sentence)
    if any(word[:1].isupper() for word in name.split()):
        return name
    apposed = find_apposed_name(head) or next(iter(find_other_names(head, sentence, (find_phrase(head)[1],), name=name)), "")
    return f"{apposed} {head.text}" if apposed and head.lower not in apposed.lower() else apposed or name


def _never(head: Token) -> frozenset[str]:
    """Words before a noun with which it is no joint undertaking; a nuclear plant is one, a nuclear facility none."""
    words = load_project_words()
    if words.heads.get(head.lemma.lower()) == "body":
        return words.never_modifiers | _OF_ONE_STATE
    return words.never_modifiers - {"nuclear", "border", "maritime"} if head.lemma.lower() in words.civil else words.never_modifiers


def _described(subject: Token, sentence: Sentence, told: DocumentSides) -> list[Found]:
    """The undertaking that a sentence calls a project: "The plant near Nakhodka is the largest bilateral project"."""
    words = subject.subtree()
    heads = load_project_words().heads
    head = next((word for word in words if heads.get(word.lemma.lower()) in ("works", "scheme") and not is_modifier(word)), None)
    if head is None or not is_named(head, sentence):
        return []
    start, end = words[0].start, words[-1].end
    parties = find_parties(told.doc, sentence, (start, end), commitments=told.commitments, is_joint=True)
    return [Found(sentence, head, start, end, find_project_name(head, sentence), parties)] if len(parties) > 1 else []


def _is_apposed(token: Token) -> bool:
    """Whether a noun explains another as a joint undertaking: "the Arktur rocket, a joint project with Iran"."""
    joint = {child.lower for child in token.children} & {"joint", "bilateral", "common"}
    return token.dep == "appos" and token.head.pos in ("NOUN", "PROPN") and bool(joint)


def _apposed(token: Token, sentence: Sentence, told: DocumentSides) -> list[Found]:
    """The undertaking that an apposition calls a joint project, where two states are tied to it."""
    words = token.head.subtree()
    parties = find_parties(told.doc, sentence, (words[0].start, words[-1].end), commitments=told.commitments, is_joint=True)
    return [Found(sentence, token.head, words[0].start, words[-1].end, find_project_name(token.head, sentence), parties)] if len(parties) > 1 else []


def _near(doc: ParsedDocument, group: list[Found]) -> list[Sentence]:
    """The sentences of the undertaking, and what follows each in its paragraph up to two sentences on."""
    indexes = {item.sentence.index + step for item in group for step in (0, 1, 2)}
    paragraphs = {item.sentence.paragraph for item in group}
    return [sentence for sentence in doc.sentences if sentence.index in indexes and sentence.paragraph in paragraphs]


def _row(doc: ParsedDocument, group: list[Found]) -> Project:
    best = max(group, key=lambda item: (len(words_of_name(item.name)), -item.start))
    start, end, quote = quote_span(doc, best.start, best.end)
    own, near = [item.sentence for item in group], _near(doc, group)
    value, unit = find_cost([best.sentence, *near], (best.start, best.end))
    parties = parties_of_group(group)
    places = [p for p in best.sentence.places if best.start <= p.start_char and p.end_char <= best.end]
    name, *others = _named(group, best)
    kinds = {load_project_words().heads.get(item.head.lemma.lower()) for item in group}
    is_founding = all(is_set_up(item.head, item.sentence) for item in group)
    heads = [item.head for item in group]
    is_founded = bool(kinds & {"scheme", "body", "company"})
    return Project(
        record_id=make_id(doc.doc_id, "projects", start, end, best.name),
        doc_id=doc.doc_id,
        start_char=start,
        end_char=end,
        quote=quote,
        project_name=name,
        parties=parties,
        participants=find_participants(own),
        place_name=places[0].quote if places else None,
        cost_value=value,
        cost_unit=unit,
        due=find_due(own, near),
        status=find_stage(own, near, heads, is_standing=bool(kinds & {"scheme", "body"}) and not is_founding),
        start=find_start(own, near, heads, is_founded=is_founded),
        other_names=others,
    )


def _other_names(group: Sequence[Found], name: str) -> list[str]:
    """Other names that the text gives beside any mention of an undertaking."""
    told = [other for item in group for other in find_other_names(item.head, item.sentence, (item.end, *(word.end for word in find_tail(item.head, item.sentence))), name=name)]
    return list(dict.fromkeys(told))


def _named(group: Sequence[Found], best: Found) -> list[str]:
    """The name and the other names, those that say no more left out."""
    return [best.name, *(other for other in _other_names(group, best.name) if not words_of_name(other) <= words_of_name(best.name))]
