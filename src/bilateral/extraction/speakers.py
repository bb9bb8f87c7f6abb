"""Who speaks: from the head of a subject phrase to a name, a state and an office.

Relies on the mentions of a sentence (names, and the persons and pronouns that
`actors` resolved), then on the document's offices, then on its own memory of
who was named and who spoke last. First persons are the author and no speaker.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bilateral.extraction.actors import mention_at, parties_of, state_of
from bilateral.extraction.clauses import spread_conjuncts
from bilateral.extraction.leaders_known import find_leaders, in_office
from bilateral.extraction.named_parties import is_person_noun
from bilateral.extraction.speaker_roles import ABROAD, context_party, role_holder
from bilateral.extraction.voices import Speaker, Voices, without_titles
from bilateral.vocabulary.offices import load_heads
from bilateral.vocabulary.speech import load_speech

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bilateral.parsed import Sentence, Token
    from bilateral.records import Mention

__all__ = ["can_speak", "find_speakers", "keep_hearing", "name_speaker"]

_FIRST_PERSON = frozenset("i we me us you one ours mine myself ourselves this that these those there it's excellency excellencies ladies gentlemen".split())
_PERSON_PRONOUNS = frozenset("he she him her himself herself".split())
_MALE = frozenset(("he", "him", "himself"))
_RELATIVE = frozenset(("who", "whom", "which"))
_GROUP_PRONOUNS = frozenset("they them themselves".split())
_AGENT_SUFFIXES = ("ists", "ist", "crats", "crat", "men", "women", "leaders", "makers", "officials")


def can_speak(head: Token, sentence: Sentence) -> bool:
    """Whether a noun phrase names somebody who can say something.

    Does not know whether he did. First persons cannot: they are the author.

    Args:
        head: Head of the phrase.
        sentence: Its sentence.
    """
    word = head.lower
    if word in _FIRST_PERSON or any(time.start_char <= head.start < time.end_char for time in sentence.times):
        return False  # "Okoro as recently as |December| 17 said"
    if word in _PERSON_PRONOUNS or word in _GROUP_PRONOUNS or word in ("who", "whom"):
        return True
    mention = mention_at(sentence, head)
    if mention is not None and (mention.parties or mention.person):
        return mention.how != "place"
    if word in load_speech().unnamed:
        return head.pos != "ADV"
    if head.tag in ("NNP", "NNPS"):
        return word not in load_speech().document_nouns
    return _is_speaking_noun(head) or bool(parties_of(head, sentence))


def _is_speaking_noun(head: Token) -> bool:
    speech = load_speech()
    lemma = head.lemma.lower()
    if lemma in speech.speaker_nouns or head.lower in speech.speaker_nouns or lemma in load_heads():
        return head.pos in ("NOUN", "PROPN")
    return head.tag in ("NNS", "NN") and (head.lower.endswith(_AGENT_SUFFIXES) or lemma in speech.speaking_documents)


def find_speakers(head: Token, sentence: Sentence, voices: Voices) -> list[Speaker]:
    """The speaker or speakers that one noun phrase names, one a state.

    Args:
        head: Head of the phrase, one member of a coordination.
        sentence: Its sentence.
        voices: What is known of the document's speakers; who is found is remembered as the last.

    Returns:
        Speakers; empty if the phrase names nobody who can speak.
    """
    found = _find(head, sentence, voices)
    if head.tag in ("NNS", "NNPS") and found:
        voices.heard_plural = (sentence.index, tuple(found))
    return found


def _find(head: Token, sentence: Sentence, voices: Voices) -> list[Speaker]:  # noqa: PLR0911 - one return a rule, in order
    if head.lower in _RELATIVE or head.lower in _AUTHORS or _is_of_author(head) or _is_addressed(head, sentence):
        return []
    if voices.last_group is not None and _is_same_paper(head, voices.last_group):
        return [voices.last_group]
    owner = _document_owner(head, sentence, voices)
    if owner is not None:
        return owner
    if head.lower == "both":
        return [] if head.find_children("prep") else _both(voices)
    if head.lower == "it" or not can_speak(head, sentence):
        return _it(head, sentence, voices)
    mention = _holder_behind(head, sentence) or mention_at(sentence, head)
    if mention is not None and mention.person:
        return [name_speaker(mention.person, mention.parties, voices)]
    if head.lower in _PERSON_PRONOUNS or head.lower in _GROUP_PRONOUNS:
        return _pronoun(head, sentence, voices)
    if mention is not None and (len(mention.parties) > 1 or mention.how in ("pronoun", "anaphor")):
        own = _members(head, sentence)
        return [_collective(_phrase(head, sentence), party, voices) for party in own] if own else _several(mention, voices)
    return _by_role(head, sentence, voices) or _by_name(head, sentence, voices)


def _by_role(head: Token, sentence: Sentence, voices: Voices) -> list[Speaker]:
    """Who is told by a role with a new name behind it, or by a role that somebody known has."""
    name = _unknown_holder(head)
    if name is not None:
        return [_named(name, sentence, voices, title=head)]
    is_titled = head.tag == "NNP" and any(child.tag == "NNP" for child in head.find_children("compound"))  # the Vice President
    if (mention_at(sentence, head) is None or is_titled) and is_person_noun(head):
        known = role_holder(head, voices)
        if known is not None:
            return [name_speaker(known, [], voices) if isinstance(known, str) else known]
    return []


def _by_name(head: Token, sentence: Sentence, voices: Voices) -> list[Speaker]:
    mention = mention_at(sentence, head)
    if head.tag == "NNP" and (mention is None or not mention.parties) and not _is_organisation(head) and not is_person_noun(head):
        return [_named(head, sentence, voices)]
    return _described(head, sentence, voices)


_AUTHORS = frozenset(("my", "our"))
"""Possessives of who has the floor: what "our view" is he says himself."""


def _is_of_author(head: Token) -> bool:
    """Whether a speaker is the author's own side, or who listens to him: "my delegation welcomes", "as most of you have reported"."""
    owned = any(child.dep == "poss" and child.lower in ("my", "our") for child in head.children)
    return owned or any(child.lower == "of" and any(pobj.lower in ("you", "us") for pobj in child.children) for child in head.children)


def _is_addressed(head: Token, sentence: Sentence) -> bool:
    """Whether a name is that of one who is spoken to: "Madam President, let me", "Q Jay, does"."""
    if any(child.lower.rstrip(".") in ("madam", "madame", "mister") for child in head.children):
        return True
    tokens = sentence.tokens
    is_vocative = len(tokens) > 2 and tokens[2].text == ","  # noqa: PLR2004 - "Q Jay,"
    return tokens[0].text in ("Q", "Q.") and head.i <= int(is_vocative)


def _both(voices: Voices) -> list[Speaker]:
    """The two who were named together last, else the two states that the document is about."""
    if voices.last_plural:
        return list(voices.last_plural)
    return [_collective("both", state, voices) for state in voices.dyad or ()]


def _unknown_holder(head: Token) -> Token | None:
    """A name that nothing else tells behind a role: "the spokesman, |Cho Tai-young|, replied"."""
    if not is_person_noun(head):
        return None
    for appos in head.find_children("appos"):
        if appos.tag == "NNP" and not is_person_noun(appos) and any(child.tag == "NNP" for child in appos.find_children("compound")):
            return appos
    return None


def keep_hearing(sentence: Sentence, voices: Voices) -> None:
    """Let "they" as the main subject carry on who was heard: "Officials said no. They declined to comment. They added"."""
    at, heard = voices.heard_plural
    root = sentence.root if sentence.index - at == 1 else None
    if root is not None and any(child.lower == "they" for child in root.find_children("nsubj")):
        voices.heard_plural = (sentence.index, heard)


def _holder_behind(head: Token, sentence: Sentence) -> Mention | None:
    """The person named at the end of a long title: "the minister for the Far East Alexander Galushka said"."""
    if not is_person_noun(head):
        return None
    for appos in head.find_children("appos"):
        mention = mention_at(sentence, appos)
        if mention is not None and mention.person:
            return mention
    last = max(head.subtree(), key=lambda token: token.i)
    for mention in sentence.mentions:
        if mention.how == "person" and head.end < mention.start_char and last.start < mention.end_char <= last.end:
            return None if _is_complement(mention, sentence) else mention
    return None


def _is_complement(mention: Mention, sentence: Sentence) -> bool:
    """Whether a person is whom somebody else serves: "an aide to | President Prabowo"."""
    before = [token for token in sentence.tokens if token.end <= mention.start_char]
    while before and (before[-1].tag == "DT" or is_person_noun(before[-1]) or (mention_at(sentence, before[-1]) is not None and before[-1].tag == "JJ")):
        before.pop()
    return bool(before) and before[-1].tag in ("IN", "TO")


def _is_organisation(head: Token) -> bool:
    """Whether a proper noun is a ministry, agency or the like and no person's name."""
    lemma = head.lemma.lower()
    return lemma in load_speech().speaker_nouns and lemma not in load_heads()


def name_speaker(name: str, parties: Sequence[str], voices: Voices) -> Speaker:
    """The speaker with a full name, with the state and office that the document tells.

    Args:
        name: Full name.
        parties: What his mention stands for; may be empty.
        voices: What is known of the speakers; he is remembered as the last.
    """
    office = voices.offices.get(name.lower()) or voices.offices.get(name.rsplit(maxsplit=1)[-1].lower())
    party = parties[0] if parties else voices.states.get(name) or (office.state if office else None)
    sector = party.partition("/")[2] if party and "/" in party else None
    speaker = Speaker(
        name=name,
        state=state_of(party) if party else None,
        sector=sector or (office.sector if office else "GOV" if party else None),
        office=office.office if office else _known_office(name, voices) if party and not sector else None,
    )
    voices.last_person = speaker
    if speaker.state:
        voices.by_state[speaker.state] = name
    return speaker


def _known_office(name: str, voices: Voices) -> str | None:
    """The office that a leader held when the document was published, where it does not tell his office itself."""
    held = {leader.office for leader in find_leaders(name, voices.days) if in_office(leader, voices.days)} if voices.days else set()
    return held.pop() if len(held) == 1 else None


def _collective(name: str, party: str | None, voices: Voices) -> Speaker:
    if not party:
        speaker = Speaker(name)
    else:
        state, _, sector = party.partition("/")
        speaker = Speaker(name, state, sector or "GOV")
    voices.last_group = speaker
    return speaker


def _pronoun(head: Token, sentence: Sentence, voices: Voices) -> list[Speaker]:
    """Who "he" or "they" is: by the mention, else who was named in the sentence or spoken of last."""
    mention = mention_at(sentence, head)
    states = [state_of(party) for party in mention.parties] if mention is not None else []
    if head.lower in _PERSON_PRONOUNS:
        return _one_person(head, sentence, states, voices)
    heard_at, heard = voices.heard_plural
    if sentence.index - heard_at <= 1 and not _has_other_plural(head, sentence):
        return list(heard)
    if len(states) == 1:
        group = voices.last_group
        return [group] if group is not None and group.state == states[0] else [_named_state(states[0], head, sentence, voices)]
    if voices.last_plural and (not states or {speaker.state for speaker in voices.last_plural} <= set(states)):
        return list(voices.last_plural)
    if mention is not None and len(states) > 1:
        return _several(mention, voices)
    return [voices.last_group] if voices.last_group else []


def _has_other_plural(head: Token, sentence: Sentence) -> bool:
    """Whether another plural subject stands before "they" in the sentence."""
    return any(t.i < head.i and t.dep in ("nsubj", "nsubjpass") and t.tag in ("NNS", "NNPS") for t in sentence.tokens)


def _one_person(head: Token, sentence: Sentence, states: list[str], voices: Voices) -> list[Speaker]:
    """Who "he" or "she" is, of one of the states where these are known."""
    if voices.last_person is not None and voices.last_person in voices.roles.values() and not _is_other_gender(voices.last_person, head):
        return [voices.last_person]
    named = [m for m in sentence.mentions if m.person and m.end_char <= head.start and m.how != "pronoun"]
    named = [m for m in named if not states or not m.parties or state_of(m.parties[0]) in states]
    if named and named[-1].person:
        return [name_speaker(named[-1].person, named[-1].parties, voices)]
    last = voices.last_person
    if last is None or (states and last.state and last.state not in states):
        return [name_speaker(name, [state], voices) for state in states if (name := voices.by_state.get(state))]
    return [last]


def _is_other_gender(speaker: Speaker, head: Token) -> bool:
    """Whether a role is of the other gender than a pronoun: "a spokeswoman" and "he"."""
    last = speaker.name.lower().split(" of ")[0].split(" at ")[0].split()[-1]
    is_female = last.endswith("woman") or last == "mother"
    is_male = last.endswith(("man", "father")) and not is_female
    return is_female if head.lower in _MALE else is_male


def _named_state(state: str, head: Token, sentence: Sentence, voices: Voices) -> Speaker:
    """A state under the words by which the sentence named it before, else under the last that spoke for it."""
    named = [m.quote for m in sentence.mentions if [state_of(p) for p in m.parties] == [state] and m.start_char < head.start and m.how != "pronoun" and not m.person]
    if named:
        return _collective(named[-1], state, voices)
    group = voices.last_group
    return group if group is not None and group.state == state else _collective(voices.state_name(state, state), state, voices)


def _it(head: Token, sentence: Sentence, voices: Voices) -> list[Speaker]:
    """A state that "it" stands for: by its mention, else the subject before it or the last collective that spoke."""
    if head.lower != "it":
        return []
    mention = mention_at(sentence, head)
    if mention is None or len(mention.parties) != 1:
        for token in reversed(sentence.tokens[: head.i]):
            known = mention_at(sentence, token) if token.dep == "nsubj" else None
            if known is not None and len(known.parties) == 1 and not known.person:
                return [_collective(known.quote, known.parties[0], voices)]
        near = [m for m in sentence.mentions if m.end_char <= head.start and len(m.parties) == 1 and not m.person and m.how != "place"]
        if near:
            return [_collective(voices.state_name(state_of(near[-1].parties[0]), near[-1].quote), near[-1].parties[0], voices)]
        return [voices.last_group] if voices.last_group and voices.last_group.state else []
    return [_named_state(state_of(mention.parties[0]), head, sentence, voices)]


def _members(head: Token, sentence: Sentence) -> list[str]:
    """States after "of" in "the two presidents of Kenya and Uganda"."""
    words = [word for prep in head.find_children("prep") if prep.lower == "of" for pobj in prep.find_children("pobj") for word in spread_conjuncts(pobj)]
    known = [mention_at(sentence, word) for word in words]
    return list(dict.fromkeys(party for mention in known if mention is not None for party in mention.parties))


def _several(mention: Mention, voices: Voices) -> list[Speaker]:
    """A record for each state that a phrase such as "the two leaders" stands for, by the person's name where it is of persons."""
    is_of_persons = re.search(r"leader|president|minister|they|chancellor|head", mention.quote, re.IGNORECASE)
    found = []
    for party in mention.parties:
        person = voices.by_state.get(state_of(party)) if is_of_persons else None
        found.append(name_speaker(person, [party], voices) if person else _collective(mention.quote, party, voices))
    return found


def _named(head: Token, sentence: Sentence, voices: Voices, *, title: Token | None = None) -> Speaker:
    """A proper name that the vocabulary does not know: the full name from elsewhere in the document."""
    words = _name_words(head, sentence)
    person = without_titles(words) or words
    full = voices.full_names.get(person[-1].lower(), " ".join(person)) if len(person) == 1 else " ".join(person)
    office = voices.offices.get(full.lower()) or (voices.offices.get(full.split()[-1].lower()) if len(person) <= 3 else None)  # noqa: PLR2004
    if office or full in voices.states:
        return name_speaker(office.person if office else full, [], voices)
    parties = _parties_inside(head, sentence)
    if parties and len(words) == len(person):
        return _collective(_phrase(head, sentence), parties[0], voices)
    parties = parties or [party for appos in head.find_children("appos") for party in parties_of(appos, sentence)]
    if title is not None and not parties:
        party = context_party(title, sentence, voices)
        parties = parties_of(title, sentence) or ([party] if party else [])
    if parties:
        return name_speaker(full, parties, voices)
    speaker = Speaker(full)
    if not full.isupper():
        voices.last_person = speaker
    return speaker


def _name_words(head: Token, sentence: Sentence) -> list[str]:
    """The unbroken run of proper nouns that ends with a word."""
    words = [head.text]
    for token in reversed(sentence.tokens[: head.i]):
        if token.tag not in ("NNP", "NNPS") and token.text != "&":
            break
        words.insert(0, token.text)
    return words


def _parties_inside(head: Token, sentence: Sentence) -> list[str]:
    """Parties named by the words of a name: the "Korea" of "Korea International Trade Association"."""
    for child in head.find_children("compound", "amod", "poss", "nmod"):
        mention = mention_at(sentence, child)
        if mention is not None and mention.parties and not mention.person:
            return list(mention.parties)
    return []


def _described(head: Token, sentence: Sentence, voices: Voices) -> list[Speaker]:
    """A collective or a role, in the words of the text; "the professor" is the last person with that role."""
    name = _short_name(head, sentence) or _phrase(head, sentence)
    parties = parties_of(head, sentence) or _parties_inside(head, sentence) or _parties_of_complement(head, sentence)
    if parties and head.lemma.lower() in load_speech().organs:
        lemma = head.lemma.lower()
        voices.organs["embassy" if lemma in ABROAD else lemma] = parties[0]
    if not parties:
        party = context_party(head, sentence, voices)
        parties = [party] if party else []
    found = [_collective(name, party, voices) for party in dict.fromkeys(parties)] or [_collective(name, None, voices)]
    if len(found) == 1 and is_person_noun(head):
        voices.last_person = found[0]
        if head.tag == "NN":
            voices.roles[head.lemma.lower()] = found[0]
    return found


_PRESS = frozenset("newspaper press media news paper magazine intelligence".split())
"""Kinds of reports and not who issued them: "newspaper reports said"."""
_PAPERS = frozenset("magazine newspaper paper daily weekly journal tabloid".split())


def _is_same_paper(head: Token, last: Speaker) -> bool:
    """Whether "the paper" stands for the one that was named last: "The Farmers' Herald said … The paper added"."""
    is_bare = head.lemma.lower() in _PAPERS and [child.lower for child in head.children if child.i < head.i] == ["the"]
    return is_bare and head.tag == "NN" and sum(word[:1].isupper() for word in last.name.removeprefix("The ").split()) > 1


def _short_name(head: Token, sentence: Sentence) -> str | None:
    """A known name that is the whole speaker, with its article: not what the parser hangs on it ("last Friday Seoul")."""
    mention = mention_at(sentence, head)
    if mention is None or mention.how not in ("name", "capital", "seat") or head.find_children("prep"):
        return None
    before = next((token for token in reversed(sentence.tokens[: head.i]) if token.end <= mention.start_char), None)
    start = before.start if before is not None and before.lower == "the" and mention.start_char - before.end <= 1 else mention.start_char
    return " ".join(sentence.text[start - sentence.start_char : mention.end_char - sentence.start_char].split())


def _parties_of_complement(head: Token, sentence: Sentence) -> list[str]:
    """Parties after "of", "from" or "in": "members of Congress", "the Ministry of Commerce of China"."""
    pending = [head]
    for word in pending:
        for prep in word.find_children("prep"):
            if prep.lower not in ("of", "from", "in", "at"):
                continue
            for pobj in prep.find_children("pobj"):
                mention = mention_at(sentence, pobj)
                if mention is not None and mention.parties:
                    return list(mention.parties)
                pending.append(pobj)
    return []


def _phrase(head: Token, sentence: Sentence) -> str:
    """The noun phrase in the words of the text: what stands before its head, and what is "of" it; days are left out."""
    first, last = head, head
    for word in _left_words(head):
        if any(time.start_char <= word.start < time.end_char for time in sentence.times):
            continue
        first = word if word.start < first.start else first
    for prep in head.find_children("prep"):
        is_place = prep.lower == "at" and any(word.tag in ("NNP", "NNPS") for word in prep.find_children("pobj"))
        if (prep.lower == "of" or is_place) and prep.i == last.i + 1:
            last = max((w for w in _without_clauses(prep)), key=lambda word: word.i)
    text = sentence.text[first.start - sentence.start_char : last.end - sentence.start_char]
    return re.sub(r"\s+", " ", text).strip(" \"“”'‘’,")


def _left_words(head: Token) -> list[Token]:
    found = []
    for child in head.children:
        if child.i < head.i and child.lower != "both" and child.dep not in ("punct", "relcl", "advmod", "cc", "preconj", "predet", "advcl", "mark"):
            found.append(child)
            found.extend(_left_words(child))
    return found


def _without_clauses(word: Token) -> list[Token]:
    found = [word]
    for item in found:
        found.extend(child for child in item.children if child.dep not in ("relcl", "acl", "appos", "punct", "advcl", "prep"))
    return found


def _document_owner(head: Token, sentence: Sentence, voices: Voices) -> list[Speaker] | None:
    """Who issued a statement, report or resolution that speaks; None if the word is no such document."""
    speech = load_speech()
    lemma = head.lemma.lower()
    if lemma not in speech.document_nouns or mention_at(sentence, head) is not None:
        return None
    for owner in _owners(head):
        if can_speak(owner, sentence):
            if owner.dep == "compound" and owner.lemma.lower() in _PRESS:
                return [_collective(_phrase(head, sentence), None, voices)]  # newspaper reports
            if owner.dep == "amod":
                return [_collective(_phrase(head, sentence), party, voices) for party in parties_of(owner, sentence)]
            return find_speakers(owner, sentence, voices)
    if lemma in speech.speaking_documents:
        return [_collective(_phrase(head, sentence), None, voices)]
    return []


def _owners(head: Token) -> Iterable[Token]:
    """Words that can name the issuer: "Seoul's statement", "statement by the ministry", "statement released by the ministry"."""
    yield from head.find_children("poss", "compound", "amod", "nmod")
    for prep in head.find_children("prep"):
        if prep.lower in ("by", "from", "of"):
            for pobj in prep.find_children("pobj"):
                yield from spread_conjuncts(pobj)
    for clause in head.find_children("acl"):
        for agent in clause.find_children("agent", "prep"):
            if agent.lower in ("by", "from"):
                yield from agent.find_children("pobj")
    verb = head.head
    if head.dep == "dobj" and verb.lemma in ("issue", "release", "make", "publish", "adopt", "deliver", "give", "send"):
        yield from verb.find_children("nsubj")
