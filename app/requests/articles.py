"""What do articles 33 to 39 of the privacy law say of a person's request? Plain rules on plain values."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from types import MappingProxyType

from app.requests.models import (
    Authority,
    Channel,
    IdentityMeans,
    IdentityPaper,
    Measure,
    RefusalGround,
    Requester,
    RequestKind,
    StopGround,
)

ARTICLE_OF: Mapping[RequestKind, str] = MappingProxyType(
    {
        RequestKind.DISCLOSURE: "article 33(1)",
        RequestKind.PROVISION_RECORDS: "article 33(5)",
        RequestKind.CORRECTION: "article 34(1)",
        RequestKind.STOP: "article 35",
    },
)
"""The law on which a request rests, named to clause 2(2) whenever data is opened for it (R2.2-3)."""

_BEFORE_ANY_REVIEW = frozenset({RefusalGround.IDENTITY_NOT_SHOWN, RefusalGround.TAKEN_BACK})
_NOT_TO_BE_DISCLOSED = frozenset(
    {RefusalGround.HARM_TO_SOMEBODY, RefusalGround.HINDRANCE_TO_OPERATION, RefusalGround.BREACH_OF_LAW},
)
_NO_DATA = frozenset({RefusalGround.NO_DATA_HELD})
REFUSED_ON: Mapping[RequestKind, AbstractSet[RefusalGround]] = MappingProxyType(
    {
        RequestKind.DISCLOSURE: _BEFORE_ANY_REVIEW | _NO_DATA | _NOT_TO_BE_DISCLOSED,
        RequestKind.PROVISION_RECORDS: _BEFORE_ANY_REVIEW | _NO_DATA | _NOT_TO_BE_DISCLOSED,
        RequestKind.CORRECTION: _BEFORE_ANY_REVIEW
        | _NO_DATA
        | {
            RefusalGround.NOT_UNTRUE,
            RefusalGround.NOT_NEEDED_FOR_THE_PURPOSE,
            RefusalGround.OTHER_LAW_APPLIES,
            RefusalGround.KEPT_BY_LAW,
        },
        RequestKind.STOP: _BEFORE_ANY_REVIEW
        | _NO_DATA
        | {RefusalGround.GROUND_NOT_FOUND, RefusalGround.SUBSTITUTE_TAKEN, RefusalGround.KEPT_BY_LAW},
    },
)
"""33(2) and (3), 34(1) and (2), 35(2), (4) and (6); article 37 and the person's own word for all."""

_STOP_OR_DELETE = frozenset({Measure.STOP_USE, Measure.DELETE})
MEASURES_ON: Mapping[StopGround, AbstractSet[Measure]] = MappingProxyType(
    {
        StopGround.USED_BEYOND_PURPOSE: _STOP_OR_DELETE,
        StopGround.IMPROPERLY_USED: _STOP_OR_DELETE,
        StopGround.WRONGLY_ACQUIRED: _STOP_OR_DELETE,
        StopGround.PROVIDED_WITHOUT_CONSENT: frozenset({Measure.STOP_PROVISION}),
        StopGround.NO_LONGER_NEEDED: frozenset(Measure),
        StopGround.LEAK_TO_BE_REPORTED: frozenset(Measure),
        StopGround.INTERESTS_AT_RISK: frozenset(Measure),
    },
)
"""35(1): use stops or the data goes; 35(3): provision stops; 35(5): any of them."""

SHOWN_BY: Mapping[Channel, AbstractSet[IdentityMeans]] = MappingProxyType(
    {
        Channel.IN_PERSON: frozenset({IdentityMeans.DOCUMENT_SHOWN}),
        Channel.EMAIL: frozenset(
            {IdentityMeans.REGISTERED_ADDRESS_ANSWERED, IdentityMeans.COPY_AND_REGISTERED_MAIL},
        ),
        Channel.TELEPHONE: frozenset({IdentityMeans.FACTS_AND_CALL_BACK}),
        Channel.POST: frozenset({IdentityMeans.COPY_AND_REGISTERED_MAIL}),
    },
)
"""What the Commission's guideline gives as examples; whoever comes in person may show a paper whatever came before."""

_WITH_PAPER = frozenset({IdentityMeans.DOCUMENT_SHOWN, IdentityMeans.COPY_AND_REGISTERED_MAIL})
_BY_AUTHORITY: Mapping[Requester, AbstractSet[Authority | None]] = MappingProxyType(
    {
        Requester.THE_PERSON: frozenset({None}),
        Requester.LEGAL_GUARDIAN: frozenset({Authority.FAMILY_REGISTER, Authority.GUARDIANSHIP_CERTIFICATE}),
        Requester.MANDATED_AGENT: frozenset({Authority.LETTER_OF_MANDATE}),
    },
)


def due_on(arrived_on: date, answer_days: int) -> date:
    """Return the last Japan day of the target for an answer; the law's own word is without delay."""
    return arrived_on + timedelta(days=answer_days)


def is_late(due: date, today: date, notified_on: date | None) -> bool:
    """Tell whether an answer came, or is still to come, after the target's last day."""
    return (notified_on or today) > due


def fits_channel(means: IdentityMeans, channel: Channel) -> bool:
    """Tell whether identity may be shown by these means where a request came this way (article 37)."""
    return means is IdentityMeans.DOCUMENT_SHOWN or means in SHOWN_BY[channel]


def fits_means(paper: IdentityPaper | None, means: IdentityMeans) -> bool:
    """Tell whether a paper is named exactly where one was looked at."""
    return (paper is not None) is (means in _WITH_PAPER)


def fits_requester(authority: Authority | None, requester: Requester) -> bool:
    """Tell whether an agent showed to be one, and nobody else was asked to (article 37(3))."""
    return authority in _BY_AUTHORITY[requester]


def open_grounds(measure: Measure, claimed: AbstractSet[StopGround]) -> set[StopGround]:
    """Return the claimed grounds on which article 35 gives this measure."""
    return {ground for ground in claimed if measure in MEASURES_ON[ground]}
