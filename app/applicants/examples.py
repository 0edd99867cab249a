"""Which applicants does the demonstration begin with? One in each state that a route needs, all of invented people."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from app.access.actor import Actor
from app.applicants.certificates import Exam
from app.applicants.models import Applicant, ApplicantState, Certificate, Need, PersonsConsent
from app.applicants.queries import TABLE, get_applicant
from app.applicants.schemas import RegisterApplicant
from app.applicants.service import register_as
from app.audit.trail import record
from app.core.examples import MATCHED, example_id
from app.core.rows import move

SEEDS: Mapping[str, tuple[ApplicantState, str, str]] = {
    "registered": (ApplicantState.REGISTERED, "Ana Sample", "BRA"),
    "active": (ApplicantState.ACTIVE, "Bruno Sample", "BRA"),
    "active_2": (ApplicantState.ACTIVE, "Carmen Sample", "PER"),
    "active_3": (ApplicantState.ACTIVE, "Diego Sample", "PER"),
    "completable": (ApplicantState.ACTIVE, "Elena Sample", "BRA"),
    "correctable": (ApplicantState.ACTIVE, "Ema Sample", "BRA"),
    "withdrawable": (ApplicantState.ACTIVE, "Fabio Sample", "PER"),
    **{f"for_{part}": (ApplicantState.ACTIVE, "Gisele Sample", "BRA") for part in MATCHED},
}

_SAID = PersonsConsent(given=True, on=date(2024, 5, 10), text_version="2024-04")


def seed(session: Session, actor: Actor) -> None:
    """Add what is missing of the demonstration's applicants."""
    for part, (state, name, country) in SEEDS.items():
        applicant_id = example_id("applicants", part)
        if session.get(Applicant, applicant_id) is not None:
            continue
        register_as(session, actor, applicant_id, _person(name, country))
        if state is ApplicantState.ACTIVE:
            session.flush()
            move(session, get_applicant(session, applicant_id), 1, state=state, activated_at=actor.at)
            record(session, actor, "applicant.seeded", TABLE, applicant_id, state=state.value)


def _person(name: str, country: str) -> RegisterApplicant:
    return RegisterApplicant(
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
        date_of_birth=date(2001, 2, 3),
        country_of_origin=country,
        resides_in=country,
        languages=["pt" if country == "BRA" else "es", "ja"],
        wished_area=["13", "14"],
        month_of_arrival="2027-04",
        certificates=[Certificate(exam=Exam.JLPT, result="N4", certified_on=date(2024, 1, 22))],
        needs=[Need(text="vegetarian meals", shared_by_consent_on=_SAID.on)],
        consent_to_matching=_SAID,
        consent_to_provision_abroad=_SAID,
    )
