"""Whose speech or release a text in the first person is, where neither its publisher nor a label says so.

A speaker says "my country, Rwanda", "we Argentines" and "Mexico welcomes" of
his own side, and "our ties with Peru" or "my visit to Peru" of others. Each
such phrase is a vote; the side that clearly leads is the author's.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bilateral.extraction.known_names import name_index
from bilateral.extraction.named_parties import state_of
from bilateral.vocabulary.states import is_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.parsed import ParsedDocument, Sentence
    from bilateral.records import Mention

__all__ = ["count_votes", "find_met_in_title", "find_speech_author", "vote_on", "words_around"]

_LEAST_LEAD = 2
"""Votes by which the author's side must lead (speeches at the General Assembly: own sides lead by 2 to 14, others by at most 1)."""
_LEAST_LEAD_BY_OTHERS = 3
"""Votes against the other of two states that make a side the speaker's of a turn which no word calls his own (transcripts of
one government: with 2 the wrong side in 4 of 25, with 3 in none)."""
_TITLE_VOTES = 2
_JOINT = re.compile(r"\b[Jj](?:oint|OINT)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|us)\b")
_MY_OWN = re.compile(r"\b(?:[Mm]y|[Oo]ur) (?:own |beloved |beautiful |dear |small )?(?:country|nation|homeland|motherland|delegation|State|people|island)(?:,| of|, the)? (?:the )?$")  # my country, Rwanda
_WE_THE = re.compile(r"\b(?:[Ww]e|us)(?:,? (?:the|of|in|here in|from)(?: the)? (?:people of (?:the )?)?| )$")  # we Argentines; we in Fiji
_BEHALF = re.compile(
    r"\b[Oo]n (?:the )?behalf of (?:the )?(?:(?:[Gg]overnment|[Pp]eople|[Dd]elegation|and|of|the|entire|whole|my|[Rr]epublic|[Pp]resident) )*$|\b(?:[Mm]y|[Oo]ur) (?:\w+ ){1,3}and the (?:delegation|people|Government) of (?:the )?$"
)  # on behalf of the people of Fiji; my Government and the delegation of Fiji
_HOLDS_OFFICE = re.compile(
    r"\b(?:I|me)\b,? (?:[^.;:]{0,60} )?(?:as|office of) (?:the )?(?:(?:new|newly elected|first) )?(?:(?:Prime|Foreign) Minister|President|Chancellor|Premier|Minister|Ambassador|Head of State) of (?:the )?(?:Republic of )?$"
)  # I, as Prime Minister of Fiji; I assumed the office of President of Fiji
_OWN_GOVERNMENT = re.compile(r"\W*(?:[Gg]overnment|[Dd]elegation)\b")  # Australian Government
_SPEAKS = re.compile(
    r",? (?:(?:also|therefore|strongly|thus|fully|firmly|warmly|once again|further|again|too|hereby|deeply|categorically|accordingly) )*,? ?"
    r"(?:reiterates|welcomes|calls (?:on|for|upon)|believes|expresses|supports|condemns|urges|commends|wishes|joins|thanks|reaffirms|attaches"
    r"|hopes|rejects|insists|regrets|deplores|denounces|affirms|demands|requests|recognizes|recognises|acknowledges|values|attaches|stands ready|appeals|considers|notes|advocates|opposes|shares|pledges|congratulates|looks forward|remains (?:committed|convinced|concerned|ready)"
    r"|is (?:fully |deeply |firmly |strongly |gravely |seriously )*(?:concerned|committed|convinced|ready|proud|grateful|pleased|opposed|of the view|fearful|hopeful)"
    r"|(?:express|extend|convey|reiterate|join|thank|welcome|wish|congratulate)\b(?= (?:their|our|to|in|the|you|all|his|its)))\b"
)  # Mexico reiterates; the people of Fiji express their
_TO_OTHER = re.compile(
    r"\b(?:[Oo]ur|[Mm]y|[Ww]e|I|us)\b[^.;:]{0,70}?\b(?:with|to|between|towards?|visit(?:ed)?|thank|welcome|congratulate|commend|condemn|urge|invite|call (?:up)?on|support(?:ed)?|admire|told|met|asked|informed|hosted|received|assured|reminded)"
    r" (?:(?:the|President|Prime|Foreign|Minister|of|people|and|[Gg]overnment|[A-Z]\w+) ){0,6}$"
)  # our relationship with Iran
_OURS = re.compile(r"\b(?:[Oo]ur|[Mm]y) (?:country|nation|people|economy|government|Government|citizens|parliament|Parliament|territory|independence|soldiers|troops|servicemen|exports|exporters|farmers|businesses|companies|own|national interest)\b")
"""Things that a speaker calls his own beside his country's name: "our exports ... Australia"; a sentence that names one state."""
_NOT_OWN = re.compile(r"\b(?:of|against|over|in|for|since|before|after|upon|on|toward|towards|from|to|by|between|with|undermine|undermines|violate|violates|violating|respect|threaten|threatens|threatening|reaffirm|support|supports|supporting|recognise|recognize) (?:the )?$")
"""Before what belongs to a state that is spoken of: "on the eve of India's independence", "violations of Ukraine's sovereignty"."""
_OF_OWN = re.compile(r"[’']s (?:\w+ ){0,3}(?:borders? with|independence|sovereignty|relationship|relations|ties|links|interests?|contribution|voice|position|exports|exporters|security|best|largest|most important|commitment|bid|national|foreign policy|Prime Minister)\b")  # Fiji's relationship with
_GOOD_FOR = re.compile(r"\b(?:good|important|vital|best|significant|matters?|means?|partner|customer|market|benefits?|jobs|opportunit(?:y|ies)|access|destination|source) (?:\w+ )?(?:for|to|in) $")  # good for Fiji
_AS_WE = re.compile(r"\b(?:as|fellow|all|many|ordinary|young|working) $")  # as Fijians
_ASKED = re.compile(r"^\W*(?:(?:Mr|Ms|Mrs|President|(?:Prime |Foreign )?Minister|Premier|Secretary|Chancellor) )+$")  # Mr Howard, your meeting
_ASKS = re.compile(r"\W*,.*\byou(?:r|'ve|’ve|'re|’re)?\b", re.DOTALL)
_ASKS_OF = re.compile(r"^\W*(?:(?:Mr|Madam) )?(?:Prime Minister|President|Minister|Premier|Chancellor|Secretary),? (?:\w+ ){0,4}$")  # Prime Minister, is Fiji
_THANKS = re.compile(r"\b(?:thank|assure|tell|told|congratulate|welcome) (?:all )?(?:the )?$")
_PEOPLE = re.compile(r" (?:people|public|taxpayers?|voters?|community|citizens)\b")
_THE_OTHERS = re.compile(r"\b[Tt]he $")
_AS_NOUN = re.compile(r"(?: (?:and|are|were|have|had|will|on|in|to|about|is|that|as|who|side|[Gg]overnment|people|President|Premier|market)\b|[’']|[.,;?])")  # the Chinese are worried
_DOES_TO_US = re.compile(
    r" (?:[a-z]+ly )?(?:(?:has|have|had|was|is|continues to|continued to) )?(?:[a-z]+ly )?(?:been )?(?:violat|attack|threaten|block|seiz|occup|claim|den[iy]|depriv|accus|invad|annex|bomb|shell|kill|captur|expel|detain|plunder|steal|stole"
    r"|provok|sponsor|arm|imped|obstruct|refus|reject|demand|seek|sought|prevent|undermin|support|help|assist|invit|receiv|host|offer|provid|grant|g[ai]v)\w*\b[^.;]{0,60}\b(?:our|us|my)\b"
)  # Peru has violated our
_OWN_RELEASE = re.compile(
    r"\bI (?:am (?:pleased|delighted|proud) to announce|have (?:today|decided)|announce|welcome|condemn|congratulate"
    r"|(?:have )?(?:told|informed|advised|instructed|asked))\b"
)  # I have today informed
_MY_VISIT = re.compile(r"\b(?:[Mm]y|[Oo]ur|I|[Ww]e)\b[^.;,]{0,30}\b(?:visit|trip|tour|journey|travel)(?:led|ed)? (?:back )?(?:to|of|in)? ?(?:the )?$")  # my visit to Iran
_HIS_VISIT = re.compile(r"\b(?:[Hh]is|[Hh]er|[Yy]our|\w+[’']s) (?:\w+ ){0,3}(?:visit|trip|arrival) (?:to|in) (?:the )?$|\b[Ww]elcome (?:him|her|you|them|back|\w+ ){0,6}to $")  # your visit to Fiji
_GUEST = re.compile(r"\b(?:[Pp]remier|[Pp]resident|[Mm]inister|[Pp]eople) of (?:the )?$")  # Minister of Japan
_OUR_FRIENDS = re.compile(r"\b[Oo]ur $")
_FRIENDS = re.compile(r" (?:friends?|partners?|counterparts?|colleagues?|neighbou?rs?|allies|ally|hosts?)\b")  # our Chinese friends
_HEADED = re.compile(r"\b(?:President|Prime Minister|Premier|Chancellor|King|Queen|Emir|Sultan|Taoiseach|Excellency) $")  # President |Tusk
_AND_I = re.compile(r",? and (?:I|myself)\b")  # Prime Minister Vella | and I
_WITH_TITLE = re.compile(r"\b(?:[Vv]isit (?:to|by)|[Mm]eeting [Ww]ith|[Ss]tatement [Ww]ith|[Cc]onference [Ww]ith|[Hh]onou?r of)\b[^.;]{0,90}$")  # joint statement with the Prime Minister of Japan


def find_speech_author(doc: ParsedDocument, said: Sequence[Sentence] | None = None) -> str | None:
    """The state whose government speaks in a text in the first person.

    Does not know the speaker of a text that never names his side, nor tell the
    turns of a transcript apart.

    Args:
        doc: A document with mentions of names.
        said: The sentences of one speaker of a transcript; the whole document if left out.

    Returns:
        A state code; None where no side clearly leads.
    """
    votes = Counter(dict.fromkeys(find_met_in_title(doc), -_TITLE_VOTES) if said is None else {})
    votes.update(count_votes(doc.sentences if said is None else said))
    standing = {state: count for state, count in votes.items() if count >= _LEAST_LEAD or state in (doc.dyad or ())}
    ranked = sorted(standing, key=lambda state: (-standing[state], state))
    if not ranked or _JOINT.search(doc.document.title or ""):
        return None
    lead = standing[ranked[0]] - max((standing[state] for state in ranked[1:]), default=0)
    wanted = _LEAST_LEAD if said is None or votes[ranked[0]] > 0 else _LEAST_LEAD_BY_OTHERS
    return ranked[0] if lead >= wanted else _only_government(doc, votes)


def count_votes(said: Sequence[Sentence]) -> Counter[str]:
    """What a speaker's sentences say for each state's being his own, less what they say against it.

    Args:
        said: Sentences with mentions of names.

    Returns:
        Votes by state; below nought for one that he speaks of as another.
    """
    votes: Counter[str] = Counter()
    for sentence in said:
        is_first = bool(_FIRST_PERSON.search(sentence.text))
        for mention in sentence.mentions:
            parties = {state_of(party) for party in mention.parties}
            state = next(iter(parties)) if len(parties) == 1 else ""
            if is_state(state) and mention.how in ("name", "demonym", "capital", "person"):
                votes[state] += vote_on(sentence, mention, is_first=is_first)
    return votes


def vote_on(sentence: Sentence, mention: Mention, *, is_first: bool) -> int:
    """What the words around one name say for and against its being the speaker's own side.

    Args:
        sentence: The name's sentence.
        mention: The name.
        is_first: Whether the sentence is in the first person.
    """
    return _own_votes(sentence, mention, is_first=is_first) - _other_votes(sentence, mention, is_first=is_first)


def _only_government(doc: ParsedDocument, votes: Counter[str]) -> str | None:
    """The one state whose government a first-person text names as such: "the Fijian Government"."""
    named = {
        state_of(party)
        for sentence in doc.sentences
        for mention in sentence.mentions
        if mention.how == "demonym" and _OWN_GOVERNMENT.match(words_around(sentence, mention)[1])
        for party in mention.parties
    }
    return named.pop() if len(named) == 1 and all(votes[state] >= 0 for state in named) and _OWN_RELEASE.search(doc.text) else None


def _own_votes(sentence: Sentence, mention: Mention, *, is_first: bool) -> int:
    """What speaks for a name as the speaker's own side."""
    before, after = words_around(sentence, mention)
    votes = 3 * bool(_MY_OWN.search(before) or (mention.how in ("demonym", "name") and _WE_THE.search(before)))
    votes += _names_one(sentence) and bool(_OURS.search(before)) - bool(mention.how == "name" and _DOES_TO_US.match(after))
    votes += 3 * bool(_HOLDS_OFFICE.search(before)) + 2 * bool(_BEHALF.search(before))
    votes += 2 * bool(mention.how == "name" and _SPEAKS.match(after))
    votes += bool(_OF_OWN.match(after) and (is_first or not _NOT_OWN.search(before))) + bool(mention.how == "name" and (_GOOD_FOR.search(before) or _ASKS_OF.match(before)))
    votes += 2 * bool(mention.how == "demonym" and _AS_WE.search(before))
    votes += 3 * bool(mention.how == "person" and _ASKED.match(before) and _ASKS.match(after))
    votes += 2 * bool(_HIS_VISIT.search(before))
    return votes + bool(mention.how == "demonym" and _OWN_GOVERNMENT.match(after))


def _other_votes(sentence: Sentence, mention: Mention, *, is_first: bool) -> int:
    """What speaks against it: the speaker's ties with it, his visits to it."""
    before, after = words_around(sentence, mention)
    if mention.how == "person" and not _HEADED.search(before):
        return 0  # "I thank Kofi Mensah": a colleague, as often as not
    is_guest = bool(is_first and _GUEST.search(before) and not _HOLDS_OFFICE.search(before) and not _BEHALF.search(before))
    is_friend = bool(_OUR_FRIENDS.search(before) and _FRIENDS.match(after))
    is_they = bool(mention.how == "demonym" and _THE_OTHERS.search(before) and _AS_NOUN.match(after))
    is_own_people = bool(mention.how == "demonym" and _THANKS.search(before) and _PEOPLE.match(after))  # every head of government thanks his own
    return is_they + int(is_first and bool(_TO_OTHER.search(before)) and not is_own_people) + bool(_MY_VISIT.search(before)) + is_guest + 2 * is_friend + 2 * bool(_AND_I.match(after))


def _names_one(sentence: Sentence) -> bool:
    return len({state_of(party) for mention in sentence.mentions for party in mention.parties}) == 1


def find_met_in_title(doc: ParsedDocument) -> set[str]:
    """The states that a title names as met, visited or honoured: "Luncheon in honour of the Premier of China".

    Does not read a guest whom the title names without his state.

    Args:
        doc: A document.

    Returns:
        State codes.
    """
    title = doc.document.title or ""
    named = ((found, title[: found.start]) for found in name_index().find(title))
    return {state_of(party) for found, before in named if _WITH_TITLE.search(before) for party in found.entry.parties}


def words_around(sentence: Sentence, mention: Mention) -> tuple[str, str]:
    """The sentence's words before and after a mention, on one line.

    Args:
        sentence: The mention's sentence.
        mention: The mention.
    """
    start, end = mention.start_char - sentence.start_char, mention.end_char - sentence.start_char
    return re.sub(r"\s+", " ", sentence.text[:start]), re.sub(r"\s+", " ", sentence.text[end:])
