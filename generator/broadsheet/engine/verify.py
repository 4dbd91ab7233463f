"""Verify: a full build of the same sources beside the output, and every byte of the two compared.

The full build has a folder and a ledger of its own under `.broadsheet/verify`, which is removed again whatever happens. Where
the sources change between the two builds, a difference proves nothing: that is said instead.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from broadsheet.config import Config
from broadsheet.engine.ledger import paths_of, read_ledger
from broadsheet.engine.readings import find_inputs
from broadsheet.engine.report import Report
from broadsheet.engine.store import Store
from broadsheet.engine.work import FULL_TEXT
from broadsheet.language.own import own_digest
from broadsheet.problems import Problem, in_order
from broadsheet.render.closure import Closures
from broadsheet.render.theme import load_theme

HERE = "verify"  # in the folder of the publication's state
_OWN = frozenset(("leftover-output", "foreign-output"))  # what depends on the output folder, not on the sources
_HINT = "build with --full, and report how it came to this"
Attempt = Callable[[Path, Path], Report]


def state_of_sources(root: Path, config: Config) -> str:
    """Return what changes when a file that a build depends on does. Nothing but templates and the configuration is read."""
    inputs = find_inputs(root, config)
    theme = load_theme(root, config).value
    state = blake2b((root / "broadsheet.yaml").read_bytes(), digest_size=16)
    attached = [(file.path, file.identity, *(other.identity for other in file.attached)) for file in inputs.texts]
    copied = (sorted(inputs.media.items()), sorted(inputs.static.items()))
    made = (sorted(Closures(theme.folders).digests().items()), [asset.permalink for asset in theme.assets])
    state.update(repr((attached, copied, made, own_digest(root))).encode("utf-8", "surrogatepass"))
    return state.hexdigest()


def verified(report: Report, key: bytes, ledger: Path, store: Store, attempt: Attempt, settled: Callable[[], bool]) -> Report:
    """Return the report of a build with what a full build makes otherwise.

    `ledger` is the build's own, `key` what vouches for it, `store` its output; `attempt` makes a full build, given an output
    folder and a ledger. `settled` says whether the sources are still those of the build.
    """
    if report.output is None or not report.published or report.errors:
        return report  # the output is known to be other than it should be, and why
    place = ledger.parent / HERE
    shutil.rmtree(place, ignore_errors=True)
    try:
        full = attempt(place / "site", place / ledger.name)
        wrong = list(_differences(report, full, store, _paths(ledger, key), _paths(place / ledger.name, key)))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if wrong and not settled():
        hint = "build with --verify again while nobody writes"
        wrong = [Problem("unsettled-sources", "the sources changed while the output was verified", None, hint)]
    if wrong:
        return report._replace(problems=in_order((*report.problems, *wrong)))
    return report._replace(verified=report.files)


def _differences(report: Report, full: Report, store: Store, ours: set[str], theirs: set[str]) -> Iterator[Problem]:
    """Yield a problem for each output, and each problem, that is not what the full build made."""
    known, found = _of_content(report.problems), _of_content(full.problems)
    for problem in in_order(known ^ found):
        which = "only a full build reports" if problem in found else "a full build does not report"
        yield Problem("stale-output", f"{which} `{problem.message}` [{problem.code}]", problem.span, _HINT)
    if full.output is None or not full.published:
        return
    for path in sorted({*ours, *theirs}):
        fault = _fault(store, full.output, path, planned=path in ours, wanted=path in theirs)
        if fault:
            yield Problem("stale-output", f"`{path}` {fault}", None, _HINT)


def _of_content(problems: Iterable[Problem]) -> set[Problem]:
    return {problem for problem in problems if problem.code not in _OWN}


def _paths(path: Path, key: bytes) -> set[str]:
    """Return the outputs of a ledger without the index of full texts, which Pagefind makes in another order each time.

    Where there is one the manifest, which has its digests, is another one each time, too.
    """
    with read_ledger(path, key) as ledger:
        rows = ledger.subjects()
    if rows.pop(FULL_TEXT, None):
        del rows["manifest:"]
    return paths_of(rows.values())


def _fault(ours: Store, theirs: Path, path: str, *, planned: bool, wanted: bool) -> str:
    """Return what is wrong with an output; empty when nothing is."""
    if not wanted:
        return "is extra: a full build does not make it"
    one = ours.read(path) if planned else None
    if one is None:
        return "is missing: a full build makes it"
    other = (theirs / path).read_bytes()
    if one == other:
        return ""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"has other bytes than a full build makes, from byte {at} on ({len(one)} bytes instead of {len(other)})"
