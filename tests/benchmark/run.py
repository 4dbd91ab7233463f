"""The command: make the corpora, build the sites, check them, measure, and print the tables.

PYTHONPATH=tests python -m benchmark.run --sizes 1000,10000 --tools DIR --work DIR [--texts DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmark.corpus import Chance, Writer, write_corpus
from benchmark.newstext import NewsWriter, read_texts
from benchmark.peers import ALL, PEERS, find_tools
from benchmark.series import Record, Series, Wishes
from benchmark.table import FOREIGN_MAX, report
from benchmark.trial import Machine, Trial

SEED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the command line asks for, and return the exit status: 1 when a site is not what it should be."""
    arguments = _parser().parse_args(argv)
    results: Path = arguments.results or arguments.work / "results.jsonl"
    if not arguments.report:
        arguments.work.mkdir(parents=True, exist_ok=True)
        with results.open("a" if arguments.append else "w", encoding="utf-8") as out:
            for record in _measured(arguments):
                out.write(json.dumps(record) + "\n")
                out.flush()
                _say(_summary(record))
    records = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    _say(report(records))
    return int(any(record["scenario"] == "failed" or record.get("faults") or record.get("differing") for record in records))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Build one news archive with several generators, and compare.", allow_abbrev=False
    )
    parser.add_argument("--sizes", type=_numbers, default=[1000], metavar="N,…", help="stories in a corpus (default 1000)")
    parser.add_argument("--tools", type=Path, default=Path(), metavar="DIR", help="where setup_peers.sh installed the generators")
    parser.add_argument("--tool", action="append", default=[], type=_pair, metavar="NAME=PATH", help="a tool that lies elsewhere")
    parser.add_argument(
        "--work", type=_absolute, required=True, metavar="DIR", help="scratch folder, best on a file system in memory"
    )
    parser.add_argument(
        "--corpora", type=_absolute, metavar="DIR", help="where corpora are kept (default: in the scratch folder)"
    )
    parser.add_argument("--texts", type=_absolute, metavar="DIR", help="real news text as JSON lines: adds a corpus made from it")
    parser.add_argument(
        "--text", type=_words(("made", "real")), metavar="made,real", help="which corpora (default: those there are)"
    )
    parser.add_argument("--peers", type=_words(tuple(PEERS)), default=list(PEERS), metavar="NAME,…", help=", ".join(PEERS))
    parser.add_argument("--scenarios", type=_words(ALL), metavar="NAME,…", help=f"of all peers; {', '.join(ALL)}")
    parser.add_argument(
        "--only", action="append", default=[], type=_pair, metavar="PEER=NAME,…", help="the scenarios of one peer"
    )
    parser.add_argument("--passes", type=int, default=3, metavar="N", help="runs of each scenario (default 3)")
    parser.add_argument(
        "--foreign", type=float, default=FOREIGN_MAX, metavar="CORES", help="repeat passes in which others took more"
    )
    parser.add_argument(
        "--quiet-wait", type=float, default=10.0, metavar="SECONDS", help="wait so long at most for a quiet machine"
    )
    parser.add_argument(
        "--results", type=_absolute, metavar="FILE", help="JSON lines (default: results.jsonl in the scratch folder)"
    )
    parser.add_argument("--append", action="store_true", help="add to the results file")
    parser.add_argument("--report", action="store_true", help="print the tables of the results file, and measure nothing")
    parser.add_argument("--keep", action="store_true", help="leave the sites in the scratch folder")
    return parser


def _absolute(text: str) -> Path:
    return Path(text).absolute()


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _words(known: Sequence[str]) -> Callable[[str], list[str]]:
    def parse(text: str) -> list[str]:
        unknown = [word for word in text.split(",") if word not in known]
        if unknown:
            message = f"`{unknown[0]}` is none of {', '.join(known)}"
            raise argparse.ArgumentTypeError(message)
        return text.split(",")

    return parse


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        message = f"`{text}` is no NAME=VALUE"
        raise argparse.ArgumentTypeError(message)
    return name, value


def _measured(arguments: argparse.Namespace) -> Iterator[Record]:
    tools = find_tools(arguments.tools.absolute(), dict(arguments.tool))
    machine = Machine(tools, arguments.work, arguments.quiet_wait)
    asked = {name: arguments.scenarios for name in PEERS if arguments.scenarios}
    asked |= {name: scenarios.split(",") for name, scenarios in arguments.only}
    for size in arguments.sizes:
        for kind in arguments.text or (("made", "real") if arguments.texts else ("made",)):
            corpus = _corpus(arguments, kind, size)
            # Real text is there for what its Markdown costs; edits cost what they cost with the other.
            scenarios = asked if kind == "made" else {name: ("cold",) for name in PEERS}
            wishes = Wishes(scenarios=scenarios, passes=arguments.passes, foreign=arguments.foreign, keep=arguments.keep)
            yield from Series([Trial(PEERS[name], corpus, machine) for name in arguments.peers], wishes).records()


def _corpus(arguments: argparse.Namespace, kind: str, size: int) -> Path:
    """Return the corpus of a kind and size, and make it if it is not there."""
    folder: Path = (arguments.corpora or arguments.work / "corpora") / f"{kind}-{size}"
    if not (folder / "manifest.json").is_file():
        _say(f"making {folder}")
        writer: Callable[[Chance], Writer] | None = None
        if kind == "real":
            if not arguments.texts:
                sys.exit("real text: name a folder of JSON lines with --texts")
            writer = partial(NewsWriter, read_texts(arguments.texts))
        write_corpus(folder, size, SEED, writer)
    return folder


def _summary(record: Record) -> str:
    named = {key: value for key, value in record.items() if value and key != "examples"}
    shown = {key: round(value, 3) if isinstance(value, float) else value for key, value in named.items()}
    return " ".join(f"{key}={value}" for key, value in shown.items())


def _say(text: str) -> None:
    sys.stdout.write(text + os.linesep)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
