"""The command serve: each setting is an option, read as the environment is, and wins over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import pytest

from dashboard.cli import serve as module
from dashboard.cli.main import main
from dashboard.config import Settings, default_data, settings_table, variable
from tests.networks import VALID_TABLES


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings with which a server is started."""
    found: list[Settings] = []
    monkeypatch.setattr("dashboard.web.server.serve", found.append)
    return found


def test_each_setting_is_an_option() -> None:
    """With its words, and a flag where it takes no value."""
    options: dict[str, Any] = {
        option.name: option for option in module.command().params if isinstance(option, click.Option)
    }
    assert set(options) == set(settings_table())
    for name, setting in settings_table().items():
        assert options[name].opts == [f"--{name.replace('_', '-')}"]
        assert options[name].help == setting.help
        assert options[name].is_flag is (not setting.metavar)


def test_without_options_the_defaults_are_served(served: list[Settings]) -> None:
    """Those of the settings."""
    assert main(["serve"]) == 0
    assert served == [Settings()]


@pytest.mark.parametrize(
    ("words", "data"),
    [([], ""), (["a.csv"], "a.csv"), (["--data", "b.csv"], "b.csv"), (["a.csv", "--data", "b.csv"], "b.csv")],
)
def test_the_path_is_the_data_and_the_option_wins(
    served: list[Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], data: str
) -> None:
    """Over the argument; without either, the data that come along."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(VALID_TABLES, "utf-8")
    assert main(["serve", *words]) == 0
    assert served[0].data.resolve() == (tmp_path / data if data else default_data()).resolve()


def test_an_option_wins_over_the_environment(served: list[Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each for itself."""
    monkeypatch.setenv(variable("port"), "81")
    monkeypatch.setenv(variable("title"), "Theirs")
    assert main(["serve", "--title", "Mine"]) == 0
    assert (served[0].port, served[0].title) == (81, "Mine")


def test_a_flag_is_set_by_its_name_alone(served: list[Settings]) -> None:
    """And not without it."""
    assert main(["serve", "--access-log"]) == 0
    assert main(["serve"]) == 0
    assert [settings.access_log for settings in served] == [True, False]


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        (["--allowed-hosts", "a", "b", "c"], ["--allowed-hosts", "a b c"]),
        (["--allowed-hosts", "a", "--port", "1"], ["--allowed-hosts", "a", "--port", "1"]),
        (["--allowed-hosts", "--port", "1"], ["--allowed-hosts", "--port", "1"]),
        (["--port", "1", "a", "b"], ["--port", "1", "a", "b"]),
        (["--allowed-hosts", "a", "--frame-ancestors", "b", "c"], ["--allowed-hosts", "a", "--frame-ancestors", "b c"]),
        (["--allowed-hosts=a", "b"], ["--allowed-hosts=a", "b"]),
        ([], []),
    ],
)
def test_the_words_of_a_list_are_joined_up_to_the_next_option(words: list[str], joined: list[str]) -> None:
    """Those of other options are left as they are."""
    assert list(module._joined(words)) == joined


@pytest.mark.parametrize("name", sorted(settings_table()))
def test_help_shows_variable_and_default_of_each_setting(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The default as people write it, none where there is none."""
    assert main(["serve", "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    after = out[out.index(f" --{name.replace('_', '-')} ") :]
    assert variable(name) in after[:600]
    default = settings_table()[name].default_text or str(Settings.__dataclass_fields__[name].default or "")
    if default:
        assert f"default: {default}" in after[:700]
