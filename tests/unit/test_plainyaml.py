"""Plain YAML: what it reads is what the YAML parser makes of it, place by place, and it declines all else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.content.frontmatter import body_start
from broadsheet.content.nodes import Mapping, Scalar, Sequence
from broadsheet.content.plainyaml import plain_yaml
from broadsheet.content.yamlfile import parse_any_yaml
from broadsheet.problems import Outcome

CONTENT = Path(__file__).parents[2] / "content"
ARTICLE = """\
# What an article may hold.
title: "Council says \\"no\\""  # as it did
date: 2024-03-05T10:00:00+03:00
standfirst: >-
  It's 12:30
  & all's well

tags: [budget, 'price rises', "2024"]
actors:
- Ada Byron
- {name: Jo Li, country: NO,
   role: }
- name: Jo Li
  country: NO

  role:
summary: it goes on
  over two lines
source:
  name: 'The Reader''s
    Paper'
  url: https://x.org/a#b
"""


def agreed(text, first_line=1):
    """Say whether the text was read, as the parser reads it."""
    found = plain_yaml(text, first_line)
    # Named tuples of two types may be equal, and mappings with their keys in another order.
    assert found is None or repr(Outcome(found)) == repr(parse_any_yaml(text, "a.yaml", first_line))
    return found is not None


def test_an_article_of_the_usual_kind_is_read_without_the_parser():
    assert not agreed(ARTICLE, 2)
    text = ARTICLE.replace("role: }", "role: ''}")
    assert agreed(text, 2)
    found = plain_yaml(text, 2)
    assert found.entries[0] == (Scalar("title", True, 3, 1), Scalar('Council says "no"', False, 3, 8))
    assert found.get("standfirst") == Scalar("It's 12:30 & all's well", False, 5, 13)
    assert found.get("tags") == Sequence(
        (Scalar("budget", True, 9, 8), Scalar("price rises", False, 9, 16), Scalar("2024", False, 9, 31)), 9, 7
    )
    _, flow, block = found.get("actors").items
    assert flow.entries[2] == (Scalar("role", True, 13, 4), Scalar("", False, 13, 10))
    assert block == Mapping.of(
        (
            (Scalar("name", True, 14, 3), Scalar("Jo Li", True, 14, 9)),
            (Scalar("country", True, 15, 3), Scalar("NO", True, 15, 12)),
            (Scalar("role", True, 17, 3), Scalar("", True, 17, 8)),
        ),
        14,
        3,
    )
    assert found.get("summary") == Scalar("it goes on over two lines", True, 18, 10)
    assert found.get("source").get("name") == Scalar("The Reader's Paper", False, 21, 9)


@pytest.mark.parametrize(
    "text",
    [
        "a: b # c",
        "# c\n\na: b\n # c\n",
        "a: 'b' # c",
        "a: # c\n  - b\n# c\n  - d",
        "a: |\n  b\n\n  - c",
        "a: >\n  b\n\n\n  c\nd: e",
        "a: |-\n  b\n# c\n\nd: e",
        "a:\n  - |\n    b\n  - c",
        "a: b\n  c\n\n  d",
        "a: 'b\n\n  c'",
        'a: "b\nc"\nd: e',
        "a: {b: c, d: 'e'}",
        "a: {}\nb: []",
        "a: [b,\n  c,\n  ]  # d",
        "a: [{b: c}, d, [e]]",
        "a: [{b: c,\n  d: e}, f, [g,\n\n h], i]",
        "a: {b: [c,\n    d], e: {f: g,\n h: i}, j: k}",
        "a: {b: [c, d], e: {f: g}}",
        "a: -1",
        "a: b\u00a0\u200b\u00ad",
        "a: b  ",
        "a:\n- b\n- c\nd: e",
    ],
)
def test_what_people_write_is_read_without_the_parser(text):
    assert agreed(f"{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a",
        " a: b",
        "a: b: c",
        "a: b\na: c",
        "a: {b: c, b: d}",
        "a: 'b' c",
        "a: 'b'#c",
        "a: b # c\n  d",
        "a: b\n  c: d",
        "a: |+\n  b",
        "a: |2\n   b",
        "a: |\n\n  b",
        "a: |\n  b\n # c\n  d",
        "a: >\n  b\n   c",
        "a: >\n  b \n  c",
        f"{'k' * 1100}: a",
        "a: &x b",
        "a: *x",
        "a: !!str b",
        "a: [b: c]",
        "a: [b",
        "a: [b}",
        "a: [b,,c]",
        "a: [,]",
        "a: [b, # c\n  d]",
        "a: {b, c: d}",
        "a: {b: }",
        "a: [[[b]]]",
        'a: "\\x41"',
        'a: "\\u0007"',
        'a: "\\ud83d\\ude00"',
        'a: ["\\r"]',
        'a: "b\\\n  c"',
        "a:\tb",
        "a: b\u2028",
        "a: b\ufeff",
        "a: \x07",
        "a:\n  b: c\n d: e",
        "a:\n  - b\n - c",
        "a b: c",
        "'a': b",
        "? a",
        "<<: a",
        "a: -",
        "a:\n  - - b",
        "a:\n  -\n    b",
        "a: b\n---\nc: d",
        "a: b\n...",
        "a: 'b\n--- c'",
        'a: "b\n...\nc"',
        "%YAML 1.2",
        "a:\n" + " " * 20 + "b: c",
    ],
)
def test_what_is_not_plain_is_declined(text):
    assert plain_yaml(f"{text}\n") is None


def test_a_text_is_read_that_ends_with_its_last_line():
    assert plain_yaml("a: |\n  b") is None  # whose end the parser takes for a part of it
    assert agreed("a: |\n  b\n")


KEYS = st.sampled_from(["a", "b", "title", "b-c", "_x", "null", "k" * 61, "k" * 62, "1a", "a b", "é", "<<", "'q'"])
WORDS = ["", "x", "two words", "NO", "12:30", "http://x.org/a#b", "~", "“q”", "=", "(a)", "/p", ".5", "-5", "1.10", "null", "a]"]
WORDS += ["a,b", "a\\b", "it's", 'say "x" now', "x" * 1100, "a  b", "a:b", "a#b", "?x", "@x", "%x"]
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
]
QUOTED += ["'" + "x" * 1100 + "'", "'a # b: c'", '"a\\\\"', "'a\\'", '" a "', "'a", '"a']
FLOWS = [
    "[a, b]",
    "[]",
    "[ ]",
    "{}",
    "{ }",
    "[ a , 'b c',\"d\" ]",
    "[a, ]",
    "[a",
    "[a: b]",
    "[ü, – a]",
    "[a-b, -c]",
    "[a?]",
    "[a?b]",
]
FLOWS += [
    '[1, "a \\"\\u2028\\n", "]"]',
    '["' + "x" * 1100 + '", "y"]',
    '["\\\\", "\\z"]',
    "[\"\",'']",
    "{a: b}",
    "{a: b, c: 'd'}",
]
FLOWS += [
    "{a: b, a: c}",
    "{a: http://x.org/a:b, b: it's}",
    "{a: [b, c], d: {e: f}}",
    "[{a: b}, c]",
    "{a: }",
    "{a}",
    "{a:b}",
    "{a: b]",
]
FLOWS += [
    "{a: b,}",
    "[a]]",
    "[a] b",
    "[a] # c",
    "[a]#c",
    "[a #b, c]",
    "[a #b]",
    "{a: b # c}",
    "{a: 'b': c}",
    "[a\n , b]",
    "[[a], [b]]",
]
ODD = [
    "a: b",
    "a #b",
    "#c",
    "a:",
    "-a",
    "?a",
    "&a x",
    "*a",
    "!t x",
    "!!str",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "a ",
    "a   # c",
    "'a' #c",
    "---",
]
ODD += ["...", "- a", "- - a", "-", "? a"]
BLANKS = ["\u00a0x", "x\u00a0", "\ufeffx", "x\u2028y", "\u2028", "\u0085", "a\tb", "\t", "\u3000x", "x\r", "a\u200bb"]
BLOCKS = [
    "|\n{}x\n{}y",
    ">-\n{}x\n{}y\n\n{}z",
    "|-\n{}x\n\n",
    ">\n{}x\n{} y",
    "|\n\n{}x",
    "|+\n{}x\n",
    "|2\n{}x",
    "| # c\n{}x",
    ">-  \n{}# x",
]
BLOCKS += [
    "|\n{}x\n#c\n",
    "|\n{}x\n # c\n{}y",
    "|\n{}- x\n{}y: z",
    ">\n{}x \n{}y",
    "|\n{}x\n{}  \n{}y",
    "x\n{}y",
    "x\n{}y: z",
    "x\n\n{}y",
]
BLOCKS += [
    "x # c\n{}y",
    "'x\n{}y'",
    "'x\n\n{}# y' # c",
    '"x \n{}y"',
    '"x\\\n{}y"',
    "'x\ny'",
    "[a,\n{}b]",
    "[a,\n\n{}b,\n]",
    "{{a: b,\n{}c: d}}",
]
BLOCKS += [
    "[a, # c\n{}b]",
    "\n{}x",
    "\n{}'x'",
    "\n{}[a]",
    "x\n{}- y",
    "x\n{}'y'",
    "[a\n{}b]",
    "{{a:\n{}b}}",
    "# c\n{}- a\n# d\n{}- b",
]
VALUES = st.one_of(
    st.sampled_from([*WORDS, *QUOTED, *FLOWS, *ODD, *BLANKS]),
    st.tuples(st.sampled_from(BLOCKS), st.sampled_from(["", " ", "  ", "  ", "    "])).map(
        lambda pair: pair[0].replace("{}", pair[1])
    ),
)
LINES = st.one_of(
    st.tuples(
        st.sampled_from(["", "", "", "  ", "    ", " ", "\t"]),
        st.sampled_from(["", "", "- ", "-  ", "-", "- - "]),
        st.one_of(st.just(""), st.tuples(KEYS, st.sampled_from([": ", ": ", ":", ":  ", " : "])).map("".join)),
        VALUES,
    ).map("".join),
    st.sampled_from(["", " ", "# c", "  # c", "---", "...", "%YAML 1.2", "&a b: c", "*a"]),
)
PLAIN = st.sampled_from(
    [
        "x",
        "two words",
        "12:30",
        "'it''s'",
        '"a \\" b"',
        "[a, b]",
        "[]",
        "http://x.org/a#b",
        "",
        "{a: b}",
        "x # c",
        ">-\n{}x\n{}y",
        "x\n{}y",
    ]
)


def under(value, indent):
    return value.replace("{}", " " * indent)


def mappings(indent, values):
    lines = st.tuples(st.sampled_from("abcdef"), values).map(
        lambda pair: f"{' ' * indent}{pair[0]}:{'' if pair[1].startswith(chr(10)) else ' '}{under(pair[1], indent + 2)}"
    )
    return st.lists(lines, min_size=1, max_size=4).map("\n".join)


def lists(indent):
    items = st.one_of(PLAIN, mappings(indent + 2, PLAIN).map(str.lstrip)).map(
        lambda text: f"{' ' * indent}- {under(text, indent + 2)}"
    )
    return st.lists(items, min_size=1, max_size=3).map(lambda found: "\n" + "\n".join(found))


TREES = mappings(
    0, st.one_of(PLAIN, PLAIN, lists(0), lists(2), mappings(3, st.one_of(PLAIN, lists(5))).map(lambda text: "\n" + text))
)
FRONT_MATTER = [
    text[4 : text.rindex("---", 0, body_start(text))]
    for text in (path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md")))
    if text.startswith("---\n")
]
SPOILS = [
    "",
    " ",
    "\n",
    "  ",
    "- ",
    ": ",
    "#",
    " #",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    ",",
    "\n  ",
    "\n\n",
    "&",
    "|",
    ">",
    ":",
    "\t",
    "\u2028",
    "a: b\n",
]
SPOILED = st.tuples(
    st.one_of(TREES.map(lambda text: f"{text}\n"), st.sampled_from(FRONT_MATTER)),
    st.floats(0, 1),
    st.integers(0, 3),
    st.sampled_from(SPOILS),
)


def spoiled(case):
    text, where, cut, put = case
    at = int(where * len(text))
    return text[:at] + put + text[at + cut :]


@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.lists(LINES, max_size=8).map(lambda lines: "".join(f"{line}\n" for line in lines)), TREES.map(lambda text: f"{text}\n")
    ),
    st.integers(1, 3),
)
def test_what_is_read_is_what_the_parser_reads(text, first_line):
    agreed(text, first_line)


@settings(max_examples=500, deadline=None)
@given(SPOILED.map(spoiled))
def test_so_it_is_where_something_was_spoiled(text):
    agreed(text)


@settings(max_examples=500, deadline=None)
@given(
    st.text("ab:- \n'\"[]{},#|>", max_size=24).map(lambda text: f"{text}\n")
    | st.text('a: "[],\\\\nu0e2', max_size=24).map(lambda text: f'a: "{text}\n')
    | st.text("ab:- \n'[]{},#", max_size=24).map(lambda text: f"a: [{text}]\n")
    | st.text("ab \n#:-", max_size=24).map(lambda text: f"a: |\n  {text}\n")
)
def test_so_it_is_for_any_text(text):
    agreed(text)


def test_the_demonstration_is_read_without_the_parser():
    assert len(FRONT_MATTER) > 100
    assert [text for text in FRONT_MATTER if not agreed(text)] == []


def test_long_texts_take_time_in_proportion():
    assert plain_yaml("a: [" + "b , " * 50_000 + "\n") is None
    assert plain_yaml("a: '" + "''" * 50_000 + "\n") is None
    assert plain_yaml('a: "' + '\\"' * 50_000 + "\n") is None
    assert plain_yaml("a: [b" + " " * 100_000 + "\n") is None
    assert plain_yaml("a: [" + "b" * 100_000 + "\n") is None
    assert plain_yaml("a: " + "] #" * 50_000 + "\n  b: c\n") is None
    assert plain_yaml("a: [" + "] #" * 50_000 + "\n  b\n") is None
    assert plain_yaml("a:\n" + "  - b\n" * 50_000 + "c\n") is None
    assert plain_yaml("".join(f"k{at}: 'b\n" for at in range(20_001))) is None
    assert plain_yaml("a: b\n" + "\n" * 50_000 + "  c: d\n") is None
    assert plain_yaml("a: |\n" + "  b\n" * 50_000 + " c\n") is None
