"""Build `broadsheet/extract/topics/frequencies.tsv`: in how many articles of Wikinews each English word occurs.

The articles are given as JSON lines with their text under `text`, such as a dump of Wikinews is easily made into; a text that
occurs twice counts once. Only counts of words are taken, nothing of the texts.

    PYTHONPATH=generator python generator/tables/frequencies.py FILE.jsonl… generator/broadsheet/extract/topics/frequencies.tsv
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from broadsheet.extract.document.document import read_document
from broadsheet.extract.topics.frequencies import count_frequencies, write_frequencies

HEADER = """\
# In how many articles of English Wikinews (2004 to 2019, CC BY 2.5, en.wikinews.org; sixty of them as the MEANTIME corpus has
# them, CC BY 4.0) each word occurs that is in at least two.
# Built by generator/tables/frequencies.py. Columns: word, articles.
"""


def main(*arguments: str) -> None:
    """Write the table: the last argument is its file, the others are files of articles."""
    *sources, target = arguments
    texts = {}
    for source in sources:
        for line in Path(source).read_text(encoding="utf-8").split("\n"):
            if line.strip():
                text = json.loads(line)["text"]
                texts.setdefault(" ".join(text.split())[:200], text)
    frequencies = count_frequencies(read_document(texts[key]) for key in sorted(texts))
    Path(target).write_text(HEADER + write_frequencies(frequencies), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
