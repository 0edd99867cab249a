"""Which moves does the life of an agreement allow?"""

from app.agreements.models import AgreementState
from app.core.lifecycle import Lifecycle

LIFE = Lifecycle(
    "agreements",
    {AgreementState.DRAFTED},
    {
        "sign": (
            {AgreementState.DRAFTED, AgreementState.SIGNED_BY_ONE},
            {AgreementState.SIGNED_BY_ONE, AgreementState.SIGNED},
        ),
    },
)
