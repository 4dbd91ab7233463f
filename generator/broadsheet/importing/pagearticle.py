"""The article of a saved page: where its author marked it, else what looks like it, or what no other page of the site has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from html import escape
from typing import Any

from lxml import etree

from broadsheet.content.yamltext import Value
from broadsheet.importing.commons import without_commons
from broadsheet.importing.furniture import dropped, is_menu, outer, parsed, words
from broadsheet.importing.surroundings import beside, days_of

_MOST_MISSED = 50  # of the words of a page that are its own and lead nowhere a fiftieth may be left out
_MOST_TAKEN = 10  # an article is more than a tenth of what its author marked as one
_MORE = 3  # words
# What authors of themes mark an article with, the surest first: a class, or the element itself.
_CLASSES = (
    "entry-content",
    "post-content",
    "article-body",
    "article-content",
    "article__body",
    "story-body",
    "post-body",
    "td-post-content",
)
_MARKED = {"articleBody": 0, **{name: rank for rank, name in enumerate(_CLASSES, 1)}, "<article>": 20, "<main>": 21}
_FURNITURE = "nav|aside|footer|form|script|style|button|header[not(.//p)]|*[@role='navigation']"
_SHAPED = frozenset(("dl", "ol", "table", "ul"))
_SHARED = re.compile(r"(?:[\w-]+[-_])?(?:share|sharing|social|sharedaddy|addtoany)(?:[-_][\w-]+)?\Z", re.IGNORECASE)
_LABEL = re.compile(r"\s*[^\W\d_]+:\s*")
_SAID = frozenset(("entry-meta", "post-info", "post-meta", "post_info", "post_meta"))  # the day and such, which the head says


def article_of(tree: Any, text: str, common: Mapping[str, Value], title: str) -> tuple[str, str]:  # noqa: ANN401
    """Return the HTML of an article, and where in the page it was found: where its author marked it, or by its looks.

    `title` is its headline, by what the head of the page says: what stands above the article may say more.
    """
    marked: dict[int, list[Any]] = {}
    _without_days(tree)
    for each in tree.iter():
        if isinstance(each.tag, str):
            names = (f"<{each.tag}>", each.get("itemprop"), *each.get("class", "").split())
            for rank in {_MARKED[name] for name in names if name in _MARKED}:
                marked.setdefault(rank, []).append(each)
    for _, found in sorted(marked.items()):
        if len(found) == 1 and found[0].text_content().strip():
            above = _above(found[0], title)
            body = _marked(found[0])
            more = beside(body, common, _without_furniture) if common and body.tag == "article" else ""
            heading = body.xpath(".//h1")
            if len(heading) == 1:
                heading[0].drop_tree()
            name = f' class="{body.get("class")}"' if body.get("class") else ""
            return above + _inside(body) + more, f"<{body.tag}{name}>"
    return _unmarked(tree, text, common)


def _without_days(tree: Any) -> None:  # noqa: ANN401
    """Take out of a page what its head says, too: a day with what it is called (`Published: …`)."""
    days = days_of(tree)
    for day in list(tree.iter("time")):
        label = day.getparent()
        if day.get("datetime", "")[:10] in days and len(label) == 1 and _LABEL.fullmatch(f"{label.text or ''}{day.tail or ''}"):
            dropped(label)


def _above(article: Any, title: str) -> str:  # noqa: ANN401
    """Return the heading of an article as HTML, where it says more than its headline does."""
    headings = [deepcopy(each) for each in article.iter("h1")]
    if len(headings) != 1:
        return ""
    for day in headings[0].xpath(".//*[contains(@class, 'date')]"):
        dropped(day)
    said, known = words(headings[0]), Counter(title.casefold().split())
    return f"<h2>{escape(said)}</h2>" if (Counter(said.casefold().split()) - known).total() >= _MORE else ""


def _unmarked(tree: Any, text: str, common: Mapping[str, Value]) -> tuple[str, str]:  # noqa: ANN401
    """Return the same of a page where its author marked nothing: what looks like it, if that is nearly all of the page's own."""
    if common:
        without_commons(tree, common)
        text = etree.tostring(tree, encoding="unicode", method="html")
    guessed = _guessed(text, strict=False)
    if guessed and is_menu(parsed(guessed)):  # of an old page, which marks its menus nowhere
        closer = _guessed(text, strict=True)
        guessed = closer if closer and not is_menu(parsed(closer)) else guessed
    whole = tree.find("body")
    if whole is not None:
        _without_furniture(whole)
    if guessed and (not common or whole is None or _is_most(guessed, whole)):
        shaped = _as_shaped(guessed, whole) if common and whole is not None else ""
        return shaped or guessed, "what looks like the article"
    return _inside(whole), "what other pages do not have" if common else "the whole page"


def _marked(body: Any) -> Any:  # noqa: ANN401
    """Return what the author of a page marked as its article, without furniture: not where the article itself is called so."""
    whole = deepcopy(body)
    _without_furniture(body)
    if _MOST_TAKEN * len(body.text_content().split()) >= len(whole.text_content().split()):
        return body
    for each in whole.xpath(".//nav | .//aside | .//form | .//script | .//style"):
        each.drop_tree()
    return whole


def _guessed(text: str, *, strict: bool) -> str:
    """Return what looks like the article of a page; `strict`: nothing that may be a menu."""
    import trafilatura  # here, for it is large, and few archives need it

    guessed = trafilatura.extract(
        text, output_format="html", include_links=True, include_images=True, include_formatting=True, include_tables=True,
        favor_precision=strict,
    )  # fmt: skip
    inner = re.search(r"<body[^>]*>(.*)</body>", guessed or "", re.DOTALL)
    return inner[1] if inner else ""


def _as_shaped(guessed: str, whole: Any) -> str:  # noqa: ANN401
    """Return the part of a page that holds nearly all words of a guess, where it has items and rows that the guess lost, else
    nothing.
    """
    wanted = Counter(_pieces(parsed(guessed)))
    part, inner = whole, whole
    while inner is not None:
        part = inner
        inner = next(
            (each for each in part if part.tag not in _SHAPED and _misses(each, wanted) * _MOST_MISSED <= wanted.total()), None
        )
    lost = len(list(part.iter("li", "tr"))) > len(list(parsed(guessed).iter("li", "tr")))
    is_close = len(_pieces(part)) <= 2 * wanted.total()
    return (outer(part) if part.tag != "body" else _inside(part)) if lost and is_close else ""


def _misses(each: Any, wanted: Counter[str]) -> int:  # noqa: ANN401
    """Return how many of some words an element has not."""
    return (wanted - Counter(_pieces(each))).total() if isinstance(each.tag, str) else wanted.total()


def _pieces(each: Any) -> list[str]:  # noqa: ANN401
    """Return the words in an element; those of two cells or items are never one."""
    return " ".join(each.xpath(".//text()")).split()


def _is_most(text: str, whole: Any) -> bool:  # noqa: ANN401
    """Say whether nearly all words of a page that lead nowhere are in a piece of HTML."""
    tree = deepcopy(whole)
    for link in list(tree.iter("a")):
        link.drop_tree()
    own = Counter(words(tree).split())
    return sum((own - Counter(words(parsed(text)).split())).values()) * _MOST_MISSED <= own.total()


def _without_furniture(body: Any) -> None:  # noqa: ANN401
    for each in body.xpath(" | ".join(f".//{name}" for name in _FURNITURE.split("|"))):
        if each.getparent() is not None:
            each.drop_tree()
    for each in list(body.iter("div", "p", "span", "ul", "section")):
        names = set(each.get("class", "").split())
        is_to_share = any(_SHARED.match(name) for name in names) and (is_menu(each) or not words(each))
        if (is_to_share or names & _SAID) and each.getparent() is not None and each is not body:
            each.drop_tree()


def _inside(node: Any) -> str:  # noqa: ANN401
    if node is None:
        return ""
    parts = [node.text or "", *(etree.tostring(child, encoding="unicode", method="html") for child in node)]
    return "".join(parts)
