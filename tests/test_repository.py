"""The repository: pinned requirements, valid commands in the README, no machine-specific paths."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from dashboard.cli.main import COMMANDS

ROOT = Path(__file__).parents[1]
LISTS = ("run", "package", "build", "test", "bench", "mutation", "node")


def read(path: str) -> str:
    """Return the text of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """Return the versions of each package in a compiled list."""
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([a-z0-9-]+)==([^ \\]+)", read(f"requirements/{name}.txt"), re.MULTILINE):
        found.setdefault(package, set()).add(version)
    return found


@pytest.mark.parametrize("name", LISTS)
def test_each_requirement_is_pinned_and_hashed(name: str) -> None:
    """Each package has one exact version and hashes; lists contain no URL and no option."""
    lines = read(f"requirements/{name}.txt").splitlines()
    assert pins(name)
    for number, line in enumerate(lines):
        if line.startswith("    --hash=sha256:") or line.lstrip().startswith("#"):
            continue
        assert re.match(r"[a-z0-9-]+==[^ ]+( ; .+)? \\$", line), f"{name}.txt:{number + 1}: {line}"
        assert lines[number + 1].startswith("    --hash=sha256:")
    assert "://" not in "\n".join(lines)


@pytest.mark.parametrize("name", LISTS)
def test_compiled_lists_contain_their_requirements(name: str) -> None:
    """Each package in an .in file is in the compiled .txt file."""
    asked = re.findall(r"^([a-z0-9-]+)[<>=]", read(f"requirements/{name}.in"), re.MULTILINE)
    assert asked
    assert set(asked) <= set(pins(name))


@pytest.mark.parametrize("name", LISTS[:3])
def test_lists_agree_on_versions(name: str) -> None:
    """The tests use the same versions as the dashboard."""
    assert pins(name).items() <= pins("test").items()


def test_pyproject_has_the_same_dependencies() -> None:
    """The ranges of pyproject.toml are those of requirements/run.in."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    asked = [line for line in read("requirements/run.in").splitlines() if line and not line.startswith("#")]
    assert sorted(project["dependencies"]) == sorted(asked)


@pytest.mark.slow
def test_wheel_contains_data_and_assets(tmp_path: Path) -> None:
    """The wheel, built offline, contains every table and asset of the checkout."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-build-isolation", "--no-deps"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    listed = subprocess.run(
        ["git", "ls-files", "data", "assets", "dashboard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    assert len(names) > 50
    wanted = {name if name.startswith("dashboard/") else f"dashboard/{name}" for name in names}
    assert wanted <= carried


def test_contributing_gives_a_reason_for_each_dependency() -> None:
    """CONTRIBUTING.md has a reason for every package."""
    text = read("CONTRIBUTING.md")
    for name in LISTS:
        for package in re.findall(r"^([a-z0-9-]+)[<>=]", read(f"requirements/{name}.in"), re.MULTILINE):
            assert f"`{package}`" in text, package


def test_ci_runs_the_command_of_the_readme() -> None:
    """Continuous integration runs the test command of the README."""
    assert "make test" in read(".ci/run")
    assert "make test" in read("README.md")


def test_each_make_target_of_the_readme_exists() -> None:
    """`make` commands in README and CONTRIBUTING are targets of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)\b", read("README.md") + read("CONTRIBUTING.md"), re.MULTILINE))
    assert {"run", "test"} <= named <= targets


def test_readme_lists_each_command() -> None:
    """The README lists exactly the existing commands."""
    assert set(re.findall(r"^\| `cities-network (\w+)", read("README.md"), re.MULTILINE)) == set(COMMANDS)


def test_no_file_contains_a_machine_specific_path() -> None:
    """No file contains a path that exists only on one machine."""
    own = re.compile(r"(?<![\w.\"'])/(?:home|root|work|opt|Users|tmp)/[\w.-]+/")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked(".py", ".md", ".toml", ".sh", ".txt", ".in", ".css", "Makefile")
        for match in [own.search(path.read_text(encoding="utf-8"))]
        if match and path != Path(__file__)
    ]
    assert found == []


def tracked(*suffixes: str) -> list[Path]:
    """Return the tracked files with one of these suffixes."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name.endswith(suffixes) and (ROOT / name).is_file()]


def test_each_source_file_starts_with_its_purpose() -> None:
    """A module, script or style sheet starts with a docstring or a comment."""
    starts = {".py": ('"""', "#!"), ".sh": ("#!",), ".css": ("/*",), ".js": ("//", "/*")}
    silent = [
        str(path.relative_to(ROOT))
        for path in tracked(*starts)
        if not path.name.endswith(".min.js") and not path.read_text(encoding="utf-8").startswith(starts[path.suffix])
    ]
    assert silent == []


def test_links_to_files_are_valid() -> None:
    """Relative links and images in documents refer to files of the repository."""
    for document in tracked(".md"):
        for link in re.findall(r"\]\(([^)#\s]+)\)", document.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith("mailto:"):
                assert (document.parent / link).exists(), f"{document.name}: {link}"
