"""Architecture: the import contracts hold, and imports have no side effects."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "dashboard").rglob("*.py")
    if path.name != "__main__.py"
)


def test_import_contracts_hold() -> None:
    """No module imports from a higher layer, and each library is used only in its layer."""
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    found = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert found.returncode == 0, found.stdout + found.stderr


PROBE = """
import importlib, os, sys

modules = sys.argv[1:]
for module in modules:  # what other packages do when they are imported is not ours
    importlib.import_module(module)
for name in [name for name in sys.modules if name.split(".")[0] == "dashboard"]:
    del sys.modules[name]

class Watched(dict):
    def __getitem__(self, key):
        raise RuntimeError(f"reads {key} from the environment")
    get = __contains__ = __getitem__

def refuse(event, arguments):
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.mkdir", "os.remove", "sqlite3.connect"):
        raise RuntimeError(f"{event} {arguments}")
    if event == "open" and isinstance(arguments[0], str) and not arguments[0].endswith((".py", ".pyc")):
        raise RuntimeError(f"opens {arguments[0]}")

os.environ = Watched()
sys.dont_write_bytecode = True
sys.addaudithook(refuse)
for module in modules:
    try:
        importlib.import_module(module)
    except RuntimeError as fault:
        print(module, fault)
"""


@pytest.mark.slow
def test_imports_have_no_side_effects() -> None:
    """Imports open no file, socket or process, print nothing and read no environment variable."""
    assert MODULES
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROBE, *MODULES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_each_module_has_its_own_test_file() -> None:
    """Whoever changes a module finds its tests in the same place below tests/; a docstring alone needs none."""
    modules = [path for path in (ROOT / "dashboard").rglob("*.py") if path.name not in ("__init__.py", "__main__.py")]
    missing = [
        path.relative_to(ROOT).as_posix()
        for path in modules
        if not (ROOT / "tests" / path.relative_to(ROOT / "dashboard").with_name(f"test_{path.name}")).is_file()
    ]
    assert missing == []
