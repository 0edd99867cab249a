"""Which moves does the life of a match allow?"""

from app.core.lifecycle import Lifecycle
from app.matching.models import MatchState

_BEFORE_CONTACT = {
    MatchState.PROPOSED,
    MatchState.OFFERED_TO_SUPPORTER,
    MatchState.SUPPORTER_ACCEPTED,
    MatchState.OFFERED_TO_APPLICANT,
    MatchState.APPLICANT_ACCEPTED,
}
_SINCE_CONTACT = {
    MatchState.CONTACT_RELEASED,
    MatchState.IN_CONTACT,
    MatchState.ESTABLISHED,
    MatchState.SUPPORTING,
}

LIFE = Lifecycle(
    "matches",
    {MatchState.PROPOSED},
    {
        "offer-to-supporter": ({MatchState.PROPOSED}, {MatchState.OFFERED_TO_SUPPORTER}),
        "record-supporter-answer": (
            {MatchState.OFFERED_TO_SUPPORTER},
            {MatchState.SUPPORTER_ACCEPTED, MatchState.DECLINED, MatchState.NO_REPLY},
        ),
        "offer-to-applicant": ({MatchState.SUPPORTER_ACCEPTED}, {MatchState.OFFERED_TO_APPLICANT}),
        "record-applicant-answer": (
            {MatchState.OFFERED_TO_APPLICANT},
            {MatchState.APPLICANT_ACCEPTED, MatchState.DECLINED, MatchState.NO_REPLY},
        ),
        "release-contact": ({MatchState.APPLICANT_ACCEPTED}, {MatchState.CONTACT_RELEASED}),
        "record-contact": ({MatchState.CONTACT_RELEASED}, {MatchState.IN_CONTACT}),
        "establish": ({MatchState.IN_CONTACT}, {MatchState.ESTABLISHED}),
        "start-support": ({MatchState.ESTABLISHED}, {MatchState.SUPPORTING}),
        "end": ({MatchState.SUPPORTING}, {MatchState.ENDED}),
        "cancel": (_BEFORE_CONTACT, {MatchState.CANCELLED}),
        "break-off": (_SINCE_CONTACT, {MatchState.BROKEN_OFF}),
        "dispose": (set(MatchState) - {MatchState.DISPOSED}, {MatchState.DISPOSED}),
    },
)
