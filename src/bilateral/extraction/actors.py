"""Who is named: mentions of states, bodies, persons and groups, and what refers back to them.

Names come from the vocabulary, the longest first. Persons come from the
document's own words (see `offices`), then from the table of leaders. Pronouns
and phrases such as "the two countries" are resolved inside the document;
where that would be a guess they stay unresolved. Two states are never merged.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.extraction.coreference import add_references
from bilateral.extraction.first_person import hear_voices
from bilateral.extraction.home_state import find_text_home
from bilateral.extraction.known_names import find_known, make_mention, name_index, shared_seats
from bilateral.extraction.named_parties import mention_at, parties_of, state_of
from bilateral.extraction.organisations import add_organisations, find_acronyms
from bilateral.extraction.persons import add_persons, read_persons
from bilateral.vocabulary.actor_nouns import load_actor_nouns
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Mention, Office

__all__ = ["all_mentions", "find_dyad", "find_mentions", "mention_at", "parties_of", "resolve_actors", "state_of"]

_TITLE_WEIGHT = 3
"""A state in the headline counts as often as this in the body when the dyad is chosen."""

_SIDES = (
    r"(?:countries|nations|states|sides|governments|parties(?= (?:also |further |have )?(?:agree|discuss|sign|not|express|reaffirm|exchang|welcom|stress|confirm|decid|will|shall|intend))|leaders|presidents|prime ministers|premiers|foreign ministers|defen[cs]e ministers|ministers"
    r"|neighbou?rs|peoples|economies|militaries|capitals|heads of (?:state|government)|delegations|partners|allies|powers|foes|rivals|republics|kingdoms"
    r"|armies|navies|central banks|parliaments|statesmen|negotiators|giants|adversaries|signatories|administrations|territories)"
)
_BOTH = re.compile(
    rf"\b(?:(?:the |these |those |our |their )?two (?:[a-z]+(?:-[a-z]+)? )?{_SIDES}|both (?:the |our )?(?:[a-z]+(?:-[a-z]+)? )?{_SIDES}"
    r"|the (?:[a-z]+-[a-z]+ |arch-?)?(?:rivals|foes|adversaries)"
    r"|the (?:sides|parties)(?= (?:also |further )?(?:agreed|discussed|signed|noted|expressed|reaffirmed|exchanged|welcomed|stressed|confirmed|decided|reiterated))"
    r"|the (?:presidents|prime ministers|foreign ministers|leaders|ministers)(?= (?:also |further |had |have |both |strongly |jointly )*(?:agreed|discussed|signed|noted|expressed|reaffirmed|exchanged|welcomed|stressed|confirmed|decided|reiterated|repeated|condemned|called|said|underlined|underscored|emphasi[sz]ed|pledged|vowed|instructed|praised))"
    r"|each other|one another|(?<!\w )the two(?= (?:also |have |had )?(?:agreed|discussed|signed|met|held|will|are|were|exchanged|spoke|talked))"
    r"|(?<=[.!?] )Both(?= (?:agreed|expressed|stressed|welcomed|underlined|reaffirmed)))(?!\w)",
    re.IGNORECASE,
)
"""Words for the two states that a text is about: "the two countries", "both sides", "the nuclear-armed rivals"."""
_LANGUAGE = "(?:English|French|Spanish|Portuguese|German|Italian|Russian|Ukrainian|Polish|Chinese|Japanese|Korean|Arabic|Turkish|Persian|Greek|Dutch|Vietnamese|Thai|Indonesian|Malay|Serbian)"
_LANGUAGES = re.compile(rf"\b(?:in|into|from|speaks?|spoke|speaking|both) (?:both |fluent |broken )?{_LANGUAGE}(?:(?:, | and | or |, and ){_LANGUAGE})*(?=[,.;:)]| (?:version|translation|text|on|at|by|to|with|as|that)\b|$)|\b{_LANGUAGE}[- ](?:language|speaking|version|translation|subtitles)\b")
"""A language, told from a nationality by the bare noun after a preposition: "signed in English and Russian"; "English-language"."""
_NORTH_AND_SOUTH = re.compile(r"\b(North|South|East|West)(ern)?( and | or |/| & )(?=(North|South|East|West)(?:ern)? (Korea|Koreans?|Germany|Germans?|Vietnam|Vietnamese|Yemen|Sudan)\b)")


def find_mentions(doc: ParsedDocument) -> None:
    """Find the names that the vocabulary knows, and the two states that the document is about.

    Does not need a parse; does not find persons that the vocabulary does not
    know, nor pronouns.

    Args:
        doc: A document cut into sentences; their `mentions` and its `dyad` are set.
    """
    for sentence in doc.sentences:
        sentence.mentions = find_known(doc, sentence.start_char, sentence.end_char)
        _add_first_of_two(doc, sentence)
    add_organisations(doc)
    find_acronyms(doc)
    _drop_homonyms(doc)
    _drop_languages(doc)
    _drop_unplaced_seats(doc)
    add_persons(doc, read_persons(doc, ()))
    doc.dyad = find_dyad(doc)
    for sentence in doc.sentences:
        _add_both_sides(doc, sentence)
        sentence.mentions.sort(key=lambda mention: mention.start_char)


def _drop_homonyms(doc: ParsedDocument) -> None:
    """Take away names of states that mean something else in this document: Georgia, where Atlanta is named."""
    for text, (against, cues_for) in load_actor_nouns().homonyms.items():
        if text not in doc.text or any(cue in doc.text for cue in cues_for) or not any(cue in doc.text for cue in against):
            continue
        for sentence in doc.sentences:
            sentence.mentions = [mention for mention in sentence.mentions if mention.quote != text]


def _drop_languages(doc: ParsedDocument) -> None:
    """Take away demonyms that name a language: "printed in French and Arabic"."""
    for sentence in doc.sentences:
        if any(mention.how == "demonym" for mention in sentence.mentions):
            spans = [(sentence.start_char + found.start(), sentence.start_char + found.end()) for found in _LANGUAGES.finditer(sentence.text)]
            sentence.mentions = [mention for mention in sentence.mentions if mention.how != "demonym" or not any(start <= mention.start_char < end for start, end in spans)]


def _drop_unplaced_seats(doc: ParsedDocument) -> None:
    """Take away organs that several states have ("Department of Transportation") where nothing else names the state of the vocabulary's one."""
    named = {state_of(party) for sentence in doc.sentences for mention in sentence.mentions if mention.how != "seat" for party in mention.parties}
    named |= {state_of(party) for found in name_index().find(doc.document.title or "") if found.entry.how != "seat" for party in found.entry.parties}
    shared = shared_seats()
    for sentence in doc.sentences:
        sentence.mentions = [mention for mention in sentence.mentions if mention.how != "seat" or mention.quote not in shared or state_of(mention.parties[0]) in named]


def find_dyad(doc: ParsedDocument) -> tuple[str, str] | None:
    """The two states that a document names most, those of its headline weighing more.

    Args:
        doc: A document with the mentions of known names.

    Returns:
        Two codes, the more frequent first; None if it names fewer than two states.
    """
    counts: Counter[str] = Counter()
    for sentence in doc.sentences:
        for mention in sentence.mentions:
            counts.update(dict.fromkeys(state_of(party) for party in mention.parties if is_state(state_of(party))).keys())
    for found in name_index().find(doc.document.title or ""):
        for party in found.entry.parties:
            if is_state(state_of(party)):
                counts[state_of(party)] += _TITLE_WEIGHT
    home = find_text_home(doc)
    if home and counts:
        counts[home] += max(counts.values())  # "we" and "the President" name it in nearly every sentence
    ranked = sorted(counts, key=lambda state: -counts[state])  # of two named as often, the one named first
    return (ranked[0], ranked[1]) if len(ranked) > 1 else None


def _add_first_of_two(doc: ParsedDocument, sentence: Sentence) -> None:
    """The first of "North and South Korea": named by its direction alone."""
    for found in _NORTH_AND_SOUTH.finditer(sentence.text):
        whole = f"{found[1]}{found[2] or ''} {found[5]}".replace("Koreans", "Korean").replace("Germans", "German")
        named = next(iter(name_index().find(whole)), None)
        start = sentence.start_char + found.start()
        is_known = any(mention.start_char <= start < mention.end_char for mention in sentence.mentions)
        if named is not None and named.entry.parties and not is_known:
            sentence.mentions.append(make_mention(doc, (start, start + len(found[1])), named.entry.parties, how=named.entry.how))
    sentence.mentions.sort(key=lambda mention: (mention.start_char, mention.end_char))


def _add_both_sides(doc: ParsedDocument, sentence: Sentence) -> None:
    """Mentions for "the two countries" and the like: the last two states named, else the document's pair."""
    for found in _BOTH.finditer(sentence.text.replace("\n", " ")):
        start = sentence.start_char + found.start()
        parties = _two_last_states(sentence, start) or _pair_before(doc, sentence) or doc.dyad
        if parties:
            sentence.mentions.append(make_mention(doc, (start, start + len(found[0])), parties, how="anaphor"))


def _pair_before(doc: ParsedDocument, sentence: Sentence) -> tuple[str, ...] | None:
    """The two states of the sentence before in the same paragraph, if it names just two."""
    if sentence.index == 0:
        return None
    before = doc.sentences[sentence.index - 1]
    return _two_last_states(before, before.end_char) if before.paragraph == sentence.paragraph else None


def _two_last_states(sentence: Sentence, before: int) -> tuple[str, ...] | None:
    """The two states named in this sentence before a place, if just two are."""
    named = {
        state_of(party): None
        for mention in sentence.mentions
        if mention.start_char < before
        for party in mention.parties
        if is_state(state_of(party))
    }
    return tuple(named) if len(named) == 2 else None  # noqa: PLR2004 - a pair


def all_mentions(sentences: Sequence[Sentence]) -> list[Mention]:
    """The mentions of all sentences, in text order."""
    return [mention for sentence in sentences for mention in sentence.mentions]


def resolve_actors(doc: ParsedDocument, offices: Sequence[Office]) -> None:
    """Add mentions of persons and of what refers back to a named actor.

    Persons are those with an office in the text and leaders whom the table
    knows at the document's date, by full name and by surname. Does not resolve
    what could mean two parties equally well.

    Args:
        doc: A parsed document with the mentions of known names; `mentions` of
            its sentences are completed and stay sorted.
        offices: Who holds which office by the document's words.
    """
    persons = read_persons(doc, offices)
    add_persons(doc, persons)
    add_references(doc, persons, hear_voices(doc, persons, offices))
