"""The command `forget`: a person is taken out of the sources, everything is made again, and every byte is searched for the name.

What would be done is found out first; while the name stands where only an editor can change it, nothing is done at all. The state
of builds is removed, not amended: what is deleted in a database, or kept of a picture, may still be read.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from broadsheet.catalog.forgotten import line_of
from broadsheet.catalog.merging import slugs_by_name
from broadsheet.catalog.terms import name_key
from broadsheet.config import Config
from broadsheet.content.context import ReadContext
from broadsheet.content.scan import FINDINGS_SUFFIX
from broadsheet.content.yamledit import Addition, RefusedError, add_below, add_entry
from broadsheet.engine.configuration import SETTINGS, STATE, output_folder
from broadsheet.engine.extraction import read_registers
from broadsheet.engine.lock import build_lock
from broadsheet.engine.pipeline import build
from broadsheet.engine.prepare import prepare
from broadsheet.engine.report import BuildOptions, Report, Reporter
from broadsheet.findings.extracting import extract
from broadsheet.findings.replacing import replace_file
from broadsheet.forget.proof import places_left
from broadsheet.forget.sources import Plan, plan
from broadsheet.forget.spellings import Spellings
from broadsheet.model import Entry
from broadsheet.problems import Outcome, Problem, Span, did_you_mean, in_order
from broadsheet.sources import Sources


class Request(NamedTuple):
    """What an editor asks: a name, other spellings of it, names that are somebody else's, and what is put for it in words.

    `salt` is for a publication that has forgotten nobody yet: hexadecimal digits.
    """

    name: str
    also: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    instead: str = ""
    tombstone: bool = False
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What is about to be done: to the sources, to the configuration, and who it is about."""

    root: Path
    config: Config
    folder: Path
    person: Spellings
    plan: Plan
    settings: str


class Forgotten(NamedTuple):
    """What was done: to which names, the problems of extraction, the build that followed, the places in which one is left."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]
    report: Report
    left: tuple[Problem, ...]

    @property
    def is_proved(self) -> bool:
        """Say whether everything was made again, and the name is nowhere."""
        return self.report.published and not (self.report.errors or any(each.is_error for each in (*self.problems, *self.left)))


def plan_forgetting(root: Path, request: Request, options: BuildOptions, reporter: Reporter) -> Outcome[Forgetting | None]:
    """Find out what is to be done to forget a person; nothing is written. None, and why, where it cannot be done."""
    prepared = prepare(root, options, reporter)
    faults = [problem for problem in prepared.problems if problem.is_error and problem.code != "forgotten-name"]
    if prepared.value is None or faults:
        return Outcome(None, in_order(faults))
    config, catalog = prepared.value.config, prepared.value.edition.catalog
    own, other = _parted(root, config, request)
    names = dict.fromkeys((request.name, *request.also, *(name for entry in own for name in _names_of(entry))))
    terms = [term for term in catalog.terms.values() if term.kind == "actor"]
    others = [*request.others, *(name for entry in other for name in _names_of(entry)), *(term.name for term in terms)]
    mine = Spellings(tuple(names))
    person = Spellings(tuple(names), tuple(dict.fromkeys(name for name in others if not mine.is_named(name))))
    folder = output_folder(root, config, options)
    made = plan(root, config, person, own, request.instead)
    settings = (root / SETTINGS).read_bytes().decode("utf-8")
    try:
        settings = _remembering(settings, config, person, request)
    except RefusedError as refused:
        message = f"`forgotten` cannot be added to it without changing more of it: {refused}"
        return Outcome(None, (Problem("refused-edit", message, Span(SETTINGS), "write `forgotten: []` into it yourself"),))
    found = Forgetting(root, config, folder, person, made, settings)
    if not (made.told or made.left or places_left(root, config, folder, person, reporter)) and not _is_remembered(config, person):
        hint = did_you_mean(request.name, [term.name for term in terms]) or "write the name as stories have it"
        return Outcome(None, (Problem("unknown-actor", f"the name `{request.name}` stands nowhere", None, hint),))
    return Outcome(found)


def carry_out(found: Forgetting, options: BuildOptions, reporter: Reporter) -> Forgotten:
    """Do it, make everything again, and search it. Raises OSError."""
    root, made = found.root, found.plan
    with build_lock(root / STATE / "lock", reporter.waiting):
        replace_file(root / SETTINGS, found.settings.encode(), lasting=True)
        for path, data in made.files.items():
            replace_file(root / path, data, lasting=True)
        for path in made.removed:
            (root / path).unlink()
            with contextlib.suppress(OSError):  # it is not empty
                (root / path).parent.rmdir()
        _remove_state(root / STATE)
    anew = [path for path in made.removed if path.endswith(FINDINGS_SUFFIX)]
    articles = [article for path in anew if (article := _article_of(root, path))]
    extracted = extract(root, articles, reporter).problems if articles else ()
    report = build(root, options, reporter)
    return Forgotten(
        found.person.names, extracted, report, tuple(places_left(root, found.config, found.folder, found.person, reporter))
    )


def _parted(root: Path, config: Config, request: Request) -> tuple[list[Entry], list[Entry]]:
    """Return the entries of actors that are the person, and the others."""
    entries = [e for e in read_registers(Sources.of(root, config), ReadContext.of(config)).entries if e.kind == "actor"]
    slugs = slugs_by_name(entries)
    own = {slugs.get(name) or slugs.get(name_key(name)) for name in (request.name, *request.also)}
    return [entry for entry in entries if entry.key in own], [entry for entry in entries if entry.key not in own]


def _names_of(entry: Entry) -> Iterable[str]:
    """Yield the names of an entry, and its slugs; a slug of one word is that of many."""
    yield from (named.text for named in (entry.name, *entry.aliases) if named)
    yield from (slug for slug in (entry.key, *(named.text for named in entry.former)) if "-" in slug)


def _remembering(settings: str, config: Config, person: Spellings, request: Request) -> str:
    """Return the configuration with the digests of the name, and with the note on removed pages, if that is wished."""
    salt = config.forgotten[0].partition("-")[0] if config.forgotten else request.salt
    own = {line_of(salt, words) for words in person.rows}
    lines = sorted((own | {line_of(salt, words, other=True) for words in person.longer}) - {*config.forgotten})
    settings = add_below(settings, "forgotten", [Addition("", line) for line in lines]) if lines else settings
    return add_entry(settings, Addition("tombstone", "true")) if request.tombstone and not config.tombstone else settings


def _is_remembered(config: Config, person: Spellings) -> bool:
    salts = {line.partition("-")[0] for line in config.forgotten}
    return any(line_of(salt, words) in config.forgotten for salt in salts for words in person.rows)


def _remove_state(folder: Path) -> None:
    """Remove all that builds left for one another, but the lock, which we hold."""
    for place in folder.iterdir():
        if place.name != "lock":
            shutil.rmtree(place) if place.is_dir() else place.unlink()


def _article_of(root: Path, findings: str) -> str:
    """Return the article beside which a file of findings stood."""
    stem = findings.removesuffix(FINDINGS_SUFFIX)
    folder = os.listdir((root / stem).parent) if (root / stem).parent.is_dir() else []  # noqa: PTH208  # names
    name = Path(stem).name
    found = [each for each in folder if each.rpartition(".")[0] == name and not each.endswith((".yaml", ".jsonl"))]
    return f"{stem.rpartition('/')[0]}/{min(found)}" if found else ""
