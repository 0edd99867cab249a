"""Which moves does the life of a disposal allow? A failed verification leaves it executing, and a delay where it is."""

from app.core.lifecycle import Lifecycle
from app.disposals.models import DisposalState

_WAITING = {DisposalState.PROPOSED, DisposalState.APPROVED}

LIFE = Lifecycle(
    "disposals",
    {DisposalState.PROPOSED},
    {
        "delay": (_WAITING, _WAITING),
        "approve": ({DisposalState.PROPOSED}, {DisposalState.APPROVED}),
        "execute": ({DisposalState.APPROVED, DisposalState.EXECUTING}, {DisposalState.EXECUTING}),
        "verify": ({DisposalState.EXECUTING}, {DisposalState.EXECUTING, DisposalState.VERIFIED}),
        "report": ({DisposalState.VERIFIED}, {DisposalState.REPORTED}),
    },
)
