"""The content security policy, in the head of pages and in headers."""

from __future__ import annotations

from broadsheet.config import CommentSettings, Config, SearchSettings, StaticSettings
from broadsheet.pages.policy import header, is_sandboxed, policies


def test_scripts_run_from_the_site_s_own_folders_of_scripts_and_from_nowhere_else() -> None:
    rules, folders = policies(Config("T", "https://example.org/news/"))
    assert rules.startswith("default-src 'none'; script-src 'self'; ")
    assert folders == "script-src *:*/news/assets/ *:*/news/search/"
    assert "unsafe" not in header(Config("T"))


def test_the_header_says_what_the_head_says_and_who_may_frame_a_page() -> None:
    config = Config("T", search=SearchSettings(full_text=True), offline=True)
    assert header(config).replace("; frame-ancestors 'none'", "") == ", ".join(policies(config, compiles=True))
    assert "wasm" not in "".join(policies(config))
    assert header(config).count("worker-src 'self'") == 2


def test_from_a_disk_the_site_s_own_are_its_files() -> None:
    (rules,) = policies(Config("T"), relative=True)
    assert "script-src 'self' file:; " in rules


def test_scripts_that_the_publisher_vouches_for_may_run() -> None:
    config = Config("T", static=StaticSettings(("a.html", "b.js", "tools/*", "*.js", "x/*.js")))
    assert policies(config)[1] == "script-src *:*/assets/ *:*/search/ *:*/b.js *:*/tools/"


def test_a_form_may_go_where_it_is_set_to_go() -> None:
    config = Config("T", comments=CommentSettings(form="https://forms.example/f?x"))
    assert policies(config)[0].endswith("form-action 'self' https://forms.example")


def test_what_comes_from_persons_is_sandboxed() -> None:
    assert [path for path in ("media/a.pdf", "x.SVG", "assets/icon.svg", "index.html", "robots.txt") if is_sandboxed(path)] == [
        "media/a.pdf",
        "x.SVG",
    ]
