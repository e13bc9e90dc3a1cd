"""Every refused request has one body: JSON for programs, a page for browsers."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, ServiceUnavailable

from dashboard.config import Settings
from dashboard.query.validation import QueryIssue
from dashboard.web.app import create_app
from dashboard.web.http_errors import InvalidQuery, error_response
from tests.seen import Page
from tests.texts import texts

APP = create_app(Settings())
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}
PROBLEMS = (QueryIssue("topc", "ict", "key: 'topc' <is> unknown", "topic"), QueryIssue("city", "", "city: missing"))


@pytest.fixture(name="client")
def _client() -> FlaskClient:
    return APP.test_client()


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/export/cities.csv?country=XX",
        "/export/nothing",
        "/view/outside",
        "/view/nothing",
        "/static/nothing.js",
        "/tiles/x/1/1/1.mvt",
        "/?" + "a" * 9000,
    ],
)
def test_errors_have_one_shape(client: FlaskClient, address: str) -> None:
    """Programs get the same keys for every refusal, browsers a page with the same title; neither is cached."""
    answer, page = client.get(address), client.get(address, headers=BROWSER)
    body = answer.get_json()
    assert list(body) == ["status", "title", "detail", "problems"]
    assert body["status"] == answer.status_code == page.status_code >= 400
    assert [one.text for one in Page(page.text).all("h1")] == [body["title"]]
    for response in (answer, page):
        assert response.headers["Cache-Control"] == "no-store"
        assert "Accept" in response.headers["Vary"]


def respond(error: HTTPException, accept: str = "*/*") -> tuple[str, dict[str, str]]:
    """Return body and headers of an error."""
    with Flask("test").test_request_context("/x", headers={"Accept": accept}):
        response = error_response(error)
    return response.get_data(as_text=True), dict(response.headers)


def test_all_problems_of_a_query_are_listed() -> None:
    """JSON has their keys, values and the nearest valid value; the page lists their messages as text."""
    body, _headers = respond(InvalidQuery(PROBLEMS))
    assert '"detail": "key: \'topc\' <is> unknown; city: missing"' in body
    assert '{"key": "topc", "value": "ict", "message": "key: \'topc\' <is> unknown", "nearest": "topic"}' in body
    page, _headers = respond(InvalidQuery(PROBLEMS), "text/html")
    assert [one.text for one in Page(page).all("p")][:2] == [problem.message for problem in PROBLEMS]
    assert "Check the address" not in page


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_headers_of_an_error_are_kept(accept: str) -> None:
    """A client learns when to retry, and which methods are allowed; the type is that of the body."""
    busy = respond(ServiceUnavailable(retry_after=7), accept)[1]
    assert busy["Retry-After"] == "7"
    assert respond(MethodNotAllowed(("GET", "HEAD")), accept)[1]["Allow"] == "GET, HEAD"
    assert busy["Content-Type"] == ("application/json" if accept == "*/*" else "text/html; charset=utf-8")


def test_a_full_queue_of_pictures_says_when_to_retry(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The 503 of the picture worker has the common body; its words do not claim an error in the log."""

    def refuse(_svg: str, *, width: int) -> bytes:
        raise ServiceUnavailable(retry_after=width)

    monkeypatch.setattr("dashboard.web.export_routes.draw_png", refuse)
    answer = create_app(Settings()).test_client().get("/export/map.png?country=FI")
    assert (answer.status_code, answer.get_json()["problems"]) == (503, [])
    assert int(answer.headers["Retry-After"]) > 0
    assert {answer.get_json()["title"], answer.get_json()["detail"]} <= texts()
    assert answer.get_json()["title"] != client.get("/nowhere").get_json()["title"]
    assert "log" not in answer.get_json()["detail"]


def test_default_words_of_werkzeug_are_not_shown() -> None:
    """Only a reason that we gave replaces the advice."""
    assert BadRequest.description not in respond(BadRequest())[0]
    assert '"detail": "Unknown host."' in respond(BadRequest("Unknown host."))[0]
