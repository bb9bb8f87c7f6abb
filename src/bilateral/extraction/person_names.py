"""Where a name of a person stands in a text: capitalised words with initials and particles.

Works on the words of a sentence before any parse, so that headlines, labels
and sentences that the gate leaves out are read alike.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bilateral.vocabulary.scan import fold
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.records import Mention

__all__ = ["Word", "is_name_start", "name_key", "name_text", "read_name", "read_words", "singular"]

MAX_NAME_WORDS = 7
"""Longest name taken, particles included ("Mohammed bin Zayed bin Sultan Al Nahyan" has 7)."""

_WORD = re.compile(
    r"[^\W_]*\d[\w.,]*|(?:[A-Z]\.){1,4}(?:-(?=[A-Z]))?(?:[A-Z]\b(?!\.))?"  # U.S. | H.E. | J.
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Adm|Sgt|Brig|Sen|Rep|Gov|Amb|Hon|Rev|St|Jr|Sr)\."
    r"|[^\W\d_]+(?:-[^\W\d_]+|'(?![sS]\b)[^\W\d_]+)*"  # Jae-in | O'Neill
    r"|'[sS]\b|[^\w\s]"
)
_PARTICLES = frozenset(["de", "da", "das", "do", "dos", "del", "della", "di", "du", "van", "von", "der", "den", "ter", "ten", "bin", "bint", "ibn", "ben", "al", "el", "ul", "ur", "ud", "uz", "y", "la", "le", "e", "abu", "zu", "of"]) - {"of", "e"}
_NOT_NAMES = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "in", "on", "at", "it", "its", "he", "she", "they", "we", "you", "i", "his", "her", "their", "our", "my", "your", "but", "and", "or", "nor", "however", "meanwhile", "according", "if", "as", "for", "with", "from", "to", "by", "of", "into", "over", "under", "after", "before", "since", "when", "while", "where", "although", "though", "because", "both", "there", "here", "not", "no", "yes", "all", "any", "some", "many", "most", "such", "other", "another", "each", "every", "new", "more", "than", "then", "so", "yet", "also", "moreover", "despite", "following", "during", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "feb", "apr", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "may", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "inter", "non", "anti", "pro", "ex", "who", "whom", "whose", "which", "what", "why", "how", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can", "could", "should", "shall", "might", "must", "do", "does", "did", "said", "says", "say", "told", "tells", "q", "a", "e&oe", "media", "release", "photo", "source", "note", "thank", "thanks", "welcome", "good", "hello", "ladies", "gentlemen", "agreement", "treaty", "pact", "summit", "talks", "war", "policy", "accord", "declaration", "statement", "partnership", "strategy", "initiative", "doctrine", "plan", "act", "bill", "party", "forum", "conference", "meeting", "visit", "day", "year", "week", "month", "century", "street", "avenue", "road", "river", "island", "islands", "sea", "ocean", "gulf", "bay", "strait", "airport", "police", "can", "federal", "states", "nations", "prime", "roundtable", "dialogue", "manager", "sales", "officer", "counsel"]
)  # fmt: skip
_SURNAMES_TOO = frozenset(["may", "march", "august", "bishop", "king", "major", "prince", "pope", "dean", "judge", "justice", "speaker", "chancellor", "marshal", "west", "north", "law", "land", "power", "arms", "state", "post"])
_ACRONYM = re.compile(r"[A-Z]{3,}")
_WITH_ARTICLE = re.compile(r"(?:al|el|as|an|ar|ad|ash|at|az)-[A-Z]")  # al-Asad


class Word:
    """One word of a text: its offsets, and the known name that covers it.

    `gap` counts the blanks before it (a line break counts as one), `is_cap` is
    true where it begins with a capital letter and holds no digit ("FA90").
    """

    __slots__ = ("end", "gap", "is_cap", "known", "lower", "start", "text")

    def __init__(self, text: str, lower: str, start: int, gap: int, *, is_cap: bool) -> None:
        self.text = text
        self.lower = lower
        self.start = start
        self.end = start + len(text)
        self.gap = gap
        self.is_cap = is_cap
        self.known: Mention | None = None

    def __repr__(self) -> str:
        return self.text


@lru_cache(maxsize=2048)
def _split(text: str) -> tuple[tuple[str, str, int, int, bool], ...]:
    """Words and marks of a text with their offsets: each sentence is read several times."""
    found = []
    end = 0
    for match in _WORD.finditer(fold(text)):
        word, start = match[0], match.start()
        gap = start - end
        if gap > 1 and "\n" in text[end:start]:
            gap = 1
        found.append((word, word.lower(), start, gap, word[0].isupper() and not word[-1].isdigit()))
        end = match.end()
    return tuple(found)


def read_words(text: str, offset: int, mentions: Iterable[Mention] = ()) -> list[Word]:
    """The words and marks of a text, each linked to the known name that covers it.

    Args:
        text: One sentence or line.
        offset: Where it begins in the document.
        mentions: Known names in it.

    Returns:
        Words in text order; "'s" is one of its own.

    Example:
        >>> read_words("Moon Jae-in's envoy", 0)
        [Moon, Jae-in, 's, envoy]
    """
    words = [Word(word, lower, offset + start, gap, is_cap=is_cap) for word, lower, start, gap, is_cap in _split(text)]
    spans = sorted(mentions, key=lambda mention: mention.start_char)
    i = 0
    for mention in spans:
        while i < len(words) and words[i].end <= mention.start_char:
            i += 1
        j = i
        while j < len(words) and words[j].start < mention.end_char:
            words[j].known = mention
            j += 1
    return words


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """The singular of a regular plural noun in lower case.

    Example:
        >>> singular("ministers"), singular("spokesmen")
        ('minister', 'spokesman')
    """
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return word[:-1]
    return word


@cache
def _never_names() -> frozenset[str]:
    titles = load_title_words()
    plural = {f"{head}s" for head in titles.heads}
    return _NOT_NAMES | frozenset(titles.heads) | plural | titles.honorifics | frozenset(titles.organs) | titles.portfolios


def _is_person(word: Word) -> bool:
    return word.known is not None and word.known.person is not None


def is_name_start(word: Word) -> bool:
    """Whether a person's name can begin with this word."""
    if not word.is_cap:
        return False
    if _is_person(word):
        return True
    plain = word.lower.rstrip(".")
    return word.known is None and plain not in _never_names() and len(plain) + word.text.count(".") > 1


def _is_name_part(word: Word, *, upper: bool) -> bool:
    """Whether a name goes on with this word."""
    if _WITH_ARTICLE.match(word.text) and word.known is None:
        return not upper
    if not word.is_cap:
        return False
    if upper != (word.text.isupper() and len(word.text) > 1 and "." not in word.text) and "." not in word.text and len(word.text) > 1:
        return False
    plain = word.lower.rstrip(".")
    if plain in _SURNAMES_TOO:
        return True
    return _is_person(word) or (word.known is None and plain not in _never_names()) or plain in ("jr", "sr")


def read_name(words: Sequence[Word], i: int, *, after_title: bool = False) -> int:
    """Where the name of a person that begins at a word ends.

    Does not judge whether capitalised words are a person: the words around
    them must tell that.

    Args:
        words: The words of a sentence.
        i: Index of the first word.
        after_title: A title stands right before, so that a first word which
            is also the name of a state ("Israel Katz") is taken.

    Returns:
        Index after the last word; `i` if no name begins there.
    """
    if i >= len(words):
        return i
    first = words[i]
    if not is_name_start(first) and not _is_given_name(words, i, after_title=after_title):
        return i
    upper = first.text.isupper() and len(first.text) > 1 and "." not in first.text
    j = i + 1
    while j < len(words) and j - i < MAX_NAME_WORDS:
        if words[j].gap > 1:
            break
        if _is_name_part(words[j], upper=upper):
            j += 1
            continue
        k = j
        while k < len(words) and words[k].lower in _PARTICLES and k - j < 3 and (upper or not words[k].text.isupper()):  # noqa: PLR2004 - "van der", "de la"
            k += 1
        if k > j and k < len(words) and _is_name_part(words[k], upper=upper):
            j = k + 1
            continue
        break
    return j if not _ACRONYM.fullmatch(first.text) or j - i > 1 or upper else i


def _is_given_name(words: Sequence[Word], i: int, *, after_title: bool) -> bool:
    """Whether a word that names a state, a city or a month is a person's name here: "Israel Katz", "Prime Minister May"."""
    first = words[i]
    if after_title and first.lower in ("may", "march", "august"):
        return first.is_cap and not (i + 1 < len(words) and words[i + 1].text[:1].isdigit())
    shared = first.is_cap and first.known is not None and first.known.how in ("name", "capital") and first.known.quote == first.text
    if not shared or not (after_title or first.lower in load_title_words().given_names) or i + 1 >= len(words):
        return False
    return words[i + 1].known is None and words[i + 1].gap == 1 and is_name_start(words[i + 1])


def name_text(words: Sequence[Word]) -> str:
    """A name as one text: capitals only become capitals at the start ("ALEXANDER DOWNER": "Alexander Downer")."""
    shown = [word.text for word in words]
    if all(text.isupper() for text in shown if len(text) > 1 and "." not in text):
        shown = ["-".join(part.capitalize() for part in text.split("-")) if "." not in text else text for text in shown]
    return " ".join(shown)


@cache
def name_key(name: str) -> tuple[str, ...]:
    """The words of a name without accents, case and hyphens, by which names are compared.

    Example:
        >>> name_key("José Ramos-Horta")
        ('jose', 'ramos', 'horta')
    """
    plain = unicodedata.normalize("NFKD", fold(name))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(part for part in re.split(r"[\s\-]+", letters.casefold().replace(".", "")) if part)
