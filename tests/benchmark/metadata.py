"""Reading metadata: how long the front matter of real articles takes, and how much of it is read the quick way.

    PYTHONPATH=tests python -m benchmark.metadata FOLDER...

prints for each folder its articles with front matter, the share of them that needs no YAML parser, and CPU microseconds an
article: bytes to text, text to nodes, nodes to checked values, and their sum; of each article the least of several runs.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path

from broadsheet.content.fields import Reading, missing_keys, read_fields
from broadsheet.content.frontmatter import SourceText, body_start, decode_text, split_front_matter
from broadsheet.content.plainyaml import plain_yaml
from broadsheet.content.register import FOLDERS
from broadsheet.content.schema import PAGE, STORY, entry_fields
from broadsheet.problems import Span

_TABLES = {"pages": PAGE, **{folder: entry_fields(kind) for kind, folder in FOLDERS.items()}}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the folders that the command line names."""
    parser = argparse.ArgumentParser(description="How long the front matter of real articles takes to read.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args(arguments)
    gc.disable()
    print("articles   quick   text  nodes values    sum")  # noqa: T201
    for folder in options.folders:
        print(row(folder, options.runs), folder)  # noqa: T201


def row(folder: Path, runs: int) -> str:
    """Return the figures of a folder."""
    found = [measured(path, runs) for path in sorted(folder.rglob("*.md"))]
    articles = [each for each in found if each]
    count = len(articles) or 1
    quick = sum(is_quick for is_quick, *_ in articles) / count
    parts = [sum(each[part] for each in articles) / count * 1e6 for part in (1, 2, 3)]
    return f"{len(articles):8} {quick:7.2%}" + "".join(f" {each:6.1f}" for each in (*parts, sum(parts)))


def measured(path: Path, runs: int) -> tuple[bool, float, float, float] | None:
    """Say whether an article needs no YAML parser, and return the seconds of each part; None where it has no front matter."""
    data, name = path.read_bytes(), path.name
    source = decode_text(data, name).value
    front = split_front_matter(source).value if source else None
    if source is None or front is None or front.metadata is None:
        return None
    table = next((_TABLES[part] for part in path.parts if part in _TABLES), STORY)
    mapping = front.metadata

    def check() -> None:
        reading = Reading(name, UTC)
        missing_keys(table, read_fields(table, mapping, reading).given, Span(name), reading)

    return (
        plain_yaml(written(source)) is not None,
        least(lambda: decode_text(data, name), runs),
        least(lambda: split_front_matter(source), runs),
        least(check, runs),
    )


def written(source: SourceText) -> str:
    """Return the YAML between the lines that enclose it."""
    whole = source.text[: body_start(source.text)].strip()
    return whole.partition("\n")[2].rpartition("\n")[0] + "\n"


def least(part: Callable[[], object], runs: int) -> float:
    """Return the least CPU seconds that a part takes."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        part()
        times.append(time.process_time() - started)
    return min(times)


if __name__ == "__main__":
    main()
