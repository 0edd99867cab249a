"""What does ISA keep? Each event once with its receipt, its place in a feed, and the service's signed word for that."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from uuid import uuid4

START = hashlib.sha256(b"yonsei-matching feed").digest()
"""The hash of a feed without events."""

_TABLES = """
CREATE TABLE IF NOT EXISTS inbox
 (event_id TEXT PRIMARY KEY, body BLOB NOT NULL, receipt_id TEXT NOT NULL, received_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS followed
 (feed TEXT, position INTEGER, event_id TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (feed, position));
CREATE TABLE IF NOT EXISTS checkpoints
 (feed TEXT, position INTEGER, said_at TEXT, jws TEXT NOT NULL, PRIMARY KEY (feed, said_at));
"""


@dataclass(frozen=True)
class Place:
    """An event's place in a feed: its position, and the hash of the chain up to it."""

    position: int = 0
    event_id: str | None = None
    hash: bytes = START


class Inbox:
    """A file that survives a restart; whatever was answered 200 or acknowledged is on the disk."""

    def __init__(self, path: str) -> None:
        self._lock = Lock()
        self._rows = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._rows.executescript(f"PRAGMA synchronous=FULL; {_TABLES}")

    def take(self, event_id: str, body: bytes, received_at: str) -> dict[str, str]:
        """Store an event that was pushed and give its receipt: the same one however often it comes."""
        with self._transaction() as rows:
            rows.execute(*_inserted(event_id, body, received_at))
            found = rows.execute("SELECT body, receipt_id, received_at FROM inbox WHERE event_id = ?", (event_id,))
            stored, receipt_id, since = found.fetchone()
        return {"receiptId": receipt_id, "receivedAt": since, "bodySha256": hashlib.sha256(stored).hexdigest()}

    def take_page(self, feed: str, page: Sequence[tuple[Place, bytes]], received_at: str) -> None:
        """Store what was read from a feed, and how far that is: all of it or nothing."""
        with self._transaction() as rows:
            for place, body in page:
                rows.execute(*_inserted(str(place.event_id), body, received_at))
                rows.execute("INSERT INTO followed VALUES (?, ?, ?, ?)", (feed, *_row(place)))

    def place(self, feed: str) -> Place:
        """Return how far a feed has been read."""
        sql = "SELECT position, event_id, hash FROM followed WHERE feed = ? ORDER BY position DESC LIMIT 1"
        with self._lock:
            found = self._rows.execute(sql, (feed,)).fetchone()
        return Place(*found) if found else Place()

    def hash_at(self, feed: str, position: int) -> bytes | None:
        """Return the hash of a feed up to a position, if it has been read so far."""
        sql = "SELECT hash FROM followed WHERE feed = ? AND position = ?"
        with self._lock:
            found = self._rows.execute(sql, (feed, position)).fetchone()
        return found[0] if found else START if position == 0 else None

    def keep_checkpoint(self, feed: str, position: int, said_at: str, jws: str) -> None:
        """Keep the service's word."""
        with self._transaction() as rows:
            rows.execute("INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?, ?)", (feed, position, said_at, jws))

    def checkpoints(self, feed: str) -> list[str]:
        """Return every word of the service about a feed, oldest first."""
        with self._lock:
            found = self._rows.execute("SELECT jws FROM checkpoints WHERE feed = ? ORDER BY said_at", (feed,))
            return [jws for (jws,) in found]

    def bodies(self) -> list[bytes]:
        """Return the events in the order of their arrival."""
        with self._lock:
            return [body for (body,) in self._rows.execute("SELECT body FROM inbox ORDER BY rowid")]

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._rows.execute("BEGIN IMMEDIATE")
            try:
                yield self._rows
            except BaseException:
                self._rows.execute("ROLLBACK")
                raise
            self._rows.execute("COMMIT")


def _inserted(event_id: str, body: bytes, received_at: str) -> tuple[str, tuple[str, bytes, str, str]]:
    return "INSERT INTO inbox VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (event_id, body, str(uuid4()), received_at)


def _row(place: Place) -> tuple[int, str | None, bytes]:
    return place.position, place.event_id, place.hash
