"""What does an officer carry to ISA when nothing else gets there? A printed page that says which reports wait.

It holds ids, kinds, times and counts, and never a word about a person: it may go by fax.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from jinja2 import Environment, StrictUndefined
from sqlmodel import Session

from app.access.actor import Actor
from app.audit.trail import record
from app.core.clock import TOKYO
from app.core.database import settings_of
from app.events.catalogue import EventType
from app.webhooks.fallback_template import TEMPLATE
from app.webhooks.outstanding import count_by_stream, outstanding

LONGEST = 200
"""Rows on the page; the number of all is said above them."""
KINDS: Mapping[str, str] = {
    EventType.INCIDENT_RECORDED: "問題・トラブルの記録",
    EventType.INCIDENT_MOVED: "問題・トラブルの対応状況",
    EventType.INCIDENT_AMENDED: "問題・トラブルの訂正",
    EventType.CONTRIBUTION_RECORDED: "措置等の追記",
    EventType.DISPOSAL_PROPOSED: "廃棄の提案",
    EventType.DISPOSAL_DELAYED: "廃棄の遅延",
    EventType.DISPOSAL_REPORTED: "廃棄の報告",
    EventType.CONSENT_RETURNED: "承諾書の返却",
    EventType.CONSENT_OUTSIDE_TERM: "有効期間外の承諾書の受領",
    EventType.FEED_VERIFIED: "疎通確認",
}
_STREAMS = {"incidents": "問題・トラブル", "disposals": "廃棄", "consents": "承諾書"}
_PAGE = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(TEMPLATE)


def print_page(session: Session, actor: Actor) -> str:
    """Return the page as HTML and write down that it was printed, and how much stood on it."""
    rows = outstanding(session, LONGEST)
    counts = {stream.value: number for stream, number in count_by_stream(session).items()}
    record(session, actor, "fallback-page.printed", "feeds", None, events=len(rows), of=sum(counts.values()))
    return _PAGE.render(
        issued_at=_in_japan(actor.at),
        issuer=settings_of(session).issuer,
        counts={_STREAMS[stream]: number for stream, number in sorted(counts.items())},
        total=sum(counts.values()),
        rows=[
            {
                "stream": row.stream,
                "position": row.position,
                "kind": KINDS.get(row.type, row.type),
                "subject": row.subject,
                "event_id": row.event_id,
                "recorded_at": _in_japan(row.recorded_at),
                "waited": _words(actor.at - row.recorded_at),
                "attempts": row.attempts,
            }
            for row in rows
        ],
    )


def _in_japan(instant: datetime) -> str:
    """Return an instant as it is written in Japan, to the minute."""
    return f"{instant.astimezone(TOKYO):%Y年%m月%d日 %H時%M分}"


def _words(wait: timedelta) -> str:
    hours, minutes = divmod(int(wait.total_seconds()) // 60, 60)
    return f"{hours}時間{minutes}分"
