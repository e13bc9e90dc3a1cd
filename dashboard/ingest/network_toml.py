"""Read network.toml: the name of the network, its own page, and texts about it and the roles of its cities.

    title = "Cities Network"
    tagline = "learn from each other"
    url = "https://network.example/"

    [[notes]]
    id = "about"
    title = "What the network is"
    text = "A network of cities."
    basis = "stated"
    source = "page-1"
    keywords = ["project"]

    [roles.member]
    text = "A city that joined."
    basis = "stated"
    source = "page-1"

All keys are optional, but a note or role needs text, basis and source. Errors are reported with line and key, like
those of the tables.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.ingest import validators
from dashboard.ingest.fact_tables import SourceRegistry
from dashboard.ingest.files import read_content
from dashboard.ingest.report import Message, Report, did_you_mean, one_of, quote_value
from dashboard.model.entities import Role
from dashboard.model.facts import Basis, Fact, Note

NAME = "network.toml"
MAX_BYTES = 256 * 1024
MAX_NOTES = 100
MAX_KEYWORDS = 50

KeyPath = tuple[str | int, ...]
"""The path of a value: ("notes", 0, "text")."""


@dataclass(frozen=True, slots=True)
class Key:
    """The definition of a key.

    Args:
        name: the key.
        kind: text, a list of texts, a list of sections, or one section.
        required: whether its section needs it.
        limit: maximum number of characters of a text.
        fault: returns an error for an invalid text, else "".
    """

    name: str
    kind: type[str] | type[list[Any]] | type[dict[str, Any]] = str
    required: bool = False
    limit: int = 200
    fault: Callable[[str], Message] = lambda _: ""


def _basis_fault(value: str) -> Message:
    words = {str(basis): str(basis) for basis in Basis}
    return (
        ""
        if value in words
        else f"{quote_value(value)} is not known; write {one_of(words)}{did_you_mean(value, words)}"
    )


_FACT = (
    Key("text", required=True, limit=10_000),
    Key("basis", required=True, fault=_basis_fault),
    Key("source", required=True, limit=2000),
    Key("url", limit=2000, fault=validators.validate_url),
    Key("keywords", kind=list),
)
FILE = (
    Key("title"),
    Key("tagline", limit=300),
    Key("url", limit=2000, fault=validators.validate_url),
    Key("notes", kind=list),
    Key("roles", kind=dict),
)
NOTE = (Key("id", required=True, limit=100, fault=validators.validate_id), Key("title", required=True), *_FACT)
ROLES = tuple(Key(str(role), kind=dict) for role in Role)
ROLE = (Key("title"), *_FACT)
_KINDS: Mapping[type, str] = {
    str: 'a text in quotes, like "…"',
    list: "a list, like [ … ]",
    dict: "a section, like [name]",
}


@dataclass(frozen=True, slots=True)
class Document:
    """The content of a TOML file.

    Args:
        report: receives the problems.
        content: the values by key.
        lines: the line of each key and section.
        digest: the SHA-256 of the bytes of the file.
        changed: the day of the last change of the file.
    """

    report: Report
    content: Mapping[str, Any]
    lines: Mapping[KeyPath, int]
    digest: bytes
    changed: date

    def error(self, path: KeyPath, message: Message) -> None:
        """Report an error with the path of the value ("notes[1].text") and the line of the closest known key."""
        at = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in self.lines), ())
        name = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
        self.report.error(self.lines.get(at), name.removeprefix("."), message)


@dataclass(frozen=True, slots=True)
class About:
    """The content of network.toml."""

    title: str = ""
    tagline: str = ""
    url: str = ""
    notes: tuple[Note, ...] = ()
    roles: Mapping[str, Note] = field(default_factory=dict)


def read_document(path: Path, *, inside: Path, report: Report) -> Document | None:
    """Read the file.

    Args:
        path: the file.
        inside: the folder; links must not point outside of it.
        report: receives the errors.

    Returns:
        The document, or None with an error in the report.
    """
    content = read_content(path, inside=inside, report=report, wanted="a TOML file", limit=MAX_BYTES)
    if content is None:
        return None
    try:
        text = content.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.data.count(b"\n", 0, error.start) + 1
        report.error(
            line, "", f"has a byte that is not UTF-8 ({content.data[error.start]:02X}); save the file as UTF-8"
        )
        return None
    try:
        values = tomllib.loads(text)
    except RecursionError:
        report.error(None, "", "is nested too deeply")
        return None
    except ValueError as error:  # tomllib.TOMLDecodeError, or a number with thousands of digits
        match = re.fullmatch(r"(.*) \(at (?:line ([0-9]+), column [0-9]+|end of document)\)", str(error), re.DOTALL)
        reason, line_text = match.groups() if match else (str(error), None)
        report.error(int(line_text) if line_text else None, "", f"is not TOML: {reason[:1].lower()}{reason[1:200]}")
        return None
    digest = hashlib.sha256(content.data).digest()
    return Document(report, values, dict(_lines(text)), digest, content.changed)


def read_about(document: Document, library: SourceRegistry) -> About:
    """Validate the file and build its values; do not use the result if the report has errors."""
    top = _section(document, (), document.content, FILE)
    known_ids: dict[str, int] = {}
    notes = []
    given = top.get("notes", [])
    if len(given) > MAX_NOTES:
        document.error(("notes",), f"has {len(given):,} notes, limit {MAX_NOTES}")
    for index, value in enumerate(given[:MAX_NOTES]):
        path = ("notes", index)
        note = _section(document, path, value, NOTE)
        before = known_ids.setdefault(note.get("id", ""), index)
        if "id" in note and before != index:
            document.error(
                (*path, "id"), f"{quote_value(note['id'])} is already the id of note {before + 1}; ids must be unique"
            )
        notes.append(_note(document, path, note, library))
    roles = {}
    for name, value in _section(document, ("roles",), top.get("roles", {}), ROLES).items():
        role = _section(document, ("roles", name), value, ROLE)
        title = role.get("title", name.capitalize())
        roles[name] = _note(document, ("roles", name), {**role, "id": name, "title": title}, library)
    texts = {name: top[name] for name in ("title", "tagline", "url") if name in top}
    return About(**texts, notes=tuple(filter(None, notes)), roles={name: note for name, note in roles.items() if note})


def _section(document: Document, path: KeyPath, values: object, keys: Sequence[Key]) -> dict[str, Any]:
    """Validate a section and return its valid values; texts are stripped."""
    if not isinstance(values, dict):
        document.error(path, f"is {quote_value(str(values))}; write {_KINDS[dict]}")
        return {}
    known = {key.name: key for key in keys}
    found: dict[str, Any] = {}
    for name, value in values.items():
        key = known.get(name)
        if key is None:
            names = {each: each for each in known}
            document.error(
                (*path, name), f"is not a key here; known keys: {', '.join(known)}{did_you_mean(name, names)}"
            )
        elif not isinstance(value, key.kind):
            document.error((*path, name), f"is {quote_value(str(value))}; write {_KINDS[key.kind]}")
        elif not isinstance(value, str):
            found[name] = value
        elif message := _text_fault(value.strip(), key):
            document.error((*path, name), message)
        else:
            found[name] = " ".join(value.split())
    for key in keys:
        if key.required and key.name not in values:
            document.error(path, f"has no {key.name}; add {key.name} = …")
    return found


def _text_fault(value: str, key: Key) -> Message:
    if not value:
        return "is empty; write a text or delete the key"
    if len(value) > key.limit:
        return f"{quote_value(value)} has {len(value):,} characters, limit {key.limit:,}"
    return validators.validate_text(value, multiline=True) or key.fault(value)


def _note(document: Document, path: KeyPath, values: Mapping[str, Any], library: SourceRegistry) -> Note | None:
    """Build a note from the valid values of its section; None if a value is missing."""
    keywords = _keywords(document, (*path, "keywords"), values.get("keywords", []))
    if "source" in values and (message := library.fault(values["source"])):
        document.error((*path, "source"), message)
        return None
    if not {"id", "title", "text", "basis", "source"} <= values.keys():
        return None
    source = library.sources.get(library.key(values["source"], document.changed))
    if source is None:  # sources.csv has an error
        return None
    fact = Fact(values["text"], Basis(values["basis"]), source)
    return Note(values["id"], values["title"], fact, values.get("url", ""), keywords)


def _keywords(document: Document, path: KeyPath, values: Sequence[object]) -> tuple[str, ...]:
    if len(values) > MAX_KEYWORDS:
        document.error(path, f"has {len(values):,} words, limit {MAX_KEYWORDS}")
        return ()
    key = Key("keywords")
    for value in values:
        message = (
            _text_fault(value.strip(), key) if isinstance(value, str) else f"{quote_value(str(value))} is not a text"
        )
        if message:
            document.error(path, message)
    return tuple(" ".join(value.split()) for value in values if isinstance(value, str))


_HEADER = re.compile(r"\s*\[(\[)?\s*([^\[\]#]+?)\s*\]")
_ASSIGNMENT = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def _lines(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Yield the line of each section and key, which tomllib does not report; inline tables have no lines."""
    section: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    quote = ""
    for number, line in enumerate(text.split("\n"), 1):
        if quote:
            quote = "" if line.count(quote) % 2 else quote
        elif header := _HEADER.match(line):
            section = _parts(header.group(2))
            if header.group(1):
                counts[section] = counts.get(section, -1) + 1
                yield section, number
                section = (*section, counts[section])
            yield section, number
        elif assignment := _ASSIGNMENT.match(line):
            yield (*section, *_parts(assignment.group(1))), number
            quote = next((each for each in ('"""', "'''") if assignment.group(2).count(each) % 2), "")


def _parts(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
