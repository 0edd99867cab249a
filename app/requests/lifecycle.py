"""Which moves does the life of a person's request allow? Whoever shows identity at once needs not be asked for it."""

from app.core.lifecycle import Lifecycle
from app.requests.models import RequestState

UNDECIDED = (RequestState.RECEIVED, RequestState.IDENTITY_PENDING, RequestState.IN_REVIEW)
DECIDED = (RequestState.GRANTED, RequestState.PARTLY_GRANTED, RequestState.REFUSED)

LIFE = Lifecycle(
    "requests",
    {RequestState.RECEIVED},
    {
        "ask-identity": ({RequestState.RECEIVED}, {RequestState.IDENTITY_PENDING}),
        "confirm-identity": (
            {RequestState.RECEIVED, RequestState.IDENTITY_PENDING},
            {RequestState.IN_REVIEW},
        ),
        "grant": ({RequestState.IN_REVIEW}, {RequestState.GRANTED}),
        "grant-partly": ({RequestState.IN_REVIEW}, {RequestState.PARTLY_GRANTED}),
        "refuse": (set(UNDECIDED), {RequestState.REFUSED}),
        "notify": (set(DECIDED), {RequestState.NOTIFIED}),
    },
)
