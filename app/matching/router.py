"""Routes under `/v1/matches`."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from app.access.guards import MatchesRead, MatchesWrite
from app.core.examples import example_id
from app.http.fields import RecordId
from app.http.openapi import creates, example_path, moves, reads
from app.http.paging import Cursor, Limit, Page
from app.http.routes import JsonRoute
from app.matching import duties, service, views
from app.matching.duties import MatchDuties
from app.matching.schemas import MatchSummary, MatchView, ProposeMatch, ProvisionsView, RecordAnswer, StopMatch
from app.memorandum import clause_2_2_purpose, clause_3_1_briefing, clause_5_term

router = APIRouter(prefix="/v1/matches", tags=["matches"], route_class=JsonRoute)
USE, STAFF, TERM = clause_2_2_purpose.CLAUSE, clause_3_1_briefing.CLAUSE, clause_5_term.CLAUSE


def _seeded(state: str) -> Any:
    return example_path(example_id("matches", state))


Proposed = Annotated[RecordId, _seeded("proposed")]
OfferedToSupporter = Annotated[RecordId, _seeded("offered_to_supporter")]
SupporterAccepted = Annotated[RecordId, _seeded("supporter_accepted")]
OfferedToApplicant = Annotated[RecordId, _seeded("offered_to_applicant")]
ApplicantAccepted = Annotated[RecordId, _seeded("applicant_accepted")]
ContactReleased = Annotated[RecordId, _seeded("contact_released")]
InContact = Annotated[RecordId, _seeded("in_contact")]
Established = Annotated[RecordId, _seeded("established")]
Supporting = Annotated[RecordId, _seeded("supporting")]
ToCancel = Annotated[RecordId, _seeded("to_cancel")]
ToBreakOff = Annotated[RecordId, _seeded("to_break_off")]


@router.post("", status_code=201, response_model=MatchView, openapi_extra=creates(USE, STAFF, TERM))
async def propose_match(caller: MatchesWrite, body: ProposeMatch) -> Response:
    """Propose that a supporter support an applicant; neither side learns anything yet."""
    return await caller.create(service.propose_match, views.show_match, body)


@router.get("", response_model=Page[MatchSummary], openapi_extra=reads(STAFF))
async def list_matches(caller: MatchesRead, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List matches in the order of their proposal, without anything about either side."""
    return await caller.look(views.list_matches, limit, cursor)


@router.get("/duties", response_model=MatchDuties, openapi_extra=reads(USE, STAFF))
async def list_match_duties(caller: MatchesRead) -> Response:
    """List the open matches that must end because a side has withdrawn, expired or been disposed of."""
    return await caller.look(duties.list_match_duties)


@router.get("/{match_id}", response_model=MatchView, openapi_extra=reads(USE, STAFF))
async def show_match(caller: MatchesRead, match_id: ContactReleased) -> Response:
    """Show a match and what each side knows of the other; the look is recorded with the names of the fields."""
    return await caller.look(views.show_match, match_id)


@router.get("/{match_id}/provisions", response_model=ProvisionsView, openapi_extra=reads(STAFF))
async def list_provisions(caller: MatchesRead, match_id: ContactReleased) -> Response:
    """List what went from one side to the other, as the privacy law (article 29) has it recorded."""
    return await caller.look(views.list_provisions, match_id)


@router.post("/{match_id}/offer-to-supporter", response_model=MatchView, openapi_extra=moves(USE, STAFF, TERM))
async def offer_to_supporter(caller: MatchesWrite, match_id: Proposed) -> Response:
    """Ask the supporter, who learns of the applicant what the step allows."""
    return await caller.move(service.offer_to_supporter, views.show_match, match_id)


@router.post("/{match_id}/record-supporter-answer", response_model=MatchView, openapi_extra=moves(STAFF, TERM))
async def record_supporter_answer(caller: MatchesWrite, match_id: OfferedToSupporter, body: RecordAnswer) -> Response:
    """Record what the supporter said; anything but yes closes the match, also when no agreement is in force."""
    return await caller.move(service.record_supporter_answer, views.show_match, match_id, body)


@router.post("/{match_id}/offer-to-applicant", response_model=MatchView, openapi_extra=moves(USE, STAFF, TERM))
async def offer_to_applicant(caller: MatchesWrite, match_id: SupporterAccepted) -> Response:
    """Ask the applicant, who learns of the supporter what the step allows."""
    return await caller.move(service.offer_to_applicant, views.show_match, match_id)


@router.post("/{match_id}/record-applicant-answer", response_model=MatchView, openapi_extra=moves(STAFF, TERM))
async def record_applicant_answer(caller: MatchesWrite, match_id: OfferedToApplicant, body: RecordAnswer) -> Response:
    """Record what the applicant said; anything but yes closes the match, also when no agreement is in force."""
    return await caller.move(service.record_applicant_answer, views.show_match, match_id, body)


@router.post("/{match_id}/release-contact", response_model=MatchView, openapi_extra=moves(USE, STAFF, TERM))
async def release_contact(caller: MatchesWrite, match_id: ApplicantAccepted) -> Response:
    """Tell each side the other's name, and the applicant the supporter's e-mail address; the applicant writes first."""
    return await caller.move(service.release_contact, views.show_match, match_id)


@router.post("/{match_id}/record-contact", response_model=MatchView, openapi_extra=moves(STAFF, TERM))
async def record_contact(caller: MatchesWrite, match_id: ContactReleased) -> Response:
    """Record that the two are in contact."""
    return await caller.move(service.record_contact, views.show_match, match_id)


@router.post("/{match_id}/establish", response_model=MatchView, openapi_extra=moves(STAFF, TERM))
async def establish_match(caller: MatchesWrite, match_id: InContact) -> Response:
    """Record that both want the support to come about."""
    return await caller.move(service.establish_match, views.show_match, match_id)


@router.post("/{match_id}/start-support", response_model=MatchView, openapi_extra=moves(STAFF, TERM))
async def start_support(caller: MatchesWrite, match_id: Established) -> Response:
    """Record that the support has begun."""
    return await caller.move(service.start_support, views.show_match, match_id)


@router.post("/{match_id}/end", response_model=MatchView, openapi_extra=moves(STAFF))
async def end_match(caller: MatchesWrite, match_id: Supporting, body: StopMatch) -> Response:
    """Record that the support has come to its end; possible whether or not an agreement is in force."""
    return await caller.move(service.end_match, views.show_match, match_id, body)


@router.post("/{match_id}/cancel", response_model=MatchView, openapi_extra=moves(STAFF))
async def cancel_match(caller: MatchesWrite, match_id: ToCancel, body: StopMatch) -> Response:
    """Give a match up before contact was released; possible whether or not an agreement is in force."""
    return await caller.move(service.cancel_match, views.show_match, match_id, body)


@router.post("/{match_id}/break-off", response_model=MatchView, openapi_extra=moves(STAFF))
async def break_off_match(caller: MatchesWrite, match_id: ToBreakOff, body: StopMatch) -> Response:
    """Stop a match after contact was released; possible whether or not an agreement is in force."""
    return await caller.move(service.break_off_match, views.show_match, match_id, body)
