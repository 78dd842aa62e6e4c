"""How a consumer reads: batches, commits, shares of a group, and the hand-over between FETCH and the live socket.

As ``Schemas/feed.md`` has it. What has to wait is a generator of ``Wait``; see ``asking``.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import zmq

from .asking import Asking, Call, Steps, Wait
from .errors import Closed, ProtocolError, RequestRefused
from .link import Link
from .options import ConsumerOptions
from .records import Batch, Filter, Record, short
from .wire import json_object

_log = logging.getLogger("firstmile")
#: A JOIN is answered when the other members have finished, or their leases (300 s at most) have ended.
_LONGEST_LEASE = 300.0


@dataclass
class Reading:
    """Where a consumer is, and what it has in hand."""

    asking: Asking
    name: str | None
    start: int | datetime | None
    until: int | datetime | None
    filter: Filter
    options: ConsumerOptions
    follow: bool
    live: Link | None
    #: This process as a member of a group; none when the consumer is not shared.
    member: str | None
    before_rejoin: Callable[[bool], object] | None
    #: Where to ask on; none until the daemon has said where that is.
    next: int | None = None
    end: int = 0
    lag_events: int = 0
    lag_seconds: float = 0.0
    generation: int = 0
    buffer: deque[Record] = field(default_factory=deque)
    #: Everything before it was handed out; what commit() stores.
    done: int | None = None
    committed: int | None = None
    committed_at: float = field(default_factory=time.monotonic)
    is_over: bool = False
    #: The live socket has to be caught up with by FETCH before its messages mean anything.
    is_behind: bool = True
    heard_at: float = field(default_factory=time.monotonic)

    def next_record(self) -> Steps[Record | None]:
        """The next record; none at the end, if it is not to be followed."""
        while True:
            yield from self._commit_by_itself(due=self.is_over and not self.buffer)
            yield from self._renew()
            if self.buffer:
                record = self.buffer.popleft()
                assert self.next is not None
                self.done = self.next if not self.buffer else record.position + 1
                return record
            if self.is_over:
                return None
            yield from self._fill()

    def next_batch(self) -> Steps[Batch | None]:
        """The next batch that is not empty; none at the end, if it is not to be followed."""
        while not self.buffer:
            yield from self._commit_by_itself(due=self.is_over)
            if self.is_over:
                return None
            yield from self._fill()
        assert self.next is not None
        records = list(self.buffer)
        self.buffer.clear()
        self.done = self.next
        return Batch(records, self.next, self.end, self.lag_events, self.lag_seconds)

    def commit(self, position: int | None = None) -> Steps[int | None]:
        """Stores what is done with the daemon; see ``Consumer.commit``."""
        if self.name is None:
            raise Closed("this consumer has no name to commit under: give it one, or keep the position yourself")
        position = self.done if position is None else position
        if position is None:
            return self.committed
        body: dict[str, Any] = {"consumer": self.name, "position": position}
        if self.member is not None:
            if not self.generation:
                return None
            body |= {"member": self.member, "generation": self.generation}
        try:
            answer = yield from self.asking.ask("COMMIT", body)
        except RequestRefused as error:
            if error.code != "not-a-member" or self.member is None:
                raise
            yield from self._lose_share()
            return None
        self.committed_at = time.monotonic()
        self.committed = json_object(answer[3])["position"]
        return self.committed

    def leave(self) -> Steps[None]:
        """Gives the share back, so that others need not wait for the lease to end."""
        if self.member is not None and self.generation:
            yield from self.asking.ask("LEAVE", {"consumer": self.name, "member": self.member})
            self.generation = 0

    # What comes next

    def _fill(self) -> Steps[None]:
        if self.live is not None and not self.is_behind:
            yield from self._hear(self.live)
        else:
            yield from self._fetch()

    def _fetch(self) -> Steps[None]:
        if self.member is not None and not self.generation:
            yield from self._join()
        wait = self.options.wait if self.follow and self.live is None else 0.0
        if self.options.commit_every is not None:
            wait = min(wait, self.options.commit_every)
        if self.member is not None:
            wait = min(wait, self.options.lease / 3)  # Asking renews the lease.
        body: dict[str, Any] = {"maxEvents": self.options.max_events, "maxBytes": self.options.max_bytes,
                                "waitMilliseconds": int(wait * 1000)}
        if beginning := self._beginning():
            body["from"] = beginning
        if filter := self.filter.as_dict():
            body["filter"] = filter
        if self.member is not None:
            body["group"] = {"consumer": self.name, "member": self.member, "generation": self.generation}
        asked_at = time.monotonic()
        try:
            answer = yield from self.asking.ask("FETCH", body, wait)
        except RequestRefused as error:
            if error.code != "not-a-member" or self.member is None:
                raise
            yield from self._lose_share()
            return
        if answer[0] != b"firstmile/1 BATCH" or len(answer) != 5:
            raise ProtocolError(f"a FETCH is answered with {answer[0]!r} of {len(answer)} frames")
        header = json_object(answer[3])
        if header.get("rejoin"):
            yield from self._finish_share()
            return
        self._take(header, answer[4])
        if self.next is not None and self.next >= self.end:
            self.is_behind, self.heard_at = False, asked_at
            self.is_over = self.is_over or not self.follow

    def _beginning(self) -> dict[str, Any] | None:
        if self.next is not None:
            return {"position": self.next}
        if isinstance(self.start, datetime):
            return {"time": written(self.start)}
        if self.start is not None:
            return {"position": self.start}
        if self.member is not None:
            return None
        return {"position": 0} if self.name is None else {"consumer": self.name}

    def _take(self, header: dict[str, Any], payload: bytes) -> None:
        try:
            events = json.loads(payload)
        except ValueError as error:
            raise ProtocolError(f"the events of a batch are not JSON ({error}): {payload!r:.200}") from error
        records = [Record.from_dict(event) for event in events]
        self.next, self.end = header["next"], header["end"]
        self.lag_events, self.lag_seconds = header["lagEvents"], header["lagSeconds"]
        if self.until is not None:
            before = [record for record in records if self._is_before(record, self.until)]
            if len(before) < len(records):
                self.is_over = True
                self.next = records[len(before)].position
                records = before
            elif isinstance(self.until, int) and self.next is not None and self.next >= self.until:
                self.is_over = True
        self.buffer.extend(records)
        if not records:
            # Nothing passed: that much is done as well.
            self.done = self.next

    @staticmethod
    def _is_before(record: Record, until: int | datetime) -> bool:
        return record.position < until if isinstance(until, int) else record.recorded_at < until

    def _commit_by_itself(self, due: bool) -> Steps[None]:
        every = self.options.commit_every
        if every is None or self.done is None or self.done == self.committed:
            return
        if due or time.monotonic() - self.committed_at >= every:
            yield from self.commit()

    # Groups

    def _join(self) -> Steps[None]:
        lease = int(self.options.lease * 1000)
        answer = yield from self.asking.ask(
            "JOIN", {"consumer": self.name, "member": self.member, "leaseMilliseconds": lease}, _LONGEST_LEASE)
        joined = json_object(answer[3])
        self.generation = joined["generation"]
        self.next = self.done = None
        self.committed = joined["position"]
        _log.info("%s has %d of 64 slots of %s from %d on", self.member, joined["slots"], self.name, joined["position"])

    def _renew(self) -> Steps[None]:
        """Work on what is in hand takes long: the last commit is sent again, so that the lease does not end."""
        if self.generation and time.monotonic() - self.asking.asked_at > self.options.lease / 3:
            yield from self.commit(self.committed)

    def _finish_share(self) -> Steps[None]:
        """Somebody came or went: what is done is committed, and everybody joins again."""
        if self.before_rejoin is not None:
            yield Call(self.before_rejoin, True)
        yield from self._commit_by_itself(due=True)
        self.generation = 0

    def _lose_share(self) -> Steps[None]:
        """Others have it now: what is not committed is theirs."""
        self.buffer.clear()
        self.generation, self.next, self.done = 0, None, None
        if self.before_rejoin is not None:
            yield Call(self.before_rejoin, False)

    # Live

    def _hear(self, live: Link) -> Steps[None]:
        """Waits for a live message and takes it, or finds that something has to be fetched first."""
        live.look()
        message = live.receive()
        now = time.monotonic()
        if message is None:
            # A connection that was lost, and five seconds of silence, may hide what was missed.
            if live.has_been_lost or now - self.heard_at >= 5:
                live.has_been_lost = False
                self.is_behind = True
                return
            yield Wait((live.socket, live.monitor), 5 - (now - self.heard_at))
            return
        self.heard_at = now
        header = json_object(message[1])
        assert self.next is not None
        if message[0] == b"firstmile/1!":
            self.is_behind = header["end"] > self.next
            return
        position: int = header["position"]
        if position < self.next:
            return
        previous = position - 1
        if self.filter.types:
            previous = header["previousOfTopic" if self.filter.sellers else "previousOfType"]
        if previous is None or previous >= self.next or len(message) < 4 or not message[3]:
            self.is_behind = True
            return
        record = Record.from_dict(json_object(message[3]))
        if self.until is not None and not self._is_before(record, self.until):
            self.is_over = True
            return
        self.next, self.end = position + 1, max(self.end, position + 1)
        self.lag_events, self.lag_seconds = 0, 0.0
        self.buffer.append(record)


def subscribe(endpoint: str, filter: Filter) -> Link:
    """A SUB to the one stream that a filter stands for: everything, one type, or one type of one seller."""
    unfit = filter.countries or filter.providers or filter.orders or filter.origin
    if unfit or len(filter.types) > 1 or len(filter.sellers) > 1 or (filter.sellers and not filter.types):
        raise ValueError("live is for one stream: no filter, Filter(types=[one]) or Filter(types=[one], sellers=[one]"
                         "); without live any filter is followed, a round trip later")
    topics = [b"firstmile/1"]
    if filter.types:
        seller = f"{filter.sellers[0]}/" if filter.sellers else ""
        topics = [f"firstmile/1/{short(filter.types[0])}/{seller}".encode(), b"firstmile/1!"]
    return Link(zmq.Context.instance(), endpoint, 5.0, topics)


def written(time: datetime) -> str:
    if time.tzinfo is None:
        raise ValueError(f"{time!r} may mean any zone: give it a tzinfo")
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def new_member() -> str:
    return str(uuid.uuid4())
