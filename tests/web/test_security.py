"""What guards every answer: the policy, methods, hosts, lengths, and errors that give nothing away."""

from __future__ import annotations

import json
import logging
import re

import pytest
from flask import Flask, Response, abort, request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.config import Settings
from dashboard.web.assets import compressed_response
from dashboard.web.security import MAX_URL_LENGTH, content_security_policy, secure

HASH = "'sha256-AAAA='"
PATHS = ("/", "/boom", "/nope", "/teapot", "/%ff%00", "//x", "/item/", "/view/x", "/static/x", f"/?{'a' * 9000}")


def make(settings: Settings | None = None) -> FlaskClient:
    """Return a client of a small guarded application."""
    app = Flask("test", static_folder=None)
    app.add_url_rule("/", "index", lambda: Response("<p>", mimetype="text/html"))
    app.add_url_rule("/data", "data", lambda: Response("{}", mimetype="application/json"))
    app.add_url_rule("/known", "known", lambda: compressed_response(request, b"<p>", "text/html", "tag"))
    app.add_url_rule("/item/", "item", lambda: "item")
    app.add_url_rule("/healthz", "health", lambda: "ok")
    app.add_url_rule("/teapot", "teapot", lambda: abort(418))

    @app.get("/boom")
    def boom() -> str:
        raise ValueError("a secret of the server")

    secure(app, script_hashes=[HASH], settings=settings or Settings())
    return app.test_client()


@pytest.fixture(name="client")
def _client() -> FlaskClient:
    return make()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "DELETE", "PROPFIND"])
def test_every_answer_is_guarded(client: FlaskClient, path: str, method: str) -> None:
    """Errors, refusals and pages alike carry the policy and the other guards."""
    response = client.open(path, method=method)
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Permissions-Policy"]
    assert "Set-Cookie" not in response.headers


def test_page_may_run_the_scripts_it_names(client: FlaskClient) -> None:
    """A page gets the whole policy with the hashes of its scripts; data get none, they run nothing."""
    assert f"script-src 'self' {HASH};" in client.get("/").headers["Content-Security-Policy"]
    assert client.get("/data").headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_page_that_is_known_keeps_its_policy(client: FlaskClient) -> None:
    """A 304 replaces the headers a browser has kept, so it must not lock out the scripts of the page."""
    first, again = client.get("/known"), client.get("/known", headers={"If-None-Match": '"tag"'})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert HASH in again.headers["Content-Security-Policy"]


def test_policy_has_no_hole() -> None:
    """No rule allows inline code, evaluation, plain http or any other host."""
    policy = content_security_policy(script_hashes=["sha256-AAAA="], frame_ancestors=())
    rules = dict(rule.partition(" ")[::2] for rule in policy.split("; "))
    assert rules["script-src"] == f"'self' {HASH}"
    assert rules["base-uri"] == "'none'"
    assert rules["object-src" if "object-src" in rules else "default-src"] == "'none'"
    allowed = re.compile(r"'(?:none|self|sha256-[A-Za-z0-9+/]+=*)'|data:|blob:")
    for rule, sources in rules.items():
        assert all(allowed.fullmatch(source) for source in sources.split()), rule
    assert "data:" not in rules["script-src"] + rules["style-src"] + rules["worker-src"]


def test_operator_names_who_may_frame_the_page() -> None:
    """Sites that the operator names may frame the page; the older header, which cannot name them, is left out."""
    settings = Settings(frame_ancestors=("https://example.org", "*.example.net"))
    for path in ("/", "/data"):
        response = make(settings).get(path)
        assert response.headers["Content-Security-Policy"].endswith("frame-ancestors https://example.org *.example.net")
        assert "X-Frame-Options" not in response.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/nope", "/_dash-update-component"])
def test_only_reading_is_allowed(client: FlaskClient, method: str, path: str) -> None:
    """Any other method gets 405 with the allowed methods."""
    response = client.open(path, method=method, data="x" * 1000)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    ["/nope", "/item", "//", "//example.org", "//known", "/%2fknown", "/%2e%2e/", "/_reload-hash", "/.git/config"],
)
def test_unknown_path_is_not_found(client: FlaskClient, path: str) -> None:
    """An unknown path is 404, without a redirect to something alike."""
    assert client.get(path).status_code == 404


def test_failure_says_nothing_of_the_server(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """A visitor learns that it failed; the log learns why."""
    with caplog.at_level(logging.ERROR):
        response = client.get("/boom", headers={"Accept": "text/html"})
    assert response.status_code == 500
    for secret in ("secret", "Traceback", "ValueError", "werkzeug", "python", "flask"):
        assert secret.lower() not in response.text.lower()
    assert "a secret of the server" in caplog.text


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/nope", "text/html,*/*;q=0.8", "text/html"),
        ("/nope", "application/json", "application/json"),
        ("/nope", None, "application/json"),
        ("/view/nope", "text/html,*/*", "application/json"),
        ("/export/nope", "text/html,*/*", "application/json"),
        ("/tiles/nope", "text/html,*/*", "application/json"),
    ],
)
def test_error_is_a_page_to_people_and_json_to_programs(
    client: FlaskClient, path: str, accept: str | None, kind: str
) -> None:
    """A person gets a page with a way on, a program the same words as JSON, and no cache keeps either."""
    response = client.get(path, headers={} if accept is None else {"Accept": accept})
    assert response.mimetype == kind
    assert response.headers["Cache-Control"] == "no-store"
    if kind == "text/html":
        assert 'href="/"' in response.text
    else:
        assert json.loads(response.text)["status"] == 404


@pytest.mark.parametrize(("length", "status"), [(MAX_URL_LENGTH - 10, 200), (MAX_URL_LENGTH + 10, 414), (70_000, 414)])
def test_address_may_not_be_endless(client: FlaskClient, length: int, status: int) -> None:
    """An address longer than proxies allow is refused before anything is read from it."""
    assert client.get("/?" + "a" * length).status_code == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("maps.example.org", 200),
        ("maps.example.org:8050", 200),
        ("MAPS.example.org.", 200),
        ("a.example.net", 200),
        ("[::1]:8050", 200),
        ("example.net", 400),
        ("badexample.net", 400),
        ("maps.example.org.evil.com", 400),
        ("evil.com", 400),
        ("127.0.0.1", 400),
    ],
)
def test_only_allowed_hosts_are_answered(host: str, status: int) -> None:
    """Where the operator names hosts, a request by another name is refused; without names, all are served."""
    names = ("maps.example.org", "*.example.net", "::1")
    assert make(Settings(allowed_hosts=names)).get("/", headers={"Host": host}).status_code == status
    assert make().get("/", headers={"Host": host}).status_code == 200


def test_health_is_answered_by_any_name() -> None:
    """A watchdog asks by address, not by name."""
    client = make(Settings(allowed_hosts=("maps.example.org",)))
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


@given(path=st.text(max_size=60), query=st.text(max_size=60))
def test_any_address_gets_a_guarded_answer(path: str, query: str) -> None:
    """No address makes the server fail."""
    response = make().get("/" + path.replace("?", "%3F").replace("#", "%23"), query_string=query)
    assert response.status_code in {200, 400, 404, 414} or path.strip("/") in {"boom", "teapot"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"
