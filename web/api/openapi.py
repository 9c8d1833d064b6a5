"""The OpenAPI document, made from the table of operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.settings import EMAIL, Settings
from web.api.fields import MUNICIPALITY, PATH, QUERY, Field
from web.api.operation import JSON, Body, Operation, Tag
from web.api.problems import PROBLEM, Problem
from web.api.schema import Says, Schema, Schemas
from web.headers import API_VERSION
from web.text import title_of

SUMMARY = Says(
    "Vragen, zoeken, vergelijken en cijfers uit stukken van gemeenten, met bij elk citaat waar het staat. "
    "Lezen kan zonder sleutel; veranderen kan alleen met een sleutel.",
    "Questions, search, comparison and figures from municipal documents, with the place of every quote. "
    "Reading needs no key; changing needs one.",
)
DESCRIPTION = Tag("description", Says("Deze beschrijving, als OpenAPI", "This description, as OpenAPI"))
KEY, PROBLEMS = "key", "Problem"
KEY_SAYS = Says(
    "Een sleutel van de beheerder, gemaakt met ‘beleidswijzer key add NAAM’.",
    "A key from the administrator, made with ‘beleidswijzer key add NAME’.",
)
MUNICIPALITY_SAYS = Says(
    "De officiële naam van een gemeente, de code van het CBS (‘gm0109’), of de naam van een andere "
    "organisatie die hier stukken heeft. Oude namen en kleine letters mogen ook.",
    "The official name of a municipality, the code of Statistics Netherlands (‘gm0109’), or the name of "
    "another organisation that has documents here. Former names and lower case are understood too.",
)
VERSION = Says("De versie van de API.", "The version of the API.")
OK = {
    200: Says("Gelukt.", "Done."),
    201: Says("Bewaard.", "Kept."),
    202: Says("Aangenomen; het wordt later gedaan.", "Accepted; it will be done later."),
    204: Says("Gelukt; er is niets terug te geven.", "Done; there is nothing to give back."),
}
HEADERS = {
    "API-Version": VERSION,
    "Link": Says(
        "Adressen van de eerste, vorige, volgende en laatste pagina.",
        "Addresses of the first, previous, next and last page.",
    ),
    "Location": Says("Waar het te vinden is.", "Where it can be found."),
    "Retry-After": Says("Na hoeveel seconden het weer kan.", "After how many seconds to try again."),
    "WWW-Authenticate": Says("Dat er een sleutel nodig is.", "That a key is needed."),
}


def openapi(
    operations: Sequence[Operation],
    language: str,
    settings: Settings,
    address: str,
    places: Sequence[str] = (),
    closed: bool = False,
) -> dict[str, Any]:
    """Return the OpenAPI document of these operations; ``address`` is that of the website, ``places`` are
    the names that a municipality may be called by, any where there are none. ``closed`` schemas allow
    nothing that is not described."""
    schemas = Schemas(language, closed)
    schemas.named[MUNICIPALITY] = _municipality(places, language)
    schemas.of(Problem)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.casefold()] = _operation(operation, schemas)
    paths["/openapi.json"] = {"get": _itself(schemas)}
    problems = {status for operation in operations for status in operation.all_problems}
    tags = dict.fromkeys([*(operation.tag for operation in operations), DESCRIPTION])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.name,
            "version": API_VERSION,
            "description": SUMMARY.of(language),
            "contact": _contact(settings, address),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": f"{address}/api/v1"}],
        "tags": [{"name": tag.name, "description": tag.says.of(language)} for tag in tags],
        "paths": paths,
        "components": {
            "schemas": schemas.named,
            "responses": {f"{PROBLEMS}{s}": _problem(s, language) for s in sorted(problems)},
            "securitySchemes": {
                KEY: {"type": "http", "scheme": "bearer", "description": KEY_SAYS.of(language)}
            },
        },
    }


def _municipality(places: Sequence[str], language: str) -> Schema:
    found: Schema = {"type": "string", "description": MUNICIPALITY_SAYS.of(language)}
    return {**found, "enum": list(places)} if places else found


def _contact(settings: Settings, address: str) -> dict[str, str]:
    whom = settings.administrator or ""
    found = {"name": settings.name, "url": whom if whom.startswith("http") else address}
    return {**found, "email": whom} if EMAIL.fullmatch(whom) else found


def _operation(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    language = schemas.language
    found: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag.name],
        "summary": operation.title.of(language),
    }
    found["description"] = (operation.says or operation.title).of(language)
    parameters = [
        *(_parameter(field, PATH, language) for field in operation.path_fields),
        *(_parameter(field, QUERY, language) for field in operation.query_fields),
    ]
    if parameters:
        found["parameters"] = parameters
    if operation.body:
        found["requestBody"] = _body(operation.body, language)
    found["responses"] = {
        str(operation.status): _done(operation, schemas),
        **_problems(operation.all_problems),
    }
    if operation.keyed:
        found["security"] = [{KEY: []}]
    return found


def _parameter(field: Field, where: str, language: str) -> dict[str, Any]:
    schema = field.schema(language)
    found: dict[str, Any] = {"name": field.name, "in": where, "description": schema.pop("description")}
    if field.required:
        found["required"] = True
    if field.many:
        found |= {"style": "form", "explode": True}
    if field.example is not None:
        found["example"] = [field.example] if field.many else field.example
    return {**found, "schema": schema}


def _body(body: Body, language: str) -> dict[str, Any]:
    schema: Schema = {
        "type": "object",
        "properties": {field.name: field.schema(language) for field in body.fields},
        "additionalProperties": False,
    }
    if required := [field.name for field in body.fields if field.required]:
        schema["required"] = required
    if body.least:
        schema["minProperties"] = body.least
    return {"required": True, "content": {body.form: {"schema": schema}}}


def _done(operation: Operation, schemas: Schemas) -> dict[str, Any]:
    names = ["API-Version"]
    if operation.paged:
        names.append("Link")
    if operation.status in (201, 202):
        names.append("Location")
    found: dict[str, Any] = {
        "description": OK[operation.status].of(schemas.language),
        "headers": _headers(names, schemas.language),
    }
    if operation.gives:
        found["content"] = {JSON: {"schema": schemas.of(operation.gives)}}
    return found


def _problems(statuses: Sequence[int]) -> dict[str, Any]:
    return {str(s): {"$ref": f"#/components/responses/{PROBLEMS}{s}"} for s in statuses}


def _problem(status: int, language: str) -> dict[str, Any]:
    names = ["API-Version"]
    if status == 401:
        names.append("WWW-Authenticate")
    if status == 429:
        names.append("Retry-After")
    return {
        "description": title_of(status, language),
        "headers": _headers(names, language),
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _headers(names: Sequence[str], language: str) -> Mapping[str, Any]:
    return {
        name: {
            "description": HEADERS[name].of(language),
            "required": True,
            "schema": {"type": "integer" if name == "Retry-After" else "string"},
        }
        for name in names
    }


def _itself(schemas: Schemas) -> dict[str, Any]:
    language = schemas.language
    everyone = Says("Elke website mag dit lezen.", "Every website may read this.")
    headers = {
        **_headers(["API-Version"], language),
        "Access-Control-Allow-Origin": {
            "description": everyone.of(language),
            "required": True,
            "schema": {"type": "string"},
        },
    }
    done = {
        "description": OK[200].of(language),
        "headers": headers,
        "content": {JSON: {"schema": {"type": "object"}}},
    }
    return {
        "operationId": "getOpenapi",
        "tags": [DESCRIPTION.name],
        "summary": DESCRIPTION.says.of(language),
        "description": DESCRIPTION.says.of(language),
        "responses": {"200": done, **_problems((406, 500))},
    }
