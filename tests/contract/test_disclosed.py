"""Has everything that is held on a person its Japanese name in the answer the person gets on paper (article 33)?"""

from enum import StrEnum

import pytest

from app.applicants.certificates import Exam
from app.applicants.models import ApplicantProfile, ApplicantState
from app.consents.models import (
    Availability,
    ConsentForm,
    ConsentState,
    ExpiryReason,
    GivenConsents,
    ReturnReason,
    SupportKind,
)
from app.incidents.models import IncidentState
from app.matching.models import MatchState
from app.memorandum.clause import Source
from app.provisions.models import ProvidedTo
from app.requests import labels
from app.requests.models import RequestKind, RequestState

HELD = {*ConsentForm.model_fields, *GivenConsents.model_fields, *ApplicantProfile.model_fields}
CODES: list[type[StrEnum]] = [
    ApplicantState,
    Availability,
    ConsentState,
    Exam,
    ExpiryReason,
    IncidentState,
    MatchState,
    ProvidedTo,
    RequestKind,
    RequestState,
    ReturnReason,
    Source,
    SupportKind,
]


def test_every_field_that_is_held_has_a_japanese_name() -> None:
    assert HELD - labels.FIELDS.keys() == set(), "write these into FIELDS of app/requests/labels.py, in Japanese"


@pytest.mark.parametrize("codes", CODES)
def test_every_code_that_is_printed_has_japanese_words(codes: type[StrEnum]) -> None:
    assert {str(one) for one in codes} - labels.CODES.keys() == set(), "write these into CODES, in Japanese"
