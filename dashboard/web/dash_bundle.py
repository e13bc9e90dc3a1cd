"""The scripts of Dash that the page needs, as one bundle."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

DASH_BUNDLE: Final = "dash-renderer.js"


DASH_SCRIPTS: Final = (
    # In execution order. The chunks of dcc.Graph come before dcc itself, so dcc does not fetch them. Dash's
    # tables and its polyfill stay out: the page has none, and a browser with WebGL2 lacks nothing the polyfill brings.
    "deps/react@18.3.1.min.js",
    "deps/react-dom@18.3.1.min.js",
    "deps/prop-types@15.8.1.min.js",
    "dash-renderer/build/dash_renderer.min.js",
    "dcc/dash_core_components-shared.js",
    "dcc/async-graph.js",
    "dcc/dash_core_components.js",
    "html/dash_html_components.min.js",
)


GENERATORS: Final = (
    # Remainder of the polyfill, once in dcc and once in the renderer: a function of two steps that awaits
    # nothing and returns nothing, compiled for browsers without generators (see `test_dash_bundle`).
    b"window.regeneratorRuntime={mark:f=>f,wrap(f){const c={prev:0,next:0,done:false,stop(){c.done=true}};"
    b"return{next(){const value=f(c);return{value,done:c.done}},throw(e){throw e}}}};"
)


START: Final = b"window.renderer=new window.DashRenderer()"
"""Starts Dash when its scripts are loaded."""


def dash_bundle() -> bytes:
    """Return the scripts of Dash that the page needs, as one bundle."""
    package = files("dash")
    scripts = [package.joinpath(*name.split("/")).read_bytes().rstrip() for name in DASH_SCRIPTS]
    return b";\n".join([GENERATORS, *scripts, START]) + b"\n"
