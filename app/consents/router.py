"""Routes under `/v1/consents` and `/v1/receipts`."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Response

from app.access.guards import ConsentsManage, ConsentsProvide, ConsentsRead, ReceiptsRead
from app.access.searching import SearchPerson
from app.consents import corrections, direct, provision, receipts, search, service, standing
from app.consents.document_schemas import EXAMPLE_SCAN
from app.consents.forms import ProvideConsent, RegisterDirectly
from app.consents.handover import hand_in, hand_over
from app.consents.lists import Wanted
from app.consents.models import ConsentState
from app.consents.periods import Period
from app.consents.schemas import (
    EXAMPLE_MAIL,
    ConsentSummary,
    ConsentView,
    CorrectConsent,
    ExpireConsent,
    MailReceiptView,
    ReceiptView,
    ReconciliationView,
    RegistrationView,
    ReturnConsent,
    VerifyConsent,
)
from app.consents.search import FoundConsents
from app.core.examples import example_id
from app.http.fields import Instant, RecordId
from app.http.file_routes import FormRoute, SentFile, form_with_file
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import BytesRoute, JsonRoute
from app.memorandum import (
    clause_1_1_provision,
    clause_1_2_channel,
    clause_2_2_purpose,
    clause_3_1_briefing,
    clause_5_term,
)

router = APIRouter(prefix="/v1/consents", tags=["consents"], route_class=JsonRoute)
form_router = APIRouter(prefix="/v1/consents", tags=["consents"], route_class=FormRoute)
mail_router = APIRouter(prefix="/v1/consents/mail", tags=["consents"], route_class=BytesRoute)
receipts_router = APIRouter(prefix="/v1/receipts", tags=["receipts"], route_class=JsonRoute)

Again = dict[int | str, dict[str, Any]]
PROVISION, CHANNEL = clause_1_1_provision.CLAUSE, clause_1_2_channel.CLAUSE
PURPOSE, BRIEFING, TERM = clause_2_2_purpose.CLAUSE, clause_3_1_briefing.CLAUSE, clause_5_term.CLAUSE
Received = Annotated[RecordId, example_path(example_id("consents", "received"))]
Verified = Annotated[RecordId, example_path(example_id("consents", "verified"))]
Active = Annotated[RecordId, example_path(example_id("consents", "active"))]
Incomplete = Annotated[RecordId, example_path(example_id("consents", "incomplete"))]
Regretted = Annotated[RecordId, example_path(example_id("consents", "withdrawable"))]
Misspelt = Annotated[RecordId, example_path(example_id("consents", "misspelt"))]
Asked = Annotated[RecordId, example_path(example_id("consents", "asked_again"))]
Busy = Annotated[RecordId, example_path(example_id("consents", "busy"))]
Paused = Annotated[RecordId, example_path(example_id("consents", "paused"))]
Doubted = Annotated[RecordId, example_path(example_id("consents", "doubted"))]
Suspended = Annotated[RecordId, example_path(example_id("consents", "suspended"))]
Silent = Annotated[RecordId, example_path(example_id("consents", "silent"))]
Mail = Annotated[RecordId, example_path(example_id("consents", "mail"))]
_HELD: Again = {200: {"model": ReceiptView, "description": "the very same form was held already"}}
_MAIL_HELD: Again = {200: {"model": MailReceiptView, "description": "the very same mail was held already"}}
_ENTERED: Again = {200: {"model": RegistrationView, "description": "the very same registration was there already"}}
_SCANNED = form_with_file(ProvideConsent, EXAMPLE_SCAN)
Filter = Annotated[Wanted, Depends()]
Between = Annotated[Period, Depends()]
At = Annotated[Instant | None, Query(description="an instant of the past; the present one if left out")]
Raw = Annotated[bytes, Body(media_type=provision.MAIL_TYPE, examples=[EXAMPLE_MAIL])]


@form_router.post(
    "",
    status_code=201,
    response_model=ReceiptView,
    responses=_HELD,
    openapi_extra=creates(PROVISION, CHANNEL) | _SCANNED,
)
async def provide_consent(caller: ConsentsProvide, body: ProvideConsent, file: SentFile) -> Response:
    """Provide a consent form, where the terms in force list that channel; the same form again answers 200.

    As JSON it is channel `api`. With the scanned paper, as a form of two parts (RFC 7578), it is channel `upload`:
    `form` is that JSON, `file` the whole scan as one PDF, JPEG or PNG, and the receipt's digest that of the file alone.
    """
    return await hand_in(caller, body, file)


@mail_router.post(
    "", status_code=201, response_model=MailReceiptView, responses=_MAIL_HELD, openapi_extra=creates(PROVISION, CHANNEL)
)
async def receive_mail(caller: ConsentsProvide, body: Raw) -> Response:
    """Hand over an e-mail from ISA as it arrived, headers and all; each form in it gets a receipt of its own.

    Every enclosed file is taken as a form; without one the mail itself is. A form waits for a person to transcribe it.
    """
    return await hand_over(caller, body)


@mail_router.get("/{mail_id}", response_model=MailReceiptView, openapi_extra=reads(PROVISION, CHANNEL))
async def show_mail(caller: ConsentsProvide, mail_id: Mail) -> Response:
    """Show what an e-mail came to."""
    return await caller.look(provision.show_mail, mail_id)


@router.post(
    "/direct", status_code=201, response_model=RegistrationView, responses=_ENTERED, openapi_extra=creates(BRIEFING)
)
async def register_directly(caller: ConsentsManage, body: RegisterDirectly) -> Response:
    """Enter somebody who comes to the association itself: outside clauses 1 and 2(1) to 2(4), at any date.

    The registration is then verified, activated and matched like a form, and ISA learns nothing of it.
    """
    return await caller.create(direct.register_directly, direct.show_registration, body)


@router.get("", response_model=Page[ConsentSummary], openapi_extra=reads(BRIEFING))
async def list_consents(caller: ConsentsRead, wanted: Filter, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List consents in the order in which they came, without anything about the persons."""
    return await caller.look(service.list_consents, limit, cursor, wanted)


@router.post("/search", response_model=FoundConsents, openapi_extra=reads(PURPOSE, BRIEFING))
async def search_consents(caller: ConsentsRead, body: SearchPerson) -> Response:
    """Find the consents of a person by whole terms; nothing is opened or made, so it needs no Idempotency-Key.

    The search is recorded by its kinds of terms and how many it found, and one person may make so many an hour.
    """
    return await caller.look(search.search_consents, body)


@router.get("/{consent_id}", response_model=ConsentView, openapi_extra=reads(PURPOSE, BRIEFING))
async def show_consent(caller: ConsentsRead, consent_id: Active) -> Response:
    """Open one consent; the fields shown are recorded with who read them."""
    return await caller.look(service.show_consent, consent_id)


@router.post("/{consent_id}/verify", response_model=ConsentSummary, openapi_extra=moves(PURPOSE, BRIEFING, TERM))
async def verify_consent(caller: ConsentsManage, consent_id: Received, body: VerifyConsent) -> Response:
    """Confirm that the form is complete; one that came by mail needs its transcription with this."""
    return await caller.move(service.verify_consent, service.show_summary, consent_id, body)


@router.post("/{consent_id}/activate", response_model=ConsentSummary, openapi_extra=moves(PURPOSE, BRIEFING, TERM))
async def activate_consent(caller: ConsentsManage, consent_id: Verified) -> Response:
    """Make the prospective supporter available for matching."""
    return await caller.move(service.activate_consent, service.show_summary, consent_id)


@router.post("/{consent_id}/return", response_model=ConsentSummary, openapi_extra=moves(PROVISION, BRIEFING))
async def return_consent(caller: ConsentsManage, consent_id: Incomplete, body: ReturnConsent) -> Response:
    """Give an incomplete form back; ISA learns the reasons from the feed of consents."""
    return await caller.move(service.return_consent, service.show_summary, consent_id, body)


@router.post("/{consent_id}/withdraw", response_model=ConsentSummary, openapi_extra=moves(BRIEFING))
async def withdraw_consent(caller: ConsentsManage, consent_id: Regretted) -> Response:
    """Record that the person took the consent back; possible at any date, whatever term is in force."""
    return await caller.move(service.withdraw_consent, service.show_summary, consent_id)


@router.post("/{consent_id}/correct", response_model=ConsentSummary, openapi_extra=moves(PURPOSE, BRIEFING))
async def correct_consent(caller: ConsentsManage, consent_id: Misspelt, body: CorrectConsent) -> Response:
    """Put right what the form says, such as a telephone number; the audit names the members, not their values."""
    return await caller.move(corrections.correct_consent, service.show_summary, consent_id, body)


@router.post("/{consent_id}/confirm-availability", response_model=ConsentSummary, openapi_extra=moves(BRIEFING, TERM))
async def confirm_availability(caller: ConsentsManage, consent_id: Asked) -> Response:
    """Record that the supporter was asked again and still takes new proposals."""
    return await caller.move(standing.confirm_availability, service.show_summary, consent_id)


@router.post("/{consent_id}/pause", response_model=ConsentSummary, openapi_extra=moves(BRIEFING))
async def pause_supporter(caller: ConsentsManage, consent_id: Busy) -> Response:
    """Record that the supporter takes no new proposals for now; open matches go on."""
    return await caller.move(standing.pause_supporter, service.show_summary, consent_id)


@router.post("/{consent_id}/resume", response_model=ConsentSummary, openapi_extra=moves(BRIEFING, TERM))
async def resume_supporter(caller: ConsentsManage, consent_id: Paused) -> Response:
    """Record that the supporter takes new proposals again."""
    return await caller.move(standing.resume_supporter, service.show_summary, consent_id)


@router.post("/{consent_id}/suspend", response_model=ConsentSummary, openapi_extra=moves(BRIEFING))
async def suspend_supporter(caller: ConsentsManage, consent_id: Doubted) -> Response:
    """Propose nothing new while it is in doubt whether the supporter is eligible."""
    return await caller.move(standing.suspend_supporter, service.show_summary, consent_id)


@router.post("/{consent_id}/reinstate", response_model=ConsentSummary, openapi_extra=moves(BRIEFING, TERM))
async def reinstate_supporter(caller: ConsentsManage, consent_id: Suspended) -> Response:
    """Let a supporter take new proposals again about whom the doubt is settled."""
    return await caller.move(standing.reinstate_supporter, service.show_summary, consent_id)


@router.post("/{consent_id}/expire", response_model=ConsentSummary, openapi_extra=moves(BRIEFING))
async def expire_consent(caller: ConsentsManage, consent_id: Silent, body: ExpireConsent) -> Response:
    """Record that the form no longer stands though nobody took it back; the memorandum lets none expire by itself."""
    return await caller.move(standing.expire_consent, service.show_summary, consent_id, body)


@receipts_router.get("", response_model=Page[ReceiptView], openapi_extra=reads(PROVISION))
async def list_receipts(
    caller: ReceiptsRead,
    period: Between,
    state: ConsentState | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the receipts of the forms ISA provided, in the order in which they came: all, of a period, or in a state."""
    return await caller.look(receipts.list_receipts, limit, cursor, period, state)


@receipts_router.get("/reconciliation", response_model=ReconciliationView, openapi_extra=reads(PROVISION))
async def reconcile(caller: ReceiptsRead, period: Between, at: At = None) -> Response:
    """Count the forms, all or of a period: each one provided is held, disposed of or returned.

    With `at` as they stood at an instant of the past: forms are dated when they come, go back and are disposed of.
    """
    return await caller.look(receipts.reconcile, period, at)


@receipts_router.get("/{receipt_id}", response_model=ReceiptView, openapi_extra=reads(PROVISION))
async def show_receipt(caller: ReceiptsRead, receipt_id: Active) -> Response:
    """Show the receipt of one form, also after its disposal."""
    return await caller.look(receipts.show_receipt, receipt_id)
