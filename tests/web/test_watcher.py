"""Valid changes go live; if a table is invalid, the last valid version stays online with a notice."""

from __future__ import annotations

import gc
import os
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.config import Settings, default_data
from dashboard.web import watcher
from dashboard.web.app import create_app
from dashboard.web.watcher import CALM_SECONDS, DataWatcher, signature
from tests.networks import BROKEN, VALID_TABLES

MORE = VALID_TABLES + "Cork,IE\n"


class Clock:
    """Looks of one watch, each when nothing has moved for long enough."""

    def __init__(self, watch: DataWatcher) -> None:
        self.watch, self.now = watch, 1000.0

    def look(self) -> DataWatcher:
        """See the change, wait, and look again."""
        self.watch.poll(self.now)
        self.now += CALM_SECONDS + 0.1
        self.watch.poll(self.now)
        return self.watch


def write(path: Path, text: str) -> None:
    """Replace a file by a rename, as careful editors do."""
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)


def replace_by(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Put something else where the file was."""

    def spoil(path: Path) -> None:
        path.unlink()
        make(path)

    return spoil


SPOILT: dict[str, Callable[[Path], object]] = {
    "garbage": lambda path: path.write_bytes(bytes(range(256)) * 10),
    "empty": lambda path: path.write_text("", "utf-8"),
    "no city left": lambda path: path.write_text("name,country\n", "utf-8"),
    "no such country": lambda path: write(path, BROKEN),
    "gone": lambda path: path.unlink(),
    "a folder": replace_by(Path.mkdir),
    "a pipe": replace_by(os.mkfifo),
    "a link to nowhere": replace_by(lambda path: path.symlink_to("nowhere")),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_invalid_tables_are_never_served(file: Path, spoil: Callable[[Path], object]) -> None:
    """The last valid tables stay, whatever happens to the file, until the next valid ones."""
    clock = Clock(DataWatcher(file))
    before = clock.watch.dataset.network
    spoil(file)
    dataset = clock.look().dataset
    assert dataset.network is before
    assert dataset.rejected_update is not None
    assert dataset.rejected_update.problems
    shutil.rmtree(file) if file.is_dir() else file.unlink(missing_ok=True)
    file.write_text(MORE, "utf-8")
    dataset = clock.look().dataset
    assert len(dataset.network) == 3
    assert dataset.rejected_update is None


def test_file_that_is_being_written_is_not_read(file: Path) -> None:
    """As long as something moves, nothing is read: half a file may look like a whole one."""
    watch = DataWatcher(file)
    now = 1000.0
    with file.open("w", encoding="utf-8") as slow:
        for line in ["name,country\n", "Rome,IT\n", "Nantes,FR\n", "Cork,IE\n"]:
            slow.write(line)
            slow.flush()
            watch.poll(now)
            now += CALM_SECONDS / 2
            watch.poll(now)
            assert len(watch.dataset.network) == 2
            assert watch.dataset.rejected_update is None
    watch.poll(now + CALM_SECONDS)
    assert len(watch.dataset.network) == 3


def test_time_that_goes_back_is_a_change_too(file: Path) -> None:
    """A file of the same length with an older date, as a restored copy has, is read."""
    clock = Clock(DataWatcher(file))
    write(file, VALID_TABLES.replace("Nantes", "Amiens"))
    os.utime(file, (1, 1))
    assert list(clock.look().dataset.network.cities["name"]) == ["Rome", "Amiens"]


def test_change_while_it_is_read_is_read_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of a file that has changed meanwhile is thrown away."""
    clock = Clock(DataWatcher(file))
    load = watcher.load

    def slow(path: Path, *, title: str) -> object:
        network = load(path, title=title)
        write(path, MORE)
        monkeypatch.setattr(watcher, "load", load)
        return network

    write(file, "name,country\nRome,IT\n")
    monkeypatch.setattr(watcher, "load", slow)
    assert len(clock.look().dataset.network) == 2
    assert len(clock.look().dataset.network) == 3


def test_two_tables_that_belong_together_may_change_one_after_the_other(tmp_path: Path) -> None:
    """Between the two changes the tables are inconsistent, and the last valid version stays online."""
    folder = tmp_path / "network"
    shutil.copytree(default_data(), folder)
    clock = Clock(DataWatcher(folder))
    before = clock.watch.dataset.network
    facts = (folder / "city_topics.csv").read_text("utf-8").replace("electro-mobility", "e-mobility")
    write(folder / "city_topics.csv", facts)
    assert clock.look().dataset.network is before
    assert clock.watch.dataset.rejected_update is not None
    write(folder / "topics.csv", (folder / "topics.csv").read_text("utf-8").replace("electro-mobility", "e-mobility"))
    after = clock.look().dataset.network
    assert clock.watch.dataset.rejected_update is None
    assert "e-mobility" in after.topic_by_id


def test_answers_of_the_old_tables_are_not_given_for_the_new(file: Path) -> None:
    """Page, list and frame of the page follow, and each answer says which version it is of."""
    app = create_app(Settings(data=file))
    client, clock = app.test_client(), Clock(app.extensions["watch"])
    old = {path: client.get(path) for path in ("/", "/view/page", "/_dash-layout", "/export/cities.json", "/healthz")}
    write(file, MORE)
    clock.look()
    for path, before in old.items():
        after = client.get(path)
        assert after.data != before.data
        assert after.headers.get("ETag") != before.headers.get("ETag")
    assert "Cork" in client.get("/").text
    version = client.get("/healthz").json["data"]
    assert client.get("/view/page").headers["Data-Version"] == version
    assert old["/view/page"].headers["Data-Version"] != version
    assert f'data-version="{version}"' in client.get("/").text


@pytest.mark.slow
def test_no_old_network_survives_a_reload(file: Path) -> None:
    """Neither the network nor anything that a view derived from it is kept after the next one is served."""
    app = create_app(Settings(data=file))
    client, clock = app.test_client(), Clock(app.extensions["watch"])
    views = (
        *("/", "/healthz", "/sitemap.xml", "/_dash-layout", "/view/figure", "/view/picture", "/view/exports"),
        *("/view/page?q=rome&sort=city", "/view/page?tab=gaps", "/view/panel?city=rome", "/view/panels"),
        *("/view/search?q=rome", "/view/outside?box=-10,35,30,60", "/view/cells?box=-10,35,30,60&zoom=4"),
        *("/export/cities.csv", "/export/map.svg", "/export/city.md?city=rome", "/nothing-here"),
    )
    old = []
    for more in ("Cork,IE", "Lyon,FR", "Graz,AT"):
        old.append(weakref.ref(clock.watch.dataset.network))
        for path in views:
            client.get(path).close()
        write(file, f"{VALID_TABLES}{more}\n")
        clock.look()
    gc.collect()
    assert [reference() for reference in old] == [None] * 3
    assert len(clock.watch.dataset.network) == 3


def test_page_and_health_say_since_when_and_why(file: Path) -> None:
    """The notice shows the first problem with its line, without local paths; it disappears after the fix."""
    app = create_app(Settings(data=file))
    client, clock = app.test_client(), Clock(app.extensions["watch"])
    assert client.get("/healthz").json["status"] == "ok"
    write(file, BROKEN)
    clock.look()
    health = client.get("/healthz")
    assert health.status_code == 200
    assert health.json["status"] == "old data"
    assert health.json["refused"]["problems"] == 1
    assert health.json["refused"]["first"].startswith("towns.csv:2: country: ")
    assert health.json["refused"]["since"].endswith("+00:00")
    for path in ("/", "/view/page?country=IT"):
        assert "towns.csv:2: country: " in client.get(path).text
        assert "UTC" in client.get(path).text
    file.unlink()
    clock.look()
    for path in ("/", "/view/page", "/healthz"):
        assert "towns.csv" in client.get(path).text
        assert str(file.parent) not in client.get(path).text
    write(file, VALID_TABLES)
    clock.look()
    assert "towns.csv:2" not in client.get("/").text
    assert client.get("/healthz").json["status"] == "ok"


def test_failure_is_logged_and_the_watch_goes_on(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an unexpected read error, the watcher still reads the next change, and the failed one only once."""
    clock = Clock(DataWatcher(file))
    load, tries = watcher.load, []

    def fails(path: Path, *, title: str) -> object:
        tries.append(path)
        raise MemoryError

    monkeypatch.setattr(watcher, "load", fails)
    write(file, MORE)
    with pytest.raises(MemoryError):
        clock.look()
    clock.look()
    assert len(tries) == 1
    monkeypatch.setattr(watcher, "load", load)
    write(file, MORE)
    assert len(clock.look().dataset.network) == 3


def test_every_path_has_a_signature(tmp_path: Path) -> None:
    """A folder, a file, what is not there and what may not be read all have one, and each another."""
    folder = tmp_path / "one"
    folder.mkdir()
    before = signature(folder)
    (folder / "notes.txt").write_text("x", "utf-8")
    assert signature(folder) == before
    (folder / "cities.csv").symlink_to("nowhere")
    assert signature(folder) != before
    assert signature(tmp_path / "none") != signature(folder)


def test_it_knows_whether_its_tables_are_current(file: Path) -> None:
    """What a parent has loaded may be taken over as long as the tables are the same."""
    watch = DataWatcher(file)
    assert watch.is_current()
    write(file, MORE)
    assert not watch.is_current()
    assert Clock(watch).look().is_current()
