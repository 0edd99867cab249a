"""What does the view of an opened applicant say beside the facts? How they stand towards the scheme, and the flags."""

from dataclasses import asdict
from datetime import date

from app.applicants.flags import REASONS, flags_of
from app.applicants.models import ApplicantProfile
from app.applicants.schemas import FlagView, StandingView
from app.applicants.standing import standing_of


def standing_view(profile: ApplicantProfile, today: date) -> StandingView:
    """Return how an applicant stands on a day in Japan, as it is shown."""
    return StandingView.model_validate(
        {name: value for name, value in asdict(standing_of(profile, today)).items() if name != "is_elder"},
    )


def flag_views(profile: ApplicantProfile, today: date) -> list[FlagView]:
    """Return the flags of a day in Japan with their reasons, as they are shown."""
    raised = [(code, REASONS[code]) for code in flags_of(profile, today)]
    return [
        FlagView(code=code, reason=why.english, reason_ja=why.japanese, official=why.official) for code, why in raised
    ]
