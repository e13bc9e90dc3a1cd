"""The scripts of Dash: one bundle in execution order, without a polyfill."""

from __future__ import annotations

import re
from importlib.resources import files

from dashboard.web.dash_bundle import DASH_SCRIPTS, dash_bundle


def test_scripts_of_dash_need_no_more_than_a_generator_of_two_steps() -> None:
    """The stand-in for Dash's polyfill is enough: compiled generators neither get values, nor throw, nor return."""
    package = files("dash")
    for name in DASH_SCRIPTS:
        text = package.joinpath(*name.split("/")).read_text(encoding="utf-8")
        for found in re.finditer(r"regeneratorRuntime\.wrap\(function\((\w)\)\{(.{0,400}?)\}\},", text):
            variable, body = found.groups()
            used = set(re.findall(rf"\b{variable}\.(\w+)", body))
            assert used <= {"prev", "next", "stop"}, (name, body)
        assert text.count("regeneratorRuntime.wrap") == len(
            re.findall(r"regeneratorRuntime\.wrap\(function\(\w\)\{.{0,400}?\}\},", text)
        )


def test_scripts_of_dash_are_one_file_in_their_order() -> None:
    """React comes first, then the renderer, whose interface the components need."""
    bundle = dash_bundle()
    package = files("dash")
    places = [bundle.index(package.joinpath(*name.split("/")).read_bytes().rstrip()) for name in DASH_SCRIPTS]
    assert places == sorted(places)
