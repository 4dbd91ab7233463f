"""Make the font of share images: `python generator/tables/share_font.py NotoSerifDisplay-SemiBold.ttf` (needs fonttools).

Noto Serif Display is under the SIL Open Font License, without reserved names; its licence stands beside the font. What is kept
are the letters of languages in Latin, Greek and Cyrillic script, without the tables by which text is shaped: what reads those is
not on every machine, and other bytes would come of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).parents[1] / "broadsheet" / "pictures" / "share_serif.ttf"
RANGES = (
    (0x20, 0x7F), (0xA0, 0x180), (0x18F, 0x190), (0x192, 0x193), (0x1A0, 0x1B1), (0x218, 0x21C), (0x259, 0x25A), (0x2BB, 0x2BD),
    (0x300, 0x30D), (0x370, 0x400), (0x400, 0x530), (0x1E00, 0x1F00), (0x2010, 0x2028), (0x2030, 0x203B), (0x20AC, 0x20AD),
    (0x2116, 0x2117), (0x2122, 0x2123), (0x2212, 0x2213),
)  # fmt: skip


def main(source: Path) -> None:
    """Write the font."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "DSIG", "gasp", "meta"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, end in RANGES for code in range(first, end)])
    font = TTFont(source)
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the day on which this runs is none of the font's
    font.recalcTimestamp = False
    font.save(OUT)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
