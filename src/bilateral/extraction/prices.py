"""Prices: what one unit of something costs, or one currency in another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bilateral.extraction.quantities import Quantity

__all__ = ["find_price"]

_UNIT_PRICE = re.compile(
    r"(?:\s?/\s?|\s+(?:a|an|per)\s+)(?:metric\s+)?(?:barrel|bbl|tonne|ton|bushel|kilo|kilogram|kilowatt|kWh|pound|lb|ounce|litre|liter|gallon|unit|share|mmBtu|mcf|"
    r"(?:(?:thousand|million|1,000)\s+)?(?:cubic\s+(?:met(?:er|re)s?|feet)|British|Btu))\b", re.IGNORECASE
)  # $60 a barrel, $200 per thousand cubic metres
_EXCHANGE = re.compile(r"\s*(?:to|per|against|a|for one)\s+(?:the\s+)?(?:US\s+|U\.S\.\s+)?(?:dollar|dlr|euro|pound)\b", re.IGNORECASE)  # 88 rupees to the dollar
_COMMODITIES = re.compile(
    r"\b(?:oil|crude|petroleum|gas|LNG|coal|uranium|wheat|corn|maize|rice|soybeans?|coffee|cocoa|tea|sugar|cotton|rubber|palm oil|beef|lamb|wine|tin|gold|silver|copper"
    r"|nickel|zinc|lithium|aluminium|aluminum|iron ore|steel|electricity|power|water|fertili[sz]er|milk|fish)\b", re.IGNORECASE
)
_PER_POUND = re.compile(r"\s*(?:a|per)\s+pound\b", re.IGNORECASE)
_BEEF = 100
"""Below this "dollars a pound" prices a weight of goods and no currency."""
_DEAR = 1e6
"""No barrel, tonne or ounce costs this much; "a million dollars a unit" is rare."""


def find_price(quantity: Quantity, text: str) -> str | None:
    """The price of one unit of something, "oil at $60 a barrel", or of a currency, "88 rupees to the dollar".

    Does not read prices without a unit of goods ("the price was $200").

    Args:
        quantity: A quantity of the text.
        text: A sentence.

    Returns:
        "price of" the nearest commodity, "price", "exchange rate", or None.
    """
    if quantity.unit_class != "money" or quantity.value >= _DEAR:
        return None
    if _EXCHANGE.match(text, quantity.end) and not (_PER_POUND.match(text, quantity.end) and quantity.value < _BEEF):
        return "exchange rate"
    if not _UNIT_PRICE.match(text, quantity.end):
        return None
    goods = sorted(_COMMODITIES.finditer(text), key=lambda found: (abs(found.start() - quantity.start), found.start()))
    name = {"crude": "oil", "petroleum": "oil"}.get(goods[0][0].lower(), goods[0][0].lower()) if goods else ""
    return f"price of {name}" if name else "price"
