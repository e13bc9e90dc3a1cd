"""A dataset is one value; a request keeps the one that it began with."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.config import Settings
from dashboard.errors import Problem
from dashboard.web import routes, views
from dashboard.web.app import create_app
from dashboard.web.dataset import DatasetHolder, RejectedUpdate
from tests.networks import small

WAIT_SECONDS = 30
UPDATE = RejectedUpdate(datetime(2026, 11, 28, tzinfo=UTC), (Problem("towns.csv", 2, "country", "no such country"),))


def test_every_change_is_a_new_value() -> None:
    """The network, the rejected update and the responses change together, and who holds the old value keeps it."""
    holder = DatasetHolder(small())
    first = holder.current
    holder.reject(UPDATE)
    rejected = holder.current
    assert (first.rejected_update, rejected.rejected_update) == (None, UPDATE)
    assert rejected.network is first.network
    assert rejected.responses is not first.responses
    holder.serve(small())
    assert holder.current.network is first.network  # equal data: what was derived from them stays
    assert holder.current.rejected_update is None
    assert holder.current.responses is not rejected.responses


def test_equal_data_change_nothing() -> None:
    """A table that was only touched leaves the responses where they are."""
    holder = DatasetHolder(small())
    before = holder.current
    holder.serve(small())
    assert holder.current is before


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/view/page"])
@pytest.mark.parametrize("rejected_first", [False, True], ids=["an update is rejected", "the update is valid again"])
def test_what_lands_while_a_view_is_built_never_sticks(
    file: Path, monkeypatch: pytest.MonkeyPatch, path: str, *, rejected_first: bool
) -> None:
    """A view that was begun before a change is not what the next request gets."""
    app = create_app(Settings(data=file))
    holder: DatasetHolder = app.extensions["watch"].holder
    if rejected_first:
        holder.reject(UPDATE)
    building, changed = threading.Barrier(2, timeout=WAIT_SECONDS), threading.Barrier(2, timeout=WAIT_SECONDS)
    module, name = (routes, "render_document") if path == "/" else (views, "page_parts")
    build, paused = getattr(module, name), threading.Event()

    def pause(*args: object, **kwargs: object) -> object:
        if not paused.is_set():
            paused.set()
            building.wait()
            changed.wait()
        return build(*args, **kwargs)

    monkeypatch.setattr(module, name, pause)
    bodies: list[str] = []
    request = threading.Thread(target=lambda: bodies.append(app.test_client().get(path).text))
    request.start()
    building.wait()
    if rejected_first:
        holder.serve(holder.current.network)
    else:
        holder.reject(UPDATE)
    changed.wait()
    request.join(WAIT_SECONDS)
    after = [app.test_client().get(path).text for _ in range(2)]
    assert ["towns.csv:2" in body for body in (*bodies, *after)] == [rejected_first, *[not rejected_first] * 2]
