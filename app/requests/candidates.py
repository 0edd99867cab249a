"""Which records may be the person's? Those found by the name or the address in the request, none of them opened."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.access.hourly import require_search
from app.applicants.models import Applicant
from app.audit.trail import record
from app.consents.models import Consent
from app.conventions.terms import Term, TermKind, terms_of
from app.core.errors import WrongState
from app.http.fields import View
from app.requests import queries
from app.requests.lifecycle import UNDECIDED
from app.requests.models import Resource
from app.vault.findable import find_people


class CandidateView(View):
    """A record that shares terms with the request; whether it is the person's, the officer decides."""

    resource: Resource
    id: UUID
    state: str
    found_by: Sequence[TermKind]


class CandidatesView(View):
    """What a search by the request's own name and address found."""

    items: Sequence[CandidateView]


def list_candidates(session: Session, actor: Actor, request_id: UUID) -> CandidatesView:
    """Return the records that share a name, an e-mail address or a telephone number with an undecided request.

    Raises:
        TooManyRequests: the person has searched too often within the hour.
        WrongState: the request has been decided.

    """
    request = queries.get_request(session, request_id)
    if request.state not in UNDECIDED:
        raise WrongState("candidates", request.state.value)
    require_search(session, actor)
    words = queries.open_words(session, request)
    terms = (
        frozenset() if words is None else terms_of({"name": words.name, "email": words.contact, "phone": words.contact})
    )
    return CandidatesView(items=[one for resource in Resource for one in _found(session, actor, resource, terms)])


def _found(session: Session, actor: Actor, resource: Resource, terms: frozenset[Term]) -> list[CandidateView]:
    found: dict[UUID, list[TermKind]] = {}
    for term in sorted(terms):
        for record_id in find_people(session, resource.value, [term]):
            found.setdefault(record_id, []).append(term.kind)
    kinds = sorted({term.kind.value for term in terms})
    record(session, actor, f"{resource.value}.searched", resource.value, None, terms=kinds, found=len(found))
    return [
        CandidateView(resource=resource, id=one, state=_state(session, resource, one), found_by=kinds_found)
        for one, kinds_found in sorted(found.items())
    ]


def _state(session: Session, resource: Resource, record_id: UUID) -> str:
    if resource is Resource.CONSENTS:
        return session.get_one(Consent, record_id).state.value
    return session.get_one(Applicant, record_id).state.value
