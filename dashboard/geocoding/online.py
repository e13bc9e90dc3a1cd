"""Query an online geocoding service on request, within its usage policy.

Public Nominatim allows one request per second, requires an identifying user agent, and forbids repeated queries
(operations.osmfoundation.org/policies/nominatim). All threads, processes and retries on this machine therefore share
one rate limit and one cache of results and misses, in a file. A 403 stops all requests of the run, `Retry-After` is
respected, and requests stop after five failures in a row.
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
from dashboard.geocoding.store_schema import Connection
from dashboard.reference.countries import country_code, country_name
from dashboard.text.normalize import normalize

MIN_DELAY_SECONDS = 1.0
TIMEOUT_SECONDS = 10.0
TRIES = 3
LONGEST_WAIT_SECONDS = 120.0
"""No more requests are sent in this run if a service asks to wait longer."""
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
    """A geopy service with rate limit and cache.

    Args:
        service: the name of a geopy geocoder, such as "nominatim".
        cache: the file with cached results and the time of the last request.
        user_agent: identification of the caller, with a contact.
        options: other arguments of the geocoder, such as `domain`, `scheme` or `api_key`.
        sleep: waits some seconds.
        clock: the time in seconds, the same for every process.
        say: prints a line for the user.

    Attributes:
        stopped: reason why no more requests are sent, or "".
        asked: number of requests.

    Raises:
        CommandError: unknown service, missing option, or generic user agent.
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
        """Required attribution for the results of this service."""
        return ATTRIBUTION.get(self.service, f"Data by {self.service}; see the terms of this service")

    def ask(self, name: str, country: str, region: str) -> GeocodingResult | None:
        """Query a place; return None if nothing is found or no more requests are sent."""
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
        """Send a request; retry after temporary failures.

        Returns:
            The result, empty if nothing is found; None if there was no response.
        """
        for attempt in range(1, TRIES + 1):
            self._acquire_slot()
            self.asked += 1
            try:
                found = self._geocode(name, country, region)
            except GeocoderRateLimited as error:  # first, because it is a subclass of a refusal in geopy
                wait_seconds = max(float(error.retry_after or 0), 2.0**attempt)
                if wait_seconds > LONGEST_WAIT_SECONDS:
                    self._stop(f"{self.service} asks to wait {wait_seconds:.0f} s; no more requests are sent")
                    return None
                self._postpone(wait_seconds)
            except _REFUSALS as error:
                self._stop(f"{self.service} refuses requests: {_words(error)}; no more requests are sent")
                return None
            except GeocoderQueryError:
                return None  # this query is invalid; others may work
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
        """Send one request; convert every invalid response to a `GeocoderParseError`."""
        code = country_code(country)
        query = ", ".join(part for part in (name, region, country_name(code) if code else country) if part.strip())
        arguments: dict[str, Any] = {"exactly_one": True, "timeout": TIMEOUT_SECONDS}
        if code and "country_codes" in inspect.signature(self._geocoder.geocode).parameters:
            arguments["country_codes"] = code.lower()
        try:
            with warnings.catch_warnings():  # geopy warns about latitudes beyond the poles before it raises
                warnings.simplefilter("ignore", UserWarning)
                location = self._geocoder.geocode(query, **arguments)
            if location is None:
                return {}
            latitude, longitude = float(location.latitude), float(location.longitude)
        except GeopyError:
            raise
        # geopy parsers raise various errors for unexpected JSON: KeyError, TypeError, ValueError, …
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise GeocoderParseError(f"the response cannot be read: {error!r:.100}") from error
        if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
            raise GeocoderParseError(f"the response has invalid coordinates: {latitude}, {longitude}")
        return {"latitude": latitude, "longitude": longitude, "name": str(location.address or name)[:200]}

    def _acquire_slot(self) -> None:
        """Wait for the next free slot of the rate limit, which all threads and processes with this file share."""
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
        """Block all requests for some seconds."""
        with self._cache:
            self._cache.execute(
                "UPDATE turn SET at = max(at, ?) WHERE service = ?", (self._clock() + seconds, self.service)
            )


def _make(service: str, user_agent: str, options: dict[str, str]) -> Any:  # any geopy geocoder
    """Create the geopy geocoder with this name."""
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
        # The default adapter of geopy retries immediately, which would violate the rate limit.
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
    """Shorten an error of a service to one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
