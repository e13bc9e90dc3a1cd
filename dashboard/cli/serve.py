"""The command `serve`: its options override the environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from dashboard.config import PREFIX, Setting, Settings, from_environment, settings_table, variable

EXAMPLES = f"""\
\b
Examples:
  cities-network serve
  cities-network serve --host 0.0.0.0 --port 80
  cities-network serve my-network/ --title "Cities of my network"
  cities-network serve cities.csv

You can also set each option by its environment variable, as in {PREFIX}PORT=80; options override variables.
"""


class _Type(click.ParamType[Any]):
    """Parses a setting like an environment variable, with the same messages."""

    def __init__(self, name: str, setting: Setting) -> None:
        self.name, self._setting = name, setting

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ARG002 - of click
        return self._setting.read(self.name, value) if isinstance(value, str) else value


class _Option(click.Option):
    """Shows the variable and the default of a setting in the help; `from_environment` applies them."""

    shown_default = ""

    def resolve_envvar_value(self, ctx: click.Context) -> None:  # noqa: ARG002 - of click
        return None

    def get_help_extra(self, ctx: click.Context) -> Any:
        extra = super().get_help_extra(ctx)
        if self.shown_default:
            extra["default"] = self.shown_default
        return extra


class _Command(click.Command):
    """Accepts several values after an option: `--allowed-hosts a.example.org b.example.org`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(_joined(args)))


def _joined(args: list[str]) -> Iterator[str]:
    lists = {_flag(name) for name, setting in settings_table().items() if setting.metavar.endswith("...")}
    members: list[str] | None = None
    for word in args:
        if members is not None and not word.startswith("-"):
            members.append(word)
            continue
        if members:
            yield " ".join(members)
        members = [] if word in lists else None
        yield word
    if members:
        yield " ".join(members)


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _options() -> Iterator[click.Parameter]:
    yield click.Argument(["path"], required=False, type=click.Path(path_type=Path))
    for name, setting in settings_table().items():
        about: dict[str, Any] = {"help": setting.help, "envvar": variable(name), "show_envvar": True}
        if setting.metavar:
            option = _Option([_flag(name)], metavar=setting.metavar, type=_Type(name, setting), **about)
        else:
            option = _Option([_flag(name)], is_flag=True, default=None, **about)
        option.shown_default = setting.default_text or str(Settings.__dataclass_fields__[name].default or "")
        yield option


def run(path: Path | None, **options: Any) -> int:
    """Serve a network until stopped."""
    from dashboard.web.server import serve  # importing Dash takes a second, and `--help` does not need it

    options["data"] = options["data"] or path
    serve(from_environment(os.environ, **options))
    return 0


def command() -> click.Command:
    """Build the command."""
    return _Command(
        "serve",
        params=list(_options()),
        callback=run,
        help="Serve a network on a map in the browser, for local or public use.\n\nPATH is the same as --data.",
        short_help="Serve a network on a map in the browser.",
        epilog=EXAMPLES,
    )
