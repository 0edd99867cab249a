"""Which moves does the life of an exchange allow? A postponed one is planned for its new day; both end held or not."""

from app.core.lifecycle import Lifecycle
from app.exchanges.models import ExchangeState

_S = ExchangeState
_AHEAD = {_S.PLANNED, _S.POSTPONED}

LIFE = Lifecycle(
    "exchanges",
    {_S.PLANNED},
    {
        "postpone": (_AHEAD, {_S.POSTPONED}),
        "cancel": (_AHEAD, {_S.CANCELLED}),
        "hold": (_AHEAD, {_S.HELD}),
        "finish-action": ({_S.HELD}, {_S.HELD}),
    },
)
