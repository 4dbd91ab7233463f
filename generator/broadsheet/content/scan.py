"""The scan: one walk of the content folder that says what each file is. Nothing is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from broadsheet.model import FOLDERS
from broadsheet.problems import Outcome, Problem, Span, did_you_mean
from broadsheet.sources import Identity, Sources, Walk

# What a file is: an article, jsonlines, saved-page, sidecar, findings, comment, page, frequencies or media, or the kind of
# term that it registers.
Role = str
_FOLDERS: dict[str, Role] = {**{folder: kind for kind, folder in FOLDERS.items()}, "pages": "page"}
_DRAFTS = "_drafts"  # of Jekyll
COMMENTS = "comments"
FREQUENCIES = "frequencies.tsv"  # in the content folder: in how many of its articles each word occurs
EXTRACTED_BY: tuple[Role, ...] = ("actor", "country", "tag", "section", "frequencies")  # what extraction looks into
MARKDOWN_FILES = (".md", ".markdown", ".mdown")
_STORY_ROLES: dict[str, Role] = {
    **dict.fromkeys(MARKDOWN_FILES, "article"),
    ".txt": "article",
    ".html": "saved-page",
    ".htm": "saved-page",
    ".yaml": "sidecar",
    ".jsonl": "jsonlines",
}
_TEXT_SUFFIXES = frozenset((*_STORY_ROLES, ".yml"))
FINDINGS_SUFFIX = ".auto.yaml"
_BACKUP_SUFFIXES = ("~", ".swp", ".swo", ".swx", ".bak", ".orig", ".tmp")


class SourceFile(NamedTuple):
    """A file of the content: its path from the root of the publication, with `/`, its role, and how the system identifies
    its state.

    `identity` differs when the file was written, replaced or had its times set back: size, times of change of content and of
    inode in nanoseconds, inode. `changed_ns` is the later one of the times. An article has with it what stands beside it:
    `sidecar`, metadata of a person, `findings`, what extraction found, and `comments`, what readers replied.
    """

    path: str
    role: Role
    identity: Identity
    sidecar: SourceFile | None = None
    findings: SourceFile | None = None
    comments: tuple[SourceFile, ...] = ()

    @property
    def size(self) -> int:
        """Return the size in bytes."""
        return self.identity[0]

    @property
    def changed_ns(self) -> int:
        """Return when the file last changed, in nanoseconds: with what stands beside it, the latest of all."""
        latest = max(self.identity[1], self.identity[2])
        return max(latest, *(file.changed_ns for file in self.attached)) if self.attached else latest

    @property
    def attached(self) -> tuple[SourceFile, ...]:
        """Return the files that stand beside an article and are read with it."""
        if not (self.sidecar or self.findings or self.comments):  # as is usual
            return ()
        return (*(file for file in (self.sidecar, self.findings) if file), *self.comments)


@dataclass(frozen=True, slots=True)
class Scan:
    """The files of the content in the order of their paths (by code point). Sidecars and findings stand with their articles."""

    files: tuple[SourceFile, ...]

    def of(self, *roles: Role) -> tuple[SourceFile, ...]:
        """Return the files of these roles."""
        return tuple(file for file in self.files if file.role in roles)


def scan(sources: Sources) -> Outcome[Scan]:
    """Scan the content folder of a publication. Hidden files and editors' backups are no content."""
    walk = Walk(sources, _is_no_content)
    content = sources.content
    if not walk.through(content):
        message = f"there is no content folder `{content}`"
        walk.problems.append(Problem("unreadable-file", message, Span(content), "make it, or set `source_dir`"))
    found: dict[str, SourceFile] = {}
    for path, identity in walk.files:
        file = _source_file(path, identity, sources, walk.problems)
        if file:
            found[path] = file
    walk.problems += _drafts(found)
    files = tuple(_in_pairs(found, sources, walk.problems))
    return Outcome(Scan(files), tuple(walk.problems))


def _drafts(found: Iterable[str]) -> Iterator[Problem]:
    """Report the folders of which other generators publish nothing."""
    folders = dict.fromkeys(path.partition(f"/{_DRAFTS}/")[0] for path in found if f"/{_DRAFTS}/" in path)
    for folder in folders:
        message = f"other generators publish nothing of a folder `{_DRAFTS}`, and Broadsheet would"
        hint = f"write `draft: true` into its files and rename it, or add `{_DRAFTS}` to `ignore`"
        yield Problem("held-elsewhere", message, Span(f"{folder}/{_DRAFTS}"), hint)


def scan_registers(sources: Sources) -> Outcome[tuple[SourceFile, ...]]:
    """Return the files of the registers that extraction looks into, and that of the frequencies, as `scan` finds them."""
    walk = Walk(sources, _is_no_content)
    walk.one(sources.content, FREQUENCIES)
    for folder in sorted(folder for folder, role in _FOLDERS.items() if role in EXTRACTED_BY):
        walk.through(f"{sources.content}/{folder}")
    found = (_source_file(path, identity, sources, []) for path, identity in walk.files)
    files = sorted((file for file in found if file and file.role in EXTRACTED_BY), key=lambda file: file.path)
    return Outcome(tuple(files), tuple(walk.problems))


def _is_no_content(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith(_BACKUP_SUFFIXES)


def _source_file(path: str, identity: Identity, sources: Sources, problems: list[Problem]) -> SourceFile | None:
    inner = path[len(sources.content) + 1 :]
    folder, _, rest = inner.partition("/")
    if folder == "stories" and path.endswith(".md"):  # nearly every file
        return SourceFile(path, "article", identity)
    name = path.rpartition("/")[2].lower()
    suffix = _split(name)[1]
    role: Role | None = None
    if inner == FREQUENCIES:
        role = "frequencies"
    elif suffix not in _TEXT_SUFFIXES:
        role = "media"
    elif folder == "stories" and rest and name.endswith(FINDINGS_SUFFIX):
        role = "findings"
    elif folder == "stories" and rest:
        role = _STORY_ROLES.get(suffix)
    elif folder == COMMENTS and suffix == ".yaml" and "/" in rest:
        role = "comment"
    elif suffix in MARKDOWN_FILES and rest and (folder == "pages" or "/" not in rest or _is_bundle(rest)):
        role = folder if folder in sources.registers else _FOLDERS.get(folder)
    if role is None:
        message = "the file has no place in the content, and is not read"
        problems.append(Problem("unplaced-file", message, Span(path), _remedy(inner, sources.registers)))
        return None
    return SourceFile(path, role, identity)


def _is_bundle(path: str) -> bool:
    """Say whether a path is that of the text of a folder, as Hugo and Zola have it: `NAME/_index.md`."""
    _, _, name = path.partition("/")
    return _split(name)[0] in ("index", "_index")


def story_of(path: str) -> str:
    """Return the id of the story that the file of a comment belongs to; `path` is that below the content folder."""
    return path.removeprefix(f"{COMMENTS}/").rpartition("/")[0]


def _split(path: str) -> tuple[str, str]:
    """Return a path without its suffix, and the suffix with its dot."""
    at = path.rfind(".")
    if at <= path.rfind("/") + 1:  # no dot in the name, or only the one it begins with
        return path, ""
    return path[:at], path[at:]


def _remedy(inner: str, registers: tuple[str, ...]) -> str:
    folder, _, rest = inner.partition("/")
    stem, suffix = _split(inner)
    fitting = {".yml": ".yaml", ".txt": ".md"}.get(suffix.lower())
    if folder == COMMENTS and suffix == ".yaml":
        return "put it into the folder of its story: `comments/STORY-ID/NAME.yaml`"
    known = ("stories", COMMENTS, *_FOLDERS, *registers)
    if folder in known and rest and fitting and (folder != "stories" or suffix.lower() != ".txt"):
        return f"rename it to `{stem.rpartition('/')[2]}{fitting}`"
    nearest = did_you_mean(folder, known) if rest and folder not in known else ""
    return nearest or "articles belong in `stories`, other texts in `pages`, or in the folder of their register"


def _in_pairs(found: dict[str, SourceFile], sources: Sources, problems: list[Problem]) -> Iterator[SourceFile]:
    """Return the files in order, with their articles what stands beside those; report shared names, and what stands alone."""
    order = sorted(found)
    by_role: dict[Role, list[str]] = {}
    for path in order:
        by_role.setdefault(found[path].role, []).append(path)
    pages = [*by_role.get("article", ()), *by_role.get("saved-page", ())]
    articles = dict.fromkeys(_split(path)[0] for path in pages)
    if len(articles) < len(pages):
        problems += _namesakes(sorted(pages), "story")
    entries = sorted(path for role in (*FOLDERS, *sources.registers) for path in by_role.get(role, ()))
    if len({_name_of(path) for path in entries}) < len(entries):
        problems += _namesakes(entries, "entry")
    sidecars = {_split(path)[0]: found[path] for path in by_role.get("sidecar", ())}
    findings = {path[: -len(FINDINGS_SUFFIX)]: found[path] for path in by_role.get("findings", ())}
    problems += _without_article("orphan-sidecar", "the sidecar has", sidecars, articles)
    problems += _without_article("orphan-findings", "the file of findings has", findings, articles)
    comments = _comments(found, by_role.get("comment", ()), sources.content, articles, problems)
    for path in order:
        file = found[path]
        if file.role in ("article", "saved-page"):
            if sidecars or findings or comments:
                stem = _split(path)[0]
                file = file._replace(sidecar=sidecars.get(stem), findings=findings.get(stem), comments=comments.get(stem, ()))
            yield file
        elif file.role == "jsonlines":
            yield file._replace(comments=comments.get(path, ()))
        elif file.role not in ("sidecar", "findings", "comment"):
            yield file


def _name_of(path: str) -> str:
    """Return what an entry is called: its path without suffix, that of its folder where it is the folder's text."""
    return _split(path)[0].removesuffix("/index").removesuffix("/_index")


def _namesakes(pages: Iterable[str], what: str) -> Iterator[Problem]:
    """Report articles or entries that share a name, but for their suffix."""
    first: dict[str, str] = {}
    for path in pages:
        name = _split(path)[0] if what == "story" else _name_of(path)
        other = first.setdefault(name, path)
        if other != path:
            message = f"it shares its name with `{other.rpartition('/')[2]}`, and a name is one {what}"
            yield Problem("duplicate-story", message, Span(path), "rename or remove one of them", (Span(other),))


def _comments(
    found: dict[str, SourceFile], paths: Iterable[str], source_dir: str, articles: Collection[str], problems: list[Problem]
) -> dict[str, tuple[SourceFile, ...]]:
    """Return the files of comments by the article that they belong to (its path without suffix), or by the file of JSON lines."""
    by_story: dict[str, list[SourceFile]] = {}
    for path in paths:
        by_story.setdefault(story_of(path[len(source_dir) + 1 :]), []).append(found[path])
    owned: dict[str, tuple[SourceFile, ...]] = {}
    for story, files in by_story.items():
        head, mark, _ = story.partition("#")
        owner = f"{source_dir}/stories/{head}.jsonl" if mark else f"{source_dir}/stories/{head}"
        if owner in found if mark else owner in articles:
            owned[owner] = (*owned.get(owner, ()), *files)
        else:
            prefix = f"{source_dir}/stories/"
            near = did_you_mean(head, (article.removeprefix(prefix) for article in articles))
            hint = near or "name the folder after the path of the article below `stories`, without its suffix"
            problems.append(Problem("orphan-comment", f"there is no story `{story}`", Span(files[0].path), hint))
    return owned


def _without_article(code: str, what: str, files: dict[str, SourceFile], articles: Collection[str]) -> Iterator[Problem]:
    for stem, file in files.items():
        if stem in articles:
            continue
        folder, _, name = stem.rpartition("/")
        hint = did_you_mean(name, (other.rpartition("/")[2] for other in articles if other.rpartition("/")[0] == folder))
        yield Problem(code, f"{what} no article beside it", Span(file.path), hint or "rename it to its article's name")
