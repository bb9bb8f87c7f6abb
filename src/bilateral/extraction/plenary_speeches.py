"""Whose speech before an assembly a text is, where nothing in it says "my country".

A delegate speaks of his own state in the third person: "Malawi welcomes",
"for Malawi the status quo is unacceptable". Of the states that such a text
names, the one that again and again opens a clause and has the verb is the
speaker's; those of which he speaks stand after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.named_parties import state_of
from bilateral.extraction.speech_author import count_votes
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Mention

__all__ = ["find_plenary_author", "stands_as_own"]

_LEAST_LEAD = 2
"""Votes by which the speaker's state must lead the next (140 openings and middles of speeches at the General Assembly, 2005-2018,
that no other rule knew the author of: 32 right, 2 wrong of 57; with 3: 20 and 1)."""
_LEAST_FIRST_PERSON = 3
"""Sentences with "I" or "we" that a speech has, however short."""
_NEAR_OPENING = 40
"""Characters before a name that still open its clause: "In the view of the Republic of"."""
_ADDRESSES = re.compile(r"\b(?:(?:General|this|the) Assembly|United Nations|Mr\.? President|Madam President|this (?:forum|rostrum|podium|Hall|body)|Secretary-General)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|us)\b")
_OPENS = re.compile(
    r"^\W*(?:(?:[A-Z][\w’' -]{0,60}, )?(?:and |but |while |as |because |since )?(?:the )?(?:Government (?:and people )?of (?:the )?|people of (?:the )?|Republic of |Commonwealth of |Kingdom of |State of )?"
    r"|(?:[A-Z][^.;]{0,60}, )?(?:for|in) (?:the )?(?:case of |view of )?|[^;]*[,;] (?:and |but )?(?:the )?)$",
    re.IGNORECASE,
)  # |Malawi;  In that regard, |Malawi;  While the Government of |Malawi
_HAS_VERB = re.compile(
    r",? (?:(?:also|therefore|too|itself|further|now|always|once again|[a-z]+ly) )*(?:(?:has|have|is|are|was|will|would|can|could|cannot|must|continues?|remains?|had)\b|[a-z]+s\b)(?! against)"
)  # Malawi| fully supports
_FOR_US = re.compile(r"\b(?:[Ff]or (?:the )?|[Ii]n (?:the )?(?:view of (?:the )?|case of (?:the )?)?)$")  # for |Malawi


def find_plenary_author(doc: ParsedDocument) -> str | None:
    """The state whose delegate speaks in a speech before an assembly.

    Does not read texts that address no assembly, nor tell the speaker where
    two states are equally often the subject.

    Args:
        doc: A document with mentions of names.

    Returns:
        A state code, or None.
    """
    if not _ADDRESSES.search(doc.text.replace("\n", " ")) or sum(bool(_FIRST_PERSON.search(sentence.text)) for sentence in doc.sentences) < _LEAST_FIRST_PERSON:
        return None
    votes = count_votes(doc.sentences)
    for sentence in doc.sentences:
        for mention in sentence.mentions:
            states = {state_of(party) for party in mention.parties}
            if mention.how == "name" and len(states) == 1 and is_state(min(states)):
                votes[min(states)] += stands_as_own(sentence, mention)
    ranked = votes.most_common(2)
    second = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked and ranked[0][1] - second >= _LEAST_LEAD else None


def stands_as_own(sentence: Sentence, mention: Mention) -> int:
    """How much a name stands as a delegate puts his own: as the subject that opens a clause, or as "for Malawi".

    Args:
        sentence: The name's sentence.
        mention: The name of a state.

    Returns:
        0, 1 or 2.
    """
    before = re.sub(r"\s+", " ", sentence.text[: mention.start_char - sentence.start_char])
    after = re.sub(r"\s+", " ", sentence.text[mention.end_char - sentence.start_char :])
    return bool(_OPENS.match(before) and _HAS_VERB.match(after)) + bool(len(before) < _NEAR_OPENING and _FOR_US.search(before))
