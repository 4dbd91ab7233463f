"""Vetting: the files of the content and of `static/` that are published as they are, looked at before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from broadsheet.config import Config
from broadsheet.content.filetypes import (
    DRAWING,
    HEAD,
    MEDIA_REMEDY,
    METADATA_REMEDY,
    STATIC_REMEDY,
    bytes_fault,
    is_named,
    media_fault,
    static_fault,
)
from broadsheet.content.traces import TELLING, traces_of
from broadsheet.pages.policy import SCRIPTS
from broadsheet.pictures.clean import UncleanError, cleaned
from broadsheet.pictures.drawing import UnsafeDrawingError, cleaned_drawing
from broadsheet.pictures.original import SUFFIXES
from broadsheet.problems import Problem, Span
from broadsheet.sources import Sources

_STATIC = "static/"
_TELLING_REMEDY = (
    "take it out with the program that made the file, or name the file below `media: keep_metadata:` in broadsheet.yaml"
)
_SUFFIXES = tuple(SUFFIXES)


def vet(root: Path, config: Config, copied: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each of these files (paths from the root) that may not be published, or that tells of its maker.

    Costs a look at their heads, and for pictures a cleaning.
    """
    sources = Sources.of(root, config)
    for source in copied:
        try:
            fault = _fault(sources, config, source)
        except UncleanError as error:
            found = f"it is not published: what it says of its maker and place cannot be taken out, for {error}"
            yield Problem("uncleaned-picture", found, Span(source), METADATA_REMEDY)
            continue
        if fault:
            hint = STATIC_REMEDY if source.startswith(_STATIC) else MEDIA_REMEDY
            if source.lower().endswith(DRAWING):
                hint = f"save it as plain SVG with everything embedded, or {hint if source.startswith(_STATIC) else 'as PNG'}"
            yield Problem("unsafe-file", f"it is not published: {fault}", Span(source), hint)
        elif source.lower().endswith(TELLING) and not is_named(source, config.media.keep_metadata):
            traces = _traces(sources, source)
            if traces:
                found = f"the file may tell of people or places ({', '.join(traces)}), and is published as it is"
                yield Problem("telling-file", found, Span(source), _TELLING_REMEDY)


def _traces(sources: Sources, source: str) -> tuple[str, ...]:
    try:
        return traces_of(sources.read(source))
    except OSError:
        return ()  # as below


def published(config: Config, source: str, data: bytes) -> bytes:
    """Return what is published of a file: drawings and pictures are cleaned.

    Raises OSError where the file is not the one any more that was vetted.
    """
    if _is_free(config, source):
        return data
    try:
        if source.lower().endswith(DRAWING):
            return cleaned_drawing(data)
        fault = bytes_fault(source, data[:HEAD])
        if fault:
            raise UncleanError(fault)
        return cleaned(data) if _is_cleaned(config, source) else data
    except (UnsafeDrawingError, UncleanError) as error:
        raise OSError(f"{source} changed while it was published: {error}") from error


def _fault(sources: Sources, config: Config, source: str) -> str:
    """Say why a file may not be published; empty when it may. Raises UncleanError for a picture that cannot be cleaned."""
    if _is_free(config, source):
        return ""
    fault = static_fault(source.removeprefix(_STATIC), SCRIPTS) if source.startswith(_STATIC) else media_fault(source)
    if fault:
        return fault
    try:
        if not source.lower().endswith(DRAWING):
            is_cleaned = _is_cleaned(config, source)
            data = sources.read(source) if is_cleaned else sources.read(source, HEAD)
            fault = bytes_fault(source, data[:HEAD])
            if is_cleaned and not fault:
                cleaned(data)
            return fault
        cleaned_drawing(sources.read(source))
    except UnsafeDrawingError as error:
        return f"{error}, and cannot be cleaned"
    except OSError:
        return ""  # which whoever copies it reports
    return ""


def _is_free(config: Config, source: str) -> bool:
    return source.startswith(_STATIC) and is_named(source.removeprefix(_STATIC), config.static.active)


def _is_cleaned(config: Config, source: str) -> bool:
    return source.lower().endswith(_SUFFIXES) and not config.keeps_metadata(source)
