"""Annotated attributions: readers of the public forms in which sources, cues and contents are marked, to one shape.

brat      NAME.txt and NAME.ann in the same folder or in two (text/, annotations/ …): lines T with the types source, cue and
          content (in any case, anything may follow: Source-1), spans that are not in one piece written 3 9;12 20, and what
          belongs together as relations (R), events (E) or equivalences (*), in any direction.
parc      NAME.xml of words, each with the attributions it is part of and its role in them; NAME.txt beside it gives the offsets,
          else the words joined by spaces are the text.
columns   NAME.conll of tokens, one a line, blank lines between sentences: token, first and last offset, and roles as
          B-source-7 or I-content-7 joined by |, - for none; NAME.txt beside it is the text.
jsonl     one document a line: {"id", "text", "attributions": [{"source": [[3, 9]], "cue": …, "content": …}]}.

`polnear` takes each document in whichever of these forms it finds, so that the folder of a release can be given as it is. Files
of other kinds (parses, metadata) are passed over.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from evaluation.score import files

Spans = tuple[tuple[int, int], ...]
_ROLES = ("source", "cue", "content")
_ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")
_LABEL = re.compile(r"(?:[BIES]-)?(source|cue|content)\w*[-:](\S+)", re.IGNORECASE)


class Attribution(NamedTuple):
    """What a document marks as one attribution: the spans of source, cue and content, each in order, any of them empty."""

    source: Spans
    cue: Spans
    content: Spans


class AttributedDocument(NamedTuple):
    """A text and its attributions."""

    id: str
    text: str
    attributions: tuple[Attribution, ...]


def read_documents(folder: Path, form: str) -> Iterator[AttributedDocument]:
    """Yield the documents of a folder, in the order of their names."""
    return FORMS[form](folder)


def _polnear(folder: Path) -> Iterator[AttributedDocument]:
    texts = _texts(folder)
    seen: set[str] = set()
    for reader, suffix in ((_brat_document, ".ann"), (_parc_document, ".xml"), (_column_document, ".conll")):
        for stem, paths in _stems(folder, suffix, texts).items():
            if stem in seen:
                continue
            documents = (reader(stem, path, texts.get(stem)) for path in paths)
            found = next((d for d in documents if d is not None and d.attributions), None)
            if found is not None:
                seen.add(stem)
                yield found


def _each(
    suffix: str, reader: Callable[[str, Path, Path | None], AttributedDocument | None]
) -> Callable[[Path], Iterator[AttributedDocument]]:
    def read(folder: Path) -> Iterator[AttributedDocument]:
        texts = _texts(folder)
        for stem, paths in _stems(folder, suffix, texts).items():
            document = reader(stem, paths[0], texts.get(stem))
            if document is not None:
                yield document

    return read


def _stems(folder: Path, suffix: str, texts: Mapping[str, Path]) -> dict[str, list[Path]]:
    """Return the files of each document: named like its text, or also with four digits for whoever annotated it."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in files(folder, f"*{suffix}"):
        stem = path.name.removesuffix(suffix).removesuffix(".txt")
        document = _ANNOTATOR.sub("", stem)
        found[document if stem not in texts and document in texts else stem].append(path)
    return found


def _texts(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in files(folder, "*.txt")}


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # a carriage return counts in the offsets


def _brat_document(stem: str, path: Path, text: Path | None) -> AttributedDocument | None:
    if text is None:
        return None
    return AttributedDocument(stem, _read(text), tuple(_brat(path.read_text(encoding="utf-8").splitlines())))


def _brat(lines: Sequence[str]) -> list[Attribution]:
    marks: dict[str, tuple[str, Spans]] = {}
    events: list[list[str]] = []
    links: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        name, _, rest = line.partition("\t")
        body = rest.partition("\t")[0]
        role = next((r for r in _ROLES if body.lower().startswith(r)), "")
        if name.startswith("T") and role:
            marks[name] = role, _brat_spans(body.partition(" ")[2])
        elif name.startswith("E"):
            events.append([part.partition(":")[2] for part in body.split()])
        elif name.startswith(("R", "*")):
            ends = [part.rpartition(":")[2] for part in body.split()[1:]]
            for one in ends:
                links[one] += [other for other in ends if other != one]
    if events:
        return [_joined(marks, [part for part in parts if part in marks]) for parts in events]
    return _linked(marks, links)


def _brat_spans(text: str) -> Spans:
    pieces = (piece.split() for piece in text.split(";"))
    return tuple((int(piece[0]), int(piece[1])) for piece in pieces)


def _joined(marks: dict[str, tuple[str, Spans]], names: Iterable[str]) -> Attribution:
    spans: dict[str, list[tuple[int, int]]] = {role: [] for role in _ROLES}
    for name in dict.fromkeys(names):
        role, found = marks[name]
        spans[role] += found
    return Attribution(*(tuple(sorted(spans[role])) for role in _ROLES))


def _linked(marks: dict[str, tuple[str, Spans]], links: dict[str, list[str]]) -> list[Attribution]:
    """Return an attribution for each cue, and for each content that no cue is tied to; a source may be of several.

    What is tied to a cue's content belongs to it as well, but not another cue.
    """
    found, used = [], set[str]()
    for hub in ("cue", "content"):
        for name, (role, _) in marks.items():
            if role != hub or name in used:
                continue
            near = [other for other in links[name] if other in marks]
            beyond = [other for one in near if marks[one][0] == "content" for other in links[one] if other in marks]
            sources = [other for other in near if marks[other][0] == "source"]
            sources = sources or [other for other in beyond if marks[other][0] == "source"]
            contents = [other for other in near if marks[other][0] == "content"]
            used.update([name, *contents])
            found.append(_joined(marks, [name, *sources, *contents]))
    return found


def _parc_document(stem: str, path: Path, text: Path | None) -> AttributedDocument | None:
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError:
        return None
    words = [element for element in root.iter() if element.get("text") is not None and element.tag.upper() == "WORD"]
    source = _read(text) if text is not None else " ".join(word.get("text", "") for word in words)
    tokens: list[tuple[int, int, list[tuple[str, str]]]] = []
    at = 0
    for word in words:
        start, end = _place(word, source, at)
        at = max(at, end)
        roles = [
            (attribution.get("id", ""), role.get("roleValue", "").lower())
            for attribution in word.iter("attribution")
            for role in attribution.iter("attributionRole")
        ]
        tokens.append((start, end, roles))
    return AttributedDocument(stem, source, tuple(_grouped(tokens))) if words else None


def _place(word: ElementTree.Element, source: str, at: int) -> tuple[int, int]:
    """Return where a word stands: as the file says, if that is so, else where its text occurs next."""
    text = word.get("text", "")
    given = (word.get("ByteCount") or "").split(",")
    if len(given) == 2 and all(part.strip().isdigit() for part in given):
        start, end = int(given[0]), int(given[1])
        if source[start:end] == text:
            return start, end
    found = source.find(text, at, at + 200)
    return (found, found + len(text)) if found >= 0 else (at, at)


def _grouped(tokens: Iterable[tuple[int, int, Sequence[tuple[str, str]]]]) -> list[Attribution]:
    """Return the attributions of tokens with roles; tokens of one role with nothing but blanks between make one span."""
    found: dict[str, dict[str, list[tuple[int, int]]]] = {}
    last: dict[tuple[str, str], int] = {}
    for number, (start, end, roles) in enumerate(tokens):
        for name, role in roles:
            if role not in _ROLES:
                continue
            spans = found.setdefault(name, {each: [] for each in _ROLES})[role]
            if spans and last[name, role] == number - 1:
                spans[-1] = spans[-1][0], end
            else:
                spans.append((start, end))
            last[name, role] = number
    return [Attribution(*(tuple(spans[role]) for role in _ROLES)) for spans in found.values()]


def _column_document(stem: str, path: Path, text: Path | None) -> AttributedDocument | None:
    if text is None:
        return None
    tokens = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) >= 4:
            labels = [match for label in parts[-1].split("|") if (match := _LABEL.match(label))]
            tokens.append((int(parts[1]), int(parts[2]), [(match[2], match[1].lower()) for match in labels]))
    return AttributedDocument(stem, _read(text), tuple(_grouped(tokens)))


def _jsonl(folder: Path) -> Iterator[AttributedDocument]:
    for path in files(folder, "*.jsonl"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if line.strip():
                given = json.loads(line)
                attributions = tuple(
                    Attribution(*(tuple((s, e) for s, e in each.get(role, [])) for role in _ROLES))
                    for each in given["attributions"]
                )
                yield AttributedDocument(str(given.get("id", f"{path.stem}-{number}")), given["text"], attributions)


FORMS: dict[str, Callable[[Path], Iterator[AttributedDocument]]] = {
    "polnear": _polnear,
    "brat": _each(".ann", _brat_document),
    "parc": _each(".xml", _parc_document),
    "columns": _each(".conll", _column_document),
    "jsonl": _jsonl,
}
