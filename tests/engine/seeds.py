"""The seed of what is tried at random: a fresh one where tests run again and again, a fixed one where a person waits for them.

`BROADSHEET_SEED` says which; without it one is drawn where `CI` is set. `conftest.py` prints it with what repeats the run.
"""

from __future__ import annotations

import os
import secrets

SEED = int(os.environ.get("BROADSHEET_SEED") or (secrets.randbits(32) if os.environ.get("CI") else 0))
EXAMPLES = int(os.environ.get("BROADSHEET_EXAMPLES") or (60 if os.environ.get("CI") else 24))
COMMAND = (
    f"BROADSHEET_SEED={SEED} BROADSHEET_EXAMPLES={EXAMPLES} .venv/bin/python -m pytest tests/engine/test_warm_equals_cold.py"
)
