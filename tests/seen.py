"""Inspect views: components, texts, links with their states; and parse HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from dash.development.base_component import Component

from dashboard.query.state import State

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def walk(node: Any) -> Iterator[Component]:
    """Yield every component of a view in document order."""
    if isinstance(node, Component):
        yield node
        yield from walk(getattr(node, "children", None))
    elif isinstance(node, list | tuple):
        for child in node:
            yield from walk(child)


def text(node: Any) -> str:
    """Return the visible text of a view; all spaces are plain."""
    if node is None:
        return ""
    if isinstance(node, Component):
        hidden = prop(node, "aria-hidden") == "true"
        return "" if hidden else text(getattr(node, "children", None))
    if isinstance(node, list | tuple):
        return "".join(text(child) for child in node)
    return str(node).replace("\u00a0", " ")


def prop(node: Component, name: str) -> Any:
    """Return a property of a component, or None."""
    return node.to_plotly_json()["props"].get(name)  # type: ignore[no-untyped-call]  # Dash has no types here


def links(node: Any, keys: str = "") -> list[Component]:
    """Return the links to states of the page; optionally only those with a key."""
    found = [one for one in walk(node) if prop(one, "data-keys") is not None]
    return [one for one in found if not keys or keys in prop(one, "data-keys").split()]


def goal(link: Component) -> State:
    """Return the state of a link."""
    query, _hash, _part = prop(link, "href").partition("#")
    assert query.startswith("?")
    return State.from_query(query)


@dataclass
class Element:
    """A parsed element."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """HTML as parsed by a browser; malformed HTML is an error."""

    source: str
    elements: list[Element] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = []
        self.feed(self.source)
        self.close()
        self.faults += [f"<{one.tag}> is never closed" for one in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handle an SVG element without content."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the last open element; others are an error."""
        if not self.open or self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes {[one.tag for one in self.open[-2:]]}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Add a text to all open elements."""
        for one in self.open:
            one.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements with a tag and attributes; `_` in names is written "-", `class_` for class."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            one
            for one in self.elements
            if one.tag == tag and all(one.attributes.get(name) == value for name, value in wanted.items())
        ]
