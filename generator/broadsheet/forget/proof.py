"""The proof: every byte of the output, of the state and of the sources is searched for the name of a person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from broadsheet.codec import decode, encode
from broadsheet.config import Config
from broadsheet.engine.configuration import STATE
from broadsheet.engine.ledger import stored_in
from broadsheet.engine.report import Reporter
from broadsheet.engine.workers import batches_of, crew_for
from broadsheet.forget.pieces import SealedError, pieces
from broadsheet.forget.sources import LOOK, files_in, files_of, may_be_spelt
from broadsheet.forget.spellings import Spellings
from broadsheet.pictures.pillow import said_by
from broadsheet.problems import Problem, Span
from broadsheet.sources import read_file

_ENOUGH, _BATCH = 200, 100  # files that are worth a second process, and those that it is given at once
_HINT = "remove it if no build owns it; else find out with `broadsheet explain` what it is made from"


def places_left(root: Path, config: Config, folder: Path, person: Spellings, reporter: Reporter) -> list[Problem]:
    """Return a problem for each file of the output, the state and the sources that says the name, or cannot be looked into.

    Links and empty folders may say it, too. A warning names bytes that are no text and only may say it.
    """
    places = [*dict.fromkeys((*files_in(folder), *files_in(root / STATE), *(root / path for path in files_of(root, config))))]
    crew = crew_for(len(places), 0, _ENOUGH)
    reporter.stage("searching", len(places))

    def work(batch: list[int]) -> list[tuple[object, ...]]:
        return [encode(problem) for number in batch for problem in _look(places[number], root, person)]

    problems: list[Problem] = []
    for result in crew.work("search", work, batches_of(range(len(places)), crew.size, _BATCH)):
        problems += [decode(Problem, each) for each in result]
        reporter.step()
    return problems


def _look(place: Path, root: Path, person: Spellings) -> Iterator[Problem]:
    path = place.relative_to(root).as_posix() if place.is_relative_to(root) else place.as_posix()
    data = os.fsencode(place.readlink()) if place.is_symlink() else b"" if place.is_dir() else read_file(place)
    where, perhaps, passed_over = None, False, False
    try:
        for here, piece in _all_in(place, path, data):
            sight = person.sight_of(piece)
            passed_over = passed_over or (person.is_short and b"\0" in piece and not said_by(data))
            if sight:
                where = here
                break
            perhaps = perhaps or sight is False
    except SealedError as error:
        hint = "look into it yourself, or remove it"
        yield Problem("forgotten-name", f"it cannot be looked into, or not as a whole: {error}", Span(path), hint)
        return
    if where is None and perhaps:
        yield may_be_spelt(path)
    elif where is None and passed_over:
        yield Problem(
            "doubtful-name", "a name of one or two letters is not looked for in bytes that are no text", Span(path), LOOK
        )
    elif where is not None:
        text = data.decode("utf-8", "replace")
        at = next((mention.start for mention in person.mentions(text)), None)
        line, column = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) if at is not None else (1, 1)
        form = "" if at is not None else f", in another form ({where})" if where != path else ", or in another form"
        yield Problem("forgotten-name", f"the name is left{form}", Span(path, line, column), _HINT)


def _all_in(place: Path, path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield from pieces(path, data)
    if data.startswith(b"SQLite format 3\0"):
        yield from ((f"{path}: {name}", value) for name, value in stored_in(place))  # where its pages part no value
