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
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from broadsheet.arguments import command_line, instant_of
from broadsheet.engine.extras import UnusableError
from broadsheet.key import new_salt, read_key

if TYPE_CHECKING:
    from broadsheet.engine.report import BuildOptions
    from broadsheet.findings.queue import Filter

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
    if not hasattr(arguments, "command"):
        parser.print_help(sys.stderr)
        return USAGE
    try:
        status = _COMMANDS[arguments.command](arguments)
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
    from broadsheet.printed import printable

    print(printable(f"broadsheet: {what}"), file=sys.stderr)


def _machine_fault(error: OSError) -> str:
    from broadsheet.problems import place_of  # here: for whoever meets a fault

    what = error.strerror or str(error)
    where = f": {place_of(error)}" if place_of(error) else ""
    hints = {
        errno.ENOSPC: "; free some space and build again, nothing is lost",
        errno.EACCES: "; check who owns the folder",
        errno.EADDRINUSE: "; choose another --port",
    }
    return what.lower() + where + hints.get(error.errno or 0, "")


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
    return clock or instant_of(datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC))


def _new(arguments: argparse.Namespace) -> int:
    from broadsheet.printed import printable
    from broadsheet.scaffold import make_publication

    problem = make_publication(arguments.directory.absolute(), arguments.title)
    if problem:
        _complain(problem)
        return CONTENT_ERRORS
    made = f"made a publication in {arguments.directory}\nnext: cd {arguments.directory} && broadsheet serve"
    print(printable(made))
    return DONE


def _build(arguments: argparse.Namespace) -> int:
    from broadsheet.engine.collector import no_collector

    with no_collector(again=not arguments.ends):  # which would look through all that is imported, too
        return _built(arguments)


def _built(arguments: argparse.Namespace) -> int:
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
    from broadsheet.check.losses import find_losses
    from broadsheet.terminal import Terminal

    root = _find_root(arguments.root)
    terminal = Terminal(root, json_lines=arguments.json, quiet=arguments.quiet)
    problems = check_content(root, _options(arguments), terminal)
    terminal.checked(problems, find_losses(root, _options(arguments)), each=arguments.all)
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
    from broadsheet.findings.queue import USABLE, Filter
    from broadsheet.findings.reviewing import review
    from broadsheet.problems import allowed_values
    from broadsheet.prompt import Prompt
    from broadsheet.terminal import Terminal

    root, named = _root_and_files(arguments.paths)
    terminal = Terminal(root)
    if arguments.same or arguments.different:
        from broadsheet.findings.merging import merge_named

        merged = merge_named(root, arguments.same or arguments.different, _now(""), terminal, same=bool(arguments.same))
        terminal.merged(merged)
        return CONTENT_ERRORS if merged.errors else DONE
    for key in arguments.kind:
        if key not in FOUND_KEYS:
            _complain(f"nothing is found for a key `{key}`: {allowed_values(key, FOUND_KEYS)}")
            return USAGE
    least = 0.0 if arguments.all else USABLE
    chosen = Filter(
        arguments.kind or FOUND_KEYS, least if arguments.least is None else arguments.least, arguments.most, arguments.again
    )
    if arguments.json or arguments.apply:
        return _review_as_data(arguments, root, named, chosen)
    done = review(root, named, Prompt(terminal.clear), terminal, chosen)
    terminal.reviewed(done)
    return CONTENT_ERRORS if done.errors else DONE


def _review_as_data(arguments: argparse.Namespace, root: Path, named: list[str], chosen: Filter) -> int:
    """Print what is to be decided as JSON, or carry out decisions that are given so."""
    import json

    from broadsheet.findings.applying import apply_decisions, listed
    from broadsheet.findings.reviewing import Reviewed, prepare_review
    from broadsheet.printed import json_pieces
    from broadsheet.terminal import Terminal

    given: object = None
    if arguments.apply:
        try:
            text = sys.stdin.read() if arguments.apply == "-" else Path(arguments.apply).read_text(encoding="utf-8")
            given = json.loads(text)
        except (ValueError, RecursionError) as error:
            _complain(f"{arguments.apply} is no JSON: {error}")
            return USAGE
    terminal = Terminal(root, quiet=arguments.json)
    to_review, problems = prepare_review(root, named, terminal, chosen)
    if to_review is None:
        terminal.reviewed(Reviewed(problems))
        return CONTENT_ERRORS
    if arguments.json:
        sys.stdout.writelines(json_pieces({"stories": listed(to_review)}))
        return DONE
    done = apply_decisions(to_review, given, terminal)
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
    from broadsheet.printed import json_pieces
    from broadsheet.problems import allowed_values
    from broadsheet.terminal import Terminal

    if arguments.kind and arguments.kind not in KINDS:
        _complain(f"no kind `{arguments.kind}`: {allowed_values(arguments.kind, KINDS)}")
        return USAGE
    into = arguments.into.absolute()
    terminal = Terminal(into, json_lines=arguments.json, quiet=arguments.quiet)
    clock = instant_of(datetime.now(UTC))
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

    outcome = compare(site_at(arguments.site), arguments.root, arguments.public_key)
    Terminal(Path(), json_lines=arguments.json).compared(outcome)
    return DONE if outcome.value and outcome.value.is_whole else CONTENT_ERRORS


def _pack(arguments: argparse.Namespace) -> int:
    from broadsheet.fixity.packing import pack
    from broadsheet.terminal import Terminal

    if not (arguments.bagit or arguments.wacz):
        _complain("say what to make of the site: --bagit DIR, --wacz FILE, or both")
        return USAGE
    outcome = pack(arguments.site, arguments.bagit, arguments.wacz, _now(arguments.clock))
    Terminal(Path(), json_lines=arguments.json).packed(outcome, [each for each in (arguments.bagit, arguments.wacz) if each])
    return DONE if outcome.value and outcome.value.is_whole else CONTENT_ERRORS


def _serve(arguments: argparse.Namespace) -> int:
    from broadsheet.serve.server import serve
    from broadsheet.terminal import Terminal

    root = _find_root(arguments.root)
    terminal = Terminal(root, json_lines=arguments.json, quiet=arguments.quiet)
    return serve(root, _options(arguments), arguments.port, terminal)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "new": _new,
    "build": _build,
    "serve": _serve,
    "check": _check,
    "extract": _extract,
    "review": _review,
    "explain": _explain,
    "verify": _verify,
    "pack": _pack,
    "import": _import,
    "forget": _forget,
}
