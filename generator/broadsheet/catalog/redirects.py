"""Redirects: from old addresses to the pages that stand for them, each alias once and never in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from broadsheet.catalog.addresses import comparison_form, too_long
from broadsheet.catalog.catalog import Redirect
from broadsheet.problems import Outcome, Problem, Span


def compile_redirects(aliases: Iterable[Redirect], owners: Mapping[str, str]) -> Outcome[tuple[Redirect, ...]]:
    """Return the redirects in the order of their aliases.

    `owners` maps the address of every story to its source file: an alias that is such an address gives way, for that story may
    come out, or come back, when nobody is there; it is a loop when the two redirect to each other. An alias that several pages
    claim is a conflict that names them.
    """
    problems: list[Problem] = []
    chosen: dict[str, Redirect] = {}
    targets: dict[str, set[str]] = {}
    for redirect in sorted(aliases, key=lambda r: (r.alias, r.span)):
        targets.setdefault(address_of(redirect.alias), set()).add(redirect.target)
    for redirect in sorted(aliases, key=lambda r: (r.alias, r.span)):
        address = address_of(redirect.alias)
        taken = next((form for form in (address, address.rstrip("/")) if form in owners), "")
        if taken:
            problems.append(_conflict(redirect, taken, targets, owners))
        elif address in chosen:
            found = f"the alias `{redirect.alias}` already leads to `{chosen[address].target}`"
            problems.append(
                Problem("redirect-conflict", found, redirect.span, "take it out of one of the two", (chosen[address].span,))
            )
        else:
            chosen[address] = redirect
    for redirect in chosen.values():
        onward = chosen.get(address_of(redirect.target))
        if onward and not any(problem.is_error for problem in problems):
            found = f"the alias `{redirect.alias}` leads to `{redirect.target}`, which is an old address itself"
            problems.append(Problem("redirect-loop", found, redirect.span, f"write `{onward.target}`", (onward.span,)))
    return Outcome(tuple(chosen.values()), tuple(problems))


def has_query(alias: str) -> bool:
    """Say whether an alias is told from the front page by its query alone: `/?p=12`."""
    return "?" in alias


def has_no_page(redirect: Redirect) -> bool:
    """Say whether only the host can lead on from an old address: it is told by its query, or it is that of a file that is no page
    (`/old/feed.xml`, but neither `/old/` nor `/old.html`), or leads to one, or no file can have such a long name, or its page and
    the new one would be one file on many disks.
    """
    alias = redirect.alias
    return has_query(alias) or _is_file(alias) or _is_file(redirect.target) or too_long(alias) or differs_by_case(redirect)


def differs_by_case(redirect: Redirect) -> bool:
    """Say whether an old address differs from the new one by capitals alone: `/2014/News/` and `/2014/news/`."""
    return comparison_form(address_of(redirect.alias)) == comparison_form(address_of(redirect.target))


def _is_file(address: str) -> bool:
    name = address.rpartition("/")[2]
    return "." in name and not name.lower().endswith((".html", ".htm"))


def address_of(alias: str) -> str:
    """Return the address that an alias is served from: a folder's, unless it names a file."""
    return alias if has_query(alias) or alias.endswith("/") or "." in alias.rpartition("/")[2] else alias + "/"


def _conflict(redirect: Redirect, address: str, targets: Mapping[str, set[str]], owners: Mapping[str, str]) -> Problem:
    also = (Span(owners[address]),)
    if redirect.target == address:
        found = f"the alias `{redirect.alias}` is the story's own address and would redirect to itself"
        return Problem("redirect-loop", found, redirect.span, "take the alias out")
    if _leads_back(address, redirect.target, targets):
        found = f"the alias `{redirect.alias}` closes a circle of redirects with `{redirect.target}`"
        return Problem("redirect-loop", found, redirect.span, "take one of the aliases out", also)
    found = "the alias is the address of another story, which stands there"  # the same words for all: there may be hundreds
    return Problem("idle-alias", found, redirect.span, "take the alias out, unless that story is to go", also)


def _leads_back(address: str, target: str, targets: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    queue = [target]
    while queue:
        here = queue.pop()
        if here == address:
            return True
        if here not in seen:
            seen.add(here)
            queue += sorted(targets.get(here, ()))
    return False
