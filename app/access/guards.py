"""Who may call a route? One named type per scope: a token that lacks it never reaches the service."""

from dataclasses import replace
from typing import Annotated

from fastapi import Request, Security
from fastapi.openapi.models import OAuth2, OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase

from app.access.caller import Caller
from app.access.installation import installation_of
from app.access.scopes import PURPOSE_OF, Scope
from app.access.tokens import TokenRefused
from app.core.errors import InsufficientScope, Malformed, Unauthenticated
from app.http.limits import address_of


class Guard(SecurityBase):
    """The one security scheme: a bearer token whose scope is that of the route."""

    scheme_name = "OAuth2"
    model = OAuth2(
        flows=OAuthFlows(
            clientCredentials=OAuthFlowClientCredentials(
                tokenUrl="/oauth/token",
                scopes={scope.value: f"purpose {PURPOSE_OF[scope].value}" for scope in Scope},
            ),
        ),
        description="One purpose per token; every scope spelled out.",
    )

    async def __call__(self, request: Request, wanted: SecurityScopes) -> Caller:
        """Check the token's signature, claims and scope; whether they still hold is asked with the work."""
        installation = installation_of(request)
        now = installation.clock.now()
        try:
            claims = installation.tokens.check(bearer_token(request), now)
        except (TokenRefused, Unauthenticated) as refused:
            installation.budgets.stranger(address_of(request), now)
            raise (refused if isinstance(refused, Unauthenticated) else Unauthenticated()) from None
        scope = Scope(wanted.scopes[0])
        installation.budgets.call(claims.client_id, claims.staff, scope, now)
        found = Caller(installation, claims, scope, request, request.state.request_id, now)
        request.state.caller = found
        if scope not in claims.scope:
            raise InsufficientScope(scope.value)
        return found


caller = Guard()


def still_valid(caller: Caller) -> Caller:
    """Return a caller who has waited, as of now.

    Raises:
        Unauthenticated: its token has run out, or is not one of ours any more.

    """
    now = caller.installation.clock.now()
    try:
        caller.installation.tokens.check(bearer_token(caller.request), now)
    except TokenRefused:
        raise Unauthenticated from None
    return replace(caller, at=now)


def bearer_token(request: Request) -> str:
    """Return the one bearer token of the Authorization header (RFC 6750).

    Raises:
        Unauthenticated: there is none.
        Malformed: there are several.

    """
    values = request.headers.getlist("authorization")
    if len(values) > 1:
        raise Malformed("authorization_twice")
    scheme, _, token = (values[0] if values else "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("no_token")
    return token


AgreementsRead = Annotated[Caller, Security(caller, scopes=[Scope.AGREEMENTS_READ])]
AgreementsSign = Annotated[Caller, Security(caller, scopes=[Scope.AGREEMENTS_SIGN])]
AgreementsWrite = Annotated[Caller, Security(caller, scopes=[Scope.AGREEMENTS_WRITE])]
ApplicantsRead = Annotated[Caller, Security(caller, scopes=[Scope.APPLICANTS_READ])]
ApplicantsWrite = Annotated[Caller, Security(caller, scopes=[Scope.APPLICANTS_WRITE])]
AuditRead = Annotated[Caller, Security(caller, scopes=[Scope.AUDIT_READ])]
BriefingsWrite = Annotated[Caller, Security(caller, scopes=[Scope.BRIEFINGS_WRITE])]
ClientsConfirm = Annotated[Caller, Security(caller, scopes=[Scope.CLIENTS_CONFIRM])]
ClientsManage = Annotated[Caller, Security(caller, scopes=[Scope.CLIENTS_MANAGE])]
ConsentsManage = Annotated[Caller, Security(caller, scopes=[Scope.CONSENTS_MANAGE])]
ConsentsProvide = Annotated[Caller, Security(caller, scopes=[Scope.CONSENTS_PROVIDE])]
ConsentsRead = Annotated[Caller, Security(caller, scopes=[Scope.CONSENTS_READ])]
ConsultationsRead = Annotated[Caller, Security(caller, scopes=[Scope.CONSULTATIONS_READ])]
ConsultationsWrite = Annotated[Caller, Security(caller, scopes=[Scope.CONSULTATIONS_WRITE])]
DisposalsApprove = Annotated[Caller, Security(caller, scopes=[Scope.DISPOSALS_APPROVE])]
DisposalsExecute = Annotated[Caller, Security(caller, scopes=[Scope.DISPOSALS_EXECUTE])]
DisposalsPropose = Annotated[Caller, Security(caller, scopes=[Scope.DISPOSALS_PROPOSE])]
DisposalsRead = Annotated[Caller, Security(caller, scopes=[Scope.DISPOSALS_READ])]
DisposalsVerify = Annotated[Caller, Security(caller, scopes=[Scope.DISPOSALS_VERIFY])]
DocumentsRead = Annotated[Caller, Security(caller, scopes=[Scope.DOCUMENTS_READ])]
ExchangesRead = Annotated[Caller, Security(caller, scopes=[Scope.EXCHANGES_READ])]
ExchangesWrite = Annotated[Caller, Security(caller, scopes=[Scope.EXCHANGES_WRITE])]
FeedsAcknowledge = Annotated[Caller, Security(caller, scopes=[Scope.FEEDS_ACKNOWLEDGE])]
FeedsRead = Annotated[Caller, Security(caller, scopes=[Scope.FEEDS_READ])]
IncidentsManage = Annotated[Caller, Security(caller, scopes=[Scope.INCIDENTS_MANAGE])]
IncidentsRead = Annotated[Caller, Security(caller, scopes=[Scope.INCIDENTS_READ])]
IncidentsReport = Annotated[Caller, Security(caller, scopes=[Scope.INCIDENTS_REPORT])]
MatchesRead = Annotated[Caller, Security(caller, scopes=[Scope.MATCHES_READ])]
MatchesWrite = Annotated[Caller, Security(caller, scopes=[Scope.MATCHES_WRITE])]
MetricsRead = Annotated[Caller, Security(caller, scopes=[Scope.METRICS_READ])]
ReceiptsRead = Annotated[Caller, Security(caller, scopes=[Scope.RECEIPTS_READ])]
ReportsContribute = Annotated[Caller, Security(caller, scopes=[Scope.REPORTS_CONTRIBUTE])]
ReportsRead = Annotated[Caller, Security(caller, scopes=[Scope.REPORTS_READ])]
RequestsRead = Annotated[Caller, Security(caller, scopes=[Scope.REQUESTS_READ])]
RequestsWrite = Annotated[Caller, Security(caller, scopes=[Scope.REQUESTS_WRITE])]
StaffRead = Annotated[Caller, Security(caller, scopes=[Scope.STAFF_READ])]
StaffWrite = Annotated[Caller, Security(caller, scopes=[Scope.STAFF_WRITE])]
WebhooksConfirm = Annotated[Caller, Security(caller, scopes=[Scope.WEBHOOKS_CONFIRM])]
WebhooksManage = Annotated[Caller, Security(caller, scopes=[Scope.WEBHOOKS_MANAGE])]
