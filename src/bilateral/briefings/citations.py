"""The documents that a brief cites, for reference managers: BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bilateral.briefings.brief import Brief, BriefDocument

__all__ = ["render_bibtex", "render_csl"]

_TYPES = {"wire": "article-newspaper", "independent": "article-newspaper", "state_media": "article-newspaper", "think_tank": "report"}
_SPECIAL = re.compile(r"([&%$#_{}])")
_ADDRESS = re.compile(r"https?://[^\s\"'<>{}\\]+")


def _cited(brief: Brief) -> list[BriefDocument]:
    return sorted((one for one in brief.documents if one.is_cited), key=lambda one: (one.published or "", one.doc_id))


def render_bibtex(brief: Brief) -> str:
    """Render the cited documents as BibTeX.

    Returns:
        One `@misc` entry a document: title, publisher, date, address, day of retrieval and
        the SHA-256 of the bytes in `note`. What is not known is left out.
    """
    return "\n".join(_bibtex(one) for one in _cited(brief))


def _bibtex(one: BriefDocument) -> str:
    fields = {
        "title": f"{{{_tex(one.title)}}}",
        "author": _tex(one.byline) if one.byline else "",
        "organization": f"{{{_tex(one.publisher)}}}" if one.publisher else "",
        "date": one.published or "",
        "url": one.address if _ADDRESS.fullmatch(one.address) else "",
        "urldate": (one.retrieved or "")[:10],
        "note": f"SHA-256 {one.sha256}" if one.sha256 else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(one)},", *lines, "}", ""])


def _key(one: BriefDocument) -> str:
    """A key that stays the same: publisher, year and the document's identifier."""
    plain = unicodedata.normalize("NFKD", one.publisher or "document").encode("ascii", "ignore").decode()
    word = "".join(re.findall(r"[A-Za-z]+", plain)).lower()[:20] or "document"
    return f"{word}{(one.published or '')[:4]}-{one.doc_id[:8]}"


def _tex(text: str) -> str:
    r"""A text as TeX takes it.

    Example:
        >>> _tex("R&D at 5 %")
        'R\\&D at 5 \\%'
    """
    return _SPECIAL.sub(r"\\\1", text.replace("\\", "")).replace("~", r"\textasciitilde{}").replace("^", r"\textasciicircum{}")


def render_csl(brief: Brief) -> str:
    """Render the cited documents as CSL-JSON, as Zotero and Pandoc read it.

    Returns:
        A JSON list with one item a document.
    """
    return json.dumps([_csl(one) for one in _cited(brief)], ensure_ascii=False, indent=2) + "\n"


def _csl(one: BriefDocument) -> dict[str, Any]:
    item: dict[str, Any] = {"id": _key(one), "type": _TYPES.get(one.publisher_class, "webpage"), "title": one.title}
    if one.publisher:
        item["publisher"] = one.publisher
    if one.byline:
        item["author"] = [{"literal": one.byline}]
    if one.published:
        item["issued"] = _csl_date(one.published.split("/"))
    if _ADDRESS.fullmatch(one.address):
        item["URL"] = one.address
    if one.retrieved:
        item["accessed"] = _csl_date([one.retrieved[:10]])
    if one.sha256:
        item["note"] = f"SHA-256 {one.sha256}"
    return item


def _csl_date(days: Iterable[str]) -> dict[str, Any]:
    return {"date-parts": [[int(part) for part in day.split("-")] for day in days if day]}
