"""Which moves do the two lives of an incident allow? One table for troubles, one for data-protection incidents."""

from app.core.errors import WrongState
from app.core.lifecycle import Lifecycle
from app.incidents.models import DraftState, IncidentKind, IncidentState

_S = IncidentState
_BEFORE_CLOSING = {_S.SHARED, _S.CONTAINED, _S.INVESTIGATED, _S.MEASURES_TAKEN}
_AFTER_MEASURES = {_S.JOINT_HANDLING, _S.RESOLVED, _S.CLOSED}

TROUBLE = Lifecycle(
    "incidents: trouble",
    {_S.RECORDED},
    {
        "share": ({_S.RECORDED}, {_S.SHARED}),
        "handle": ({_S.SHARED}, {_S.HANDLING}),
        "escalate": ({_S.SHARED, _S.HANDLING, _S.RESOLVED}, {_S.JOINT_HANDLING}),
        "take-measures": ({_S.JOINT_HANDLING}, {_S.JOINT_HANDLING}),
        "check-effect": (_AFTER_MEASURES, _AFTER_MEASURES),
        "resolve": ({_S.HANDLING, _S.JOINT_HANDLING}, {_S.RESOLVED}),
        "close": ({_S.RESOLVED}, {_S.CLOSED}),
    },
)
DATA_PROTECTION = Lifecycle(
    "incidents: data_protection",
    {_S.RECORDED},
    {
        "share": ({_S.RECORDED}, {_S.SHARED}),
        "contain": ({_S.SHARED}, {_S.CONTAINED}),
        "investigate": ({_S.CONTAINED}, {_S.INVESTIGATED}),
        "take-measures": ({_S.INVESTIGATED}, {_S.MEASURES_TAKEN}),
        "escalate": (_BEFORE_CLOSING, _BEFORE_CLOSING),
        "check-effect": ({_S.MEASURES_TAKEN, _S.CLOSED}, {_S.MEASURES_TAKEN, _S.CLOSED}),
        "close": ({_S.MEASURES_TAKEN}, {_S.CLOSED}),
    },
)
DRAFT = Lifecycle(
    "incidents: drafts",
    {DraftState.OPEN},
    {
        "report": ({DraftState.OPEN}, {DraftState.REPORTED}),
        "dismiss": ({DraftState.OPEN}, {DraftState.DISMISSED}),
    },
)
LIFE_OF = {IncidentKind.TROUBLE: TROUBLE, IncidentKind.DATA_PROTECTION: DATA_PROTECTION}


def after(kind: IncidentKind, action: str, state: IncidentState) -> IncidentState:
    """Return the state an action leads to; a check, or escalating a data-protection incident, leaves it where it is.

    Raises:
        WrongState: the life of this kind does not allow it here.

    """
    life = LIFE_OF[kind]
    if action not in life.moves:
        raise WrongState(action, state.value)
    stays = action == "check-effect" or (kind is IncidentKind.DATA_PROTECTION and action == "escalate")
    return life.after(action, state, state if stays else None)
