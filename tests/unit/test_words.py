"""Words of headlines and names: folded, cut, and the same in the page's script as here."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.catalog import words as module
from broadsheet.catalog.words import is_sought, plain, sought, words_of

SCRIPT = Path(__file__).parents[2] / "templates/static/search.js"
NODE = shutil.which("node")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Qur’an burned in Côte d’Ivoire", "qur'an burned in cote d'ivoire"),
        ("İstanbul’da IŞIK, ışık", "istanbul'da isik isik"),
        ("Straße, Œuvre, Łódź, Sørensen, Đặng, Þór", "strasse oeuvre lodz sorensen dang thor"),
        ("أحمد إلى القاهرة ٱلآن", "احمد الي القاهره الان"),
        ("مُحَمَّـد ۱۹۷۹ و ١٩٧٩", "محمد 1979 و 1979"),
        ("می‌خواهم کتاب", "ميخواهم كتاب"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("Горбачёв, Йод", "горбачев иод"),
        ("서울 회담", "서울 회담"),
        ("ﬁnance ２０２４ №5", "finance 2024 no5"),
        ("U.S.–led talks; the U. N. and J. F. Kennedy", "us -led talks the un and jf kennedy"),
        ("plan B, 17 - 8", "plan b 17 - 8"),
    ],
)
def test_spellings_that_a_reader_takes_for_one_are_folded_into_one(text: str, folded: str) -> None:
    assert plain(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O’Brien’s visit", {"obriens", "visit"}),
        ("d’Estaing et l’Iran", {"destaing", "estaing", "et", "liran", "iran"}),
        ("Anglo-Iranian co-operation", {"anglo", "iranian", "angloiranian", "co", "operation", "cooperation"}),
        ("one-of-a-kind", {"one", "of", "kind"}),
        ("北京会谈 UN会议", {"北京", "京会", "会谈", "谈", "un", "会议", "议"}),
        ("A 50", {"50"}),
        ("- ' -", set()),
    ],
)
def test_a_headline_is_found_by_its_words_and_by_their_parts(text: str, words: set[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("o'brien", ["obrien"]),
        ("anglo-iran anglo", ["anglo", "iran"]),
        ("北京会", ["北京", "京会"]),
        ("谈", ["谈"]),
        ("u.s. ", ["us"]),
        ("a ", []),
    ],
)
def test_what_is_typed_is_cut_into_beginnings_of_words(typed: str, words: list[str]) -> None:
    assert sought(typed) == words


@given(st.text())
def test_what_was_folded_is_folded(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cn", "Co"))))
def test_whoever_types_a_headline_finds_it(text: str) -> None:
    words = words_of(text)
    assert all(any(word.startswith(typed) for word in words) for typed in sought(text))
    assert all(map(is_sought, words))


@settings(max_examples=400)
@given(st.text(st.sampled_from('aAbZ019._/:;,!? ()"&'), max_size=14))
def test_plain_text_is_cut_as_any_other(text: str) -> None:
    with mock.patch.object(module, "_SIMPLE", re.compile("(?!)")):
        expected = words_of(text)
    assert words_of(text) == expected


@pytest.mark.skipif(NODE is None, reason="no Node on the PATH")
def test_the_script_of_the_page_folds_and_cuts_every_character_likewise() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    part = source[source.index("  // The folding") : source.index("  const holds")]
    program = f"{part}\nconst texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));" + (
        "console.log(JSON.stringify(texts.map((text) => [plain(text), sought(text)])));"
    )
    known = [char for char in map(chr, range(0x110000)) if unicodedata.category(char) not in ("Cn", "Cs", "Co")]
    chance = random.Random(7)
    often = [*known[:3000], *" '-. " * 200]
    texts = [f"a{char}b {char}" for char in known] + ["".join(chance.choices(often, k=20)) for _ in range(3000)]
    done = subprocess.run([str(NODE), "-e", program], input=json.dumps(texts), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    ours = ([plain(text), sought(text)] for text in texts)
    unlike = [text for text, theirs, own in zip(texts, found, ours, strict=True) if theirs != own]
    # The two may know different editions of Unicode.
    assert [text for text in unlike if unicodedata.ucd_3_2_0.category(text[1]) != "Cn"] == []
    assert len(unlike) < 1000
