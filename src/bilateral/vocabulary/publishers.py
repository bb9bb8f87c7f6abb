"""Who publishes documents: news agencies, media, governments, think tanks, companies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_rows, split_list
from bilateral.vocabulary.states import load_states

__all__ = ["PUBLISHER_CLASSES", "Publisher", "find_governments_state", "find_publisher", "load_publishers"]

PUBLISHER_CLASSES = ("official", "state_media", "wire", "independent", "think_tank", "company", "other")
"""Classes of publishers, as in the table `documents`."""


_GOVERNMENT = re.compile(
    r"(?:^|\.)(?:(?P<whole>gov|mil|europa\.eu)"
    r"|(?:gov|govt|gouv|gob|gub|go|gv|gc|mil|admin|government|parliament)\.(?P<country>[a-z]{2}))$"
)  # "mfa.gov.lv", "mofa.go.kr", "canada.gc.ca"


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher; `state` is the code of its home state or body."""

    name: str
    domains: tuple[str, ...]
    other_names: tuple[str, ...]
    publisher_class: str
    state: str


@cache
def load_publishers() -> tuple[Publisher, ...]:
    """Every publisher of the list, by name.

    Raises:
        VocabularyError: If `publishers.csv` is malformed or has an unknown class.

    Example:
        >>> len(load_publishers()) > 600
        True
    """
    rows = read_rows("publishers.csv", ("name", "domains", "other_names", "class", "state"), required=("name", "class", "state"))
    return tuple(_publisher(row) for row in rows)


def _publisher(row: dict[str, str]) -> Publisher:
    if row["class"] not in PUBLISHER_CLASSES:
        message = f"publishers.csv, key {row['name']!r}: class {row['class']!r}; expected one of {', '.join(PUBLISHER_CLASSES)}"
        raise VocabularyError(message)
    return Publisher(row["name"], split_list(row["domains"]), split_list(row["other_names"]), row["class"], row["state"])


def find_publisher(name_or_domain: str) -> Publisher | None:
    """The publisher of a name, a domain or a web address.

    Does not guess from the ending of a domain, and does not find a publisher
    named inside a longer text.

    Args:
        name_or_domain: Name with or without "The", domain or address, in any case.

    Returns:
        The publisher; None if it is not in the list.

    Example:
        >>> find_publisher("https://www.reuters.com/world/x").name
        'Reuters'
        >>> find_publisher("ITAR-TASS").publisher_class
        'state_media'
        >>> find_publisher("news.example.org") is None
        True
    """
    text = name_or_domain.strip().casefold()
    return _by_name().get(_key(text)) or _of_domain(_domain(text))


def find_governments_state(host: str) -> str | None:
    """The state or body whose government a web address belongs to, by the end of its domain.

    Does not tell a ministry from a town, and knows no government that publishes
    under a plain country domain.

    Args:
        host: A domain, or an address with one.

    Returns:
        ISO 3166-1 alpha-3, or the body's code; None if the domain is no government's.

    Example:
        >>> [find_governments_state(host) for host in ("www.mfa.gov.lv", "treasury.gov", "mofa.go.ug", "news.co.ke")]
        ['LVA', 'USA', 'UGA', None]
    """
    found = _GOVERNMENT.search(_domain(host.strip().casefold()))
    if found is None:
        return None
    if found["whole"]:
        return "EUU" if found["whole"] == "europa.eu" else "USA"
    country = "gb" if found["country"] == "uk" else found["country"]
    return next((state.iso3 for state in load_states().values() if state.iso2.casefold() == country), None)


def _key(name: str) -> str:
    return " ".join(name.replace("\u2019", "'").casefold().split()).removeprefix("the ")


def _domain(text: str) -> str:
    """The host of an address ("https://www.tass.com/politics" -> "tass.com")."""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _of_domain(domain: str) -> Publisher | None:
    """The publisher of a domain or of the nearest domain above it; "gov.uk" stands for itself only."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        parent = ".".join(labels[start:])
        if start and parent.startswith("gov."):
            return None
        if parent in _by_domain():
            return _by_domain()[parent]
    return None


@cache
def _by_name() -> dict[str, Publisher]:
    found: dict[str, Publisher] = {}
    for publisher in load_publishers():
        found.setdefault(_key(publisher.name), publisher)
    for publisher in load_publishers():
        for name in publisher.other_names:
            found.setdefault(_key(name), publisher)
    return found


@cache
def _by_domain() -> dict[str, Publisher]:
    return {domain: publisher for publisher in load_publishers() for domain in publisher.domains}
