"""The ways in which a sentence says that a person holds an office.

"Russian President Dmitry Medvedev" · "Li Hui, China's envoy to Kyiv" · "Moon Jae-in
became president" · "appointed her as ambassador to Chad, Ann Lee" · "who chairs the
committee" · "his Turkish counterpart, Hakan Fidan".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bilateral.extraction.leaders_known import find_leaders, office_words
from bilateral.extraction.person_names import name_text, read_name, singular
from bilateral.extraction.title_phrases import (
    STOPS,
    TitlePhrase,
    head_sector,
    is_head,
    is_weak,
    read_after,
    read_phrase,
    read_until_stop,
    trim_person,
)
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bilateral.extraction.person_names import Word

__all__ = ["Candidate", "find_candidates"]

_BECAME = frozenset(["became", "become", "becomes", "is", "was", "remains", "remained"])
_BEING = frozenset(["is", "was", "were", "been", "being", "are"])
_PERFECT = frozenset(["has", "had", "have"])
_SERVING = frozenset(["served", "serves", "serving", "acts", "acted", "worked", "works"])
_TAKING = frozenset(["took", "takes"])
_AS = frozenset(("as",))
_DENYING = frozenset(["not", "n't", "to", "no", "never", "neither", "hardly"])
MAX_BARE_WORDS = 3
"""Words before the head of an office that names neither state nor organisation: "the new prime minister"."""
_APPOINTED = frozenset(
    ["appointed", "elected", "named", "nominated", "re-elected", "reelected", "chosen", "designated", "installed", "inaugurated", "selected", "reappointed", "promoted", "picked", "made", "confirmed"]
)
_APPOINTMENT = frozenset(["election", "appointment", "nomination", "reelection", "re-election", "inauguration", "selection", "confirmation"])
_HEADS_OF_VERB = {
    "chairs": "chair", "chaired": "chair", "heads": "head", "headed": "head", "leads": "leader", "led": "leader",
    "directs": "director", "directed": "director", "runs": "head", "co-chairs": "co-chair", "commands": "commander", "commanded": "commander",
}  # fmt: skip
_ADVERBS = frozenset(["also", "now", "currently", "still", "then", "later", "previously", "formerly", "once", "jointly", "who", "since"])
_NOW = frozenset(["current", "incumbent", "present", "then", "new", "newly"])
_NAMED_AFTER = frozenset(["street", "avenue", "road", "square", "bridge", "airport", "prize", "medal", "award", "library", "school", "hospital", "stadium", "boulevard", "highway", "memorial", "canal", "centre", "center", "college", "institute", "foundation"])
"""Nouns of things that bear a person's name: "Admiral Fokin Street"."""
_OPEN_ENDS = frozenset(["national", "global", "international", "public", "foreign", "federal", "european", "human", "social", "civil", "strategic"])
"""Adjectives at which no complement ends: "head of the Government of National | Unity" names no person."""
_OTHER_RANKS = frozenset(["governor", "mayor", "ambassador", "secretary", "commissioner", "representative", "director", "envoy", "attorney", "inspector"])
"""Titles in GOV under which a bare surname is no head of state or government of that name."""
_RELATIVE = frozenset(["who", "whom", "whose", "which", "that", "where", "as", "since", "during", "by", "via", "and/or", "here", "there", "when", "while", "after", "before", "but", "over", "about", "today"])
_OPENERS = frozenset((",", "(", "\u2013", "\u2014", "-"))
_TRANSCRIPT_LEAD = 14
"""How far before "in the person of" the office is looked for, in words."""


@dataclass(slots=True)
class Candidate:
    """One office of one person as a sentence states it, its state not yet known."""

    name: str
    phrase: TitlePhrase | None
    words: Sequence[Word]
    span: tuple[int, int]  # indices of the words that state it
    name_at: tuple[int, int]
    office: str
    pattern: str
    weak: bool = False
    honorific: str = ""
    state_after: int | None = None  # index of a known name after "of" behind the person


def _honorifics_end(words: Sequence[Word], i: int) -> int:
    titles = load_title_words()
    has_article = i + 1 < len(words) and words[i].lower == "the" and words[i + 1].is_cap and words[i + 1].lower.rstrip(".") in titles.honorifics
    i += has_article  # the | Hon Ann Lee
    while i < len(words) and (words[i].lower.rstrip(".") in titles.honorifics or words[i].lower == "h.e."):
        if words[i].known is not None or not words[i].is_cap:
            break
        if i + 1 < len(words) and not words[i + 1].is_cap:
            break
        i += 1
    return i


def _office_text(words: Sequence[Word], phrase: TitlePhrase) -> str:
    """The office in the words of the text; a bare title before a name in lower case."""
    end = trim_person(words, phrase)
    chosen = [
        word
        for i, word in enumerate(words[phrase.office_first : end], phrase.office_first)
        if i >= phrase.head or (word.text not in _NOW and not (word.known is not None and word.known.how == "demonym"))
    ]
    text = ""
    for i, word in enumerate(chosen):
        glued = i == 0 or word.start == chosen[i - 1].end
        shown = singular(word.text) if phrase.head < len(words) and word is words[phrase.head] else word.text
        text += shown if glued else f" {shown}"
    text = text.strip(" ,'")
    if text.isupper() and len(text) > 4:  # noqa: PLR2004 - CEO and the like stay
        text = text.capitalize()
    known = any(word.known is not None or word.text.isupper() for word in chosen)
    has_complement = end > phrase.head + 1
    return text if has_complement or known else text.lower()


def find_candidates(words: Sequence[Word]) -> Iterator[Candidate]:
    """Every statement of an office in one sentence, in the order of patterns.

    Does not find a person without a name, nor a title without a person.

    Args:
        words: The words of a sentence with the known names on them.

    Yields:
        Candidates, not yet with a state.
    """
    heads = [i for i, word in enumerate(words) if is_head(word)]
    for i in heads:
        if i + 1 < len(words) and is_head(words[i + 1]):
            continue
        yield from _title_before_name(words, i)
    if heads:
        yield from _after_names(words)
    yield from _chairs(words)
    yield from _counterparts(words)
    yield from _incumbents(words)


def _title_before_name(words: Sequence[Word], head: int) -> Iterator[Candidate]:
    """"Russian President Dmitry Medvedev", "the Prime Minister of Australia, H.E. Julia Gillard"."""
    phrase = read_phrase(words, head)
    start = phrase.end
    has_comma = start < len(words) and words[start].text == ","
    if has_comma:
        if not (phrase.has_complement or phrase.has_article or phrase.before) or _is_plural(words[head]):
            return
        start += 1
    first = _honorifics_end(words, start)
    end = read_name(words, first, after_title=not has_comma)
    if end == first or (first == start and _is_no_name(words, phrase, (first, end), has_comma=has_comma)):
        return
    if _is_named_after(words, end) or (has_comma and _is_of_name_before(words, phrase, end)):
        return
    yield _candidate(words, phrase, (phrase.first, end), (first, end), "title")
    if _is_plural(words[head]):
        yield from _next_members(words, phrase, end)


def _is_no_name(words: Sequence[Word], phrase: TitlePhrase, name: tuple[int, int], *, has_comma: bool) -> bool:
    """Whether capitalised words behind a title without an honorific are no person: one word behind a comma or an organ, a new line."""
    first, end = name
    is_single = end - first == 1
    if words[phrase.head].text == "fellow" and is_single:
        return True  # "my fellow Liberals"
    if has_comma:
        return is_single
    if words[phrase.head].lower == "general" and words[phrase.head - 1].text == "-":
        return True  # "Secretary- General": the text broke the word
    is_organ = phrase.has_complement and is_single and (_ends_with_organ(words[first - 1]) or words[first - 1].lower in _OPEN_ENDS)
    return is_organ or words[first].gap > 3  # noqa: PLR2004 - blanks in a letterhead


def _is_named_after(words: Sequence[Word], end: int) -> bool:
    """Whether a name is part of that of a thing: "Admiral Fokin | Street"."""
    return end < len(words) and words[end].lower in _NAMED_AFTER and words[end].is_cap


def _is_of_name_before(words: Sequence[Word], phrase: TitlePhrase, end: int) -> bool:
    """Whether an office in a list belongs to the name before it: "Kamal Nath, the Minister for Commerce, | Charles Goode, Chairman of"."""
    before = phrase.first - 1
    follows_name = before > 1 and words[before].text == "," and words[before - 1].is_cap and words[before - 2].is_cap and words[before - 1].known is None
    return follows_name and end < len(words) and words[end].text == ","


def _ends_with_organ(word: Word) -> bool:
    """Whether a complement ends in a noun after which the organisation's own name may come: "the shipping group Nordhav"."""
    return word.lower in load_title_words().organs and not word.is_cap


def _is_plural(word: Word) -> bool:
    return word.lower != singular(word.lower)


def _next_members(words: Sequence[Word], phrase: TitlePhrase, end: int) -> Iterator[Candidate]:
    """"Presidents Xi Jinping and Vladimir Putin", "foreign ministers Sergei Lavrov of Russia and Wang Yi of China"."""
    i = end
    while i < len(words):
        if words[i].lower == "of" and i + 1 < len(words) and words[i + 1].known is not None:
            i += 2
            continue
        if words[i].lower not in (",", "and"):
            return
        i += 1
        first = _honorifics_end(words, i)
        after = read_name(words, first)
        if after == first:
            if i < len(words) and words[i].lower == "and":
                continue
            return
        yield _candidate(words, phrase, (first, after), (first, after), "plural")
        i = after


def _candidate(words: Sequence[Word], phrase: TitlePhrase, span: tuple[int, int], name_at: tuple[int, int], pattern: str) -> Candidate:
    first, end = name_at
    state_after = _owner_after(words, end) if pattern in ("title", "plural") else None
    if state_after is not None:
        last = state_after + 1
        while last < len(words) and words[last].known is words[state_after].known:
            last += 1
        span = (span[0], last)
    name = name_text(words[first:end])
    known = words[first].known
    if known is not None and known.person and words[end - 1].known is known and end - first == 1 and _may_be_leader(known.person, words[phrase.head], pattern):
        name = known.person
    honorific = words[first - 1].lower.rstrip(".") if first > 0 else ""
    weak = is_weak(words[phrase.head])
    return Candidate(name, phrase, words, span, name_at, _office_text(words, phrase), pattern, weak, honorific, state_after)


def _may_be_leader(person: str, head: Word, pattern: str) -> bool:
    """Whether a title fits the leader whom a bare surname suggests: "Senator Lieberman" is no foreign minister of that name."""
    lower = singular(head.lower)
    if pattern != "title" or (head_sector(head) == "GOV" and lower not in _OTHER_RANKS):
        return True
    leaders = find_leaders(person, None)
    return any(lower in leader.office.replace("_", " ").split() or office_words(leader, lower) for leader in leaders) or not leaders


def _owner_after(words: Sequence[Word], end: int) -> int | None:
    """The known name after "of" behind a person: "President Quang of Vietnam", "Professor Weber of the University of Vienna"."""
    if end + 1 >= len(words) or words[end].lower not in ("of", "at", "from"):
        return None
    k = end + 1 + (words[end + 1].lower == "the")
    known = words[k].known if k < len(words) else None
    kinds = ("name", "body", "group", "company", "seat") if words[end].lower == "of" else ("body", "group", "company")
    return k if known is not None and known.how in kinds else None  # "Putin at the Blue House" is a guest there


def _after_names(words: Sequence[Word]) -> Iterator[Candidate]:
    """Every name of two or more words with what stands after it."""
    i = 0
    while i < len(words):
        end = read_name(words, i)
        if end == i:
            i += 1
            continue
        yield from _after_name(words, i, end)
        i = end


def _after_name(words: Sequence[Word], first: int, end: int) -> Iterator[Candidate]:
    if end >= len(words):
        return
    mark = words[end].text
    is_full = end - first > 1 or words[first].known is not None or (first > 0 and words[first - 1].lower.rstrip(".") in load_title_words().honorifics)
    if mark in _OPENERS and is_full and end + 1 < len(words):
        yield from _apposition(words, first, end)
    elif words[end].lower == "as":
        yield from _as_office(words, first, end)
    else:
        yield from _became(words, first, end)


def _apposition(words: Sequence[Word], first: int, end: int) -> Iterator[Candidate]:
    """"Alexander Fedorovsky, head of the Asian-Pacific sector at", "Ann Lee, 56, who is Ghana's envoy"."""
    i = end + 1
    if words[i].text.isdigit() and i + 1 < len(words) and words[i + 1].text == ",":
        i += 2
    if i < len(words) and words[i].lower == "who":
        yield from _became(words, first, i + 1, name_end=end)
        return
    if i < len(words) and words[i].lower == "whom":
        yield from _whom(words, first, end, i)
        return
    phrase = read_after(words, i)
    if phrase is None or (words[end].text == "," and (_begins_clause(words, phrase) or _is_next_ones(words, first, phrase))):
        return
    yield _candidate(words, phrase, (first, phrase.end), (first, end), "apposition")


def _is_next_ones(words: Sequence[Word], first: int, phrase: TitlePhrase) -> bool:
    """Whether an office behind a titled name is that of the next name in a list: "Director Hale, his Chief of Staff, Ann Lee"."""
    after = phrase.end + 1
    return first > 0 and is_head(words[first - 1]) and phrase.owner is not None and after < len(words) and words[phrase.end].text == "," and read_name(words, after) > after + 1


def _begins_clause(words: Sequence[Word], phrase: TitlePhrase) -> bool:
    """Whether what stands behind a name and a comma is the subject of a clause: "in St Petersburg, the president said"."""
    if phrase.end >= len(words) or not phrase.has_article:
        return False
    return words[phrase.end].lower in STOPS - _RELATIVE and words[phrase.end].known is None


def _became(words: Sequence[Word], first: int, i: int, name_end: int | None = None) -> Iterator[Candidate]:
    """"Moon Jae-in became President of the Republic of Korea", "was sworn in as", "has served as"."""
    end = i if name_end is None else name_end
    start = _predicate_end(words, i)
    if start is None or start >= len(words) or words[start].lower in _DENYING:
        return
    phrase = read_after(words, start)
    if phrase is not None and (phrase.has_complement or phrase.before or phrase.head - start <= MAX_BARE_WORDS):
        yield _candidate(words, phrase, (first, phrase.end), (first, end), "became")


def _predicate_end(words: Sequence[Word], i: int) -> int | None:
    """Where the office begins after "became", "was appointed", "has served as"; None if the verb tells no office."""
    i = _skip(words, i, _ADVERBS)
    if i + 1 >= len(words):
        return None
    if words[i].lower in _PERFECT:
        i = _skip(words, i + 1, _ADVERBS)
    lower = words[i].lower if i + 1 < len(words) else ""
    if lower in _BEING:
        return _after_being(words, i)
    if lower in _SERVING:
        return i + 2 if words[i + 1].lower == "as" else None
    if lower in _TAKING and words[i + 1].lower in ("office", "over"):
        return _skip(words, i + 2, _AS)
    return _skip(words, i + 1, _AS) if lower in _BECAME else None


def _after_being(words: Sequence[Word], i: int) -> int | None:
    """Where the office begins after "is", "was appointed", "has been sworn in as"."""
    k = _skip(words, i + 1, _ADVERBS | {"been", "recently", "newly"})
    if k < len(words) and words[k].lower in _APPOINTED:
        return _skip(words, k + 1, _AS)
    if k + 1 < len(words) and words[k].lower == "sworn" and words[k + 1].lower == "in":
        return _skip(words, k + 2, _AS)
    return k if words[i].lower in _BECAME else None


def _skip(words: Sequence[Word], i: int, passed: frozenset[str]) -> int:
    while i < len(words) and words[i].lower in passed:
        i += 1
    return i


def _whom(words: Sequence[Word], first: int, end: int, i: int) -> Iterator[Candidate]:
    """"Song Young-gil, whom Moon appointed to serve as a special envoy"."""
    for k in range(i + 1, min(i + 7, len(words) - 1)):
        if words[k].lower in _APPOINTED:
            k += 1  # noqa: PLW2901 - read on
            while k < len(words) and words[k].lower in ("to", "serve", "as", "be", "act"):
                k += 1  # noqa: PLW2901
            phrase = read_after(words, k)
            if phrase is not None:
                yield _candidate(words, phrase, (first, phrase.end), (first, end), "whom")
            return


def _as_office(words: Sequence[Word], first: int, end: int) -> Iterator[Candidate]:
    """"the election of Jose Ramos Horta as President", "appointed Ann Lee as ambassador"."""
    before = {word.lower for word in words[max(0, first - 4) : first]}
    if not before & (_APPOINTED | _APPOINTMENT | {"appoint", "name", "elect", "nominate", "appointing", "naming", "electing"}):
        return
    phrase = read_after(words, end + 1)
    if phrase is not None:
        start = next((k for k in range(max(0, first - 4), first) if words[k].lower in _APPOINTMENT), first)
        yield _candidate(words, phrase, (start, phrase.end), (first, end), "as")


def _chairs(words: Sequence[Word]) -> Iterator[Candidate]:
    """"who also chairs the committee", "the special forces, which Prabowo headed", "envoy in the person of Song"."""
    for i, word in enumerate(words):
        if word.lower in _HEADS_OF_VERB and i > 1:
            found = _who_heads(words, i) or _which_headed(words, i)
            if found:
                yield found
        elif word.lower == "person" and i > 1 and words[i - 1].lower == "the" and i + 1 < len(words) and words[i + 1].lower == "of":
            yield from _in_the_person(words, i)


def _who_heads(words: Sequence[Word], i: int) -> Candidate | None:
    k = i - 1
    while k > 0 and words[k].lower in _ADVERBS and words[k].lower != "who":
        k -= 1
    if words[k].lower != "who":
        return None
    name = _last_name(words, k)
    if name is None or i + 1 >= len(words):
        return None
    phrase = _headed_phrase(words, i)
    if phrase.end <= i + 1:
        return None
    noun = _HEADS_OF_VERB[words[i].lower]
    found = _candidate(words, phrase, (name[0], phrase.end), name, "chairs")
    found.office = f"{noun} of {_plain(words[i + 1 : phrase.end])}"
    found.weak = False
    return found


def _headed_phrase(words: Sequence[Word], i: int) -> TitlePhrase:
    phrase = TitlePhrase(i, i, i + 1, i, has_complement=True)
    phrase.end = read_until_stop(words, phrase)
    for word in words[i + 1 : phrase.end]:
        if word.known is not None and not (phrase.inside and phrase.inside[-1][1] is word.known):
            phrase.inside.append(("of", word.known))
    if not any(word.is_cap or word.lower in load_title_words().organs for word in words[i + 1 : phrase.end]):
        phrase.end = i + 1
    return phrase


def _last_name(words: Sequence[Word], before: int) -> tuple[int, int] | None:
    """The last full name before a word that begins at a clause's edge."""
    i = max(0, before - 16)
    found = None
    while i < before:
        end = read_name(words, i)
        if end - i > 1 and end <= before:
            found = (i, end)
        i = max(end, i + 1)
    return found


def _which_headed(words: Sequence[Word], i: int) -> Candidate | None:
    """"the special forces—which Prabowo headed at the time"."""
    for first in range(max(1, i - 5), i):
        end = read_name(words, first)
        if end == i and first > 1 and words[first - 1].lower in ("which", "that"):
            k = first - 2
            while k > 0 and words[k].text in ",-\u2013\u2014":
                k -= 1
            start = k
            while start > 0 and words[start].text.isalpha() and words[start].lower not in ("the", "a", "his", "its") and k - start < 6:  # noqa: PLR2004 - an organisation's name
                start -= 1
            phrase = TitlePhrase(start, i, i + 1, start + 1, has_complement=True)
            body = words[start + 1 : k + 1]
            phrase.inside = [("of", word.known) for word in body if word.known is not None]
            if not body or not any(word.is_cap or word.lower in load_title_words().organs for word in body):
                return None
            found = _candidate(words, phrase, (start, i + 1), (first, end), "chairs")
            found.office = f"{_HEADS_OF_VERB[words[i].lower]} of the {_plain(body)}"
            found.weak = False
            return found
    return None


def _plain(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words).replace(" 's", "'s")


def _in_the_person(words: Sequence[Word], i: int) -> Iterator[Candidate]:
    """"appoint a special envoy to Russia in the person of his close associate Song Young-gil"."""
    name = None
    for k in range(i + 2, min(i + 9, len(words))):
        end = read_name(words, k)
        if end - k > 1:
            name = (k, end)
            break
    if name is None:
        return
    for head in range(i - 3, max(-1, i - _TRANSCRIPT_LEAD), -1):
        if is_head(words[head]):
            phrase = read_phrase(words, head)
            phrase.owner = phrase.owner or "his"
            yield _candidate(words, phrase, (phrase.first, name[1]), name, "person of")
            return


def _counterparts(words: Sequence[Word]) -> Iterator[Candidate]:
    """"his Russian counterpart Sergei Lavrov": the office is that of the other one."""
    for i, word in enumerate(words):
        if word.lower not in ("counterpart", "counterparts", "opposite") or i + 1 >= len(words):
            continue
        first = i + 1 + (words[i + 1].text == ",")
        first = _honorifics_end(words, first)
        end = read_name(words, first)
        if end == first:
            continue
        phrase = TitlePhrase(i, i, i + 1, i)
        k = i - 1
        while k >= 0 and (words[k].known is not None or words[k].lower == "'s"):
            known = words[k].known
            if known is not None and known not in phrase.before:
                phrase.before.append(known)
            k -= 1
        if phrase.before:
            yield _candidate(words, phrase, (k + 1, end), (first, end), "counterpart")


def _incumbents(words: Sequence[Word]) -> Iterator[Candidate]:
    """"the incumbent Lee Myung-bak": the office is told by who he is."""
    for i, word in enumerate(words):
        if word.lower == "incumbent" and i > 0 and words[i - 1].lower == "the":
            end = read_name(words, i + 1)
            if end - i > 2:  # noqa: PLR2004 - a full name
                yield _candidate(words, TitlePhrase(i, i, i + 1, i), (i - 1, end), (i + 1, end), "incumbent")
