"""Does the one door keep its promises? Durable before the reply, nothing lost, nobody harmed by a neighbour."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.core.database import Database
from app.core.errors import Unavailable
from app.core.watching import UnauditedChangeError
from tests.core.counting import count, fail_after_writing, increment, increment_silently, refuse


def gather(door: Database, *works: Any) -> list[Any]:
    """Hand in several pieces at once and return what became of each."""

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(door.transact(work) for work in works), return_exceptions=True)

    return asyncio.run(all_at_once())


def commits_of(door: Database) -> list[None]:
    """Return a list that grows by one with every commit."""
    seen: list[None] = []
    event.listen(door.engine, "commit", lambda _connection: seen.append(None))
    return seen


def test_64_concurrent_increments_lose_none(door: Database) -> None:
    outcomes = gather(door, *[increment] * 64)

    assert sorted(outcomes) == list(range(1, 65))
    assert door.run(count) == 64


def test_a_piece_that_fails_after_writing_leaves_its_31_neighbours_done(door: Database) -> None:
    outcomes = gather(door, *[increment] * 15, fail_after_writing, *[increment] * 16)

    assert isinstance(outcomes[15], ArithmeticError)
    assert door.run(count) == 31


def test_a_piece_that_fails_before_writing_fails_alone(door: Database) -> None:
    outcomes = gather(door, increment, refuse, increment)

    assert isinstance(outcomes[1], LookupError)
    assert door.run(count) == 2


def test_refusals_do_not_break_the_grouping_on_sqlite(sqlite_door: Database) -> None:
    commits = commits_of(sqlite_door)

    gather(sqlite_door, *([refuse, increment] * 16))

    assert len(commits) <= 3
    assert sqlite_door.run(count) == 16


def test_waiting_pieces_share_a_commit_on_sqlite(sqlite_door: Database) -> None:
    commits = commits_of(sqlite_door)

    gather(sqlite_door, *[increment] * 64)

    assert len(commits) <= 2


def test_an_unaudited_change_is_refused(door: Database) -> None:
    outcomes = gather(door, increment_silently, increment)

    assert isinstance(outcomes[0], UnauditedChangeError)
    assert door.run(count) == 1


def test_a_change_hidden_in_a_subquery_is_seen(door: Database) -> None:
    def hidden(session: Any) -> None:
        session.execute(text("/* SELECT */ UPDATE counters SET n = 5"))

    with pytest.raises(UnauditedChangeError):
        door.run(hidden)


def test_a_failed_commit_is_not_answered_as_done(door: Database) -> None:
    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, RuntimeError("disk full"))

    event.listen(door.engine, "commit", fail)

    outcomes = gather(door, increment, increment)
    event.remove(door.engine, "commit", fail)

    assert [type(outcome) for outcome in outcomes] == [Unavailable, Unavailable]
    assert door.run(count) == 0


def test_the_door_works_on_after_a_failed_commit(door: Database) -> None:
    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, RuntimeError("disk full"))

    event.listen(door.engine, "commit", fail)
    gather(door, increment)
    event.remove(door.engine, "commit", fail)

    assert gather(door, increment) == [1]


def test_sqlite_is_durable_and_wipes_what_it_deletes(sqlite_door: Database) -> None:
    with sqlite_door.engine.connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_deadlock_on_postgresql_is_tried_again(postgres_door: Database) -> None:
    with postgres_door.engine.begin() as connection:
        connection.execute(text("INSERT INTO counters (id, n) VALUES (2, 0)"))

    def both(first: int, second: int) -> Any:
        def work(session: Any) -> None:
            for one in (first, second):
                session.execute(text("UPDATE counters SET n = n + 1 WHERE id = :id"), {"id": one})
                session.execute(text("SELECT pg_sleep(0.05)"))
            increment(session)

        return work

    outcomes = gather(postgres_door, *[both(1, 2), both(2, 1)] * 3)

    assert [outcome for outcome in outcomes if outcome is not None] == []


def test_a_look_sees_what_was_committed_and_shares_a_transaction(door: Database) -> None:
    door.run(increment)

    async def look_at_once() -> list[int]:
        return list(await asyncio.gather(*(door.look(count) for _ in range(64))))

    assert asyncio.run(look_at_once()) == [1] * 64


def test_a_look_waits_for_no_writer_on_sqlite(sqlite_door: Database) -> None:
    async def look_while_writing() -> int:
        with sqlite_door.engine.begin() as writer:
            writer.execute(text("UPDATE counters SET n = 5"))
            async with asyncio.timeout(5):
                return await sqlite_door.look(count)

    assert asyncio.run(look_while_writing()) == 0


def test_a_look_cannot_change_anything(door: Database) -> None:
    async def change() -> None:
        await door.look(increment_silently)

    with pytest.raises((OperationalError, UnauditedChangeError)):
        asyncio.run(change())
    assert door.run(count) == 0
