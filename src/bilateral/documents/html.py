"""Web pages: blocks of text, each with its role."""



from __future__ import annotations

import copy
import logging
import re
from typing import TYPE_CHECKING, Any

from bilateral.documents.comments import find_comment_header, is_button
from bilateral.documents.content import Block, Content, lay_out
from bilateral.documents.cues import FURNITURE_CUES, find_cue, is_prose
from bilateral.documents.dates import find_dates, read_date
from bilateral.documents.decoding import decode_html
from bilateral.documents.imprints import is_body_name, is_media_name, read_imprint
from bilateral.documents.lines import Line
from bilateral.documents.markup import WebBlock, find_blocks
from bilateral.documents.metadata import PageMetadata, read_metadata
from bilateral.errors import DocumentError

if TYPE_CHECKING:
    from bilateral.records import Part

__all__ = ["read_html"]

MAX_DEPTH = 400
"""Nesting above which a page is read by its structure alone. The deepest of 181 news pages has 51."""

MAX_EXTRACTED_CHARS = 10_000_000
"""Characters of markup above which a page is read by its structure alone; the largest of 181 news pages has 1.5 million."""

SHORT_KEY = 24
"""Letters below which a block must be a whole line of the main text, not only a piece of one.

On 181 news pages 12 gives F1 .968, 24 and 48 give .970.
"""

LINK_SHARE = 0.5
"""Share of a block's characters in links from which it is a list of links; .3 to .8 give the same F1 on 181 pages."""

FOLLOW_GAP = 6
"""Blocks without prose, such as an advertisement's, across which the body is followed.

On 181 news pages F1 is .966 without following, .970 with 2 or 6, .969 with 12.
"""

_NOT_LETTER = re.compile(r"[\W_]+")
KICKER_CHARS = 40
"""Longest label of a section above the headline; longer lines there may be the article's."""

MAX_SITE_WORDS = 7
"""Words of the longest name of a site."""

MAX_CUE_CHARS = 600
"""Longest block of the body that can be a credit, a note or a disclaimer."""

MAX_BYLINE_CHARS = 160
"""Longest block outside the body that can be a byline or a date line."""

HEAD_BLOCKS = 4
"""Blocks above the headline and below the first paragraph among which the date may stand."""

_DATE_KEY = re.compile(r"\"(?:date|pub)\w*\"\s*:", re.IGNORECASE)  # "datePublished": "2018-03-19"
_TITLE_SPLIT = re.compile(r"\s+[|\-–—·»•:]+\s+|\s*\|\s*")
_TITLE_TAIL = re.compile(r"\s+[|\-–—·:»]+\s+[^|\-–—·»]{2,40}$")
_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|fn|user(?:name)?|nick(?:name)?|name|commenter|by)(?:$|[\s_-])", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _key(text: str) -> str:
    return _NOT_LETTER.sub("", text).lower()


def _parse(data: bytes, name: str) -> Any:
    from lxml import etree, html  # noqa: PLC0415 - loads a library

    text = decode_html(data, name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_pis=True, remove_comments=True)
    # one class for all elements: lxml.html's own choice among them costs a tenth of the reading
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        return html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        message = f"got {name}, a web page without any text ({error}); fetch it again with its scripts run"
        raise DocumentError(message, "no_text") from error


def _is_shallow(tree: Any) -> bool:
    """Whether no element is nested deeper than trafilatura can follow."""
    from lxml import etree  # noqa: PLC0415

    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return False
    return True


MAX_BARRIER_WORDS = 120
MIN_BARRIER_BODY = 300
"""Words and characters of a page that only checks the browser; the longest of five seen has 70 words."""

_BARRIER = re.compile(
    r"checking (?:if the site connection is secure|your browser)|verif(?:y|ying) (?:that )?you are (?:a )?human|are you a (?:human|robot)\b|(?:please )?(?:enable|turn on|activate) javascript|"
    r"javascript (?:is (?:disabled|required)|and cookies)|(?:complete|solve) the (?:captcha|security check)|ddos protection by|access (?:to this page )?(?:has been )?denied|unusual traffic from your",
    re.IGNORECASE,
)  # "Checking your browser before accessing the site"
_TEXTLESS = ("script", "style", "svg", "iframe", "noscript", "link", "select", "template", "canvas", "object", "embed")


def _extract(tree: Any, *, is_read: bool = False) -> str:
    """Main text by trafilatura without readers' comments; empty where it finds none.

    Changes the tree unless something else is to be read from it (`is_read` is false).
    The fast mode leaves out the second opinions of readability and justext: with the blocks that `_fill` and
    `_follow` add, 181 news pages give F1 .970 with it and .969 without.
    """
    from lxml import etree  # noqa: PLC0415
    from trafilatura import bare_extraction  # noqa: PLC0415 - loads a library

    tree = tree if is_read else copy.deepcopy(tree)  # trafilatura takes out of its tree what is no text
    etree.strip_elements(tree, *_TEXTLESS, with_tail=False)  # it copies the tree several times
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(tree, fast=True, include_comments=False, include_tables=True, with_metadata=False)
    except (RecursionError, ValueError, TypeError, AttributeError, IndexError, KeyError):
        return ""  # its own failures: the structure still tells the body
    return "" if found is None or isinstance(found, dict) else found.text or ""


def _find_title(blocks: list[WebBlock], metadata: PageMetadata) -> tuple[str | None, set[int]]:
    """The headline, and the blocks that are it."""
    names = [title for title in metadata.titles if _key(title)]
    keys = {_key(name) for name in names} | {_key(_TITLE_TAIL.sub("", name)) for name in names}
    heads = [i for i, block in enumerate(blocks) if block.tag in _HEADINGS and block.key]
    same = [i for i in heads if blocks[i].key in keys] or [
        i for i in heads if blocks[i].tag == "h1" and len(blocks[i].key) > 12 and any(blocks[i].key in key for key in keys)  # noqa: PLR2004
    ]
    if same:
        return blocks[same[0]].text, {i for i, block in enumerate(blocks) if block.key == blocks[same[0]].key}
    first = [i for i in heads if blocks[i].tag == "h1" and not blocks[i].around.furniture and not blocks[i].around.comments]
    if len(first) == 1 and (not names or len(blocks[first[0]].text.split()) > 3):  # noqa: PLR2004 - more than a site's name
        return blocks[first[0]].text, set(first)
    title = _TITLE_TAIL.sub("", names[0]) if names else None
    return title, {i for i, block in enumerate(blocks) if title and block.key == _key(title)}


def _find_site_name(metadata: PageMetadata, title: str | None, *, is_confirmed: bool) -> list[str]:
    """The site's name at the end of the page's <title>, below a headline that the page shows too."""
    for whole in metadata.page_titles:
        cells = [cell.strip() for cell in _TITLE_SPLIT.split(whole)]
        name = cells[-1]
        if len(cells) < 2 or not title or _key(name) in _key(title) or not _key(whole).startswith(_key(title)[:SHORT_KEY]):  # noqa: PLR2004
            continue
        is_name = len(name.split()) <= MAX_SITE_WORDS and name[:1].isupper() and find_cue(name) not in FURNITURE_CUES
        if is_name and (is_confirmed or is_media_name(name) or is_body_name(name)):
            return [name]
    return []


def _find_main(blocks: list[WebBlock], main: str) -> set[int]:
    """The blocks that trafilatura's main text holds."""
    lines = {_key(line) for line in main.splitlines()}
    whole = _key(main)
    return {
        i
        for i, block in enumerate(blocks)
        if block.key and (block.key in lines or (len(block.key) >= SHORT_KEY and block.key in whole))
    }


def _guess_main(blocks: list[WebBlock]) -> set[int]:
    """The body by structure alone: prose with few links outside menus."""
    return {
        i
        for i, block in enumerate(blocks)
        if is_prose(block.text) and block.link_chars < LINK_SHARE * len(block.text)
        and not (block.around.furniture or block.around.comments) and find_cue(block.text) not in FURNITURE_CUES
    }  # fmt: skip


def _fill(blocks: list[WebBlock], main: set[int]) -> set[int]:
    """Add the prose that trafilatura left out between two blocks of the body of one parent."""
    parents = {blocks[i].parent.getparent() for i in main if blocks[i].parent is not None}
    first, last = min(main), max(main)
    return main | {
        i
        for i in range(first, last + 1)
        if is_prose(blocks[i].text) and blocks[i].parent is not None and blocks[i].parent.getparent() in parents
        and blocks[i].link_chars < LINK_SHARE * len(blocks[i].text)
        and not (blocks[i].around.furniture or blocks[i].around.comments or blocks[i].around.caption)
        and not find_cue(blocks[i].text)
    }  # fmt: skip


def _kin(block: WebBlock) -> tuple[str, str]:
    """Tag and class of the element around a block's own."""
    outer = block.parent.getparent() if block.parent is not None else None
    return ("", "") if outer is None else (str(outer.tag), outer.get("class") or "")


def _follow(blocks: list[WebBlock], main: set[int]) -> set[int]:
    """Add the paragraphs that go on in like places below the last block of the body."""
    kin = {_kin(blocks[i]) for i in main if is_prose(blocks[i].text)} - {("", "")}
    found, missed = set(main), 0
    for i in range(max(main) + 1, len(blocks)):
        block = blocks[i]
        if block.around.comments or block.tag in _HEADINGS or missed > FOLLOW_GAP:
            break
        is_own = block.tag == "p" and is_prose(block.text) and _kin(block) in kin and not block.around.furniture
        if is_own and not find_cue(block.text) and block.link_chars < LINK_SHARE * len(block.text):
            found.add(i)
            missed = 0
        else:
            missed += 1
    return found


def _comment_facts(element: Any) -> tuple[str | None, str | None]:
    """Author and ISO 8601 date of a comment's element."""
    author = day = None
    for inner in element.iter():
        if not isinstance(inner.tag, str) or (inner is not element and inner.tag == "p"):
            continue
        marks = f"{inner.get('class') or ''} {inner.get('rel') or ''} {inner.get('itemprop') or ''}"
        text = " ".join("".join(inner.itertext()).split()) if inner is not element else ""
        if author is None and 1 < len(text) <= 60 and _AUTHOR.search(marks):  # noqa: PLR2004 - a name
            author = re.sub(r"^by\s+|\s*(?:says|wrote|said)?\s*:?$", "", text, flags=re.IGNORECASE) or None
        if day is None and inner.tag == "time" and inner.get("datetime"):
            day = read_date(inner.get("datetime"))
        if day is None and 6 <= len(text) <= 60:  # noqa: PLR2004 - a date with its time
            day = read_date(text)
    return author, day


def _comment_block(block: WebBlock, facts: dict[Any, tuple[int, str | None, str | None]]) -> Block:
    """A block of a section of comments."""
    element = block.around.comment
    if is_button(block.text) or find_cue(block.text) in FURNITURE_CUES | {"comment head"} or block.tag in {"button", "label"}:
        return Block(block.text, "furniture", "section of comments")
    if element is not None:
        if element not in facts:
            facts[element] = (len(facts) + 1, *_comment_facts(element))
        group, author, day = facts[element]
        return Block(block.text, "comment", "comment element", author, day, group)
    if block.around.furniture or (block.tag in _HEADINGS) or not is_prose(block.text):
        return Block(block.text, "furniture", "section of comments")
    return Block(block.text, "comment", "section of comments")


def _role(block: WebBlock, *, in_main: bool, in_region: bool, in_head: bool = False) -> tuple[str, str]:  # noqa: PLR0911 - one return a role
    """Role and reason of a block that is neither headline nor comment."""
    if block.around.furniture and not in_main:
        return "furniture", "menu element"
    longest = MAX_CUE_CHARS if in_main or block.around.caption else MAX_BYLINE_CHARS
    cue = find_cue(block.text) if len(block.text) <= longest else ""
    if in_head and not cue and not block.around.furniture and not block.around.caption and read_imprint(block.text) is not None:
        return "byline", "imprint"
    if block.around.caption and (in_region or in_main) and not block.around.furniture:
        return ("furniture", "credit") if cue == "credit" else ("caption", "caption element")
    if in_main:
        if cue in FURNITURE_CUES or cue == "comment head":
            return "furniture", cue
        if cue in {"footnote", "disclaimer"}:
            return "note", cue
        if cue in {"date line", "byline", "source line"}:
            return "byline", cue
        if cue == "caption":
            return "caption", cue
        return ("title", "heading") if block.tag in _HEADINGS else ("body", "main text")
    if (block.around.byline or cue in {"date line", "byline", "source line"}) and len(block.text) <= MAX_BYLINE_CHARS:
        return "byline", cue or "byline element"
    return "furniture", cue or "not in the main text"


def _find_bare_comments(blocks: list[WebBlock], roles: list[Block]) -> None:
    """Comments without elements of their own: a name and a time above each."""
    lines = [Line(0, len(block.text), block.text, 0, 0) for block in blocks]
    group, author, day, i = 10_000, None, None, 0
    while i < len(roles):
        inside = blocks[i].around.comments and blocks[i].around.comment is None
        header = find_comment_header(lines, i) if inside else None
        if header is not None:
            group, author, day = group + 1, header.author, header.day
            for block in roles[i : i + header.n_lines]:
                block.role, block.reason = "comment", "comment header"
        for block in roles[i : i + (header.n_lines if header else 1)]:
            if block.role == "comment" and inside:
                block.author, block.day, block.group = author, day, group
        i += header.n_lines if header else 1


def _join_breaks(blocks: list[WebBlock]) -> list[WebBlock]:
    """Join lines that a line break cut in the middle of a sentence."""
    joined: list[WebBlock] = []
    for block in blocks:
        if block.after_break and joined and joined[-1].parent is not None and block.text[0].islower() and joined[-1].text[-1] not in ".!?:;":
            joined[-1].text += " " + block.text
            joined[-1].link_chars += block.link_chars
        else:
            joined.append(block)
    for block in joined:
        block.key = _key(block.text)
    return joined


def _label(blocks: list[WebBlock], main_text: str, title_at: set[int]) -> list[Block]:
    main = _find_main(blocks, main_text) if main_text else set()
    main = {i for i in main if not blocks[i].around.comments or is_prose(blocks[i].text)} - title_at
    main = main or _guess_main(blocks) - title_at
    main = _follow(blocks, _fill(blocks, main)) if main else main
    region = range(min([*main, *title_at], default=0), max(main, default=0) + 1)
    main -= {i for i in main if i < min(title_at, default=0) and not is_prose(blocks[i].text) and len(blocks[i].text) <= KICKER_CHARS}
    prose = next((i for i in sorted(main) if is_prose(blocks[i].text) and read_imprint(blocks[i].text) is None), 0)
    facts: dict[Any, tuple[int, str | None, str | None]] = {}
    roles = []
    for i, block in enumerate(blocks):
        if i in title_at:
            roles.append(Block(block.text, "title", "headline"))
        elif block.around.comments and not (i in main and block.around.comment is None):
            roles.append(_comment_block(block, facts))
        else:
            roles.append(Block(block.text, *_role(block, in_main=i in main, in_region=i in region, in_head=min(title_at, default=prose) < i < prose)))
    _find_bare_comments(blocks, roles)
    return roles


def read_html(data: bytes, name: str, doc_id: str) -> Content:
    """Read a web page.

    Does not run scripts, follow frames or load anything; text that a script
    would write is not there.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        doc_id: The document.

    Returns:
        Text, one block a line in reading order, with its parts and metadata.

    Raises:
        DocumentError: With reason no_text, binary or wrong_encoding.

    Example:
        >>> page = b"<title>Talks</title><h1>Talks</h1><nav>Home</nav><p>" + b"The two ministers met in Seoul. " * 9
        >>> [part.part_type for part in read_html(page, "a.html", "d1").parts]
        ['title', 'furniture', 'body']
    """
    tree = _parse(data, name)
    blocks = _join_breaks(find_blocks(tree))
    if not blocks:
        message = f"got {name}, a web page without any text; fetch it again with its scripts run"
        raise DocumentError(message, "no_text")
    metadata = read_metadata(tree)
    title, title_at = _find_title(blocks, metadata)
    is_dated = any(map(read_date, metadata.dates))
    main = _extract(tree, is_read=is_dated) if len(data) <= MAX_EXTRACTED_CHARS and _is_shallow(tree) else ""
    roles = _label(blocks, main, title_at)
    moments = [] if is_dated else _find_moments(blocks, roles)
    text, parts = lay_out(roles, doc_id)
    if _is_barrier(text, parts):
        message = f"got {name}, a page that a site shows in place of its own to check the browser; open the page in a browser and save it"
        raise DocumentError(message, "no_text")
    is_confirmed = any(blocks[i].tag in _HEADINGS for i in title_at)
    sites = _find_site_name(metadata, title, is_confirmed=is_confirmed)
    authors = [author for author in metadata.authors if len(author) <= 120]  # noqa: PLR2004 - names
    bylines = [role.text for role in roles if role.role == "byline" and _names_someone(role.text)]
    return Content(
        text, parts, title, byline=next(iter((*authors, *bylines)), None), address=metadata.address,
        publisher_names=[*metadata.publishers, *sites], dates=metadata.dates, found_dates=moments if is_dated or moments else _find_page_date(tree, roles),
    )  # fmt: skip


def _is_barrier(text: str, parts: list[Part]) -> bool:
    """Whether a short page without a paragraph asks for a browser, a click or a captcha."""
    has_body = any(part.part_type == "body" and part.end_char - part.start_char > MIN_BARRIER_BODY for part in parts)
    return not has_body and len(text.split()) <= MAX_BARRIER_WORDS and bool(_BARRIER.search(text))


def _names_someone(line: str) -> bool:
    """Whether a byline has more than a day and a time in it: not "05 Oct", "Updated 10:01 pm PST, Tuesday"."""
    if find_cue(line) == "byline":
        return True
    return not re.search(r"\d", line) and not re.match(r"(?:updated?|published|posted|last|today|yesterday)\b", line, re.IGNORECASE)


def _find_moments(blocks: list[WebBlock], roles: list[Block]) -> list[str]:
    """The day of the first <time> element of the head, between the headline and a little below the first paragraph."""
    first = next((i for i, role in enumerate(roles) if role.role == "title"), 0)
    body = next((i for i, role in enumerate(roles) if role.role == "body" and i > first), first)
    near = [block for block in blocks[max(0, first - HEAD_BLOCKS) : body + HEAD_BLOCKS] if not (block.around.comments or block.around.furniture)]
    return [day for block in near if block.moment and (day := read_date(block.moment))][:1]


def _find_page_date(tree: Any, roles: list[Block]) -> list[str]:
    """What htmldate finds where the metadata give no date; a comment's date is none."""
    from htmldate import find_date  # noqa: PLC0415 - loads a library

    for script in [script for script in tree.iter("script") if not _DATE_KEY.search((script.text or "")[:MAX_EXTRACTED_CHARS])]:
        script.drop_tree()  # it may write comments or load advertisements, with dates of their own
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = find_date(tree, original_date=True, extensive_search=False)
    except (RecursionError, ValueError, TypeError, AttributeError):
        return []
    said = {day for role in roles if role.role == "comment" for day in (role.day, *(item.period for item in find_dates(role.text)))}
    own = {item.period for role in roles if role.role != "comment" for item in find_dates(role.text)}
    return [found] if found and (found in own or found not in said) else []
