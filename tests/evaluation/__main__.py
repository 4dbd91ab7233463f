"""The command of the evaluation: what is scored, in which form, in which folder.

    PYTHONPATH=generator:tests python -m evaluation TASK FORMAT FOLDER [--errors N]
    PYTHONPATH=generator:tests python -m evaluation speed|hostile|surnames FOLDER
    PYTHONPATH=generator:tests python -m evaluation            # which tasks there are

Every task is also a command of its own: `python -m evaluation.countries …`; `--help` tells its formats.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

TASKS = {
    "aliases": "which mentions of persons are of the same one, in a document and across documents",
    "countries": "countries of documents, and single mentions of them",
    "dates": "dates and what day they mean",
    "hostile": "spoilt texts: no exception, none slower than a second, nothing out of its form",
    "organisations": "exact spans of organisations' names",
    "people": "exact spans of persons' names, with and without sport, and their sets per document",
    "quotes": "direct quotations and all attributed statements, with who they are of",
    "speed": "articles a CPU second and the memory that the whole of extraction takes",
    "structure": "bodies of saved pages, bodies in whole pages as text, headlines of plain texts",
    "surnames": "whom a surname means that several persons of a story bear",
    "topics": "topics of documents, and keyphrases",
}


def main(arguments: Sequence[str]) -> int:
    """Run one task's command."""
    if not arguments or arguments[0] not in TASKS:
        sys.stdout.write("tasks:\n" + "".join(f"  {name:15}{what}\n" for name, what in TASKS.items()))
        return 2 if arguments else 0
    status: int = import_module(f"evaluation.{arguments[0]}").main(arguments[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
