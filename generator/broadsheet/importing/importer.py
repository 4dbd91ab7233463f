"""The run of an import: a first look at all posts, for what is linked, and then one post after the other written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Protocol

from broadsheet.config import Config
from broadsheet.content.settings import read_settings
from broadsheet.content.values import LANGUAGE_TAG, address_fault
from broadsheet.content.yamltext import Value, mapping_text
from broadsheet.importing import lists
from broadsheet.importing.bodies import without_headline
from broadsheet.importing.editions import Editions
from broadsheet.importing.guard import FAULTS
from broadsheet.importing.kinds import KINDS, Kind, kind_of
from broadsheet.importing.moving import static_files
from broadsheet.importing.oldaddresses import OldAddresses
from broadsheet.importing.permalinks import usual
from broadsheet.importing.post import Found, Left, Post, Site, Skipped
from broadsheet.importing.report import ImportReport
from broadsheet.importing.state import State
from broadsheet.importing.templatevalues import with_values
from broadsheet.importing.texts import beginning, plain_text
from broadsheet.importing.writing import PostWriter, comes_undated
from broadsheet.language.tongue import Tongue
from broadsheet.model import AUTHORS
from broadsheet.problems import Problem, Span

_HEARD = 1_000  # letters of each post that tell its language
_NAMED = 12  # addresses of lists in one line of the report
_SETTINGS = "broadsheet.yaml"
_TAGS = "its {:,} categories are tags here: there are so many, and most are those of one story or two"
_UNPLACED = "no settings and no links say where its {:,} stories were: if they were on the web, no old address leads to them"
_PACKED = (".zip", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".7z", ".rar")


Fetch = Callable[[str], bytes]


class ImportRefusedError(Exception):
    """The import cannot be begun. The text says why, and what to do."""


class ImportWatcher(Protocol):
    """Who watches an import."""

    def stage(self, name: str, total: int = 0) -> None:
        """Begin a stage."""

    def step(self) -> None:
        """Count one step of the stage."""


def run(
    source: Path,
    into: Path,
    watcher: ImportWatcher,
    *,
    kind: str = "",
    clock: str,
    dry_run: bool = False,
    fetch: Fetch | None = None,
) -> ImportReport:
    """Import an archive into a publication, which is made where there is none.

    `clock` is now, an instant in UTC; `fetch` brings pictures that are on the web only (`fetching.fetched`). Raises
    ImportRefusedError where nothing can be imported, `MissingError` where a package is missing, OSError where the machine fails;
    what was written until then is known to the next import.
    """
    if not source.exists():
        message = f"there is no `{source}`"
        raise ImportRefusedError(message)
    if source.is_dir() and into.resolve().is_relative_to(source.resolve()):
        message = f"`{into}` lies in `{source}`, and would be imported, too: name a folder outside of it"
        raise ImportRefusedError(message)
    name = kind or kind_of(source)
    if not name and source.suffix.lower() in _PACKED and source.is_file():
        message = f"`{source}` is packed: unpack it, and import the folder or file that comes out"
        raise ImportRefusedError(message)
    if not name:
        message = f"`{source}` looks like nothing that can be imported; name its kind with --kind: {', '.join(KINDS)}"
        raise ImportRefusedError(message)
    return _run(source, into, name, watcher, clock, dry_run, None if dry_run else fetch)


def _run(
    source: Path, into: Path, name: str, watcher: ImportWatcher, clock: str, dry_run: bool, fetch: Fetch | None
) -> ImportReport:
    kind = KINDS[name]
    _insist_on_room(into)
    watcher.stage("look")
    site = _about(kind, source, name)
    tongue = Tongue()
    known, used, total, undated, speaks = _looked_at(kind, source, site, watcher, tongue, clock)
    is_fresh = not (into / _SETTINGS).exists()
    heard = tongue.language() if is_fresh and not site.language else ""
    site = _speaking(heard, site, known)
    writes = not dry_run and (total > 0 or not is_fresh)  # what brought nothing must not leave a publication that is not fresh
    patterns = lists.patterns_of(name, used, site)
    moved = lists.moved(name, site, known, patterns)
    text = _settings(into, site, known, patterns, moved) | ({"undated": "publish"} if undated else {})
    config = _publication(into, mapping_text(text), writes=writes)
    report = ImportReport(name, str(source), str(into), dry_run, config.permalinks.story, known.notebook)
    stood_in = _stood_in(site, config, undated, speaks or bool(heard)) if is_fresh and total else ()
    report.notes += ((_SETTINGS, note) for note in stood_in)
    report.notes += ((_SETTINGS, note) for note in _untold(site, config, patterns | lists.of_authors(name, config), moved, heard))
    gone = ", ".join(f"`{each}` ({count:,})" for each, count in lists.without_counterpart(name, site, known, config) if count)
    report.notes += [(_SETTINGS, f"old addresses that nothing here stands for lead nowhere: {gone}")] if gone else []
    report.notes += [(_SETTINGS, _UNPLACED.format(known.unplaced))] if name == "markdown" and known.unplaced else []
    one = "; ".join(islice(lists.united(name, known), _NAMED))
    report.notes += [(_SETTINGS, f"categories or tags of one name are one here: {one}")] if one else []
    state = State.of(into, known.notebook, content=config.source_dir, dry_run=not writes)
    are_tags = "section" not in patterns and "{section}" not in config.permalinks.story and known.are_tags()
    report.notes += [(source.name, _TAGS.format(len(known.sections)))] if are_tags else []
    writer = PostWriter(site, known, config, state, report, clock, fetch, are_tags)
    watcher.stage("import", total)
    try:
        for author in lists.texts_on_authors(name, site, config, source.name):
            writer.write(author)
        for found in _found(kind, source, site):
            watcher.step()
            if isinstance(found, Post):
                writer.write_original(found)
            elif isinstance(found, Skipped):
                report.skip(found)
            elif isinstance(found, Left):
                why = found.unfetched if fetch and found.unfetched else found.reason
                report.left += [] if writer.brought(found.file) else [(found.file, why)]
            else:
                report.note(found)
        for found in _posts(kind, source, site) if writer.translations else ():
            writer.write_translation(found)
        for file, path, fault in static_files(site) if total else ():
            if fault:
                name = file.relative_to(site.root).as_posix()
                report.left += [] if writer.took(name) else [(name, fault)]
            else:
                writer.file(file, f"static/{path}")
    finally:
        state.save()
    report.gone = state.gone()
    return report


def _speaking(heard: str, site: Site, known: OldAddresses) -> Site:
    """Return what an archive says of itself, with the language that was heard in it, if any."""
    known.editions.main = heard or known.editions.main
    return site._replace(language=heard) if heard else site


def _stood_in(site: Site, config: Config, undated: int, speaks: bool) -> Iterator[str]:
    """Yield what stands in a fresh publication for what an archive does not say. `speaks`: its language is known."""
    if config.undated:
        yield f"`undated: {config.undated}` stands in it for {undated:,} without a date"
    if not site.title.strip():
        yield f"nothing says what the archive is called; `title: {config.title}` stands in: write its name there"
    if not speaks:
        yield f"nothing says which language the stories are in; `{config.language}` stands in: for another write `language: …`"


def _untold(site: Site, config: Config, patterns: Mapping[str, str], moved: Mapping[str, str], heard: str) -> Iterator[str]:
    """Yield what an archive did not say, and what a publication that was there already does not say, and a fresh one would."""
    if heard and heard != "en":  # which stands in where nothing is said
        yield f"the archive does not say its language: `language: {heard}` stands in it, by the words of its texts"
    names = sorted(site.taxonomies.keys() - {AUTHORS, *(taxonomy.name for taxonomy in config.taxonomies)})
    if names:
        listed = ", ".join(f"`{name}`" for name in names)
        yield f"it declares no taxonomy {listed}: such terms of stories stand below `imported`; name them in `taxonomies`"
    gone = [f"`{each}`" for each in lists.unreached(config, patterns, moved)]
    if gone:
        named = ", ".join(gone[:_NAMED]) + (f" and {len(gone) - _NAMED:,} more" if len(gone) > _NAMED else "")
        yield f"old addresses of lists and feeds lead nowhere: {named}; name them in `permalinks` or `redirects`"


def _about(kind: Kind, source: Path, name: str) -> Site:
    """Return what an archive says of itself. Raises ImportRefusedError where it is none of this kind."""
    try:
        site = kind.about(source)
    except (IsADirectoryError, NotADirectoryError) as error:
        what = "a folder, and such an archive is a file" if source.is_dir() else "a file, and such an archive is a folder"
        message = f"`{source}` is no archive of the kind `{name}`: it is {what}"
        raise ImportRefusedError(message) from error
    except FAULTS as error:
        message = f"`{source}` cannot be read as an archive of the kind `{name}`: {type(error).__name__}: {error}"
        raise ImportRefusedError(message) from error
    return site._replace(base="") if site.base and address_fault(site.base, ("http", "https")) else site


def _looked_at(
    kind: Kind, source: Path, site: Site, watcher: ImportWatcher, tongue: Tongue, clock: str
) -> tuple[OldAddresses, set[str], int, int, bool]:
    """Return the old addresses of an archive, the fields that its posts use, how many posts it has, how many of its stories were
    out without a date, and whether anything says in which language it is. `tongue` hears what is in none that a post names.
    """
    known = OldAddresses(editions=Editions(site.language or "en"), clock=clock)
    used: set[str] = set()
    total = undated = 0
    speaks = bool(site.language)
    for found in _posts(kind, source, site):
        watcher.step()
        known.note(found, site.base)
        used.update(found.used)
        total += 1
        undated += comes_undated(found)
        speaks = speaks or bool(found.lang)
        if not (site.language or found.lang):
            tongue.hear(plain_text(f"{found.title} {found.body[:_HEARD]}"))
    return known, used, total, undated, speaks


def _found(kind: Kind, source: Path, site: Site) -> Iterator[Found]:
    try:
        read = kind.read(source, site)
        yield from (with_values(_headed(found), site) if isinstance(found, Post) else found for found in read)
    except FAULTS as error:
        message = f"it cannot be read any further: {type(error).__name__}: {error}"
        yield Problem(
            "bad-import", message, Span(source.name), "import what comes after it by itself, and tell the makers of the program"
        )


def _headed(post: Post) -> Post:
    """Return a post with a headline: where the archive gives it none, its first words."""
    if post.title or post.form == "raw" or post.shape not in ("story", "page"):
        return post
    words = beginning(post.body, is_markdown=post.form == "markdown")
    if not words:
        return post
    note = "it has no headline; its first words stand in"
    return post._replace(title=words, body=without_headline(post.body, words), notes=(*post.notes, note))


def _posts(kind: Kind, source: Path, site: Site) -> Iterator[Post]:
    return (each for each in _found(kind, source, site) if isinstance(each, Post))


def _insist_on_room(into: Path) -> None:
    """Raise ImportRefusedError where a folder is neither a publication nor empty."""
    if not (into / _SETTINGS).exists() and into.is_dir() and any(path.name != ".git" for path in into.iterdir()):
        message = f"`{into}` is neither empty nor a publication: name one, or a folder that is not there yet"
        raise ImportRefusedError(message)


def _publication(into: Path, text: str, *, writes: bool) -> Config:
    """Return the configuration of the publication, which is made of `text` where there is none."""
    place = into / _SETTINGS
    if not place.exists():
        if writes:
            into.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    else:
        text = place.read_text(encoding="utf-8")
    config, problems = read_settings(text, _SETTINGS)
    faults = [problem for problem in problems if problem.is_error]
    if config is None or faults:
        message = f"{into / _SETTINGS} cannot be used: {faults[0] if faults else 'it cannot be read'}"
        raise ImportRefusedError(message)
    return config


def _settings(
    into: Path, site: Site, known: OldAddresses, patterns: Mapping[str, str], moved: Mapping[str, str]
) -> dict[str, Value]:
    """Return the settings of a fresh publication: what the archive says of itself, as far as we know such values."""
    settings: dict[str, Value] = {"title": " ".join(site.title.split()) or into.resolve().name or "News archive"}
    pattern = usual(known.patterns)
    told: dict[str, Value] = {
        "base_url": site.base,
        "language": site.language if LANGUAGE_TAG.fullmatch(site.language) else "",
        "timezone": site.timezone,
        "permalinks": {**({"story": pattern} if pattern else {}), **patterns},
        "redirects": dict(moved),
        "taxonomies": {name: each.declared for name, each in site.taxonomies.items()},
    }
    for key, value in told.items():
        faults = read_settings(mapping_text({**settings, key: value}), _SETTINGS).problems if value else ()
        if value and not any(problem.span for problem in faults if problem.is_error):
            settings[key] = value
    return settings
