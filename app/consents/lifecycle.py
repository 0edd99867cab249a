"""Which moves does the life of a consent allow?"""

from app.consents.models import ConsentState
from app.core.lifecycle import Lifecycle

_NOT_DISPOSED = set(ConsentState) - {ConsentState.DISPOSED}

LIFE = Lifecycle(
    "consents",
    {ConsentState.RECEIVED},
    {
        "verify": ({ConsentState.RECEIVED}, {ConsentState.VERIFIED}),
        "activate": ({ConsentState.VERIFIED}, {ConsentState.ACTIVE}),
        "return": ({ConsentState.RECEIVED}, {ConsentState.RETURNED}),
        "withdraw": (
            {ConsentState.RECEIVED, ConsentState.VERIFIED, ConsentState.ACTIVE},
            {ConsentState.WITHDRAWN},
        ),
        "expire": ({ConsentState.ACTIVE}, {ConsentState.EXPIRED}),
        "dispose": (_NOT_DISPOSED, {ConsentState.DISPOSED}),
    },
)
