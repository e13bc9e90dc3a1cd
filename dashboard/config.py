"""The settings of a running dashboard, and the only reader of the environment.

Each field of `Settings` has an environment variable of its name with the prefix `CITIES_NETWORK_`, as in
`CITIES_NETWORK_PORT=80`. The prefix is unusual on purpose: an orchestrator with a service called "dashboard" or
"cities" sets variables with these prefixes. Command line options override the environment.
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
    """Return the path of `data` or `assets`: inside an installed package, next to the package in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.exists() else package.parent / name


def default_data() -> Path:
    """Return the folder of the bundled tables."""
    return resource("data")


def default_workers() -> int:
    """Return two processes if there are enough cores: one serves while the other is replaced."""
    return 2 if (os.cpu_count() or 1) > 1 else 1


def default_threads() -> int:
    """Return the useful number of threads: requests are CPU-bound and rarely wait."""
    return min(4, 2 * (os.cpu_count() or 1) + 1)


def _text(_name: str, text: str) -> str:
    return text


def _path(_name: str, text: str) -> Path:
    return Path(text).expanduser()


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise _invalid(name, text, "is not a whole number", "write digits only")
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
    except (OSError, ValueError):  # a name that is too long, or a folder without read permission
        return False


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        # Four dotted numbers that are not an address are a typing error, not a name.
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
    """The description of one setting for the command line and the environment.

    Args:
        help: one line for `--help`.
        metavar: placeholder of the value in `--help`; "" for a switch.
        read: parses the text of a value; also takes the name of the setting.
        is_valid: checks a value, or each member of a list.
        fault: the problem of an invalid value.
        fix: how to fix it.
        default_text: the default as shown in `--help`, if the value itself is unclear.
    """

    help: str
    metavar: str = ""
    read: Callable[[str, str], Any] = _text
    is_valid: Callable[[Any], bool] = lambda _: True
    fault: str = ""
    fix: str = ""
    default_text: str = ""


def _setting(default: Any, **about: Any) -> Any:
    """Declare a field of `Settings`; a callable default is called for each instance."""
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
    """All settings: the single source of the options, the environment variables and `--help`.

    Raises:
        SettingsError: a value is invalid; the message names the setting, the value and the fix.
    """

    data: Path = _setting(  # noqa: RUF009 - `field()` makes a dataclass field
        default_data,
        help="Folder of tables, or one CSV file.",
        metavar="PATH",
        read=_path,
        is_valid=_exists,
        fault="does not exist",
        fix="name a folder of tables or one CSV file",
        default_text="the bundled data",
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
    workers: int = _count(default_workers, 64, help="Worker processes.", default_text="2, or 1 on a single core")
    threads: int = _count(default_threads, 64, help="Threads per worker process.", default_text="4, or 3 on one core")
    title: str = _setting(
        "",
        help="Name of the network, for the page and the exports.",
        metavar="TEXT",
        is_valid=_is_title,
        fault="is not a title",
        fix="give one line of at most 200 characters",
        default_text="the name in the data",
    )
    allowed_hosts: tuple[str, ...] = _setting(
        (),
        help="Allowed values of the Host header.",
        metavar="NAME...",
        read=_list,
        is_valid=_is_allowed_host,
        fault="is not a host",
        fix="write names without scheme or port, as maps.example.org",
        default_text="all",
    )
    frame_ancestors: tuple[str, ...] = _setting(
        (),
        help="Sites that may embed the page in a frame.",
        metavar="SITE...",
        read=_list,
        is_valid=_is_ancestor,
        fault="is not an origin",
        fix="write https://example.org or *.example.org",
        default_text="none",
    )
    public_url: str = _setting(
        "",
        help="Public base URL behind a reverse proxy; for link previews and shared links.",
        metavar="URL",
        is_valid=_is_site,
        fault="is not a base URL",
        fix="write it as https://example.org/",
    )
    report_url: str = _setting(
        "",
        help="Where visitors report an error: a mailto: or https: address.",
        metavar="URL",
        is_valid=_is_contact,
        fault="is not a contact address",
        fix="write mailto:name@example.org or https://example.org/issues",
    )
    log_level: str = _setting(
        "warning",
        help=f"Log level: one of {', '.join(LOG_LEVELS)}.",
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
        """The bundled folder of styles, scripts and basemap."""
        return resource("assets")


def settings_table() -> dict[str, Setting]:
    """Return the description of each setting, by field name."""
    return {each.name: each.metadata["setting"] for each in fields(Settings)}


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def from_environment(environ: Mapping[str, str], **options: Any) -> Settings:
    """Read the settings.

    Args:
        environ: usually `os.environ`; names without the prefix are ignored, empty values count as unset.
        options: values from the command line; None means unset.

    Raises:
        SettingsError: a value is invalid, or a name with the prefix is unknown.
    """
    table = settings_table()
    values: dict[str, Any] = {}
    for found in sorted(environ):
        if not found.startswith(PREFIX):
            continue
        name = found.removeprefix(PREFIX).lower()
        if name not in table:
            near = closest(name, list(table))
            fix = f"did you mean {variable(near)}?" if near else f"valid names: {', '.join(map(variable, table))}"
            raise SettingsError(f"environment: {found} is not a setting; {fix}")
        if environ[found].strip():
            values[name] = table[name].read(name, environ[found].strip())
    values.update({name: value for name, value in options.items() if value is not None})
    return Settings(**values)


def _invalid(name: str, value: object, fault: str, fix: str) -> SettingsError:
    display = ascii(str(value)[:60])
    return SettingsError(f"{name}: {display} {fault}; {fix} ({variable(name)}, or --{name.replace('_', '-')})")
