from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
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

PLACES = ("Emmen", "Coevorden", "gm0109")
SEARCHES = ("schulden", '"cursus lezen" -sport', "sport OF taal", "titel:taalplan wijk")
# The few examples of an operation that a run of all tests has time for.
EXAMPLES = 2
schemathesis.openapi.format("municipality", st.sampled_from(PLACES))
schemathesis.openapi.format("search", st.sampled_from(SEARCHES))


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


def agree(case: schemathesis.Case) -> None:
    """Make fields agree where a schema cannot say that they must: no year before the one it is the end
    of, years and documents of one municipality only, and a part of a comparison that there is."""
    for fields in filter(None, (case.query, case.body)):
        if isinstance(fields, dict):
            for first, last in (("fromYear", "toYear"), ("year_from", "year_to")):
                if first in fields and last in fields:
                    fields[first], fields[last] = sorted((fields[first], fields[last]), key=float)
            if "/comparison" in case.path:
                fields.update(municipality=["Emmen"], page=1)


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
        if mode is GenerationMode.POSITIVE:
            agree(case)
        case.call_and_validate()

    answered()
