"""Plain YAML: what it reads is what the YAML parser makes of it, place by place, and it declines all else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.content.nodes import Mapping, Scalar, Sequence
from broadsheet.content.plainyaml import plain_yaml
from broadsheet.content.yamlfile import parse_any_yaml
from broadsheet.problems import Outcome

ARTICLE = """\
title: "Council says \\"no\\""
date: 2024-03-05T10:00:00+03:00
standfirst: It's 12:30 & all's well

tags: [budget, 'price rises', "2024"]
actors:
- Ada Byron
- name: Jo Li
  country: NO
  role:
source:
  name: 'The Reader''s Paper'
  url: https://x.org/a#b
"""


def test_an_article_of_the_usual_kind_is_read_without_the_parser():
    found = plain_yaml(ARTICLE, 2)
    assert found is not None
    assert Outcome(found) == parse_any_yaml(ARTICLE, "a.md", 2)
    assert found.entries[0] == (Scalar("title", True, 2, 1), Scalar('Council says "no"', False, 2, 8))
    tags, actors = found.entries[3][1], found.entries[4][1]
    assert tags == Sequence(
        (Scalar("budget", True, 6, 8), Scalar("price rises", False, 6, 16), Scalar("2024", False, 6, 31)), 6, 7
    )
    assert isinstance(actors, Sequence)
    assert actors.items[1] == Mapping(
        (
            (Scalar("name", True, 9, 3), Scalar("Jo Li", True, 9, 9)),
            (Scalar("country", True, 10, 3), Scalar("NO", True, 10, 12)),
            (Scalar("role", True, 11, 3), Scalar("", True, 11, 8)),
        ),
        9,
        3,
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a",
        " a: b",
        "a: b: c",
        "a: b\na: c",
        "a: b # c",
        "# c\na: b",
        "a: 'b' c",
        "a: |\n  b",
        "a: b\n  c",
        "a: &x b",
        "a: *x",
        "a: !!str b",
        "a: {b: c}",
        "a: [b: c]",
        "a: [b,\n  c]",
        'a: "\\x41"',
        'a: "\\u0007"',
        'a: "\\ud83d\\ude00"',
        'a: ["\\r"]',
        "a:\tb",
        "a: b\u00a0",
        "a: \x07",
        "a:\n  b: c\n d: e",
        "a:\n  - b\n - c",
        "a b: c",
        "? a",
        "<<: a",
        "a: -",
        "a:\n  - - b",
        "a: b\n---\nc: d",
        "a:\n" + " " * 20 + "b: c",
    ],
)
def test_what_is_not_plain_is_declined(text):
    assert plain_yaml(text) is None


KEYS = st.sampled_from(["a", "b", "title", "b-c", "_x", "null", "k" * 61, "k" * 62, "1a", "a b", "é"])
WORDS = [
    "",
    "x",
    "two words",
    "NO",
    "12:30",
    "http://x.org/a#b",
    "~",
    "“q”",
    "=",
    "(a)",
    "/p",
    ".5",
    "a]",
    "a,b",
    "a\\b",
    "x" * 1100,
]
QUOTED = [
    "'it''s'",
    '"d"',
    '"a \\" b"',
    '"\\n"',
    '"\\u200e\\u00a0\\t\\/"',
    '"\\u0085"',
    '"\\uFEFF"',
    '"\\ufffe"',
    "'x' y",
    "''",
    '""',
    "'" + "x" * 1100 + "'",
]
FLOWS = [
    "[a, b]",
    "[]",
    "[ a , 'b c',\"d\" ]",
    "[a, ]",
    "[a",
    "[a: b]",
    "{}",
    "[ü, – a]",
    "[a-b, -c]",
    "[a?]",
    '[1, "a \\"\\u2028\\n", "]"]',
    '["' + "x" * 1100 + '", "y"]',
    '["\\\\", "\\z"]',
    "[\"\",'']",
]
ODD = ["a: b", "a #b", "#c", "a:", "-a", "?a", "&a x", "*a", "!t x", "|", ">", "%a", "@a", "`a", "a ", "a  b", "---"]
BLANKS = ["\u00a0x", "\ufeffx", "\u2028", "\u0085", "a\tb"]
VALUES = st.sampled_from([*WORDS, *QUOTED, *FLOWS, *ODD, *BLANKS])
LINES = st.one_of(
    st.tuples(
        st.sampled_from(["", "", "", "  ", "    ", " ", "\t"]),
        st.sampled_from(["", "", "- ", "-  ", "-", "- - "]),
        st.one_of(st.just(""), st.tuples(KEYS, st.sampled_from([": ", ": ", ":", ":  ", " : "])).map("".join)),
        VALUES,
    ).map("".join),
    st.sampled_from(["", " ", "# c", "---", "..."]),
)
PLAIN = st.sampled_from(["x", "two words", "12:30", "'it''s'", '"a \\" b"', "[a, b]", "[]", "http://x.org/a#b", ""])


def mappings(indent, values):
    lines = st.tuples(st.sampled_from("abcdef"), values).map(
        lambda pair: f"{' ' * indent}{pair[0]}:{'' if pair[1].startswith(chr(10)) else ' '}{pair[1]}"
    )
    return st.lists(lines, min_size=1, max_size=4).map("\n".join)


def lists(indent):
    items = st.one_of(PLAIN, mappings(indent + 2, PLAIN).map(str.lstrip)).map(lambda text: f"{' ' * indent}- {text}")
    return st.lists(items, min_size=1, max_size=3).map(lambda found: "\n" + "\n".join(found))


TREES = mappings(
    0, st.one_of(PLAIN, PLAIN, lists(0), lists(2), mappings(3, st.one_of(PLAIN, lists(5))).map(lambda text: "\n" + text))
)
SPOILED = st.tuples(
    TREES, st.integers(0, 200), st.sampled_from(["", " ", "\n", "  ", "- ", ": ", "#", "'", '"', "[", "]", ",", "\n  ", "&"])
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.lists(LINES, max_size=8).map("\n".join),
        TREES,
        SPOILED.map(lambda each: each[0][: each[1]] + each[2] + each[0][each[1] :]),
    ),
    st.integers(1, 3),
)
def test_what_is_read_is_what_the_parser_reads(text, first_line):
    found = plain_yaml(text, first_line)
    assert found is None or Outcome(found) == parse_any_yaml(text, "a.yaml", first_line)
    # Named tuples of two types may be equal.
    assert found is None or repr(Outcome(found)) == repr(parse_any_yaml(text, "a.yaml", first_line))


@settings(max_examples=200, deadline=None)
@given(st.text("ab:- \n'\"[],#", max_size=24) | st.text('a: "[],\\\\nu0e2', max_size=24).map(lambda text: f'a: "{text}'))
def test_so_it_is_for_any_text(text):
    found = plain_yaml(text)
    assert found is None or repr(Outcome(found)) == repr(parse_any_yaml(text, "a.yaml"))


def test_long_texts_take_time_in_proportion():
    assert plain_yaml("a: [" + "b , " * 50_000) is None
    assert plain_yaml("a: '" + "''" * 50_000) is None
    assert plain_yaml('a: "' + '\\"' * 50_000) is None
    assert plain_yaml("a: [b" + " " * 100_000) is None
