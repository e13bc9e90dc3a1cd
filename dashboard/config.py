"""The settings of a running dashboard, and the only reader of the environment.

Each field of `Settings` can be set by the environment variable of its name, `CITIESNET_` before it, as in
`CITIESNET_PORT=80`. The prefix is an unusual word on purpose: an orchestrator with a service called "dashboard" or
"cities" sets variables of these names by itself. An option of the command line wins over the environment.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from dashboard.errors import SettingsError

PREFIX: Final = "CITIESNET_"
LOG_LEVELS: Final = ("critical", "error", "warning", "info", "debug")

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?", re.IGNORECASE | re.ASCII)
_ANCESTOR = re.compile(
    rf"(?:https?://)?(?:\*\.)?{_LABEL}(?:\.{_LABEL})*(?::(?:[0-9]{{1,5}}|\*))?", re.IGNORECASE | re.ASCII
)


def resource(name: str) -> Path:
    """Return where `data` or `assets` lies: inside an installed package, beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.exists() else package.parent / name


def default_data() -> Path:
    """Return the folder of the tables that come with the dashboard."""
    return resource("data")


def default_workers() -> int:
    """Return two processes where there are cores for them: one goes on serving while the other is replaced."""
    return 2 if (os.cpu_count() or 1) > 1 else 1


def default_threads() -> int:
    """Return as many threads as help: answers are made by the processor, and hardly ever wait for anything."""
    return min(4, 2 * (os.cpu_count() or 1) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may decide.

    Args:
        data: the folder of the tables, or one CSV file with a list of cities.
        host: the address to listen on: an IP address, or `localhost`.
        port: the port to listen on, 1 to 65535.
        workers: processes that answer requests, 1 to 64.
        threads: threads in each of them, 1 to 64.
        title: the name of the network, for the page and the exports; where empty, network.toml or the file gives it.
        allowed_hosts: names under which the dashboard may be asked for (the `Host` of a request); all where empty.
        frame_ancestors: who may show the page in a frame, as `https://example.org` or `*.example.org`; nobody where
            empty.
        public_url: the address visitors use, without a query, where a proxy hides it; for link previews and shares.
        report_url: where an error can be reported: a `mailto:` or `https:` address; no such link where empty.
        log_level: the least important kind of line that is logged, one of `LOG_LEVELS`.
        access_log: whether every request is logged.

    Raises:
        SettingsError: a value cannot be used; the message says which, what was wanted and how to mend it.
    """

    data: Path = field(default_factory=default_data)
    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = field(default_factory=default_workers)
    threads: int = field(default_factory=default_threads)
    title: str = ""
    allowed_hosts: tuple[str, ...] = ()
    frame_ancestors: tuple[str, ...] = ()
    public_url: str = ""
    report_url: str = ""
    log_level: str = "warning"
    access_log: bool = False

    def __post_init__(self) -> None:
        for name, value, sound, fault, mend in _checks(self):
            if not sound:
                raise _refuse(name, value, fault, mend)

    @property
    def assets(self) -> Path:
        """The folder of style, scripts and basemap that comes with the dashboard."""
        return resource("assets")


def from_environment(environ: Mapping[str, str], **options: Any) -> Settings:
    """Read the settings.

    Args:
        environ: usually `os.environ`; names without the prefix are not looked at, empty values count as not given.
        options: fields that the command line has set; None means not given.

    Raises:
        SettingsError: a value cannot be used, or a name with the prefix is none of ours.
    """
    names = tuple(each.name for each in fields(Settings))
    values: dict[str, Any] = {}
    for variable in sorted(environ):
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            mend = f"did you mean {_variable(near[0])}?" if near else f"known are {', '.join(map(_variable, names))}"
            raise SettingsError(f"environment: {variable} is not a setting; {mend}")
        if environ[variable].strip():
            values[name] = _READERS.get(name, _text)(name, environ[variable].strip())
    values.update({name: value for name, value in options.items() if value is not None})
    return Settings(**values)


def _checks(settings: Settings) -> Iterator[tuple[str, object, bool, str, str]]:
    """Yield, for each value: its field, the value, whether it can be used, what is wrong else, and how to mend it."""
    data, host, title = settings.data, settings.host, settings.title
    yield "data", data, _exists(data), "is not there", "name a folder of tables or one CSV file"
    yield "host", host, _is_host(host), "is not an address to listen on", "give an IP address or a host name"
    for name, high in (("port", 65535), ("workers", 64), ("threads", 64)):
        number = getattr(settings, name)
        yield name, number, 1 <= number <= high, "is out of range", f"give a whole number from 1 to {high}"
    is_title = title == title.strip() and len(title) <= 200 and title.isprintable()
    yield "title", title, is_title, "is no title", "give one line of at most 200 characters"
    for name in settings.allowed_hosts:
        sound = _is_host(name.removeprefix("*."))
        yield "allowed_hosts", name, sound, "is not a host", "write names without scheme or port, as maps.example.org"
    for name in settings.frame_ancestors:
        sound = name == "'self'" or bool(_ANCESTOR.fullmatch(name))
        yield "frame_ancestors", name, sound, "cannot frame a page", "write https://example.org or *.example.org"
    url = settings.public_url
    sound = not url or _is_url(url, schemes=("http", "https"), query=False)
    yield "public_url", url, sound, "is not the address of a site", "write it as https://example.org/"
    url = settings.report_url
    sound = not url or _is_url(url, schemes=("https", "http", "mailto"), query=True)
    yield (
        "report_url",
        url,
        sound,
        "is no place to write to",
        "write mailto:name@example.org or https://example.org/issues",
    )
    level = settings.log_level
    yield "log_level", level, level in LOG_LEVELS, "is not a level", f"give one of {', '.join(LOG_LEVELS)}"


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _refuse(name: str, value: object, fault: str, mend: str) -> SettingsError:
    shown = ascii(str(value)[:60])
    return SettingsError(f"{name}: {shown} {fault}; {mend} ({_variable(name)}, or --{name.replace('_', '-')})")


def _text(_name: str, text: str) -> str:
    return text


def _path(_name: str, text: str) -> Path:
    return Path(text).expanduser()


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise _refuse(name, text, "is not a whole number", "write digits alone")
    return int(text)


def _switch(name: str, text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.lower() not in known:
        raise _refuse(name, text, "is neither yes nor no", "write 1 or 0")
    return known[text.lower()]


def _list(_name: str, text: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[\s,;]+", text) if part)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that is too long, or a folder that may not be looked into
        return False


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        # Four dotted numbers that are no address are a slip, not a name.
        return bool(_NAME.fullmatch(text)) and len(text) <= 253 and not re.fullmatch(r"[0-9.]+", text)
    return True


def _is_url(text: str, *, schemes: tuple[str, ...], query: bool) -> bool:
    if not text.isascii() or not text.isprintable() or " " in text or set(text) & set("<>\"'\\"):
        return False
    try:
        parts = urlsplit(text)
        sound_host = bool(parts.hostname and _is_host(parts.hostname)) and parts.port != 0
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "mailto" in schemes and "@" in parts.path.strip("@") and query
    return parts.scheme in schemes and sound_host and (query or not (parts.query or parts.fragment))


_READERS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    "data": _path,
    "port": _number,
    "workers": _number,
    "threads": _number,
    "allowed_hosts": _list,
    "frame_ancestors": _list,
    "access_log": _switch,
}
