"""The configuration of a build: what `broadsheet.yaml` says and the command line overrides, and where that puts the output.

What was read from a file is kept beside the ledger, under the digest of the file's bytes: a build that finds nothing to do then
does without a YAML parser. What is kept there and does not fit, or is damaged, is passed over.
"""

from __future__ import annotations

import contextlib
import marshal
import os
from hashlib import blake2b
from pathlib import Path

from broadsheet.codec import decode, encode
from broadsheet.config import PLACEHOLDER_BASE_URL, Config
from broadsheet.engine.program import program_salt
from broadsheet.engine.report import BuildOptions
from broadsheet.engine.store import folder_named, is_url
from broadsheet.language.own import LOCALE
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.sources import is_link, link_on_the_way, link_problem, read_file, special

SETTINGS = "broadsheet.yaml"
STATE = ".broadsheet"
SCRATCH = "scratch"  # the folder in the state of what a build needs no longer than it runs
_KEPT = "config"
_OWN_FOLDERS = ("preview", "verify")  # below the publication's state, where we write ourselves
_FILES, _FOLDERS = ("lock", _KEPT, "ledger-"), (SCRATCH, "pictures", *_OWN_FOLDERS)
_REPOSITORIES = frozenset((".git", ".hg", ".svn", ".bzr"))
_BARE = ("HEAD", "objects", "refs")  # by which git knows a repository whatever its folder is called


def load_config(root: Path, options: BuildOptions, *, keep: bool = False) -> Outcome[Config | None]:
    """Read the configuration of the publication at `root`, with what the command line overrides.

    `keep`: what is read may be kept for the next time.
    """
    problems = unfit(root)
    if problems:
        return Outcome(None, tuple(problems))
    data = read_file(root / SETTINGS)
    state = blake2b(program_salt().encode(), key=options.key, digest_size=16)  # whoever has not the key cannot make one up
    state.update(data)
    digest = state.digest()
    outcome = _kept(root / STATE / _KEPT, digest)
    if outcome is None:
        outcome = _read(data)
        if keep and outcome.value is not None:
            _keep(root / STATE / _KEPT, digest, outcome)
    config = outcome.value
    problems += outcome.problems
    if config is None:
        return outcome
    if options.base_url:
        config = config._replace(base_url=options.base_url.rstrip("/") + "/")
    elif config.base_url == PLACEHOLDER_BASE_URL and not options.relative and not outcome.problems:
        hint = "write `base_url: https://…` in it, or build with --base-url"
        problems.append(
            Problem("missing-base-url", f"no base_url is configured, `{config.base_url}` stands in", Span(SETTINGS), hint)
        )
    if options.relative:
        story = config.permalinks.story
        story += "" if story.endswith(("/", ".html")) else ".html"  # on a disk nobody finds `a.html` by `a`
        config = config._replace(host="generic", permalinks=config.permalinks._replace(story=story))
    if options.untrusted:
        from broadsheet.engine.untrusted import distrusted, unheeded  # here: few builds are

        problems += unheeded(root, config)
        config = distrusted(config)
    return Outcome(config, tuple(problems))


def unfit(root: Path) -> list[Problem]:
    """Return why nothing can be done with a publication: it is none, or links stand for its configuration or in its state."""
    link = link_on_the_way(root, SETTINGS, "put the file itself in its place")
    if link:
        return [link]
    if not (root / SETTINGS).is_file():
        hint = "name a publication's folder, make one with `broadsheet new DIR`, or one of what you have with `broadsheet import`"
        return [Problem("missing-root", f"there is no {SETTINGS} in {root}", None, hint)]
    hint = "remove it: what is in this folder is made again"
    link = link_on_the_way(root, STATE, hint)
    if link:
        return [link]
    try:
        with os.scandir(root / STATE) as entries:
            return [_misfit(root, entry, hint) for entry in sorted(entries, key=lambda entry: entry.name) if not _fits(entry)]
    except FileNotFoundError:  # there is none yet
        return []
    except NotADirectoryError:
        return [Problem("special-file", "a file stands where a folder belongs", Span(STATE), "remove it")]


def _fits(entry: os.DirEntry[str]) -> bool:
    """Say whether something in the state is no link, and a file or a folder where we have one."""
    if is_link(entry) or not (entry.is_file() or entry.is_dir()):
        return False
    return not entry.is_dir() if entry.name.startswith(_FILES) else entry.is_dir() or entry.name not in _FOLDERS


def _misfit(root: Path, entry: os.DirEntry[str], hint: str) -> Problem:
    path = f"{STATE}/{entry.name}"
    if is_link(entry):
        return link_problem(root, path, hint)
    if not (entry.is_file() or entry.is_dir()):
        return special(path, entry.stat().st_mode)
    what = "a folder stands where a file belongs" if entry.is_dir() else "a file stands where a folder belongs"
    return Problem("special-file", what, Span(path), hint)


def _read(data: bytes) -> Outcome[Config | None]:
    from broadsheet.content.frontmatter import decode_text
    from broadsheet.content.settings import read_settings

    decoded = decode_text(data, SETTINGS)
    if decoded.value is None:
        return Outcome(None, decoded.problems)
    outcome = read_settings(decoded.value.text, SETTINGS)
    return Outcome(outcome.value, (*decoded.problems, *outcome.problems))


def _kept(path: Path, digest: bytes) -> Outcome[Config | None] | None:
    """Return what was kept for a file with this digest, if anything."""
    try:
        data = read_file(path)
        checked, rest = data[:16], data[16:]
        if checked != _check(digest, rest):
            return None
        config, problems = marshal.loads(rest)  # our own bytes; marshal runs no code
        return Outcome(decode(Config, config), tuple([decode(Problem, problem) for problem in problems]))
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _keep(path: Path, digest: bytes, outcome: Outcome[Config | None]) -> None:
    data = marshal.dumps((encode(outcome.value), tuple(map(encode, outcome.problems))))
    temporary = path.with_name(f"{path.name}-{os.getpid()}")
    with contextlib.suppress(OSError):  # it only costs time
        temporary.write_bytes(_check(digest, data) + data)
        temporary.replace(path)


def _check(digest: bytes, data: bytes) -> bytes:
    return blake2b(data, key=digest, digest_size=16).digest()


def output_folder(root: Path, config: Config, options: BuildOptions) -> Path:
    """Return the folder that the build writes: the command line's, relative to where it was called, or the configuration's."""
    if is_url(options.output):
        return Path(options.output)  # it stands for the URL in names only
    named = folder_named(options.output)
    return Path(os.path.abspath(named)) if named else root / config.output_dir  # drops `..`  # noqa: PTH100


def ledger_path(root: Path, folder: Path) -> Path:
    """Return the ledger of an output folder: each folder has its own."""
    name = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()
    return root / STATE / f"ledger-{blake2b(name.encode(), digest_size=4).hexdigest()}.sqlite3"


def misplaced_output(root: Path, config: Config, folder: Path) -> list[Problem]:
    """Report an output folder that is a link, hidden or a repository's, that holds sources or lies among them.

    The next build would read what this one wrote.
    """
    link = _linked(root, folder)
    if link:
        return [link]
    if config.output_overlaps and folder == root / config.output_dir:
        return []  # who read broadsheet.yaml has said so, with its place
    output = folder.resolve()
    for name in (config.source_dir, "static", "templates", LOCALE, STATE):
        source = (root / name).resolve()
        own = any(output.is_relative_to((root / STATE / each).resolve()) for each in _OWN_FOLDERS)
        inside = output.is_relative_to(source) and not own
        if inside or source.is_relative_to(output):
            found = f"the output folder {folder} and `{name}` overlap"
            return [Problem("bad-value", found, None, "build into a folder of its own")]
        if own:
            return []
    parts = output.relative_to(root.resolve()).parts if output.is_relative_to(root.resolve()) else output.parts[-1:]
    hidden = any(part.startswith(".") for part in parts) or not _REPOSITORIES.isdisjoint(map(str.lower, output.parts))
    if hidden or any(all((place / name).exists() for name in _BARE) for place in (output, *output.parents)):
        found = f"the output folder {folder} is hidden, or a repository's own"
        return [Problem("bad-value", found, None, "build into a folder of its own")]
    return []


def _linked(root: Path, folder: Path) -> Problem | None:
    """Report a link in the place of the output folder, or below the root of the publication on the way to it."""
    above, below = (root, folder.relative_to(root)) if folder.is_relative_to(root) else (folder.parent, Path(folder.name))
    hint = "put the folder itself in its place, or build into another one with --output"
    return link_on_the_way(above, below.as_posix(), hint)
