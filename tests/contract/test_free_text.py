"""Does every member of every body in which people write freely refuse the numbers that nobody may collect here?"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

import app
from app.http.fields import Body

CARD, MY_NUMBER = "AB12345678CD", "123456789018"
NOT_WRITTEN_BY_PEOPLE = {
    "Certificate.result": "read by its test, which knows no such result",
    "Correction.value": "read by the type of the member it corrects",
    "ChangeEndpoint.url": "an address of a machine",
    "ProposeEndpoint.url": "an address of a machine",
    "RecordAppointment.holder": "an id",
    "RegisterClient.client_id": "an id",
    "SearchApplicant.name": "compared and never kept",
    "SearchPerson.name": "compared and never kept",
}
"""What takes them all the same, and why it may."""


def bodies(kind: type[Body] = Body) -> Iterator[type[Body]]:
    """Return every body there is."""
    for one in kind.__subclasses__():
        yield one
        yield from bodies(one)


def takes(field: FieldInfo, text: str) -> bool:
    """Tell whether a member takes a text, alone or in a list."""
    annotated: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    for value in (text, [text]):
        try:
            TypeAdapter(annotated).validate_python(value)
        except ValidationError:
            continue
        return True
    return False


@pytest.mark.parametrize("number", [CARD, MY_NUMBER])
def test_free_text_takes_no_number_that_may_not_be_collected(number: str) -> None:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    taking = {
        f"{body.__name__}.{name}"
        for body in bodies()
        for name, field in body.model_fields.items()
        if body.__name__ != "PublicKey" and body.__module__.startswith("app.") and takes(field, number)
    }

    assert taking - NOT_WRITTEN_BY_PEOPLE.keys() == set(), "people may write it: make it a Phrase or a Paragraph"
