"""Front matter: bytes to text, text to metadata and body, with every line keeping its number."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.content.frontmatter import SourceText, decode_text, split_front_matter
from broadsheet.problems import Span


def split(text):
    return split_front_matter(SourceText("a.md", text))


def test_metadata_and_body_are_parted_and_the_body_keeps_its_line_number():
    found = split("---\ntitle: X\n---\n\nText\n")
    assert found.problems == ()
    assert [(key.text, value.text, value.line) for key, value in found.value.metadata.entries] == [("title", "X", 2)]
    assert (found.value.body, found.value.body_line) == ("\nText\n", 4)


@pytest.mark.parametrize("text", ["---\na: b\n...\nBody", "--- \na: b\n--- \t\nBody"])
def test_dots_and_trailing_blanks_close_it_too(text):
    assert split(text).value.body == "Body"


def test_blank_lines_above_do_not_hide_it_and_are_counted():
    found = split("\n \n---\ntitle: X\n---\nText\n")
    assert [(key.text, value.line) for key, value in found.value.metadata.entries] == [("title", 4)]
    assert (found.value.body, found.value.body_line) == ("Text\n", 6)


def test_a_text_without_front_matter_is_all_body():
    found = split("Just text\n---\nmore\n")
    assert (found.value.metadata, found.value.body, found.value.body_line) == (None, "Just text\n---\nmore\n", 1)


def test_empty_front_matter_is_no_metadata():
    found = split("---\n---\nBody")
    assert (found.value.metadata, found.value.body, found.value.body_line, found.problems) == (None, "Body", 3, ())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("---\ntitle: x\n", "a.md:1:1: error: the front matter is not closed; end it with a line `---` [bad-front-matter]"),
        (
            "---\n- a\n---\n",
            "a.md:2:1: error: the front matter has to be keys with values, found a list; write lines such as `title: …`"
            " [bad-front-matter]",
        ),
        (
            "---\njust words\n---\n",
            "a.md:2:1: error: the front matter has to be keys with values, found `just words`; write lines such as `title: …`"
            " [bad-front-matter]",
        ),
        ("+++\ntitle = 'x'\n", "a.md:1:1: error: the front matter is not closed; end it with a line `+++` [bad-front-matter]"),
        (
            "\n+++\ntitle = 'x'\ndate =\n+++\n",
            "a.md:4:7: error: the TOML cannot be read: invalid value; mend it, or write YAML [bad-front-matter]",
        ),
        (
            f"+++\na = {'[' * 90}{']' * 90}\n+++\n",
            "a.md:2:1: error: lists and tables are nested more than 64 deep; flatten the value [bad-front-matter]",
        ),
        (
            f"+++\n{'a.' * 5000}a = 1\n+++\n",
            "a.md:2:1: error: lists and tables are nested more than 64 deep; flatten the value [bad-front-matter]",
        ),
        (
            '{\n  "title": x\n}\n',
            "a.md:2:12: error: the JSON in front of the text cannot be read: expected a value, found `x`; mend it, or write YAML"
            " [bad-front-matter]",
        ),
    ],
)
def test_unusable_front_matter_is_reported(text, fault):
    assert [str(problem) for problem in split(text).problems] == [fault]


def test_front_matter_may_be_toml():
    found = split(
        '+++\ntitle = "X"  # so\ndate = 2024-03-10T09:30:00Z\ndraft = true\nn = 1.10\n"tags" = ["a", "b"]\n\n'
        '[image]\nsrc = "a.png"\n[[claims]]\ntext = "c"\n+++\nBody\n'
    )
    assert found.problems == ()
    under = found.value.metadata.under
    assert under["title"] == ("X", False, 2, 1, 9)
    assert under["date"] == ("2024-03-10T09:30:00+00:00", True, 3, 1, 8)
    assert under["draft"] == ("true", True, 4, 1, 9)
    assert under["n"] == ("1.10", False, 5, 1, 5)
    assert (under["tags"][2:4], [item.text for item in under["tags"][0].items]) == ((6, 1), ["a", "b"])
    assert under["image"][0].under["src"] == ("a.png", False, 9, 1, 7)
    assert under["claims"][0].items[0].under["text"][:3] == ("c", False, 11)
    assert (found.value.body, found.value.body_line) == ("Body\n", 13)


@pytest.mark.parametrize("line", ["{} = 1", "x = {{ {} = 1 }}", "[{}]", "[[ {} ]]", "x = {{a=1,{}=1}}"])
def test_keys_in_keys_take_no_memory(line):
    tracemalloc.start()
    text = f"+++\n{line.format('.'.join(['a'] * 3_000))}\n+++\n"
    assert [str(problem) for problem in split(text).problems] == [
        "a.md:2:1: error: lists and tables are nested more than 64 deep; flatten the value [bad-front-matter]"
    ]
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_front_matter_may_be_json():
    found = split('{\n  "title": "X",\n  "tags": [\n    "a"\n  ]\n}\n\nBody\n')
    assert found.problems == ()
    under = found.value.metadata.under
    assert under["title"] == ("X", False, 2, 3, 12)
    assert (under["tags"][0].items[0].line, under["tags"][0].items[0].column) == (4, 5)
    assert (found.value.body, found.value.body_line) == ("\nBody\n", 7)


@pytest.mark.parametrize("text", ["{{ page.title }}\n", "{% include x %}\n", "{ a } b\n", "+++ sale +++\n"])
def test_what_only_looks_like_front_matter_is_body(text):
    assert (split(text).value.metadata, split(text).value.body, split(text).problems) == (None, text, ())


@given(st.text(alphabet='+-{}[]"=.a1\n \\', max_size=60))
@settings(max_examples=400)
def test_any_front_matter_is_read_or_refused(text):
    for opening in ("+++\n", '{"', "\n+++\n"):
        whole = opening + text
        found = split(whole)
        assert whole.endswith(found.value.body)
        assert found.value.body_line == whole.count("\n", 0, len(whole) - len(found.value.body)) + 1 or found.problems


def test_a_fault_in_the_yaml_has_its_line_in_the_file():
    assert split("---\na: b\nc: d: e\n---\nBody").problems[0].span == Span("a.md", 3, 5)


def test_a_byte_order_mark_and_other_line_ends_are_normalised():
    assert decode_text("\ufeffa\r\nb\rc\n".encode(), "a.md").value == SourceText("a.md", "a\nb\nc\n")


def test_the_first_bad_byte_is_reported_with_its_place():
    found = decode_text("Wien\r\nÖl caf".encode() + b"\xe9!\xff", "a.md")
    assert found.value is None
    assert [str(problem) for problem in found.problems] == [
        "a.md:2:7: error: the file is not UTF-8: found the byte 0xE9; save the file as UTF-8 [bad-encoding]"
    ]


def test_utf_16_is_recognised():
    assert decode_text("Text".encode("utf-16"), "a.md").problems[0].hint == "save the file as UTF-8; it looks like UTF-16"


def test_control_characters_are_reported_once_and_replaced():
    found = decode_text(b"one\ntwo \x00 \x07", "a.md")
    assert [str(problem) for problem in found.problems] == [
        "a.md:2:5: error: the text holds the control character U+0000 (2 such characters in all); remove it; only tabs and line"
        " ends are allowed [bad-encoding]"
    ]
    assert found.value == SourceText("a.md", "one\ntwo \ufffd \ufffd")


@settings(deadline=None)
@given(st.binary())
def test_no_bytes_make_the_reader_raise(data):
    found = decode_text(data, "a.md")
    if found.value:
        split_front_matter(found.value)


@settings(deadline=None)
@given(st.text("abc:\n -", max_size=30), st.text("abc\n-", max_size=30))
def test_body_and_line_number_belong_together(yaml, body):
    text = f"---\n{yaml}\n---\n{body}"
    found = split_front_matter(SourceText("a.md", text)).value
    assert text.endswith(found.body)
    assert "\n".join(text.split("\n")[found.body_line - 1 :]) == found.body
