"""Which requests does the demonstration begin with? One in each state from which a route moves it on."""

from collections.abc import Callable
from uuid import UUID

from sqlmodel import Session

from app.access.actor import Actor
from app.core.examples import example_id
from app.requests import deciding, service
from app.requests.models import Channel, IdentityMeans, IdentityPaper, PersonRequest, RequestKind
from app.requests.schemas import ConfirmIdentity, Grant, LinkRecords, ReceiveRequest, RequestView

_HELD = LinkRecords(consent_ids=frozenset({example_id("consents", "for_contact_released")}))
_SHOWN = ConfirmIdentity(
    means=IdentityMeans.DOCUMENT_SHOWN,
    paper=IdentityPaper.DRIVING_LICENCE,
    checked="Name and face on the licence.",
)
Step = Callable[[Session, Actor, UUID, int], RequestView]
WAY: tuple[Step, ...] = (
    service.ask_identity,
    lambda session, actor, request_id, version: service.confirm_identity(session, actor, request_id, version, _SHOWN),
    lambda session, actor, request_id, version: service.link_records(session, actor, request_id, version, _HELD),
    lambda session, actor, request_id, version: deciding.grant_request(session, actor, request_id, version, Grant()),
)
STEPS = {"received": 0, "identity_pending": 1, "in_review": 3, "granted": 4}


def seed(session: Session, actor: Actor) -> None:
    """Make the example requests that are missing, by the very steps a caller would take."""
    for part, steps in STEPS.items():
        request_id = example_id("requests", part)
        if session.get(PersonRequest, request_id) is None:
            service.receive_as(session, actor, request_id, _asked())
            for version, step in enumerate(WAY[:steps], start=1):
                step(session, actor, request_id, version)


def _asked() -> ReceiveRequest:
    return ReceiveRequest(
        kind=RequestKind.DISCLOSURE,
        channel=Channel.EMAIL,
        name="Hanako Example",
        contact="hanako@example.jp",
        words="Please tell me everything you hold about me.",
    )
