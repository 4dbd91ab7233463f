"""Vetting: the files of the content and of `static/` that are published as they are, looked at before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from broadsheet.config import Config
from broadsheet.content.filetypes import (
    DRAWING,
    HEAD,
    MEDIA_REMEDY,
    STATIC_REMEDY,
    bytes_fault,
    is_vouched_for,
    media_fault,
    static_fault,
)
from broadsheet.pages.policy import SCRIPTS
from broadsheet.pictures.clean import cleaned
from broadsheet.pictures.drawing import UnsafeDrawingError, cleaned_drawing
from broadsheet.pictures.original import SUFFIXES
from broadsheet.problems import Problem, Span
from broadsheet.sources import Sources

_STATIC = "static/"
_SUFFIXES = tuple(SUFFIXES)


def vet(root: Path, config: Config, copied: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each of these files (paths from the root) that may not be published.

    Costs a look at their heads, and for drawings a cleaning.
    """
    sources = Sources.of(root, config)
    for source in copied:
        fault = _fault(sources, config, source)
        if fault:
            hint = STATIC_REMEDY if source.startswith(_STATIC) else MEDIA_REMEDY
            if source.lower().endswith(DRAWING):
                hint = f"save it as plain SVG with everything embedded, or {hint if source.startswith(_STATIC) else 'as PNG'}"
            yield Problem("unsafe-file", f"it is not published: {fault}", Span(source), hint)


def published(config: Config, source: str, data: bytes) -> bytes:
    """Return what is published of a file: drawings, and pictures of the content, are cleaned.

    Raises OSError where the file is not the one any more that was vetted.
    """
    if _is_free(config, source):
        return data
    if source.lower().endswith(DRAWING):
        try:
            return cleaned_drawing(data)
        except UnsafeDrawingError as error:
            raise OSError(f"{source} changed while it was published: {error}") from error
    fault = bytes_fault(source, data[:HEAD])
    if fault:
        raise OSError(f"{source} changed while it was published: {fault}")
    kept = config.images.metadata == "keep" or source.startswith(_STATIC)
    return data if kept or not source.lower().endswith(_SUFFIXES) else cleaned(data)


def _fault(sources: Sources, config: Config, source: str) -> str:
    """Say why a file may not be published; empty when it may."""
    if _is_free(config, source):
        return ""
    fault = static_fault(source.removeprefix(_STATIC), SCRIPTS) if source.startswith(_STATIC) else media_fault(source)
    if fault:
        return fault
    try:
        if not source.lower().endswith(DRAWING):
            return bytes_fault(source, sources.read(source, HEAD))
        cleaned_drawing(sources.read(source))
    except UnsafeDrawingError as error:
        return f"{error}, and cannot be cleaned"
    except OSError:
        return ""  # which whoever copies it reports
    return ""


def _is_free(config: Config, source: str) -> bool:
    return source.startswith(_STATIC) and is_vouched_for(source.removeprefix(_STATIC), config.static.active)
