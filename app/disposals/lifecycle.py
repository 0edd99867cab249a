"""Which moves does the life of a disposal allow? A failed verification leaves it executing."""

from app.core.lifecycle import Lifecycle
from app.disposals.models import DisposalState

LIFE = Lifecycle(
    "disposals",
    {DisposalState.PROPOSED},
    {
        "approve": ({DisposalState.PROPOSED}, {DisposalState.APPROVED}),
        "execute": ({DisposalState.APPROVED, DisposalState.EXECUTING}, {DisposalState.EXECUTING}),
        "verify": ({DisposalState.EXECUTING}, {DisposalState.EXECUTING, DisposalState.VERIFIED}),
        "report": ({DisposalState.VERIFIED}, {DisposalState.REPORTED}),
    },
)
