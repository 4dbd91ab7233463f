"""Printed: texts for the terminal and JSON, neither of which can steer who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from broadsheet.expressions import expression
from broadsheet.problems import Problem

if TYPE_CHECKING:
    from broadsheet.engine.profile import Profile
    from broadsheet.model import HeldBack
# What CI services take for a command: at the beginning of a line (GitHub, TeamCity) or anywhere (Azure).
_COMMAND = expression(r"(?<![^\s]):(?=:)|#(?=#(?:vso|teamcity)?\[)")
_LONGEST_SHOWN = 100  # of a line that extraction left out
_HELD: Mapping[HeldBack, str] = {
    "draft": "draft",
    "embargo": "under embargo",
    "future": "dated in the future",
    "expired": "expired",
    "undated": "without a date",
}


def printable(text: str) -> str:
    """Return text that can steer neither a terminal nor the CI service that reads it, whatever the content holds."""
    return _COMMAND.sub("\ufffd", "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text))


def one_line(text: str) -> str:
    """Return text as `printable` does, on one line: what follows a line end would look like a message of its own."""
    return printable(text.replace("\n", " "))


def json_pieces(values: Mapping[str, object], apart: str = ",\n") -> Iterator[str]:
    """Yield a mapping as JSON, as `json_text` does, in pieces: of an iterator one item after the other."""
    yield "{"
    for number, (name, value) in enumerate(values.items()):
        yield f"{apart if number else ''}{json_text(name)}: "
        if isinstance(value, Iterator):
            yield "["
            yield from (f"{apart if at else ''}{json_text(each)}" for at, each in enumerate(value))
            yield "]"
        else:
            yield json_text(value)
    yield "}\n"


def json_text(value: object) -> str:
    """Return a value as JSON in which everything is escaped that could steer a terminal, or show a log otherwise than it is."""
    import json  # here: imported when it is needed, for every start pays for it

    text = json.dumps(value, ensure_ascii=False).replace("##vso[", "#\\u0023vso[")
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def shortened(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def held_back(held: Mapping[HeldBack, int]) -> str:
    """Return how many stories are held back, and why; and how many register files that only these name."""
    if not held:
        return ""
    entries = held.get("entry", 0)
    number = sum(held.values()) - entries
    why = ", ".join(f"{held[reason]:,} {words}" for reason, words in _HELD.items() if held.get(reason))
    stories = f"{number:,} {plural('story', number)}: {why}" if number else ""
    files = f"{entries:,} register {plural('file', entries)} that nothing else names" if entries else ""
    return f"\nheld back {stories}{'; with them ' if stories and files else ''}{files}"


def plural(kind: str, number: int) -> str:
    """Return the word for a number of things of a kind."""
    one_many = {"story": ("story", "stories"), "country": ("country", "countries"), "file": ("file", "files")}
    one, many = one_many.get(kind, (kind, kind + "s"))
    return one if number == 1 else many


def profiled(profile: Profile) -> str:
    """Return the tables of a profile as text: for each name how often, seconds, and milliseconds each."""
    lines: list[str] = []
    for title, (name, number, _), rows in profile.tables():
        if not rows:
            continue
        width = max(len(name), *(len(row[0]) for row in rows))
        each = f"{number:>8} {'seconds':>9} {'ms each':>9}" if number else f"{'seconds':>9}"
        lines += ["", title, f"  {name:<{width}} {each}"]
        for row, often, seconds in rows:
            counted = f"{often:>8,} {seconds:>9.3f} {seconds / max(often, 1) * 1000:>9.3f}" if number else f"{seconds:>9.3f}"
            lines.append(f"  {row:<{width}} {counted}")
    return "\n".join(lines)


def counts_of(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are."""
    errors = sum(problem.is_error for problem in problems)
    warnings = sum(not problem.is_error for problem in problems)
    shown = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    return ", ".join(shown)
