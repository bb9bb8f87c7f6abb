"""Dates with the names of months in other languages than English, and in Chinese, Japanese and Korean."""

from __future__ import annotations

import re

__all__ = ["find_foreign_dates"]

_NAMES = (
    "janvier enero januar janeiro gennaio января gennaio styczeń stycznia januari ocak січня",
    "février febrero februar fevereiro febbraio февраля luty lutego februari şubat лютого",
    "mars marzo märz março marzo марта marzec marca maart mart березня",
    "avril abril april aprile апреля kwiecień kwietnia nisan квітня",
    "mai mayo maio maggio мая maj maja mei mayıs травня",
    "juin junio juni junho giugno июня czerwiec czerwca haziran червня",
    "juillet julio juli julho luglio июля lipiec lipca temmuz липня",
    "août agosto august августа sierpień sierpnia augustus augusti ağustos серпня",
    "septembre septiembre september setembro settembre сентября wrzesień września eylül вересня",
    "octobre octubre oktober outubro ottobre октября październik października ekim жовтня",
    "novembre noviembre november novembro ноября listopad listopada kasım листопада",
    "décembre diciembre dezember dezembro dicembre декабря grudzień grudnia december aralık грудня",
)
"""Months in French, Spanish, German, Portuguese, Italian, Russian, Polish, Dutch, Swedish, Turkish and Ukrainian; "4 mars 2015"."""

_MONTHS = {name: month for month, names in enumerate(_NAMES, 1) for name in names.split()}
_SPELLED = re.compile(
    rf"(?<!\d)(?P<d>0?[1-9]|[12]\d|3[01])(?:er|º|°)?\.?\s{{1,2}}(?:de\s|di\s)?(?P<m>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\s{{1,2}}(?:de(?:l)?\s)?(?P<y>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)  # "1er mars 2015", "17 июня 2019 года", "3 de mayo de 2012"
_IN_SIGNS = re.compile(r"(?P<y>(?:19|20)\d\d)\s?[年년]\s?(?P<m>0?[1-9]|1[0-2])\s?[月월]\s?(?P<d>0?[1-9]|[12]\d|3[01])\s?[日일]")  # "2019年6月17日"


def find_foreign_dates(text: str) -> list[tuple[str, int, str, int, int]]:
    """Full dates with a month's name in another language.

    Does not find dates without a year or a day, nor calendars of other eras.

    Args:
        text: Any text.

    Returns:
        Year, month, day, start and end of each, in text order.

    Example:
        >>> find_foreign_dates("PARIS, 4 mars 2015")
        [('2015', 3, '4', 7, 18)]
    """
    if "19" not in text and "20" not in text:
        return []  # most lines: looked for without a pattern
    spelled = [(found["y"], _MONTHS[found["m"].lower()], found["d"], found.start(), found.end()) for found in _SPELLED.finditer(text)]
    signs = [] if text.isascii() else [(found["y"], int(found["m"]), found["d"], found.start(), found.end()) for found in _IN_SIGNS.finditer(text)]
    return sorted(spelled + signs, key=lambda found: found[3])
