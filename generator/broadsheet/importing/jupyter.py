"""Notebooks of Jupyter's as articles: their texts, their code, and what it printed. Pictures that the code made stay behind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from broadsheet.content.yamltext import Value
from broadsheet.importing.fences import fenced
from broadsheet.importing.texts import UNPRINTABLE
from broadsheet.importing.values import Matter, from_python
from broadsheet.problems import Problem, Span

SUFFIX = ".ipynb"
_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_GENERATORS = ("nikola", "pelican")  # which have a place of their own in what a notebook says of itself


def read_notebook(text: str, where: str, above: Mapping[str, Value]) -> Matter:
    """Return what a notebook says of itself, with what stands `above` it, and its cells in Markdown."""
    try:
        said = json.loads(text)
        cells = said["cells"] if "cells" in said else [cell for sheet in said["worksheets"] for cell in sheet["cells"]]
        about = said.get("metadata", {})
        language = (about.get("language_info") or about.get("kernelspec") or {}).get("name", "")
        pieces = [piece for cell in cells for piece in _pieces(cell, language.rstrip("0123456789"))]
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        return Matter(None, "", (Problem("bad-import", f"it is no notebook: {error}", Span(where), "save it again"),))
    own = {str(name).lower(): value for each in _GENERATORS for name, value in (about.get(each) or {}).items()}
    values: dict[str, Value] = {**from_python(own), **above}
    number = pieces.count("")
    body = "\n\n".join(piece for piece in pieces if piece.strip())
    hint = "save them as files beside it, and name them in its text"
    told = Problem("bad-import", f"pictures in it stay behind ({number})", Span(where), hint)
    return Matter(values, body + "\n", (told,) if number else ())


def _pieces(cell: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield what is in a cell; an empty text for each picture that stays behind."""
    kind, source = cell["cell_type"], _text(cell.get("source", cell.get("input", "")))
    if kind == "code":
        if source.strip():
            yield _shown(source, cell.get("language", language))
        for output in cell.get("outputs", ()):
            yield from _output(output)
    else:
        yield f"{'#' * int(cell.get('level', 1))} {source}" if kind == "heading" else source
        yield from ("" for _ in cell.get("attachments") or ())


def _output(output: Mapping[str, Any]) -> Iterator[str]:
    data = output.get("data") or output
    if any(name.partition("/")[0] == "image" or name in ("png", "jpeg", "svg") for name in data):
        yield ""
    elif "traceback" in output:
        yield _shown(_text(output["traceback"], "\n"))
    else:
        printed = _text(data.get("text/plain", output.get("text", "")))
        yield from (_shown(printed),) if printed.strip() else ()


def _text(said: str | list[str], between: str = "") -> str:
    text = said if isinstance(said, str) else between.join(said)
    return UNPRINTABLE.sub("", _COLOURS.sub("", text))


def _shown(code: str, language: str = "") -> str:
    return fenced(language, code.strip("\n")).strip("\n")
