"""Offices: who held which office, by the document's own words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import quote_span
from bilateral.extraction.joint_texts import find_only_two
from bilateral.extraction.known_names import find_known
from bilateral.extraction.leaders_known import find_leaders, in_office, office_words, reference_days
from bilateral.extraction.office_partners import find_other_side, is_dealt_with, is_met
from bilateral.extraction.office_patterns import Candidate, find_candidates
from bilateral.extraction.office_states import office_sector, stated_party
from bilateral.extraction.person_names import name_key, read_name, read_words
from bilateral.extraction.voices import home_of
from bilateral.records import Office, make_id
from bilateral.vocabulary.states import is_body, is_state
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.extraction.person_names import Word
    from bilateral.parsed import ParsedDocument
    from bilateral.records import Part
    from bilateral.vocabulary.leaders import Leader

__all__ = ["find_offices"]

MAX_PER_SENTENCE = 40
"""Offices read in one sentence; more are a table or a hostile text, whose time would grow with the square."""
DOMINANCE = 3
"""How many times as often as any other a document must name a state to lend it to a bare "President X"."""
_OWN = frozenset(("my", "our"))
_CURRENCIES = frozenset(("dlrs", "dlr", "dollar", "dollars", "currency", "yen", "won", "yuan", "rupee", "rupees", "pound", "pounds", "treasury", "treasuries", "bond", "bonds"))
_TOWARDS = frozenset(("to", "with", "against", "toward", "towards"))
"""Words before a state that is not the home of who is named beside it: "a visit to | Tokyo by Minister Hale"."""
_ARTICLES = frozenset(("the", "its", "his", "her", "their", "neighbouring", "neighboring"))
_ITS = frozenset(("its", "his", "her", "their"))
_LISTING = frozenset((",", "and", "the", "&"))
_LETTERHEADS = frozenset(("letterhead", "short line of the head", "line above the headline", "field"))
"""Reasons of bylines that name the office which publishes; notes on authors are not read."""
_LABEL = re.compile(r"(?m)^[ \t]*((?:THE )?(?:[A-Z]+ ){0,2}(?:PRESIDENT|MINISTER|SECRETARY|CHANCELLOR|AMBASSADOR|PREMIER)(?: OF STATE| FOR FOREIGN AFFAIRS)?)[ \t]*:")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOCATIVE = re.compile(r"(?:^|[.?!,]\s+|\n)(?:Mr|Mrs|Ms|Dr|Senator)\.? ([A-Z][\w\u2019'-]+),")


@dataclass(slots=True)
class _Found:
    """A candidate on its way to a record."""

    candidate: Candidate
    name: str
    party: str | None
    office: str


def find_offices(doc: ParsedDocument) -> list[Office]:
    """Find every person whose state and role the text gives.

    Reads sentences, headlines and lines of a letterhead. Does not find a
    person without a role, nor one whose state neither the text, nor the table
    of leaders, nor the publisher tells. A later bare surname makes no record.

    Args:
        doc: A document cut into sentences, with the known names in them.

    Returns:
        One record a person and office, in text order.

    Source:
        GUIDE, "offices".
    """
    found = [_read(doc, candidate) for candidate in _candidates(doc)]
    found += _titled_speakers(doc)
    _complete_names(found)
    _complete_states(doc, found)
    records = [_record(doc, item) for item in _distinct(found) if item.party]
    return sorted(records, key=lambda row: (row.start_char, row.end_char, row.record_id))


def _candidates(doc: ParsedDocument) -> Iterator[Candidate]:
    for sentence in doc.sentences:
        words = read_words(sentence.text, sentence.start_char, sentence.mentions)
        yield from islice(find_candidates(words), MAX_PER_SENTENCE)
    vocabulary = None
    for part in doc.parts:
        if part.part_type == "byline" and part.reason in _LETTERHEADS:
            yield from find_candidates(_part_words(doc, part))
        elif part.part_type == "title":
            vocabulary = vocabulary or _words_in_body(doc)
            for candidate in find_candidates(_part_words(doc, part)):
                if _is_in_body(candidate, *vocabulary, days=reference_days(doc)):
                    yield candidate


def _part_words(doc: ParsedDocument, part: Part) -> list[Word]:
    start, end = part.start_char, part.end_char
    return read_words(doc.text[start:end], start, find_known(doc, start, end))


def _words_in_body(doc: ParsedDocument) -> tuple[frozenset[str], frozenset[str]]:
    """Words that the body writes with a capital and words that it writes without: headlines capitalise every word."""
    capital: set[str] = set()
    small: set[str] = set()
    for sentence in doc.sentences:
        for word in _LETTERS.findall(sentence.text):
            (capital if word[0].isupper() else small).add(word.lower())
    return frozenset(capital), frozenset(small)


def _is_in_body(candidate: Candidate, capital: frozenset[str], small: frozenset[str], *, days: tuple[str, str] | None) -> bool:
    """Whether the body names the person too, or the table does; a verb of the headline is no part of a name."""
    first, end = candidate.name_at
    words = [word.lower for word in candidate.words[first:end]]
    parts = [part for word in words for part in word.split("-")]
    is_small = any(part in small for part in parts if part not in capital) or words[-1] in small
    return not is_small and (words[-1].split("-")[-1] in capital or _is_holder(candidate, days))


def _is_holder(candidate: Candidate, days: tuple[str, str] | None) -> bool:
    """Whether the table knows the person in this office at the time: the body may say "the Vice President" alone."""
    return days is not None and any(in_office(leader, days) and office_words(leader, candidate.office) for leader in find_leaders(candidate.name, days))


def _read(doc: ParsedDocument, candidate: Candidate) -> _Found:
    party = stated_party(candidate, doc.text)
    if party == "UNO" and "security council" in candidate.office.lower() and "U.N" not in candidate.office and "United" not in candidate.office and candidate.pattern != "became":
        party = _national_council(candidate)
    return _Found(candidate, _spelt(candidate), party, candidate.office)


def _spelt(candidate: Candidate) -> str:
    """The name of a candidate; a leader whom the table completed keeps the text's spelling of the surname."""
    word = candidate.words[candidate.name_at[1] - 1].text
    if word in candidate.name.split() or candidate.name_at[1] - candidate.name_at[0] > 1:
        return candidate.name
    leader = next((leader for leader in find_leaders(candidate.name, None) if leader.person == candidate.name), None)
    return _as_spelt(word, leader) if leader else candidate.name


def _national_council(candidate: Candidate) -> str | None:
    """The state of a head of its Security Council; the one of the United Nations has a president and members alone."""
    if any(word in candidate.office.lower() for word in ("president", "member", "ambassador", "envoy")):
        return "UNO"
    states = {leader.state for leader in find_leaders(candidate.name, None)} if " " in candidate.name else set()
    return states.pop() if len(states) == 1 else None


def _titled_speakers(doc: ParsedDocument) -> list[_Found]:
    """A speaker labelled by title alone whom the other one calls by name: "PRIME MINISTER:" and "Mr Howard, what"."""
    labels = {label[1].removeprefix("THE ").strip() for label in _LABEL.finditer(doc.text)}
    if len(labels) != 1:
        return []
    title = labels.pop()
    sentences = [sentence for sentence in doc.sentences if (_VOCATIVE.search(sentence.text) and not _LABEL.search(sentence.text))]
    names = {found[1] for sentence in sentences for found in _VOCATIVE.finditer(sentence.text)}
    if len(names) != 1:
        return []
    name = names.pop()
    sentence = next(sentence for sentence in sentences if re.search(rf"\b{re.escape(name)}\b", sentence.text))
    words = read_words(sentence.text, sentence.start_char, sentence.mentions)
    at = next((i for i, word in enumerate(words) if word.text == name), None)
    if at is None:
        return []
    return [_Found(_speaker(words, at, title.lower()), name, None, title.lower())]


def _speaker(words: Sequence[Word], at: int, office: str) -> Candidate:
    return Candidate(words[at].text, None, words, (max(0, at - 1), at + 1), (at, at + 1), office, "label")


def _complete_names(found: list[_Found]) -> None:
    """Bare surnames become the full name that the document gives, if one alone fits."""
    full = {item.name for item in found if len(name_key(item.name)) > 1}
    for item in found:
        key = name_key(item.name)
        if len(key) > 1 and not any(set(key) < set(name_key(name)) for name in full):
            continue
        fitting = {name for name in full if set(key) < set(name_key(name))}
        same_office = {other.name for other in found if other.name in fitting and _same_office(other.office, item.office)}
        choice = same_office if len(same_office) == 1 else fitting
        if len(choice) == 1:
            item.name = choice.pop()


def _office_key(office: str) -> frozenset[str]:
    plain = re.findall(r"\w+", office.lower())
    return frozenset(plain) - {"the", "of", "a", "an", "and", "for", "to", "at", "current", "incumbent", "s", "new"}


def _same_office(one: str, other: str) -> bool:
    """Whether two wordings can be one office: one's words hold the other's."""
    a, b = _office_key(one), _office_key(other)
    return a <= b or b <= a


def _complete_states(doc: ParsedDocument, found: list[_Found]) -> None:
    """States that the phrase itself does not tell: by the person, the leaders, the owner, the publisher, the sentence."""
    days = reference_days(doc)
    for item in found:
        if item.candidate.pattern == "counterpart":
            item.office = _counterpart_office(found, item)
    _share_states(found)
    for item in found:
        if item.party is None or item.candidate.pattern == "incumbent":
            _use_leaders(item, days)
    for item in found:
        if item.party is None:
            own = _own_state(doc, found, item)
            owner = _owner_state(item, found, own)
            if owner is None and item.candidate.phrase is not None and item.candidate.phrase.owner in _ITS:
                owner = _state_before(doc, item) if item.candidate.phrase.owner == "its" else _last_person_state(item, found)
                item.party = owner
                continue
            item.party = owner or _titled_state(doc, item) or _listed_state(item, found) or _context_state(doc, item, found, own)
    _share_states(found)


def _share_states(found: list[_Found]) -> None:
    """Give every office of a person the state that the others tell, of several the most frequent."""
    by_name: dict[str, Counter[str]] = {}
    for item in found:
        if item.party:
            by_name.setdefault(item.name, Counter())[item.party.split("/")[0]] += 1
    for item in found:
        if item.party is None and item.name in by_name:
            item.party = by_name[item.name].most_common(1)[0][0]


def _counterpart_office(found: list[_Found], item: _Found) -> str:
    before = [other for other in found if other.candidate.words is item.candidate.words and other.candidate.name_at[0] < item.candidate.name_at[0]]
    return before[-1].office if before else "counterpart"


def _use_leaders(item: _Found, days: tuple[str, str] | None) -> None:
    """Name, state and office of a leader whom the table knows, if one alone fits."""
    leaders = find_leaders(item.name, days)
    fitting = [leader for leader in leaders if office_words(leader, item.office)] or (
        leaders if len(name_key(item.name)) > 1 else []
    )
    if len(name_key(item.name)) == 1:
        fitting = [leader for leader in fitting if in_office(leader, days)]
    if len({leader.state for leader in fitting}) != 1:
        return
    item.party = item.party or fitting[0].state
    is_spelt = any(set(name_key(item.name)) & set(name_key(name)) for name in (fitting[0].person, fitting[0].surname, *fitting[0].other_names))
    if is_spelt and len(name_key(item.name)) == 1 and len({leader.person for leader in fitting}) == 1:
        item.name = _as_spelt(item.name, fitting[0])
    if item.candidate.pattern == "incumbent":
        item.office = fitting[0].office.replace("_", " ")


def _as_spelt(surname: str, leader: Leader) -> str:
    """A leader's full name in the text's own spelling, if the table has it: "Erdogan" is no "Erdoğan"."""
    return next((name for name in (leader.person, *leader.other_names) if " " in name and surname.title() in name.split()), leader.person)


def _own_state(doc: ParsedDocument, found: list[_Found], item: _Found) -> str | None:
    """The state for which the document speaks there: the last label's or letterhead's, else its publisher's."""
    start = item.candidate.words[0].start
    last = None
    for other in found:
        words = other.candidate.words
        first, end = other.candidate.name_at
        is_label = all(word.text.isupper() for word in words[first:end])
        if other.party and is_label and words[first].start <= start and is_state(other.party.split("/")[0]):
            last = other.party.split("/")[0]
    return last or home_of(doc)


def _state_before(doc: ParsedDocument, item: _Found) -> str | None:
    """The first state or body named in the sentence before, as its subject: "The Kremlin responded. | Its spokesman"."""
    start = item.candidate.words[0].start
    before = [sentence for sentence in doc.sentences if sentence.end_char <= start]
    if not before:
        return None
    named = [mention for mention in before[-1].mentions if len(mention.parties) == 1 and not mention.person and mention.how not in ("demonym", "talks")]
    return named[0].parties[0].split("/")[0] if named else None


def _titled_state(doc: ParsedDocument, item: _Found) -> str | None:
    """The state that alone has a title, if the document names it: "Secretary Clinton", "Treasurer Costello"."""
    state = load_title_words().of_states.get(item.office.lower())
    if state is None:
        return None
    named = any(state in mention.parties for sentence in doc.sentences for mention in sentence.mentions)
    return state if named or doc.document.publisher_state == state else None


def _owner_state(item: _Found, found: list[_Found], own: str | None) -> str | None:
    """Whose "his", "our" or "my" office it is."""
    phrase = item.candidate.phrase
    if phrase is None:
        return own
    words = item.candidate.words
    lead = {word.lower for word in words[max(0, phrase.first - 3) : phrase.first + 1]}
    if lead & _OWN:
        return own
    if phrase.owner is None and item.candidate.pattern not in ("whom", "person of"):
        return None
    owners = _persons_before(words, item, found)
    if owners:
        return owners[-1]
    inside = {id(mention) for _, mention in phrase.inside}
    named = [word.known.parties[0] for word in words[: item.candidate.name_at[0]] if word.known is not None and len(word.known.parties) == 1 and id(word.known) not in inside]
    states = [party.split("/")[0] for party in named if is_state(party.split("/")[0])]
    if item.candidate.pattern == "person of":
        abroad = {mention.parties[0] for preposition, mention in phrase.inside if preposition in ("to", "for") and mention.parties}
        states = [state for state in states if state not in abroad]
        if not states:
            return _last_person_state(item, found)
    return states[-1] if states else None


def _persons_before(words: Sequence[Word], item: _Found, found: list[_Found]) -> list[str]:
    """States of the persons named in the sentence, in text order, other than the holder."""
    states = {part: other.party.split("/")[0] for other in found if other.party and other.name != item.name for part in (" ".join(name_key(other.name)), name_key(other.name)[0], name_key(other.name)[-1])}
    named = []
    limit = item.candidate.name_at[0] if item.candidate.pattern != "whom" else item.candidate.span[1]
    i = 0
    while i < limit:
        end = read_name(words, i)
        if end > i and i != item.candidate.name_at[0]:
            text = " ".join(" ".join(name_key(word.text)) for word in words[i:end])
            known = words[i].known
            if known is not None and known.person and known.parties:
                named.append(known.parties[0].split("/")[0])
            elif text in states:
                named.append(states[text])
        i = max(end, i + 1)
    return named


def _last_person_state(item: _Found, found: list[_Found]) -> str | None:
    """The state of the last person with an office before the sentence."""
    start = item.candidate.words[0].start
    before = [other for other in found if other.party and other.candidate.words[0].start < start and start - other.candidate.words[0].start < 1500]  # noqa: PLR2004 - two paragraphs
    return before[-1].party.split("/")[0] if before and before[-1].party else None


def _listed_state(item: _Found, found: list[_Found]) -> str | None:
    """The state of the one named right before in a list of different offices: "the Prime Minister, Ann Lee, and | the Minister for Trade"."""
    words, first = item.candidate.words, item.candidate.span[0]
    for other in found:
        end = max(other.candidate.name_at[1], other.candidate.span[1])
        is_before = other.candidate.words is words and other.party and end < first and all(word.lower in _LISTING for word in words[end:first])
        is_list = is_before and (any(word.lower == "and" for word in words[end:first]) or item.candidate.pattern == other.candidate.pattern == "title")
        if is_list and not _same_office(other.office, item.office):
            return str(other.party).split("/", maxsplit=1)[0]
    return None


def _context_state(doc: ParsedDocument, item: _Found, found: list[_Found], own: str | None) -> str | None:
    """The publisher's state for domestic offices, else the one state that sentence or paragraph names."""
    phrase = item.candidate.phrase
    words = item.candidate.words
    abroad = {mention.parties[0] for _, mention in phrase.inside if mention.parties} if phrase else set()
    if doc.dyad and len(abroad) == 1 and abroad <= set(doc.dyad):
        return next(state for state in doc.dyad if state not in abroad)
    if item.candidate.weak:
        return None
    side = _host_or_guest(doc, words, item, own) if own else find_other_side(doc, words, span=item.candidate.span, name_at=item.candidate.name_at)
    if side:
        return side
    rivals = [other for other in found if other.candidate.words is words and other.name != item.name] or _other_names(words, item)
    foremost = _foremost(doc)
    owning = [word for i, word in enumerate(words) if _may_own(words, i, item)]
    named = {party.split("/")[0] for word in owning for party in word.known.parties if word.end <= words[item.candidate.name_at[0]].start or party.split("/")[0] in foremost}  # type: ignore[union-attr]
    states = sorted(state for state in named - abroad if is_state(state))
    if len(states) == 1 and not rivals:
        return states[0]
    if item.candidate.pattern not in ("title", "label", "plural") or rivals:
        return None
    return _state_around(doc, words[0].start)


def _host_or_guest(doc: ParsedDocument, words: Sequence[Word], item: _Found, own: str) -> str:
    """The state of an office in a government's own text: its own, or the other's of one who is met."""
    other = next((state for state in find_only_two(doc) if state != own), own)
    return other if own in find_only_two(doc) and is_met(words, item.candidate.span[0]) else own


def _may_own(words: Sequence[Word], i: int, item: _Found) -> bool:
    """Whether a known name can be the state of a person in its sentence: no currency, and no capital that one goes to."""
    known = words[i].known
    if known is None or known.person is not None:
        return False
    after = next((word for word in words[i:] if word.start >= known.end_char), None)
    if after is not None and after.lower.rstrip(".") in _CURRENCIES:
        return False
    before = i - 1
    while before >= 0 and (words[before].lower in _ARTICLES or words[before].known is known):
        before -= 1
    if (before >= 0 and words[before].lower in _TOWARDS) or is_dealt_with(words, i, span=item.candidate.span, name_at=item.candidate.name_at):
        return False
    return known.how != "capital" or i < item.candidate.span[0]


def _foremost(doc: ParsedDocument) -> set[str]:
    """The states that no other outnumbers in the document: one named after a person is the person's only if it is such."""
    counts = Counter(party.split("/")[0] for sentence in doc.sentences for mention in sentence.mentions if mention.person is None for party in mention.parties)
    states = {state: number for state, number in counts.items() if is_state(state)}
    return {state for state, number in states.items() if number == max(states.values())}


def _other_names(words: Sequence[Word], item: _Found) -> list[int]:
    """Where other full names stand in the sentence: the one state in it may be theirs."""
    found = []
    i = 0
    while i < len(words):
        end = read_name(words, i)
        if end - i > 1 and not item.candidate.name_at[0] <= i < item.candidate.name_at[1]:
            found.append(i)
        i = max(end, i + 1)
    return found


def _state_around(doc: ParsedDocument, start: int) -> str | None:
    """The one state that the paragraph names, else the one that the document names by far the most."""
    here = next((sentence.paragraph for sentence in doc.sentences if sentence.start_char <= start < sentence.end_char), None)
    counts: Counter[str] = Counter()
    near: set[str] = set()
    for sentence in doc.sentences:
        for mention in sentence.mentions:
            if len(mention.parties) == 1 and mention.person is None and is_state(mention.parties[0].split("/")[0]):
                counts[mention.parties[0].split("/")[0]] += 1
                if sentence.paragraph == here:
                    near.add(mention.parties[0].split("/")[0])
    if len(near) == 1:
        return near.pop()
    ranked = counts.most_common(2)
    if len(ranked) == 1 or (ranked and ranked[0][1] >= DOMINANCE * ranked[1][1]):
        return ranked[0][0]
    return None


def _distinct(found: list[_Found]) -> list[_Found]:
    """One item a person and office: the fullest wording, at its first place; weak roles only where there is no other."""
    kept: list[_Found] = []
    for item in sorted(found, key=lambda item: item.candidate.words[item.candidate.span[0]].start):
        same = next((other for other in kept if other.name == item.name and _is_same(other, item)), None)
        if same is None:
            kept.append(item)
        elif _better(item, same):
            kept[kept.index(same)] = item
    strong = {item.name for item in kept if not item.candidate.weak and item.party}
    return [item for item in kept if not (item.candidate.weak and item.name in strong)]


def _is_same(one: _Found, other: _Found) -> bool:
    return _same_office(one.office, other.office)


def _better(item: _Found, kept: _Found) -> bool:
    if bool(item.party) != bool(kept.party):
        return bool(item.party)
    if item.candidate.weak != kept.candidate.weak:
        return kept.candidate.weak
    return len(_office_key(item.office)) > len(_office_key(kept.office))


def _record(doc: ParsedDocument, item: _Found) -> Office:
    words = item.candidate.words
    first, end = item.candidate.span
    last = max(end, item.candidate.name_at[1])
    start, stop, quote = quote_span(doc, words[first].start, words[last - 1].end)
    party = str(item.party)
    state = party.split("/", maxsplit=1)[0]
    sector = office_sector(item.candidate, party)
    is_leader = any(leader.state == state and office_words(leader, item.office) for leader in find_leaders(item.name, None))
    if is_leader or (is_body(state) and "/" not in party):
        sector = "GOV"
    return Office(
        record_id=make_id(doc.doc_id, "offices", start, stop, item.name, item.office),
        doc_id=doc.doc_id, start_char=start, end_char=stop, quote=quote,
        person=item.name, office=item.office, state=state, sector=sector,
    )  # fmt: skip
