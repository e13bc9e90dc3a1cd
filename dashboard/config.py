"""The settings of a running dashboard, and the only reader of the environment.

Each field of `Settings` can be set by the environment variable of its name, `CITIES_NETWORK_` before it, as in
`CITIES_NETWORK_PORT=80`. The prefix is an unusual word on purpose: an orchestrator with a service called "dashboard" or
"cities" sets variables of these names by itself. An option of the command line wins over the environment.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from dashboard.errors import SettingsError
from dashboard.text.suggest import closest

PREFIX: Final = "CITIES_NETWORK_"
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


def _text(_name: str, text: str) -> str:
    return text


def _path(_name: str, text: str) -> Path:
    return Path(text).expanduser()


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise _invalid(name, text, "is not a whole number", "write digits alone")
    return int(text)


def _switch(name: str, text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.lower() not in known:
        raise _invalid(name, text, "is neither yes nor no", "write 1 or 0")
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
        # Four dotted numbers that are no address are a typing error, not a name.
        return bool(_NAME.fullmatch(text)) and len(text) <= 253 and not re.fullmatch(r"[0-9.]+", text)
    return True


def _is_allowed_host(text: str) -> bool:
    return _is_host(text.removeprefix("*."))


def _is_ancestor(text: str) -> bool:
    return text == "'self'" or bool(_ANCESTOR.fullmatch(text))


def _is_title(text: str) -> bool:
    return text == text.strip() and len(text) <= 200 and text.isprintable()


def _is_site(text: str) -> bool:
    return not text or _is_url(text, schemes=("http", "https"), query=False)


def _is_contact(text: str) -> bool:
    return not text or _is_url(text, schemes=("https", "http", "mailto"), query=True)


def _is_url(text: str, *, schemes: tuple[str, ...], query: bool) -> bool:
    if not text.isascii() or not text.isprintable() or " " in text or set(text) & set("<>\"'\\"):
        return False
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname and _is_host(parts.hostname)) and parts.port != 0
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "mailto" in schemes and "@" in parts.path.strip("@") and query
    return parts.scheme in schemes and has_host and (query or not (parts.query or parts.fragment))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the command line and the environment need to know about one setting.

    Args:
        help: one line for `--help`.
        metavar: stands for the value in `--help`; "" for a switch.
        read: makes a value of its text, given the name of the setting.
        is_valid: checks a value, or each member of a list.
        fault: what is wrong with a value that is not valid.
        fix: what to write instead.
        shown: the default as `--help` shows it, where the value itself does not say it.
    """

    help: str
    metavar: str = ""
    read: Callable[[str, str], Any] = _text
    is_valid: Callable[[Any], bool] = lambda _: True
    fault: str = ""
    fix: str = ""
    shown: str = ""


def _setting(default: Any, **about: Any) -> Any:
    """Declare a field of `Settings`; a default that can be called is called for each instance."""
    metadata = {"setting": Setting(**about)}
    return (
        field(default_factory=default, metadata=metadata)
        if callable(default)
        else field(default=default, metadata=metadata)
    )


def _count(default: Any, high: int, *, metavar: str = "N", **about: Any) -> Any:
    """Declare a whole number from 1 on."""

    def is_valid(number: int) -> bool:
        return 1 <= number <= high

    fix = f"give a whole number from 1 to {high}"
    return _setting(
        default, read=_number, metavar=metavar, is_valid=is_valid, fault="is out of range", fix=fix, **about
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may decide: the one table from which the options, the environment and `--help` are made.

    Raises:
        SettingsError: a value is not valid; the message says which, what was wanted and how to fix it.
    """

    data: Path = _setting(  # noqa: RUF009 - a field, which `field()` makes
        default_data,
        help="Folder of tables, or one CSV file.",
        metavar="PATH",
        read=_path,
        is_valid=_exists,
        fault="is not there",
        fix="name a folder of tables or one CSV file",
        shown="the data that come with the dashboard",
    )
    host: str = _setting(
        "127.0.0.1",
        help="Address to listen on: an IP address or a host name.",
        metavar="ADDRESS",
        is_valid=_is_host,
        fault="is not an address to listen on",
        fix="give an IP address or a host name",
    )
    port: int = _count(8050, 65535, metavar="PORT", help="Port to listen on.")
    workers: int = _count(default_workers, 64, help="Processes that answer requests.", shown="2, or 1 on a single core")
    threads: int = _count(default_threads, 64, help="Threads in each process.", shown="as many as help, at most 4")
    title: str = _setting(
        "",
        help="Name of the network, for the page and the exports.",
        metavar="TEXT",
        is_valid=_is_title,
        fault="is no title",
        fix="give one line of at most 200 characters",
        shown="the name in the data",
    )
    allowed_hosts: tuple[str, ...] = _setting(
        (),
        help="Host names that requests may ask for.",
        metavar="NAME...",
        read=_list,
        is_valid=_is_allowed_host,
        fault="is not a host",
        fix="write names without scheme or port, as maps.example.org",
        shown="all",
    )
    frame_ancestors: tuple[str, ...] = _setting(
        (),
        help="Sites that may show the page in a frame.",
        metavar="SITE...",
        read=_list,
        is_valid=_is_ancestor,
        fault="cannot frame a page",
        fix="write https://example.org or *.example.org",
        shown="none",
    )
    public_url: str = _setting(
        "",
        help="Address that visitors use, where a proxy hides it; for link previews and shares.",
        metavar="URL",
        is_valid=_is_site,
        fault="is not the address of a site",
        fix="write it as https://example.org/",
    )
    report_url: str = _setting(
        "",
        help="Where visitors report an error: a mailto: or https: address.",
        metavar="URL",
        is_valid=_is_contact,
        fault="is no place to write to",
        fix="write mailto:name@example.org or https://example.org/issues",
    )
    log_level: str = _setting(
        "warning",
        help=f"Least important lines to log: {', '.join(LOG_LEVELS)}.",
        metavar="LEVEL",
        is_valid=LOG_LEVELS.__contains__,
        fault="is not a level",
        fix=f"give one of {', '.join(LOG_LEVELS)}",
    )
    access_log: bool = _setting(False, help="Log every request.", read=_switch)

    def __post_init__(self) -> None:
        for name, setting in settings_table().items():
            value = getattr(self, name)
            for each in value if isinstance(value, tuple) else (value,):
                if not setting.is_valid(each):
                    raise _invalid(name, each, setting.fault, setting.fix)

    @property
    def assets(self) -> Path:
        """The folder of style, scripts and basemap that comes with the dashboard."""
        return resource("assets")


def settings_table() -> dict[str, Setting]:
    """Return what is known of each setting, by the name of its field."""
    return {each.name: each.metadata["setting"] for each in fields(Settings)}


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def from_environment(environ: Mapping[str, str], **options: Any) -> Settings:
    """Read the settings.

    Args:
        environ: usually `os.environ`; names without the prefix are not looked at, empty values count as not given.
        options: fields that the command line has set; None means not given.

    Raises:
        SettingsError: a value is not valid, or a name with the prefix is none of ours.
    """
    table = settings_table()
    values: dict[str, Any] = {}
    for found in sorted(environ):
        if not found.startswith(PREFIX):
            continue
        name = found.removeprefix(PREFIX).lower()
        if name not in table:
            near = closest(name, list(table))
            fix = f"did you mean {variable(near)}?" if near else f"known are {', '.join(map(variable, table))}"
            raise SettingsError(f"environment: {found} is not a setting; {fix}")
        if environ[found].strip():
            values[name] = table[name].read(name, environ[found].strip())
    values.update({name: value for name, value in options.items() if value is not None})
    return Settings(**values)


def _invalid(name: str, value: object, fault: str, fix: str) -> SettingsError:
    shown = ascii(str(value)[:60])
    return SettingsError(f"{name}: {shown} {fault}; {fix} ({variable(name)}, or --{name.replace('_', '-')})")
