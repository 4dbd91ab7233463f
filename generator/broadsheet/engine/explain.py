"""Explain: why an output was built, what it depends on, and whether it is up to date; what is made from a source file.

It is answered from the ledger and from a build that is decided upon but not done. Nothing is written.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from broadsheet.catalog.addresses import output_path
from broadsheet.catalog.catalog import ALL, Redirect
from broadsheet.catalog.redirects import address_of, has_no_page, has_query
from broadsheet.catalog.story import CatalogStory
from broadsheet.catalog.terms import Term
from broadsheet.content.slugs import slug_of
from broadsheet.engine.configuration import SETTINGS, ledger_path, load_config, output_folder
from broadsheet.engine.ledger import DamagedError, Ledger, OutputRow, paths_of, read_ledger
from broadsheet.engine.make import Maker
from broadsheet.engine.publication import PICTURE, mark_of
from broadsheet.engine.publish import Brought, FileState, FolderWriter
from broadsheet.engine.readings import records_in
from broadsheet.engine.report import BuildOptions, Silence
from broadsheet.engine.session import Session
from broadsheet.engine.store import store_of
from broadsheet.engine.work import FILES, Work, find_work, lists_with, name_of, renderer_of, subject_of, subjects_of
from broadsheet.pages.stamps import parts_of
from broadsheet.pages.subjects import GATHERING, Subject
from broadsheet.pictures.variants import FOLDER
from broadsheet.problems import Outcome, Problem, did_you_mean
from broadsheet.render.closure import Closures
from broadsheet.sources import Identity

_NEAR_ENOUGH = 2_000  # names among which the nearest is sought
Facts = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of `asked`: facts by their names, each of one or more lines."""

    asked: str
    facts: Facts


def explain(root: Path, asked: str, options: BuildOptions) -> Outcome[Explanation | None]:
    """Explain an address, an output, a source file, a template or a copied file.

    `options` are completed with what the last build was asked.
    """
    settings = load_config(root, options)
    if settings.value is None:
        return Outcome(None, settings.problems)
    folder = output_folder(root, settings.value, options)
    path = ledger_path(root, folder)
    try:
        for _ in range(2):
            before = path.stat()
            with read_ledger(path, options.key) as ledger:
                outcome = _explained(root, asked, options, ledger, folder)
            if before == path.stat():
                break
    except FileNotFoundError:
        return _unknown(f"nothing is known of {folder}: it has not been built", "run `broadsheet build` first")
    except (sqlite3.DatabaseError, DamagedError) as error:
        return _unknown(f"the ledger could not be used ({error})", "run `broadsheet build` first")
    return outcome


def _unknown(message: str, hint: str) -> Outcome[Explanation | None]:
    return Outcome(None, (Problem("unknown-output", message, None, hint),))


def _explained(root: Path, asked: str, options: BuildOptions, ledger: Ledger, folder: Path) -> Outcome[Explanation | None]:
    last = ledger.get("build") or {}
    if "asked" not in last:
        return _unknown(f"nothing is known of {folder}: no build of it has succeeded", "run `broadsheet build` first")
    base_url, relative, drafts = last["asked"]
    options = options._replace(base_url=options.base_url or base_url, relative=relative, drafts=drafts, workers=1)
    settings = load_config(root, options)
    if settings.value is None:
        return Outcome(None, settings.problems)
    session = Session(
        root, options, Silence(), settings.value, ledger, folder, list(settings.problems), store_of(options, folder)
    )
    session.look()
    session.read()
    return _Explainer(root, session, find_work(session)).explain(asked)


@dataclass(slots=True)
class _Explainer:
    """Answers from what a session found out. `rows` are the outputs as they were published last, by path."""

    root: Path
    session: Session
    work: Work
    rows: dict[str, tuple[str, OutputRow]] = field(init=False)
    closures: Closures = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {each.path: (name, each) for name, row in self.work.rows.items() for each in row.rows}
        self.closures = Closures(self.session.theme.folders)

    def explain(self, asked: str) -> Outcome[Explanation | None]:
        """Explain what was asked for."""
        redirect = self._redirect(asked)
        if redirect is not None and has_no_page(redirect):
            return Outcome(Explanation(redirect.alias, _of_redirect(redirect)))
        row = self._output(asked)
        if row is not None:
            redirect = self._redirect(row.permalink) if row.kind == "redirect" else None
            return Outcome(Explanation(row.permalink, self._of_output(row) | (_of_redirect(redirect) if redirect else {})))
        path = self._file(asked)
        facts = self._of_file(path) if path else {}
        if path and facts:
            return Outcome(Explanation(path, facts))
        known = [row.permalink for _, row in self.rows.values() if row.permalink]
        known += [file.path for file in self.session.inputs.texts]
        near = asked if "/" in asked or "." in asked else slug_of(asked)  # somebody's name, perhaps
        word = near.strip("/").rpartition("/")[2]
        if len(known) > _NEAR_ENOUGH:
            known = [name for name in known if name.strip("/").rpartition("/")[2][:2] == word[:2]][:_NEAR_ENOUGH]
        hint = did_you_mean(near, known) or "name an address, such as /archive/, or a file, such as content/stories/NAME.md"
        return _unknown(f"there is no output and no source `{asked}`", hint)

    # -- what is asked for

    def _output(self, asked: str) -> OutputRow | None:
        """Return the output at an address, with or without host and base path, or at a path."""
        candidates = self._addresses(urlsplit(asked).path if "://" in asked else asked)
        if "://" in asked:
            candidates.reverse()
        file = _inside(Path.cwd() / asked, self.session.folder) or _inside(self.root / asked, self.session.folder)
        for candidate in (*candidates, *((file,) if file else ())):
            bare = unquote(candidate)
            plain = bare.removeprefix("/")
            for path in (output_path(bare), output_path(bare + "/") if bare else "", plain, f"{plain}.html"):
                found = self.rows.get(path)
                if found is not None and found[1].permalink:
                    return found[1]
        return None

    def _addresses(self, address: str) -> list[str]:
        """Return what an address may be: itself, and what it is below the base path."""
        base = self.session.config.base_path
        return [address, "/" + address.removeprefix(base)] if address.startswith(base) else [address]

    def _redirect(self, asked: str) -> Redirect | None:
        """Return the redirect from an address, with or without host and base path; a query is part of it."""
        address = urlsplit(asked)._replace(scheme="", netloc="").geturl()
        wanted = {address_of(unquote(each)) for each in self._addresses(f"/{address.removeprefix('/')}")}
        redirects = self.work.assembly.edition.catalog.redirects
        return next((each for each in redirects if address_of(unquote(each.alias)) in wanted), None)

    def _file(self, asked: str) -> str:
        """Return the path of a file of the publication, relative to its root; empty when it lies elsewhere."""
        here = _inside(Path.cwd() / asked, self.root) if (Path.cwd() / asked).exists() else ""
        return here or _inside(self.root / asked, self.root)

    # -- outputs

    def _of_output(self, row: OutputRow) -> Facts:
        name = self.rows[row.path][0]
        kind, key = subject_of(name)
        facts: Facts = {"output": [row.path], "kind": [row.kind]}
        if kind == "file":
            facts |= {"source": [row.source or "a file of the theme"], "now": [self._state_of_copy(row)]}
            return facts
        known = self.work.rows[name]
        facts["made for"] = [f"{kind} {key}".strip()]
        facts["template"] = [row.source or "none: the program writes it itself"]
        is_list = kind in ("pair", "period") or self._term((kind, key)) is not None
        facts["source"] = self._sources((kind, key)) or [
            f"none of its own: it is made from {'the stories that it lists' if is_list else 'the whole archive'}"
        ]
        facts["built"] = [known.why or "not known"]
        facts["now"] = self._state(row, (kind, key))
        facts["depends on"] = [*parts_of(kind), "the configuration", "the program"]
        facts |= self._details((kind, key), known.reads)
        facts["templates"] = self._closure(row.source) if row.source else []
        facts["clock"] = self._clock()
        return {name: lines for name, lines in facts.items() if lines}

    def _state(self, row: OutputRow, subject: Subject) -> list[str]:
        """Say whether an output is what the sources would make of it now."""
        errors = [f"the next build stops: {problem}" for problem in self.session.problems if problem.is_error]
        work = self.work
        if name_of(subject) in work.removed:
            return [*errors, "the next build removes it: nothing asks for it any more"]
        if subject not in work.dirty:
            return [*errors, "up to date"]
        cause = work.dirty[subject]
        if subject[0] in GATHERING:
            return [*errors, f"out of date; {cause}"]
        session = self.session
        maker = Maker(work, lambda: renderer_of(session, work.assembly), _Nowhere(""), session.outputs, session.cards)
        made = maker.make(subject)
        if not made.failed and row.path not in paths_of([made.row]):
            return [*errors, "the next build removes it: nothing asks for it any more"]
        if made.failed or row.path in made.states:
            return [*errors, f"out of date; {cause}"]
        return [*errors, f"up to date, though the next build looks at it again; {cause}"]

    def _state_of_copy(self, row: OutputRow) -> str:
        marks = {**self.session.inputs.media, **self.session.inputs.static}
        if row.path in self.session.outputs.damaged:
            return "out of date; its file had been changed or removed"
        if not row.source or (row.source in marks and self._is_current(row, marks)):
            return "up to date"
        return "out of date; its source changed" if row.source in marks else "the next build removes it: its source is gone"

    def _is_current(self, row: OutputRow, marks: Mapping[str, Identity]) -> bool:
        """Say whether what is published of a file is still what the file is."""
        if row.kind == PICTURE:
            original = self.session.pictures.taken.get(row.source)
            names = self.session.pictures.variants(original) if original else ()
            return any(output_path(FOLDER + variant.name) == row.path for variant in names)
        return row.mark == mark_of(marks[row.source], self.session.config)

    def _sources(self, subject: Subject) -> list[str]:
        kind, key = subject
        catalog = self.work.assembly.edition.catalog
        if kind == "story":
            story = catalog.by_id(key)
            return self._with_attached(story.path) if story else []
        if kind == "page":
            return [key]
        term = self._term(subject)
        return [term.entry.path] if term and term.entry else []

    def _with_attached(self, path: str) -> list[str]:
        files = (file for file in self.session.inputs.texts if file.path == path)
        return [path, *(other.path for file in files for other in file.attached)]

    def _term(self, subject: Subject) -> Term | None:
        return self.work.assembly.edition.catalog.terms.get(subject)

    def _details(self, subject: Subject, reads: Iterable[str]) -> Facts:
        """Return the stories and terms that a subject's pages are made from."""
        kind, key = subject
        catalog = self.work.assembly.edition.catalog
        story = catalog.by_id(key) if kind == "story" else None
        if story is not None:
            shows = (catalog.by_id(story_id) for story_id in reads)
            terms = (catalog.terms[term] for term in story.terms)
            return {
                "terms": [f"{t.kind} {t.name} {t.permalink}" + (f" ({t.entry.path})" if t.entry else "") for t in terms],
                "beside": self._neighbours(story),
                "shows": [_named(each) for each in shows if each],
            }
        positions = catalog.positions((kind, key))
        return {"stories": [_named(catalog.stories[position]) for position in reversed(positions)]}

    def _neighbours(self, story: CatalogStory) -> list[str]:
        """Return what a story stands between in the archive, and how many earlier ones could be related to it."""
        catalog = self.work.assembly.edition.catalog
        older, newer, _ = catalog.neighbours(ALL, story.position)
        lines = [f"{word} {_named(catalog.stories[at])}" for word, at in (("after", older), ("before", newer)) if at is not None]
        shared = {position for term in story.terms for position in catalog.positions(term) if position < story.position}
        return [*lines, f"chosen from {len(shared):,} earlier stories that share a term: those that it names as related"]

    def _closure(self, template: str) -> list[str]:
        names = sorted(self.closures.names(template))
        return [f"{name} ({self._home(name)})" for name in names]

    def _home(self, name: str) -> str:
        found = next((folder / name for folder in self.session.theme.folders if (folder / name).is_file()), None)
        return "missing" if found is None else _inside(found, self.root) or "built in"

    def _clock(self) -> list[str]:
        last = self.session.last
        until = f"; the clock alone changes something at {last['until']}" if last.get("until") else ""
        return [f"built last as of {last['clock']}{until}"]

    # -- files

    def _of_file(self, path: str) -> Facts:
        """Return what is made from a file; nothing when it is none of the publication's."""
        copies = [row for name, row in self.rows.values() if name == FILES and row.source == path]
        if copies:
            outputs, state = [row.permalink for row in copies], [self._state_of_copy(copies[-1])]
            what = "a picture" if any(row.kind == PICTURE for row in copies) else "a file that is published as it is"
            return {"kind": [what], "outputs": outputs, "now": state}
        if path == SETTINGS:
            return {"kind": ["the configuration"], "shown by": ["every output"]}
        template = self._template(path)
        if template:
            return template
        files = self.session.inputs.texts
        file = next((file for file in files if path in (file.path, *(other.path for other in file.attached))), None)
        sources, name = self.session.readings, file.path if file else path
        found = sources.before.get(name)
        if found is None and name in sources.files:
            found = dict(sources.found())[name]
        if found is None:
            if file is None:
                return {}
            return {"kind": [file.role], "now": ["new: the next build reads it"]}
        owners = [record.owner for record in records_in(found)]
        subjects = [subject for owner in owners for subject in subjects_of(self.work.assembly.edition.catalog, owner)]
        facts: Facts = {"kind": [file.role if file else "a file that is gone"]}
        facts["outputs"] = [r.permalink for subject in subjects for r in self._rows(subject)]
        facts["outputs"] = facts["outputs"] or self._why_none(owners)
        facts["shown by"] = list(dict.fromkeys(self._shown_by(subjects)))
        facts["now"] = [self._state_of_file(file.path if file else path)]
        return {name: lines for name, lines in facts.items() if lines}

    def _why_none(self, owners: Iterable[str]) -> list[str]:
        held = self.work.assembly.edition.catalog.held
        why = {"entry": "only stories that are held back name it"}
        reasons = [held[owner] for owner in owners if owner in held]
        return [f"none: it is held back ({why.get(each, each)})" for each in reasons] or ["none was published"]

    def _state_of_file(self, path: str) -> str:
        sources = self.session.readings
        if path in sources.gone:
            return "gone since the last build"
        return "changed since the last build" if path in sources.changed else "as it was at the last build"

    def _template(self, path: str) -> Facts:
        """Return which outputs a template has a part in, by the templates that are filled."""
        folders = self.session.theme.folders
        name = _inside(self.root / path, folders[0]) or path
        digests = self.closures.digests()
        if name not in digests:
            return {}
        filled = Counter(row.source for each, row in self.rows.values() if row.source and each != FILES)
        users = [f"{number} by {each}" for each, number in sorted(filled.items()) if name in self.closures.names(each)]
        changed = self.session.last["closures"].get(name) != digests[name]
        state = "changed since the last build" if changed else "as it was at the last build"
        facts = {"kind": ["template"], "file": [self._home(name)], "templates": self._closure(name)}
        return facts | {"outputs": users, "now": [state]}

    def _rows(self, subject: Subject) -> list[OutputRow]:
        row = self.work.rows.get(name_of(subject))
        return sorted(row.rows, key=lambda each: each.path) if row else []

    def _shown_by(self, subjects: Iterable[Subject]) -> Iterator[str]:
        """Yield the addresses of what shows some stories (a list by its first page), and of the stories under some terms."""
        catalog = self.work.assembly.edition.catalog
        for kind, key in subjects:
            story = catalog.by_id(key) if kind == "story" else None
            if story is not None:
                stories = ((name, row) for name, row in self.work.rows.items() if name.startswith("story:"))
                yield from self._first_pages(name for name, row in stories if key in row.reads)
                yield from self._first_pages(map(name_of, lists_with(catalog, story)))
            elif (kind, key) in catalog.terms:
                yield from (catalog.stories[position].permalink for position in catalog.positions((kind, key)))

    def _first_pages(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            row = self.work.rows.get(name)
            pages = (each.permalink for each in row.rows if each.path.endswith(".html")) if row else ()
            yield from sorted(pages, key=len)[:1]


class _Nowhere(FolderWriter):
    """A writer that writes nothing."""

    def bring(self, path: str, data: bytes) -> Brought:
        """Say that it was done."""
        del path, data
        return Brought(True, FileState(0, 0, 0))


def _of_redirect(redirect: Redirect) -> Facts:
    """Return where an old address leads, by whose alias, and who leads there."""
    by = "a page of its own"
    if has_query(redirect.alias):
        by = "the script of the front page, or `_redirects` where the host reads queries in it"
    elif has_no_page(redirect):
        by = "`_redirects`, where the host reads it"
    return {
        "kind": ["redirect"],
        "leads to": [f"{redirect.target} ({redirect.title})"],
        "source": [f"{redirect.span}: `{redirect.alias}` is an old address of it"],
        "led by": [by],
    }


def _named(story: CatalogStory) -> str:
    return f"{story.id} ({story.path})"


def _inside(path: Path, folder: Path) -> str:
    """Return a path relative to a folder; empty when it does not lie in it."""
    path = Path(os.path.abspath(path))  # drops `..`, follows no link  # noqa: PTH100
    return path.relative_to(folder).as_posix() if path != folder and path.is_relative_to(folder) else ""
