"""Which moves does the life of an applicant allow?"""

from app.applicants.models import ApplicantState
from app.core.lifecycle import Lifecycle

_NOT_DISPOSED = set(ApplicantState) - {ApplicantState.DISPOSED}

LIFE = Lifecycle(
    "applicants",
    {ApplicantState.REGISTERED},
    {
        "activate": ({ApplicantState.REGISTERED, ApplicantState.COMPLETED}, {ApplicantState.ACTIVE}),
        "complete": ({ApplicantState.ACTIVE}, {ApplicantState.COMPLETED}),
        "withdraw": (
            {ApplicantState.REGISTERED, ApplicantState.ACTIVE, ApplicantState.COMPLETED},
            {ApplicantState.WITHDRAWN},
        ),
        "dispose": (_NOT_DISPOSED, {ApplicantState.DISPOSED}),
    },
)
