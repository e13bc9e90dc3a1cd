"""Settings: read from the environment, overridden by options, validated."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import PREFIX, Settings, from_environment, resource
from dashboard.errors import SettingsError


def test_defaults_serve_the_real_data_on_localhost() -> None:
    """Without settings, the dashboard shows its own data on localhost only."""
    settings = from_environment({})
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)
    assert (settings.data / "cities.csv").is_file()
    assert settings.assets.is_dir()


def test_settings_are_immutable() -> None:
    """All requests share the settings, so they are immutable."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_environment_sets_every_kind_of_field(tmp_path: Path) -> None:
    """Text, numbers, switches, paths and lists are read from variables with the prefix."""
    settings = from_environment(
        {
            "CITIES_NETWORK_DATA": str(tmp_path),
            "CITIES_NETWORK_HOST": "::1",
            "CITIES_NETWORK_PORT": " 80 ",
            "CITIES_NETWORK_WORKERS": "3",
            "CITIES_NETWORK_TITLE": "Ciudades y más",
            "CITIES_NETWORK_ALLOWED_HOSTS": "maps.example.org, *.example.net",
            "CITIES_NETWORK_FRAME_ANCESTORS": "https://example.org *.example.net 'self'",
            "CITIES_NETWORK_REPORT_URL": "mailto:map@example.org?subject=Map",
            "CITIES_NETWORK_ACCESS_LOG": "yes",
            "PORT": "1",
        }
    )
    assert settings.data == tmp_path
    assert (settings.host, settings.port, settings.workers, settings.access_log) == ("::1", 80, 3, True)
    assert settings.title == "Ciudades y más"
    assert settings.allowed_hosts == ("maps.example.org", "*.example.net")
    assert settings.frame_ancestors == ("https://example.org", "*.example.net", "'self'")


def test_option_overrides_environment() -> None:
    """An option overrides the environment; a missing option does not."""
    settings = from_environment({"CITIES_NETWORK_PORT": "81", "CITIES_NETWORK_HOST": "0.0.0.0"}, port=82, host=None)  # noqa: S104 - only read
    assert (settings.port, settings.host) == (82, "0.0.0.0")  # noqa: S104 - only read


def test_empty_variable_is_ignored() -> None:
    """An empty variable, as in compose files, keeps the default."""
    assert from_environment({"CITIES_NETWORK_PORT": "", "CITIES_NETWORK_TITLE": "  "}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PORT", "99999", "from 1 to 65535"),
        ("PORT", "0", "from 1 to 65535"),
        ("PORT", "-1", "digits only"),
        ("PORT", "80a", "digits only"),
        ("PORT", "8 0", "digits only"),
        ("PORT", "٨٠", "digits only"),
        ("PORT", "9" * 5000, "digits only"),
        ("PORT", "tcp://10.0.0.1:80", "digits only"),
        ("HOST", "256.1.1.1", "IP address"),
        ("HOST", "http://localhost", "IP address"),
        ("HOST", "localhost:80", "IP address"),
        ("HOST", "a b", "IP address"),
        ("HOST", "-x", "IP address"),
        ("WORKERS", "0", "from 1 to 64"),
        ("WORKERS", "65", "from 1 to 64"),
        ("THREADS", "x", "digits only"),
        ("DATA", "/no/such/folder", "folder of tables"),
        ("DATA", "x" * 5000, "folder of tables"),
        ("TITLE", "two\nlines", "one line"),
        ("TITLE", "x" * 201, "at most 200"),
        ("ALLOWED_HOSTS", "https://example.org", "without scheme"),
        ("FRAME_ANCESTORS", "https://example.org; script-src *", "is not an origin"),
        ("FRAME_ANCESTORS", "'none'", "is not an origin"),
        ("FRAME_ANCESTORS", "javascript:x", "is not an origin"),
        ("PUBLIC_URL", "example.org", "https://example.org/"),
        ("PUBLIC_URL", "https://example.org/?a=1", "https://example.org/"),
        ("PUBLIC_URL", 'https://example.org/"><script>', "https://example.org/"),
        ("PUBLIC_URL", "https://[", "https://example.org/"),
        ("REPORT_URL", "javascript:alert(1)", "mailto:"),
        ("REPORT_URL", "mailto:nobody", "mailto:"),
        ("LOG_LEVEL", "loud", "one of critical"),
        ("ACCESS_LOG", "perhaps", "1 or 0"),
    ],
)
def test_invalid_value_is_rejected_with_its_name_and_a_fix(variable: str, value: str, said: str) -> None:
    """The error names the field, the value, the expected value and where to set it."""
    with pytest.raises(SettingsError) as caught:
        from_environment({PREFIX + variable: value})
    message = str(caught.value)
    assert message.startswith(f"{variable.lower()}: ")
    assert said in message
    assert PREFIX + variable in message
    assert len(message) < 400
    assert "\n" not in message


def test_unknown_variable_is_rejected_with_a_suggestion() -> None:
    """A typo in a variable name is an error."""
    with pytest.raises(SettingsError, match="CITIES_NETWORK_PROT is not a setting; did you mean CITIES_NETWORK_PORT"):
        from_environment({"CITIES_NETWORK_PROT": "80"})


def test_each_field_can_be_set_by_the_environment() -> None:
    """Every default, written as text, is read back as the same value."""
    settings = Settings()
    written: dict[str, Any] = {}
    for each in dataclasses.fields(Settings):
        value = getattr(settings, each.name)
        written[PREFIX + each.name.upper()] = " ".join(value) if isinstance(value, tuple) else str(value)
    assert from_environment(written) == settings


@given(
    st.dictionaries(
        st.sampled_from([PREFIX + each.name.upper() for each in dataclasses.fields(Settings)]), st.text(max_size=40)
    )
)
def test_any_environment_gives_settings_or_a_settings_error(environ: dict[str, str]) -> None:
    """No environment raises anything but a SettingsError."""
    try:
        settings = from_environment(environ)
    except SettingsError as error:
        assert "\n" not in str(error)  # noqa: PT017 - settings and error are both valid
    else:
        assert 1 <= settings.port <= 65535


def test_resource_finds_the_folders_of_the_checkout() -> None:
    """In a checkout, data and assets are next to the package."""
    assert resource("data") == Path(__file__).parents[1] / "data"
    assert resource("assets") == Path(__file__).parents[1] / "assets"
