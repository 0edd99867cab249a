"""Which role may hold which scopes, for which party does it act, and how long do its tokens live?"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from app.access.scopes import SCOPES_OF, Purpose, Scope
from app.memorandum.clause import Party


class Role(StrEnum):
    """What a client is to this service. A client has one role."""

    AUDITOR = "auditor"
    COORDINATOR = "coordinator"
    ISA_EXCHANGE = "isa_exchange"
    ISA_OFFICER = "isa_officer"
    MAIL_INTAKE = "mail_intake"
    OPERATOR = "operator"
    PRIVACY_OFFICER = "privacy_officer"
    SECRETARY_GENERAL = "secretary_general"
    STAFF_ADMINISTRATOR = "staff_administrator"


_FEEDS = frozenset({Scope.FEEDS_ACKNOWLEDGE, Scope.FEEDS_READ})
_REPORTS = frozenset({Scope.REPORTS_CONTRIBUTE, Scope.REPORTS_READ})

MAY_HOLD: Mapping[Role, frozenset[Scope]] = MappingProxyType(
    {
        Role.AUDITOR: frozenset({Scope.AUDIT_READ}),
        Role.COORDINATOR: SCOPES_OF[Purpose.SUPPORT] | {Scope.INCIDENTS_REPORT},
        Role.ISA_EXCHANGE: SCOPES_OF[Purpose.PROVISION] | _FEEDS | _REPORTS,
        Role.ISA_OFFICER: (
            _FEEDS | _REPORTS | {Scope.WEBHOOKS_CONFIRM} | SCOPES_OF[Purpose.REVIEW] | SCOPES_OF[Purpose.AGREEMENT]
        ),
        Role.MAIL_INTAKE: frozenset({Scope.CONSENTS_PROVIDE}),
        Role.OPERATOR: SCOPES_OF[Purpose.OPERATION] | {Scope.INCIDENTS_REPORT},
        Role.PRIVACY_OFFICER: (
            SCOPES_OF[Purpose.INCIDENT]
            | {Scope.DISPOSALS_PROPOSE, Scope.DISPOSALS_EXECUTE, Scope.DISPOSALS_READ}
            | SCOPES_OF[Purpose.RIGHTS]
            | {Scope.AUDIT_READ}
        ),
        Role.SECRETARY_GENERAL: (
            frozenset({Scope.INCIDENTS_REPORT, Scope.INCIDENTS_READ})
            | {Scope.DISPOSALS_APPROVE, Scope.DISPOSALS_VERIFY, Scope.DISPOSALS_READ}
            | SCOPES_OF[Purpose.REVIEW]
            | SCOPES_OF[Purpose.AGREEMENT]
            | {Scope.AUDIT_READ}
        ),
        Role.STAFF_ADMINISTRATOR: SCOPES_OF[Purpose.STAFFING] | {Scope.INCIDENTS_REPORT},
    },
)

PARTY_OF: Mapping[Role, Party] = MappingProxyType(
    {
        Role.AUDITOR: Party.ASSOCIATION,
        Role.COORDINATOR: Party.ASSOCIATION,
        Role.ISA_EXCHANGE: Party.ISA,
        Role.ISA_OFFICER: Party.ISA,
        Role.MAIL_INTAKE: Party.ASSOCIATION,
        Role.OPERATOR: Party.ASSOCIATION,
        Role.PRIVACY_OFFICER: Party.ASSOCIATION,
        Role.SECRETARY_GENERAL: Party.ASSOCIATION,
        Role.STAFF_ADMINISTRATOR: Party.ASSOCIATION,
    },
)
"""Whoever runs the service runs it for the association, so the operator counts as the association's."""

ISA_ROLES = frozenset(role for role, party in PARTY_OF.items() if party is Party.ISA)
"""Roles that sign in by private key only, outside the demonstration."""

NEEDS_STAFF = frozenset({Role.COORDINATOR})
"""Roles behind which a member of the staff must stand, so that 3(1) can be asked."""

MAY_HAVE_STAFF = frozenset(
    {Role.AUDITOR, Role.COORDINATOR, Role.PRIVACY_OFFICER, Role.SECRETARY_GENERAL, Role.STAFF_ADMINISTRATOR},
)
"""Roles that a person of the association's staff may hold; the others are systems or ISA's own people."""


CONFIRMED_BY_ANOTHER = frozenset(Role) - {Role.AUDITOR, Role.OPERATOR}
"""Roles whose clients and credentials an operator registers and a staff administrator confirms.

They see or write personal data, or confirm others; an auditor sees ids only, and an operator nothing of anybody.
"""


def lifetime_of(purpose: Purpose) -> timedelta:
    """Return how long a token of a purpose lives: short, and longer only where a feed is followed."""
    return timedelta(seconds=900 if purpose is Purpose.REPORTING else 300)
