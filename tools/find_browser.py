"""Find a Chromium for the browser tests and print its path; with --install, install one with apt if possible.

Search order: environment variable CHROMIUM, common names in PATH, default locations on macOS and Windows, Chromium from
Playwright. A candidate must be able to print its version.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
DOWNLOADS = (".cache/ms-playwright", "Library/Caches/ms-playwright", "AppData/Local/ms-playwright")
WANTED = """\
No Chromium was found, and the tests in a browser need one.
    Debian, Ubuntu:  apt-get install chromium
    Fedora:          dnf install chromium
    macOS:           brew install --cask chromium
    elsewhere:       any Chrome, Chromium or Edge in PATH, or CHROMIUM=/path/to/it make test"""


def candidates() -> Iterator[str]:
    """Yield possible paths of a Chromium, in search order."""
    if named := os.environ.get("CHROMIUM"):
        yield shutil.which(named) or named
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    yield from PLACES
    for folder in DOWNLOADS:
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"):
            yield from sorted(map(str, (Path.home() / folder).glob(pattern)), reverse=True)


def find() -> str | None:
    """Return the first candidate that can print its version, or None."""
    for path in candidates():
        if not Path(path).is_file():
            continue
        try:
            subprocess.run([path, "--version"], check=True, capture_output=True, timeout=60)
        except (OSError, subprocess.SubprocessError):
            continue
        return path
    return None


def install() -> None:
    """Install chromium with apt, without prompts; do nothing if not permitted."""
    apt = shutil.which("apt-get")
    if apt is None:
        return
    command = [apt]
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode:
            return
        command = [sudo, "-n", apt]
    print("No Chromium found; installing Debian's chromium for the tests", file=sys.stderr)
    quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium", "fonts-liberation"]):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*command, *quiet, *step], check=False, env=environment, stdout=sys.stderr)


def main() -> int:
    """Print the path of a browser; return 1 with instructions if there is none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="let apt install chromium where nothing is found")
    arguments = parser.parse_args()
    path = find()
    if path is None and arguments.install:
        install()
        path = find()
    if path is None:
        print(WANTED, file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
