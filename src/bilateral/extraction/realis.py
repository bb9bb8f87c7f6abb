"""Whether what a verb or noun tells took place: happened, planned, hypothetical or denied.

Looks at the word's own modals and negation, then at what stands above it in
the tree, edge by edge: verbs, adjectives and nouns of planning, wishing,
asking and failing, conditions and purposes. The lists are classes of English
grammar (Saurí and Pustejovsky's factuality predicates, TAC KBP realis), not
of any one subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilateral.parsed import Token

__all__ = ["find_own_realis", "find_realis", "is_negated"]

_HAPPENED = "happened"
_HYPOTHETICAL_MODALS = frozenset(("may", "might", "could", "would", "can", "should", "must", "ought"))
_PLANNED_MODALS = frozenset(("will", "shall", "'ll", "wo"))
_NEGATIONS = frozenset(("not", "never", "n't", "no", "neither", "nor", "hardly", "scarcely"))
_CONDITIONS = frozenset(("if", "unless", "whether", "lest"))
_UNTIL = frozenset(("until", "till"))
"""Before a present tense what is still to come: "will not talk until Athens withdraws"."""
_BESIDE = frozenset(("on", "upon", "after", "before", "by", "since", "during", "despite", "following", "while", "without"))
"""Prepositions of what goes beside an act, not of what it is about."""
_ON_WHICH = frozenset("plan insist agree decide work focus count intent keen set bent embark agreement decision discussion talk negotiation progress".split())
_TEMPORAL = frozenset(("after", "when", "until", "once", "before", "till", "as"))

_PLANNING = frozenset(
    """plan intend aim schedule prepare promise pledge vow agree decide set due expect arrange commit undertake propose seek
    threaten offer announce resolve determine slate mean order authorise authorize approve about poised bound hope-to ask-for
    plot agreement decision intention commitment preparation aim schedule determination effort task programme program pursue
    negotiate pursuit effort attempt bid""".split()
) - {"effort", "attempt"}
_WISHING = frozenset(
    """hope want wish desire consider envisage envision contemplate like love prefer ready willing interested able possible likely
    try attempt explore eager keen open prepared need require urge ask call press demand request push encourage tell order
    recommend advise suggest advocate invite beg persuade lobby expect possibility prospect chance opportunity need desire wish
    hope idea option proposal suggestion interest readiness willingness potential ability capability capacity power right demand
    request call appeal recommendation risk threat danger fear likelihood ambition aspiration eagerness effort attempt eligible
    free welcome important necessary essential vital crucial better easy difficult hard ideal wonder ponder mull study weigh
    discuss conditional contingent dependent subject""".split()
)
_FAILING = frozenset(
    """fail refuse decline cease avoid refrain neglect deny unlikely unable reluctant unwilling prevent lack absence failure refusal
    inability reluctance unwillingness impossible forget preclude forbid bar prohibit dissuade deter stop discourage rule reject
    cancel abandon hesitate hesitant shun forgo shelve scrap oppose""".split()
)
_DOUBTING = frozenset("doubt question unclear uncertain imagine suppose assume wonder hope wish fear suspect expect predict anticipate bet".split())
_FACTIVE = frozenset(
    """quick slow manage begin start continue succeed happen come go proceed help able get tend appear seem prove use kind great good wonderful nice lovely gracious
    generous wise pleased delighted glad happy proud honoured honored privileged sorry pleasure honour honor privilege delight fortunate
    lucky right wrong sad saddened thrilled grateful humbled moved surprised""".split()
)
"""Words whose infinitive took place as they did themselves: "was kind to host", "I am pleased to announce", "it was a pleasure to meet"."""
_OCCASIONS = frozenset(("chance", "opportunity", "occasion"))
"""What one had, one used: "I had the chance to meet"; not "would have the chance"."""
_UNREAL_ADJECTIVES = {
    **dict.fromkeys(
        "planned upcoming forthcoming future scheduled expected next coming impending looming pending intended anticipated imminent".split(),
        "planned",
    ),
    **dict.fromkeys("possible potential proposed prospective hypothetical hoped-for eventual likely conceivable".split(), "hypothetical"),
    **dict.fromkeys("cancelled canceled aborted abandoned shelved".split(), "denied"),
}
_SETTLED = frozenset("agree agreement approve decision announce commitment offer order".split())
_ONLY_INFINITIVE = frozenset("discuss like love press push welcome try study determine".split())
"""Verbs that make an infinitive uncertain, but not what stands after their preposition."""
_DECIDING = frozenset("decide advise vote argue choose opt warn speak".split())
"""Verbs that with "against" say that an act is left undone: "decided against sending troops"."""
_UNDOING = frozenset("cancel avoid prevent lack abandon scrap shelve forgo preclude avert escape".split())
_SCHEDULING = frozenset("plan schedule prepare arrange promise pledge set".split())
_DESIRING = frozenset("want desire seek propose consider envisage envision contemplate need urge advocate expect suggest mull demand request".split())
"""Verbs whose object event has not taken place (rejecting or discussing one says nothing of it)."""
_SPEECH_PAST = frozenset("say announce tell state declare add promise pledge confirm report reveal indicate vow note explain signal inform".split())


def is_negated(word: Token) -> bool:
    """Whether "not", "never", "no" or "without" denies the word itself.

    Does not look at what stands above it ("failed to": see `find_realis`).

    Args:
        word: A verb or noun.
    """
    for child in word.children:
        if child.dep == "neg" or (child.lower in _NEGATIONS and child.dep in ("neg", "det", "advmod", "preconj", "aux")):
            return True
        if child.dep == "aux" and any(grand.dep == "neg" for grand in child.children):
            return True
        if child.dep in ("nsubj", "nsubjpass") and (child.lower in ("nobody", "none", "neither") or any(grand.lower in ("neither", "no") for grand in child.children)):
            return True
    return word.head is not word and word.dep in ("pcomp", "pobj") and word.head.lower == "without"


def find_realis(word: Token) -> str:
    """Whether what a verb or event noun tells happened, is planned, is hypothetical or is denied.

    Follows modals, negation, verbs, nouns and adjectives of planning, wishing
    and failing above the word, conditions and purposes. Does not know the
    world, and does not compare dates with the published date.

    Args:
        word: A verb, or a noun that tells an act.

    Returns:
        `happened`, `planned`, `hypothetical` or `denied`.

    Source:
        GUIDE, "realis"; TAC KBP event nugget realis.
    """
    verdict = find_own_realis(word)
    below = word
    if verdict == "planned" and word.dep == "ccomp" and word.head.lemma in ("hope", "wish", "doubt", "fear"):
        return "hypothetical"  # "hopes that Moscow will help"
    for head in word.ancestors():
        if verdict:
            return verdict
        verdict = _realis_at_edge(below, head)
        if not verdict and _is_boundary(below, head):
            break
        below = head
    return verdict or _HAPPENED


def find_own_realis(word: Token) -> str | None:
    """What the word's own auxiliaries, negation, marks and adjectives say, None if nothing.

    Args:
        word: A verb or event noun.
    """
    modals = {child.lower for child in word.children if child.dep == "aux"}
    if is_negated(word) or _is_yet_to(word):
        return "denied"
    if modals & _PLANNED_MODALS:
        return "planned"
    if modals & _HYPOTHETICAL_MODALS:
        return _modal_realis(word, modals)
    if any(child.dep == "mark" and (child.lower in _CONDITIONS or (child.lower in _UNTIL and word.tag in ("VBZ", "VBP"))) for child in word.children):
        return "hypothetical"
    if word.pos in ("NOUN", "PROPN"):
        return next((_UNREAL_ADJECTIVES[c.lower] for c in word.children if c.dep in ("amod", "advmod") and c.lower in _UNREAL_ADJECTIVES), None)
    return None


def _is_yet_to(word: Token) -> bool:
    """Whether "have yet to" says that it did not take place."""
    return word.head.lemma in ("have", "be") and _is_infinitive(word) and any(child.lower == "yet" for child in (*word.head.children, *word.children))


def _modal_realis(word: Token, modals: set[str]) -> str | None:
    """What "may", "would" and their like say: a future of the past is planned, a concession is a fact."""
    if "would" in modals and word.dep == "ccomp" and word.head.tag in ("VBD", "VBN") and word.head.lemma in _SPEECH_PAST:
        return "planned"
    is_concession = "may" in modals and any(child.lower == "but" for child in word.children)
    return None if is_concession else "hypothetical"  # "may be lauding, but"


def _is_infinitive(word: Token) -> bool:
    return any(child.lower == "to" and child.dep == "aux" for child in word.children)


def _is_boundary(below: Token, head: Token) -> bool:
    """Whether what stands above no longer bears on what stands below: a subject, a relative or a reported clause."""
    if below.dep in ("nsubj", "nsubjpass", "relcl", "poss", "appos", "parataxis", "csubj"):
        return True
    if below.dep == "ccomp" and not _is_infinitive(below):
        return True
    if below.dep == "acl" and below.tag == "VBN" and not _is_infinitive(below):
        return True  # "the accord signed in May" was signed
    if below.dep == "advcl" and not _is_infinitive(below) and below.tag != "VBG":
        return True
    return below.pos in ("NOUN", "PROPN") and below.dep == "pobj" and head.lower not in ("of", "for", "to", "from", "in", "on", "about", "with")


def _realis_at_edge(below: Token, head: Token) -> str | None:
    """What a word says of the one below it, None if nothing (as of a preposition: the word above it may)."""
    if below.dep == "conj":
        return _shared_realis(below, head)
    if _is_infinitive(below):
        return _infinitive_realis(below, head)
    if below.dep == "ccomp":
        return _clause_realis(head)
    if below.dep == "advcl":
        return _adverbial_realis(below, head)
    if (below.dep == "prep" and not _is_beside(below, head)) or (below.dep in ("pcomp", "xcomp", "acl") and below.tag == "VBG"):
        return _lexical_realis(head)
    return _object_realis(below, head) if below.dep == "dobj" and below.pos in ("NOUN", "PROPN") else None


def _is_beside(below: Token, head: Token) -> bool:
    """Whether a phrase only goes beside an act: "told reporters on arriving"."""
    return below.lower in _BESIDE and head.lemma not in _ON_WHICH


def _shared_realis(below: Token, head: Token) -> str | None:
    """A modal or negation that coordinated verbs share: "will visit and meet"."""
    if any(child.dep in ("nsubj", "nsubjpass", "aux") for child in below.children):
        return None
    verdict = find_own_realis(head)
    return verdict if below.tag == head.tag and verdict != "denied" else None


def _infinitive_realis(below: Token, head: Token) -> str | None:
    """What stands above "to do": a plan, a wish, a failure, a success; a bare purpose is planned."""
    if _is_factive(head) or _is_going_to(head):
        return _of_factive(head)
    has_no = any(is_negated(child) for child in head.children if child.dep in ("dobj", "attr"))
    if head.lemma in _FAILING or is_negated(head) or has_no:
        return "denied"
    if head.lemma in _PLANNING or _is_to_be(below, head):
        return "planned"
    if head.lemma in _WISHING:
        return "hypothetical"
    if below.dep in ("advcl", "acl", "relcl"):
        return "planned"
    return find_own_realis(head) or ("hypothetical" if head.pos == "ADJ" else None)


def _is_going_to(head: Token) -> bool:
    """Whether "be going to" tells a plan."""
    return head.lemma == "go" and head.tag == "VBG" and any(child.dep == "aux" for child in head.children)


def _is_to_be(below: Token, head: Token) -> bool:
    """Whether "be to" stands for a plan: "the presidents are to open the bridge"."""
    return head.lemma == "be" and below.dep == "xcomp" and not any(child.dep in ("acomp", "attr", "expl") for child in head.children)


def _is_factive(head: Token) -> bool:
    """Whether an infinitive took place as the word above it did: "was pleased to host", "had the chance to meet", "it was a pleasure for Kenya to host"."""
    is_mood = head.lemma == "be" and any(child.dep in ("attr", "acomp") and child.lemma in _FACTIVE for child in head.children)
    return head.lemma in _FACTIVE or is_mood or _is_used_occasion(head)


def _of_factive(head: Token) -> str | None:
    """What a word whose infinitive took place with it says of itself."""
    if _is_going_to(head):
        return "denied" if is_negated(head) else "planned"
    if _is_used_occasion(head):
        return "denied" if is_negated(head) else find_own_realis(head.head)
    return find_own_realis(head) if head.lemma == "be" else _of_predicate(head)


def _is_used_occasion(head: Token) -> bool:
    """Whether a word is a chance that somebody had or took."""
    return head.lemma in _OCCASIONS and head.dep == "dobj" and head.head.lemma in ("have", "take", "get", "enjoy", "welcome", "seize", "use")


def _of_predicate(head: Token) -> str | None:
    """What a word of mood or success says of itself, an adjective or noun by the "be" above it: "would be glad to help"."""
    own = find_own_realis(head)
    return own or (find_own_realis(head.head) if head.dep in ("acomp", "attr", "oprd", "xcomp") else None)


def _clause_realis(head: Token) -> str | None:
    """What a verb says of the clause that is its content."""
    if head.lemma in ("deny", "disprove", "refute"):
        return "denied"
    if head.lemma in _DOUBTING or head.lemma in ("want", "propose", "demand", "urge", "insist", "suggest", "request", "recommend"):
        return "hypothetical"
    return "hypothetical" if is_negated(head) and head.lemma in ("think", "believe", "say", "expect") else None


def _adverbial_realis(below: Token, head: Token) -> str | None:
    """A clause of time or manner beside a planned act is planned too."""
    if below.tag not in ("VBZ", "VBP", "VBG"):
        return None
    marks = {child.lower for child in below.children if child.dep in ("mark", "advmod")}
    above = find_own_realis(head)
    return above if above in ("planned", "hypothetical") and (below.tag == "VBG" or marks & _TEMPORAL) else None


def _lexical_realis(head: Token) -> str | None:
    """What a verb, noun or adjective says of a gerund or phrase that it governs: "plans for", "consider visiting"."""
    if head.lemma == "look" and any(child.lower == "forward" for child in head.children):
        return "hypothetical"
    if head.lemma in _FAILING or (head.lemma in _DECIDING and any(child.lower == "against" for child in head.children)):
        return "denied"
    if _is_used_occasion(head):
        return find_own_realis(head.head)
    if head.lemma in _PLANNING and head.lemma not in _SETTLED:
        return "planned"
    return "hypothetical" if head.lemma in _WISHING and head.lemma not in _ONLY_INFINITIVE else None


def _object_realis(below: Token, head: Token) -> str | None:
    """What a verb says of the event that is its object: "planned a visit", "averted a war", "may hold talks"."""
    if head.lemma in _UNDOING:
        return "denied"
    if head.lemma in _SCHEDULING and not (head.lemma == "set" and any(child.lower in ("out", "forth", "up") for child in head.children)):
        return "planned"
    return "hypothetical" if head.lemma in _DESIRING else _carried_realis(below, head)


def _carried_realis(below: Token, head: Token) -> str | None:
    """An indefinite object shares its verb's modal or negation: "may hold talks"."""
    if any(child.dep == "poss" or child.lower in ("the", "this", "that", "these", "those") for child in below.children):
        return None
    return find_own_realis(head)
