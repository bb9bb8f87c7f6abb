"""Phrases that name an office: "former South Korean Deputy Minister for Trade", "head of the Carnegie Moscow Center".

A phrase is grown from its head noun over the words before and after it, on
the words of a sentence before any parse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bilateral.extraction.person_names import read_name, singular
from bilateral.vocabulary.offices import load_heads
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.person_names import Word
    from bilateral.records import Mention

__all__ = ["STOPS", "TitlePhrase", "head_sector", "is_head", "is_weak", "read_after", "read_phrase", "read_until_stop", "trim_person"]

MAX_WORDS = 24
"""Longest office in words; the longest of the gold sets has 17."""

MAX_ADJECTIVES = 3
"""Unknown adjectives let pass between a state and a head: "Egypt's powerful and feared spy chief"."""

_DETERMINERS = frozenset(["the", "a", "an", "his", "her", "their", "our", "my", "its", "your"])
_POSSESSIVES = frozenset(["his", "her", "their", "our", "my", "its", "your"])
_LINKS = frozenset(("and", "&"))
_PREPOSITIONS = frozenset(["of", "for", "at", "in", "to", "on", "with", "from", "under"])
_FIELD_HEADS = frozenset(["expert", "analyst", "specialist", "watcher", "envoy", "editor", "correspondent", "scholar", "researcher"])
_LOOSE = frozenset(["in", "on", "with", "from", "under"])
_INNER = frozenset(["of", "the", "and", "&", "for", "its", "a", "on", "in", "at", "de", "la", "des", "du", "and/or"])
STOPS = frozenset(
    ["who", "whom", "whose", "which", "that", "where", "when", "while", "as", "since", "after", "before", "but", "because", "although", "though", "if", "than", "so", "has", "have", "had", "is", "are", "was", "were", "will", "would", "said", "says", "say", "told", "tells", "added", "adds", "noted", "stated", "asserted", "argued", "believes", "believed", "thinks", "thought", "praised", "met", "meets", "visited", "arrived", "warned", "urged", "called", "expressed", "stressed", "announced", "declared", "described", "explained", "suggested", "pointed", "agreed", "discussed", "signed", "held", "hosted", "welcomed", "did", "does", "do", "can", "could", "may", "might", "must", "should", "shall", "be", "been", "being", "and/or", "during", "following", "amid", "over", "about", "by", "via", "per", "without", "against", "here", "there", "today", "yesterday", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "also", "not", "never", "hardly", "came", "went", "made", "took", "gave", "visits",
     "wrote", "spoke", "saw", "knew", "became", "began", "won", "lost", "ran", "sent", "got", "put", "brought", "led", "fell", "rose", "resigned", "died", "accused", "criticised", "criticized", "rejected", "asked", "replied", "insisted", "claimed", "hoped", "travelled", "traveled", "attended", "received", "chaired", "opened", "addressed", "delivered", "confirmed", "denied", "condemned", "promised", "regretted"]
)
"""Words at which an office ends: verbs, adverbs of time, relative words."""
_CLOSING = frozenset('.;:()[]?!"“”–—-/•…')
_BEFORE_CAPITAL = frozenset(
    ["former", "ex", "then", "current", "new", "newly", "elected", "outgoing", "incoming", "acting", "interim", "deputy", "vice", "late", "first", "second", "incumbent", "ousted", "deposed", "veteran", "visiting", "and"]
)
"""Words in small letters that belong to a title in capitals ("former President"); others may be verbs ("to force President")."""
_AFTER_HEAD = frozenset(["general", "elect", "designate", "emeritus", "officer"])


@dataclass(slots=True)
class TitlePhrase:
    """One phrase that names an office, by the indices of its words.

    `before` holds the known names to the left of the head, `inside` those of
    each complement with the preposition that leads it.
    """

    first: int
    head: int
    end: int
    office_first: int
    owner: str | None = None  # "his", or None
    before: list[Mention] = field(default_factory=list)
    inside: list[tuple[str, Mention]] = field(default_factory=list)
    has_complement: bool = False
    has_article: bool = False


_NO_OFFICES = frozenset(["citizen", "tourist", "refugee", "resident", "student", "worker", "farmer", "soldier", "protester", "rebel", "athlete", "insurgent", "guerrilla", "jihadist", "exile"])
"""Nouns of persons that are no office: "Ms Tsoy, a citizen of Kazakhstan"."""
_ADVERBS = frozenset(["also", "now", "currently", "then", "later", "formerly", "previously", "once", "himself", "herself", "both", "still", "until", "recently"])
"""Words that may stand before the article of an office: "Ann Lee, formerly the head of"."""


@cache
def _heads() -> frozenset[str]:
    return frozenset((*load_title_words().heads, *load_heads(), "officer", "manager", "counsel")) - {"co"} - _NO_OFFICES - (load_title_words().honorifics - frozenset(load_title_words().heads))


@lru_cache(maxsize=8192)
def _is_head(lower: str) -> bool:
    return lower in _heads() or singular(lower) in _heads()


def is_head(word: Word) -> bool:
    """Whether a word can head an office, in the singular or the plural."""
    return _is_head(word.lower)


def is_weak(word: Word) -> bool:
    """Whether a head tells a role only where the text says no more of the person."""
    weak = load_title_words().weak_heads
    return word.lower in weak or singular(word.lower) in weak


def head_sector(word: Word) -> str:
    """The sector that a head tells by itself."""
    heads = load_title_words().heads
    return heads.get(word.lower) or heads.get(singular(word.lower)) or "GOV"


def read_phrase(words: Sequence[Word], head: int) -> TitlePhrase:
    """The phrase around a head: to the left as far as it reaches, to the right through "of ..." and the like.

    Stops on the right before a person's name: "Minister for Trade Mark Vaile".
    """
    phrase = _grow_left(words, head)
    end = head + 1
    while end < len(words) and words[end].lower in _AFTER_HEAD:
        end += 1
    while end < len(words) and words[end].lower in _PREPOSITIONS:
        after = _read_complement(words, end, phrase)
        if after == end:
            break
        phrase.has_complement = True
        end = after
    phrase.end = end
    return phrase


def _grow_left(words: Sequence[Word], head: int) -> TitlePhrase:
    i = head
    phrase = TitlePhrase(head, head, head + 1, head)
    while i > 0:
        word = words[i - 1]
        if word.lower in _DETERMINERS and not word.known:
            phrase.owner = word.lower if word.lower in _POSSESSIVES else None
            phrase.has_article = True
            i -= 1
            break
        if not _belongs(words, i - 1, head):
            break
        i -= 1
        if word.known is not None and word.known.person is None and word.known not in phrase.before:
            phrase.before.append(word.known)
    while i < head and (words[i].lower in _LINKS or words[i].text in ",'"):
        i += 1
    phrase.first = i
    phrase.office_first = _office_start(words, i, head)
    return phrase


def _belongs(words: Sequence[Word], i: int, head: int) -> bool:
    """Whether a word before a head is part of its phrase."""
    word = words[i]
    if words[i + 1].gap > 2 or word.lower in STOPS:  # noqa: PLR2004 - a blank or two
        return False
    if word.known is not None:
        return word.known.person is None
    if not word.text.replace("-", "").isalpha():
        return _joins(words, i)
    if word.lower in _LINKS and (word.is_cap or not words[head].is_cap):
        return _joins(words, i)
    if not word.is_cap and words[head].is_cap and word.lower not in _BEFORE_CAPITAL:
        return not _leads_to_person(words, i) and _has_owner_before(words, i)
    return _is_title_word(word) or _is_organisation(words, i, head) or (not word.is_cap and _has_owner_before(words, i))


def _leads_to_person(words: Sequence[Word], i: int) -> bool:
    """Whether a preposition ends another phrase before a title: "the President's meeting with | Vice President Xi"."""
    lower = words[i].lower
    if lower in ("of", "for"):
        return i > 0 and not words[i - 1].is_cap and not _is_title_word(words[i - 1])
    return lower in _LOOSE or lower in ("to", "at")


def _is_title_word(word: Word) -> bool:
    titles = load_title_words()
    lower = word.lower
    return lower in titles.modifiers or lower in titles.portfolios or lower in titles.organs or lower in _heads()


def _joins(words: Sequence[Word], i: int) -> bool:
    """Whether "'s", "and" or a comma holds two parts of a phrase together: "Egypt's", "trade and industry"."""
    if i == 0:
        return False
    if words[i].lower == "'s":
        return words[i - 1].known is not None or words[i - 1].is_cap
    portfolios = load_title_words().portfolios
    is_link = words[i].lower in _LINKS or words[i].text == ","
    return is_link and words[i - 1].lower in portfolios and words[i + 1].lower in portfolios


def _is_organisation(words: Sequence[Word], i: int, head: int) -> bool:
    """Whether an unknown word in capitals is part of an organisation before a head: "Rosneft chief executive"."""
    if not words[i].is_cap or i == 0:
        return False
    return words[i + 1].lower in load_title_words().organs or head_sector(words[head]) == "BUS"


def _has_owner_before(words: Sequence[Word], i: int) -> bool:
    """Whether a state or a possessor stands a few words before an unknown adjective."""
    for k in range(i - 1, max(-1, i - 1 - MAX_ADJECTIVES), -1):
        word = words[k]
        if word.lower == "'s" or (word.known is not None and word.known.how == "demonym"):
            return True
        if word.lower in STOPS or not word.text.replace("-", "").isalpha() or word.lower in _PREPOSITIONS or word.lower in _DETERMINERS:
            return False
    return False


def _office_start(words: Sequence[Word], first: int, head: int) -> int:
    """Where the office itself begins: after the article, the possessor and the state."""
    start = first
    for k in range(first, head):
        if words[k].lower == "'s" or words[k].lower in _DETERMINERS:
            start = k + 1
    while start < head and _names_owner(words[start], words[head]):
        start += 1
    return start


def _names_owner(word: Word, head: Word) -> bool:
    """Whether a known name before a head tells whose office it is; "China expert" tells the field."""
    if word.known is None:
        return False
    return word.known.how == "demonym" or (word.known.how in ("name", "capital") and head.lower not in _FIELD_HEADS)


def _read_complement(words: Sequence[Word], i: int, phrase: TitlePhrase) -> int:
    """The end of the complement that begins with a preposition; `i` if it is none that is sure."""
    titles = load_title_words()
    preposition = words[i].lower
    j = i + 1
    sure = j
    while j < len(words) and j - i < MAX_WORDS:
        word = words[j]
        lower = word.lower
        if word.known is not None and word.known.person is None:
            if not (phrase.inside and phrase.inside[-1][1] is word.known):
                phrase.inside.append((preposition, word.known))
            sure = j = j + 1
        elif lower in titles.portfolios or (lower in titles.organs and lower != "co"):
            sure = j = j + 1
        elif lower in _INNER or lower == "'s" or (word.text == "," and j + 1 < len(words) and (words[j + 1].lower in titles.portfolios or words[j + 1].lower in _LINKS)):
            j += 1
        elif word.is_cap and _ends_in_organ(words, j):
            sure = j = _ends_in_organ(words, j)
        else:
            break
    if preposition in _LOOSE and not any(word.known is not None or (word.is_cap and word.lower in titles.organs) for word in words[i + 1 : sure]):
        return i
    return sure if sure > i + 1 else i


def _ends_in_organ(words: Sequence[Word], i: int) -> int:
    """The index after "Carnegie Moscow Center" or "Lowy Institute"; 0 if no organisation's noun follows soon."""
    organs = load_title_words().organs
    for j in range(i, min(i + 6, len(words))):
        if words[j].lower in organs and words[j].is_cap and j > i:
            return j + 1
        if not (words[j].is_cap or words[j].known):
            return 0
    return 0


def read_until_stop(words: Sequence[Word], phrase: TitlePhrase) -> int:
    """Where an office that stands after its holder ends: at a comma, a mark, a verb or a relative word."""
    titles = load_title_words()
    j = phrase.head + 1
    while j < len(words) and j - phrase.head < MAX_WORDS:
        word = words[j]
        if word.text in _CLOSING or (word.lower in STOPS and not word.known):
            break
        if word.text == ",":
            listed = j + 1 < len(words) and words[j + 1].lower in titles.portfolios and words[j - 1].lower in titles.portfolios
            if not listed:
                break
        if word.lower in _LINKS and _is_next_member(words, j + 1):
            break
        j += 1
    while j > phrase.head + 1 and words[j - 1].lower in (*_PREPOSITIONS, *_LINKS, *_DETERMINERS, ","):
        j -= 1
    return j


def trim_person(words: Sequence[Word], phrase: TitlePhrase) -> int:
    """Where the office ends before "of" or "to" and a person: "special envoy | of South Korean President Moon Jae-in"."""
    k = next((k for k in range(phrase.head + 1, phrase.end) if words[k].lower in _PREPOSITIONS), phrase.end)
    rest = words[k + 1 : phrase.end]
    name = next((i for i in range(len(rest)) if rest[i].is_cap and read_name(rest, i) > i), None)
    if name is None:
        return phrase.end
    leads = rest[:name]
    known = rest[name].known
    is_person = any(is_head(word) for word in leads) or (known is not None and known.person is not None)
    return k if is_person and all(_may_lead(word) for word in leads) else phrase.end


def _may_lead(word: Word) -> bool:
    """Whether a word can stand before a person's name as title, state or article."""
    return is_head(word) or word.known is not None or word.lower in _DETERMINERS or word.lower in load_title_words().modifiers


def _is_next_member(words: Sequence[Word], i: int) -> bool:
    """Whether a coordination goes on with another person, not with another part of the office."""
    while i < len(words) and words[i].lower in _DETERMINERS:
        i += 1
    if i >= len(words):
        return True
    titles = load_title_words()
    for k in range(i, min(i + 5, len(words))):
        if is_head(words[k]) and words[k].is_cap and k + 1 < len(words) and read_name(words, k + 1) > k + 1:
            return True
    if words[i].lower in titles.portfolios:
        return False
    if not words[i].is_cap and not is_head(words[i]) and words[i].lower not in titles.organs and (words[i].lower not in titles.modifiers or words[i].lower == "then"):
        return True
    known = words[i].known
    return (known is not None and known.person is not None) or is_head(words[i])


def read_after(words: Sequence[Word], i: int) -> TitlePhrase | None:
    """The phrase of an office that begins at a word: after a comma, "as" or "became".

    Returns:
        A phrase with its complements; None if no head follows soon, or if it
        is the title of a next person ("Putin, President Xi and").
    """
    k = i
    while k < len(words) and k - i < 10:  # noqa: PLR2004 - "Russia's influential former first deputy trade minister"
        word = words[k]
        if is_head(word) and (word.known is None or word.known.how == "demonym") and not _modifies_next(words, k):
            return _phrase_from(words, i, k)
        if word.text == "," or word.text in _CLOSING or (word.lower in STOPS and word.known is None):
            return None
        if _breaks_office(words, i, k):
            return None
        if word.known is not None and word.known.person is not None and words[min(k + 1, len(words) - 1)].lower != "'s":
            return None
        k += 1
    return None


def _breaks_office(words: Sequence[Word], i: int, k: int) -> bool:
    """Whether a word cannot stand between where an office begins and its head: "and the ambassador", "relieved the minister"."""
    lower = words[k].lower
    if lower in _PREPOSITIONS:
        return k == i or words[k - 1].known is None
    if k == i:
        return lower in _LINKS
    return lower in _DETERMINERS and words[k - 1].lower not in _ADVERBS


def _modifies_next(words: Sequence[Word], k: int) -> bool:
    """Whether a head is only an adjective or part of a compound: "the second major project", "the general public"."""
    if k + 1 >= len(words) or is_head(words[k + 1]):
        return False
    following = words[k + 1]
    if following.is_cap or not following.text.replace("-", "").isalpha():
        return False
    return following.lower not in _PREPOSITIONS | STOPS | _LINKS | _AFTER_HEAD | {"then", "or", "but", "under", "until", "between", "among"}


def _phrase_from(words: Sequence[Word], first: int, head: int) -> TitlePhrase | None:
    while head + 1 < len(words) and is_head(words[head + 1]) and words[head + 1].known is None:
        head += 1
    phrase = TitlePhrase(first, head, head + 1, first)
    for k in range(first, head):
        word = words[k]
        if word.known is not None and word.known not in phrase.before:
            phrase.before.append(word.known)
        if word.lower in _POSSESSIVES and k == first:
            phrase.owner = word.lower
        phrase.has_article = phrase.has_article or word.lower in _DETERMINERS
    phrase.before.reverse()
    phrase.office_first = _office_start(words, first, head)
    phrase.end = read_until_stop(words, phrase)
    probe = TitlePhrase(first, head, head + 1, first)
    after = head + 1
    while after < phrase.end and words[after].lower in _PREPOSITIONS:
        end = _read_complement(words, after, probe)
        if end == after:
            break
        after = end
    while after < len(words) and words[after].lower.rstrip(".") in load_title_words().honorifics:
        after += 1
    if read_name(words, after) > after and after < phrase.end + 1 and not phrase.has_article and not probe.inside and after < phrase.end:
        return None
    phrase.inside = _complement_mentions(words, phrase)
    phrase.has_complement = phrase.end > head + 1
    return phrase


def _complement_mentions(words: Sequence[Word], phrase: TitlePhrase) -> list[tuple[str, Mention]]:
    found: list[tuple[str, Mention]] = []
    preposition = ""
    for word in words[phrase.head + 1 : phrase.end]:
        if word.lower in _PREPOSITIONS:
            preposition = word.lower
        if word.known is not None and not (found and found[-1][1] is word.known):
            found.append((preposition, word.known))
    return found
