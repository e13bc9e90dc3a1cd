"""The production server: granian, which handles slow clients outside Python and replaces workers that exit.

`serve` returns on SIGTERM or SIGINT. granian replaces a worker that exits. If workers exit faster than that, `serve`
restarts all of them after a pause; after too many restarts in a row it fails.
"""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
import threading
import time
from typing import Any, Final

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from dashboard.config import Settings
from dashboard.errors import CommandError
from dashboard.ingest.report import first_warnings
from dashboard.ingest.snapshot import SnapshotStore
from dashboard.web.app import create_app

BACKLOG: Final = 1024
HEADER_SECONDS: Final = 15
"""Time limit for a client to send the request headers; a waiting client uses no thread."""
LONGEST_HEAD: Final = 64 * 1024
STOP_SECONDS: Final = 3
"""Time limit for open requests on shutdown; browsers keep idle connections open."""
PAUSES_SECONDS: Final = (0.2, 1, 3, 10, 30)
"""Pauses between restarts after workers exited faster than granian replaced them."""
CALM_SECONDS: Final = 60
"""A server that ran this long is healthy; its next failure starts with the first pause again."""

_log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Serve the dashboard until a signal stops it.

    Raises:
        CommandError: the server cannot listen on the address, or the workers keep exiting.
        DataError: the tables are invalid, and no last valid version is stored; it lists every problem.
    """
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    address = _free_address(settings)
    # Log errors and warnings here, once, not in every worker.
    app = create_app(settings, keep=SnapshotStore(settings.data))
    dataset = app.extensions["watch"].dataset
    if dataset.rejected_update is None:
        for line in first_warnings(dataset.network.warnings, settings.data):
            print(line, file=sys.stderr, flush=True)
    pauses = iter(PAUSES_SECONDS)
    text = False
    while True:
        server = _server(settings, address)
        if not text:
            server.on_startup(lambda: print(_startup_message(settings), flush=True))
            text = True
        began = time.monotonic()
        try:
            server.serve(target_loader=_Loader(settings, app), wrap_loader=False)
        except SystemExit:
            _log.debug("granian exited", exc_info=True)
        if server.interrupt_signal:
            return
        if time.monotonic() - began > CALM_SECONDS:
            pauses = iter(PAUSES_SECONDS)
        pause = next(pauses, None)
        if pause is None:
            raise CommandError("serve: the workers exit as soon as they start; see the log lines above for the cause")
        _log.error("all workers exited; restarting in %s s", pause)
        if _told_to_stop(server, within=pause):
            return


def _told_to_stop(server: MPServer, *, within: float) -> bool:
    """Wait for some seconds, or until a stop signal."""
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
        # granian's warnings need no action: connections open at shutdown, the number of threads.
        log_level=LogLevels("error" if settings.log_level == "warning" else settings.log_level),
        log_access=settings.access_log,
        log_dictconfig=_logging(),
    )


class _Loader:
    """Return the application of a new worker.

    With the start method "fork", the worker inherits the application of its parent while the tables are unchanged. With
    a new interpreter ("spawn" and "forkserver": macOS, Python 3.14 and later) it builds its own.
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
    """Stop this worker when its parent was killed: an orphan would hold the port and serve stale data forever."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _free_address(settings: Settings) -> str:
    """Return the IP address to listen on.

    Raises:
        CommandError: the address is not of this machine, the port is in use, or this user has no permission.
    """
    where = f"{settings.host} port {settings.port}"
    try:
        family, kind, _protocol, _name, found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError:
        raise CommandError(f"serve: {where}: no such host; set --host to an address of this machine") from None
    try:
        with socket.socket(family, kind) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found)
            probe.listen(1)  # two sockets may bind to one port, but only one may listen
    except OSError as fault:
        reason = {
            errno.EADDRINUSE: "already in use; choose another port with --port, or stop the program that uses it",
            errno.EADDRNOTAVAIL: "not an address of this machine; set --host to one that is",
            errno.EACCES: "permission denied; choose a port from 1024 up with --port",
        }.get(fault.errno or 0, fault.strerror or "cannot listen on this address")
        raise CommandError(f"serve: {where}: {reason}") from None
    return str(found[0])


def _startup_message(settings: Settings) -> str:
    """Return the startup message with the address of the dashboard."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - only for display
    visible = f"[{host}]" if ":" in host else host
    everywhere = "" if host == settings.host else ", and on all addresses of this machine"
    return f"Serving the map at http://{visible}:{settings.port}/{everywhere} (press Ctrl-C to stop)"


def _logging() -> dict[str, Any]:
    """Return the log settings of granian: messages to stderr in our format, the access log to stdout."""
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
