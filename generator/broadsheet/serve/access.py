"""Access: which requests are this machine's own.

A page on the web can have its own name point to 127.0.0.1 (DNS rebinding) and then read what is served here as if it were its
own. Its requests still bear its name as `Host`, so only names of this machine are answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_NAMES = ("127.0.0.1", "localhost", "[::1]")
_HTTP_PORT = 80


@dataclass(frozen=True, slots=True)
class Access:
    """The values of `Host` that are answered."""

    hosts: frozenset[str]

    @classmethod
    def of(cls, port: int) -> Access:
        """Return the access to a server on `port`."""
        bare = _NAMES if port == _HTTP_PORT else ()  # clients leave the default port out
        return cls(frozenset((*(f"{name}:{port}" for name in _NAMES), *bare)))

    def allows_host(self, hosts: Sequence[str]) -> bool:
        """Say whether a request with these `Host` headers is answered: exactly one, and a name of this machine."""
        return len(hosts) == 1 and hosts[0].strip().lower() in self.hosts

    def allows_listener(self, origin: str | None, site: str | None) -> bool:
        """Say whether a request with these `Origin` and `Sec-Fetch-Site` headers may listen to events.

        Browsers send no `Origin` for a page's request to its own server; other programs send neither header.
        """
        own = origin is None or (origin.startswith("http://") and origin.removeprefix("http://").lower() in self.hosts)
        return own and site in (None, "same-origin", "none")
