"""News items of NewsML 1: nested components, of which some hold the text, others pictures or the same again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from broadsheet.content.yamltext import Value
from broadsheet.extract.structure.datelines import read_dateline
from broadsheet.importing.post import Form
from broadsheet.importing.wirenodes import add, html_of, name_of, nitf_of, plain_xml, put

_WITHIN = ("NewsComponent", "NewsItem")
_FIRST = ("", "main", "body", "text", "story")
_NO_TEXT = frozenset(("stylesheet", "script"))
_TITLES, _LEADS = frozenset(("headline", "title")), frozenset(("subheadline", "subtitle", "lead", "summary", "abstract"))
_CAPTIONS = frozenset(("caption", "photocaption", "photo caption"))
_PICTURES = re.compile(r"photo|picture|graphic|image", re.IGNORECASE)
# What is told apart from the rest of what an item says.
_APART = frozenset(("NewsComponent", "NewsItem", "ContentItem", "Role", "BasisForChoice", "Catalog", "Identification", "Comment"))
_TAKEN_BACK = re.compile(r"kill|delete|withdraw|cancel|recall", re.IGNORECASE)
_ISO = re.compile(r"[A-Z]{2,3}")


class Content(NamedTuple):
    """What a news item says: its values, its body with its form, what it is where it is no text, and what was left out."""

    values: dict[str, Value]
    body: str
    form: Form
    no_text: str
    lost: tuple[tuple[str, str], ...]


class _Piece(NamedTuple):
    role: str
    item: Any  # lxml is not typed
    above: tuple[Any, ...]  # the components that it stands in


def content_of(node: Any) -> Content:  # noqa: ANN401
    """Return what a `NewsItem` says."""
    lost: list[tuple[str, str]] = []
    parts = [part for part in _parts(node, "", (), lost) if part.role not in _NO_TEXT]
    texts = [part for part in parts if part.role not in (*_TITLES, *_LEADS, *_CAPTIONS)]
    texts.sort(key=lambda part: part.role not in _FIRST)
    written = [_written(part.item) for part in texts]
    is_html = any(form == "html" for _, form, _ in written)
    body = "\n\n".join(escape(text, quote=False) if is_html and form == "text" else text for text, form, _ in written)
    values = dict(_said(node, texts[0].above if texts else (node,), parts))
    pictures = list(_pictures(node))
    values |= {"associations": pictures} if pictures and texts else {}
    values = {**(written[0][2] if written else {}), **values}
    kinds = [_formal(each) for each in _below(node, "MediaType")]
    return Content(values, body, "html" if is_html else "text", "" if texts else next(iter(kinds), "media"), tuple(lost))


def _parts(node: Any, role: str, above: tuple[Any, ...], lost: list[tuple[str, str]]) -> Iterator[_Piece]:  # noqa: ANN401
    """Yield the texts in a component; of what stands for the same only the first one."""
    role = next((_formal(child).lower() for child in node if name_of(child) == "Role"), role)
    above = (*above, node)
    texts = [child for child in node if name_of(child) == "ContentItem" and _data(child) is not None]
    if texts:
        yield _Piece(role, texts[0], above)
    lost += [("ContentItem", "another rendition of the body: the first one stands")] * len(texts[1:])
    chosen = " ".join("".join(child.itertext()) for child in node if name_of(child) == "BasisForChoice")
    is_choice = node.get("EquivalentsList") == "yes" or "Language" in chosen
    found = False
    for child in node:
        if name_of(child) in _WITHIN:
            inner = list(_parts(child, role, above, lost))
            if inner and found and is_choice:
                lost.append(("NewsComponent", "another rendition of the body: the first one stands"))
            else:
                yield from inner
            found = found or bool(inner)


def _data(item: Any) -> Any:  # noqa: ANN401
    """Return the part of a piece of content that holds words; None where there are none, or only those of a program."""
    data = next((child for child in item if name_of(child) == "DataContent"), None)
    is_text = data is not None and "".join(data.itertext()).strip() and not any(name_of(each) == "Encoding" for each in item)
    return data if is_text else None


def _written(item: Any) -> tuple[str, str, dict[str, Value]]:  # noqa: ANN401
    """Return the words of a piece of content, whether they are HTML or a text, and what they say of themselves."""
    data = _data(item)
    whole = next((child for child in data if name_of(child)), None)
    if whole is None:
        text = "".join(data.itertext()).strip()
        return text, "html" if re.search(r"</\w+>|<(?:br|p)\b", text, re.IGNORECASE) else "text", {}
    if name_of(whole) == "nitf":
        said, body = nitf_of(whole)
        return body, "html", said
    return html_of(next((each for each in data.iter() if name_of(each) == "body"), data)), "html", {}


def _said(node: Any, above: tuple[Any, ...], parts: list[_Piece]) -> Iterator[tuple[str, Value]]:  # noqa: ANN401
    """Yield what an item says of itself: under its own names, and what has another one in other wire copy under that."""
    values: dict[str, Value] = {}
    sections = [part for component in above for part in component if name_of(part)]
    for part in sections:
        if name_of(part) in ("NewsManagement", "NewsLines"):
            add(values, part)
        elif name_of(part) not in _APART:
            put(values, name_of(part), plain_xml(part))
    lines = {name: "" for name in ("HeadLine", "SubHeadLine", "DateLine")}
    for name in lines:
        told = (_first(part, name) for part in sections if name_of(part) == "NewsLines")
        lines[name] = next(filter(None, told), "")
        values.pop(name, None)
    found = read_dateline(f"{lines['DateLine']} — x") if lines["DateLine"] else None
    about = [each for part in sections if name_of(part) == "DescriptiveMetadata" for each in part.iter() if name_of(each)]
    said = {
        name: [each.get("Value") or "" for each in about if each.get("FormalName") == name] for name in ("Keyword", "Country")
    }
    ident = [_first(node, name) for name in ("ProviderId", "DateId", "NewsItemId")]
    values |= {
        "guid": ":".join(("urn:newsml", *ident)) if all(ident) else _first(node, "PublicIdentifier"),
        "version": _first(node, "RevisionId"),
        "lang": next((_formal(each) for each in reversed(about) if name_of(each) == "Language"), "").lower(),
        "headline": lines["HeadLine"] or _of_role(parts, _TITLES),
        "description": lines["SubHeadLine"] or _of_role(parts, _LEADS),
        "located": found.place if found else "" if re.search(r"\d", lines["DateLine"]) else lines["DateLine"],
        "keywords": list(said["Keyword"]),
        "place": [{"iso-cc": each} if _ISO.fullmatch(each) else {"name": each} for each in said["Country"] if each],
        "genre": [_formal(each) for each in about if name_of(each) == "Genre"],
        "versioncreated": _first(node, "ThisRevisionCreated"),
        **_state(node, values),
    }
    for name in ("Source", "Provider"):
        values[name.lower()] = next((_formal(each) for part in _below(node, name) for each in _below(part, "Party")), "")
    for part in parts:
        text = _of_role([part], _TITLES | _LEADS | _CAPTIONS)
        if text and text not in (values["headline"], values["description"]):
            put(values, f"{part.role} of a part", text)
    yield from ((name, value) for name, value in values.items() if value)


def _state(node: Any, values: dict[str, Value]) -> dict[str, Value]:  # noqa: ANN401
    """Return whether an item may be published, and when it will be, where it says that."""
    state = next((_formal(each) for each in _below(node, "Status")), "")
    change = next(iter(_below(node, "StatusWillChange")), None)
    future = next((_formal(each) for each in _below(change, "FutureStatus")), "") if change is not None else ""
    when = _first(change, "DateAndTime") if change is not None else ""
    for name in ("Status", "StatusWillChange", "ThisRevisionCreated"):
        values.pop(name, None)
    is_awaited = when and future.lower() == "usable"
    if any(_TAKEN_BACK.search(_formal(each)) for each in _below(node, "Instruction")):
        state = "canceled"
    return {"pubstatus": state.lower(), "embargoed" if is_awaited else "expires": when}


def _of_role(parts: list[_Piece], roles: frozenset[str]) -> str:
    return " ".join(" ".join("".join(_data(part.item).itertext()).split()) for part in parts if part.role in roles)


def _pictures(node: Any) -> Iterator[Value]:  # noqa: ANN401
    """Yield the pictures of an item, as ninjs has them: those that come before a logo first."""
    found: list[tuple[bool, Value]] = []
    for component in _below(node, "NewsComponent"):
        items = [each for each in component if name_of(each) == "ContentItem" and each.get("Href") and _is_picture(each)]
        shown = [{"href": each.get("Href"), **_width(each)} for each in items]
        role = next((_formal(child).lower() for child in component if name_of(child) == "Role"), "")
        if shown:
            words_of = {name: _first(component, name) for name in ("HeadLine", "CreditLine", "ByLine")}
            caption = next((" ".join("".join(data.itertext()).split()) for data in _below(component, "DataContent")), "")
            said = {"description_text": caption or words_of["HeadLine"], "byline": words_of["CreditLine"] or words_of["ByLine"]}
            picture: dict[str, Value] = {
                "type": "picture",
                "renditions": shown,
                **{name: text for name, text in said.items() if text},
            }
            found.append((role == "logo", picture))
    yield from (each for _, each in sorted(found, key=lambda pair: pair[0]))


def _width(item: Any) -> dict[str, Value]:  # noqa: ANN401
    found = (each.get("Value") or "" for each in _below(item, "Property") if each.get("FormalName") == "Width")
    return {"width": width} if (width := next(found, "")) else {}


def _is_picture(item: Any) -> bool:  # noqa: ANN401
    return any(_PICTURES.search(_formal(each)) for name in ("MediaType", "MimeType") for each in _below(item, name))


def _below(node: Any, name: str) -> Iterator[Any]:  # noqa: ANN401
    return (each for each in node.iter() if name_of(each) == name)


def _formal(node: Any) -> str:  # noqa: ANN401
    return str(node.get("FormalName") or "").strip()


def _first(node: Any, name: str) -> str:  # noqa: ANN401
    """Return the words in the first element of a name that has some."""
    return next((text for each in _below(node, name) if (text := " ".join("".join(each.itertext()).split()))), "")
