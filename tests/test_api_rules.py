from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.library import Library
from tests.encoders import WordEncoder
from tests.interface import BASE, conforms, operation_paths
from tests.test_web import build, site
from web.api.operation import Operation
from web.api.operations import OPERATIONS
from web.headers import API_VERSION

KEBAB = re.compile(r"(/([a-z0-9-]+|\{[^}]+\}))+")
CAMEL = re.compile(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*")
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|\+00:00)")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return the invented library."""
    library = build(tmp_path_factory.mktemp("regels"), WordEncoder())
    yield library
    library.store.close()


@pytest.fixture(scope="module")
def app(shelf: Library) -> Flask:
    """Return the application over it, as an organisation would run it."""
    return site(shelf, administrator="api@gemeente.example.nl", address="https://beleid.example.nl")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of it."""
    return app.test_client()


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document that is published."""
    found: dict[str, Any] = app.test_client().get(f"{BASE}/openapi.json").get_json()
    return found


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every operation of an OpenAPI document."""
    return [operation for methods in document["paths"].values() for operation in methods.values()]


def filled(operation: Operation) -> str:
    """Return the address of an operation with numbers that lead nowhere."""
    path = operation.path.replace("{documentId}", "d" + "0" * 12).replace("{jobId}", "j" + "0" * 16)
    return BASE + path.replace("{number}", "9")


def test_what_is_served_is_what_is_described(app: Flask, document: dict[str, Any]) -> None:
    """/core/doc-openapi: every address and method is in the document, and none is that is not served."""
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert described == operation_paths(app)
    assert document["openapi"] == "3.1.0"


def test_everything_that_is_referred_to_is_there(document: dict[str, Any]) -> None:
    """/core/doc-openapi: every reference of the document can be resolved."""
    found = set(re.findall(r"'\$ref': '#/components/(\w+)/(\w+)'", str(document)))
    assert len(found) > 20
    assert all(name in document["components"][group] for group, name in found)


def test_the_document_is_for_everybody(client: FlaskClient) -> None:
    """/core/publish-openapi: at openapi.json below the base, without a key, readable by any website."""
    response = client.get(f"{BASE}/openapi.json", headers={"Origin": "https://elders.example"})
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_document_says_whom_to_ask(document: dict[str, Any]) -> None:
    """/core/doc-openapi-contact: with name, address and e-mail."""
    assert document["info"]["contact"] == {
        "name": "Beleidswijzer",
        "url": "https://beleid.example.nl",
        "email": "api@gemeente.example.nl",
    }


def test_the_document_is_in_dutch(client: FlaskClient, document: dict[str, Any]) -> None:
    """/core/doc-language: the document is in Dutch, with an English one below /en."""
    assert "De vraag." in str(document)
    english = client.get(f"/en{BASE}/openapi.json").get_json()
    assert "The question." in str(english)
    assert english["paths"].keys() == document["paths"].keys()


def test_paths_are_plain(client: FlaskClient, document: dict[str, Any]) -> None:
    """/core/path-segments-kebab-case and /core/no-trailing-slash: and a trailing slash is a 404."""
    for path in document["paths"].keys() - {"/openapi.json"}:
        assert KEBAB.fullmatch(path), path
    for operation in OPERATIONS:
        response = client.open(filled(operation) + "/", method=operation.method)
        assert response.status_code == 404
        conforms(response)


def test_collections_have_plural_names(document: dict[str, Any]) -> None:
    """/core/naming-collections: what gives a list is a plural; what stands by itself is none."""
    for operation in OPERATIONS:
        name = operation.path.rpartition("/")[2]
        if operation.paged and name != "search":  # an operation: /core/resource-operations
            assert name.endswith("s"), operation.path
    assert {"/answer", "/comparison"} <= document["paths"].keys()


def test_query_keys_are_camel_case(document: dict[str, Any]) -> None:
    """/core/query-keys-camel-case: every parameter is letters and digits, lower camelCase."""
    names = {p["name"] for operation in operations(document) for p in operation.get("parameters", [])}
    assert len(names) > 20
    assert all(CAMEL.fullmatch(name) for name in names)


def test_only_standard_methods_do_something(client: FlaskClient, document: dict[str, Any]) -> None:
    """/core/http-methods: GET, POST, PATCH and DELETE; another one is a 405 that says which there are."""
    assert {o.method for o in OPERATIONS} <= {"GET", "POST", "PUT", "PATCH", "DELETE"}
    for path, methods in document["paths"].items():
        address = BASE + re.sub(r"\{documentId\}", "d" + "0" * 12, path).replace("{jobId}", "j" + "0" * 16)
        address = address.replace("{number}", "9")
        for method in {"PUT", "TRACE", "PATCH", "DELETE"} - {name.upper() for name in methods}:
            response = client.open(address, method=method)
            assert response.status_code == 405, (method, path)
            allowed = {name.strip() for name in response.headers["Allow"].split(",")}
            assert allowed == {name.upper() for name in methods} | {"OPTIONS"} | (
                {"HEAD"} if "get" in methods else set()
            )
            conforms(response)


def test_every_response_has_the_headers(client: FlaskClient) -> None:
    """/core/version-header, /core/semver and /core/transport/security-headers, whatever the status."""
    assert SEMVER.fullmatch(API_VERSION)
    responses = [
        client.open(filled(operation), method=method, base_url="https://beleid.example.nl")
        for operation in OPERATIONS
        for method in (operation.method, "OPTIONS")
    ]
    responses.append(client.get(f"{BASE}/documents", base_url="https://beleid.example.nl"))
    responses.append(client.get("/api/", base_url="https://beleid.example.nl"))
    assert {200, 400, 401, 404, 415} <= {response.status_code for response in responses}
    for response in responses:
        assert response.headers["API-Version"] == API_VERSION
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert "max-age=" in response.headers["Strict-Transport-Security"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] in ("no-store", "no-cache")


def test_the_base_has_the_major_version(document: dict[str, Any]) -> None:
    """/core/uri-version: v1 in the address, the whole version in the document."""
    assert document["servers"] == [{"url": "https://beleid.example.nl/api/v1"}]
    assert document["info"]["version"] == API_VERSION
    assert API_VERSION.split(".")[0] == "1"


def test_faults_are_problems(client: FlaskClient, document: dict[str, Any]) -> None:
    """/core/error-handling/problem-details and invalid-input: of the right type, 400 for what cannot be."""
    problem = document["components"]["schemas"]["Problem"]
    assert problem["required"] == ["status", "title", "detail"]
    for operation in operations(document):
        assert "400" in operation["responses"] or operation["operationId"] == "getOpenapi"
        for status, response in operation["responses"].items():
            if status >= "400":
                name = response["$ref"].rpartition("/")[2]
                content = document["components"]["responses"][name]["content"]
                assert list(content) == ["application/problem+json"]
    for status, response in (
        (404, client.get("/api/v1/gebouwen")),
        (404, client.get("/api/v2/documents")),
        (404, client.get(f"{BASE}/documents/x%00")),
        (406, client.get(f"{BASE}/documents", headers={"Accept": "application/xml"})),
        (406, client.get(f"{BASE}/openapi.json", headers={"Accept": "text/html"})),
        (415, client.post(f"{BASE}/answer", data="q")),
        (413, client.post(f"{BASE}/answer", data="x" * 70_000)),
        (405, client.delete(f"{BASE}/documents")),
    ):
        assert response.status_code == status
        assert conforms(response)["status"] == status


def test_a_fault_of_ours_is_told_without_its_details(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/core/http-response-code: 500 as a problem, with nothing of what went wrong inside."""

    def broken(*_: object) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr("web.api.documents.document_item", broken)
    response = client.get(f"{BASE}/documents")
    assert response.status_code == 500
    assert "geheim" not in response.text
    conforms(response)
    assert app.config["PROPAGATE_EXCEPTIONS"] is False


def test_moments_are_utc(client: FlaskClient, document: dict[str, Any]) -> None:
    """/core/date-time: a moment has the format date-time and is in UTC, a date has no time."""
    items = client.get(f"{BASE}/documents").get_json()["documents"]
    assert items
    assert all(MOMENT.fullmatch(item["added"]) for item in items)
    formats = re.findall(r"'(\w+)': \{'type': [^{}]*?'format': '(date-time|date)'", str(document))
    assert {("added", "date-time"), ("created", "date-time"), ("date", "date")} <= set(formats)


def test_other_websites_may_read_and_no_more(client: FlaskClient) -> None:
    """/core/transport/cors: reading is open; what changes something, or has a key, no website may ask."""
    elsewhere = {"Origin": "https://elders.example"}
    assert client.get(f"{BASE}/documents", headers=elsewhere).headers["Access-Control-Allow-Origin"] == "*"
    asks = {**elsewhere, "Access-Control-Request-Method": "DELETE"}
    preflight = client.options(f"{BASE}/documents/d{'0' * 12}", headers=asks)
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Headers" not in preflight.headers
    assert "Access-Control-Allow-Credentials" not in preflight.headers
    for method in ("POST", "DELETE"):
        response = client.open(f"{BASE}/documents", method=method, headers=elsewhere)
        assert "Access-Control-Allow-Origin" not in response.headers
    keyed = client.get(f"{BASE}/reports", headers={**elsewhere, "Authorization": "Bearer x"})
    assert "Access-Control-Allow-Origin" not in keyed.headers
