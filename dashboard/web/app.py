"""Application factory: the routes of the page and its views, and a Dash app with the layout and the callbacks."""

from __future__ import annotations

from typing import Any

from dash import Dash
from flask import Flask

from dashboard.components.page import page
from dashboard.config import Settings
from dashboard.ingest.snapshot import SnapshotStore
from dashboard.query.selection import Selection
from dashboard.query.state import State
from dashboard.web import callbacks, export_routes, routes, site_files
from dashboard.web.assets import Assets
from dashboard.web.error_page import Frame
from dashboard.web.security import secure
from dashboard.web.watcher import DataWatcher


def create_app(settings: Settings, *, keep: SnapshotStore | None = None) -> Flask:
    """Load the data and return the WSGI application; `extensions["watch"]` holds the watcher of the tables.

    Args:
        settings: the settings of the operator.
        keep: where the last valid tables are stored; without it, invalid tables are an error.

    Raises:
        DataError: the tables are invalid, and no last valid version is stored; it lists every problem.
    """
    watch = DataWatcher(settings.data, title=settings.title, keep=keep)
    holder = watch.holder
    assets = Assets(settings.assets)
    server = Flask("dashboard", static_folder=None, template_folder=None)
    server.extensions["watch"] = watch
    # Dash gets a separate Flask app that serves no request: Dash's routes answer 200 to any path and 500 to odd ones.
    unused: Any = Flask("unused")
    dash_app = Dash("dashboard", server=unused, assets_folder=str(settings.assets), assets_ignore=".*")
    dash_app.layout = page(Selection(holder.current.network, State()), {})
    callbacks.register(dash_app)
    routes.register(server, dash_app=dash_app, holder=holder, assets=assets, settings=settings)
    export_routes.register(server, holder=holder, settings=settings)
    site_files.register(server, holder=holder, assets=assets, settings=settings)
    frame = Frame(assets.url("style.min.css"), assets.url("icon.svg"), lambda: holder.current.network)
    secure(server, script_hashes=dash_app.csp_hashes(), settings=settings, frame=frame)
    return server
