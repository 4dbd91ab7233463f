"""A lie that the ledger believes: an output is changed, and every record of it is brought to the change."""

from __future__ import annotations

from pathlib import Path

from broadsheet.engine.ledger import open_ledger
from broadsheet.engine.outputs import Outputs
from broadsheet.engine.publish import FileState, digest_of
from broadsheet.key import read_key


def lie(root: Path, output: Path, data: bytes) -> int:
    """Write `data` to an output and to what the ledgers know of it; return how many records were changed."""
    was = digest_of(output.read_bytes())
    output.write_bytes(data)
    found, now = output.stat(), digest_of(data)
    changed = 0
    for place in sorted((root / ".broadsheet").glob("ledger-*.sqlite3")):
        with open_ledger(place, read_key()) as ledger, ledger.transaction():
            outputs = Outputs.of(ledger.get("outputs"))
            state = FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            known = [path for path in outputs.paths if output.as_posix().endswith("/" + path)]
            lies = {path: (now, state) for path in known if (outputs.get(path) or (b"",))[0] == was}
            ledger.put("outputs", outputs.amended(lies, ()).plain())
            changed += len(lies)
    return changed
