"""Files of findings: one form, read back as what was written."""

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.config import Config
from broadsheet.content.context import ReadContext
from broadsheet.content.findings import read_findings
from broadsheet.content.frontmatter import decode_text
from broadsheet.content.nodes import Mapping, Scalar
from broadsheet.content.plainyaml import plain_yaml
from broadsheet.content.yamlfile import parse_any_yaml
from broadsheet.extract.extractor import Extraction
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.findings.writer import Header, findings_file, is_current

HEADER = Header("1", "0" * 32, "1" * 32, "2" * 32, "2026-02-03")
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXT = st.text(CHARACTERS | st.sampled_from("\n\t\"\\':#[],"))
FINDINGS = st.builds(
    Finding,
    st.sampled_from(["title", "actors", "countries", "quotes"]),
    TEXT | st.dictionaries(st.sampled_from(["name", "role", "text"]), TEXT, min_size=1),
    st.lists(st.builds(Evidence, st.integers(0, 10**6), st.integers(0, 10**6), TEXT), max_size=2).map(tuple),
    TEXT,
    st.integers(0, 100).map(lambda hundredths: hundredths / 100),
)
EXTRACTIONS = st.builds(Extraction, st.lists(FINDINGS, max_size=4).map(tuple))
ONE = Extraction(
    (
        Finding("title", 'A "no"', (Evidence(0, 6, 'A "no"'),), "first-line", 0.9),
        Finding("actors", {"name": "Åse Berg", "country": "NO"}, (Evidence(8, 16, "Åse Berg"),), "role", 1.0, "Åse Berg"),
    ),
)


def test_a_file_of_findings_has_one_form() -> None:
    assert findings_file(HEADER, ONE).decode() == (
        "extractor:\n"
        '  notice: "written by `broadsheet extract`; decide what is right with `broadsheet review`, or in the sidecar"\n'
        '  version: "1"\n'
        f'  text: "{"0" * 32}"\n'
        f'  gazetteer: "{"1" * 32}"\n'
        f'  registers: "{"2" * 32}"\n'
        '  published: "2026-02-03"\n'
        '  findings: "3862da778914fa8aee0380889a2b9264"\n'
        "title:\n"
        f'- id: "{ONE.findings[0].id}"\n'
        '  value: "A \\"no\\""\n'
        "  evidence:\n"
        '  - [0, 6, "A \\"no\\""]\n'
        '  rule: "first-line"\n'
        "  confidence: 0.90\n"
        "actors:\n"
        f'- id: "{ONE.findings[1].id}"\n'
        "  value:\n"
        '    name: "Åse Berg"\n'
        '    country: "NO"\n'
        "  evidence:\n"
        '  - [8, 16, "Åse Berg"]\n'
        '  rule: "role"\n'
        "  confidence: 1.00\n"
    )


@settings(max_examples=200, deadline=None)
@given(EXTRACTIONS)
def test_what_was_written_is_read_whatever_is_in_it(extraction: Extraction) -> None:
    data = findings_file(HEADER, extraction)
    decoded = decode_text(data, "a.auto.yaml")
    assert decoded.problems == ()
    text = decoded.value.text
    outcome = parse_any_yaml(text, "a.auto.yaml")
    assert outcome.problems == ()
    plain = plain_yaml(text)
    assert plain is None or plain == outcome.value
    reading = ReadContext.of(Config(title="T")).reading("a.auto.yaml")
    found = read_findings(outcome.value, reading)
    assert reading.problems == []
    by_key = sorted(extraction.findings, key=lambda finding: ["title", "actors", "countries", "quotes"].index(finding.field))
    assert [(each.id, each.key, plain_value(each.value), each.confidence) for each in found.proposals] == [
        (finding.id, finding.field, finding.value, finding.confidence) for finding in by_key
    ]


def plain_value(node):
    if isinstance(node, Mapping):
        return {key.text: plain_value(value) for key, value in node.entries}
    assert isinstance(node, Scalar)
    return node.text


def test_a_file_of_the_usual_kind_is_read_without_the_yaml_parser() -> None:
    assert plain_yaml(findings_file(HEADER, ONE).decode()) is not None


def test_a_file_is_current_until_something_it_was_made_from_changes_or_somebody_touches_it() -> None:
    data = findings_file(HEADER, ONE)
    assert is_current(data, HEADER)
    for other in ("version", "text", "gazetteer", "registers", "published"):
        changed = Header(**{**{name: getattr(HEADER, name) for name in HEADER.__slots__}, other: "x"})
        assert not is_current(data, changed), other
    assert not is_current(data.replace(b"1.00", b"0.99"), HEADER)
    assert not is_current(b"", HEADER)
    assert not is_current(data.replace(b"\n", b"\r\n"), HEADER)
