"""The handler: answers one request with a published file, or tells a page of the previews as they come."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from broadsheet.pages.policy import SANDBOX, is_sandboxed
from broadsheet.serve.access import Access
from broadsheet.serve.listener import ADDRESS, Listener
from broadsheet.serve.lookup import Moved, look_up, read_published
from broadsheet.serve.mediatypes import HTML, media_type
from broadsheet.serve.overlay import EVENTS, SCRIPT, announcement, error_page, script, with_script
from broadsheet.serve.preview import Board, Preview

_TEXT = "text/plain; charset=utf-8"
_HEARTBEAT = 15.0  # seconds; a page that was closed is noticed when the next one cannot be sent


class PreviewListener(Listener):
    """A listener that shows the previews on `board`, whose files are in `folder`, under `base_path`."""

    def __init__(self, port: int, folder: Path, board: Board, base_path: str) -> None:
        super().__init__(port, Handler)
        self.folder = folder
        self.board = board
        self.base_path = base_path
        self.policy = ""  # the content security policy of the pages, as the configuration stands
        self.access = Access.of(self.server_port)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD. A connection carries one request (HTTP/1.0), so no request can hide in the body of another."""

    if TYPE_CHECKING:
        server: PreviewListener
    server_version = "Broadsheet"
    sys_version = ""
    timeout = 20  # seconds for which a client may be silent

    def do_GET(self) -> None:
        """Answer with what is at the address."""
        if not self.server.access.allows_host(self.headers.get_all("Host", [])):
            text = f"This preview is only for this machine, at http://{ADDRESS}:{self.server.server_port}/\n"
            self._send(HTTPStatus.FORBIDDEN, _TEXT, text.encode())
        elif self.path.partition("?")[0] == EVENTS:
            self._events()
        elif self.path.partition("?")[0] == quote(self.server.base_path) + SCRIPT:
            self._send(HTTPStatus.OK, media_type(SCRIPT), script())
        else:
            self._page()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Refuse any other method: nothing can be changed here."""
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, _TEXT, b"Only GET and HEAD are answered here.\n", {"Allow": "GET, HEAD"})

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_POST

    def _page(self) -> None:
        preview = self.server.board.current
        if not preview.paths:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, HTML, error_page(preview, self.server.base_path))
            return
        found = look_up(self.path, preview.paths, self.server.base_path)
        if isinstance(found, Moved):
            self._send(HTTPStatus.MOVED_PERMANENTLY, _TEXT, b"", {"Location": found.location})
            return
        data = read_published(self.server.folder, found.path) if found else None
        if found is None or data is None:
            self._not_found(preview)
        else:
            self._file(HTTPStatus.OK, found.path, data, preview)

    def _not_found(self, preview: Preview) -> None:
        page = read_published(self.server.folder, "404.html") if "404.html" in preview.paths else None
        if page is None:
            self._send(HTTPStatus.NOT_FOUND, _TEXT, b"Not found.\n")
        else:
            self._file(HTTPStatus.NOT_FOUND, "404.html", page, preview)

    def _file(self, status: HTTPStatus, path: str, data: bytes, preview: Preview) -> None:
        kind = media_type(path)
        policy = f"{self.server.policy}, {SANDBOX}" if is_sandboxed(path) else self.server.policy
        body = with_script(data, preview, self.server.base_path) if kind == HTML else data
        self._send(status, kind, body, {"Content-Security-Policy": policy})

    def _send(self, status: HTTPStatus, kind: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self) -> None:
        """Tell a page of the current preview, and of each that follows, for as long as it listens."""
        if not self.server.access.allows_listener(self.headers.get("Origin"), self.headers.get("Sec-Fetch-Site")):
            self._send(HTTPStatus.FORBIDDEN, _TEXT, b"Only pages of this preview may listen.\n")
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        seen: Preview | None = None
        while self.command != "HEAD":
            preview = self.server.board.wait(seen, _HEARTBEAT)
            if preview is None:
                return
            self.wfile.write(b":\n\n" if preview is seen else f"data: {announcement(preview)}\n\n".encode())
            seen = preview

    def end_headers(self) -> None:
        """End the headers with those that every answer has."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for the builds."""
