"""Surroundings: what stands beside the article in the main part of a page, and is about the same: day and place of an event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container
from copy import deepcopy
from typing import Any

from lxml import html

from broadsheet.importing.commons import without_commons
from broadsheet.importing.furniture import dropped, outer, words

_FEWEST = 3  # words that stand nowhere else
_MOST_LINKED = 2 / 3  # of the words
_OTHERS = re.compile(
    r"comment|respond|disqus|related|share|social|newsletter|subscri|feedback|breadcrumb|pagination|modal|popup|consent|acceptance",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3")


def beside(article: Any, common: Container[str], cleaned: Callable[[Any], None]) -> str:  # lxml is not typed  # noqa: ANN401
    """Return as HTML what stands beside an article, but for what is common. `cleaned` takes furniture out of an element."""
    root = article.getroottree()
    title = next((words(each).casefold() for each in root.iter("h1")), "")
    days = days_of(root)
    pieces = [_own(each, title, days, common, cleaned) for each in _neighbours(article) if not _is_other(each)]
    for piece in pieces:
        _without_choices(piece)
    said = [Counter(words(piece).casefold().split()) for piece in pieces]
    within = Counter(f"{title} {words(article).casefold()}".split())
    shown = []
    for number, piece in enumerate(pieces):
        others = [within, *(other for other in said if len(other) > len(said[number])), *said[:number]]
        if all((said[number] - other).total() >= _FEWEST for other in others):
            shown.append(outer(piece))
    return "\n".join(shown)


def days_of(root: Any) -> frozenset[str]:  # noqa: ANN401
    """Return the days that the head of a page says: when it was written, which is no news in its text."""
    return frozenset(str(said)[:10] for said in root.xpath("//meta/@content"))


def _neighbours(article: Any) -> list[Any]:  # noqa: ANN401
    """Return the elements of the main part of a page that stand beside the article, or beside what it stands in."""
    before: list[Any] = []
    after: list[Any] = []
    inner = article if next(article.iterancestors("main"), None) is not None else None
    while inner is not None and inner.tag != "main":
        before[:0] = reversed([each for each in inner.itersiblings(preceding=True) if isinstance(each.tag, str)])
        after += [each for each in inner.itersiblings() if isinstance(each.tag, str)]
        inner = inner.getparent()
    return [*before, *after]


def _own(each: Any, title: str, days: Container[str], common: Container[str], cleaned: Callable[[Any], None]) -> Any:  # noqa: ANN401
    """Return a copy of an element without furniture and what is common, nor the headline of the page and its days."""
    holder = html.Element("div")
    holder.append(deepcopy(each))
    holder[0].tail = None
    for box in [*holder.iter("aside")]:  # what of it is the site's is common
        if _is_choice(box):
            dropped(box)
        box.tag = "div"
    cleaned(holder)
    without_commons(holder, common)
    for part in [*holder.iter()]:
        is_title = part.tag in _HEADINGS and words(part).casefold() == title
        if is_title or _is_other(part) or (part.tag == "time" and part.get("datetime", "")[:10] in days):
            dropped(part)
    return holder


def _is_choice(piece: Any) -> bool:  # noqa: ANN401
    """Say whether most of a piece leads elsewhere; days of an event that lead to its pages stand beside words that do not."""
    linked = sum(len(words(link).split()) for link in piece.iter("a"))
    return linked > _MOST_LINKED * len(words(piece).split())


def _without_choices(piece: Any) -> None:  # noqa: ANN401
    """Where most of a piece leads elsewhere, take out the parts of it that do, and those of which only headings are left."""
    around: set[Any] = set()  # what was taken out
    for part in reversed([*piece.iter("div", "section", "ul", "p")]) if _is_choice(piece) else ():
        if _is_choice(part) or (part in around and not any(words(each) for each in part.iter("p", "li", "td", "dd"))):
            around.update(part.iterancestors())
            dropped(part)


def _is_other(part: Any) -> bool:  # noqa: ANN401
    return _OTHERS.search(f"{part.get('id', '')} {part.get('class', '')}") is not None
