"""Run the command line as `python -m broadsheet`."""

from broadsheet.cli import run

run()
