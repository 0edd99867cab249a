"""Which moves does the life of an endpoint allow? Those of people; the relay itself degrades, reopens and gives up."""

from app.core.lifecycle import Lifecycle
from app.webhooks.models import EndpointState

_SERVED = {EndpointState.ACTIVE, EndpointState.DEGRADED}

_CONFIRMED = {EndpointState.ACTIVE, EndpointState.DEGRADED, EndpointState.PAUSED}

LIFE = Lifecycle(
    "webhooks",
    {EndpointState.PROPOSED},
    {
        "confirm": ({EndpointState.PROPOSED, EndpointState.GONE}, {EndpointState.ACTIVE}),
        "change": (set(EndpointState), {EndpointState.PROPOSED}),
        "rotate-secret": (_CONFIRMED, _CONFIRMED),
        "pause": (_SERVED, {EndpointState.PAUSED}),
        "resume": ({EndpointState.PAUSED}, {EndpointState.ACTIVE}),
        "replay": (_SERVED, _SERVED),
        "(repeated failure)": ({EndpointState.ACTIVE}, {EndpointState.DEGRADED}),
        "(success)": ({EndpointState.DEGRADED}, {EndpointState.ACTIVE}),
        "(410 Gone)": (_SERVED, {EndpointState.GONE}),
    },
)
