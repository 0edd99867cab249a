"""What do tests of the whole contract find at hand? The application and its guarded routes."""

import pytest
from fastapi.routing import APIRoute

from tests.support.serving import the_app


@pytest.fixture(scope="session")
def routes() -> list[APIRoute]:
    """Return every route that is described in OpenAPI."""
    return [route for route in the_app().routes if isinstance(route, APIRoute) and route.include_in_schema]
