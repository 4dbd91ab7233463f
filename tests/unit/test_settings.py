"""Settings: broadsheet.yaml to a configuration, every fault with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.config import Config, ExtractionSettings, FeedSettings, MarkdownSettings, MenuItem, Permalinks, ThemeProperty
from broadsheet.content.settings import read_settings
from broadsheet.model import Named
from broadsheet.problems import Span


def read(text):
    outcome = read_settings(text, "broadsheet.yaml")
    assert outcome.problems == ()
    return outcome.value


def faults(yaml):
    return [
        str(problem).removeprefix("broadsheet.yaml:")
        for problem in read_settings(f"title: T\n{yaml}\n", "broadsheet.yaml").problems
    ]


def test_a_title_is_enough():
    assert read("title: Herald\n") == Config(title="Herald")


def test_every_key_of_the_contract_is_read():
    text = """
title: Herald
base_url: https://example.org/archive
language: de-AT
timezone: Europe/Vienna
description: News
publisher: {name: Herald Press, url: https://press.example/}
logo: /logo.svg
permalinks: {story: "/{section}/{year}/{slug}/", tag: "/topics/{slug}/"}
menus:
  main: [{name: Front, url: /}, {name: Elsewhere, url: "https://x.org/"}]
  footer: [{name: About, url: /about/}]
labels: [letter]
home: US
page_size: 30
feeds: {limit: 5, content: full}
search: true
markdown: {smart: yes, raw_html: refuse, engine: markdown}
theme: {accent: "#7a1f1f", font-body: "Georgia, serif"}
extraction: {publish_at: 0.9, on_build: no}
source_dir: texts/
output_dir: public/site
host: Netlify
"""
    assert read(text) == Config(
        title="Herald",
        base_url="https://example.org/archive/",
        language="de-AT",
        timezone="Europe/Vienna",
        description="News",
        publisher="Herald Press",
        publisher_url="https://press.example/",
        logo=Named("/logo.svg", Span("broadsheet.yaml", 8, 7)),
        permalinks=Permalinks(story="/{section}/{year}/{slug}/", tag="/topics/{slug}/"),
        main_menu=(
            MenuItem("Front", Named("/", Span("broadsheet.yaml", 11, 29))),
            MenuItem("Elsewhere", Named("https://x.org/", Span("broadsheet.yaml", 11, 56))),
        ),
        footer_menu=(MenuItem("About", Named("/about/", Span("broadsheet.yaml", 12, 31))),),
        labels=("letter",),
        home=("US",),
        page_size=30,
        feeds=FeedSettings(5, "full"),
        markdown=MarkdownSettings(True, "refuse"),
        extraction=ExtractionSettings(0.9, False),
        theme=(
            ThemeProperty(Named("accent", Span("broadsheet.yaml", 19, 9)), "#7a1f1f"),
            ThemeProperty(Named("font-body", Span("broadsheet.yaml", 19, 28)), "Georgia, serif"),
        ),
        source_dir="texts",
        output_dir="public/site",
        host="netlify",
    )


def test_a_publisher_may_be_a_name():
    assert read("title: T\npublisher: Press\n").publisher == "Press"


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        (
            "base_url: example.org",
            "2:11: error: `base_url` does not take `example.org`: it has no scheme; write `https://example.org/`",
        ),
        (
            "base_url: https://x.org/?a",
            "2:11: error: `base_url` does not take `https://x.org/?a`: it has a query or fragment; write `https://example.org/`",
        ),
        (
            "base_url: https://me:pass@x.org/",
            "2:11: error: `base_url` does not take `https://me:pass@x.org/`: it holds a user name; write `https://example.org/`",
        ),
        *(
            (
                f"base_url: https://x.org{path}",
                f"2:11: error: `base_url` does not take `https://x.org{path}`: {why}; write `https://example.org/`",
            )
            for path, why in (
                ("/a;b/", "it holds `;`"),
                ("/a,b/", "it holds `,`"),
                ("/*/", "it holds `*`"),
                ("/[1]/", "it holds `[`"),
                ("/a/../b/", "its path is not plain"),
                ("/https://y.org/", "its path is not plain"),
            )
        ),
        (
            "base_url: 'https://x.org:99999'",
            "2:11: error: `base_url` does not take `https://x.org:99999`: port out of range 0-65535;"
            " write `https://example.org/`",
        ),
        (
            "timezone: Europe/Viena",
            "2:11: error: `timezone` is `Europe/Viena`, which is not a time zone; did you mean `Europe/Vienna`?",
        ),
        (
            "timezone: ../../etc/passwd",
            "2:11: error: `timezone` is `../../etc/passwd`, which is not a time zone; write a name such as `Europe/Vienna`",
        ),
        ("home: UK", "2:7: error: `home` does not take `UK`: `UK` is no code of ISO 3166, as `US` and `GB` are"),
        ("page_size: 0", "2:12: error: `page_size` takes a whole number from 1, found `0`"),
        ("feeds: {limit: many}", "2:16: error: `feeds.limit` takes a whole number from 1, found `many`"),
        ("feeds: {content: all}", "2:18: error: `feeds.content` does not take `all`; allowed are `full`, `summary`"),
        (
            "host: netlfy",
            "2:7: error: `host` does not take `netlfy`; did you mean `netlify`? allowed are `netlify`, `github-pages`,"
            " `cloudflare-pages`, `s3`, `nginx`, `generic`",
        ),
        (
            "output_dir: ../site",
            "2:13: error: `output_dir` does not take `../site`: it has to be a folder inside the publication",
        ),
        (
            "output_dir: /srv",
            "2:13: error: `output_dir` does not take `/srv`: it has to be relative to the publication, with `/`",
        ),
        (
            "output_dir: content/site",
            "2:13: error: the output folder `content/site` and the content folder `content` overlap; keep the two apart",
        ),
        (
            "theme: {Accent: red}",
            "2:9: error: `Accent` is not the name of a theme property; names have lower-case letters, digits"
            " and `-`, and no leading `--`",
        ),
        (
            "theme: {accent: 'red; x'}",
            "2:17: error: `theme.accent` is `red; x`, which holds `;`; write one CSS value, such as `#7a1f1f`",
        ),
        (
            "theme: {accent: 'URL(x)'}",
            "2:17: error: `theme.accent` is `URL(x)`, which holds `URL(`; write one CSS value, such as `#7a1f1f`",
        ),
        (
            "permalinks: {story: '/{slug}.txt'}",
            "2:21: error: `permalinks.story` does not take `/{slug}.txt`: it has to start with `/` and"
            " end with `/` or `.html` or `{slug}`; such as `/stories/{year}/{month}/{slug}/`",
        ),
        (
            "permalinks: {story: '/v1.{slug}'}",
            "2:21: error: `permalinks.story` does not take `/v1.{slug}`: its last part may hold no `.`"
            " where it does not end in `.html`; such as `/stories/{year}/{month}/{slug}/`",
        ),
        (
            "permalinks: {tag: '/{year}/{slug}/'}",
            "2:19: error: `permalinks.tag` does not take `/{year}/{slug}/`: `{year}` is none"
            " of `{slug}`; such as `/names/{slug}/`",
        ),
        (
            "permalinks: {story: '/../{slug}/'}",
            "2:21: error: `permalinks.story` does not take `/../{slug}/`: it has to be a path of"
            " letters, digits, `-`, `_`, `.` and `/`; such as `/stories/{year}/{month}/{slug}/`",
        ),
        (
            "menus: {main: [{name: x, url: javascript:y}]}",
            "2:31: error: `menus.main.url` does not take `javascript:y`: the scheme"
            " `javascript` is not allowed; write `/path/` or `https://…`",
        ),
        (
            "extraction: {publish_at: 2}",
            "2:26: error: `extraction.publish_at` does not take `2`: it has to be a number from 0 to 1;"
            " write a confidence such as `0.8`",
        ),
        ("search: perhaps", "2:9: error: `search` takes true or false, found `perhaps`; write `true` or `false`"),
    ],
)
def test_a_value_that_is_not_allowed_is_reported(yaml, fault):
    assert faults(yaml) == [f"{fault} [bad-value]"]


def test_a_folder_of_time_zones_is_none():
    (fault,) = faults("timezone: Europe")
    assert fault.startswith("2:11: error: `timezone` is `Europe`, which is not a time zone; ")


def test_an_unknown_key_is_a_warning_with_a_suggestion():
    assert faults("baseurl: https://x.org/\nmenus: {mian: []}") == [
        "2:1: warning: unknown key `baseurl`; did you mean `base_url`? [unknown-key]",
        "3:9: warning: unknown key `mian` in `menus`; did you mean `main`? [unknown-key]",
    ]


def test_all_faults_are_reported_and_the_rest_is_read():
    outcome = read_settings("page_size: x\nhost: y\nlanguage: fr\n", "broadsheet.yaml")
    assert [str(problem).removeprefix("broadsheet.yaml:") for problem in outcome.problems] == [
        "1:12: error: `page_size` takes a whole number from 1, found `x` [bad-value]",
        "2:7: error: `host` does not take `y`; allowed are `netlify`, `github-pages`, `cloudflare-pages`, `s3`, `nginx`,"
        " `generic` [bad-value]",
        "1:1: error: `title` is missing; add `title: …` (text) [missing-key]",
    ]
    assert outcome.value == Config(title="Untitled", language="fr")


def test_an_empty_file_lacks_a_title_and_broken_yaml_gives_nothing():
    assert [problem.code for problem in read_settings("", "b.yaml").problems] == ["missing-key"]
    assert read_settings("a: b: c", "b.yaml").value is None
    assert [problem.code for problem in read_settings("- a\n", "b.yaml").problems] == ["bad-yaml"]


@settings(deadline=None)
@given(
    st.text(alphabet="-:[]{}'\"ab1/ \n,", max_size=40),
    st.sampled_from(["base_url", "menus", "theme", "timezone", "permalinks", "feeds"]),
)
def test_no_text_makes_the_reader_raise(text, key):
    read_settings(f"{key}: {text}", "b.yaml")


def test_the_commonmark_engine_needs_its_package(monkeypatch):
    text = "title: T\nmarkdown:\n  engine: commonmark\n"
    monkeypatch.setattr("broadsheet.content.settingvalues.find_spec", lambda _: True)
    found = read_settings(text, "broadsheet.yaml")
    assert found.problems == ()
    assert found.value.markdown.engine == "commonmark"
    monkeypatch.setattr("broadsheet.content.settingvalues.find_spec", lambda _: None)
    found = read_settings(text, "broadsheet.yaml")
    assert [str(problem) for problem in found.problems] == [
        "broadsheet.yaml:3:11: error: `markdown.engine: commonmark` needs the package pyromark; pip install"
        " 'broadsheet[commonmark]' [bad-value]"
    ]
    assert found.value.markdown.engine == "markdown"
