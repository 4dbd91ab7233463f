"""Write the table of licences: what each dependency says of its own, and what needs it, by what is installed here."""

from __future__ import annotations

import re
import sys
from importlib.metadata import distribution, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "generator/docs/licences.md"
HEAD = """# Licences of what Broadsheet needs

By `make lock`, from what each package says of itself. *program*: everybody who installs Broadsheet gets it; *extra*: who asks for
one; *development*: who works on Broadsheet, and CI. Nothing of it is in Broadsheet's own files.

| package | licence | for |
| --- | --- | --- |
"""
_ROW = re.compile(r"^\| ([\w-]+) \|.*\n", re.MULTILINE)


def table() -> str:
    """Return the document. What is not installed here, for another system or Python needs it, keeps the row that it has."""
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    kept = {row[1]: row[0] for row in _ROW.finditer(DOCUMENT.read_text(encoding="utf-8"))}
    program = _needed("broadsheet", frozenset())
    extras = _needed("broadsheet", frozenset(metadata("broadsheet").get_all("Provides-Extra") or ()))
    rows = []
    for name in sorted(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)):
        use = "program" if name in program else "extra" if name in extras else "development"
        rows.append(f"| {name} | {licence(name)} | {use} |\n" if _is_installed(name) else kept[name])
    return HEAD + "".join(rows)


def licence(name: str) -> str:
    """Return what a package says of its licence: its expression, its classifiers, the field or the first line of the file."""
    said, package = metadata(name), distribution(name)
    kinds = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or () if each.startswith("License ::")]
    field, files = said.get("License", "").strip(), said.get_all("License-File") or ()
    texts = [package.read_text(f"licenses/{file}") or "" for file in files]
    found = (said.get("License-Expression", ""), ", ".join(kind for kind in kinds if kind != "OSI Approved"), field, *texts)
    return next((each.partition("\n")[0].strip() for each in found if each), "")


def _needed(name: str, extras: frozenset[str], seen: set[str] | None = None) -> set[str]:
    """Return the names of all that a package needs, by what is installed."""
    seen = set() if seen is None else seen
    for each in map(Requirement, requires(name) or ()):
        needed = each.name.lower().replace("_", "-").replace(".", "-")
        asked = any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras)) if each.marker else True
        if asked and needed not in seen and _is_installed(needed):
            seen.add(needed)
            _needed(needed, frozenset(each.extras), seen)
    return seen


def _is_installed(name: str) -> bool:
    try:
        return bool(distribution(name))
    except ModuleNotFoundError:  # PackageNotFoundError is one
        return False


if __name__ == "__main__":
    DOCUMENT.write_text(table(), encoding="utf-8")
    sys.exit(0)
