"""Slugs: one stable, publishable form for every name."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.content.slugs import slug_from_path, slug_of, transliterated


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Türkiye", "turkiye"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Iran’s nuclear programme", "iran-s-nuclear-programme"),
        ("Iran's nuclear programme", "iran-s-nuclear-programme"),
        ("AT&amp;T", "at-amp-t"),
        ("Горбачёв", "gorbachev"),
        ("北京", "bei-jing"),
        ("1,000 days", "1000-days"),
        ("US–Soviet arms control", "us-soviet-arms-control"),
        ("already-a-slug", "already-a-slug"),
        ("x" * 100, "x" * 80),
        ("word " * 30, "-".join(["word"] * 16)),
        ("page", "page-1"),
        ("Index", "index-1"),
        ("COM1", "com1-1"),
        ("!?", "x652ff34c"),
    ],
)
def test_a_name_gives_its_slug(name, slug):
    assert slug_of(name) == slug


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_publishable_and_the_slug_of_itself(name):
    slug = slug_of(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80
    assert slug_of(slug) == slug


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x7F), min_size=1), st.integers(1, 100))
def test_what_needs_no_transliteration_gives_what_it_would_give(name, longest):
    wanted = transliterated(name, longest)
    found = slug_of.__wrapped__(name, longest)
    assert found in (wanted, f"{wanted}-1") or (not wanted and re.fullmatch("x[0-9a-f]{8}", found))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("2024/2024-05-01-May Day", "may-day"),
        ("2024-05-01-", "2024-05-01"),
        ("1919/versailles", "versailles"),
        ("1919/versailles/index", "versailles"),
        ("index", "index-1"),
    ],
)
def test_a_story_is_named_by_its_file_without_the_date(path, slug):
    assert slug_from_path(path) == slug


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("2025-01-02-index", "2025-01-02"),
        ("talks/_index", "talks"),
        ("2025-01-02-talks/index", "talks"),
        ("index", "index-1"),
        ("word-" * 30 + "1", "word-" * 30 + "1"),
    ],
)
def test_a_file_gives_its_slug_whole_and_an_index_that_of_its_folder_or_day(path, slug):
    assert slug_from_path(path) == slug
