"""What refers back to a named actor: pronouns, "the president", "the country", "bilateral".

One walk over the document in text order with a short memory. Where two
readings are equally likely a word stays unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bilateral.extraction.clauses import find_subjects
from bilateral.extraction.first_person import speaker_at, voice_at
from bilateral.extraction.known_names import make_mention
from bilateral.extraction.leaders_known import find_holders, reference_days
from bilateral.extraction.named_parties import mention_at, parties_of, state_of
from bilateral.extraction.persons import Person, is_female
from bilateral.vocabulary.actor_nouns import load_actor_nouns
from bilateral.vocabulary.states import is_state, load_states
from bilateral.vocabulary.titles import load_title_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bilateral.extraction.first_person import Voices
    from bilateral.parsed import ParsedDocument, Sentence, Token
    from bilateral.records import Mention

__all__ = ["add_references"]

PERSON_WINDOW = 4
"""Sentences back in which "he" looks for a person; farther ones were wrong more often than right on the seeds."""
STATE_WINDOW = 2
"""Sentences back in which "it" and "they" look for a subject."""

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_THEY = frozenset("they them their theirs themselves".split())
_IT = frozenset("it its itself".split())
_FIRST = frozenset("i me my mine we us our ours myself ourselves".split())
_PAIR_WORDS = frozenset("bilateral two-way mutual inter-state interstate".split())
_NOT_OFFICES = frozenset("director secretary general deputy member head chief captain major officer representative official side executive king queen prince manager founder owner leader".split())
_COUNTRY = frozenset("country nation".split())
_CLAUSE_COMPLEMENT = frozenset("ccomp xcomp csubj advcl".split())
_SEEMING = frozenset("seem appear take turn happen remain follow emerge".split())
_JUDGING = frozenset("find make consider deem think believe feel".split())
_MUTUAL = frozenset("discuss agree exchange meet underscore reiterate share reaffirm sign talk stress recognize recognise affirm review conclude hold note pledge welcome".split())


@dataclass(slots=True)
class _Memory:
    """What the text has told so far."""

    persons: dict[str, Person]
    shown: list[tuple[int, str, bool]] = field(default_factory=list)  # sentence, person, as a subject
    subject: tuple[int, list[str], bool] | None = None  # sentence, parties, plural
    pair: tuple[str, ...] = ()
    dyad: tuple[str, str] | None = None
    has_mr_and_i: tuple[int, int] = (-99, -99)  # paragraph and sentence of the last "X and I"
    i_party: str | None = None
    speaker: str | None = None  # who has the floor in a transcript: never "he"


def add_references(doc: ParsedDocument, persons: dict[str, Person], voices: Voices) -> None:
    """Add mentions of pronouns, offices without a name and phrases that refer back.

    Args:
        doc: A parsed document with all mentions of names.
        persons: Its persons by full name.
        voices: Who says "I" and "we" where.
    """
    memory = _Memory(persons, dyad=doc.dyad)
    for sentence in doc.sentences:
        if not sentence.tokens:
            _remember_names(memory, sentence)
            continue
        memory.speaker = speaker_at(voices, sentence)
        for token in sentence.tokens:
            found = _resolve(doc, sentence, token, memory, voices)
            if found is not None:
                _insert(sentence, found)
            _remember(memory, sentence, token)
        _remember_subject(memory, sentence)


def _insert(sentence: Sentence, new: Mention) -> None:
    i = len(sentence.mentions)
    while i > 0 and sentence.mentions[i - 1].start_char > new.start_char:
        i -= 1
    sentence.mentions.insert(i, new)


def _resolve(doc: ParsedDocument, sentence: Sentence, token: Token, memory: _Memory, voices: Voices) -> Mention | None:  # noqa: PLR0911 - one return a kind
    """The mention that a word is, None if it refers to nothing that is sure."""
    if token.pos in ("VERB", "AUX", "ADP", "PUNCT", "NUM", "CCONJ") or mention_at(sentence, token) is not None:
        return None
    lower = token.lower
    span = (token.start, token.end)
    if token.pos == "PRON":
        if lower in _HE or lower in _SHE:
            person = _person_of(sentence, token, memory, female=lower in _SHE)
            return make_mention(doc, span, [person.party], "pronoun", person.name) if person else None
        parties, name = _pronoun_parties(sentence, token, memory, voices)
        return make_mention(doc, span, parties, "pronoun", name) if parties else None
    if lower in _PAIR_WORDS and token.pos == "ADJ":
        pair = _pair_in(sentence) or memory.pair or doc.dyad
        return make_mention(doc, span, pair, "anaphor") if pair else None
    if token.pos in ("NOUN", "PROPN") and token.tag in ("NN", "NNP"):
        return _noun(doc, sentence, token, memory)
    return None


def _pronoun_parties(sentence: Sentence, token: Token, memory: _Memory, voices: Voices) -> tuple[list[str], str | None]:
    lower = token.lower
    if lower in _FIRST:
        return _first_person(sentence, token, memory, voices)
    if lower in _IT:
        return _it(sentence, token, memory), None
    if lower in _THEY:
        return _they(sentence, token, memory), None
    return [], None


def _first_person(sentence: Sentence, token: Token, memory: _Memory, voices: Voices) -> tuple[list[str], str | None]:
    """The speaker's party; both sides for "we discussed" after "the President and I"."""
    voice = voice_at(voices, sentence, token)
    if voice is None:
        return [], None
    party, name = voice
    if token.lower in ("i", "me", "my", "mine", "myself"):
        return [party], name
    is_mutual = token.dep == "nsubj" and token.head.lemma in _MUTUAL and sentence.paragraph - memory.has_mr_and_i[0] <= 1
    is_mutual = is_mutual or (token.dep == "nsubj" and sentence.index == memory.has_mr_and_i[1])
    if is_mutual:
        other = memory.i_party or _other_of(memory.dyad, party)
        if other and state_of(other) != state_of(party):
            return [party, other], None
    return [party], None


def _other_of(dyad: tuple[str, str] | None, party: str) -> str | None:
    """The other state of a pair."""
    if dyad is None or state_of(party) not in dyad:
        return None
    return next(state for state in dyad if state != state_of(party))


def _ancestor_verbs(token: Token) -> list[Token]:
    return [word for word in token.ancestors() if word.pos in ("VERB", "AUX")]


def _subjects_above(sentence: Sentence, token: Token) -> list[Token]:
    """Heads of the subjects of the clauses around a word, nearest clause first, that stand before it."""
    found: list[Token] = []
    below = token
    through_attr = False
    for word in token.ancestors():
        through_attr = through_attr or below.dep in ("attr", "oprd")
        if word.pos in ("VERB", "AUX"):
            heads = [subject for subject in find_subjects(word) if subject is not token and not _covers(subject, below)]
            before = [subject for subject in heads if subject.i < token.i]
            if not before and _is_fronted(token, below, word):
                before = [subject for subject in heads if subject.i > token.i]
            if before and not through_attr:
                found.extend(before)
            through_attr = False
        below = word
    del sentence
    return found


def _covers(subject: Token, below: Token) -> bool:
    """Whether a subject is the phrase that one climbs out of."""
    return subject is below


def _is_fronted(token: Token, below: Token, verb: Token) -> bool:
    """Whether a word stands in a phrase before its clause's subject: "In his address, Lee said"."""
    return token.i < verb.i and below.dep in ("prep", "advcl", "npadvmod", "advmod") and token.dep == "poss"


def _clause_subject(token: Token) -> Token | None:
    """The subject of the clause in which a word stands, if it is not the word itself."""
    for word in token.ancestors():
        if word.pos in ("VERB", "AUX"):
            return next((subject for subject in find_subjects(word) if subject is not token), None)
    return None


def _person_at(sentence: Sentence, token: Token, memory: _Memory) -> Person | None:
    mention = mention_at(sentence, token)
    if mention is None or not mention.person:
        return None
    return memory.persons.get(mention.person) or (Person(mention.person, mention.parties[0]) if mention.parties else None)


def _fits(person: Person | None, *, female: bool) -> bool:
    if person is None:
        return False
    gender = is_female(person)
    return gender is None or gender is female


def _person_of(sentence: Sentence, token: Token, memory: _Memory, *, female: bool) -> Person | None:
    """The person whom "he" or "she" stands for: a subject above, else the last subject, else the last one named."""
    is_object = token.dep in ("dobj", "dative", "pobj", "iobj") and not token.lower.endswith("self")
    barred = _clause_subject(token) if is_object else None
    for subject in _subjects_above(sentence, token):
        person = _person_at(sentence, subject, memory)
        if subject is not barred and _fits(person, female=female):
            return person
    barred_name = memory.speaker
    if barred is not None:
        barred_person = _person_at(sentence, barred, memory)
        barred_name = barred_person.name if barred_person else barred_name
    recent = [item for item in memory.shown if sentence.index - item[0] <= PERSON_WINDOW and item[1] not in (barred_name, memory.speaker)]
    person = _latest(recent, memory, female=female)
    if person is not None and female and is_female(person) is None:
        person.gender = "f"
    return person


def _latest(recent: list[tuple[int, str, bool]], memory: _Memory, *, female: bool) -> Person | None:
    """The last person named as a subject in the last sentence with one, else the one person named there."""
    fitting = [(index, memory.persons[name], is_subject) for index, name, is_subject in recent if name in memory.persons and _fits(memory.persons[name], female=female)]
    if not fitting:
        return None
    last = fitting[-1][0]
    here = [(person, is_subject) for index, person, is_subject in fitting if index == last]
    subjects = [person for person, is_subject in here if is_subject]
    if subjects:
        return subjects[-1]
    names = {person.name for person, _ in here}
    if len(names) == 1:
        return here[-1][0]
    earlier = [person for _, person, is_subject in fitting if is_subject]
    return earlier[-1] if earlier and earlier[-1].name in names else None


def _is_pleonastic(token: Token) -> bool:
    """Whether "it" stands for a clause: "it is clear that", "it seems"."""
    if token.lower != "it":
        return False
    if token.dep == "expl" or _is_dummy_object(token):
        return True
    verb = token.head
    if verb.lemma in _SEEMING:
        return True
    children = verb.children
    has_quality = any(child.dep in ("acomp", "attr", "oprd") for child in children)
    has_clause = any(child.dep in _CLAUSE_COMPLEMENT and child.i > token.i for child in children) or any(
        grandchild.dep in ("xcomp", "ccomp", "relcl", "acl") for child in children if child.dep in ("acomp", "attr") for grandchild in child.children
    )
    is_in = any(child.dep == "prep" and child.lower in ("in", "up", "of") for child in children)
    return verb.lemma == "be" and ((has_quality and has_clause) or (is_in and token.i < verb.i))


def _is_dummy_object(token: Token) -> bool:
    """Whether "it" stands for what follows: "makes it clear that", "finds it more expedient to"."""
    return token.dep in ("nsubj", "dobj") and token.head.head.lemma in _JUDGING and token.head.pos == "ADJ" or (token.head.lemma in _JUDGING and token.dep == "dobj")


def _it(sentence: Sentence, token: Token, memory: _Memory) -> list[str]:
    """The state or body that "it" or "its" stands for."""
    if _is_pleonastic(token):
        return []
    if token.lower == "itself" and token.i > 0:
        mention = mention_at(sentence, sentence.tokens[token.i - 1])
        if mention is not None and not mention.person:
            return list(mention.parties)
    owner = _owner_above(sentence, token)
    if owner:
        return owner
    if _is_torn(sentence, token):
        return []
    skip = _clause_subject(token) if token.lower == "it" and token.dep in ("dobj", "pobj") else None
    for subject in _subjects_above(sentence, token):
        if subject is skip:
            continue
        parties = _one_actor(sentence, subject)
        if parties is None:
            continue
        return parties
    named = _states_before(sentence, token)
    if token.lower == "its" and len(named) == 1 and not _subjects_above(sentence, token):
        return named
    before = memory.subject
    is_first_subject = not any(t.dep in ("nsubj", "nsubjpass") and t.i < token.i and not t.lower == "it" for t in sentence.tokens)
    if before is not None and is_first_subject and sentence.index - before[0] <= STATE_WINDOW and not before[2] and len(before[1]) == 1 and not named:
        return before[1]
    return []


def _is_torn(sentence: Sentence, token: Token) -> bool:
    """Whether "its" in a subordinate clause's subject can be the main subject's or the object's: "criticised Japan after its ships"."""
    if token.dep != "poss":
        return False
    noun = token.head
    clause = noun.head
    if noun.dep not in ("nsubj", "nsubjpass") or clause.dep not in ("advcl", "ccomp", "relcl"):
        return False
    nearest = next((mention for mention in reversed(sentence.mentions) if mention.end_char <= token.start), None)
    if nearest is None or nearest.person or clause.head.pos not in ("VERB", "AUX"):
        return False
    return any(parties and not set(nearest.parties) & set(parties) for parties in (parties_of(subject, sentence) for subject in find_subjects(clause.head)))


def _one_actor(sentence: Sentence, subject: Token) -> list[str] | None:
    """The one party of a singular subject; [] if "it" means that subject but no actor, None if it cannot be meant."""
    mention = mention_at(sentence, subject)
    if mention is not None and mention.person:
        return None
    if subject.tag in ("NNS", "NNPS") or subject.lower in ("i", "we", "you", "they", "he", "she", "who"):
        return None
    parties = parties_of(subject, sentence)
    if len(parties) == 1:
        return parties
    return []


def _owner_above(sentence: Sentence, token: Token) -> list[str]:
    """The owner inside the same phrase: "South Korea's status in its alliance", "Russia and its region"."""
    if token.dep != "poss":
        return []
    for word in token.ancestors():
        if word.pos in ("VERB", "AUX"):
            return []
        mention = mention_at(sentence, word)
        if word.i < token.i and mention is not None and not mention.person and len(mention.parties) == 1:
            return list(mention.parties)
        for child in word.children:
            if child.dep == "poss" and child.i < token.i and child is not token:
                mention = mention_at(sentence, child)
                if mention is not None and len(mention.parties) == 1 and not mention.person:
                    return list(mention.parties)
    return []


def _states_before(sentence: Sentence, token: Token) -> list[str]:
    found = {
        party: None
        for mention in sentence.mentions
        if mention.end_char <= token.start and not mention.person and mention.how not in ("anaphor", "pronoun")
        for party in mention.parties
    }
    return list(found)


def _they(sentence: Sentence, token: Token, memory: _Memory) -> list[str]:
    """The several actors, or the plural actor, that "they" stands for."""
    if token.dep in ("dobj", "dative", "iobj") or (token.dep == "pobj" and token.head.lower not in ("between", "among", "with")):
        return []
    for verb in _ancestor_verbs(token)[:5]:
        heads = [subject for subject in find_subjects(verb) if subject.i < token.i and subject is not token]
        if not heads:
            continue
        parties = list(dict.fromkeys(party for head in heads for party in parties_of(head, sentence)))
        is_plural = len(heads) > 1 or len(parties) > 1 or heads[0].tag in ("NNS", "NNPS") or heads[0].lower in _THEY
        if is_plural:
            return parties
        if parties and heads[0].tag in ("NN", "NNP"):
            mention = mention_at(sentence, heads[0])
            if mention is not None and mention.how in ("company", "group", "body"):
                return parties
    before = memory.subject
    if before is not None and sentence.index - before[0] <= STATE_WINDOW and before[2] and not _has_plural_subject(sentence, token):
        return before[1]
    return []


def _has_plural_subject(sentence: Sentence, token: Token) -> bool:
    return any(t.i < token.i and t.dep in ("nsubj", "nsubjpass") and t.tag in ("NNS", "NNPS") for t in sentence.tokens)


def _noun(doc: ParsedDocument, sentence: Sentence, token: Token, memory: _Memory) -> Mention | None:
    """"the president", "the country", "the kingdom", "his counterpart"."""
    lower = token.lower
    if token.dep == "compound" or (token.pos == "PROPN" and token.head.pos == "PROPN" and token.dep in ("compound", "nmod")):
        return None
    if lower == "counterpart":
        return _counterpart(doc, sentence, token, memory)
    determiner = next((child.lower for child in token.children if child.dep == "det"), "")
    if lower in _COUNTRY or lower in load_actor_nouns().kingdoms:
        return _country(doc, sentence, token, memory, determiner)
    if lower in load_title_words().heads and lower not in _NOT_OFFICES:
        return _office(doc, sentence, token, memory, determiner)
    return None


def _counterpart(doc: ParsedDocument, sentence: Sentence, token: Token, memory: _Memory) -> Mention | None:
    """"his counterpart": the other side of the document's pair."""
    owner = next((child for child in token.children if child.dep == "poss"), None)
    if owner is None or parties_of(token, sentence) == [] or doc.dyad is None:
        return None
    parties = parties_of(token, sentence)
    own = mention_at(sentence, owner)
    del memory
    if own is None or not own.parties or state_of(own.parties[0]) not in doc.dyad or set(map(state_of, parties)) != {state_of(own.parties[0])}:
        return None
    other = next(state for state in doc.dyad if state != state_of(own.parties[0]))
    return make_mention(doc, (token.start, token.end), [other], "office")


def _country(doc: ParsedDocument, sentence: Sentence, token: Token, memory: _Memory, determiner: str) -> Mention | None:
    """"the country": the last state named as subject, if it is the only one at hand."""
    if determiner not in ("the", "this", "that") or any(child.dep in ("relcl", "prep", "amod") and child.lower not in ("whole", "entire", "great") for child in token.children):
        return None
    kinds = load_actor_nouns().kingdoms
    named = _states_before(sentence, token)
    if token.lower in kinds:
        return _kingdom(doc, sentence, token, kinds[token.lower])
    states = [party for party in named if is_state(state_of(party))]
    if len(states) == 1:
        return make_mention(doc, (token.start, token.end), [state_of(states[0])], "anaphor")
    if len(states) > 1:
        last = states[-1] if _is_object_state(sentence, token, states[-1]) else None
        return make_mention(doc, (token.start, token.end), [state_of(last)], "anaphor") if last else None
    before = memory.subject
    if before is not None and sentence.index - before[0] <= STATE_WINDOW and len(before[1]) == 1 and is_state(state_of(before[1][0])):
        return make_mention(doc, (token.start, token.end), [state_of(before[1][0])], "anaphor")
    return None


def _is_object_state(sentence: Sentence, token: Token, party: str) -> bool:
    """Whether the last state named is not the subject of the clause of "the country": it is then the one meant."""
    subject = _clause_subject(token)
    return subject is not None and party not in parties_of(subject, sentence) and bool(parties_of(subject, sentence))


def _kingdom(doc: ParsedDocument, sentence: Sentence, token: Token, kind: str) -> Mention | None:
    """"the kingdom": the one state of the document whose official name has the word."""
    states = load_states()
    named = {state_of(party) for other in doc.sentences for mention in other.mentions for party in mention.parties if mention.how in ("name", "demonym", "capital")}
    fitting = sorted(code for code in named if code in states and kind in states[code].official_name.lower())
    del sentence
    return make_mention(doc, (token.start, token.end), fitting, "anaphor") if len(fitting) == 1 else None


def _office(doc: ParsedDocument, sentence: Sentence, token: Token, memory: _Memory, determiner: str) -> Mention | None:
    """The holder of an office named without his name: "the South Korean president", "the professor"."""
    beside = parties_of(token, sentence)
    owned = any(child.dep == "poss" for child in token.children)
    if determiner in ("a", "an") or not (determiner or beside or owned) or (determiner not in ("the", "this", "that") and not owned and token.dep != "nsubj"):
        return None
    if any(child.lower in ("former", "next", "first", "deputy", "vice", "then", "future", "previous", "every", "each", "any") for child in token.children):
        return None
    title = _title_of(token)
    states = {state_of(party) for party in beside}
    if len(states) > 1:
        return None
    state = next(iter(states), None)
    person = _holder(doc, sentence, memory, title, state)
    if person is not None:
        return make_mention(doc, (token.start, token.end), [person.party], "office", person.name)
    return make_mention(doc, (token.start, token.end), beside, "office") if beside else None


def _title_of(token: Token) -> str:
    """A title with the words that make it one: "prime minister", "foreign minister"."""
    words = load_title_words()
    parts = [child.lower for child in sorted(token.children, key=lambda child: child.i) if child.i < token.i and (child.lower in words.modifiers or child.lower in words.portfolios)]
    return " ".join([*parts, token.lower])


def _holder(doc: ParsedDocument, sentence: Sentence, memory: _Memory, title: str, state: str | None) -> Person | None:
    """The one person at hand who holds an office; of several the last one named nearby."""
    fitting = [person for person in memory.persons.values() if (state is None or person.state == state) and any(_holds(office, title) for office in person.offices)]
    if state is not None:
        if len(fitting) == 1:
            return fitting[0]
        leaders = {leader.person: leader for leader in find_holders(state, title, reference_days(doc))} if reference_days(doc) else {}
        if not fitting and len(leaders) == 1:
            leader = next(iter(leaders.values()))
            return Person(leader.person, leader.state, [leader.office])
    recent = [name for index, name, _ in memory.shown if sentence.index - index <= PERSON_WINDOW]
    if state is None and not recent:
        return None
    names = {person.name for person in fitting}
    near = [name for name in recent if name in names]
    if near and (state is not None or len(set(near)) == 1):
        return memory.persons[near[-1]]
    if state is None and title in ("professor", "analyst", "expert", "scholar", "researcher", "economist", "historian", "academic", "specialist"):
        scholars = [name for name in recent if memory.persons.get(name) and memory.persons[name].party.endswith(("/EDU", "/BUS"))]
        return memory.persons[scholars[-1]] if scholars and len(set(scholars)) == 1 else None
    return None


def _holds(office: str, title: str) -> bool:
    """Whether an office can be called by a title: the same head, and no rank that the title lacks."""
    own = office.lower().split(" of ")[0].split(" for ")[0].split()
    wanted = title.split()
    if not own or own[-1] != wanted[-1]:
        return office.lower().startswith(f"{wanted[-1]} ") and len(wanted) == 1 and wanted[-1] not in ("minister", "president")
    ranks = {"deputy", "vice", "former", "assistant"}
    if (set(own) & ranks) != (set(wanted) & ranks):
        return False
    return len(wanted) == 1 or set(wanted) <= set(office.lower().split()) or wanted[-1] != "minister"


def _pair_in(sentence: Sentence) -> tuple[str, ...]:
    """The two states of a sentence that names just two."""
    named = {state_of(party): None for mention in sentence.mentions if mention.how not in ("talks",) for party in mention.parties if is_state(state_of(party))}
    return tuple(named) if len(named) == 2 else ()  # noqa: PLR2004 - a pair


def _remember(memory: _Memory, sentence: Sentence, token: Token) -> None:
    """Take up a person when his last word has been read, and "X and I"."""
    if token.lower == "i" and token.dep == "conj":
        other = mention_at(sentence, token.head)
        memory.has_mr_and_i = (sentence.paragraph, sentence.index)
        memory.i_party = other.parties[0] if other is not None and other.parties else None
    mention = mention_at(sentence, token)
    if mention is None or not mention.person or mention.end_char != token.end or _is_vocative(sentence, token, memory):
        return
    head = token
    while head.dep == "compound" and head.head is not head:
        head = head.head
    is_subject = head.dep in ("nsubj", "nsubjpass", "agent") or (head.dep == "pobj" and head.head.lower == "to" and head.head.head.lower == "according")
    memory.persons.setdefault(mention.person, Person(mention.person, mention.parties[0]))
    memory.shown.append((sentence.index, mention.person, is_subject))


def _is_vocative(sentence: Sentence, token: Token, memory: _Memory) -> bool:
    """Whether a person is addressed: "Mr Howard, what is your message"."""
    after = sentence.tokens[token.i + 1].text if token.i + 1 < len(sentence.tokens) else ""
    has_you = any(word.lower in ("you", "your") for word in sentence.tokens)
    del memory
    return after == "," and has_you and token.i < 4  # noqa: PLR2004 - title and name


def _remember_names(memory: _Memory, sentence: Sentence) -> None:
    for mention in sentence.mentions:
        if mention.person and mention.parties:
            memory.persons.setdefault(mention.person, Person(mention.person, mention.parties[0]))
            memory.shown.append((sentence.index, mention.person, False))


def _remember_subject(memory: _Memory, sentence: Sentence) -> None:
    """Take up the subject of the main clause, and the pair of states that the sentence is about."""
    pair = _pair_in(sentence)
    if pair:
        memory.pair = pair
    root = sentence.root
    if root is None:
        return
    heads = _main_subjects(root)
    if not heads:
        memory.subject = None
        return
    if heads[0].lower in _FIRST:
        named = _states_before(sentence, sentence.tokens[-1])
        memory.subject = (sentence.index, named, False) if len(named) == 1 else None
        return
    persons = [head for head in heads if _person_at(sentence, head, memory)]
    if persons and len(heads) == 1:
        return
    parties = list(dict.fromkeys(party for head in heads for party in parties_of(head, sentence)))
    is_plural = len(heads) > 1 or len(parties) > 1 or heads[0].tag in ("NNS", "NNPS")
    memory.subject = (sentence.index, parties, is_plural) if parties else None


def _main_subjects(root: Token) -> Sequence[Token]:
    subjects = find_subjects(root)
    if subjects:
        return subjects
    return [word for child in root.children if child.dep == "ccomp" for word in find_subjects(child)]
