"""An SVG becomes a PNG of the width that was asked for, with letters of the font that comes along."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image

from dashboard.maps.svg import png as module
from dashboard.maps.svg.png import png


def drawn(words: str = "", *, width: int = 80) -> Image.Image:
    """A white picture of 2 to 1 with words in it."""
    letters = f'<text x="2" y="16" font-size="12" font-family="sans-serif">{words}</text>'
    paper = '<rect width="40" height="20" fill="#fff"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{paper}{letters}</svg>'
    return Image.open(io.BytesIO(png(svg, width=width))).convert("L")


@pytest.mark.parametrize("width", [40, 80, 81])
def test_the_picture_has_its_width_and_keeps_its_shape(width: int) -> None:
    """The height follows."""
    assert drawn(width=width).size == (width, pytest.approx(width / 2, abs=1))


@pytest.mark.parametrize("words", ["Ax", "Čš", "Ωφ", "Жы"])
def test_letters_of_the_scripts_of_europe_are_drawn_without_fonts_of_the_machine(words: str) -> None:
    """Two words differ in their pixels, and neither is blank."""
    one, other = drawn(words), drawn(words[0])
    assert min(one.tobytes()) < 128
    assert one.tobytes() != other.tobytes() != drawn().tobytes()


@pytest.mark.parametrize(
    ("letter", "covered"),
    [
        ("\u058f", True),
        ("\u0590", False),
        ("\u1dff", False),
        ("\u1e00", True),
        ("\u21ff", True),
        ("\u2200", False),
        ("中", False),
        ("a", True),
    ],
)
def test_fonts_of_the_machine_are_looked_through_for_other_scripts_alone(
    letter: str, covered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That takes seconds on some machines; both limits of what the font covers."""
    asked: dict[str, object] = {}

    def svg_to_bytes(**options: object) -> bytes:
        asked.update(options)
        return b""

    monkeypatch.setattr(module.resvg_py, "svg_to_bytes", svg_to_bytes)
    png(f"<svg>aé{letter}</svg>", width=7)
    assert (asked["skip_system_fonts"], asked["width"]) == (covered, 7)


def test_what_is_no_svg_is_refused() -> None:
    """With an error that a caller can name."""
    with pytest.raises(ValueError, match=r"."):
        png("<svg", width=10)


def test_as_a_process_it_reads_the_svg_and_writes_the_picture() -> None:
    """The server has pictures drawn this way."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><title>Čačak</title></svg>'
    command = [sys.executable, "-m", "dashboard.maps.svg.png", "12"]
    done = subprocess.run(command, input=svg.encode(), capture_output=True, check=True, timeout=60)
    assert Image.open(io.BytesIO(done.stdout)).size == (12, 6)
