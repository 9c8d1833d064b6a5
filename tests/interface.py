"""What tests of the interface for programs share: an application with a key, and what is promised."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assistant.settings import Settings
from index.library import Library
from web.api.keys import Keys, keys_file
from web.api.openapi import openapi
from web.api.operation import Operation
from web.api.operations import OPERATIONS

BASE = "/api/v1"
PROBLEM = "application/problem+json"
BY_NAME = {operation.name: operation for operation in OPERATIONS}


@cache
def promised() -> dict[str, Any]:
    """Return the OpenAPI document with schemas that allow nothing that is not described."""
    return openapi(OPERATIONS, "nl", Settings(Path("bibliotheek")), "https://example.nl", closed=True)


def conforms(response: TestResponse, operation: Operation | None = None) -> Any:
    """Assert that a response is what the OpenAPI document promises, and return its content."""
    problem = response.status_code >= 400
    assert response.mimetype == (PROBLEM if problem else "application/json")
    name = "Problem"
    if operation and not problem:
        assert response.status_code == operation.status
        assert operation.gives is not None
        name = operation.gives.__name__
    if operation and problem:
        assert response.status_code in operation.all_problems
    schema = {"$ref": f"#/components/schemas/{name}", "components": promised()["components"]}
    content = response.get_json(force=True)
    jsonschema_rs.validator_for(schema, validate_formats=True).validate(content)
    return content


def key_of(library: Library, name: str = "zaaksysteem") -> dict[str, str]:
    """Make a key for a library and return the header that carries it."""
    key = Keys(keys_file(Settings(library.store.folder))).add(name)
    return {"Authorization": f"Bearer {key}"}


def finished(client: FlaskClient, address: str, key: dict[str, str]) -> dict[str, Any]:
    """Ask for a delivery until it is done or failed, and return it."""
    for _ in range(600):
        found: dict[str, Any] = client.get(address, headers=key).get_json()
        if found["finished"]:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not finished: {found}")


def operation_paths(app: Flask) -> set[tuple[str, str]]:
    """Return method and path of everything that an application serves below the interface."""
    return {
        (method, rule.rule.removeprefix(BASE).replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(BASE)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
