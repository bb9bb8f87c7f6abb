"""Places of the world: cities, regions, seas and places of diplomacy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bilateral.errors import VocabularyError
from bilateral.vocabulary.files import read_rows, split_list

__all__ = ["PlaceName", "load_places", "load_regions"]

_COLUMNS = ("name", "ascii_name", "other_names", "state", "admin", "lat", "lon", "population", "is_ambiguous")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """One place; `state` is None for seas and the poles, `population` 0 for regions.

    `is_ambiguous` marks names that are also common words or persons' names
    ("Nice", "Mobile", "Victoria"): places only after words such as "in".
    """

    name: str
    other_names: tuple[str, ...]
    state: str | None
    admin: str | None
    latitude: float
    longitude: float
    population: int
    is_ambiguous: bool


@cache
def load_places() -> tuple[PlaceName, ...]:
    """Every place of the gazetteer.

    Does not hold towns of fewer than 50,000 people, other than capitals and
    places of diplomacy. Several places can bear one name.

    Returns:
        Places in alphabetical order; coordinates in degrees (WGS 84), population
        in persons.

    Raises:
        VocabularyError: If `places.csv` is malformed.

    Source:
        GeoNames (CC BY 4.0) for cities; regions and places of diplomacy by hand.

    Example:
        >>> [place.state for place in load_places() if place.name == "Panmunjom"]
        ['KOR']
    """
    rows = read_rows("places.csv", _COLUMNS, required=("name", "lat", "lon", "population"))
    return tuple(_place(row) for row in rows)


def _place(row: dict[str, str]) -> PlaceName:
    plain = (row["ascii_name"],) if row["ascii_name"] else ()
    try:
        return PlaceName(
            name=row["name"],
            other_names=(*plain, *split_list(row["other_names"])),
            state=row["state"] or None,
            admin=row["admin"] or None,
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
            population=int(row["population"]),
            is_ambiguous=row["is_ambiguous"] == "yes",
        )
    except ValueError as error:
        message = f"places.csv, key {row['name']!r}: {error}"
        raise VocabularyError(message) from error


@cache
def load_regions() -> dict[str, str]:
    """The state of every region of `regions.csv`: provinces and the like that one state alone has.

    Returns:
        State by name.

    Raises:
        VocabularyError: If the file is malformed.

    Example:
        >>> load_regions()["Texas"], load_regions()["Kerala"]
        ('USA', 'IND')
    """
    rows = read_rows("regions.csv", ("state", "names"), required=("state", "names"))
    return {name: row["state"] for row in rows for name in split_list(row["names"])}
