"""Is anything left of what was disposed of? Looked at apart from whoever executed it (R2.4-6)."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from app.applicants.models import Applicant, ApplicantState
from app.consents.models import Consent, ConsentState
from app.disposals import queries
from app.disposals.models import Disposal
from app.matching.models import Match
from app.vault.keys import keys_of
from app.vault.keystore import Domain
from app.vault.verification import verify


def look_again(session: Session, disposal: Disposal) -> list[str]:
    """Return everything that contradicts the disposal; nothing means it is done."""
    forms = [UUID(one) for one in disposal.consent_ids]
    people = [UUID(one) for one in disposal.applicant_ids]
    sealed = [*forms, *people, *queries.mails_only_of(session, forms)]
    left = col(Consent.sealed).is_not(None) | (col(Consent.state) != ConsentState.DISPOSED)
    unscrubbed = session.exec(select(func.count()).where(col(Consent.id).in_(forms), left)).one()
    left = col(Applicant.sealed).is_not(None) | (col(Applicant.state) != ApplicantState.DISPOSED)
    unforgotten = session.exec(select(func.count()).where(col(Applicant.id).in_(people), left)).one()
    named = col(Match.consent_id).in_(forms) | col(Match.applicant_id).in_(people)
    related = session.exec(select(func.count()).where(named)).one()
    return [
        *verify(session, keys_of(session), Domain(disposal.source), disposal.destroyed_epochs, sealed),
        *([f"{unscrubbed} forms are not scrubbed"] if unscrubbed else []),
        *([f"{unforgotten} applicants are not scrubbed"] if unforgotten else []),
        *([f"{related} matches still name a record"] if related else []),
        *([] if disposal.destroyed_epochs else ["no epoch was retired"]),
    ]
