"""Edits of a person's YAML: what is added is there, and every other byte is where it was."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.content.yamledit import Addition, RefusedError, add_below, changes, with_edits
from broadsheet.content.yamlfile import parse_yaml
from broadsheet.content.yamltext import quoted

ACCEPT = Addition("a1", "accept", "actors: Ann Lee")
ALIAS = Addition("", '"A. Lee"')


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("", "decisions:\n  a1: accept  # actors: Ann Lee\n"),
        ("# mine\n", "# mine\ndecisions:\n  a1: accept  # actors: Ann Lee\n"),
        ("title: T # so\n", "title: T # so\ndecisions:\n  a1: accept  # actors: Ann Lee\n"),
        ("title: T", "title: T\ndecisions:\n  a1: accept  # actors: Ann Lee\n"),
        ("\ufefftitle: T\r\n", "\ufefftitle: T\r\ndecisions:\r\n  a1: accept  # actors: Ann Lee\r\n"),
        ("---\ntitle: T\n", "---\ntitle: T\ndecisions:\n  a1: accept  # actors: Ann Lee\n"),
        (
            "decisions:\n    b2: reject # no\n\ntitle: T\n",
            "decisions:\n    b2: reject # no\n    a1: accept  # actors: Ann Lee\n\ntitle: T\n",
        ),
        ("decisions:\r\n  b2: reject\r\n", "decisions:\r\n  b2: reject\r\n  a1: accept  # actors: Ann Lee\r\n"),
        ("decisions:\n  b2: {replace: x}", "decisions:\n  b2: {replace: x}\n  a1: accept  # actors: Ann Lee"),
        (
            "decisions:\n  b2:\n    replace:\n      name: x\ntitle: T\n",
            "decisions:\n  b2:\n    replace:\n      name: x\n  a1: accept  # actors: Ann Lee\ntitle: T\n",
        ),
        ("decisions: {b2: reject}  # all\n", "decisions: {b2: reject, a1: accept}  # all\n"),
        ("decisions: {}\n", "decisions: {a1: accept}\n"),
        ("decisions: { b2: reject, }\n", "decisions: { b2: reject, a1: accept }\n"),
        ("decisions: # none yet\ntitle: T\n", "decisions: # none yet\n  a1: accept  # actors: Ann Lee\ntitle: T\n"),
        ("decisions: ~\n", "decisions:\n  a1: accept  # actors: Ann Lee\n"),
        ("decisions:\n  a1:  'reject'   # was wrong\n", "decisions:\n  a1:  accept   # was wrong\n"),
        ("decisions: {a1: {replace: [x, y]}, b2: reject}\n", "decisions: {a1: accept, b2: reject}\n"),
    ],
)
def test_a_decision_is_added_where_it_belongs(text: str, edited: str) -> None:
    assert add_below(text, "decisions", [ACCEPT]) == edited


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("name: Ann Lee\n", 'name: Ann Lee\naliases:\n  - "A. Lee"\n'),
        ("aliases:\n- Annie\nname: Ann Lee\n", 'aliases:\n- Annie\n- "A. Lee"\nname: Ann Lee\n'),
        ("aliases:\n  - Annie # so\n  # end\nname: x\n", 'aliases:\n  - Annie # so\n  - "A. Lee"\n  # end\nname: x\n'),
        ("aliases: [Annie]\n", 'aliases: [Annie, "A. Lee"]\n'),
        ("aliases: []\nname: x\n", 'aliases: ["A. Lee"]\nname: x\n'),
        ("aliases:\nname: x\n", 'aliases:\n  - "A. Lee"\nname: x\n'),
    ],
)
def test_an_alias_is_added_where_it_belongs(text: str, edited: str) -> None:
    assert add_below(text, "aliases", [ALIAS]) == edited


@pytest.mark.parametrize(
    "text",
    [
        "{title: T}\n",
        "- a\n",
        "just words\n",
        "title: T\n...\n",
        "decisions: accept\n",
        "decisions: [a]\n",
        "decisions: &x {b: reject}\nother: *x\n",
        "decisions: {b: reject,\n  c: accept}\n",
        "title: T\rdate: x\r",
        "title: [\n",
        "a: b\na: c\n",
        "decisions: !!map {b: reject}\n",
    ],
)
def test_what_cannot_be_edited_in_place_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        add_below(text, "decisions", [ACCEPT])


LINES = st.sampled_from(
    [
        *(
            "title: T",
            "# a comment",
            "",
            "date: 2026-02-03  # then",
            "tags: [a, 'b']",
            "standfirst: >",
            "  folded",
            "  text",
            "x:",
            "  y: z",
        ),
        *(
            "decisions:",
            "  b2: reject",
            "  c3: {replace: x}  # was y",
            "  d4:",
            "    replace: [a]",
            "decisions: {e5: accept}",
            "  # in it",
        ),
        *(
            "  # in it",
            "actors:",
            "- Ann Lee",
            "- name: Zoe",
            "  role: |",
            "    a",
            "    b",
            "---",
            "decisions: {}",
            "\tx: y",
            'q: "a: #b"',
        ),
    ]
)
TEXTS = st.tuples(st.lists(LINES, max_size=10), st.sampled_from(["\n", "\r\n"]), st.booleans()).map(
    lambda each: each[1].join(each[0]) + (each[1] if each[2] else "")
)
ADDITIONS = st.lists(
    st.builds(
        Addition,
        st.sampled_from(["a1", "b2", "c3", "d4", "e5"]),
        st.sampled_from(["accept", "reject", '{replace: "x: #y"}', '{replace: {name: "Zoe", role: "a, b"}}']),
        st.sampled_from(["", "actors: Zoe"]),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, ADDITIONS)
def test_an_edit_says_what_was_there_and_what_was_added_and_no_byte_outside_the_decisions_changes(
    text: str, additions: list[Addition]
) -> None:
    try:
        edited = add_below(text, "decisions", additions)
    except RefusedError:
        return
    assert parse_yaml(edited.replace("\r\n", "\n"), "").problems == ()
    pieces = iter(edited.splitlines(keepends=True))
    outside = [
        line for line in text.splitlines(keepends=True) if not line.startswith(("decisions", "  b2", "  c3", "  d4", "    rep"))
    ]
    assert all(any(line in (piece, piece.rstrip("\r\n")) for piece in pieces) for line in outside)


@pytest.mark.parametrize(
    ("text", "gone", "edited"),
    [
        ("a: 1\nb: # who\n  - x # n\n  # note\n  - y\nc: 2\n", ["b.0"], "a: 1\nb: # who\n  # note\n  - y\nc: 2\n"),
        ("b:\n- name: x\n  role: r\n- y\n", ["b.0"], "b:\n- y\n"),
        ("b:\n- name: x\n  role: r\n- y\n", ["b.0.name"], "b:\n- role: r\n- y\n"),
        ("b:\n- x\nc: 2\n", ["b"], "c: 2\n"),
        ("b: [x, y, z] # so\n", ["b.0"], "b: [y, z] # so\n"),
        ("b: [x, y, z]\n", ["b.1", "b.2"], "b: [x]\n"),
        ("b: [x, y, z]\n", ["b.0", "b.2"], "b: [y]\n"),
        ("b: [{n: x, r: r}, y]\n", ["b.0.r"], "b: [{n: x}, y]\n"),
        ("b:\n  - t: |\n      one\n\n      two\n    s: x\n\n  - t: z\n", ["b.0"], "b:\n\n  - t: z\n"),
        ("b:\n  - s: x\n    t: |\n      one\n\n  - t: z\n", ["b.0"], "b:\n\n  - t: z\n"),
        ("d:\r\n  a1: accept  # x\r\n  b2: reject\r\n", ["d.a1"], "d:\r\n  b2: reject\r\n"),
        ('{"b": ["x", "y"], "c": "z"}', ["b.0"], '{"b": ["y"], "c": "z"}'),
    ],
)
def test_what_is_taken_out_leaves_everything_else_as_it_was(text: str, gone: list[str], edited: str) -> None:
    paths = [tuple(path.split(".")) for path in gone]
    assert with_edits(text, changes(text, paths, {}, quoted)) == edited


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("t: x won # so\nb: 1\n", 't: "[y] won" # so\nb: 1\n'),
        ("t: 'x'  \n", 't: "[y] won"  \n'),
        ("t: >\n  x\n  won\n\nb: 1\n", 't: "[y] won"\n\nb: 1\n'),
        ("{t: x, b: 1}\n", '{t: "[y] won", b: 1}\n'),
    ],
)
def test_a_scalar_is_replaced_and_nothing_else(text: str, edited: str) -> None:
    assert with_edits(text, changes(text, (), {("t",): "[y] won"}, quoted)) == edited


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("b:\n-\n  n: x\n- y\n", "b.0"),
        ("b: [x, # who\n  y]\n", "b.0"),
        ("b: &a [x]\nc: *a\n", "c"),
        ("- x\n", "0"),
        ("b:\n  - n: x\n  - y\n", "b.0.n"),
    ],
)
def test_what_cannot_be_taken_out_alone_is_refused(text: str, path: str) -> None:
    with pytest.raises(RefusedError):
        changes(text, [tuple(path.split("."))], {}, quoted)
