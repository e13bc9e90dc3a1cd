"""The command line: what is printed, where, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from dashboard.cli import main
from dashboard.config import Settings, from_environment, settings_table, variable
from dashboard.errors import CommandError, DataError, Problem, SettingsError

ROOT = Path(__file__).parents[2]


def write(folder: Path, content: str) -> Path:
    """Write a list of cities."""
    path = folder / "list.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_check_reports_valid_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Valid tables are counted in one line and return 0."""
    path = write(tmp_path, "city,country,lat,lon\nNantes,FR,47.2,-1.6\n")
    assert main.main(["check", str(path)]) == 0
    captured = capsys.readouterr()
    counts = "1 city, 0 topics, 0 facts, 0 events, 0 participations, 0 sources"
    assert captured.out == f"{path}: valid: {counts}\n"
    assert captured.err == ""


def test_check_prints_every_problem_on_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems come one a line, errors first, then a summary; the code is 1."""
    path = write(tmp_path, "city,country,lat,lon\nNantes,FRR,47.2,-1.6\n@Nantes,FR,97,1\n")
    assert main.main(["check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{path}:2: country: 'FRR' is not a country")
    assert lines[1].startswith(f"{path}:3: lat: '97' is outside -90..90")
    assert lines[2].startswith(f"{path}:3: warning: city: '@Nantes' would be a formula")
    assert lines[3:] == [f"{path}: invalid: 2 errors; 1 warning"]


def test_check_without_a_path_reads_the_shipped_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """The tables that come with the dashboard are the default."""
    assert main.main(["check"]) == 0
    assert "valid: 22 cities, 14 topics, 186 facts" in capsys.readouterr().out


def test_check_speaks_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the same as one object."""
    path = write(tmp_path, "city,country\nNantes,Atlantis\n")
    assert main.main(["check", "--json", str(path)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["valid"], found["version"], found["counts"], found["errors"]) == (False, None, None, 1)
    assert found["problems"][0]["line"] == 2
    assert found["problems"][0]["column"] == "country"
    path.write_text("city,country,lat,lon\nNantes,FR,47.2,-1.6\n", encoding="utf-8")
    assert main.main(["check", "--json", str(path)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["valid"], found["counts"]["cities"], found["problems"]) == (True, 1, [])


def test_check_of_nothing_is_invalid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing path is a problem like any other."""
    assert main.main(["check", str(tmp_path / "nowhere")]) == 1
    assert "not found in" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["chek"], ["check", "--nope"], ["check", "one", "two"]])
def test_wrong_usage_gives_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be understood prints the usage to stderr and gives 2."""
    assert main.main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("Usage: ")


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["chek"], "Did you mean 'check'?"),
        (["check", "--jsn"], "Did you mean '--json'?"),
        (["serve", "--prot", "80"], "'--port'?"),
    ],
)
def test_a_typing_error_gets_a_suggestion(
    arguments: list[str], suggestion: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown command or option names the nearest known one."""
    assert main.main(arguments) == 2
    assert suggestion in capsys.readouterr().err


def test_help_of_serve_shows_variables_and_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    """Each setting stands in the help with its option, its environment variable and its default."""
    assert main.main(["serve", "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for name in settings_table():
        assert f"--{name.replace('_', '-')}" in out
        assert f"env var: {variable(name)}" in out
    assert "default: 8050" in out
    assert "default: 127.0.0.1" in out


@pytest.mark.parametrize(
    ("words", "hosts"),
    [
        (["--allowed-hosts", "a.org", "b.org", "--port", "81"], ("a.org", "b.org")),
        (["--allowed-hosts", "a.org,b.org", "--port", "81"], ("a.org", "b.org")),
        (["--port", "81", "--allowed-hosts=a.org"], ("a.org",)),
    ],
)
def test_options_of_serve_are_read(words: list[str], hosts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """A list is written word by word or with commas; an option wins over the environment."""
    seen: list[Settings] = []
    monkeypatch.setattr("dashboard.web.server.serve", seen.append)
    monkeypatch.setenv("CITIES_NETWORK_PORT", "80")
    monkeypatch.setenv("CITIES_NETWORK_WORKERS", "3")
    assert main.main(["serve", *words]) == 0
    assert (seen[0].allowed_hosts, seen[0].port, seen[0].workers) == (hosts, 81, 3)


@pytest.mark.parametrize(("option", "text"), [("--port", "80a"), ("--port", "0"), ("--public-url", "example.org")])
def test_option_and_variable_get_one_message(option: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong value is refused with the words that the environment gets."""
    assert main.main(["serve", option, text]) == 2
    err = capsys.readouterr().err
    with pytest.raises(SettingsError) as caught:
        from_environment({variable(option[2:].replace("-", "_")): text})
    assert err.endswith(f": {caught.value}\n")


@pytest.mark.parametrize("command", main.COMMANDS)
def test_every_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Help says what a command does and shows how."""
    assert main.main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "example" in out.lower()
    assert f"{command} " in out


def test_help_lists_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """The first help names every command."""
    assert main.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {command} " in out for command in main.COMMANDS)


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is printed and gives 0."""
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out.strip().endswith(main.__version__)


@pytest.mark.parametrize(
    ("error", "line", "code"),
    [
        (SettingsError("port: 0 is out of range"), "port: 0 is out of range", 2),
        (CommandError("the port is\ntaken"), "the port is taken", 1),
        (CommandError("no such option", exit_code=2), "no such option", 2),
        (DataError([Problem("a.csv", 2, "city", "is empty")]), "a.csv:2: city: is empty", 1),
        (
            DataError([Problem("a.csv", 2, "city", "is empty")] * 3),
            "a.csv:2: city: is empty (and 2 more; run the command check to list them)",
            1,
        ),
    ],
)
def test_errors_are_one_line_and_a_code(
    error: Exception, line: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors of this package never show a traceback."""
    run_with(monkeypatch, error)
    assert main.main(["check"]) == code
    captured = capsys.readouterr()
    assert captured.err.endswith(f": {line}\n")
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends a command without a word."""
    run_with(monkeypatch, KeyboardInterrupt())
    assert main.main(["check"]) == 130
    assert capsys.readouterr() == ("", "")


def run_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the command `check` raise an error."""

    def run() -> int:
        raise error

    module = SimpleNamespace(command=lambda: click.Command("check", callback=run))
    monkeypatch.setattr(main, "import_module", lambda _: module)


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """`check | head -1` ends quietly."""
    path = write(tmp_path, "city,country\n" + "".join(f"{'x' * 150} {number},Atlantis\n" for number in range(200)))
    command = [sys.executable, "-m", "dashboard", "check", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read()
        assert process.wait(timeout=60) == 141
    assert error == b""


@pytest.mark.slow
def test_check_needs_neither_dash_nor_geopy() -> None:
    """The command of one wing does not load the libraries of another."""
    program = (
        "import sys; from dashboard.cli.main import main; main(['check']);"
        "print([name for name in ('dash', 'flask', 'plotly', 'geopy', 'granian') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
