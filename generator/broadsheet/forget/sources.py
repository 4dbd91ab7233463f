"""Sources: what is changed in the files of a publication when a person is forgotten, and what only an editor can change.

Records of the person are taken out: mentions, quotes, claims, events, roles, bylines, old addresses, replies, register files. The
words of the newsroom (bodies, headlines, captions) are its own: they are replaced only by what an editor gives, else listed.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from broadsheet.config import Config
from broadsheet.content.frontmatter import body_start
from broadsheet.content.scan import FINDINGS_SUFFIX, MARKDOWN_FILES
from broadsheet.content.yamledit import Edit, RefusedError, changes, plain_yaml_of, with_edits
from broadsheet.content.yamledit import Path as Keys
from broadsheet.content.yamltext import quoted
from broadsheet.engine.configuration import SETTINGS
from broadsheet.findings.registering import front_matter_of
from broadsheet.forget.pieces import SealedError, pieces
from broadsheet.forget.spellings import Spellings
from broadsheet.language.own import LOCALE
from broadsheet.model import Entry
from broadsheet.pictures.clean import UncleanError, cleaned
from broadsheet.problems import Problem, Span
from broadsheet.sources import STATIC, TEMPLATES, is_plain, read_file

_TELLING = frozenset(("quotes", "claims", "events", "aliases", "same_as"))  # items of these go when they say the name anywhere
_NAMING = ("name", "speaker", "attributed_to")
_WORDS = frozenset(("title", "standfirst", "description", "summary", "text", "alt", "caption", "body", "src", "slug"))
_REGISTERS = ("actors", "tags", "sections", "dossiers")
_BY_HAND = "change it yourself, and forget the person then"
_NAMED = "the name of the file, folder or link says the name"
_RENAME = "rename it, and what names it, or remove it; then forget the person"
LOOK = "look at what the file says of its maker and of what it shows; if it is the person, take it out"
_REMEDY = "change the words, or give others with --replace TEXT"
_LEAVE_OUT = "the address is that of another site: change or remove it yourself"
_WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>()\[\]]*\Z")
_DOUBT = "if it does, change it, or forget it with --also; if it is somebody else's, say so with --other"


@dataclass(slots=True)
class Plan:
    """What forgetting does: new bytes by path, files that go, a line for each; what an editor has to do, and to see."""

    files: dict[str, bytes] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    doubtful: list[Problem] = field(default_factory=list)

    def remove(self, path: str, why: str) -> None:
        """Take a whole file away."""
        self.removed.append(path)
        self.told.append(f"{path}: removed, {why}")


class _Region(NamedTuple):
    """A stretch of a text that is YAML: where it begins, what it is, and how a scalar is written in it."""

    start: int
    text: str
    write: Callable[[str], str]


def files_of(root: Path, config: Config) -> Iterator[str]:
    """Yield the paths of all that a publication is made from, hidden files and copies of editors too, as `files_in` does."""
    yield SETTINGS
    for name in dict.fromkeys((config.source_dir, STATIC, TEMPLATES, LOCALE)):
        yield from (place.relative_to(root).as_posix() for place in files_in(root / name))


def files_in(folder: Path) -> Iterator[Path]:
    """Yield all files and links below a folder, and the folders in which there is none."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        yield from (Path(where) / name for name in sorted((*names, *links)) or [""])


def plan(root: Path, config: Config, person: Spellings, own: Iterable[Entry], instead: str) -> Plan:
    """Return what is to be done. `own` are the person's register entries; `instead` is put for the name, unless it is empty."""
    entries = {entry.path: entry for entry in own}
    made = Plan()
    texts: dict[str, str] = {}
    registers = (*_REGISTERS, *(taxonomy.name for taxonomy in config.taxonomies))
    for path in files_of(root, config):
        place = root / path
        if place.is_symlink() or place.is_dir():
            _tell_of_name(made, path, person)
            continue
        data = read_file(place)
        inner = path.removeprefix(f"{config.source_dir}/")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        whole = _removal(inner, text, person, registers) if path != inner else ""
        if path in entries or whole:
            made.remove(path, whole or "the register file")
            continue
        texts[path] = text
        _tell_of_name(made, path, person)
        if text:
            _plan_text(made, path, text, person, instead if path != inner else "", is_content=path != inner)
        elif sight := _sight_of(person, data):
            _plan_bytes(made, path, data, person)
        elif sight is False:
            made.doubtful.append(may_be_spelt(path))
    for portrait in dict.fromkeys(_portraits(root, entries.values())):
        if not any(portrait.rpartition("/")[2] in text for text in texts.values()):
            made.remove(portrait, "the portrait, which nothing else names")
            made.left = [problem for problem in made.left if problem.span != Span(portrait)]
    return made


def _tell_of_name(made: Plan, path: str, person: Spellings) -> None:
    if person.says(path):
        made.left.append(Problem("forgotten-name", _NAMED, Span(path), _RENAME))


def _portraits(root: Path, own: Iterable[Entry]) -> Iterator[str]:
    for entry in own:
        beside = f"{entry.path.rpartition('/')[0]}/{entry.image.src.text}" if entry.image else ""
        if beside and is_plain(root, beside):
            yield beside


def may_be_spelt(path: str) -> Problem:
    """Return the warning of a file that is no text, whose bytes may spell the name by chance."""
    return Problem("doubtful-name", "bytes that are no text may spell the name", Span(path), LOOK)


def _sight_of(person: Spellings, data: bytes) -> bool | None:
    """Say what `Spellings.sight_of` says, of all that is in a file; nothing where it cannot be looked into."""
    try:
        seen = {person.sight_of(piece) for _, piece in pieces("", data)}
    except SealedError:
        return None  # the output says so, if it is published
    return True if True in seen else False if False in seen else None


def _plan_bytes(made: Plan, path: str, data: bytes, person: Spellings) -> None:
    """Plan to take out what a picture says; nothing else that is no text can be changed."""
    try:
        clean = cleaned(data)
    except UncleanError:
        clean = data
    if _sight_of(person, clean):
        made.left.append(Problem("forgotten-name", "the name stands in a file that is no text", Span(path), _BY_HAND))
    else:
        made.files[path] = clean
        made.told.append(f"{path}: takes out what the picture says of its maker, place and content")


def _removal(inner: str, text: str, person: Spellings, registers: tuple[str, ...]) -> str:
    """Return why a whole file goes, or nothing."""
    if inner.endswith(FINDINGS_SUFFIX):
        return "findings that are made anew" if person.says(text) else ""
    if inner.startswith("comments/") and inner.endswith(".yaml"):
        author = _plain(text).get("author") if person.says(text) else None
        return "a reply of the person's" if isinstance(author, str) and person.is_named(author) else ""
    folder, _, name = inner.partition("/")
    if folder in registers and name.endswith(MARKDOWN_FILES):
        called = _plain(_front(text)).get("name")
        own = person.is_named(called) if isinstance(called, str) else person.is_named(name.rpartition(".")[0])
        return "a register file of the name" if own else ""
    return ""


def _front(text: str) -> str:
    try:
        return front_matter_of(text)[1]
    except RefusedError:
        return ""


def _plain(text: str) -> dict[str, Any]:
    try:
        said = plain_yaml_of(text)
    except RefusedError:
        return {}
    return said if isinstance(said, dict) else {}


def _plan_text(made: Plan, path: str, text: str, person: Spellings, instead: str, *, is_content: bool) -> None:
    """Plan the edits of a text, and tell what stays."""
    edits: list[Edit] = []
    counts: dict[str, int] = {}
    told_of = person.stands_in(text.encode()) or any(each in text for each in person.finding_ids)
    for region in _regions(path, text) if is_content and told_of else ():
        edits += _edits_of(region, person, instead, counts)
    body = _body_edits(path, text, person, instead, edits) if instead else []
    edits = sorted(edits + body)
    gone = [f"{number} of {key}" for key, number in counts.items()]
    told = [f"takes out {', '.join(gone)}"] if gone else []
    replaced = len([edit for edit in edits if edit.text])
    told += [f"replaces the name in {replaced} {'place' if replaced == 1 else 'places'}"] if replaced else []
    if edits:
        made.files[path] = with_edits(text, edits).encode()
        made.told.append(f"{path}: {'; '.join(told)}")
    _tell_what_stays(made, path, text, person, edits)


def _regions(path: str, text: str) -> Iterator[_Region]:
    name = path.lower()
    if name.endswith((".yaml", ".yml")):
        yield _Region(0, text, quoted)
    elif name.endswith(".jsonl"):
        at = 0
        for line in text.splitlines(keepends=True):
            yield _Region(at, line, _as_json)
            at += len(line)
    elif name.endswith((*MARKDOWN_FILES, ".txt")):
        try:
            head, front, _ = front_matter_of(text)
            yield _Region(len(head), front, quoted)
        except RefusedError:
            lines = text.replace("\r\n", "\n")[: body_start(text.replace("\r\n", "\n"))].count("\n")
            above = "".join(f"{line}\n" for line in text.split("\n")[:lines])
            yield _Region(0, above, _as_json)  # JSON, or TOML, which is left to an editor


def _as_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _edits_of(region: _Region, person: Spellings, instead: str, counts: dict[str, int]) -> list[Edit]:
    """Return the edits of a stretch of YAML, by their places in the whole text; none where it cannot be edited."""
    said = _plain(region.text)
    noted = {line.partition(":")[0].strip() for line in region.text.split("\n") if person.says(line)}
    gone = tuple(_gone(person, said, person.finding_ids | noted))
    kept = [pair for pair in _scalars(said) if instead and not any(pair[0][: len(each)] == each for each in gone)]
    values = {
        keys: person.replaced(value, instead) for keys, value in kept if person.says(value) and not _is_elsewhere(person, value)
    }
    if not gone and not values:
        return []
    try:
        found = changes(region.text, gone, values, region.write)
    except RefusedError:
        return []  # what stands there is listed
    for keys in gone:
        counts[keys[0]] = counts.get(keys[0], 0) + 1
    return [Edit(region.start + edit.start, region.start + edit.end, edit.text) for edit in found]


def _scalars(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:  # noqa: ANN401
    if isinstance(value, str):
        yield keys, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in parts:
        yield from _scalars(each, (*keys, str(key)))


def _gone(person: Spellings, said: Lookup[str, Any], decided: frozenset[str], keys: Keys = ()) -> Iterator[Keys]:
    """Yield what is a record of the person in a mapping: an entry that names nobody else, items of lists that do, and decisions.

    `decided` are the ids of findings about the person, by themselves or by the comment behind the decision.
    """
    for key, value in said.items():
        here = (*keys, key)
        if isinstance(value, str):
            if key not in _WORDS and person.is_named(value):
                yield here
        elif isinstance(value, list):
            items = [at for at, each in enumerate(value) if _is_record(person, key, each)]
            if items and len(items) == len(value):
                yield here
                continue
            yield from ((*here, str(at)) for at in items)
            for at, each in enumerate(value):
                if isinstance(each, dict) and at not in items:
                    yield from _gone(person, each, decided, (*here, str(at)))
        elif key == "decisions" and isinstance(value, dict):
            ids = [each for each in value if each in decided]
            yield from [here] if len(ids) == len(value) else ((*here, each) for each in ids)
        elif isinstance(value, dict):
            name = value.get("name")
            yield from [here] if isinstance(name, str) and person.is_named(name) else _gone(person, value, decided, here)


def _is_record(person: Spellings, key: str, item: Any) -> bool:  # noqa: ANN401
    """Say whether an item of a list is about the person: it is the name, or names who it is of, or tells of the person."""
    parts = item if isinstance(item, dict) else {"name": item}
    texts = {name: value for name, value in parts.items() if isinstance(value, str)}
    if any(person.is_named(texts.get(name, "")) for name in _NAMING):
        return True
    return key in _TELLING and any(map(person.says, texts.values()))


def _body_edits(path: str, text: str, person: Spellings, instead: str, taken: list[Edit]) -> list[Edit]:
    """Return the edits that put something else for the name in bodies, and in comments of YAML, where no other edit does."""
    shown = html.escape(instead) if path.lower().endswith((".html", ".htm", ".svg", ".xml")) else instead
    spans = [(region.start, region.start + len(region.text)) for region in _regions(path, text)]
    here = [mention for mention in person.mentions(text) if not _in_web_address(text, mention.start)]
    found = [Edit(start, end, person.put_for(text[start:end], shown)) for start, end, _ in here]
    found = [edit for edit in found if not any(other.start < edit.end and edit.start < other.end for other in taken)]
    return [edit for edit in found if not any(start <= edit.start < end for start, end in spans) or _in_comment(text, edit.start)]


def _is_elsewhere(person: Spellings, text: str) -> bool:
    """Say whether the name stands in the address of another site, of which only an editor knows whether it can be left out."""
    return any(_in_web_address(text, mention.start) for mention in person.mentions(text))


def _in_web_address(text: str, at: int) -> bool:
    return _WEB_ADDRESS.search(text, max(0, at - 2000), at) is not None


def _in_comment(text: str, at: int) -> bool:
    return re.search(r"(?:^|\s)#", text[text.rfind("\n", 0, at) + 1 : at]) is not None


def _tell_what_stays(made: Plan, path: str, text: str, person: Spellings, edits: list[Edit]) -> None:
    """List the places of the name that no edit changes, and those that may be the name."""
    found = 0
    for start, end, sure in person.mentions(text, doubtful=True):
        if any(edit.start < end and start < edit.end for edit in edits):
            continue
        span = Span(path, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        shown = " ".join(text[start:end].split())
        if sure:
            found += 1
            remedy = _LEAVE_OUT if _in_web_address(text, start) else _REMEDY
            made.left.append(Problem("forgotten-name", f"`{shown}` stands here", span, remedy))
        else:
            made.doubtful.append(Problem("doubtful-name", f"`{shown}` may mean the same person", span, _DOUBT))
    changed = made.files.get(path, text.encode())
    if not found and _sight_of(person, changed):
        lines = [number for number, line in enumerate(changed.split(b"\n"), 1) if person.stands_in(line)]
        spans = [Span(path, number) for number in lines or [1]]
        made.left += (Problem("forgotten-name", "the name stands here in another form", span, _BY_HAND) for span in spans)
