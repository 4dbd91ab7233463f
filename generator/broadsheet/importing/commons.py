"""Commons: what many pages of a site have in common, which is the site's and no article's: menus, boxes, banners.

A page is known by the texts of its blocks. Of a large site a sample of the pages is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from hashlib import blake2b
from typing import Any

from lxml.etree import LxmlError

from broadsheet.content.elements import BLOCKS
from broadsheet.content.yamltext import Value
from broadsheet.importing.furniture import is_menu, tree_of

SAMPLE = 200  # pages
_LONGEST = 1_000_000  # bytes of a page
_LARGEST = 20_000  # letters of a block; of a larger one the parts are looked at
_OFTEN = 3  # pages
_FEWEST = 3  # words: fewer are a label, and part of what stands beside it; links of a menu


def commons_of(pages: Iterable[bytes]) -> dict[str, Value]:
    """Return the marks of what some pages have in common: of menus on any three, of what else is on a third of them."""
    blocks: Counter[str] = Counter()
    menus: set[str] = set()
    number = 0
    for page in pages:
        try:
            found = {mark: each for each, mark in _marked(tree_of(page[:_LONGEST]))}
        except (LxmlError, ValueError):  # which is said where the page is read
            continue
        blocks.update(found.keys())
        menus.update(mark for mark, each in found.items() if blocks[mark] == _OFTEN and _is_choice(each))
        number += 1
    return {mark: "" for mark, found in blocks.items() if found >= _OFTEN and (found * 3 >= number or mark in menus)}


def _is_choice(each: Any) -> bool:  # noqa: ANN401
    """Say whether a block is a menu of several places."""
    return len(each.findall(".//a")) >= _FEWEST and is_menu(each)


def without_commons(tree: Any, common: Container[str]) -> None:  # noqa: ANN401
    """Take what is common out of a page."""
    for each, mark in list(_marked(tree)):
        if mark in common and each.tag != "body" and each.getparent() is not None:
            each.drop_tree()


def _marked(tree: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401
    """Yield the blocks of a page, outer ones first, each with the mark of its text."""
    for each in tree.iter():
        if each.tag in BLOCKS or each.tag == "aside":
            text = each.text_content()
            text = " ".join(text.split()) if len(text) < _LARGEST else ""
            if text.count(" ") >= _FEWEST - 1:
                yield each, blake2b(text.casefold().encode("utf-8", "replace"), digest_size=8).hexdigest()
