"""Merging: two entries of the register of actors become one, or are told apart for good, as an editor says.

The files of both stay, and every byte in them: one gets the other's names, the other a line that says which it is. What tells
two apart is a line, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.catalog.merging import slugs_by_name
from broadsheet.catalog.terms import Term, name_key
from broadsheet.content.context import ReadContext
from broadsheet.content.scan import scan_registers
from broadsheet.content.slugs import slug_of
from broadsheet.content.yamledit import Addition, add_below, add_entry
from broadsheet.engine.configuration import STATE, load_config
from broadsheet.engine.extraction import read_registers
from broadsheet.engine.lock import build_lock
from broadsheet.engine.prepare import prepare
from broadsheet.engine.report import BuildOptions, Reporter
from broadsheet.extract.identity.identity import names_of
from broadsheet.findings.deciding import in_flow
from broadsheet.findings.registering import AcceptedActor, add_alias, edit_entry, new_entry
from broadsheet.model import Entry
from broadsheet.problems import Outcome, Problem, did_you_mean, in_order
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


def merge_named(root: Path, names: tuple[str, str], clock: str, reporter: Reporter, *, same: bool) -> Merged:
    """Merge the second of two actors into the first, or tell them apart; each by slug or by any of its names. Raises OSError.

    An actor of stories that has no file gets one, under the slug of its page. To be merged it needs none: its name becomes one of
    the first's. So does a name that no story has, which is told; what is written as a slug has to be somebody's.
    """
    options = BuildOptions(clock=clock, relative=True, drafts=True)
    settings = load_config(root, options)
    if settings.value is None:
        return Merged(in_order(settings.problems))
    context = ReadContext.of(settings.value)
    with build_lock(root / STATE / "lock", reporter.waiting):
        sources = Sources.of(root, settings.value)
        links = [problem for problem in scan_registers(sources).problems if problem.is_error]
        if links:
            return Merged(in_order(links))
        found = _entries_of(names, sources, context)
        if None not in found:
            return _settle(root, found, names[1], same=same)
        actors = _actors_of_stories(root, options, reporter)
        problems = actors.problems or _unknown(names, found, actors.value, same=same)
        if problems:
            return Merged(in_order(problems))
        needed = names[:1] if same else names
        fresh = [actors.value[name_key(name)] for name, entry in zip(needed, found, strict=False) if entry is None]
        written = [f"{new_entry(root, context.source_dir, _accepted(term), ())} is written" for term in fresh]
        term = actors.value.get(name_key(names[1]))
        found = _entries_of(names, sources, context)
        merged = _settle(root, found, term.name if term else names[1], "" if term else ", which no story has", same=same)
        return Merged(merged.problems, (*written, *merged.done))


def _settle(root: Path, found: Sequence[Entry | None], name: str, note: str = "", *, same: bool) -> Merged:
    """Do it with the entries of both, or with that of the first and the name of the second, of which a note is told."""
    one, other = found
    assert one is not None
    if other is None:
        problem = add_alias(root, one.path, name)
        return Merged((problem,)) if problem else Merged((), (f"{one.path} has the alias {in_flow(name)}{note}",))
    if one is other:
        return Merged((), (f"{name} is {one.key} already",))
    return merge(root, one, other) if same else tell_apart(root, one, other)


def _entries_of(names: Iterable[str], sources: Sources, context: ReadContext) -> list[Entry | None]:
    """Return the register's entries of actors, each by slug or by any of its names."""
    actors = {entry.key: entry for entry in read_registers(sources, context).entries if entry.kind == "actor"}
    slugs = slugs_by_name(actors.values())
    return [actors.get(slugs.get(name) or slugs.get(name_key(name), "")) for name in names]


def _actors_of_stories(root: Path, options: BuildOptions, reporter: Reporter) -> Outcome[Mapping[str, Term]]:
    """Return all actors that have pages, by the keys of their slugs and names; or the errors of the content."""
    prepared = prepare(root, options, reporter)
    faults = tuple(problem for problem in prepared.problems if problem.is_error)
    actors = prepared.value.edition.catalog.of_kind("actor") if prepared.value else ()
    return Outcome({name_key(called): actor for actor in actors for called in (actor.name, actor.slug)}, faults)


def _unknown(
    names: Sequence[str], found: Sequence[Entry | None], actors: Mapping[str, Term], *, same: bool
) -> tuple[Problem, ...]:
    """Return an error for each of two actors that is nobody's name; that of the second may be a fresh one, but for a slug."""
    problems: list[Problem] = []
    for place, (name, entry) in enumerate(zip(names, found, strict=True)):
        may_be_fresh = same and place == 1 and slug_of(name) != name
        if not (entry or may_be_fresh or name_key(name) in actors):
            known = {called for actor in actors.values() for called in (actor.name, actor.slug)}
            hint = did_you_mean(name, known) or "write the name as stories have it, or the slug of the actor's page"
            problems.append(Problem("unknown-actor", f"no actor is called `{name}`", None, hint))
    return tuple(problems)


def _accepted(actor: Term) -> AcceptedActor:
    return AcceptedActor(actor.name, actor.actor_kind or "", actor.country, actor.slug)


def _fresh_names(kept: Entry, other: Entry) -> Iterable[str]:
    """Yield the names of an entry that the other one has not."""
    known = {name_key(name) for name in names_of(kept)}
    for name in names_of(other):
        if name_key(name) not in known:
            known.add(name_key(name))
            yield name
