"""Where events wait until they are acknowledged: a file that outlives the process, or memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike, fspath
from typing import Any

from .errors import SpoolError
from .event import Event
from .replies import Reply

_FORMAT = 1
#: Refused events that are kept to be looked at; the daemon keeps them in its quarantine too.
_REFUSED_KEPT = 10_000
#: Acknowledgements that may wait to be written down: the file's promise is about events, and what is sent again after
#: a crash is answered as a duplicate.
_SETTLED_KEPT = 1_000
#: Room in the file that is worth giving back to the disk.
_SLACK_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event on its way: its place in the spool, its name and its bytes."""

    number: int
    source: str
    id: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that the daemon refused, and why: ``reply.refusal``."""

    number: int
    event: Event
    reply: Reply


class Spool:
    """Events in the order they came, until they are settled. One process at a time; not safe for threads by itself.

    ``path`` is a SQLite file, or none to keep everything in memory. With ``sync``, what ``append`` took survives a
    power cut; without, only the death of the process.
    """

    def __init__(self, path: str | PathLike[str] | None, sync: bool = True) -> None:
        self.path = None if path is None else fspath(path)
        self._settled: list[int] = []
        self._aside: list[tuple[int, bytes, str]] = []
        self._cursor = 0
        with self._explained("open"):
            self._db = sqlite3.connect(self.path or ":memory:", timeout=1, isolation_level=None,
                                       check_same_thread=False)
            try:
                self._open(sync)
            except BaseException:
                self._db.close()
                raise
        waiting = self._db.execute("SELECT count(*), coalesce(sum(length(event)), 0) FROM waiting").fetchone()
        self.count: int = waiting[0]
        self.bytes: int = waiting[1]
        #: Of ``count`` and ``bytes``, what ``take`` has not given yet.
        self.untaken, self.untaken_bytes = self.count, self.bytes

    def _open(self, sync: bool) -> None:
        db = self._db
        # One process holds the file: two would send everything twice.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA synchronous = {'FULL' if sync else 'NORMAL'}")
        [found] = db.execute("PRAGMA user_version").fetchone()
        if found not in (0, _FORMAT):
            raise SpoolError(f"{self.path} is a spool of format {found}, and this client writes {_FORMAT}: update the "
                             "package, or give another file")
        db.execute("BEGIN IMMEDIATE")
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if found == 0 and tables:
            raise SpoolError(f"{self.path} is a database but not a spool (it has the table {min(tables)}): give "
                             "another file")
        db.execute("CREATE TABLE IF NOT EXISTS waiting (number INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT "
                   "NULL, id TEXT NOT NULL, event BLOB NOT NULL)")
        db.execute("CREATE TABLE IF NOT EXISTS refused (number INTEGER PRIMARY KEY, event BLOB NOT NULL, "
                   "reply TEXT NOT NULL)")
        db.execute(f"PRAGMA user_version = {_FORMAT}")
        db.execute("COMMIT")
        [pages] = db.execute("PRAGMA freelist_count").fetchone()
        [page_size] = db.execute("PRAGMA page_size").fetchone()
        if pages * page_size > _SLACK_BYTES:
            db.execute("VACUUM")

    def append(self, events: Sequence[tuple[str, str, bytes]]) -> range:
        """Takes events (source, id, bytes) and returns their numbers: all of them, durably, or none."""
        with self._transaction("write to"):
            numbers = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'waiting'").fetchone()
            first = (numbers[0] if numbers else 0) + 1
            self._db.executemany(
                "INSERT INTO waiting VALUES (?, ?, ?, ?)",
                ((first + index, *event) for index, event in enumerate(events)))
            self._write_settled()
        self._forget_settled()
        size = sum(len(payload) for _, _, payload in events)
        self.count += len(events)
        self.bytes += size
        self.untaken += len(events)
        self.untaken_bytes += size
        return range(first, first + len(events))

    def take(self, count: int, size: int) -> list[Waiting]:
        """The next events that were not taken since the spool was opened: so many, so many bytes, but at least one."""
        taken: list[Waiting] = []
        with self._explained("read"):
            rows = self._db.execute("SELECT number, source, id, event FROM waiting WHERE number > ? "
                                    "ORDER BY number LIMIT ?", (self._cursor, count))
            for row in rows:
                event = Waiting(*row)
                size -= len(event.payload)
                if taken and size < 0:
                    break
                taken.append(event)
                self._cursor = event.number
        self.untaken -= len(taken)
        self.untaken_bytes -= sum(len(event.payload) for event in taken)
        return taken

    def settle(self, answered: Iterable[tuple[Waiting, Reply]]) -> None:
        """These have their replies: they need not be sent again. Refused ones are put aside.

        Raises ``SpoolError`` when that cannot be written now; it is known all the same, and written the next time.
        """
        for event, reply in answered:
            self.count -= 1
            self.bytes -= len(event.payload)
            self._settled.append(event.number)
            if reply.status == "refused":
                self._aside.append((event.number, event.payload, _written(reply)))
        if self._aside or len(self._settled) >= _SETTLED_KEPT:
            self.write_settled()

    def write_settled(self) -> None:
        """Writes down what was settled: now, and not with the next events."""
        if self._settled:
            with self._transaction("write to"):
                self._write_settled()
            self._forget_settled()

    def refused(self) -> list[Refused]:
        """What the daemon refused, oldest first, until it is forgotten."""
        self.write_settled()
        with self._explained("read"):
            rows = self._db.execute("SELECT number, event, reply FROM refused ORDER BY number").fetchall()
        return [Refused(number, Event.from_json(event), Reply.from_dict(json.loads(reply)))
                for number, event, reply in rows]

    def forget(self, refused: Iterable[Refused]) -> None:
        """These were seen to."""
        with self._transaction("write to"):
            self._db.executemany("DELETE FROM refused WHERE number = ?", [(it.number,) for it in refused])

    def close(self) -> None:
        try:
            self.write_settled()
        finally:
            self._db.close()

    def _write_settled(self) -> None:
        self._db.executemany("INSERT OR REPLACE INTO refused VALUES (?, ?, ?)", self._aside)
        if self._aside:
            self._db.execute("DELETE FROM refused WHERE number <= (SELECT number FROM refused ORDER BY number DESC "
                             "LIMIT 1 OFFSET ?)", (_REFUSED_KEPT,))
        self._db.executemany("DELETE FROM waiting WHERE number = ?", [(number,) for number in self._settled])

    def _forget_settled(self) -> None:
        """They are written."""
        self._settled.clear()
        self._aside.clear()

    @contextmanager
    def _transaction(self, what: str) -> Iterator[None]:
        with self._explained(what):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            hint = "see that its disk is well and has room"
            if "locked" in str(error):
                hint = "another publisher has it open: give each process a spool of its own"
            elif "not a database" in str(error) or "malformed" in str(error):
                hint = "it is damaged or something else: move it away, keep it, and start with a new one"
            elif "unable to open" in str(error):
                hint = "make its directory, and let this user write there"
            raise SpoolError(f"cannot {what} the spool {self.path or 'in memory'} ({error}): {hint}") from error


def _written(reply: Reply) -> str:
    kept: dict[str, Any] = {"status": reply.status, "id": reply.id, "source": reply.source}
    if (refusal := reply.refusal) is not None:
        kept |= {"code": refusal.code, "field": refusal.field, "reason": refusal.reason, "fix": refusal.fix}
    return json.dumps(kept)
