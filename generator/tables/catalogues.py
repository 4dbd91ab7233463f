"""Gather the messages of the program and bring its catalogues up to date: what nobody says goes, what is new stands empty.

python generator/tables/catalogues.py            write generator/broadsheet/locale/*/LC_MESSAGES/broadsheet.po
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jinja2
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "generator" / "broadsheet"
TEMPLATES = ROOT / "templates"
_SAYING = {
    "gettext": 0,
    "say": 0,
    "ngettext": 0,
    "pgettext": 1,
    "message": 0,
    "messages": 0,
}  # functions, and arguments before the message
_WIDTH = 120


class Message(NamedTuple):
    """A message with its context (or an empty one), its plural (or an empty one), and the files that say it."""

    context: str
    one: str
    many: str


def gathered() -> dict[Message, list[str]]:
    """Return every message with the files that say it, sorted."""
    found: dict[Message, list[str]] = {}
    folders = (PACKAGE / "importing", PACKAGE / "pages")
    for path in (PACKAGE / "language" / "words.py", *(path for folder in folders for path in sorted(folder.rglob("*.py")))):
        for message in in_python(path.read_text(encoding="utf-8")):
            found.setdefault(message, []).append(path.relative_to(PACKAGE.parent).as_posix())
    for path in sorted(TEMPLATES.rglob("*.*")):
        if path.suffix in (".html", ".xml", ".txt"):
            for message in in_template(path.read_text(encoding="utf-8")):
                found.setdefault(message, []).append(path.relative_to(ROOT).as_posix())
    return {
        message: sorted(set(places)) for message, places in sorted(found.items(), key=lambda item: (sorted(item[1]), item[0]))
    }


def in_python(source: str) -> Iterator[Message]:
    """Yield the messages that a module says or marks."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            before = _SAYING.get(name)
            if before is not None and len(texts) > before:
                many = texts[before + 1] if name in ("ngettext", "messages") else ""
                yield Message(texts[0] if before else "", texts[before], many)


def in_template(source: str) -> Iterator[Message]:
    """Yield the messages that a template says."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, autoescape=True)
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    names = ("_", "gettext", "ngettext", "pgettext", "npgettext")
    for _, function, found in extract_from_ast(environment.parse(source), names):
        texts = [text for text in ((found,) if isinstance(found, str) else found) if text]
        context = texts.pop(0) if function.startswith(("pgettext", "npgettext")) else ""
        yield Message(context, texts[0], texts[1] if len(texts) > 1 else "")


def updated(data: bytes) -> bytes:
    """Return a catalogue with all messages of the program, in order, with the translations that it has."""
    old = read_po(io.BytesIO(data))
    new = Catalog(locale=old.locale, fuzzy=False, project="Broadsheet", version="1", charset="utf-8", header_comment="")
    new.mime_headers = [(name, value) for name, value in old.mime_headers if name in _HEADERS]
    for (context, one, many), places in gathered().items():
        known = old.get(one, context or None)
        string = known.string if known and isinstance(known.id, str) == (not many) else None
        new.add((one, many) if many else one, string, [(place, None) for place in places], context=context or None)
    written = io.BytesIO()
    write_po(written, new, width=_WIDTH, sort_output=False, omit_header=True)
    header = "".join(f'"{name}: {value}\\n"\n' for name, value in old.mime_headers if name in _HEADERS)
    return f'msgid ""\nmsgstr ""\n{header}\n'.encode() + written.getvalue()


_HEADERS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")

if __name__ == "__main__":
    for catalogue in sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/broadsheet.po")):
        catalogue.write_bytes(updated(catalogue.read_bytes()))
