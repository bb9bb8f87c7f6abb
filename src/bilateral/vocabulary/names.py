"""Every name that stands for a party, merged from all files of this room."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import FORMER, read_rows, read_toml, split_list
from bilateral.vocabulary.leaders import load_leaders, load_officials
from bilateral.vocabulary.sectors import guide_sector
from bilateral.vocabulary.states import load_bodies, load_states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bilateral.vocabulary.leaders import Leader

__all__ = ["Name", "find_clashes", "load_names", "load_organs"]

_SHORT = 4
"""Names of up to this many letters are found only as written; "Chad", "Mali", "Male" and abbreviations are that short."""


@dataclass(frozen=True, slots=True)
class Name:
    """Words that stand for parties, or, where `how` is "none", for nobody.

    `parties` holds codes of states and bodies, with a sector where it is not
    the government ("RUS/LEG"). `how` is one of name, demonym, capital, seat,
    body, company, group, leader, talks, none. `needs_context` marks names that
    mean another party where the context says so.
    """

    text: str
    parties: tuple[str, ...]
    how: str
    is_case_sensitive: bool = True
    person: str | None = None
    needs_context: bool = False


@cache
def load_names() -> tuple[Name, ...]:
    """Every name of the vocabulary for scanning, the longest first.

    Does not hold surnames alone (see `bilateral.vocabulary.leaders`), places
    other than capitals, nor organs that belong to whatever state is named
    beside them (`load_organs`). Apostrophes are plain.

    Returns:
        Names, each text once, by falling length and then in alphabetical order.

    Raises:
        VocabularyError: If a vocabulary file is malformed.

    Example:
        >>> {name.text: name.parties for name in load_names()}["State Duma"]
        ('RUS/LEG',)
    """
    chosen: dict[str, Name] = {}
    for name in _all_names():
        chosen.setdefault(name.text, name)
    return tuple(sorted(chosen.values(), key=lambda name: (-len(name.text), name.text)))


def find_clashes() -> list[tuple[Name, Name]]:
    """Names that two files give to different parties without `ambiguous.toml` saying so.

    Returns:
        Pairs of the name that is used and the one that is passed over; empty in
        a sound vocabulary.

    Example:
        >>> find_clashes()
        []
    """
    chosen: dict[str, Name] = {}
    declared = {name.text for name in _declared()}
    clashes = []
    for name in _all_names():
        used = chosen.setdefault(name.text, name)
        if name.how != "none" and used.parties != name.parties and name.text not in declared:
            clashes.append((used, name))
    return clashes


@cache
def load_organs() -> dict[str, str]:
    """Organs of government that belong to the state named beside them.

    Returns:
        Sector by name ("National Assembly": "LEG", "foreign ministry": "GOV").

    Example:
        >>> load_organs()["National Assembly"]
        'LEG'
    """
    return {row["name"]: row["sector"] for row in _seats() if not row["state_or_body"]}


def _all_names() -> Iterator[Name]:
    """Names of all files, the one that decides first."""
    yield from _declared()
    yield from _state_names()
    yield from _former_names()
    yield from _body_names()
    yield from _talks_names()
    yield from _seat_names()
    yield from _foreign_seat_names()
    yield from _listed_names("groups.csv", "code", how="group")
    yield from _listed_names("companies.csv", "state", how="company")
    yield from _leader_names()
    yield from _blocking_names()


@cache
def _ambiguous() -> dict[str, Any]:
    return read_toml("ambiguous.toml")


@cache
def _declared() -> tuple[Name, ...]:
    """What `ambiguous.toml` decides over all other files."""
    return (*_shared_names(), *_phrase_names())


def _shared_names() -> Iterator[Name]:
    for entry in _ambiguous()["shared"]:
        yield Name(
            text=entry["text"],
            parties=tuple(entry["parties"]),
            how=entry["how"],
            needs_context=entry.get("needs_context", False),
        )


def _phrase_names() -> Iterator[Name]:
    for entry in _ambiguous()["phrase"]:
        parties = tuple(entry.get("parties", ()))
        yield Name(text=entry["text"], parties=parties, how="name" if parties else "none")


def _blocking_names() -> Iterator[Name]:
    """Phrases that name nobody unless a file lists them: "Michael Jordan", "Sea of Japan"."""
    texts = {text for kind in _ambiguous()["no_actor"].values() for text in kind}
    for entry in _ambiguous()["homonym"]:
        texts.update(f"{word} {entry['text']}" for word in entry.get("before", ()))
        texts.update(_joined(entry["text"], word) for word in entry.get("after", ()))
    for text in sorted(texts):
        yield Name(text=text, parties=(), how="none")


def _joined(text: str, word: str) -> str:
    return f"{text}{word}" if word.startswith(",") else f"{text} {word}"


def _is_exact(text: str) -> bool:
    """Whether a name of a state is found only as written."""
    return len(text) <= _SHORT or text.isupper() or "." in text or text in _ambiguous()["case_sensitive"]


def _state_names() -> Iterator[Name]:
    weak = set(_ambiguous()["weak_capitals"])
    for state in load_states().values():
        kinds = (
            ("name", (state.name, state.official_name, *state.other_names)),
            ("demonym", state.demonyms),
            ("capital", tuple(text for text in state.capitals if text not in weak)),
        )
        for how, texts in kinds:
            for text in texts:
                yield Name(text=text, parties=(state.iso3,), how=how, is_case_sensitive=_is_exact(text))


def _former_names() -> Iterator[Name]:
    for row in read_rows("former_states.csv", FORMER, required=("code", "name", "iso3")):
        kinds = (("name", (row["name"], row["official_name"], *split_list(row["other_names"]))), ("demonym", split_list(row["demonyms"])))
        for how, texts in kinds:
            for text in texts:
                yield Name(text=text, parties=(row["iso3"],), how=how, is_case_sensitive=_is_exact(text))


def _body_names() -> Iterator[Name]:
    for body in load_bodies().values():
        for text in (body.name, *body.other_names):
            yield Name(text=text, parties=(body.code,), how="body")


def _talks_names() -> Iterator[Name]:
    for row in read_rows("talks.csv", ("name", "other_names", "members", "start", "end"), required=("name", "members")):
        for text in (row["name"], *split_list(row["other_names"])):
            yield Name(text=text, parties=split_list(row["members"]), how="talks")


@cache
def _seats() -> list[dict[str, str]]:
    columns = ("name", "state_or_body", "sector", "needs_context")
    return read_rows("seats.csv", columns, required=("name", "sector"))


def _seat_names() -> Iterator[Name]:
    for row in _seats():
        if row["state_or_body"]:
            yield Name(
                text=row["name"],
                parties=(_party(row["state_or_body"], row["sector"]),),
                how="seat",
                needs_context=row["needs_context"] == "yes",
            )


def _foreign_seat_names() -> Iterator[Name]:
    """Seats that several states have, with the state in front: "Australian Senate", "Japan's Foreign Office"."""
    sectors = {row["name"]: row["sector"] for row in _seats()}
    shared = {entry["text"] for entry in _ambiguous()["shared"]}
    for state in load_states().values():
        owners = {state.demonyms[0], f"{state.name}'s"} - shared if state.kind == "state" else set()
        for owner in sorted(owners):
            for seat in _ambiguous()["of_any_state"]:
                yield Name(text=f"{owner} {seat}", parties=(_party(state.iso3, sectors[seat]),), how="seat")


def _listed_names(file: str, state_column: str, *, how: str) -> Iterator[Name]:
    """Names of companies or groups."""
    columns = ("name", "other_names", state_column, "sector", "kind")
    for row in read_rows(file, columns, required=("name", state_column, "sector")):
        for text in (row["name"], *split_list(row["other_names"])):
            yield Name(text=text, parties=(_party(row[state_column], row["sector"]),), how=how)


def _leader_names() -> Iterator[Name]:
    """Names of leaders and officials; who served several parties stands for the last and needs context."""
    latest: dict[str, Leader] = {}
    parties: defaultdict[str, set[str]] = defaultdict(set)
    for term in (*sorted(load_officials(), key=_by_start), *sorted(load_leaders(), key=_by_start)):
        for text in (term.person, *term.other_names):
            latest[text] = term
            parties[text].add(term.state)
    for text, term in latest.items():
        party = _party(term.state, guide_sector(term.sectors[0]))
        yield Name(text=text, parties=(party,), how="leader", person=term.person, needs_context=len(parties[text]) > 1)


def _by_start(term: Leader) -> str:
    return term.start


def _party(code: str, sector: str) -> str:
    """A party's code; the government is the state itself."""
    if not sector:
        message = f"party {code!r} has no sector; expected GOV, MIL, LEG or another"
        raise VocabularyError(message)
    return code if sector == "GOV" else f"{code}/{sector}"
