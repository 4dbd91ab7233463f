"""Packing: a site that is as its manifest says, in the forms in which libraries and web archives keep things."""

from __future__ import annotations

import errno
import os
from hashlib import sha256
from pathlib import Path

from broadsheet.fixity.bag import write_bag
from broadsheet.fixity.comparing import SIGNATURE, Compared, FolderSite, compare, read_manifest
from broadsheet.fixity.wacz import write_wacz
from broadsheet.pages.manifest import MANIFEST
from broadsheet.problems import Outcome


def pack(folder: Path, bag: Path | None, wacz: Path | None, moment: str) -> Outcome[Compared | None]:
    """Pack a site, unless it differs from its manifest; return what was compared.

    Raises OSError, also where a target is there already.
    """
    for target in (bag, wacz):
        if target and os.path.lexists(target):
            raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    site = FolderSite(folder)
    outcome = compare(site)
    manifest = read_manifest(site.read(MANIFEST) or b"")
    if not manifest or not outcome.value or not outcome.value.is_whole:
        return outcome
    digests = {**manifest.digests, MANIFEST: manifest.root}
    signature = site.read(SIGNATURE)
    if signature:
        digests[SIGNATURE] = sha256(signature).hexdigest()
    if bag:
        write_bag(folder, digests, bag, manifest.base_url, moment[:10])
    if wacz:
        write_wacz(folder, digests, wacz, manifest.base_url, moment)
    return outcome
