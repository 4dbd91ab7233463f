"""Furniture: what a program puts around the words of an article, such as buttons to subscribe and the controls of players."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from broadsheet.content.elements import BLOCKS
from broadsheet.importing.texts import UNPRINTABLE
from broadsheet.importing.webaddress import urlsplit

_HEADED = ("h1", "h2", "h3", "h4", "h5", "h6")
_HOLLOW = frozenset((
    "p", "br", "div", "section", "span", "b", "strong", "i", "em", "u", "table", "tbody", "tr", "td", "colgroup", "col", *_HEADED,
))  # fmt: skip
_HEAD = 65_536
_LONG_CELL = 400  # characters, which no table of facts has in a cell
_MOST_MARKS = 300_000  # of elements, each of which takes a kilobyte of memory
_END_FOR_BREAK = re.compile(rb"</br\s*/?>", re.IGNORECASE)  # which ends a line in browsers, and is nothing to the library


def tree_of(page: bytes) -> Any:  # lxml is not typed  # noqa: ANN401
    """Return the tree of a page. Raises LxmlError where there is none, ValueError where words would be left out."""
    if page.count(b"<") > _MOST_MARKS:
        message = f"it has more than {_MOST_MARKS:,} elements"
        raise ValueError(message)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_pis=True, no_network=True)
    tree = html.document_fromstring(_END_FOR_BREAK.sub(b"<br>", page), parser=parser)
    if parser.error_log.filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT):
        message = "its elements stand too deep in one another, or one is too long"
        raise ValueError(message)
    return tree


def parsed(text: str) -> Any:  # lxml is not typed  # noqa: ANN401
    """Return the tree of a piece of HTML, or of a whole page."""
    clean = UNPRINTABLE.sub("", text).replace("\r", "")
    if "<body" in clean[:_HEAD].lower():
        try:
            return tree_of(clean.encode())
        except etree.ParserError:
            clean = ""  # there is nothing but a comment in it
    body = tree_of(f"<html><body><div>{clean}</div></body></html>".encode()).find("body")
    return body[0] if len(body) == 1 else body  # a stray end tag closed ours


def without_layout(tree: Any) -> bool:  # noqa: ANN401
    """Make plain blocks of the tables by which old pages put their parts in places; say whether there were any."""
    own: dict[Any, list[Any]] = {table: [] for table in tree.iter("table")}
    holding = set()
    for part in tree.iter("td", "th", "caption", "table"):
        table = next(part.iterancestors("table"), None)
        if table is not None and part.tag == "table":
            holding.add(table)
        elif table is not None:
            own[table].append(part)
    found = [table for table, cells in own.items() if _is_layout(table, cells, holds=table in holding)]
    for table in found:
        rows = {cell.getparent() for cell in own[table]} - {table}
        if _is_column(own[table]) and table not in holding:  # a picture with its caption below
            for cell in own[table]:
                cell.tag = "div" if any(each.tag in BLOCKS for each in cell.iterdescendants()) else "p"
                cell.attrib.clear()
            for part in (*rows, *table.xpath("tbody"), table):
                part.drop_tag()
        else:
            for part in (*own[table], *rows, table):
                part.tag = "div"
                part.attrib.clear()
    return bool(found)


def _is_layout(table: Any, cells: list[Any], *, holds: bool) -> bool:  # noqa: ANN401
    """Say whether a table has no head and no lines, and holds another one, long texts, or no more than one cell in a row."""
    if (table.get("role") or "").lower() in ("none", "presentation"):
        return True
    if table.get("border", "0").strip() not in ("", "0") or any(cell.tag != "td" for cell in cells):
        return False
    return holds or _is_column(cells) or any(len(cell.text_content()) > _LONG_CELL for cell in cells)


def _is_column(cells: list[Any]) -> bool:
    return bool(cells) and len({cell.getparent() for cell in cells}) == len(cells)


def written(tree: Any) -> str:  # noqa: ANN401
    """Return what is in an element, as HTML."""
    return (tree.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in tree)


def outer(each: Any) -> str:  # noqa: ANN401
    """Return an element as HTML, without what follows it."""
    text: str = etree.tostring(each, encoding="unicode", method="html", with_tail=False)
    return text


def words(each: Any) -> str:  # noqa: ANN401
    """Return the words in an element, on one line."""
    return " ".join(each.text_content().split())


def is_menu(tree: Any) -> bool:  # noqa: ANN401
    """Say whether most words of an element lead somewhere."""
    return 2 * sum(len(words(link).split()) for link in tree.iter("a")) > len(words(tree).split())


def of_class(tree: Any, *names: str) -> Iterator[Any]:  # noqa: ANN401
    """Yield the elements that have one of these classes."""
    wanted = set(names)
    for each in list(tree.iter()):
        if isinstance(each.tag, str) and wanted.intersection((each.get("class") or "").split()):
            yield each


def dropped(each: Any) -> None:  # noqa: ANN401
    """Take an element out; what follows it stays."""
    if each.getparent() is not None:
        each.drop_tree()


def without_hollow(tree: Any) -> None:  # noqa: ANN401
    """Take out elements that say nothing; a paragraph with a block in it is none."""
    for each in list(tree.iter("p", "span", "table", "div", "section", *_HEADED)):
        if each is tree or each.getparent() is None:
            continue
        if each.tag == "span" and not each.attrib:
            each.drop_tag()
        elif each.tag != "span" and _is_empty(each):
            dropped(each)
        elif each.tag == "p" and any(child.tag in BLOCKS for child in each):
            each.tag = "div"
    for each in list(tree.iter("div", "section")):
        if each is not tree and _is_frame(each):
            each.drop_tag()


def _is_frame(each: Any) -> bool:  # noqa: ANN401
    """Say whether a frame says nothing itself, and holds nothing but blocks, which stand as well without it."""
    own = (each.text or "") + "".join(child.tail or "" for child in each)
    return len(each) > 0 and not (each.attrib or own.strip()) and all(child.tag in BLOCKS for child in each)


def _is_empty(each: Any) -> bool:  # noqa: ANN401
    """Say whether a paragraph, heading, table or frame holds nothing but ends of lines, and nothing leads to it."""
    within = [part for part in each.iter() if part.get("id") or part.tag not in _HOLLOW]
    if len(within) == 1 and within[0].get("href") in ("#", "#top"):  # which leads up the page
        return " ".join(within[0].text_content().split()) == " ".join(each.text_content().split())
    return not (within or each.text_content().strip())


def replaced(each: Any, other: str) -> None:  # noqa: ANN401
    """Put a piece of HTML, which is one element, in the place of another."""
    made = html.fragment_fromstring(other)
    made.tail = each.tail
    each.getparent().replace(each, made)


def at_host(address: str, *names: str) -> bool:
    """Say whether an address is at one of these hosts or below them, or at one whose name begins so (`name-`)."""
    host = (urlsplit(address).hostname or "") if "//" in address[:8] else ""
    return any(host == name or host.endswith(f".{name}") or host.startswith(name) for name in names)
