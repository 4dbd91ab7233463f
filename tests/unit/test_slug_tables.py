"""The tables that slugs are made by: a release of a library that changes one changes addresses, and must not pass unseen."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from types import ModuleType

import pytest

from broadsheet.content.slugs import slug_of, transliterated

# Characters of Unicode 3.2, of which every Python says the same.
_KNOWN = [chr(code) for code in range(0x80, 0x30000) if unicodedata.ucd_3_2_0.category(chr(code)) not in ("Cn", "Cs", "Co")]
PHRASES = {
    "Łódź, Gdańsk & Kraków": "lodz-gdansk-krakow",
    "Владимир Путин": "vladimir-putin",
    "习近平": "xi-jin-ping",
    "محمد بن سلمان": "mhmd-bn-slmn",
    "Nguyễn Phú Trọng": "nguyen-phu-trong",
    "1,000 days": "1000-days",
    "Straße": "strasse",
    "नरेन्द्र मोदी": "nrendr-modii",
}


def test_each_character_gives_what_it_has_always_given() -> None:
    slugs = "\n".join(transliterated(f"a{char}b", 80) for char in _KNOWN)
    assert hashlib.sha256(slugs.encode()).hexdigest() == "1f73698dce9ca1c4b7c04bcb122e88a79eb6550debd3e7b27a6cd754f26e956d"


@pytest.mark.parametrize(("name", "slug"), PHRASES.items())
def test_names_give_what_they_have_always_given(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_another_package_of_tables_changes_no_slug(monkeypatch: pytest.MonkeyPatch) -> None:
    other = ModuleType("unidecode")
    other.unidecode = lambda _text: "other"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "unidecode", other)
    assert transliterated("Łódź", 80) == "lodz"
