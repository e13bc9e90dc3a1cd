"""Tests of dashboard.geocoding.online: usage policy and invalid responses."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.errors import CommandError
from dashboard.geocoding import online as module
from dashboard.geocoding.online import Online
from dashboard.geocoding.result import Flag, Status

PLACE = {"lat": "47.2186", "lon": "-1.5541", "display_name": "Nantes, Loire-Atlantique, France"}
AGENT = "city-map-tests/1.0 (tests@example.org)"


class StandIn:
    """A fake Nominatim with configurable responses that records requests."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[tuple[dict[str, list[str]], str]] = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                stand_in.asked.append((query, self.headers["User-Agent"]))
                good = (200, {}, json.dumps([PLACE]).encode())
                status, headers, body = stand_in.answers.pop(0) if stand_in.answers else good
                if status == 0:  # slower than anybody waits
                    stand_in.wake.wait(5)
                    status = 200
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Log nothing."""

        self.wake = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    @property
    def domain(self) -> str:
        """The address of the service."""
        return f"127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        """Stop listening."""
        self.wake.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


class Clock:
    """A clock that advances only during sleep."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []
        self.lock = threading.Lock()

    def time(self) -> float:
        """Return the current time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Advance the time."""
        with self.lock:
            self.slept.append(seconds)
            self.now += seconds


@pytest.fixture
def service() -> Iterator[StandIn]:
    """A service with valid responses by default."""
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture
def clock() -> Clock:
    """A separate clock for each test."""
    return Clock()


def connect(service: StandIn, clock: Clock, cache: Path, said: list[str] | None = None) -> Online:
    """Create the client of the fake service."""
    return Online(
        "nominatim",
        cache=cache,
        user_agent=AGENT,
        options={"domain": service.domain, "scheme": "http"},
        sleep=clock.sleep,
        clock=clock.time,
        say=(said if said is not None else []).append,
    )


def test_result_has_provider_and_status(service: StandIn, clock: Clock, tmp_path: Path) -> None:
    """The result has coordinates, provider and status; the request has user agent and country."""
    answer = connect(service, clock, tmp_path / "cache").ask("Nantes", "France", "")
    assert answer is not None
    assert answer.place is not None
    assert (answer.status, answer.place.provider) == (Status.ONLINE, "nominatim")
    assert (answer.place.latitude, answer.place.longitude, answer.place.country) == (47.2186, -1.5541, "FR")
    query, agent = service.asked[0]
    assert query["q"] == ["Nantes, France"]
    assert query["countrycodes"] == ["fr"]
    assert agent == AGENT


def test_without_a_country_the_country_is_guessed(service: StandIn, clock: Clock, tmp_path: Path) -> None:
    """The flag is set."""
    answer = connect(service, clock, tmp_path / "cache").ask("Nantes", "", "")
    assert answer is not None
    assert answer.flags == (Flag.COUNTRY_GUESSED,)


def test_results_and_misses_are_cached(service: StandIn, clock: Clock, tmp_path: Path) -> None:
    """The same place is requested only once, also in later runs and in other spellings."""
    service.answers = [(200, {}, b"[]")]
    first = connect(service, clock, tmp_path / "cache")
    assert first.ask("Nowhere", "FR", "") is None
    assert first.ask("NOWHERE ", "France", "") is None
    assert first.ask("Nantes", "FR", "") is not None
    again = connect(service, clock, tmp_path / "cache")
    assert again.ask("nowhere", "FR", "") is None
    assert again.ask("Nantes", "FRA", "") == first.ask("Nantes", "FR", "")
    assert len(service.asked) == 2


def test_one_request_a_second_for_all_threads_and_runs(service: StandIn, clock: Clock, tmp_path: Path) -> None:
    """Two runs with four threads each share the rate limit."""
    runs = [connect(service, clock, tmp_path / "cache") for _ in range(2)]
    start = clock.now
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: runs[number % 2].ask(f"Place {number}", "FR", ""), range(8)))
    assert len(service.asked) == 8
    assert clock.now - start >= 7 * module.MIN_DELAY_SECONDS


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"oops"),
        (502, b"<html>bad gateway</html>"),
        (503, b""),
        (200, b"<html><body>Too many requests</body></html>"),
        (200, b'[{"lat": "47.2", "lon": '),
        (200, b"{}"),
        (200, b'{"error": "no"}'),
        (200, b'[{"latitude": 1}]'),
        (200, b'[{"lat": "north", "lon": "1", "display_name": "x"}]'),
        (200, b'[{"lat": "NaN", "lon": "1", "display_name": "x"}]'),
        (200, b'[{"lat": "91.5", "lon": "1", "display_name": "x"}]'),
        (200, b"[1, 2]"),
        (200, b'"text"'),
        (200, b"\xff\xfe\x00"),
        (200, b""),
    ],
)
def test_invalid_response_is_retried(service: StandIn, clock: Clock, tmp_path: Path, status: int, body: bytes) -> None:
    """Errors, HTML and invalid JSON give no place and are not cached; a retry may succeed."""
    service.answers = [(status, {}, body)] * module.TRIES
    online = connect(service, clock, tmp_path / "cache")
    first = online.ask("Nantes", "FR", "")
    if body in {b"{}", b'{"error": "no"}'}:  # geopy reads an empty object as no place
        assert first is None
        return
    assert first is None
    assert len(service.asked) == module.TRIES
    assert online.ask("Nantes", "FR", "") is not None
    service.answers = [(status, {}, body)]
    assert online.ask("Another", "FR", "") is not None


def test_slow_response_times_out(
    service: StandIn, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request ends after its timeout."""
    monkeypatch.setattr(module, "TIMEOUT_SECONDS", 0.2)
    service.answers = [(0, {}, b"[]")]
    assert connect(service, clock, tmp_path / "cache").ask("Nantes", "FR", "") is not None
    assert len(service.asked) == 2


def test_retry_after_is_obeyed(service: StandIn, clock: Clock, tmp_path: Path) -> None:
    """After a 429, no request is sent before the given time."""
    service.answers = [(429, {"Retry-After": "30"}, b"")]
    start = clock.now
    assert connect(service, clock, tmp_path / "cache").ask("Nantes", "FR", "") is not None
    assert clock.now - start >= 30


def test_long_retry_after_stops_requests(service: StandIn, clock: Clock, tmp_path: Path) -> None:
    """If a service asks to wait an hour, no more requests are sent in this run."""
    service.answers = [(429, {"Retry-After": "3600"}, b"")]
    said: list[str] = []
    online = connect(service, clock, tmp_path / "cache", said)
    assert online.ask("Nantes", "FR", "") is None
    assert online.ask("Rome", "IT", "") is None
    assert len(service.asked) == 1
    assert any("3600 s" in line for line in said)


@pytest.mark.parametrize("status", [401, 402, 403])
def test_refusal_is_not_retried(service: StandIn, clock: Clock, tmp_path: Path, status: int) -> None:
    """A 403 stops all requests of the run, and the reason is reported."""
    service.answers = [(status, {}, b"blocked")]
    said: list[str] = []
    online = connect(service, clock, tmp_path / "cache", said)
    assert online.ask("Nantes", "FR", "") is None
    assert online.ask("Rome", "IT", "") is None
    assert len(service.asked) == 1
    assert "refuses" in online.stopped
    assert said == [online.stopped]


def test_unavailable_service_is_not_queried_again(service: StandIn, clock: Clock, tmp_path: Path) -> None:
    """Five failures in a row stop all requests."""
    service.answers = [(503, {}, b"")] * 100
    online = connect(service, clock, tmp_path / "cache")
    for number in range(10):
        assert online.ask(f"Place {number}", "FR", "") is None
    assert len(service.asked) == module.FAILURES * module.TRIES
    assert "in a row" in online.stopped


@pytest.mark.parametrize("agent", ["", "  ", "geopy/2.5.0", "python", "Mozilla/5.0", "my-application"])
def test_user_agent_is_required(tmp_path: Path, agent: str) -> None:
    """The user agent is validated before any request."""
    with pytest.raises(CommandError, match="--user-agent") as caught:
        Online("nominatim", cache=tmp_path / "cache", user_agent=agent)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("service", "options", "message"),
    [
        ("atlantis", {}, "no service 'atlantis'"),
        ("nominatim", {"colour": "red"}, "no option colour"),
        ("bing", {}, "needs api_key"),
        ("nominatim", {"scheme": "gopher"}, "nominatim"),
    ],
)
def test_invalid_service_is_reported(tmp_path: Path, service: str, options: dict[str, str], message: str) -> None:
    """Unknown services, and unknown or missing options, are usage errors."""
    with pytest.raises(CommandError, match=message) as caught:
        Online(service, cache=tmp_path / "cache", user_agent=AGENT, options=options)
    assert caught.value.exit_code == 2


def test_any_geopy_service_works(service: StandIn, clock: Clock, tmp_path: Path) -> None:
    """Photon, which has its own format, works as well."""
    feature = {
        "type": "FeatureCollection",
        "features": [
            {
                "geometry": {"type": "Point", "coordinates": [-1.5541, 47.2186]},
                "properties": {"name": "Nantes", "country": "France"},
            }
        ],
    }
    service.answers = [(200, {}, json.dumps(feature).encode())]
    online = Online(
        "photon",
        cache=tmp_path / "cache",
        user_agent=AGENT,
        options={"domain": service.domain, "scheme": "http"},
        sleep=clock.sleep,
        clock=clock.time,
    )
    answer = online.ask("Nantes", "FR", "")
    assert answer is not None
    assert answer.place is not None
    assert (answer.place.latitude, answer.place.provider) == (47.2186, "photon")
    assert "OpenStreetMap" in online.attribution


def test_unusable_cache_is_reported(tmp_path: Path) -> None:
    """The error names the file and the option."""
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    with pytest.raises(CommandError, match="--cache"):
        Online("nominatim", cache=blocked / "cache", user_agent=AGENT)
