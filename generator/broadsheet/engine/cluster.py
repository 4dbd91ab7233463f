"""The cluster: the workers of a Dask scheduler, which share the publication's folder and the output with this machine.

Before a build begins they are asked whether they have the same programs as this process and see the same files: what would go
wrong on one machine of many is hard to find afterwards.
"""

from __future__ import annotations

import contextlib
import errno
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from broadsheet.engine.configuration import STATE, unfit
from broadsheet.engine.distant import Pool, differing, installed
from broadsheet.engine.extras import UnusableError, extra
from broadsheet.expressions import expression

_PATIENCE = 10  # seconds to wait for an answer
_ATTEMPTS = 6
_HOST = expression(r"[\w.\-\[\]:]+:\d+")
Answer = tuple[dict[str, str], bool]


@contextlib.contextmanager
def cluster_at(text: str, root: Path) -> Iterator[Pool]:
    """Connect with the scheduler at an address, or with the one that wrote a scheduler file; its workers are the pool.

    Raises UnusableError when that cannot be asked for here, OSError when nobody answers or the workers cannot do it.
    """
    distributed = extra("distributed", "--cluster")
    address = _address(text)
    client = _client(distributed, text, address)
    with client:
        size = _threads(client, address)
        if not unfit(root):  # else the build says what is wrong
            _insist_on_equals(client, root)
        executor = client.get_executor(pure=False)
        yield Pool(executor, size, alive=lambda: _is_alive(client), release=lambda: _release(client))


def _client(distributed: Any, text: str, address: str) -> Any:  # untyped  # noqa: ANN401
    """Return a client of the scheduler."""
    for _ in range(_ATTEMPTS):
        try:
            return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
        except AssertionError:
            continue  # the library gives its own thread ten seconds to begin, and asserts that it has
        except ValueError as error:
            message = f"`{text}` is no address of a scheduler: {error}"
            raise UnusableError(message) from error
        except OSError as error:
            raise OSError(errno.ETIMEDOUT, f"no scheduler answers at {address}") from error
    raise OSError(errno.EBUSY, f"this machine is too busy to ask the scheduler at {address}")


def _address(text: str) -> str:
    """Return the address that is meant: one that was given, or that in a scheduler file."""
    if "://" in text:
        return text
    path = Path(text)
    if _HOST.fullmatch(text) and not path.exists():
        return f"tcp://{text}"
    try:
        address = json.loads(path.read_text(encoding="utf-8"))["address"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        message = f"`{text}` is neither an address such as tcp://host:8786 nor a scheduler file ({error})"
        raise UnusableError(message) from error
    return str(address)


def _threads(client: Any, address: str) -> int:  # untyped  # noqa: ANN401
    """Return how many tasks the workers do at once."""
    with contextlib.suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_PATIENCE)
    size: int = sum(client.nthreads().values())
    if not size:
        raise OSError(errno.ECHILD, f"the scheduler at {address} has no workers")
    return size


def _insist_on_equals(client: Any, root: Path) -> None:  # noqa: ANN401
    """Raise an OSError that names the first worker which would not do the same work as this process."""
    probe = root / STATE / f"probe-{uuid.uuid4().hex}"
    probe.parent.mkdir(exist_ok=True)
    try:
        probe.write_text(probe.name, encoding="utf-8")
        answers: dict[str, Answer | BaseException] = client.run(look_around, str(probe), on_error="return")
    finally:
        probe.unlink(missing_ok=True)
    ours = installed()
    for worker, answer in sorted(answers.items()):
        if isinstance(answer, BaseException):
            raise OSError(errno.ENOEXEC, f"the worker {worker} cannot run this program ({type(answer).__name__}: {answer})")
        theirs, sees = answer
        if theirs != ours:
            raise OSError(errno.ENOEXEC, f"the worker {worker} has other programs than this machine: {differing(ours, theirs)}")
        if not sees:
            raise OSError(
                errno.ENOENT,
                f"the worker {worker} does not see the publication: share its folder, under the same path",
                str(root),
            )


def look_around(probe: str) -> Answer:
    """Say, in a worker, what is installed there, and whether it sees a file that was just written."""
    try:
        sees = Path(probe).read_text(encoding="utf-8") == Path(probe).name
    except OSError:
        sees = False
    return installed(), sees


def _is_alive(client: Any) -> bool:  # noqa: ANN401
    try:
        return bool(client.status == "running" and client.nthreads())
    except Exception:  # it cannot be asked: whatever the reason, nobody is there  # noqa: BLE001
        return False


def _release(client: Any) -> None:  # noqa: ANN401
    from broadsheet.engine.distant import leave

    with contextlib.suppress(Exception):  # the build is done; a worker that does not hear it loses nothing but memory
        client.run(leave, on_error="ignore")
