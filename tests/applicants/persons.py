"""Of whom do the tests of the scheme speak? Of a person who meets everything, changed where a test says so."""

from typing import Any

from app.applicants.models import ApplicantProfile
from app.applicants.schemas import RegisterApplicant
from tests.support.applicants import a_person


def a_profile(**said: Any) -> ApplicantProfile:
    """Return what is known of a person, as it is opened."""
    person = {"certificates": [passed("jlpt", "N3")], "coe_applied_on": "2026-06-01", **said}
    return ApplicantProfile.model_validate(RegisterApplicant.model_validate(a_person(**person)).model_dump(mode="json"))


def passed(exam: str, result: str, certified_on: str = "2025-01-20") -> dict[str, str]:
    """Return a certificate."""
    return {"exam": exam, "result": result, "certified_on": certified_on}


def stayed(entered_on: str, left_on: str | None = None) -> dict[str, str | None]:
    """Return a stay, the present one unless it ended."""
    return {"entered_on": entered_on, "left_on": left_on}
