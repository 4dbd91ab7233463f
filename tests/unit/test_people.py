"""Mentions of persons: their spans and parts, how sure they are, and the laws that hold on any text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.extract.document.document import read_document
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.people.people import PersonMention, find_people
from growth import Work, grows_evenly

STORY = (
    "Iran’s President Masoud Pezeshkian spoke on Monday. Pezeshkian, 71, met U.S. Special Envoy Steve Witkoff and Ayatollah Ali "
    "Khamenei in Tehran.\nBY JANE DOE\nDr. Ann O'Brien-Lee Jr. said Witkoff had left. 1. Michael Johnson (U.S.) 43.49\n"
)
PIECES = st.sampled_from(
    [
        "Bill ",
        "Clinton ",
        "President ",
        "Jr. ",
        "al-",
        "van der ",
        "'s ",
        "-",
        "(U.S.) ",
        "J.K. ",
        ", 34, ",
        "said ",
        "THE ",
        "x",
        "\n",
    ]
)


def found(text: str) -> tuple[PersonMention, ...]:
    return find_people(read_document(text), load_lexicon())


def test_a_mention_has_its_span_its_words_its_lead_and_its_rule() -> None:
    text = "The letter of Iranian Supreme Leader Ayatollah Ali Khamenei was read."
    (mention,) = found(text)
    assert text[mention.start : mention.end] == mention.text == "Ali Khamenei"
    assert mention.words == ("Ali", "Khamenei")
    assert text[mention.lead : mention.start] == "Iranian Supreme Leader Ayatollah "
    assert (mention.honorific, mention.rule, mention.confidence) == ("Ayatollah", "honorific", 0.98)


def test_more_grounds_make_a_mention_surer() -> None:
    alone, placed, aged = (found(f"Zorvan Qelbeth{rest}")[-1:] for rest in (" nearby.", " told them.", ", 34, told them."))
    assert alone == ()
    assert 0.5 <= placed[0].confidence < aged[0].confidence <= 0.98


def test_a_surname_is_as_sure_as_the_full_name_lets_it_be() -> None:
    full, surname = found("Masoud Pezeshkian came. The crowd saw Pezeshkian.")
    assert surname.rule == "surname of a person named in full"
    assert 0.8 <= surname.confidence <= full.confidence


def test_without_the_full_name_a_bare_surname_is_nobody() -> None:
    assert found("The crowd saw Araghizadeh.") == ()


def test_but_some_surnames_say_enough() -> None:
    (mention,) = found("The crowd saw Mandela.")
    assert (mention.text, mention.rule, mention.confidence) == ("Mandela", "renowned", 0.6)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join)))
def test_on_any_text_mentions_are_in_order_apart_and_are_what_stands_there(text: str) -> None:
    mentions = found(text)
    assert all(text[m.start : m.end] == m.text and m.text.strip() == m.text != "" for m in mentions)
    assert all(m.lead <= m.start and 0.5 <= m.confidence <= 0.98 and m.rule for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


def test_the_time_grows_with_the_text_and_no_faster() -> None:
    assert grows_evenly(finding(STORY), 20)


@pytest.mark.parametrize("piece", ["Ann Lee ", "Ann-", "van der ", "A. ", "President "])
def test_a_long_run_of_capitalised_words_costs_no_more_than_its_length(piece: str) -> None:
    assert grows_evenly(finding(piece, "Lee"), 2_500)


def finding(piece: str, end: str = "") -> Callable[[int], Work]:
    def prepare(size: int) -> Work:
        document = read_document(piece * size + end)
        return lambda: find_people(document, load_lexicon())

    return prepare


def test_the_mentions_are_the_same_for_every_hash_seed() -> None:
    code = (
        "import sys; from broadsheet.extract.document.document import read_document as r;"
        "from broadsheet.extract.people.people import find_people as f;"
        "from broadsheet.extract.document.lexicon import load_lexicon as l; sys.stdout.write(repr(f(r(sys.stdin.read()), l())))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=STORY,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1
    assert "Masoud Pezeshkian" in outputs.pop()
