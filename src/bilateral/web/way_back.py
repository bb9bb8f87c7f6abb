"""A way back to the record on pages that are files of their own: the brief and the comparison of two documents."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["add_way_back"]

_HEAD = "<header>\n"


def add_way_back(page: str | bytes, links: Iterable[tuple[str, str]]) -> str:
    r"""A page with links at its head, which the file that is saved does not have.

    Args:
        page: HTML of `render_html` or `render_comparison_html`.
        links: Addresses of this server with their words, the first the way back.

    Returns:
        The page; the links are left out when it is printed.

    Example:
        >>> add_way_back("<body><header>\n<h1>Ports</h1>", [("/documents", "Documents")])
        '<body><header>\n<p class="way-back"><a href="/documents">Documents</a></p>\n<h1>Ports</h1>'
    """
    text = page.decode() if isinstance(page, bytes) else page
    shown = " ".join(f'<a href="{escape(address)}">{escape(words)}</a>' for address, words in links)
    before, head, after = text.partition(_HEAD)
    return f'{before}{head}<p class="way-back">{shown}</p>\n{after}' if head else text
