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
from dashboard.web.error_page import Frame, error_page
from dashboard.web.security import MAX_URL_LENGTH, STYLE_HASHES, content_security_policy, secure
from tests.networks import small
from tests.texts import texts

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
    app.add_url_rule("/busy", "busy", lambda: abort(503))
    app.add_url_rule("/bad", "bad", lambda: abort(400))

    @app.get("/boom")
    @app.get("/boom/<path:_>")
    def boom(_: str = "") -> str:
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
        ("/nope", "application/json,text/html;q=0.9", "application/json"),
        ("/nope", "text/html;q=0", "application/json"),
        ("/nope", "*/*", "application/json"),
        ("/nope", None, "application/json"),
        ("/export/nope", "text/html,*/*", "text/html"),
        ("/view/nope", "*/*", "application/json"),
        ("/static/nope", "text/css,*/*;q=0.1", "application/json"),
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


@pytest.mark.slow
@given(path=st.text(max_size=60), query=st.text(max_size=60))
def test_any_address_gets_a_guarded_answer(path: str, query: str) -> None:
    """No address makes the server fail."""
    response = make().get("/" + path.replace("?", "%3F").replace("#", "%23"), query_string=query)
    assert response.status_code in {200, 400, 404, 414} or path.strip("/") in {"boom", "teapot"}
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 414)])
def test_an_address_is_refused_past_the_limit_and_not_at_it(client: FlaskClient, extra: int, status: int) -> None:
    """Path, question mark and query together, as they stand on the wire."""
    assert client.get("/?" + "a" * (MAX_URL_LENGTH - 2 + extra)).status_code == status


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 414)])
def test_without_the_raw_address_path_and_query_count(client: FlaskClient, extra: int, status: int) -> None:
    """A server need not pass on the raw address; then the decoded path counts, and the query."""
    query = "a" * (MAX_URL_LENGTH - len("/") + extra)
    assert client.get("/", query_string=query, environ_overrides={"RAW_URI": ""}).status_code == status
    path = "/" + "x" * (MAX_URL_LENGTH - 1 + extra)
    assert client.get(path, environ_overrides={"RAW_URI": ""}).status_code == (404 if status == 200 else status)


def test_an_escaped_path_counts_as_it_stands_on_the_wire(client: FlaskClient) -> None:
    """A third of the length when it is decoded, and still too long."""
    assert client.get("/" + "%20" * (MAX_URL_LENGTH // 3 + 1)).status_code == 414


@pytest.mark.parametrize(
    ("protocol", "host", "status"),
    [("HTTP/1.1", "", 400), ("HTTP/1.1", None, 400), ("HTTP/1.0", "", 200), ("HTTP/1.1", "a.example", 200)],
)
def test_only_an_old_request_may_name_no_host(
    client: FlaskClient, protocol: str, host: str | None, status: int
) -> None:
    """RFC 9112, 3.2: HTTP/1.1 wants a Host header, HTTP/1.0 knew none."""
    environ = {"SERVER_PROTOCOL": protocol, "HTTP_HOST": host or ""}
    response = client.get("/", environ_overrides=environ)
    assert response.status_code == status
    if status == 400:
        assert response.json is not None
        assert response.json["detail"] in texts()


def test_all_guards_have_their_values(client: FlaskClient) -> None:
    """No camera, no place, no payment; nothing of the address goes to other sites."""
    headers = client.get("/").headers
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    rules = dict(rule.partition(" ")[::2] for rule in headers["Content-Security-Policy"].split("; "))
    styles = " ".join(f"'{each}'" for each in STYLE_HASHES)
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'self' {HASH}",
        "style-src": f"'self' {styles}",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "font-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "blob:",
        "child-src": "blob:",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert "script-src 'self';" in content_security_policy(script_hashes=[], frame_ancestors=["https://a.example"])
    assert (
        content_security_policy(script_hashes=["'x'", "y"], frame_ancestors=()).count("script-src 'self' 'x' 'y';") == 1
    )


def test_a_guard_that_an_answer_has_set_itself_is_kept() -> None:
    """A route that knows better may say so."""
    app = Flask("test", static_folder=None)
    app.add_url_rule("/", "index", lambda: Response("", headers={"Referrer-Policy": "same-origin"}))
    secure(app, script_hashes=[], settings=Settings())
    assert app.test_client().get("/").headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("path", "status"), [("/nope", 404), ("/teapot", 418), ("/boom", 500), ("/busy", 503), (f"/?{'a' * 9000}", 414)]
)
def test_an_error_says_what_is_wrong_and_what_to_do(client: FlaskClient, path: str, status: int) -> None:
    """In words that translators know, as JSON and on a page; those of a failure are of the server's own."""
    response = client.get(path)
    found = response.json
    assert found is not None
    assert response.text.endswith("}\n")
    assert (set(found), found["problems"]) == ({"status", "title", "detail", "problems"}, [])
    assert (response.status_code, found["status"]) == (status, status)
    assert {found["title"], found["detail"]} <= texts()
    assert response.content_type == "application/json"
    assert "Accept" in response.headers["Vary"]
    page = client.get(path, headers={"Accept": "text/html"})
    assert (page.status_code, page.content_type) == (status, "text/html; charset=utf-8")
    assert found["title"] in page.text
    failed = client.get("/boom").json
    assert (found["title"] == failed["title"]) is (status == 500)  # type: ignore[index]  # it is JSON, as above


def test_each_known_status_has_words_of_its_own(client: FlaskClient) -> None:
    """Nobody reads of a long address where there is no such page."""
    refused = [
        client.get("/", environ_overrides={"SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": ""}),
        client.get("/nope"),
        client.post("/"),
        client.get(f"/?{'a' * 9000}"),
        client.get("/boom"),
        client.get("/teapot"),
        client.get("/bad"),
    ]
    found = [response.json for response in refused]
    titles = [one["title"] for one in found]
    assert len(set(titles)) == 6
    assert titles[0] == titles[-1]
    details = [one["detail"] for one in found]
    assert len(set(details)) == 7
    assert set(titles + details) <= texts()


def test_letters_of_any_script_stand_in_an_error_as_they_are() -> None:
    """JSON is UTF-8, not escapes."""
    app = Flask("test", static_folder=None)
    app.add_url_rule("/", "index", lambda: abort(400, "Čačak"))
    secure(app, script_hashes=[], settings=Settings())
    assert '"detail": "Čačak"' in app.test_client().get("/").text


def test_the_log_names_what_failed_and_no_more_than_a_line_of_it(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Method and path, cut to 200 characters, with the error; refusals are not failures."""
    with caplog.at_level(logging.ERROR):
        client.get("/nope")
        assert caplog.records == []
        client.get("/boom/" + "x" * 300)
    [record] = caplog.records
    assert record.getMessage() == f"GET /boom/{'x' * 194} failed"
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ValueError)


def test_an_error_page_is_framed_by_the_page_of_the_network() -> None:
    """Style, icon and title are those of the page; a missing page leads back to the map."""
    app = Flask("test", static_folder=None)
    app.add_url_rule("/boom", "boom", lambda: {}["x"])
    frame = Frame("own.css", "own.svg", small)
    secure(app, script_hashes=[], settings=Settings(), frame=frame)
    for path in ("/nope", "/boom"):
        shown = app.test_client().get(path, headers={"Accept": "text/html"}).text
        assert "own.css" in shown
        assert shown == error_page(*words(path), path=path, missing=path == "/nope", frame=frame)


def words(path: str) -> tuple[str, str]:
    """The words for what is wrong with a path of the small application."""
    found = make().get(path).json
    assert found is not None
    return found["title"], found["detail"]


@pytest.mark.parametrize(
    ("host", "names", "status"),
    [
        ("[::1]", ("::1",), 200),
        ("[::1]", ("::2",), 400),
        ("a.example.net", ("*.EXAMPLE.net",), 200),
        ("A.example.net", ("a.Example.net",), 200),
        (".example.net", ("*.example.net",), 400),
        ("a.b.example.net", ("*.example.net",), 200),
        ("xexample.net", ("*.example.net",), 400),
        ("a.example.net.", ("a.example.net",), 200),
        ("b.example.net", ("a.example.net", "b.example.net"), 200),
        ("a.example.net:80", ("a.example.net",), 200),
        ("*.example.net", ("a.example.net",), 400),
    ],
)
def test_names_of_hosts_are_compared_without_case_port_and_dot(host: str, names: tuple[str, ...], status: int) -> None:
    """A star stands for at least one label, and only before a dot."""
    response = make(Settings(allowed_hosts=names)).get("/", headers={"Host": host})
    assert response.status_code == status
    if status == 400 and not host.startswith((".", "*")):
        assert response.json is not None
        assert response.json["detail"] in texts()
