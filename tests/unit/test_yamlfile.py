"""YAML: text stays text, places are exact, and no input exhausts the machine."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.content.nodes import Mapping, Scalar, Sequence, is_null
from broadsheet.content.yamlfile import parse_yaml

COUNTRY_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS YE YT ZA ZM ZW
""".split()  # noqa: SIM905  # 249 quoted codes would hide a missing one


def read(text, first_line=1):
    outcome = parse_yaml(text, "f.yaml", first_line)
    assert outcome.problems == ()
    return outcome.value


def faults(text, first_line=1):
    return [str(problem) for problem in parse_yaml(text, "f.yaml", first_line).problems]


def plain(node):
    """Return nodes as lists, dicts and text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


@pytest.mark.parametrize("text", ["NO", "no", "12:30", "007", "1.10", "2026-02-03", "1e3", "0x1F", "yes", "Off", ".inf", "1_000"])
def test_a_plain_scalar_is_the_text_that_was_written(text):
    assert plain(read(f"key: {text}\n")) == {"key": text}


def test_every_country_code_stays_that_text():
    assert plain(read("[" + ", ".join(COUNTRY_CODES) + "]")) == COUNTRY_CODES
    assert len(COUNTRY_CODES) == 249


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_an_unquoted_null_is_an_absent_value(text):
    assert is_null(read(f"key: {text}\n").entries[0][1])


@pytest.mark.parametrize("text", ['"null"', "''", "'~'", "!!str null", "nil"])
def test_a_quoted_or_tagged_null_is_text(text):
    assert not is_null(read(f"key: {text}\n").entries[0][1])


def test_every_node_knows_its_line_and_column_in_the_file():
    node = read("title: Ölpreis 😀\nactors:\n  - {name: 'X', role: y}\n", first_line=2)
    assert isinstance(node, Mapping)
    (title, value), (_, actors) = node.entries
    assert (title.line, title.column, value.line, value.column) == (2, 1, 2, 8)
    assert (actors.line, actors.column) == (4, 3)
    name = actors.items[0].entries[0][1]
    assert (name.text, name.line, name.column) == ("X", 4, 12)


def test_columns_count_code_points_and_lines_count_line_feeds_only():
    node = read("a: 'one\u2028two 😀'\nb: {é😀: here}\n")
    inner = node.entries[1][1].entries[0][1]
    assert (inner.text, inner.line, inner.column) == ("here", 2, 9)


def test_block_text_is_folded_as_yaml_says():
    assert plain(read("a: >\n  one\n  two\nb: |\n  one\n  two\n")) == {"a": "one two\n", "b": "one\ntwo\n"}


def test_a_key_that_stands_twice_is_an_error_that_names_both_places():
    outcome = parse_yaml("a: 1\nb: 2\na: 3\n", "f.yaml", 10)
    assert [str(problem) for problem in outcome.problems] == [
        "f.yaml:12:1: error: the key `a` stands twice, first in line 10; remove one of the two (see f.yaml:10:1) [duplicate-key]"
    ]
    assert plain(outcome.value) == {"a": "1", "b": "2"}


def test_all_duplicate_keys_are_reported_at_once():
    assert len(faults("a: 1\na: 2\nb: {c: 1, c: 2, c: 3}\n")) == 3


def test_an_unquoted_colon_gets_the_line_as_it_should_be():
    assert faults("title: Iran: the deal\n", first_line=2) == [
        "f.yaml:2:12: error: the YAML cannot be read: mapping values are not allowed in this context; quote a value that contains"
        ' `: `, as in `title: "Iran: the deal"` [bad-yaml]'
    ]


def test_a_value_with_double_quotes_is_shown_in_single_ones():
    assert "as in `title: 'It''s \"over\": a poll'`" in faults('title: It\'s "over": a poll\n')[0]


def test_a_tab_as_indentation_is_named():
    assert faults("actors:\n\t- name: x\n")[0].startswith("f.yaml:2:1: error: the YAML cannot be read: ")
    assert "indent with spaces, YAML does not allow tabs there" in faults("actors:\n\t- name: x\n")[0]


def test_a_value_that_starts_with_a_reserved_character_is_to_be_quoted():
    assert faults("byline: @desk\n") == [
        "f.yaml:1:9: error: the YAML cannot be read: found character that cannot start any token; quote a value that starts with"
        ' `@`, as in `byline: "@desk"` [bad-yaml]'
    ]


def test_an_unclosed_quote_says_so():
    assert faults('a: 1\ntitle: "Deal\ndate: 2020-01-01\n') == [
        "f.yaml:2:8: error: the YAML cannot be read: what was opened here is not closed; close the quote or bracket [bad-yaml]"
    ]


@pytest.mark.parametrize("text", ["tags: [a, b\ndate: 2020-01-01\n", "image: {src: a.png alt: b}\n", "tags: [a\n"])
def test_an_unclosed_bracket_says_so(text: str) -> None:
    assert "bracket that was opened" in faults(text)[0]


def test_a_star_at_the_start_of_a_value_is_an_alias_without_anchor():
    assert faults("title: *Exclusive\n") == [
        "f.yaml:1:8: error: the alias `*Exclusive` names no anchor; quote a value that starts with `*`, as in"
        ' `title: "*Exclusive"` [bad-yaml]'
    ]


def test_an_alias_gives_the_value_of_its_anchor():
    assert plain(read("a: &x {name: Y}\nb: *x\n")) == {"a": {"name": "Y"}, "b": {"name": "Y"}}


def test_a_merge_key_adds_what_is_not_there():
    assert plain(read("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\n"))["b"] == {"q": "3", "p": "1"}


def test_an_alias_inside_its_own_anchor_is_refused():
    assert faults("a: &x [1, *x]\n") == [
        "f.yaml:1:11: error: the alias `*x` stands inside its own anchor; write the value out [bad-yaml]"
    ]


def test_a_billion_laughs_are_refused():
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert faults("\n".join(lines)) == [
        "f.yaml:4:45: error: the aliases stand for more than 10000 values or 64 levels; write the values out [bad-yaml]"
    ]


def test_a_chain_of_aliases_cannot_grow_deeper_than_the_cap():
    lines = ["a0: &a0 [[[[[[[[[[x]]]]]]]]]]"] + [f"a{n}: &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]" for n in range(1, 9)]
    assert faults("\n".join(lines))[0].startswith("f.yaml:7:")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
@pytest.mark.parametrize("count", [65, 100_000])
def test_deep_nesting_is_refused_and_does_not_end_the_process(opening, count):
    found = parse_yaml(opening * count, "f.yaml")
    assert found.value is None
    assert found.problems[0].message == "lists and mappings are nested more than 64 deep"


def test_a_custom_tag_is_refused_where_it_stands():
    assert faults("a: 1\nb: !!python/object:os.system {}\n") == [
        "f.yaml:2:4: error: the tag `!!python/object:os.system` is not allowed; remove the tag, or quote a value that starts with"
        " `!` [bad-yaml]"
    ]


def test_a_second_document_is_refused():
    assert faults("a: 1\n---\nb: 2\n") == [
        "f.yaml:2:1: error: a second YAML document starts here; keep one document in a file [bad-yaml]"
    ]


def test_a_key_that_is_no_text_is_refused():
    assert faults("? [a]\n: b\n") == ["f.yaml:1:3: error: a key is not text; write keys as plain text [bad-yaml]"]


def test_a_control_character_from_an_escape_is_refused():
    assert faults('a: "x\\0"\n') == [
        "f.yaml:1:4: error: the value holds the control character U+0000; remove the escape sequence [bad-yaml]"
    ]


def test_a_character_that_yaml_forbids_is_named_with_its_place():
    assert faults("a: 1\nb: x\x0cy\n") == [
        "f.yaml:2:5: error: the YAML holds U+000C, a character that YAML does not allow; remove the character [bad-yaml]"
    ]


def test_an_empty_text_has_no_node():
    assert read("") is None
    assert read("# only a comment\n") is None


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8")) | st.text(alphabet="-?:[]{}&*!|>'\"%@`#,. \t\nab<~", max_size=40))
def test_no_text_makes_the_parser_raise(text):
    outcome = parse_yaml(text, "f.yaml")
    lines = text.count("\n") + 1
    assert all(problem.span and 1 <= problem.span.line <= lines for problem in outcome.problems)


@settings(deadline=None)
@given(st.text(), st.text(alphabet="\ud800\udfff\x00a:", min_size=1))
def test_text_that_cannot_be_encoded_does_not_raise_either(text, surrogates):
    parse_yaml(text + surrogates, "f.yaml")


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text("abcäß", min_size=1, max_size=6), st.text("xyz 😀é", min_size=1).map(str.strip).filter(bool), min_size=1
    )
)
def test_plain_values_are_found_where_they_stand(values):
    text = "".join(f"{key}:   {value}\n" for key, value in values.items())
    node = read(text)
    lines = text.split("\n")
    for key, value in node.entries:
        assert lines[value.line - 1][value.column - 1 :] == values[key.text]
