"""Joint undertakings: works, products, programmes, companies and bodies that two sides build or set up together.

A noun from `vocabulary/projects.toml` counts as an undertaking when it has a
name, a place or a purpose, and when the text ties two states to it. One record
an undertaking and document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects, quote_span
from bilateral.extraction.joint_texts import find_joint_pair, find_only_two
from bilateral.extraction.project_names import (
    find_described,
    find_matter,
    find_phrase,
    find_project_name,
    find_tail,
    has_own_name,
    is_called,
    is_named,
    is_titled,
)
from bilateral.extraction.project_parties import find_pair_of_phrase, find_parties, find_states_across
from bilateral.extraction.project_terms import find_cost, find_due, find_participants, find_stage
from bilateral.extraction.sides import find_voice, names_in, states_of
from bilateral.records import Project, make_id
from bilateral.vocabulary.commitments import load_promise_words
from bilateral.vocabulary.projects import load_project_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Commitment

__all__ = ["find_projects"]

_PAIR = 2
_SAME_NAME = 0.5
"""Share of common words from which two names are one undertaking: half, chosen without tuning (the seeds have too few)."""

_SETTING_UP = frozenset(("establish", "create", "launch", "set", "form"))
_STARTING = frozenset(("begin", "start", "commence", "run", "fund"))
"""What sides do with a programme besides: "are beginning a capacity building programme"."""

_OF_TWO = re.compile(r"\b(?:Joint|Bilateral|Mixed|Binational|Intergovernmental|Inter-governmental|Coordination|Co-ordination|Coordinating)\b")
_FOR_TWO = re.compile(r"\b(?:bilateral|our two|the two (?:countries|sides|governments)|both (?:countries|sides|governments))\b", re.IGNORECASE)
"""Words in the name, or in what is said of it, that make a body one of two sides."""

_SIDES = frozenset(("we", "they", "side", "party", "leader", "minister", "president", "country", "government"))
_NAME_NOISE = frozenset(["the", "a", "an", "of", "in", "at", "near", "for", "to", "project", "and"])
_FEW_STATES = 5
"""States in a name from which a programme is one of many, and not of two sides."""

_MANY_STATES = 7
_OTHERS = frozenset(("other", "some", "many", "several", "various", "such", "more", "few"))
_POINTING = frozenset(("this", "that", "these", "those", "such"))
_HELD = frozenset(("schedule", "hold", "attend", "host", "convene"))


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
    heads = load_project_words().heads
    holding = [sentence for sentence in doc.sentences if any(token.lemma.lower() in heads for token in sentence.tokens)]
    if not holding:
        return []
    pair = _pair_of_text(doc)
    found = [item for sentence in holding for item in _outermost(_in_sentence(doc, sentence, commitments=commitments, pair=pair))]
    rows = [_row(doc, group) for group in _grouped(found)]
    return sorted((row for row in rows if row.quote), key=lambda row: (row.start_char, row.end_char, row.record_id))


def _pair_of_text(doc: ParsedDocument) -> tuple[str, ...]:
    """The two sides of a text that one or both of them issue: what it names by a title is theirs."""
    voice = find_voice(doc, load_promise_words().official_titles)
    return find_joint_pair(doc) or (find_only_two(doc) if voice.is_official or voice.is_joint or voice.is_record else ())


def _is_of_sides(doc: ParsedDocument) -> bool:
    """Whether both sides speak in a text, or it is the account of their meeting."""
    voice = find_voice(doc, load_promise_words().official_titles)
    return bool(find_joint_pair(doc)) or voice.is_joint or voice.is_record


def _in_sentence(doc: ParsedDocument, sentence: Sentence, *, commitments: Sequence[Commitment], pair: Sequence[str]) -> list[_Found]:
    words = load_project_words()
    found: list[_Found] = []
    for token in sentence.tokens:
        kind = words.heads.get(token.lemma.lower()) if token.pos in ("NOUN", "PROPN") else None
        if kind is None or _is_modifier(token) or _is_of_name(token, sentence):
            continue
        subject = find_described(token) if kind == "project" else None
        if subject is not None:
            found.extend(_described(doc, subject, sentence, commitments=commitments))
            continue
        if kind == "project" and _is_apposed(token):
            found.extend(_apposed(doc, token, sentence, commitments=commitments))
            continue
        start, end = find_phrase(token)
        if words.never.search(doc.text[start : token.end]) or {child.lower for child in token.children} & words.never_modifiers:
            continue
        parties = _tied(doc, token, sentence, commitments=commitments, pair=pair)
        name = find_project_name(token, sentence) if _PAIR <= len(parties) < _MANY_STATES else ""
        if name and _words(name) - {token.lower} and (token.text in name or is_called(token)):
            found.append(_Found(sentence, token, start, end, name, parties))
    return found


def _tied(doc: ParsedDocument, head: Token, sentence: Sentence, *, commitments: Sequence[Commitment], pair: Sequence[str]) -> tuple[str, ...]:
    """The states of a noun that is an undertaking, nothing if it is none: by its own words, by who builds it, by its text."""
    kind = load_project_words().heads[head.lemma.lower()]
    if _is_only_mentioned(head, kind, sentence):
        return ()
    if _is_undertaking(head, kind, sentence):
        is_joint = kind == "project" and has_own_name(head, sentence)
        parties = find_parties(doc, sentence, find_phrase(head), commitments=commitments, is_joint=is_joint)
        if len(parties) >= _PAIR:
            return parties
    own = find_pair_of_phrase(head, sentence)
    if _PAIR <= len(own) <= _FEW_STATES and _is_of_both(head, kind, sentence):
        return own
    sides = pair if any(_means_sides(word) for word in _subjects_over(head)) else ()
    across = find_states_across(head, sentence, sides)
    if across and _is_described_well(head, kind, sentence):
        return across
    if pair and kind in ("scheme", "body") and (is_titled(head, sentence) or _is_new(head, sentence)) and not head.find_children("poss"):
        named = set(states_of(names_in(sentence, sentence.start_char, sentence.end_char)))
        told = named >= set(pair) or (named <= set(pair) and (_is_of_sides(doc) or bool(_FOR_TWO.search(sentence.text))))
        return tuple(pair) if told and not named - set(pair) else ()
    return ()


def _is_only_mentioned(head: Token, kind: str, sentence: Sentence) -> bool:
    """Whether a noun is many, points back ("this project"), says what something is ("is the key mechanism"), or is a meeting."""
    words = {child.lower for child in head.children}
    lemma, vocabulary = head.lemma.lower(), load_project_words()
    many = head.tag in ("NNS", "NNPS") and (not has_own_name(head, sentence) or bool(words & _OTHERS) or not is_named(head, sentence, is_strict=True))
    of_nothing = lemma in vocabulary.building_nouns and not find_matter(head, sentence)
    back = bool(words & _POINTING) and not has_own_name(head, sentence)
    said = head.dep == "attr" and kind in ("scheme", "body")
    founded = kind != "scheme" and _is_set_up(head, sentence)
    kinds = {word.lower for word in head.children} & (vocabulary.carried | vocabulary.heads.keys())
    loose = (lemma in vocabulary.loose and not (kinds or is_titled(head, sentence) or founded)) or (lemma in vocabulary.founded and not founded)
    held = kind == "body" and any(clause.lemma in _HELD for clause in head.find_children("acl"))
    return many or back or said or loose or held or of_nothing


def _is_new(head: Token, sentence: Sentence) -> bool:
    """Whether a programme or body is told as new, with what it is for: "a new ministerial dialogue that will …"."""
    return any(child.lower == "new" for child in head.children) and bool(find_tail(head, sentence))


def _is_of_both(head: Token, kind: str, sentence: Sentence) -> bool:
    """Whether a noun with two states in its own words is one thing of both: a link between them, or titled with both."""
    if kind in ("product", "company", "act"):
        return _is_joint(head)
    return kind in ("works", "project") or is_titled(head, sentence) or (_is_set_up(head, sentence) and bool(find_tail(head, sentence)))


def _is_described_well(head: Token, kind: str, sentence: Sentence) -> bool:
    """Whether what one side builds with or in another is told apart by a name, a place or what it is for."""
    told = is_named(head, sentence) or bool(find_tail(head, sentence))
    if kind in ("product", "company", "act"):
        return _is_joint(head)
    if kind == "body":
        is_founded = _is_set_up(head, sentence) or any(child.lower == "new" for child in head.children)
        return is_founded and told
    return told


def _means_sides(word: Token) -> bool:
    return word.lemma.lower() in _SIDES and (word.pos == "PRON" or word.tag == "NNS")


def _subjects_over(head: Token) -> list[Token]:
    """Subjects of the nearest verbs over a noun."""
    return [subject for word in head.ancestors() if word.pos == "VERB" for subject in find_subjects(word)]


def _is_joint(head: Token) -> bool:
    words = load_project_words()
    return bool({child.lower for child in head.children} & words.joint_adjectives) or any(word.lower == "joint" and word.i < head.i for word in head.subtree())


def _outermost(found: list[_Found]) -> list[_Found]:
    """Without the works that only name another: "the Trans-Korean railways" of "a link between … and the Trans-Korean railways"."""
    kept = [item for item in found if not any(_holds(other, item) for other in found)]
    return [item for item in kept if not any(other is not item and item.head in find_tail(other.head, other.sentence) for other in kept)]


def _holds(outer: _Found, inner: _Found) -> bool:
    """Whether one phrase lies in another, or is the same one with its noun further inside."""
    if outer.head is inner.head or not (outer.start <= inner.start and inner.end <= outer.end):
        return False
    return (outer.start, outer.end) != (inner.start, inner.end) or outer.head.i < inner.head.i


def _described(doc: ParsedDocument, subject: Token, sentence: Sentence, *, commitments: Sequence[Commitment]) -> list[_Found]:
    """The undertaking that a sentence calls a project: "The plant near Nakhodka is the largest bilateral project"."""
    words = subject.subtree()
    heads = load_project_words().heads
    head = next((word for word in words if heads.get(word.lemma.lower()) in ("works", "scheme") and not _is_modifier(word)), None)
    if head is None or not is_named(head, sentence):
        return []
    start, end = words[0].start, words[-1].end
    parties = find_parties(doc, sentence, (start, end), commitments=commitments, is_joint=True)
    return [_Found(sentence, head, start, end, find_project_name(head, sentence), parties)] if len(parties) > 1 else []


def _is_apposed(token: Token) -> bool:
    """Whether a noun explains another as a joint undertaking: "the Arktur rocket, a joint project with Iran"."""
    joint = {child.lower for child in token.children} & {"joint", "bilateral", "common"}
    return token.dep == "appos" and token.head.pos in ("NOUN", "PROPN") and bool(joint)


def _apposed(doc: ParsedDocument, token: Token, sentence: Sentence, *, commitments: Sequence[Commitment]) -> list[_Found]:
    """The undertaking that an apposition calls a joint project, where two states are tied to it."""
    words = token.head.subtree()
    parties = find_parties(doc, sentence, (words[0].start, words[-1].end), commitments=commitments, is_joint=True)
    return [_Found(sentence, token.head, words[0].start, words[-1].end, find_project_name(token.head, sentence), parties)] if len(parties) > 1 else []


def _is_modifier(token: Token) -> bool:
    """Whether another noun is the head: "pipeline" of "pipeline project", "project" of "project manager"."""
    return token.dep in ("compound", "nmod", "amod") and token.head.pos in ("NOUN", "PROPN") and token.head.i > token.i


def _is_of_name(token: Token, sentence: Sentence) -> bool:
    """Whether a noun is part of somebody's name or of a body that has a code: "President Park", "the World Food Programme"."""
    over = [m for m in sentence.mentions if m.start_char <= token.start and token.end <= m.end_char] if token.pos == "PROPN" else []
    return any(m.how in ("person", "office", "body") or (m.how == "company" and not _OF_TWO.search(m.quote)) for m in over)


def _is_undertaking(token: Token, kind: str, sentence: Sentence) -> bool:
    """Whether a noun is an undertaking by what stands at it, whoever its states are."""
    words = load_project_words()
    modifiers = {child.lower for child in token.children}
    joint = bool(modifiers & words.joint_words) or any(
        child.lower in {"between", "with"} for child in token.children if child.dep == "prep"
    )
    named = is_named(token, sentence)
    if kind == "body" or (kind not in ("company", "product", "act") and _is_set_up(token, sentence)):
        return _is_set_up(token, sentence) or _is_standing_body(token)
    if kind == "project":
        return named
    if kind in ("product", "company", "act"):
        return _is_joint(token) and (kind == "product" or _has_purpose(token, sentence) or _is_set_up(token, sentence))
    if kind == "scheme":
        return (has_own_name(token, sentence) and _has_purpose(token, sentence)) or (joint and named) or _is_set_up(token, sentence)
    return named and _is_built(token, sentence)


def _has_purpose(token: Token, sentence: Sentence) -> bool:
    """Whether a programme says what it is for, or with whom: "initiative to step up", "programmes with Indonesia"."""
    after = sentence.tokens[token.i + 1].lower if token.i + 1 < len(sentence.tokens) else ""
    return after in ("to", "for", "with", "on", "between", "of", "in") or any(child.dep in ("acl", "relcl") for child in token.children)


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


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.lower())) - _NAME_NOISE


def _grouped(found: list[_Found]) -> list[list[_Found]]:
    """Mentions of one undertaking together, by the words of their names."""
    groups: list[list[_Found]] = []
    for item in found:
        group = next((group for group in groups if any(_is_same(item, other) for other in group)), None)
        if group is None:
            groups.append([item])
        else:
            group.append(item)
    return groups


def _is_same(item: _Found, other: _Found) -> bool:
    """Whether two mentions are of one undertaking: most words of the names are common, or all of the shorter name's."""
    mine, theirs = _words(item.name), _words(other.name)
    smaller = min(len(mine), len(theirs))
    if not smaller:
        return False
    shared = len(mine & theirs)
    return shared / len(mine | theirs) >= _SAME_NAME or (shared == smaller and smaller > 1)


def _near(doc: ParsedDocument, group: list[_Found]) -> list[Sentence]:
    """The sentences of the undertaking, and what follows each in its paragraph up to two sentences on."""
    indexes = {item.sentence.index + step for item in group for step in (0, 1, 2)}
    paragraphs = {item.sentence.paragraph for item in group}
    return [sentence for sentence in doc.sentences if sentence.index in indexes and sentence.paragraph in paragraphs]


def _row(doc: ParsedDocument, group: list[_Found]) -> Project:
    best = max(group, key=lambda item: (len(_words(item.name)), -item.start))
    start, end, quote = quote_span(doc, best.start, best.end)
    own, near = [item.sentence for item in group], _near(doc, group)
    value, unit = find_cost([best.sentence, *near], (best.start, best.end))
    parties = list(dict.fromkeys(state for item in group for state in item.parties))
    places = [p for p in best.sentence.places if best.start <= p.start_char and p.end_char <= best.end]
    kinds = {load_project_words().heads.get(item.head.lemma.lower()) for item in group}
    is_set_up = all(_is_set_up(item.head, item.sentence) for item in group)
    return Project(
        record_id=make_id(doc.doc_id, "projects", start, end, best.name),
        doc_id=doc.doc_id,
        start_char=start,
        end_char=end,
        quote=quote,
        project_name=best.name,
        parties=parties,
        participants=find_participants(own),
        place_name=places[0].quote if places else None,
        cost_value=value,
        cost_unit=unit,
        due=find_due(own),
        status=find_stage(own, near, [item.head for item in group], is_standing=bool(kinds & {"scheme", "body"}) and not is_set_up),
    )
