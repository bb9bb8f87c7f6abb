"""Organisations that the vocabulary does not know but whose name holds a state: "Korea International Trade Association"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.known_names import make_mention
from bilateral.extraction.office_states import institutes_in
from bilateral.extraction.person_names import read_words
from bilateral.vocabulary.scan import fold
from bilateral.vocabulary.states import is_state
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.extraction.person_names import Word
    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Mention

__all__ = ["add_organisations", "find_acronyms"]

_LINKS = frozenset(["of", "for", "and", "the", "on", "in", "&", "de"])
_NO_ORGANISATION = frozenset(
    ["summit", "forum", "district", "region", "province", "territory", "oblast", "krai", "city", "country", "state", "nation", "republic", "federation", "house", "palace", "government", "energy", "capital", "section", "programme", "program", "division", "force", "union", "staff", "house", "times", "post", "news", "daily"]
)
"""Nouns of `organs` that end other names too: "Yalta Summit", "Korea Republic"."""
_NEVER_INSIDE = frozenset(("minister", "ministers", "president", "secretary", "ambassador", "notes", "agreement", "treaty", "memorandum", "declaration", "loan", "commissioner", "envoy", "premier", "chancellor", "governor"))
"""Words of offices and papers: "Swedish Minister of Enterprise", "Exchange of Notes on Japanese Assistance" are no organisations."""
_CENTRAL_BANK = re.compile(r"(?:Reserve |Central |National |People's )?Bank of(?: the)? [A-Z]\w+(?: [A-Z]\w+)?$")
_GOVERNMENT = frozenset(["ministry", "department", "agency", "commission", "authority", "administration", "directorate", "bureau", "cabinet", "council", "secretariat", "embassy", "consulate"])
_ACRONYM = re.compile(r"\s?\(\s?[\"“”']?([A-Z][A-Za-z.&-]*[A-Z][A-Za-z.]*)[\"“”']?\s?\)")
_MAX_WORDS = 12


def add_organisations(doc: ParsedDocument) -> None:
    """Add mentions of organisations whose name or vocabulary entry tells their state.

    The organisation takes the place of the state's name inside it, so that
    "Bank of Japan" is one actor. Does not find organisations whose name holds
    two states, nor those that only the text around them places.

    Args:
        doc: A document with the mentions of known names.
    """
    for sentence in doc.sentences:
        added = list(_find(doc, sentence))
        if added:
            _replace(sentence, added)


def _find(doc: ParsedDocument, sentence: Sentence) -> Iterator[Mention]:
    for start, stop, party in institutes_in(sentence.text):
        yield make_mention(doc, (sentence.start_char + start, sentence.start_char + stop), [party], how="company" if party.endswith("/BUS") else "group")
    if not any(mention.how in ("name", "demonym", "capital") for mention in sentence.mentions):
        return
    words = read_words(sentence.text, sentence.start_char, sentence.mentions)
    i = 0
    while i < len(words):
        j = _run_end(words, i)
        if j > i + 1:
            found = _organisation(doc, words[i:j], sentence.mentions)
            if found:
                yield found
        i = max(j, i + 1)


def _run_end(words: Sequence[Word], i: int) -> int:
    """The end of a run of capitalised words with links between them, which begins at a word."""
    if not words[i].is_cap or words[i].lower in _LINKS:
        return i
    j = i + 1
    last = j
    while j < len(words) and j - i < _MAX_WORDS and words[j].start - words[j - 1].end <= 1:
        if words[j].is_cap:
            last = j + 1
        elif words[j].lower not in _LINKS:
            break
        j += 1
    return last


def _organisation(doc: ParsedDocument, run: Sequence[Word], mentions: Sequence[Mention]) -> Mention | None:
    organs = load_title_words().organs
    noun = next((i for i, word in enumerate(run) if word.lower in organs and word.lower not in _NO_ORGANISATION and word.known is None), None)
    if noun is None:
        return None
    run = _without_person(run, noun)
    run = _without_other_names(run, next(i for i, word in enumerate(run) if word.lower in organs and word.lower not in _NO_ORGANISATION and word.known is None))
    knowns = [mention for mention in mentions if run[0].start <= mention.start_char and mention.end_char <= run[-1].end]
    states = {party.split("/")[0] for known in knowns for party in known.parties}
    if len(states) != 1 or any(known.person or known.how not in ("name", "demonym", "capital") for known in knowns):
        return None
    state = states.pop()
    word = next((word.lower for word in run if word.lower in organs and word.lower not in _NO_ORGANISATION), "")
    if not is_state(state) or not word or any(other.lower in _NEVER_INSIDE for other in run) or (word in _GOVERNMENT and run[0].known is not None and run[0].known.how == "demonym"):
        return None
    text = doc.text[run[0].start : run[-1].end]
    sector = "GOV" if _CENTRAL_BANK.search(fold(text)) else organs[word]
    if "Chamber of Commerce" in text:
        sector = "BUS"
    party = state if sector == "GOV" else f"{state}/{sector}"
    return make_mention(doc, (run[0].start, run[-1].end), [party], how="company" if sector == "BUS" else "group")


def _without_person(run: Sequence[Word], noun: int) -> Sequence[Word]:
    """The run without what leads to the organisation: "Professor Hans Weber of the | University of Vienna"."""
    organs = load_title_words().organs
    for i in range(noun - 1, 0, -1):
        if run[i].lower in _LINKS and not any(word.known is not None or word.lower in organs for word in run[:i]):
            return run[i + 1 :]
    return run


def _without_other_names(run: Sequence[Word], noun: int) -> Sequence[Word]:
    """The run up to what belongs to the organisation: "Bank of Japan | and Ministry of Finance" is cut at "and"."""
    for i, word in enumerate(run):
        if word.lower == "and" and i > noun and i + 1 < len(run) and (run[i + 1].known is not None or run[i + 1].lower in load_title_words().organs):
            return run[:i]
        if word.lower == "and" and i < noun and run[i - 1].known is not None:
            return run[i + 1 :]
        if word.lower == "in" and i > noun:
            return run[:i]
    return run


def _replace(sentence: Sentence, added: list[Mention]) -> None:
    taken = [(mention.start_char, mention.end_char) for mention in sentence.mentions if mention.how not in ("name", "demonym", "capital")]
    fresh: list[Mention] = []
    for mention in added:
        inside = any(start < mention.end_char and mention.start_char < end for start, end in taken)
        twice = any(other.start_char < mention.end_char and mention.start_char < other.end_char for other in fresh)
        if not inside and not twice:
            fresh.append(mention)
    kept = [
        mention
        for mention in sentence.mentions
        if not any(new.start_char <= mention.start_char and mention.end_char <= new.end_char for new in fresh)
    ]
    sentence.mentions = sorted([*kept, *fresh], key=lambda mention: (mention.start_char, mention.end_char))


def find_acronyms(doc: ParsedDocument) -> None:
    """Add mentions of short names that the text gives in brackets: "Korea Gas Corporation (KOGAS)".

    The short name stands for what stands right before the bracket, all
    through the document. Does not touch short names that the vocabulary knows.

    Args:
        doc: A document with mentions.
    """
    meant: dict[str, Mention] = {}
    for sentence in doc.sentences:
        ends = {mention.end_char: mention for mention in sentence.mentions}
        for found in _ACRONYM.finditer(sentence.text):
            long_form = ends.get(sentence.start_char + found.start()) or ends.get(sentence.start_char + found.start(1) - 2)
            if long_form is not None and long_form.how in ("name", "body", "company", "group", "seat", "talks"):
                meant.setdefault(found[1], long_form)
    if not meant:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(meant, key=len, reverse=True)))})\b")
    for sentence in doc.sentences:
        covered = [(mention.start_char, mention.end_char) for mention in sentence.mentions]
        for found in pattern.finditer(sentence.text):
            start, end = sentence.start_char + found.start(), sentence.start_char + found.end()
            if not any(first < end and start < last for first, last in covered):
                known = meant[found[0]]
                sentence.mentions.append(make_mention(doc, (start, end), known.parties, how=known.how))
        sentence.mentions.sort(key=lambda mention: (mention.start_char, mention.end_char))

