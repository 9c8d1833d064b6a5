from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema

from index.library import Library
from tests.encoders import WordEncoder
from tests.interface import BASE, key_of
from tests.test_web import build, site
from web.api import routes
from web.api.openapi import KEY
from web.api.operation import Operation
from web.api.operations import OPERATIONS

# The few examples of an operation that a run of all tests has time for.
EXAMPLES = 2


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Return an invented library, which is changed by what is made up."""
    library = build(tmp_path_factory.mktemp("verzonnen"), WordEncoder())
    yield library
    library.store.close()


@pytest.fixture(scope="module")
def described(shelf: Library) -> BaseSchema:
    """Return what the application says of itself; wrong keys are not counted, for many are tried."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(routes, "MOST_WRONG", 1_000_000)
        app = site(shelf)
    bearer = key_of(shelf)["Authorization"].removeprefix("Bearer ")
    config = SchemathesisConfig.from_dict({"auth": {"openapi": {KEY: {"bearer": bearer}}}})
    return schemathesis.openapi.from_wsgi(f"{BASE}/openapi.json", app, config=config)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.name for operation in OPERATIONS])
def test_made_up_requests_are_answered_as_described(
    described: BaseSchema, operation: Operation, mode: GenerationMode
) -> None:
    """Whatever is asked, right or wrong: no fault of ours, a status, type and content as described,
    what fits the description accepted and what does not refused."""
    found = described[operation.path][operation.method]

    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(case=found.as_strategy(generation_mode=mode))
    def answered(case: schemathesis.Case) -> None:
        case.call_and_validate()

    answered()
