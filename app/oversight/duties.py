"""What is owed and not done, and what is or was late? One place for all of it, by ids alone, and figures for it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlmodel import Session

from app.access.actor import Actor
from app.agreements.queries import grants_isa_audit
from app.audit.trail import record
from app.disposals import standing as disposals
from app.disposals.duties import disposal_duties_at
from app.exchanges.duties import exchange_duties_at
from app.http.fields import View
from app.incidents import drafts
from app.incidents import standing as incidents
from app.limits.duties import DutyView
from app.matching.duties import match_duties_at
from app.memorandum.clause_2_1_management import require_audit_grant
from app.memorandum.clause_2_4_disposal import DisposalBasis
from app.requests import duties as requests


class DutiesView(View):
    """Duties not done yet, those longest owed first; `late` of them are late, and `met_late` were done too late."""

    at: datetime
    late: int
    met_late: int
    duties: Sequence[DutyView]


def show_duties(session: Session, actor: Actor) -> DutiesView:
    """Return every duty that is open, and how many are or were late; to ISA where the terms in force grant it."""
    require_audit_grant(actor.party, granted_by_terms=grants_isa_audit(session, actor.at))
    duties = all_duties(session, actor.at)
    waiting = sorted((one for one in duties if one.is_open), key=lambda one: one.since)
    record(session, actor, "audit.read", "audit", None, duties=len(waiting))
    return DutiesView(
        at=actor.at,
        late=sum(one.late for one in waiting),
        met_late=sum(one.late for one in duties if not one.is_open),
        duties=waiting,
    )


def all_duties(session: Session, at: datetime) -> list[DutyView]:
    """Return every duty there is or was: for incidents and suspicions, under 2(4) and 4, to persons who ask something.

    Of what must end or go after one of them, it is what has not been done.
    """
    single = [one.duty for one in disposal_duties_at(session, at) if one.basis is not DisposalBasis.THE_CLAUSE]
    ending = [one.duty for one in match_duties_at(session, at)]
    standing = (incidents, drafts, disposals, requests)
    return [
        *(duty for part in standing for duty in part.standing_of_all(session, at)),
        *single,
        *ending,
        *exchange_duties_at(session, at),
    ]


def measure(session: Session, at: datetime) -> Iterator[Metric]:
    """Yield how many duties are open, open and late, and done too late, by clause or law and by act."""
    family = GaugeMetricFamily("yonsei_duties", "Duties by how they stand", labels=("clause", "act", "state"))
    counted = Counter((one.clause, one.act, _state(one)) for one in all_duties(session, at) if one.owed)
    for labels, count in sorted(counted.items()):
        family.add_metric(labels, count)
    yield family


def _state(duty: DutyView) -> str:
    if duty.is_open:
        return "open_late" if duty.late else "open"
    return "met_late" if duty.late else "met"
