"""A build that dies: `victim.py EVENT NUMBER SELF|ALL ARGUMENT…` kills itself with -9 just before its NUMBERth EVENT.

EVENT is an audit event of the interpreter that changes the disk: `os.rename` (which `os.replace` is), `os.remove`, `os.mkdir`,
`open` (for writing). ALL takes the worker processes with it, SELF lets them live on. A number that is not reached lets the build
end.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR


def die_at(event: str, number: int, everybody: bool) -> None:
    """Arrange for the death of this process."""
    left = number

    def watch(name: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if name != event or (event == "open" and not arguments[2] & _WRITING):
            return
        left -= 1
        if left == 0:
            if everybody:
                os.killpg(0, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


if __name__ == "__main__":
    from broadsheet.cli import main

    die_at(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "ALL")
    sys.exit(main(sys.argv[4:]))
