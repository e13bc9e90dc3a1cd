"""All callbacks run in the browser, on ids that are there and functions that the scripts have."""

from __future__ import annotations

import re

from dash import Dash, html

from dashboard.components.ids import Id
from dashboard.config import Settings
from dashboard.web.app import create_app
from dashboard.web.callbacks import PAGE, register
from tests.sources import scripts


def test_registering_names_functions_that_the_browser_has() -> None:
    """Each callback is a function of the namespace `view` in the scripts, and none runs on the server."""
    app = Dash("test", add_log_handler=False)
    app.layout = html.Div()
    register(app)
    functions = {one["clientside_function"]["function_name"] for one in app._callback_list}
    assert {one["clientside_function"]["namespace"] for one in app._callback_list} == {"view"}
    (offered,) = re.findall(r"^  view: \{( page[^}]*)\}", scripts(), re.MULTILINE)
    assert functions == {name.split(":")[0].strip() for name in offered.split(",")}


def test_two_apps_have_callbacks_of_their_own() -> None:
    """A second app in the same process is not left without callbacks."""
    apps = [Dash(f"test-{number}", add_log_handler=False) for number in range(2)]
    for app in apps:
        app.layout = html.Div()
        register(app)
    assert len(apps[0]._callback_list) == len(apps[1]._callback_list) > 0


def test_ids_of_callbacks_are_ids_of_the_layout() -> None:
    """Dash takes an unknown id without a word; each id that a callback names stands once in the layout."""
    client = create_app(Settings()).test_client()
    ids: list[str] = []

    def collect(node: object) -> None:
        if isinstance(node, dict):
            identity = node.get("props", {}).get("id") if isinstance(node.get("props"), dict) else None
            ids.extend([identity] if identity else [])
            collect(node.get("props", {}).get("children") if isinstance(node.get("props"), dict) else None)
        elif isinstance(node, list):
            for child in node:
                collect(child)

    collect(client.get("/_dash-layout").json)
    assert len(ids) == len(set(ids))
    named: set[str] = set()
    for one in client.get("/_dash-dependencies").json or ():
        named |= {each["id"] for each in (*one["inputs"], *one["state"])}
        outputs = one["output"].strip(".").split("...")
        named |= {output.rpartition(".")[0] for output in outputs if output}
    assert named
    assert {identity for identity in named if identity} <= set(ids)
    assert set(ids) & set(Id) == set(Id) - {Id.TITLE}


def test_the_graph_has_every_part_with_its_inputs_and_outputs() -> None:
    """What Dash shows to an engineer: each slot is an output, the map is an input of the address."""
    graph = create_app(Settings()).test_client().get("/_dash-dependencies").json
    assert graph is not None
    found = {
        one["clientside_function"]["function_name"]: (
            [f"{each['id']}.{each['property']}" for each in one["inputs"]],
            one["output"].strip(".").split("..."),
        )
        for one in graph
    }
    address = [f"{Id.ADDRESS}.data"]
    assert found == {
        "page": (address, [f"{slot}.html" for slot in PAGE]),
        "panel": (address, [f"{Id.PANEL}.html"]),
        "figure": (address, [f"{Id.GRAPH}.figure"]),
        "picture": (address, [f"{Id.POSTER}.html"]),
        "outside": ([f"{Id.GRAPH}.relayoutData"], [f"{Id.OUTSIDE}.html"]),
        "open": ([f"{Id.GRAPH}.clickData"], [f"{Id.ADDRESS}.data"]),
    }


def test_the_script_returns_the_slots_in_the_order_of_the_graph() -> None:
    """The first callback has several outputs."""
    (listed,) = re.findall(r"^export const SLOTS = \[([^\]]*)\]", scripts(), re.MULTILINE)
    assert [name.strip(' "') for name in listed.split(",")] == list(PAGE)
