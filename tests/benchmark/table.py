"""The results as Markdown: what each generator took, how it stands to the yardstick, and whether the bars are reached."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmark.peers import YARDSTICK
from benchmark.series import Record

FOREIGN_MAX = 0.15  # cores; a pass in which others took more counts only when there is no quieter one
WARM = ("noop", "edit", "retitle", "new", "template")


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of several runs, with the smallest and the largest."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{_short(self.median)} [{_short(self.low)}–{_short(self.high)}]"


class Results:
    """The records of one corpus, to be asked."""

    def __init__(self, corpus: str, records: Sequence[Record]) -> None:
        self.corpus = corpus
        self.kind, _, size = corpus.rpartition("-")
        self.size = int(size)
        self._records = [record for record in records if record["corpus"] == corpus]

    @property
    def peers(self) -> list[str]:
        """Return the generators in the order in which they ran."""
        return list(dict.fromkeys(record["peer"] for record in self._records))

    def all(self, peer: str, scenario: str) -> list[Record]:
        """Return the records of a generator in a scenario."""
        return [record for record in self._records if (record["peer"], record["scenario"]) == (peer, scenario)]

    def figure(self, peer: str, scenario: str, measure: str) -> Figure | None:
        """Return what a generator took; None where it did not take part. Disturbed runs are left out while there are others."""
        runs = self.all(peer, scenario)
        runs = [run for run in runs if run.get("foreign", 0.0) <= FOREIGN_MAX] or runs
        return _figure([run[measure] for run in runs])

    def ratio(self, peer: str, scenario: str, measure: str) -> Figure | None:
        """Return how a generator stands to the yardstick, pass by pass; None where one of them did not take part."""
        theirs = {run["pass"]: run for run in self.all(YARDSTICK, scenario)}
        pairs = [(run, theirs[run["pass"]]) for run in self.all(peer, scenario) if run["pass"] in theirs]
        quiet = [pair for pair in pairs if max(run["foreign"] for run in pair) <= FOREIGN_MAX]
        return _figure([run[measure] / other[measure] for run, other in quiet or pairs])


def _figure(values: Sequence[float]) -> Figure | None:
    return Figure(statistics.median(values), min(values), max(values)) if values else None


def _short(value: float) -> str:
    return (
        f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
    )


def report(records: Sequence[Record]) -> str:
    """Return all tables of the results."""
    corpora = [Results(corpus, records) for corpus in dict.fromkeys(record["corpus"] for record in records)]
    lines: list[str] = []
    for results in corpora:
        lines += [*_cold_table(results), *_warm_table(results), *_server_table(results), *_remarks(results)]
    lines += _bars_table(corpora)
    return "\n".join(lines) + "\n"


def _table(heading: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    if rows:
        yield from ("", f"### {heading}", "", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}")
        yield from (f"| {' | '.join('' if cell is None else str(cell) for cell in row)} |" for row in rows)


def _cold_table(results: Results) -> Iterator[str]:
    columns = ("generator", "cold s", "ratio", "CPU s", "ratio", "memory MB", "ratio", "files", "MB", "check")
    rows = []
    for peer in results.peers:
        cells: list[object] = [peer]
        for measure in ("wall", "cpu", "memory"):
            cells += [results.figure(peer, "cold", measure), results.ratio(peer, "cold", measure)]
        check = next(iter(results.all(peer, "check")), None)
        if check:
            verdict = f"{check['faults']} faults" if check["faults"] else "passed"
            rows.append([*cells, f"{check['files']:,}", f"{check['bytes'] / 1e6:.1f}", verdict])
    yield from _table(f"{results.kind} corpus, {results.size:,} stories: from nothing", columns, rows)


def _warm_table(results: Results) -> Iterator[str]:
    columns = ["generator"]
    for scenario in WARM:
        columns += [f"{scenario} s", "ratio", "files written"]
    rows = []
    for peer in results.peers:
        cells: list[object] = [peer]
        for scenario in WARM:
            written = results.figure(peer, scenario, "written")
            cells += [results.figure(peer, scenario, "wall"), results.ratio(peer, scenario, "wall")]
            cells.append(f"{written.median:,.0f}" if written else None)
        same = next(iter(results.all(peer, "same")), None)
        if any(cell is not None for cell in cells[1:]):
            rows.append(
                [*cells, max(len(run["stale"]) for s in WARM for run in results.all(peer, s)), same and same["differing"]]
            )
    heading = f"{results.kind} corpus, {results.size:,} stories: after a change"
    yield from _table(heading, [*columns, "stale pages", "files other than a clean build's"], rows)


def _server_table(results: Results) -> Iterator[str]:
    columns = ("generator", "ready s", "edit to page s", "headline to page s", "headline to list s", "memory MB")
    rows = []
    for peer in results.peers:
        for served in results.all(peer, "serve"):
            taken = [served[name] for name in ("ready", "edit", "retitle", "retitle_list", "memory")]
            rows.append([peer, *("never" if value is None else _short(value) for value in taken)])
    yield from _table(f"{results.kind} corpus, {results.size:,} stories: the server", columns, rows)


def _remarks(results: Results) -> Iterator[str]:
    for peer in results.peers:
        for record in results.all(peer, "failed"):
            yield f"\n{peer} failed during {record['during']}: {record['error']}"
        for record in results.all(peer, "check"):
            for fault in record["examples"][:3]:
                yield f"\n{peer}: {fault}"
        for record in results.all(peer, "same"):
            if record["differing"]:
                yield f"\n{peer} differs from a clean build in {', '.join(record['examples'][:3])}"


Ask = Callable[[Results], Figure | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """What has to be reached: at most `limit`, in a corpus of a kind with at least `size` stories."""

    text: str
    kind: str
    size: int
    limit: float
    ask: Ask


def _ratio(peer: str, scenario: str, measure: str = "wall") -> Ask:
    return lambda results: results.ratio(peer, scenario, measure)


def _taken(peer: str, scenario: str, measure: str = "wall") -> Ask:
    return lambda results: results.figure(peer, scenario, measure)


BARS = (
    Bar("cold, real text", "real", 10_000, 0.5, _ratio("broadsheet", "cold")),
    Bar("cold", "made", 10_000, 0.8, _ratio("broadsheet", "cold")),
    Bar("cold, CommonMark engine", "made", 10_000, 0.35, _ratio("broadsheet-commonmark", "cold")),
    Bar("cold, CommonMark engine, CPU", "made", 10_000, 0.35, _ratio("broadsheet-commonmark", "cold", "cpu")),
    Bar("memory", "made", 10_000, 1 / 3, _ratio("broadsheet", "cold", "memory")),
    Bar("cold, all default features", "made", 10_000, 1.0, _ratio("broadsheet-full", "cold")),
    Bar("no-op", "made", 10_000, 1 / 40, _ratio("broadsheet", "noop")),
    Bar("body edit", "made", 10_000, 1 / 20, _ratio("broadsheet", "edit")),
    Bar("retitle", "made", 10_000, 1 / 15, _ratio("broadsheet", "retitle")),
    Bar("new story", "made", 10_000, 1 / 15, _ratio("broadsheet", "new")),
    Bar("no-op, all default features", "made", 10_000, 1 / 40, _ratio("broadsheet-full", "noop")),
    Bar("body edit, all default features", "made", 10_000, 1 / 20, _ratio("broadsheet-full", "edit")),
    Bar("retitle, all default features", "made", 10_000, 1 / 15, _ratio("broadsheet-full", "retitle")),
    Bar("new story, all default features", "made", 10_000, 1 / 15, _ratio("broadsheet-full", "new")),
    Bar("edit to page in the server, s", "made", 10_000, 0.3, _taken("broadsheet", "serve", "edit")),
    Bar("cold", "made", 100_000, 0.5, _ratio("broadsheet", "cold")),
    Bar("cold, CommonMark engine", "made", 100_000, 0.2, _ratio("broadsheet-commonmark", "cold")),
    Bar("no-op, s", "made", 100_000, 2.0, _taken("broadsheet", "noop")),
    Bar("body edit, s", "made", 100_000, 2.0, _taken("broadsheet", "edit")),
    Bar("memory, MB", "made", 100_000, 1000.0, _taken("broadsheet", "cold", "memory")),
)
_GROWTH_MAX = 11.0  # from 10,000 to 100,000 stories


def _bars_table(corpora: Sequence[Results]) -> Iterator[str]:
    rows: list[list[object]] = []
    for results in corpora:
        sizes = [bar.size for bar in BARS if bar.size <= results.size]
        meant = max(sizes) if sizes else min(bar.size for bar in BARS)  # a smaller corpus shows where things stand
        for bar in BARS:
            figure = bar.ask(results) if (bar.kind, bar.size) == (results.kind, meant) else None
            if figure:
                verdict = "reached" if figure.median <= bar.limit else "missed"
                verdict += "" if results.size >= bar.size else f" (the bar is meant for {bar.size:,})"
                rows.append([f"{results.size:,}", bar.text, f"at most {bar.limit:.3g}", figure, verdict])
    for results in corpora:
        written = results.figure("broadsheet", "new", "written")
        if written:
            wanted = "the same for any archive"
            rows.append([f"{results.size:,}", "new story of six terms: files written", wanted, f"{written.median:,.0f}", ""])
    made = {results.size: results.figure("broadsheet", "cold", "wall") for results in corpora if results.kind == "made"}
    small, large = made.get(10_000), made.get(100_000)
    if small and large:
        growth = large.median / small.median
        verdict = "reached" if growth <= _GROWTH_MAX else "missed"
        rows.append(["100,000", "cold, to our own at 10,000", f"at most {_GROWTH_MAX:.0f}", _short(growth), verdict])
    yield from _table(f"The bars (ratios are to {YARDSTICK})", ("stories", "scenario", "bar", "measured", ""), rows)
