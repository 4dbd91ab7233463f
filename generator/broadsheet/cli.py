"""The command line: the only place that prints, exits, and looks at the clock and the environment.

Exit status: 0 done; 1 the content has errors; 2 the command line is wrong; 3 the machine failed (disk full, no permission).
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import errno
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from broadsheet import __version__
from broadsheet.engine.extras import UnusableError
from broadsheet.key import new_salt, read_key

if TYPE_CHECKING:
    from broadsheet.engine.report import BuildOptions

DONE, CONTENT_ERRORS, USAGE, MACHINE_FAILED = 0, 1, 2, 3


def run() -> NoReturn:
    """Run the command line as a program, and end it.

    What is registered for the end is done and what was printed is flushed; but the archive in memory is not taken apart object by
    object, which takes some hundredths of a second, and a quarter of one where it is large.
    """
    status = main(ends=True)
    atexit._run_exitfuncs()  # what the interpreter itself calls; there is no public name for it
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read it is gone
            stream.flush()
    os._exit(status)


def main(argv: Sequence[str] | None = None, *, ends: bool = False) -> int:
    """Run the command line and return its exit status. `ends`: the program ends then, by `run`."""
    parser = command_line()
    arguments = parser.parse_args(argv)
    arguments.ends = ends
    if not hasattr(arguments, "run"):
        parser.print_help(sys.stderr)
        return USAGE
    try:
        status: int = arguments.run(arguments)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except UnusableError as error:
        _complain(error)
        return USAGE
    except OSError as error:
        _complain(_machine_fault(error))
        return MACHINE_FAILED
    return status


def _complain(what: object) -> None:
    """Say why nothing is done."""
    from broadsheet.terminal import printable

    print(printable(f"broadsheet: {what}"), file=sys.stderr)


def _machine_fault(error: OSError) -> str:
    what = error.strerror or str(error)
    where = f": {error.filename}" if error.filename else ""
    hints = {
        errno.ENOSPC: "; free some space and build again, nothing is lost",
        errno.EACCES: "; check who owns the folder",
        errno.EADDRINUSE: "; choose another --port",
    }
    return what.lower() + where + hints.get(error.errno or 0, "")


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
    new.set_defaults(run=_new)

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
    build.set_defaults(run=_build)

    serve = commands.add_parser("serve", help="build, show on this machine, build again on change", allow_abbrev=False)
    _add_root(serve)
    _add_build_options(serve)
    serve.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (default 8000; 0: any free one)")
    serve.set_defaults(run=_serve)

    check = commands.add_parser("check", help="report the problems of the content; writes nothing", allow_abbrev=False)
    _add_root(check)
    _add_build_options(check)
    check.add_argument("--all", action="store_true", help="show each warning, also where many say the same")
    check.set_defaults(run=_check)

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
        metavar=("FILE", "FIELD"),
        help="show what is found for a key, by which rule, and what is left out",
    )
    extract.add_argument(
        "--frequencies",
        action="store_true",
        help="count anew in how many of all articles each word occurs, which new tags are chosen by; extract nothing",
    )
    extract.add_argument("--workers", type=_workers, default=0, metavar="N", help="processes to use (default: one for each core)")
    _add_voice(extract)
    extract.set_defaults(run=_extract)

    review = commands.add_parser("review", help="go through what was found, the least certain first", allow_abbrev=False)
    review.add_argument(
        "paths", nargs="*", metavar="ROOT|FILE", help="the publication (default: found from this folder up) or some articles"
    )
    review.add_argument("--all", action="store_true", help="show what is hardly sure at all, too")
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
    review.set_defaults(run=_review)

    _add_import(commands)

    _add_forget(commands)

    explain = commands.add_parser("explain", help="say why an output was built and what it depends on", allow_abbrev=False)
    _add_root(explain)
    explain.add_argument("asked", metavar="ADDRESS|FILE", help="an address, an output, or a source file, template or picture")
    explain.add_argument("--output", default="", metavar="DIR", help="explain what was built into DIR")
    explain.add_argument("--clock", type=_clock, metavar="ISO-DATE-TIME", help="judge what is up to date as of then")
    explain.add_argument("--json", action="store_true", help="print events, one JSON object a line")
    explain.set_defaults(run=_explain)

    verify = commands.add_parser("verify", help="compare a site with its own manifest", allow_abbrev=False)
    verify.add_argument(
        "site", metavar="SITE", help="the folder of the output, or the address (http, https) where it is published"
    )
    verify.add_argument("--root", default="", metavar="SHA256", help="the digest that manifest.json must have")
    verify.add_argument("--json", action="store_true", help="print events, one JSON object a line")
    verify.set_defaults(run=_verify)

    pack = commands.add_parser("pack", help="pack a site for libraries and web archives", allow_abbrev=False)
    pack.add_argument("site", metavar="SITE", type=Path, help="the folder of the output, which must be as its manifest says")
    pack.add_argument("--bagit", metavar="DIR", type=Path, help="put it into a new folder as a bag (BagIt)")
    pack.add_argument("--wacz", metavar="FILE", type=Path, help="put it into a new file that browsers replay (WACZ)")
    pack.add_argument("--clock", type=_clock, metavar="ISO-DATE-TIME", help="the moment of packing, where it is not now")
    pack.add_argument("--json", action="store_true", help="print events, one JSON object a line")
    pack.set_defaults(run=_pack)
    return parser


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("import", help="bring in the archive of another program", allow_abbrev=False)
    parser.add_argument("source", type=Path, metavar="SOURCE", help="the folder or file that holds the archive")
    parser.add_argument("--into", required=True, type=Path, metavar="DIR", help="the publication; made where there is none")
    parser.add_argument("--kind", default="", metavar="KIND", help="what wrote the archive (default: found out)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the whole report there, as JSON")
    parser.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done")
    parser.add_argument("--fetch", action="store_true", help="fetch the pictures that stories show and that are on the web only")
    _add_voice(parser)
    parser.set_defaults(run=_import)


def _add_forget(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("forget", help="take a person out of everything, and prove it", allow_abbrev=False)
    parser.add_argument("name", metavar="NAME", help="the person's name as stories have it, or the slug of the register file")
    _add_root(parser)
    parser.add_argument("--also", action="append", default=[], metavar="SPELLING", help="another spelling of the name; repeat it")
    parser.add_argument("--other", action="append", default=[], metavar="NAME", help="a name that is somebody else's; repeat it")
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
    parser.set_defaults(run=_forget, clock="")


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
        return _instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except OverflowError:
        message = f"`{text}` is outside the years 1 to 9999 in UTC"
        raise argparse.ArgumentTypeError(message) from None


def _instant(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{utc.year:04d}{utc.strftime('-%m-%dT%H:%M:%SZ')}"


def _find_root(given: Path | None) -> Path:
    """Return the publication: the folder given, or the nearest one from here up that holds a broadsheet.yaml."""
    if given is not None:
        return given.absolute()
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "broadsheet.yaml").is_file()), here)


def _options(arguments: argparse.Namespace) -> BuildOptions:
    from broadsheet.engine.report import BuildOptions

    return BuildOptions(
        clock=_now(arguments.clock),
        output=getattr(arguments, "output", ""),
        base_url=getattr(arguments, "base_url", None) or "",
        relative=getattr(arguments, "relative", False),
        drafts=getattr(arguments, "drafts", False),
        strict=getattr(arguments, "strict", False),
        workers=getattr(arguments, "workers", 0),
        full=getattr(arguments, "full", False),
        verify=getattr(arguments, "verify", False),
        profile=getattr(arguments, "profile", False),
        ends=arguments.ends and not getattr(arguments, "verify", False),
        keep_going=getattr(arguments, "keep_going", False),
        untrusted=getattr(arguments, "untrusted", False),
        key=read_key(),
    )


def _now(clock: str) -> str:
    """Return the moment that counts as now: the one given, that of the environment, or what it is."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return clock or _instant(datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC))


def _new(arguments: argparse.Namespace) -> int:
    from broadsheet.scaffold import make_publication
    from broadsheet.terminal import printable

    problem = make_publication(arguments.directory.absolute(), arguments.title)
    if problem:
        _complain(problem)
        return CONTENT_ERRORS
    made = f"made a publication in {arguments.directory}\nnext: cd {arguments.directory} && broadsheet serve"
    print(printable(made))
    return DONE


def _build(arguments: argparse.Namespace) -> int:
    from broadsheet.engine.pipeline import build
    from broadsheet.terminal import Terminal

    if arguments.keep_going and (arguments.full or arguments.verify or arguments.cluster):
        _complain("--keep-going goes with none of --full, --verify and --cluster")
        return USAGE
    root = _find_root(arguments.root)
    terminal = Terminal(root, json_lines=arguments.json, quiet=arguments.quiet)
    started = time.monotonic()
    if arguments.cluster:
        from broadsheet.engine.cluster import cluster_at

        with cluster_at(arguments.cluster, root) as pool:
            report = build(root, _options(arguments)._replace(pool=pool), terminal)
    else:
        report = build(root, _options(arguments), terminal)
    terminal.finish(report, time.monotonic() - started)
    return DONE if report.published and not report.errors else CONTENT_ERRORS


def _check(arguments: argparse.Namespace) -> int:
    from broadsheet.check.content import check_content
    from broadsheet.terminal import Terminal

    root = _find_root(arguments.root)
    terminal = Terminal(root, json_lines=arguments.json, quiet=arguments.quiet)
    problems = check_content(root, _options(arguments), terminal)
    terminal.checked(problems, each=arguments.all)
    failed = any(problem.is_error or arguments.strict for problem in problems)
    return CONTENT_ERRORS if failed else DONE


def _extract(arguments: argparse.Namespace) -> int:
    from broadsheet.findings.extracting import extract
    from broadsheet.terminal import Terminal

    asked = arguments.paths + (arguments.explain or [])[:1]
    root, named = _root_and_files(asked)
    terminal = Terminal(root, json_lines=arguments.json, quiet=arguments.quiet)
    if arguments.explain:
        from broadsheet.findings.explaining import explain_findings

        outcome = explain_findings(root, *arguments.explain)
        terminal.found(outcome)
        return CONTENT_ERRORS if outcome.value is None else DONE
    if arguments.frequencies:
        from broadsheet.findings.counting import count

        if named:
            _complain("--frequencies counts all articles of a publication; name none")
            return USAGE
        counted = count(root, terminal, check=arguments.check, workers=arguments.workers)
        terminal.counted(counted, check=arguments.check)
        return CONTENT_ERRORS if counted.errors or (arguments.check and counted.changed) else DONE
    done = extract(root, named, terminal, check=arguments.check, workers=arguments.workers)
    terminal.extracted(done, check=arguments.check)
    return CONTENT_ERRORS if done.errors or (arguments.check and done.changed) else DONE


def _review(arguments: argparse.Namespace) -> int:
    from broadsheet.content.findings import FOUND_KEYS
    from broadsheet.findings.queue import USABLE
    from broadsheet.findings.reviewing import review
    from broadsheet.problems import allowed_values
    from broadsheet.prompt import Prompt
    from broadsheet.terminal import Terminal

    root, named = _root_and_files(arguments.paths)
    terminal = Terminal(root)
    if arguments.same or arguments.different:
        from broadsheet.findings.merging import merge_named

        merged = merge_named(root, arguments.same or arguments.different, terminal, same=bool(arguments.same))
        terminal.merged(merged)
        return CONTENT_ERRORS if merged.errors else DONE
    for key in arguments.kind:
        if key not in FOUND_KEYS:
            _complain(f"nothing is found for a key `{key}`: {allowed_values(key, FOUND_KEYS)}")
            return USAGE
    least = 0.0 if arguments.all else USABLE
    done = review(root, named, Prompt(), terminal, least=least, keys=arguments.kind or FOUND_KEYS)
    terminal.reviewed(done)
    return CONTENT_ERRORS if done.errors else DONE


def _root_and_files(paths: Sequence[str]) -> tuple[Path, list[str]]:
    """Return the publication and the files that are named: a folder that holds a broadsheet.yaml is the publication itself."""
    if paths and (len(paths) == 1 and (Path(paths[0]) / "broadsheet.yaml").is_file()):
        return Path(paths[0]).absolute(), []
    start = Path(paths[0]).absolute() if paths else Path.cwd()
    folders = (start, *start.parents)
    root = next((folder for folder in folders if (folder / "broadsheet.yaml").is_file()), None)
    return root or (start if start.is_dir() else _find_root(None)), list(paths)


def _import(arguments: argparse.Namespace) -> int:
    from broadsheet.findings.replacing import replace_file
    from broadsheet.importing.fetching import fetched
    from broadsheet.importing.importer import ImportRefusedError, run
    from broadsheet.importing.kinds import KINDS
    from broadsheet.importing.needs import MissingError
    from broadsheet.problems import allowed_values
    from broadsheet.terminal import Terminal, json_pieces

    if arguments.kind and arguments.kind not in KINDS:
        _complain(f"no kind `{arguments.kind}`: {allowed_values(arguments.kind, KINDS)}")
        return USAGE
    into = arguments.into.absolute()
    terminal = Terminal(into, json_lines=arguments.json, quiet=arguments.quiet)
    clock = _instant(datetime.now(UTC))
    try:
        fetch = fetched if arguments.fetch else None
        report = run(arguments.source, into, terminal, kind=arguments.kind, clock=clock, dry_run=arguments.dry_run, fetch=fetch)
    except (ImportRefusedError, MissingError) as error:
        _complain(error)
        return USAGE
    if arguments.report:
        pieces = (piece.encode() for piece in json_pieces(report.plain()))
        replace_file(arguments.report.resolve() if arguments.report.is_file() else arguments.report, pieces)
    terminal.imported(report)
    return DONE if report.complete else CONTENT_ERRORS


def _forget(arguments: argparse.Namespace) -> int:
    from broadsheet.engine.store import is_url
    from broadsheet.forget.forgetting import Request, carry_out, plan_forgetting
    from broadsheet.prompt import confirmed
    from broadsheet.terminal import Terminal

    if is_url(arguments.output):
        _complain("--output has to be a folder, or nothing can be searched")
        return USAGE
    root, options = _find_root(arguments.root), _options(arguments)
    terminal = Terminal(root)
    told = arguments.name, tuple(arguments.also), tuple(arguments.other), arguments.replace, arguments.tombstone
    planned = plan_forgetting(root, Request(*told, salt=new_salt()), options, terminal)
    terminal.planned(planned)
    if planned.value is None or planned.value.plan.left:
        return CONTENT_ERRORS
    if arguments.dry_run:
        return DONE
    if not arguments.yes and not confirmed("take all this out, and build anew"):
        _complain("nothing was done; say --yes to do it without being asked")
        return USAGE
    started = time.monotonic()
    done = carry_out(planned.value, options, terminal)
    terminal.forgotten(done, time.monotonic() - started)
    return DONE if done.is_proved else CONTENT_ERRORS


def _explain(arguments: argparse.Namespace) -> int:
    from broadsheet.engine.explain import explain
    from broadsheet.terminal import Terminal

    root = _find_root(arguments.root)
    outcome = explain(root, arguments.asked, _options(arguments))
    Terminal(root, json_lines=arguments.json).explained(outcome)
    return CONTENT_ERRORS if outcome.value is None else DONE


def _verify(arguments: argparse.Namespace) -> int:
    from broadsheet.fixity.comparing import compare, site_at
    from broadsheet.terminal import Terminal

    outcome = compare(site_at(arguments.site), arguments.root)
    Terminal(Path(), json_lines=arguments.json).compared(outcome)
    return DONE if outcome.value and outcome.value.is_whole else CONTENT_ERRORS


def _pack(arguments: argparse.Namespace) -> int:
    from broadsheet.fixity.packing import pack
    from broadsheet.terminal import Terminal

    if not (arguments.bagit or arguments.wacz):
        _complain("say what to make of the site: --bagit DIR, --wacz FILE, or both")
        return USAGE
    outcome = pack(arguments.site, arguments.bagit, arguments.wacz, _now(arguments.clock))
    Terminal(Path(), json_lines=arguments.json).compared(outcome)
    return DONE if outcome.value and outcome.value.is_whole else CONTENT_ERRORS


def _serve(arguments: argparse.Namespace) -> int:
    from broadsheet.serve.server import serve
    from broadsheet.terminal import Terminal

    root = _find_root(arguments.root)
    terminal = Terminal(root, json_lines=arguments.json, quiet=arguments.quiet)
    return serve(root, _options(arguments), arguments.port, terminal)
