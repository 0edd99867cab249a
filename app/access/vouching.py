"""For which member of the staff does a system speak? One assertion, one person, once (RFC 7523 section 2.1, O-12)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from app.access.assertions import Assertion, check_assertion, read_assertion
from app.access.authentication import Proven
from app.access.claims import staff_member
from app.access.compact import TokenRefused
from app.access.models import PEOPLE
from app.access.oauth_errors import ErrorCode, OAuthError
from app.access.spent import use_assertion

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
"""The grant type by which a system asks in the name of a staff member."""

GRANT_TYPES = ("client_credentials", JWT_BEARER)


@dataclass(frozen=True, slots=True)
class StaffAssertion:
    """A system's word, its signature checked, that a staff member asks through it."""

    staff_id: UUID
    assertion: Assertion

    def require_person(self, session: Session) -> None:
        """Let pass an assertion about somebody who works here.

        Raises:
            OAuthError: there is nobody of this id, or they have left.

        """
        if not is_person(session, self.staff_id):
            raise OAuthError(ErrorCode.INVALID_GRANT, "not_staff", self.assertion.client_id)

    def used(self, session: Session) -> UUID:
        """Use the assertion up and return the staff member.

        Raises:
            OAuthError: it has served before.

        """
        used = self.assertion
        if not use_assertion(session, used.client_id, used.jti, used.expires_at):
            raise OAuthError(ErrorCode.INVALID_GRANT, "assertion_used_before", used.client_id)
        return self.staff_id


def read_staff_assertion(proven: Proven, issuer: str, assertion: str, at: datetime) -> StaffAssertion:
    """Return for whom a proven client vouches; whether the assertion is new is asked with the work.

    Raises:
        OAuthError: it is not signed by a key of this client, or says anything else than it must.

    """
    client_id = proven.client.client_id
    try:
        compact, _ = read_assertion(assertion)
        checked = check_assertion(compact, proven.keys, issuer, at)
        staff_id = staff_member(compact.payload, "sub")
    except TokenRefused as refusal:
        raise OAuthError(ErrorCode.INVALID_GRANT, refusal.reason, client_id) from None
    if checked.client_id != client_id:
        raise OAuthError(ErrorCode.INVALID_GRANT, "iss", client_id)
    return StaffAssertion(staff_id, checked)


def is_person(session: Session, staff_id: UUID | None) -> bool:
    """Tell whether somebody of this id works here; a token without a staff member needs nobody."""
    if staff_id is None:
        return True
    found = sa.select(PEOPLE.c.id).where(PEOPLE.c.id == staff_id, PEOPLE.c.left_at.is_(None))
    return session.execute(found).first() is not None
