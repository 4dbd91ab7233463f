"""The arguments: all commands of the command line and their options."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from broadsheet import __version__


def command_line() -> argparse.ArgumentParser:
    """Return the parser of the command line: all commands and their options."""
    parser = argparse.ArgumentParser(
        prog="broadsheet", description="Build a static archive of news stories, people and countries.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    new = commands.add_parser("new", help="make a fresh publication that builds at once", allow_abbrev=False)
    new.add_argument("directory", metavar="DIR", type=Path, help="a folder that is empty or not there yet")
    new.add_argument("--title", default="", help="title of the publication (default: from the folder's name)")
    new.set_defaults(command="new")

    build = commands.add_parser("build", help="build the archive", allow_abbrev=False)
    _add_root(build)
    _add_build_options(build)
    build.add_argument(
        "--output",
        default="",
        metavar="DIR|URL",
        help="write into DIR instead of the configured output folder, or into an object store: s3://BUCKET/ARCHIVE",
    )
    build.add_argument("--relative", action="store_true", help="make links that work when the folder is opened from a disk")
    build.add_argument("--workers", type=_workers, default=0, metavar="N", help="processes to use (default: one for each core)")
    build.add_argument(
        "--cluster", default="", metavar="ADDRESS", help="share the work with a Dask cluster: tcp://HOST:PORT or a scheduler file"
    )
    build.add_argument(
        "--keep-going", action="store_true", help="leave stories with errors as they were, publish all others, and exit with 1"
    )
    build.add_argument("--full", action="store_true", help="make everything again, whatever is known from earlier builds")
    build.add_argument("--verify", action="store_true", help="compare every output with what a full build makes")
    build.add_argument("--profile", action="store_true", help="show where the time goes")
    build.set_defaults(command="build")

    serve = commands.add_parser("serve", help="build, show on this machine, build again on change", allow_abbrev=False)
    _add_root(serve)
    _add_build_options(serve)
    serve.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (default 8000; 0: any free one)")
    serve.set_defaults(command="serve")

    check = commands.add_parser("check", help="report the problems of the content; writes nothing", allow_abbrev=False)
    _add_root(check)
    _add_build_options(check)
    check.add_argument("--all", action="store_true", help="show each warning, also where many say the same")
    check.set_defaults(command="check")

    extract = commands.add_parser("extract", help="find metadata in articles and write it beside them", allow_abbrev=False)
    extract.add_argument(
        "paths",
        nargs="*",
        metavar="ROOT|FILE",
        help="the publication (default: found from this folder up) or some articles",
    )
    extract.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    extract.add_argument(
        "--explain",
        nargs=2,
        metavar=("FILE", "KEY"),
        help="show what is found for a key, by which rule, and what is left out",
    )
    extract.add_argument(
        "--frequencies",
        action="store_true",
        help="count anew in how many of all articles each word occurs, which new tags are chosen by; extract nothing",
    )
    extract.add_argument("--workers", type=_workers, default=0, metavar="N", help="processes to use (default: one for each core)")
    _add_voice(extract)
    extract.set_defaults(command="extract")

    review = commands.add_parser("review", help="go through what was found, story by story", allow_abbrev=False)
    review.add_argument(
        "paths", nargs="*", metavar="ROOT|FILE", help="the publication (default: found from this folder up) or some articles"
    )
    review.add_argument("--all", action="store_true", help="show what is hardly sure at all, too")
    review.add_argument("--again", action="store_true", help="ask about what was decided before, too")
    review.add_argument("--json", action="store_true", help="print what is to be decided as JSON, and ask nothing")
    review.add_argument(
        "--apply", metavar="FILE", help="carry out decisions that stand in a file of JSON (`-`: what is piped in)"
    )
    review.add_argument(
        "--least", type=_share, metavar="N", help="ask only about what is at least so sure, 0 to 1 (default: 0.5)"
    )
    review.add_argument("--most", type=_share, default=1.0, metavar="N", help="ask only about what is at most so sure")
    review.add_argument(
        "--kind", action="append", default=[], metavar="KEY", help="ask only about one key, such as actors; may be given again"
    )
    review.add_argument(
        "--same",
        nargs=2,
        metavar=("KEPT", "OTHER"),
        help="two actors are one: OTHER, a slug or a name, is merged into KEPT; nothing else is asked",
    )
    review.add_argument(
        "--different",
        nargs=2,
        metavar=("ONE", "OTHER"),
        help="two actors of the register are not one, and are not asked about again",
    )
    review.set_defaults(command="review")

    _add_import(commands)

    _add_forget(commands)

    explain = commands.add_parser("explain", help="say why an output was built and what it depends on", allow_abbrev=False)
    _add_root(explain)
    explain.add_argument("asked", metavar="ADDRESS|FILE", help="an address, an output, or a source file, template or picture")
    explain.add_argument("--output", default="", metavar="DIR", help="explain what was built into DIR")
    explain.add_argument("--clock", type=_clock, metavar="ISO-DATE-TIME", help="judge what is up to date as of then")
    explain.add_argument("--json", action="store_true", help="print events, one JSON object a line")
    explain.set_defaults(command="explain")

    verify = commands.add_parser("verify", help="compare a site with its own manifest", allow_abbrev=False)
    verify.add_argument(
        "site", metavar="SITE", help="the folder of the output, or the address (http, https) where it is published"
    )
    verify.add_argument("--root", default="", metavar="SHA256", help="the digest that manifest.json must have")
    verify.add_argument("--public-key", type=Path, metavar="FILE", help="the minisign key that manifest.json must be signed with")
    verify.add_argument("--json", action="store_true", help="print events, one JSON object a line")
    verify.set_defaults(command="verify")

    pack = commands.add_parser("pack", help="pack a site for libraries and web archives", allow_abbrev=False)
    pack.add_argument("site", metavar="SITE", type=Path, help="the folder of the output, which must be as its manifest says")
    pack.add_argument("--bagit", metavar="DIR", type=Path, help="put it into a new folder as a bag (BagIt)")
    pack.add_argument("--wacz", metavar="FILE", type=Path, help="put it into a new file that browsers replay (WACZ)")
    pack.add_argument("--clock", type=_clock, metavar="ISO-DATE-TIME", help="the moment of packing, where it is not now")
    pack.add_argument("--json", action="store_true", help="print events, one JSON object a line")
    pack.set_defaults(command="pack")
    return parser


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("import", help="bring in the archive of another program", allow_abbrev=False)
    parser.add_argument("source", type=Path, metavar="SOURCE", help="the folder or file that holds the archive")
    parser.add_argument("--into", required=True, type=Path, metavar="DIR", help="the publication; made where there is none")
    parser.add_argument("--kind", default="", metavar="KIND", help="what wrote the archive (default: found out)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the whole report there, as JSON")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done")
    parser.add_argument(
        "--fetch", action="store_true", help="fetch the pictures and captions that stories show and that are on the web only"
    )
    _add_voice(parser)
    parser.set_defaults(command="import")


def _add_forget(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("forget", help="take a person out of everything, and prove it", allow_abbrev=False)
    parser.add_argument(
        "name", type=_name, metavar="NAME", help="the person's name as stories have it, or the slug of the register file"
    )
    _add_root(parser)
    also, others = "another spelling of the name; repeat it", "a name that is somebody else's; repeat it"
    parser.add_argument("--also", type=_name, action="append", default=[], metavar="SPELLING", help=also)
    parser.add_argument("--other", type=_name, action="append", default=[], metavar="NAME", help=others)
    parser.add_argument(
        "--replace", default="", metavar="TEXT", help='what is put for the name in words: "[name removed]", "A. L."'
    )
    parser.add_argument(
        "--tombstone", action="store_true", help="let the page for what is not there say that pages were taken away"
    )
    parser.add_argument(
        "--output", default="", metavar="DIR", help="build and search DIR instead of the configured output folder"
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done")
    parser.add_argument("--yes", action="store_true", help="do it without being asked")
    parser.set_defaults(command="forget", clock="")


def _add_root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("root", nargs="?", type=Path, metavar="ROOT", help="the publication (default: found from this folder up)")


def _add_build_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base-url", type=_base_url, metavar="URL", help="publish for this address, whatever broadsheet.yaml says"
    )
    parser.add_argument("--untrusted", action="store_true", help="strangers sent it: heed only what they may have a say in")
    parser.add_argument("--drafts", action="store_true", help="publish drafts, too")
    parser.add_argument("--clock", type=_clock, metavar="ISO-DATE-TIME", help="hold back and publish as at that time, not as now")
    parser.add_argument("--strict", action="store_true", help="fail when there are warnings, too")
    _add_voice(parser)


def _add_voice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print events, one JSON object a line")
    parser.add_argument("--quiet", action="store_true", help="print problems only")


def _port(text: str) -> int:
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    message = f"`{text}` is no port: a number from 0 to 65535"
    raise argparse.ArgumentTypeError(message)


def _workers(text: str) -> int:
    if text.isdecimal() and 0 < int(text) <= 64:
        return int(text)
    message = f"`{text}` is no number of processes: from 1 to 64"
    raise argparse.ArgumentTypeError(message)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if 0.0 <= share <= 1.0:
        return share
    message = f"`{text}` is no confidence: from 0 to 1"
    raise argparse.ArgumentTypeError(message)


def _name(text: str) -> str:
    if any(map(str.isalnum, text)):
        return text
    message = f"`{text}` is no name"
    raise argparse.ArgumentTypeError(message)


def _base_url(text: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(text)
    if parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment:
        return text
    message = f"`{text}` is no absolute http(s) address such as https://example.org/archive/"
    raise argparse.ArgumentTypeError(message)


def _clock(text: str) -> str:
    """Return an instant in UTC from an ISO date-time; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = f"`{text}` is no ISO date-time such as 2026-02-03T10:00:00Z"
        raise argparse.ArgumentTypeError(message) from None
    try:
        return instant_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except OverflowError:
        message = f"`{text}` is outside the years 1 to 9999 in UTC"
        raise argparse.ArgumentTypeError(message) from None


def instant_of(moment: datetime) -> str:
    """Return a moment as an instant in UTC, `YYYY-MM-DDTHH:MM:SSZ`."""
    utc = moment.astimezone(UTC)
    return f"{utc.year:04d}{utc.strftime('-%m-%dT%H:%M:%SZ')}"
