"""The collector of cyclic garbage, and doing without it."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def no_collector(*, again: bool = True) -> Iterator[None]:
    """Do without the collector of cyclic garbage: we make next to none, and looking for it costs a tenth of the time.

    `again`: have it back afterwards; it then looks through all that there is, some hundredths of a second long.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled and again:
            gc.enable()
