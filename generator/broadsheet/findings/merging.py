"""Merging: two entries of the register of actors become one, or are told apart for good, as an editor says.

The files of both stay, and every byte in them: one gets the other's names, the other a line that says which it is. What tells
two apart is a line, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.catalog.merging import slugs_by_name
from broadsheet.catalog.terms import name_key
from broadsheet.content.context import ReadContext
from broadsheet.content.scan import scan_registers
from broadsheet.content.yamledit import Addition, add_below, add_entry
from broadsheet.engine.configuration import STATE, load_config
from broadsheet.engine.extraction import read_registers
from broadsheet.engine.lock import build_lock
from broadsheet.engine.report import BuildOptions, Reporter
from broadsheet.extract.identity.identity import names_of
from broadsheet.findings.deciding import in_flow
from broadsheet.findings.registering import edit_entry
from broadsheet.model import Entry
from broadsheet.problems import Problem, Span, did_you_mean, in_order
from broadsheet.sources import Sources


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge or of telling two apart: problems, and what was done, as sentences."""

    problems: tuple[Problem, ...]
    done: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return sum(problem.is_error for problem in self.problems)


def merge(root: Path, kept: Entry, other: Entry) -> Merged:
    """Make one actor of two: `other` is merged into `kept`, which gets its names. Raises OSError.

    The file of `other` says so first: whatever happens then, the two are one, and a name is nobody else's.
    """
    aliases = [Addition("", in_flow(name)) for name in _fresh_names(kept, other)]
    remedy = f"write `merged_into: {kept.key}` into it yourself"
    merged = Addition("merged_into", kept.key)
    problem = edit_entry(root / other.path, other.path, lambda front: add_entry(front, merged), remedy)
    if problem:
        return Merged((problem,))
    done = [f"{other.path} is merged into {kept.key}"]
    if aliases:
        names = ", ".join(alias.value for alias in aliases)
        remedy = f"add {names} to its `aliases` yourself"
        problem = edit_entry(root / kept.path, kept.path, lambda front: add_below(front, "aliases", aliases), remedy)
        done += [] if problem else [f"{kept.path} has the alias {names}"]
    return Merged((problem,) if problem else (), tuple(done))


def tell_apart(root: Path, one: Entry, other: Entry) -> Merged:
    """Remember in the file of one actor that another one is somebody else. Raises OSError."""
    apart = [Addition("", other.key)]
    remedy = f"add {other.key} to its `different_from` yourself"
    problem = edit_entry(root / one.path, one.path, lambda front: add_below(front, "different_from", apart), remedy)
    return Merged((problem,)) if problem else Merged((), (f"{one.path} is different from {other.key}",))


def merge_named(root: Path, names: Sequence[str], reporter: Reporter, *, same: bool) -> Merged:
    """Merge the second of two actors into the first, or tell them apart; each by slug or by any of its names. Raises OSError.

    A second one that has no file is another name of the first.
    """
    settings = load_config(root, BuildOptions(clock="", relative=True))
    if settings.value is None:
        return Merged(in_order(settings.problems))
    context = ReadContext.of(settings.value)
    with build_lock(root / STATE / "lock", reporter.waiting):
        sources = Sources.of(root, settings.value)
        links = [problem for problem in scan_registers(sources).problems if problem.is_error]
        if links:
            return Merged(in_order(links))
        actors = {entry.key: entry for entry in read_registers(sources, context).entries if entry.kind == "actor"}
        slugs = slugs_by_name(actors.values())
        one, other = (actors.get(slugs.get(name) or slugs.get(name_key(name), "")) for name in names)
        if one is None or (other is None and not same):
            missing = names[0] if one is None else names[1]
            hint = did_you_mean(missing, sorted(actors)) or f"write {context.source_dir}/actors/SLUG.md with its name first"
            folder = Span(f"{context.source_dir}/actors")
            return Merged((Problem("unknown-actor", f"there is no actor `{missing}` in the register", folder, hint),))
        if other is None:
            return _with_name(root, one, names[1])
        if one is other:
            return Merged((), (f"{names[0]} and {names[1]} are one actor already",))
        return merge(root, one, other) if same else tell_apart(root, one, other)


def _with_name(root: Path, entry: Entry, name: str) -> Merged:
    alias = [Addition("", in_flow(name))]
    remedy = f"add {in_flow(name)} to its `aliases` yourself"
    problem = edit_entry(root / entry.path, entry.path, lambda front: add_below(front, "aliases", alias), remedy)
    return Merged((problem,)) if problem else Merged((), (f"{entry.path} has the alias {in_flow(name)}",))


def _fresh_names(kept: Entry, other: Entry) -> Iterable[str]:
    """Yield the names of an entry that the other one has not."""
    known = {name_key(name) for name in names_of(kept)}
    for name in names_of(other):
        if name_key(name) not in known:
            known.add(name_key(name))
            yield name
