"""Which moves does the life of a consent allow?"""

from app.consents.models import Availability, ConsentState
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

AVAILABILITY = Lifecycle(
    "availability of supporters",
    {Availability.AVAILABLE},
    {
        "confirm-availability": ({Availability.AVAILABLE}, {Availability.AVAILABLE}),
        "pause": ({Availability.AVAILABLE}, {Availability.PAUSED}),
        "resume": ({Availability.PAUSED}, {Availability.AVAILABLE}),
        "suspend": ({Availability.AVAILABLE, Availability.PAUSED}, {Availability.SUSPENDED}),
        "reinstate": ({Availability.SUSPENDED}, {Availability.AVAILABLE}),
    },
)
"""While the form is active; to confirm renews the day from which a supporter's word holds, and so does to resume."""
