"""Registering: an actor that an editor accepted gets a file of the register, or its name becomes an alias of one that is there.

A file that is there is only added to: one alias, every other byte stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from broadsheet.catalog.terms import name_key
from broadsheet.content.slugs import NAME_LENGTH, slug_of
from broadsheet.content.yamledit import Addition, RefusedError, add_below
from broadsheet.extract.finding import Value
from broadsheet.extract.identity.identity import NameInText, names_of, read_identities, resolve
from broadsheet.findings.deciding import in_flow
from broadsheet.findings.replacing import replace_file
from broadsheet.model import Entry
from broadsheet.problems import Problem, Span


class AcceptedActor(NamedTuple):
    """An actor as an editor accepted it: name, kind, code of the country, slug of its page. All but the name may be empty."""

    name: str
    kind: str = ""
    country: str = ""
    slug: str = ""

    @classmethod
    def of(cls, value: Value) -> AcceptedActor:
        """Return the actor that a finding of `actors` has for a value."""
        told = {"name": value} if isinstance(value, str) else value
        return cls(str(told.get("name", "")), str(told.get("kind", "")), str(told.get("country", "")))


class Standing(NamedTuple):
    """What the register knows of a name: the entry that has it, or those that it may mean, the likeliest first."""

    known: bool
    near: tuple[Entry, ...] = ()


def standing_of(actor: AcceptedActor, entries: Iterable[Entry]) -> Standing:
    """Return what the register knows of an actor's name."""
    actors = [entry for entry in entries if entry.kind == "actor"]
    key = name_key(actor.name)
    if any(key == name_key(name) for entry in actors for name in (*names_of(entry), entry.key)):
        return Standing(known=True)
    identities = read_identities(actors)
    (found,) = resolve([NameInText(actor.name, actor.kind, (), actor.country)], identities)
    slugs = (found.slug, *found.candidates) if found.slug else found.candidates
    return Standing(False, tuple(identities.entries[slug] for slug in dict.fromkeys(slugs) if slug))


def new_entry(root: Path, source_dir: str, actor: AcceptedActor, entries: Iterable[Entry]) -> str:
    """Make the register file of an actor and return its path. Raises OSError."""
    folder = root / source_dir / "actors"
    taken = {entry.key for entry in entries if entry.kind == "actor"} | {path.stem for path in folder.glob("*.md")}
    slug = actor.slug or free_slug(actor.name, taken)
    lines = [f"name: {in_flow(actor.name)}"]
    lines += [f"kind: {actor.kind}"] if actor.kind else []
    lines += [f"country: {in_flow(actor.country)}"] if actor.country else []
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / f"{slug}.md", ("---\n" + "\n".join(lines) + "\n---\n").encode(), lasting=True)
    return f"{source_dir}/actors/{slug}.md"


def free_slug(name: str, taken: Collection[str]) -> str:
    """Return the slug of a name, so that its page stays where it is; with a number where it is one of `taken`, in any case."""
    slug = free = slug_of(name)
    used = {other.casefold() for other in taken}
    number = 2
    while free in used:
        end = f"-{number}"
        free = slug[: NAME_LENGTH - len(end)].rstrip("-") + end
        number += 1
    return free


def add_alias(root: Path, path: str, name: str) -> Problem | None:
    """Add an alias to a register file; return why that cannot be done. Raises OSError."""
    return edit_entry(
        root / path,
        path,
        lambda front: add_below(front, "aliases", [Addition("", in_flow(name))]),
        f"add {in_flow(name)} to its `aliases` yourself",
    )


def edit_entry(place: Path, path: str, edit: Callable[[str], str], remedy: str) -> Problem | None:
    """Edit the front matter of a register file, of which every byte beside it stays; return why that cannot be done.

    Raises OSError.
    """
    try:
        head, front, rest = front_matter_of(place.read_bytes().decode("utf-8"))
        edited = head + edit(front) + rest
    except (RefusedError, UnicodeDecodeError) as refused:
        message = f"it cannot be written into the file without changing more of it: {refused}"
        return Problem("refused-edit", message, Span(path), remedy)
    replace_file(place, edited.encode("utf-8"), lasting=True)
    return None


def front_matter_of(text: str) -> tuple[str, str, str]:
    """Return what stands before the YAML of a front matter, the YAML, and what stands behind it."""
    lines = text.split("\n")
    bare = [line.strip("\ufeff \t\r") for line in lines]
    opening = next((number for number, line in enumerate(bare) if line), len(lines))
    closing = next((number for number, line in enumerate(bare) if number > opening and line in ("---", "...")), 0)
    if not closing or bare[opening] != "---":
        raise RefusedError("it has no front matter")
    front = "".join(f"{line}\n" for line in lines[opening + 1 : closing])
    return "".join(f"{line}\n" for line in lines[: opening + 1]), front, "\n".join(lines[closing:])
