"""Replay real news day by day: each day is added as it first stood, then corrected, and every build is a warm one.

    cd tests && python -m engine.replay ITEMS.jsonl --work DIR --days 100 --every 10

ITEMS.jsonl holds one item a line: `id`, `date`, `section`, `threads`, `title`, `text`, `links` (start, end, text, wiki) and
`sources`. The newest `--days` days are replayed in two builds each, on the archive of all days before; every `--every`th build
is compared with a cold one, byte for byte. What is printed for each build: outputs rendered, written and removed, and seconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from broadsheet.catalog.gazetteer import load_countries
from engine.archive import Archive, Piece
from engine.builds import Built, build_apart, cold_build, differing, shown, site_of

Item = Mapping[str, Any]
Build = Callable[..., Built]


@dataclass(frozen=True)
class Step:
    """One build of a replay. `unequal` names outputs that a cold build makes otherwise; None where that was not looked at."""

    what: str
    rendered: int
    written: int
    removed: int
    seconds: float
    unequal: Sequence[str] | None


def read_days(path: Path) -> list[tuple[str, list[Item]]]:
    """Return the items of each day, the oldest first."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    items.sort(key=lambda item: (item["date"], item["id"]))
    return [(day, list(found)) for day, found in groupby(items, key=lambda item: str(item["date"]))]


def replay(
    days: Sequence[tuple[str, list[Item]]], root: Path, newest: int, every: int, build: Build = build_apart
) -> Iterator[Step]:
    """Replay the newest days on the archive of those before; yield what each build did."""
    codes = {name: record.code for record in load_countries() for name in (record.name, *record.aliases)}
    archive = Archive(root)
    archive.settings = {"title": "The Replayed Times", "base_url": "https://example.org/"}
    before, replayed = days[: len(days) - newest], days[len(days) - newest :]
    archive.articles = [corrected(item, codes) for _, items in before for item in items]
    yield _built(archive, "the archive before", build, compare=False)
    number = 0
    for day, items in replayed:
        archive.clock = f"{day}T23:00:00Z"
        archive.articles += [first_version(item, codes, at) for at, item in enumerate(items)]
        number += 1
        yield _built(archive, f"{day} added, {len(items)} stories", build, compare=number % every == 0)
        wrong = len(archive.articles) - len(items)
        final = [corrected(item, codes) for item in items]
        changed = sum(one != other for one, other in zip(archive.articles[wrong:], final, strict=True))
        archive.articles[wrong:] = final
        number += 1
        yield _built(archive, f"{day} corrected, {changed} stories", build, compare=number % every == 0)


def _built(archive: Archive, what: str, build: Build, *, compare: bool) -> Step:
    archive.save()
    built = build(archive.root, *archive.switches)
    if built.status != 0:
        raise RuntimeError(f"{what}: {built.text}")
    unequal = None
    if compare:
        cold, fresh = cold_build(archive)
        unequal = differing(site_of(archive.site), fresh)
        unequal += ["the problems"] if built.problems != cold.problems else []
    event = built.event
    counts = (event.get("rendered", -1), event["written"], event["removed"])
    return Step(what, *counts, event["seconds"], unequal)


def corrected(item: Item, codes: Mapping[str, str]) -> Piece:
    """Return the article of an item as it stood in the end."""
    return _piece(item, item["title"], item["text"], item.get("links", ()), codes)


def first_version(item: Item, codes: Mapping[str, str], at: int) -> Piece:
    """Return the article as it may have stood at first: by turns another headline, a sentence less, a link more, or nothing."""
    title, text, links = item["title"], item["text"], list(item.get("links", ()))
    if at % 4 == 0:
        title = title.split(": ")[-1][:60] + " (developing)"
    elif at % 4 == 1:
        text = text[: max(40, len(text) * 2 // 3)]
        links = [link for link in links if link["end"] <= len(text)]
    elif at % 4 == 2:
        links = links[:-1]
    return _piece(item, title, text, links, codes)


def _piece(item: Item, title: str, text: str, links: Iterable[Mapping[str, Any]], codes: Mapping[str, str]) -> Piece:
    targets = [str(link["wiki"]) for link in links]
    threads = item.get("threads", ())
    meta = {
        "title": title,
        "date": item["date"],
        "section": item["section"],
        "dossier": list(threads[:1]),
        "tags": list(threads[1:4]),
        "actors": list(dict.fromkeys(name for name in targets if " " in name and "(" not in name and name not in codes))[:6],
        "countries": sorted({codes[name] for name in targets if name in codes}),
        "citations": [source for source in item.get("sources", ()) if source.get("name")],
    }
    kept = {key: value for key, value in meta.items() if value}
    return Piece(f"content/stories/{item['date'][:7]}/{item['id']}.md", kept, _linked(text, links))


def _linked(text: str, links: Iterable[Mapping[str, Any]]) -> str:
    made, at = "", 0
    for link in sorted(links, key=lambda link: link["start"]):
        if link["start"] < at:
            continue
        page = str(link["wiki"]).replace(" ", "_").replace("(", "%28").replace(")", "%29")
        made += f"{text[at : link['start']]}[{link['text']}](https://en.wikipedia.org/wiki/{page})"
        at = link["end"]
    return made + text[at:]


def main() -> int:
    """Replay what the command line names; return 1 when a warm build was not what a cold one is."""
    parser = argparse.ArgumentParser(description="Replay real news day by day with warm builds.")
    parser.add_argument("items", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="a folder that does not exist yet, for the publication")
    parser.add_argument("--days", type=int, default=100)
    parser.add_argument("--every", type=int, default=10)
    arguments = parser.parse_args()
    days = read_days(arguments.items)
    steps = []
    for step in replay(days, arguments.work.resolve(), min(arguments.days, len(days) - 1), arguments.every):
        verdict = "" if step.unequal is None else "  equal" if not step.unequal else f"  UNEQUAL: {shown(step.unequal)}"
        counts = f"{step.rendered} rendered, {step.written} written, {step.removed} removed"
        _say(f"{step.what}: {counts}, {step.seconds:.2f} s{verdict}")
        steps.append(step)
    warm = steps[1:]
    for key in ("rendered", "written", "seconds"):
        found = [getattr(step, key) for step in warm]
        _say(f"{key}: median {statistics.median(found):g}, most {max(found):g}")
    compared = [step for step in steps if step.unequal is not None]
    unequal = sum(bool(step.unequal) for step in compared)
    _say(f"{len(warm)} warm builds, {len(compared)} compared with a cold one, {unequal} unequal")
    return 1 if unequal else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
