"""The listener: an HTTP server on this machine's own address that can be ended without leaving a thread behind."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

ADDRESS = "127.0.0.1"


class Listener(ThreadingHTTPServer):
    """Answers requests, each on a thread of its own, between `start` and `stop`. Raises OSError when the port is taken."""

    daemon_threads = False  # `stop` ends them all and waits for them
    allow_reuse_address = os.name != "nt"  # there, it would let two servers have the same port
    request_queue_size = 64

    def __init__(self, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
        self._connections: set[Any] = set()
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        super().__init__((ADDRESS, port), handler)

    def server_bind(self) -> None:
        """Bind to the port without asking for the name of the machine, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.socket.getsockname()[1]

    def start(self) -> None:
        """Begin to answer. What was asked since the port was bound is answered first."""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), name="listener", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering: end every connection, and wait for every thread."""
        try:
            if self._thread is not None:
                self.shutdown()
                self._thread.join()
                self._thread = None
        finally:
            with self._guard:
                for connection in self._connections:
                    with contextlib.suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)
            self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (as the library has it)
        """Answer on a thread of its own, and know the connection until it ends."""
        with self._guard:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401
        """End a connection."""
        with self._guard:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Pass over clients that went away; report anything else as the library does."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)
