"""A bag (BagIt 0.97): a folder with the site in `data/`, and beside it what says of which bytes it is made.

Version 1.0 wants `%` in names written as `%25`, which the programs that judge bags (bagit, bdbag) do not understand.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from broadsheet import __version__


def write_bag(folder: Path, digests: Mapping[str, str], bag: Path, base_url: str, day: str) -> None:
    """Copy a site into a new bag. `digests` are those of its files, `day` is that of the bagging. Raises OSError."""
    bag.mkdir(parents=True)
    size = 0
    for path in digests:
        place = bag / "data" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / path, place)
        size += place.stat().st_size
    about = {
        "Bag-Software-Agent": f"Broadsheet {__version__}",
        "Bagging-Date": day,
        "External-Identifier": base_url,
        "Payload-Oxum": f"{size}.{len(digests)}",
    }
    tags = {
        "bagit.txt": "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in about.items()),
        "manifest-sha256.txt": "".join(f"{digest}  data/{path}\n" for path, digest in digests.items()),
    }
    tags["tagmanifest-sha256.txt"] = "".join(f"{sha256(text.encode()).hexdigest()}  {name}\n" for name, text in tags.items())
    for name, text in tags.items():
        (bag / name).write_bytes(text.encode())
