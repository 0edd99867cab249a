"""Which contribution does the demonstration begin with? One, to a report that is there already."""

from dataclasses import replace

from sqlmodel import Session

from app.access.actor import Actor
from app.access.roles import Role
from app.core.examples import example_id
from app.incidents.models import Contribution, ContributionKind
from app.memorandum.clause import Party
from app.reports.schemas import Contribute
from app.reports.service import contribute_as


def seed(session: Session, actor: Actor) -> None:
    """Make the example contribution unless it is there; the example incidents come first."""
    contribution_id = example_id("contributions", "written")
    if session.get(Contribution, contribution_id) is None:
        body = Contribute(kind=ContributionKind.QUESTION, text="Were both sides asked?")
        officer = replace(actor, role=Role.ISA_OFFICER, party=Party.ISA, client_id="demo-isa-officer", staff_id=None)
        contribute_as(session, officer, contribution_id, example_id("incidents", "data_shared"), body)
