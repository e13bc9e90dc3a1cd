"""Asking a geocoding service, by the rules of its operators, and never unless told to.

Public Nominatim allows one request a second for everyone together, wants to know who asks, and forbids asking twice
(operations.osmfoundation.org/policies/nominatim). So every request of every thread, process and retry on this machine
takes the next free second from one file; answers and misses are kept there too; 403 ends the run's questions at once,
`Retry-After` is obeyed, and a service that fails five times in a row is left alone.
"""

from __future__ import annotations

import inspect
import json
import math
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from geopy.adapters import URLLibAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderNotFound,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeopyError,
)
from geopy.geocoders import get_geocoder_for_service

from dashboard.errors import CommandError
from dashboard.geocoding.result import Candidate, Flag, GeocodingResult, Status
from dashboard.geocoding.store_connection import Connection
from dashboard.reference.countries import country_code, country_name
from dashboard.text.normalize import normalize

MIN_DELAY_SECONDS = 1.0
TIMEOUT_SECONDS = 10.0
TRIES = 3
LONGEST_WAIT_SECONDS = 120.0
"""A service that wants more patience than this is asked no more in this run."""
FAILURES = 5
_REFUSALS = (GeocoderInsufficientPrivileges, GeocoderAuthenticationFailure, GeocoderQuotaExceeded, ConfigurationError)
_GENERIC_USER_AGENTS = (
    "geopy",
    "python",
    "curl",
    "mozilla",
    "my-application",
    "my_app",
    "example",
    "specify_your_app_name_here",
)
ATTRIBUTION = {
    "nominatim": "Data © OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
    "photon": "Data © OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright",
}


class Online:
    """A geopy service that is asked politely.

    Args:
        service: the name of a geopy geocoder, such as "nominatim".
        cache: the file with what is known already, and when the service was last asked.
        user_agent: who asks; a contact belongs in it.
        options: further arguments of the geocoder, such as `domain`, `scheme` or `api_key`.
        sleep: waits some seconds.
        clock: the time in seconds, the same for every process.
        say: takes a line for the user.

    Attributes:
        stopped: why the service is asked no more, or "".
        asked: requests made.

    Raises:
        CommandError: there is no such service, it misses an option, or nobody is named as asking.
    """

    def __init__(
        self,
        service: str,
        *,
        cache: Path,
        user_agent: str,
        options: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        say: Callable[[str], None] = print,
    ) -> None:
        plain = user_agent.strip().casefold()
        if not plain or plain.split("/")[0].strip() in _GENERIC_USER_AGENTS:
            raise CommandError(
                f"--user-agent: {user_agent!r} does not identify you; write the name of your project and a contact,"
                ' for example "city-map/1.0 (name@example.org)"',
                exit_code=2,
            )
        self.service = service.strip().lower()
        self.stopped = ""
        self.asked = 0
        self._sleep, self._clock, self._say = sleep, clock, say
        self._lock = threading.Lock()
        self._failed = 0
        self._geocoder = _make(self.service, user_agent.strip(), dict(options or {}))
        self._who = json.dumps([self.service, sorted((options or {}).items())])
        self._cache = _open_cache(cache)

    @property
    def attribution(self) -> str:
        """What has to stand beside the results of this service."""
        return ATTRIBUTION.get(self.service, f"Data by {self.service}; see the terms of this service")

    def ask(self, name: str, country: str, region: str) -> GeocodingResult | None:
        """Ask for a place; None where the service knows none, or is not asked any more."""
        key = json.dumps([normalize(name), country_code(country) or normalize(country), normalize(region)])
        with self._lock:
            known = self._cache.execute("SELECT answer FROM answer WHERE service = ? AND query = ?", (self._who, key))
            if (row := known.fetchone()) is not None:
                return _answer(json.loads(row[0]), self.service, country)
            if self.stopped:
                return None
            found = self._request(name, country, region)
            if found is None:
                return None
            with self._cache:
                self._cache.execute(
                    "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)",
                    (self._who, key, json.dumps(found), time.strftime("%Y-%m-%d")),
                )
            return _answer(found, self.service, country)

    def _request(self, name: str, country: str, region: str) -> dict[str, Any] | None:
        """Ask, and again after a failure that may pass.

        Returns:
            what was found, empty for nothing; None where there was no answer.
        """
        for attempt in range(1, TRIES + 1):
            self._acquire_slot()
            self.asked += 1
            try:
                found = self._geocode(name, country, region)
            except GeocoderRateLimited as error:  # first, because it is a kind of refusal to geopy
                patience = max(float(error.retry_after or 0), 2.0**attempt)
                if patience > LONGEST_WAIT_SECONDS:
                    self._stop(f"{self.service} asks to wait {patience:.0f} s; no more requests are sent")
                    return None
                self._postpone(patience)
            except _REFUSALS as error:
                self._stop(f"{self.service} refuses requests: {_words(error)}; no more requests are sent")
                return None
            except GeocoderQueryError:
                return None  # it cannot be asked this; another question may do
            except GeopyError as error:
                self._say(f"{self.service}: {name[:60]}: {_words(error)} (try {attempt} of {TRIES})")
                self._postpone(2.0 ** (attempt - 1))
            else:
                self._failed = 0
                return found
        self._failed += 1
        if self._failed >= FAILURES:
            self._stop(f"{self.service} failed for {FAILURES} places in a row; no more requests are sent")
        return None

    def _stop(self, reason: str) -> None:
        self.stopped = reason
        self._say(reason)

    def _geocode(self, name: str, country: str, region: str) -> dict[str, Any]:
        """Make one request; every way in which an answer can be wrong becomes a `GeocoderParseError`."""
        code = country_code(country)
        said = ", ".join(part for part in (name, region, country_name(code) if code else country) if part.strip())
        arguments: dict[str, Any] = {"exactly_one": True, "timeout": TIMEOUT_SECONDS}
        if code and "country_codes" in inspect.signature(self._geocoder.geocode).parameters:
            arguments["country_codes"] = code.lower()
        try:
            with warnings.catch_warnings():  # geopy warns of latitudes beyond the poles before it refuses them
                warnings.simplefilter("ignore", UserWarning)
                location = self._geocoder.geocode(said, **arguments)
            if location is None:
                return {}
            latitude, longitude = float(location.latitude), float(location.longitude)
        except GeopyError:
            raise
        # What a geopy parser raises over JSON of another shape is up to its code: KeyError, TypeError, ValueError, …
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise GeocoderParseError(f"the response cannot be read: {error!r:.100}") from error
        if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
            raise GeocoderParseError(f"the response has invalid coordinates: {latitude}, {longitude}")
        return {"latitude": latitude, "longitude": longitude, "name": str(location.address or name)[:200]}

    def _acquire_slot(self) -> None:
        """Take the next free second, which is one for all threads and processes that share the file."""
        self._cache.execute("BEGIN IMMEDIATE")
        try:
            row = self._cache.execute("SELECT at FROM turn WHERE service = ?", (self.service,)).fetchone()
            now = self._clock()
            turn = max(now, min(row[0] if row else now, now + LONGEST_WAIT_SECONDS))
            self._cache.execute("INSERT OR REPLACE INTO turn VALUES (?, ?)", (self.service, turn + MIN_DELAY_SECONDS))
        finally:
            self._cache.execute("COMMIT")
        if turn > now:
            self._sleep(turn - now)

    def _postpone(self, seconds: float) -> None:
        """Let nobody ask for a while."""
        with self._cache:
            self._cache.execute(
                "UPDATE turn SET at = max(at, ?) WHERE service = ?", (self._clock() + seconds, self.service)
            )


def _make(service: str, user_agent: str, options: dict[str, str]) -> Any:  # any geopy geocoder
    """Make the geocoder that geopy has under a name."""
    try:
        kind = get_geocoder_for_service(service)
    except GeocoderNotFound as error:
        raise CommandError(f"--online: geopy has no service {service!r}; try nominatim", exit_code=2) from error
    known = inspect.signature(kind).parameters
    if "user_agent" in known:
        options.setdefault("user_agent", user_agent)
    unknown = sorted(set(options) - set(known))
    missing = [
        name
        for name, each in known.items()
        if each.default is each.empty and each.kind != each.VAR_KEYWORD and name not in options
    ]
    if unknown or missing:
        fault = f"has no option {', '.join(unknown)}" if unknown else f"needs {', '.join(missing)}"
        raise CommandError(f"--online: {service} {fault}; give it as --service-option NAME=VALUE", exit_code=2)
    try:
        # The adapter that geopy prefers retries by itself, in the same second and behind the back of the rules above.
        return kind(**options, adapter_factory=URLLibAdapter)
    except (GeopyError, TypeError, ValueError) as error:
        raise CommandError(f"--online: {service}: {error}", exit_code=2) from error


def _open_cache(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        cache = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False, factory=Connection)
        cache.execute(
            "CREATE TABLE IF NOT EXISTS answer"
            " (service TEXT, query TEXT, answer TEXT, day TEXT, PRIMARY KEY (service, query))"
        )
        cache.execute("CREATE TABLE IF NOT EXISTS turn (service TEXT PRIMARY KEY, at REAL)")
    except (OSError, sqlite3.Error) as error:
        raise CommandError(f"--cache: {path}: cannot be used: {error}; name another file") from error
    return cache


def _answer(found: Mapping[str, Any], service: str, country: str) -> GeocodingResult | None:
    if not found:
        return None
    code = country_code(country) or ""
    place = Candidate(
        geonames_id=None,
        name=str(found["name"]),
        country=code,
        region="",
        latitude=float(found["latitude"]),
        longitude=float(found["longitude"]),
        population=None,
        timezone="",
        feature="",
        supplement="",
        provider=service,
    )
    return GeocodingResult(Status.ONLINE, place, () if code else (Flag.COUNTRY_GUESSED,), note=f"found by {service}")


def _words(error: Exception) -> str:
    """Shorten what a service said to one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
