"""The production server: granian, which reads and writes slow clients outside Python and replaces workers that die.

`serve` returns when it is told to stop (SIGTERM, SIGINT). Workers that die are replaced; should they die faster than
that, all are started anew after a pause, and only when this goes on without end does `serve` give up.
"""

from __future__ import annotations

import errno
import logging
import os
import shlex
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any, Final

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from dashboard.config import Settings
from dashboard.errors import CommandError
from dashboard.ingest.snapshot import SnapshotStore
from dashboard.web.app import create_app

BACKLOG: Final = 1024
HEADER_SECONDS: Final = 15
"""How long a client may take to send the head of a request; it holds no thread meanwhile."""
LONGEST_HEAD: Final = 64 * 1024
STOP_SECONDS: Final = 3
"""How long running answers may take when the server is told to stop; browsers keep connections open for nothing."""
PAUSES_SECONDS: Final = (0.2, 1, 3, 10, 30)
"""Pauses between new starts after workers died faster than they could be replaced."""
CALM_SECONDS: Final = 60
"""A server that has run this long is sound, and begins with the first pause again."""
WARNINGS: Final = 10
"""Remarks on the tables that are told at the start."""

_log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Serve the dashboard until it is told to stop.

    Raises:
        CommandError: the address cannot be listened on, or the workers die again and again.
        DataError: the tables are not sound, and no sound ones of before are kept; it names every problem.
    """
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    address = _free_address(settings)
    # What is wrong or odd is said here, once, and not by every worker.
    app = create_app(settings, keep=SnapshotStore(settings.data))
    dataset = app.extensions["watch"].dataset
    if dataset.rejected_update is None:
        for line in _warnings(dataset.network.warnings, settings):
            print(line, file=sys.stderr, flush=True)
    pauses = iter(PAUSES_SECONDS)
    said = False
    while True:
        server = _server(settings, address)
        if not said:
            server.on_startup(lambda: print(_startup_message(settings), flush=True))
            said = True
        began = time.monotonic()
        try:
            server.serve(target_loader=_Loader(settings, app), wrap_loader=False)
        except SystemExit:
            _log.debug("granian has left", exc_info=True)
        if server.interrupt_signal:
            return
        if time.monotonic() - began > CALM_SECONDS:
            pauses = iter(PAUSES_SECONDS)
        pause = next(pauses, None)
        if pause is None:
            raise CommandError("serve: the workers die as soon as they start; see the lines above for the reason")
        _log.error("all workers died; starting anew in %s s", pause)
        if _told_to_stop(server, within=pause):
            return


def _warnings(warnings: Sequence[str], settings: Settings) -> list[str]:
    """Say the first remarks on the tables, and how to see the others."""
    left = len(warnings) - WARNINGS
    rest = [f"and {left:,} more; run: cities-network check {shlex.quote(str(settings.data))}"] if left > 0 else []
    return [*warnings[:WARNINGS], *rest]


def _told_to_stop(server: MPServer, *, within: float) -> bool:
    """Wait for some seconds, or until a signal to stop comes."""
    server.main_loop_interrupt.clear()
    server.main_loop_interrupt.wait(within)
    return bool(server.interrupt_signal)


def _server(settings: Settings, address: str) -> MPServer:
    return MPServer(
        "dashboard.web.app",
        address=address,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        backlog=BACKLOG,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=LONGEST_HEAD),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        # What granian warns of is no news: a connection that was open when the server stopped, the number of threads.
        log_level=LogLevels("error" if settings.log_level == "warning" else settings.log_level),
        log_access=settings.access_log,
        log_dictconfig=_logging(),
    )


class _Loader:
    """What a new worker calls for its application.

    Where the system forks, the worker takes over the application of its parent with all that is loaded, as long as the
    tables are the same; where it starts a fresh interpreter, as on macOS and from Python 3.14 on, it makes its own.
    """

    def __init__(self, settings: Settings, app: Flask | None) -> None:
        self._settings = settings
        self._app = app
        self._parent = os.getpid()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_app": None}

    def __call__(self) -> Any:
        threading.Thread(target=_exit_with_parent, args=(self._parent,), name="leave-with-parent", daemon=True).start()
        app = self._app
        if app is None or not app.extensions["watch"].is_current():
            app = create_app(self._settings, keep=SnapshotStore(self._settings.data))
        app.extensions["watch"].start()
        return app.wsgi_app


def _exit_with_parent(parent: int) -> None:
    """Stop this worker when its parent was killed: an orphan would hold the port and serve old data for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _free_address(settings: Settings) -> str:
    """Return the IP address to listen on.

    Raises:
        CommandError: it is not of this machine, its port is taken, or this user may not have it.
    """
    where = f"{settings.host} port {settings.port}"
    try:
        family, kind, _protocol, _name, found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise CommandError(f"serve: {where}: no such host; give an address of this machine with --host") from None
    try:
        with socket.socket(family, kind) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found)
            probe.listen(1)  # two may be bound to one port, but only one may listen
    except OSError as fault:
        reason = {
            errno.EADDRINUSE: "already in use; give another with --port, or stop what listens there",
            errno.EADDRNOTAVAIL: "not an address of this machine; give one with --host",
            errno.EACCES: "this user may not listen there; give a port from 1024 up with --port",
        }.get(fault.errno or 0, fault.strerror or "cannot be listened on")
        raise CommandError(f"serve: {where}: {reason}") from None
    return str(found[0])


def _startup_message(settings: Settings) -> str:
    """Return the one line that says where the dashboard is."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - only to be shown
    shown = f"[{host}]" if ":" in host else host
    everywhere = "" if host == settings.host else ", and on every address of this machine"
    return f"The map is open at http://{shown}:{settings.port}/{everywhere} (Ctrl-C stops it)"


def _logging() -> dict[str, Any]:
    """Log to stderr what granian says, in the form of our own lines; requests, where they are logged, to stdout."""
    return {
        "formatters": {
            "plain": {"format": "%(levelname)s granian: %(message)s"},
            "bare": {"format": "%(message)s"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "plain"},
            "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "bare"},
        },
        "loggers": {
            "_granian": {"handlers": ["stderr"], "propagate": False},
            "granian.access": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
        },
    }
