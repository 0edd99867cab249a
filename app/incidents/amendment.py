"""Which facts does an amendment raise? None can be lowered once it was sent: that is told in words beside it."""

from app.core.errors import Invalid
from app.incidents.models import Incident, IncidentKind
from app.incidents.schemas import Amend


def raised(incident: Incident, body: Amend) -> dict[str, object]:
    """Return the facts that change, by their names.

    Raises:
        Invalid: fewer persons are named than before, or a trouble is called one again.

    """
    if body.persons is not None and body.persons < (incident.persons or 0):
        raise Invalid.at("/persons", "lowered")
    if body.also_trouble and incident.kind is IncidentKind.TROUBLE:
        raise Invalid.at("/also_trouble", "a_trouble_already")
    wanted = {
        "recorded_in_error": incident.recorded_in_error or body.recorded_in_error,
        "also_trouble": incident.also_trouble or body.also_trouble,
        "persons": incident.persons if body.persons is None else body.persons,
        "information_kinds": sorted({*incident.information_kinds, *(kind.value for kind in body.information_kinds)}),
        "receipt_ids": sorted({*incident.receipt_ids, *map(str, body.receipt_ids)}),
        "wrongful_purpose": incident.wrongful_purpose or body.wrongful_purpose,
        "strongly_encrypted": incident.strongly_encrypted and not body.not_encrypted,
    }
    return {name: value for name, value in wanted.items() if value != getattr(incident, name)}
