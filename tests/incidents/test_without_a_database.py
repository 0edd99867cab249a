"""Is a report neither lost nor doubled where the database takes nothing for a while?"""

from typing import Any

from sqlalchemy import event

from app.access.installation import Installation
from tests.support.hands import Hands
from tests.support.incidents import REPORT

READ_ONLY = {"sqlite": "PRAGMA query_only=ON", "postgresql": "SET default_transaction_read_only = on"}


def only_reads(installation: Installation) -> Any:
    """Let every connection from now on refuse to write, and return how to end that."""
    engine = installation.database.engine

    def refuse(connection: Any, _record: Any) -> None:
        connection.execute(READ_ONLY[engine.dialect.name])
        connection.commit()

    event.listen(engine, "connect", refuse)
    engine.dispose()

    def end() -> None:
        event.remove(engine, "connect", refuse)
        engine.dispose()

    return end


def test_a_report_while_nothing_can_be_written_is_to_be_sent_again_and_is_then_there_once(hands: Hands) -> None:
    hand = hands.operator
    end = only_reads(hands.installation)

    refused = [hand.post("/v1/incidents", REPORT, key="the-same") for _ in range(2)]
    end()
    taken = [hand.post("/v1/incidents", REPORT, key="the-same") for _ in range(2)]

    assert [(answer.status_code, answer.headers["retry-after"]) for answer in refused] == [(503, "1")] * 2
    assert [answer.status_code for answer in taken] == [201, 201]
    assert taken[0].json() == taken[1].json()
    assert len(hands.isa_exchange.get("/v1/feeds/incidents").json()) == 1
