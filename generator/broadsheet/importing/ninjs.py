"""News items in JSON: ninjs 1, 2 and 3, one in a file, several in a list, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from broadsheet.content.yamltext import Value
from broadsheet.importing.files import LARGEST, TOO_LARGE, lines, read_text
from broadsheet.importing.post import Form, Skipped
from broadsheet.importing.values import from_python, text_of
from broadsheet.importing.wirexml import WireItem
from broadsheet.problems import Problem, Span

_WRAPPERS = ("data", "item", "items", "_items", "newsitems")
_PROOFS = ("versioncreated", "pubstatus", "headlines", "bodies", "body_xhtml", "body_richtext")  # which other JSON does not have
_SIGNS = ("versioncreated", "pubstatus", "headline", "headlines", "body_html", "body_text", "body_xhtml", "bodies")
_BODIES = ("body_html", "body_xhtml", "body_richtext", "body_main", "body_text")
_PICTURES = frozenset(("picture", "photo", "video", "audio", "graphic"))
_TEXTS = frozenset(("text", "composite", "article", "story", ""))


def is_ninjs(text: str) -> bool:
    """Say whether the head of a file looks like ninjs."""
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and any(f'"{sign}"' in text.lower() for sign in _PROOFS)


def json_items(path: Path, where: str) -> Iterator[WireItem | Skipped | Problem]:
    """Yield the items of a file."""
    number = 0
    for found in _values(path, where):
        if isinstance(found, Problem | Skipped):
            yield found
            continue
        line, value = found
        for each in _items(value):
            yield _item(each, Span(where, line), number)
            number += 1
    if not number:
        yield Skipped(Span(where), "no news item in ninjs is in it")


def _values(path: Path, where: str) -> Iterator[tuple[int, Any] | Problem | Skipped]:
    """Yield the values of a file: one, or where that cannot be, one a line."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        with path.open(encoding="utf-8", errors="replace") as opened:
            for number, line in enumerate(lines(opened), 1):
                if len(line) > LARGEST:
                    yield Skipped(Span(where, number), TOO_LARGE)
                elif line.strip():
                    yield _read(line, where, number)
        return
    text, problems = read_text(path, where)
    yield from (problem._replace(span=problem.span or Span(where)) for problem in problems)
    yield _read(text, where, 1)


def _read(text: str, where: str, line: int) -> tuple[int, Any] | Problem:
    try:
        return line, json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        return Problem(
            "bad-import", f"it cannot be read as JSON: {error}", Span(where, line), "export it again, or copy it whole"
        )


def _items(value: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the items in a value, which agencies wrap in what their service says."""
    if depth > 5:
        return
    if isinstance(value, list):
        for each in value:
            yield from _items(each, depth + 1)
    elif isinstance(value, dict):
        if any(str(name).lower().startswith(_SIGNS) for name in value):
            yield value
        else:
            yield from (found for name in _WRAPPERS for found in _items(value.get(name), depth + 1))


def _item(value: Mapping[str, Any], span: Span, number: int) -> WireItem:
    held = [name for name, said in value.items() if name.lower() == "embargoed" and said is not None and not str(said).strip()]
    values: dict[str, Value] = from_python(value)
    values |= {name: "without a date" for name in held}
    body, form, used = _body(values)
    values = {name: said for name, said in values.items() if name not in used}
    kind = text_of(values.get("type")).lower()
    no_text = "" if kind in _TEXTS or body else kind
    no_text = kind if kind in _PICTURES else no_text
    return WireItem(span, number, values, body, form, no_text, of_body=tuple(used))


def _body(values: Mapping[str, Value]) -> tuple[str, Form, list[str]]:
    """Return the body of an item, its form, and the names under which it stood: HTML before plain text."""
    bodies = values.get("bodies")
    if isinstance(bodies, list):
        written = [each for each in bodies if isinstance(each, Mapping) and text_of(each.get("value"))]
        marked = [each for each in written if "html" in (text_of(each.get("contentType")) or text_of(each.get("contenttype")))]
        chosen = next(iter([*marked, *written]), {})
        body = text_of(chosen.get("value"))
        return body, "html" if marked or "</p>" in body else "text", ["bodies"] if len(written) < 2 else []
    others = sorted(name for name in values if name.lower().startswith("body_") and name.lower() not in _BODIES)
    for name in (*_BODIES, *others):
        body = text_of(values.get(name))
        if body:
            form: Form = "text" if name == "body_text" or "<" not in body else "html"
            return body, form, [each for each in values if each.lower().startswith("body_")]
    return "", "html", []
