"""Serve: build into the preview folder, show it on this machine, and build again when a source changes.

Everything happens on the thread that calls, but for the answers to requests and for the watching: so there is one build at a
time, a failure of the machine reaches the command line, and Ctrl-C ends it all.
"""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import broadsheet
from broadsheet.engine.pipeline import SETTINGS, STATE, BuildOptions, Report, load_config
from broadsheet.language.own import LOCALE
from broadsheet.pages.policy import header
from broadsheet.render.theme import builtin_templates
from broadsheet.serve.builder import Builder, Voice
from broadsheet.serve.handler import PreviewListener
from broadsheet.serve.listener import ADDRESS
from broadsheet.serve.preview import Board, Preview
from broadsheet.serve.watcher import Watcher

PREVIEW = "preview"
_DONE, _NOTHING_TO_SERVE = 0, 1


def serve(root: Path, options: BuildOptions, port: int, terminal: Voice) -> int:
    """Build and show the publication at `root` until Ctrl-C, and return the exit status.

    `port` 0 stands for any free one. Of `options.base_url` only the path counts: the pages are shown under it. Raises OSError
    when the port is taken, or when the machine fails before there is anything to show.
    """
    root = root.absolute()
    if not (root / SETTINGS).is_file():
        terminal.finish(Report(problems=load_config(root, options).problems), 0.0)
        return _NOTHING_TO_SERVE
    with contextlib.closing(PreviewServer(root, options, port, terminal)) as session, contextlib.suppress(KeyboardInterrupt):
        session.run()
    return _DONE


class PreviewServer:
    """One run of `serve`: the port is bound when it is made. `run` it, then `close` it; `stop`, from any thread, ends `run`."""

    def __init__(self, root: Path, options: BuildOptions, port: int, voice: Voice) -> None:
        self._root = root
        self._voice = voice
        name = secrets.token_hex(4)
        folder = root / STATE / PREVIEW
        base_path = _base_path(options.base_url)
        self._board = Board(Preview(f"{name}-0"))
        self._listener = PreviewListener(port, folder, self._board, base_path)
        self.url = f"http://{ADDRESS}:{self._listener.server_port}{quote(base_path)}"
        self._mine = options._replace(output=str(folder), base_url=self.url, relative=False, ends=False)
        self._builder = Builder(root, self._mine, voice, self._board, name)
        self._watcher = Watcher()

    def run(self) -> None:
        """Build, show, and build again on every change, until the session is closed."""
        self._follow()  # before the build reads anything: no change is missed
        self._builder.build()
        self._watcher.listen()
        self._listener.start()
        self._voice.say(f"serving {self.url} (stop with Ctrl-C)")
        while self._watcher.wait():
            self._follow()
            self._builder.build_again()

    def stop(self) -> None:
        """Let `run` return after the build that is under way."""
        self._watcher.stop()

    def close(self) -> None:
        """End every connection and every thread; also when it is interrupted once more meanwhile."""
        with contextlib.ExitStack() as ending:
            ending.callback(self._watcher.close)
            ending.callback(self._listener.stop)
            ending.callback(self._board.close)

    def _follow(self) -> None:
        """Watch what a build would read, as the configuration stands now."""
        root = self._root.resolve()  # as the system names it when it reports a change
        config = load_config(root, self._mine).value
        if config:
            self._listener.policy = header(config)
        folders = [root / (config.source_dir if config else "content"), root / "static", root / "templates", root / LOCALE]
        builtin = builtin_templates().resolve()
        if not builtin.is_relative_to(Path(broadsheet.__file__).resolve().parent):  # a checkout, where they may be edited
            folders.append(builtin)
        self._watcher.follow(root / SETTINGS, dict.fromkeys(folders))


def _base_path(base_url: str) -> str:
    """Return the decoded path of a base address, with a slash at both ends; `/` when there is no address."""
    return "/" + "".join(f"{part}/" for part in unquote(urlsplit(base_url).path).split("/") if part)
