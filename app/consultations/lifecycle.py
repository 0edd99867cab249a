"""Which moves does the life of a consultation allow? A decision is proposed by one party and confirmed by the other."""

from app.consultations.models import ConsultationState
from app.core.lifecycle import Lifecycle

_S = ConsultationState
_OPEN = {_S.OPENED, _S.IN_CONSULTATION}

LIFE = Lifecycle(
    "consultations",
    {_S.OPENED},
    {
        "consult": (_OPEN, {_S.IN_CONSULTATION}),
        "propose-decision": ({_S.IN_CONSULTATION}, {_S.IN_CONSULTATION}),
        "decide": ({_S.IN_CONSULTATION}, {_S.DECIDED}),
        "withdraw": (_OPEN, {_S.WITHDRAWN}),
    },
)
