"""Which tables are there? Importing this module makes all of them known to Alembic."""

from sqlmodel import SQLModel

from app.access import models as access
from app.agreements import models as agreements
from app.applicants import models as applicants
from app.audit import models as audit
from app.consents import models as consents
from app.consultations import models as consultations
from app.disposals import models as disposals
from app.events import models as events
from app.exchanges import models as exchanges
from app.http import models as http
from app.incidents import models as incidents
from app.limits import models as limits
from app.matching import models as matching
from app.provisions import models as provisions
from app.requests import models as requests
from app.staff import models as staff
from app.vault import models as vault
from app.webhooks import models as webhooks

metadata = SQLModel.metadata
MODELS = (
    http,
    audit,
    vault,
    access,
    events,
    limits,
    agreements,
    staff,
    provisions,
    consents,
    applicants,
    incidents,
    webhooks,
    matching,
    requests,
    exchanges,
    consultations,
    disposals,
)
