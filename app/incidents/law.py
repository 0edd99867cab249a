"""What does article 26 of the privacy law still ask for an incident: reports to the Commission, notice to persons?"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from app.core.clock import tokyo_day
from app.incidents.article_26 import Facts, classes_of, deadlines
from app.incidents.models import CommissionReport, Incident, IncidentKind, NoticeMeans, PersonNotice, Stage
from app.limits.duties import About, DutyView, by_day
from app.limits.queries import Limits
from app.memorandum.clause import Urgency

TO_THE_COMMISSION, TO_PERSONS = "APPI 26(1)", "APPI 26(2)"
SUBSTITUTES = frozenset({NoticeMeans.PUBLICATION, NoticeMeans.CONTACT_POINT})
"""Rule 10: measures in place of notice, where telling persons is too difficult."""


def facts_of(incident: Incident) -> Facts:
    """Return what rule 7 asks of an incident."""
    kinds = incident.information_kinds
    return Facts(incident.persons, kinds, incident.wrongful_purpose, incident.strongly_encrypted)


def is_reportable(incident: Incident) -> bool:
    """Return whether article 26 asks for anything: not for a trouble, nor for what never happened."""
    if incident.kind is not IncidentKind.DATA_PROTECTION or incident.recorded_in_error:
        return False
    return incident.reportable_at is not None and bool(classes_of(facts_of(incident)))


def lacks_final_report(incident: Incident, reports: Sequence[CommissionReport]) -> bool:
    """Return whether the Commission has still to be told everything (rule 8(2))."""
    return is_reportable(incident) and first_day(reports, Stage.FINAL) is None


def duties_by_law(
    limits: Limits,
    incident: Incident,
    reports: Sequence[CommissionReport],
    notices: Sequence[PersonNotice],
    at: datetime,
) -> Iterator[DutyView]:
    """Yield what article 26 asks, by days that count from the one of knowing.

    For the notice the law says 速やかに in view of the situation; the days for it are ours and no consultation's.
    """
    since = incident.reportable_at
    if since is None or not is_reportable(incident):
        return
    about = About("incidents", incident.id)
    due = deadlines(since, classes_of(facts_of(incident)))
    final_on = first_day(reports, Stage.FINAL)
    # A complete report may be the first one too.
    first_on = min(filter(None, [first_day(reports, Stage.PRELIMINARY), final_on]), default=None)
    word = Urgency.PROMPTLY
    yield by_day(
        about, (TO_THE_COMMISSION, "report-preliminary"), since, due.preliminary_by, first_on, at, urgency=word
    )
    yield by_day(about, (TO_THE_COMMISSION, "report-final"), since, due.final_by, final_on, at)
    by = tokyo_day(since + limits.ours_for(Urgency.PROMPTLY))
    yield by_day(about, (TO_PERSONS, "tell-persons"), since, by, told_on(incident, notices), at, urgency=word)


def told_on(incident: Incident, notices: Sequence[PersonNotice]) -> date | None:
    """Return the day by which everybody concerned had been told, or a substitute was made for it."""
    told = 0
    for notice in sorted(notices, key=lambda one: one.told_on):
        told += notice.persons
        if notice.means in SUBSTITUTES or told >= (incident.persons or 1):
            return notice.told_on
    return None


def first_day(reports: Sequence[CommissionReport], stage: Stage) -> date | None:
    """Return the day of the first report of a stage."""
    return min((report.submitted_on for report in reports if report.stage is stage), default=None)
