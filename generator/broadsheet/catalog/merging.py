"""Merging: entries of a register that an editor said are one actor (`merged_into`), as the one entry that is kept.

The file that was merged stays as it is: its names and the slug that it had are the kept one's, and its page leads there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from broadsheet.catalog.terms import name_key
from broadsheet.model import Entry, Named
from broadsheet.problems import Outcome, Problem, Span, did_you_mean

_MOST = 64  # how often a merged entry may have been merged itself


def merged(entries: Iterable[Entry]) -> Outcome[tuple[Entry, ...]]:
    """Return entries in their order, those that were merged as names and former slugs of the one that each is.

    An entry that is merged into nobody known, or in a circle, stays what it is, and a problem says so.
    """
    given = tuple(entries)
    gone = {entry.key: entry for entry in given if entry.kind == "actor" and entry.merged_into}
    if not gone:
        return Outcome(given)
    actors = {entry.key: entry for entry in given if entry.kind == "actor"}
    slugs = slugs_by_name(actors.values())
    problems: list[Problem] = []
    kept = {slug: target for slug in sorted(gone) if (target := _target(slug, gone, slugs, problems))}
    found = {slug: entry for slug, entry in actors.items() if slug not in kept}
    for slug in sorted(kept):
        found[kept[slug]] = _with(found[kept[slug]], actors[slug])
    shown = tuple(found.get(entry.key, entry) if entry.kind == "actor" else entry for entry in given if not _is_gone(entry, kept))
    return Outcome(shown, tuple(problems))


def slugs_by_name(actors: Iterable[Entry]) -> Mapping[str, str]:
    """Return actors' slugs by the keys of their slugs and names; where two claim one, the first by slug has it."""
    found: dict[str, str] = {}
    ordered = sorted(actors, key=lambda entry: entry.key)
    for entry in ordered:
        found.setdefault(entry.key, entry.key)
    for entry in ordered:
        for named in (entry.name, *entry.aliases):
            if named:
                found.setdefault(name_key(named.text), entry.key)
    return found


def _is_gone(entry: Entry, kept: Mapping[str, str]) -> bool:
    return entry.kind == "actor" and entry.key in kept


def _target(slug: str, gone: Mapping[str, Entry], slugs: Mapping[str, str], problems: list[Problem]) -> str:
    """Return the slug of the entry that a merged one is in the end, or nothing."""
    at = slug
    for _ in range(_MOST):
        named = gone[at].merged_into
        assert named is not None
        to = slugs.get(named.text) or slugs.get(name_key(named.text), "")
        if not to:
            if at == slug:
                known = sorted(key for key in slugs.values() if key != slug)
                hint = did_you_mean(named.text, known) or "write the slug of the actor's file"
                problems.append(Problem("bad-value", f"there is no actor `{named.text}` to be merged into", named.span, hint))
            return ""
        if to not in gone:
            return to
        at = to
        if at == slug:
            break
    own = gone[slug].merged_into
    message = f"`{slug}` is merged into itself"
    problems.append(
        Problem("bad-value", message, own.span if own else Span(gone[slug].path), "take `merged_into` out of one file")
    )
    return ""


def _with(entry: Entry, other: Entry) -> Entry:
    """Return an entry with the names of another, and its slug as one that it had."""
    known = {name_key(named.text) for named in (entry.name, *entry.aliases) if named}
    names = [named for named in (other.name, *other.aliases) if named]
    fresh: list[Named] = []
    for named in names:
        if name_key(named.text) not in known:
            known.add(name_key(named.text))
            fresh.append(named)
    former = (*entry.former, Named(other.key, Span(other.path)), *other.former)
    return entry._replace(aliases=(*entry.aliases, *fresh), former=former)
