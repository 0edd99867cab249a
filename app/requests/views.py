"""How is a person's request shown? In a list without its words; whole, which is recorded as a reading."""

from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.clock import tokyo_day
from app.requests import articles, queries
from app.requests.models import PersonRequest, Resource
from app.requests.schemas import RequestSummary, RequestView

_WORDS = ("name", "contact", "words", "checked")


def summary(actor: Actor, request: PersonRequest) -> RequestSummary:
    """Return a request without its words."""
    return RequestSummary.model_validate(_facts(actor, request))


def full(session: Session, actor: Actor, request: PersonRequest) -> RequestView:
    """Return a request with its words, and record which of them were read."""
    opened, reasons = queries.open_words(session, request), queries.open_reasons(session, request)
    said = {name: None if opened is None else getattr(opened, name) for name in _WORDS} | {"reasons": reasons}
    read = sorted(name for name, value in said.items() if value is not None)
    record(session, actor, "request.read", queries.TABLE, request.id, fields=read)
    subjects = queries.subjects_of(session, request.id)
    return RequestView.model_validate(
        _facts(actor, request)
        | said
        | {
            "consent_ids": queries.ids_in(subjects, Resource.CONSENTS),
            "applicant_ids": queries.ids_in(subjects, Resource.APPLICANTS),
        },
    )


def _facts(actor: Actor, request: PersonRequest) -> dict[str, object]:
    notified_on = None if request.notified_at is None else tokyo_day(request.notified_at)
    late = articles.is_late(request.due_on, tokyo_day(actor.at), notified_on)
    return request.model_dump(exclude={"sealed", "sealed_reasons"}) | {"late": late}
