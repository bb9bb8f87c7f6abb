"""States, territories and bodies: their codes and how English names them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from bilateral.errors import StateError
from bilateral.vocabulary.files import FORMER, read_rows, read_toml, split_list

__all__ = [
    "SECTORS",
    "Body",
    "State",
    "adjective",
    "body_members",
    "body_name",
    "capital",
    "find_code",
    "find_state",
    "is_body",
    "is_state",
    "load_bodies",
    "load_states",
    "party_name",
    "state_name",
    "with_article",
]

SECTORS = {
    "GOV": "government",
    "MIL": "military",
    "LEG": "parliament",
    "JUD": "courts",
    "OPP": "opposition",
    "BUS": "business",
    "MED": "media",
    "EDU": "scholars",
    "CVL": "civil society",
    "REB": "rebels",
}
"""Sectors of an actor, in the words that name them after an adjective."""

_WITH_ARTICLE = {"GOV", "MIL", "LEG", "OPP"}
_STATE_COLUMNS = (
    "iso3", "iso2", "name", "article", "official_name", "other_names", "demonyms", "capital",
    "kind", "cow", "gw", "cameo", "fips", "m49", "start", "end",
)  # fmt: skip
_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class State:
    """One state or territory with its names and its codes in other systems."""

    iso3: str
    iso2: str
    name: str
    article: str
    official_name: str
    other_names: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    kind: str
    codes: dict[str, str]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Body:
    """One international body with its names."""

    code: str
    name: str
    article: str
    other_names: tuple[str, ...]


@cache
def load_states() -> dict[str, State]:
    """Every state and territory by its ISO 3166-1 alpha-3 code.

    Does not hold states that are no more; their names lead to their successors.

    Returns:
        States in the order of their codes. `codes` has the keys `cow`, `gw`,
        `cameo`, `fips` and `m49`; a system without the state has an empty code.

    Raises:
        VocabularyError: If `states.csv` is malformed.

    Source:
        ISO 3166-1, Correlates of War and Gleditsch-Ward state lists, CAMEO codebook.

    Example:
        >>> load_states()["KOR"].codes["cow"]
        '732'
    """
    rows = read_rows("states.csv", _STATE_COLUMNS, required=("iso3", "iso2", "name", "demonyms", "capital", "kind"))
    return {row["iso3"]: _state(row) for row in rows}


def _state(row: dict[str, str]) -> State:
    return State(
        iso3=row["iso3"],
        iso2=row["iso2"],
        name=row["name"],
        article=row["article"],
        official_name=row["official_name"],
        other_names=split_list(row["other_names"]),
        demonyms=split_list(row["demonyms"]),
        capitals=split_list(row["capital"]),
        kind=row["kind"],
        codes={system: row[system] for system in ("cow", "gw", "cameo", "fips", "m49")},
        start=row["start"],
        end=row["end"],
    )


@cache
def load_bodies() -> dict[str, Body]:
    """Every international body by its code.

    Returns:
        Bodies in the order of their codes; organs of a body are among its names.

    Raises:
        VocabularyError: If `bodies.csv` is malformed.

    Example:
        >>> load_bodies()["SCO"].name
        'Shanghai Cooperation Organisation'
    """
    rows = read_rows("bodies.csv", ("code", "name", "article", "other_names"), required=("code", "name"))
    return {row["code"]: Body(row["code"], row["name"], row["article"], split_list(row["other_names"])) for row in rows}


@cache
def _memberships() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("bodies_members.csv", ("code", "member", "start", "end"), required=("code", "member", "start")))


def body_members(code: str, year: int) -> list[str]:
    """The members of a body in a year.

    Does not know of suspensions, nor of bodies whose list is not in `bodies_members.csv`.

    Args:
        code: Code of the body.
        year: Calendar year; a member that left in it still counts.

    Returns:
        Codes in alphabetical order; empty where no list is kept.

    Example:
        >>> body_members("EAEU", 2020)
        ['ARM', 'BLR', 'KAZ', 'KGZ', 'RUS']
    """
    return sorted(
        {
            row["member"]
            for row in _memberships()
            if row["code"] == code and int(row["start"]) <= year and (not row["end"] or year <= int(row["end"]))
        }
    )


def is_state(code: str) -> bool:
    """Whether a code is that of a state or territory of the list.

    Example:
        >>> is_state("KOR"), is_state("EUU")
        (True, False)
    """
    return code in load_states()


def is_body(code: str) -> bool:
    """Whether a code is that of an international body of the list.

    Example:
        >>> is_body("EUU")
        True
    """
    return code in load_bodies()


def _key(text: str) -> str:
    """Text without case, accents, full stops, typographic apostrophes and a leading "the"."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    letters = "".join(char for char in plain if not unicodedata.combining(char) and char != ".")
    return " ".join(letters.casefold().split()).removeprefix("the ")


@cache
def _keys() -> dict[str, str]:
    """Every way to name a state, with its code; where two share one, the surer way wins."""
    states = load_states().values()
    former = read_rows("former_states.csv", FORMER, required=("code", "name", "iso3"))
    shared = read_toml("ambiguous.toml")["shared"]
    ways = [
        *[(state.iso3, state.iso3) for state in states],
        *[(entry["text"], entry["parties"][0]) for entry in shared if is_state("".join(entry["parties"]))],
        *[(state.name, state.iso3) for state in states],
        *[(name, state.iso3) for state in states for name in (state.official_name, *state.other_names)],
        *[(state.iso2, state.iso3) for state in states],
        *[(name, row["iso3"]) for row in former for name in (row["name"], *split_list(row["other_names"]))],
        *[(name, state.iso3) for state in states if state.kind == "state" for name in state.demonyms],
        *[(name, state.iso3) for state in states for name in (*state.demonyms, *state.capitals)],
    ]
    keys: dict[str, str] = {}
    for way, code in ways:
        keys.setdefault(_key(way), code)
    return keys


def find_state(text: str) -> str:
    """The code of the state that a user names.

    Does not find states inside a longer text, nor bodies, nor misspelt names:
    those are errors with suggestions.

    Args:
        text: ISO 3166-1 code (2 or 3 letters), name, former name, people or
            capital, in any case, with or without accents.

    Returns:
        ISO 3166-1 alpha-3 code.

    Raises:
        StateError: If no state has this name; the message suggests near ones.

    Example:
        >>> find_state("south korea"), find_state("RU"), find_state("Kyiv")
        ('KOR', 'RUS', 'UKR')
        >>> find_state("Rusia")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        bilateral.errors.StateError: no state 'Rusia'; did you mean Russia (RUS)...
    """
    code = _keys().get(_key(text))
    if code:
        return code
    near = get_close_matches(_key(text), _keys(), n=12, cutoff=0.6)
    codes = list(dict.fromkeys(_keys()[key] for key in near))[:_SUGGESTIONS]
    hint = ", ".join(f"{state_name(code)} ({code})" for code in codes)
    ask = f"did you mean {hint}?" if hint else "give a name or an ISO 3166-1 code, such as KOR"
    message = f"no state {text!r}; {ask}"
    raise StateError(message)


@cache
def _by_foreign_code(system: str) -> dict[str, str]:
    return {state.codes[system]: state.iso3 for state in load_states().values() if state.codes[system]}


def find_code(system: str, code: str, *, year: int | None = None) -> str | None:
    """The state that another system's code stands for.

    Args:
        system: `cow`, `gw`, `cameo`, `fips` or `m49`.
        code: The code as that system writes it.
        year: Year of the data, for codes of states that are no more.

    Returns:
        ISO 3166-1 alpha-3 code, of the successor where the state is no more;
        None if the system has no such code.

    Example:
        >>> find_code("cow", "365"), find_code("fips", "KS"), find_code("cow", "265", year=1975)
        ('RUS', 'KOR', 'DEU')
    """
    if system in ("cow", "gw"):
        for row in read_rows("former_states.csv", FORMER):
            gone = year is None or int(row["start"][:4]) <= year <= int(row["end"][:4])
            if row[system] == code and gone and code not in _by_foreign_code(system):
                return row["iso3"]
    return _by_foreign_code(system).get(code)


def _known_state(code: str) -> State:
    state = load_states().get(code)
    if state is None:
        message = f"no state code {code!r}; expected ISO 3166-1 alpha-3, such as KOR"
        raise StateError(message)
    return state


def state_name(code: str, *, short: bool = True) -> str:
    """The English name of a state.

    Args:
        code: ISO 3166-1 alpha-3 code.
        short: The name of newspapers; otherwise the official one.

    Returns:
        The name without an article.

    Raises:
        StateError: If the code is none.

    Example:
        >>> state_name("PRK"), state_name("PRK", short=False)
        ('North Korea', "Democratic People's Republic of Korea")
    """
    state = _known_state(code)
    return state.name if short else state.official_name


def adjective(code: str) -> str:
    """The adjective of a state.

    Raises:
        StateError: If the code is none.

    Example:
        >>> adjective("NLD")
        'Dutch'
    """
    return _known_state(code).demonyms[0]


def capital(code: str) -> str:
    """The seat of a state's government; where capitals differ, the official one.

    Raises:
        StateError: If the code is none.

    Example:
        >>> capital("KAZ")
        'Astana'
    """
    return _known_state(code).capitals[0]


def body_name(code: str) -> str:
    """The English name of an international body.

    Raises:
        StateError: If the code is none.

    Example:
        >>> body_name("IAEA")
        'International Atomic Energy Agency'
    """
    body = load_bodies().get(code)
    if body is None:
        message = f"no body code {code!r}; expected one of bodies.csv, such as UNO"
        raise StateError(message)
    return body.name


def with_article(code: str) -> str:
    """The name of a state or body as it stands inside a sentence.

    Args:
        code: Code of a state or of a body.

    Returns:
        The name, after "the" where English has it.

    Raises:
        StateError: If the code is none.

    Example:
        >>> with_article("USA"), with_article("KOR"), with_article("EUU")
        ('the United States', 'South Korea', 'the European Union')
    """
    body = load_bodies().get(code)
    article = body.article if body else _known_state(code).article
    name = body.name if body else state_name(code)
    return f"{article} {name}".strip()


def party_name(code: str) -> str:
    """The words for a party of an event inside a sentence.

    Args:
        code: Code of a state or body, or one with a sector such as `KOR/BUS`.

    Returns:
        English words, after "the" where English has it.

    Raises:
        StateError: If the code before the slash or the sector after it is none.

    Example:
        >>> party_name("USA"), party_name("KOR/BUS"), party_name("RUS/LEG")
        ('the United States', 'South Korean business', 'the Russian parliament')
    """
    state, _, sector = code.partition("/")
    if not sector:
        return with_article(state)
    if sector not in SECTORS:
        message = f"no sector {sector!r} in {code!r}; expected one of {', '.join(SECTORS)}"
        raise StateError(message)
    owner = _body_adjective(state) if is_body(state) else adjective(state)
    article = "the " if sector in _WITH_ARTICLE else ""
    return f"{article}{owner} {SECTORS[sector]}"


def _body_adjective(code: str) -> str:
    """The short form of a body if it is a known one ("UN"), otherwise its name."""
    body = load_bodies()[code]
    return next((name for name in body.other_names if name.isupper() and name.isalnum()), body.name)
