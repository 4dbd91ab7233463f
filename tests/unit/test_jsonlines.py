"""JSON lines: the same nodes as YAML gives, with exact places; a bad line never hides the next."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.content.jsonlines import parse_json_lines
from broadsheet.content.nodes import Scalar, Sequence, is_null


def read(text):
    outcome = parse_json_lines(text, "f.jsonl")
    assert outcome.problems == ()
    return outcome.value


def faults(text):
    return [str(problem) for problem in parse_json_lines(text, "f.jsonl").problems]


def plain(node):
    if isinstance(node, Scalar):
        return node.text if not node.plain or node.text not in ("true", "false", "null") else json.loads(node.text)
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def test_values_are_text_with_their_places():
    (mapping,) = read('\n{"title": "Öl 😀", "n": 1.10, "tags": ["a", "b"]}\n')
    (key, title), (_, number), (_, tags) = mapping.entries
    assert (key.text, key.line, key.column) == ("title", 2, 2)
    assert (title.text, title.line, title.column) == ("Öl 😀", 2, 11)
    assert (number.text, number.plain, number.column) == ("1.10", True, 24)
    assert (tags.column, tags.items[1].column) == (38, 44)


def test_null_is_absent_and_the_text_null_is_not():
    ((_, absent), (_, text)) = read('{"a": null, "b": "null"}')[0].entries
    assert is_null(absent)
    assert not is_null(text)


def test_a_bad_line_is_one_problem_and_the_next_lines_are_read():
    outcome = parse_json_lines('{"a": 1}\n{"a": }\n\n{"b" 2}\n{"c": 3}\n', "f.jsonl")
    assert [plain(mapping) for mapping in outcome.value] == [{"a": "1"}, {"c": "3"}]
    assert [str(problem) for problem in outcome.problems] == [
        "f.jsonl:2:7: error: expected a value, found `}`; write one JSON object on a line [bad-json]",
        "f.jsonl:4:6: error: expected `:`, found `2`; write one JSON object on a line [bad-json]",
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('["a"]', '1:1: error: the line is not a JSON object; write `{"title": …}`'),
        ('{"a": 1} x', "1:10: error: the line goes on after its value; put one JSON object on a line"),
        ('{"a": 1,}', '1:9: error: expected a key in double quotes (`"`), found `}`; write one JSON object on a line'),
        ("{'a': 1}", "1:2: error: expected a key in double quotes (`\"`), found `'`; write one JSON object on a line"),
        ('{"a": [1 2]}', "1:10: error: expected `,` or `]`, found `2`; write one JSON object on a line"),
        ('{"a": NaN}', "1:7: error: expected a value, found `NaN`; write one JSON object on a line"),
        ('{"a": 1', "1:8: error: expected `,` or `}`, found the end of the line; write one JSON object on a line"),
        (
            '{"a": "x',
            '1:7: error: a string cannot be read: Unterminated string starting at; close the string, and escape `"` and `\\`',
        ),
        ('{"a": "\\ud800"}', "1:7: error: a string holds U+D800, which is no text; remove the escape sequence"),
        ('{"a": "\\u0000"}', "1:7: error: a string holds U+0000, which is no text; remove the escape sequence"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_place(line, fault):
    assert faults(line) == [f"f.jsonl:{fault} [bad-json]"]


def test_a_duplicate_key_is_an_error():
    assert faults('{"a": 1, "b": 2, "a": 3}') == [
        "f.jsonl:1:18: error: the key `a` stands twice, first in line 1; remove one of the two (see f.jsonl:1:2) [duplicate-key]"
    ]


@pytest.mark.parametrize("opening", ['{"a":', "["])
def test_deep_nesting_is_refused(opening):
    assert "nested more than 64 deep" in faults(opening * 100_000)[0]


def test_line_ends_inside_strings_are_normalised():
    assert plain(read('{"a": "x\\r\\ny"}')[0]) == {"a": "x\ny"}


JSON = st.recursive(
    st.none() | st.booleans() | st.text(st.characters(codec="utf-8", min_codepoint=32, exclude_characters="\x7f\ufffe\uffff")),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text("abc", min_size=1), children, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), JSON), st.booleans())
def test_what_the_standard_library_writes_is_read_back(value, ascii_only):
    (mapping,) = read(json.dumps(value, ensure_ascii=ascii_only))
    assert plain(mapping) == value


@settings(deadline=None)
@given(st.text() | st.text(alphabet='{}[]",:\\u0d8 \n1e-.tfn'))
def test_no_text_makes_the_parser_raise(text):
    for problem in parse_json_lines(text, "f.jsonl").problems:
        assert problem.span
        assert 1 <= problem.span.line <= text.count("\n") + 1
