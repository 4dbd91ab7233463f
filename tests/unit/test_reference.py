"""The reference in the repository is what the tables say, and the README names nothing that is not there."""

import re
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.problems import CODES
from broadsheet.reference import reference

ROOT = Path(__file__).resolve().parents[2]


def test_the_reference_is_what_the_tables_say():
    """`make docs` writes it anew."""
    assert (ROOT / "generator" / "docs" / "reference.md").read_text(encoding="utf-8") == reference()


def test_every_code_that_the_source_reports_is_in_the_table_and_every_code_is_reported():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "generator" / "broadsheet").rglob("*.py"))
    reported = {code for code in CODES if source.count(f'"{code}"') > 1}
    assert reported == set(CODES)


def test_every_command_and_option_in_the_readme_exists(capsys):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in sorted(set(re.findall(r"^broadsheet (\w+)", readme, re.MULTILINE))):
        with pytest.raises(SystemExit, match=r"^0$"):
            main([command, "--help"])
    shown = capsys.readouterr().out
    assert set(re.findall(r"^broadsheet .*?(--[a-z-]+)", readme, re.MULTILINE)) <= set(re.findall(r"--[a-z-]+", shown))
