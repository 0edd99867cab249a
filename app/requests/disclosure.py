"""What is put before the person? Everything held on them, less what is withheld and what is somebody else's.

It rests on the privacy law, not on 2(2), and is open at any date, outside every term and after a disposal too.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.errors import WrongState
from app.requests import articles, held, queries
from app.requests.disclosure_schemas import DisclosureView
from app.requests.lifecycle import DECIDED
from app.requests.models import PersonRequest, RefusalGround, RequestKind, RequestState

_SECTIONS = ("consents", "applicants", "matches", "provisions", "readings", "incidents", "requests")


def show_disclosure(session: Session, actor: Actor, request_id: UUID) -> DisclosureView:
    """Return what is held on the person, once their identity is shown; the openings are recorded.

    Raises:
        WrongState: identity is not shown yet, or the request was refused for another reason than that nothing is held.

    """
    request = queries.get_request(session, request_id)
    _require_open(request)
    subjects = queries.subjects_of(session, request_id)
    sections = _gathered(session, actor, request, held.person_of(subjects, articles.ARTICLE_OF[request.kind]))
    shown = {name: rows for name, rows in sections.items() if name not in request.withheld}
    record(
        session,
        actor,
        "request.read",
        queries.TABLE,
        request_id,
        fields=sorted(name for name, rows in shown.items() if rows),
    )
    return DisclosureView(
        request_id=request.id,
        kind=request.kind,
        prepared_at=actor.at,
        draft=request.decided_at is None,
        nothing_held=not subjects and request.searched_at is not None,
        withheld=sorted(request.withheld),
        **{name: _less(shown.get(name, []), request.withheld) for name in _SECTIONS},
    )


def _require_open(request: PersonRequest) -> None:
    answered = request.state in DECIDED or request.state is RequestState.NOTIFIED
    refused = request.decision is RequestState.REFUSED
    if not (answered or request.state is RequestState.IN_REVIEW) or (
        refused and RefusalGround.NO_DATA_HELD not in request.refusal_grounds
    ):
        raise WrongState("disclosure", request.state.value)


def _gathered(session: Session, actor: Actor, request: PersonRequest, person: held.Person) -> dict[str, list[Any]]:
    """Open what is asked for, the record of readings first, so that this one is not in its own answer."""
    provisions = held.provision_lines(session, actor, person)
    if request.kind is RequestKind.PROVISION_RECORDS:
        return {"provisions": provisions}
    matches = held.held_matches(session, person)
    readings = held.reading_lines(session, person, matches)
    return {
        "consents": held.held_consents(session, actor, person),
        "applicants": held.held_applicants(session, actor, person),
        "matches": matches,
        "provisions": provisions,
        "readings": readings,
        "incidents": held.incident_lines(session, person),
        "requests": held.request_lines(session, person),
    }


def _less(rows: list[Any], withheld: Collection[str]) -> list[Any]:
    """Leave out the withheld fields of each record."""
    return [row.model_copy(update=_kept(row, withheld)) for row in rows]


def _kept(row: Any, withheld: Collection[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        part: {name: value for name, value in getattr(row, part).items() if name not in withheld}
        for part in ("form", "profile")
        if hasattr(row, part)
    }
    if "documents" in withheld and hasattr(row, "documents"):
        kept["documents"] = []
    return kept
