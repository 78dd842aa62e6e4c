"""Consuming: everything that was recorded, from anywhere, at one's own pace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TypeVar

from .asking import Asking, Steps, run
from .errors import Closed, FirstmileError
from .options import ConsumerOptions
from .reading import Reading, new_member, subscribe, written
from .records import Batch, Filter, Record
from .wire import json_object

FEED = "tcp://127.0.0.1:7702"
T = TypeVar("T")


class ConsumerBase:
    """What the two consumers, this one and that of ``firstmile.aio``, have in common."""

    def __init__(
        self, feed: str = FEED, name: str | None = None, *, start: int | datetime | None = None,
        until: int | datetime | None = None, filter: Filter | None = None, follow: bool = True, live: str | None = None,
        group: bool = False, member: str | None = None, before_rejoin: Callable[[bool], object] | None = None,
        options: ConsumerOptions | None = None,
    ) -> None:
        filter, options = filter or Filter(), options or ConsumerOptions()
        filter.as_dict()
        if group and name is None:
            raise ValueError("a group shares the consumer of one name: give the name")
        if group and (start is not None or live is not None):
            raise ValueError("a member of a group begins where the daemon says and takes its share by FETCH: leave out "
                             "start and live")
        if options.commit_every is not None and name is None:
            raise ValueError("commit_every commits under a name: give the consumer a name")
        if live is not None and not follow:
            raise ValueError("live follows: leave out follow=False, or live")
        for time in (start, until):
            if isinstance(time, datetime):
                written(time)
        self._closed = False
        hearing = subscribe(live, filter) if live is not None else None
        try:
            asking = Asking(feed, options.patience)
        except BaseException:
            if hearing is not None:
                hearing.close()
            raise
        self._reading = Reading(asking, name, start, until, filter, options, follow, hearing,
                                (member or new_member()) if group else None, before_rejoin)

    @property
    def next(self) -> int | None:
        """Where to go on after what was handed out: the position to keep beside your work, and to give as ``start``."""
        return self._reading.done

    @property
    def lag_events(self) -> int:
        """Records that are in the log beyond the last batch."""
        return self._reading.lag_events

    @property
    def lag_seconds(self) -> float:
        """How old the last record of the last batch was while more was in the log; 0 at the end."""
        return self._reading.lag_seconds

    @property
    def member(self) -> str | None:
        """The name under which this consumer is a member of its group."""
        return self._reading.member

    def _check_open(self) -> None:
        if self._closed:
            raise Closed("the consumer is closed: make another one")

    def _release(self) -> None:
        self._closed = True
        self._reading.asking.close()
        if self._reading.live is not None:
            self._reading.live.close()


class Consumer(ConsumerBase):
    """An iterator over the log's records, in order: those that are there, and then those that come.

    ``name`` gives it a position in the daemon: it begins where it committed, and ``commit()`` says how far it is. Or it
    begins at ``start``, a position or a (recorded) time, and by default at the beginning of the log. It ends before
    ``until``, or at the end of the log if ``follow`` is false, or never.

    What was handed out and not committed comes again after a restart: at least once. For exactly once keep ``next`` in
    the transaction that holds your own work and give it as ``start``.

    With ``live``, the endpoint of the daemon's PUB, records come without a round trip, and what is missed there is
    fetched: nothing is lost and nothing comes twice.

    With ``group``, several processes share one ``name``: all records of an order go to the same one.
    ``before_rejoin(orderly)`` is called when the shares are about to change: if orderly, commit what is done; if not,
    throw away what is not committed, others have it.

    Not for several threads at once.
    """

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        record = self._run(self._reading.next_record())
        if record is None:
            raise StopIteration
        return record

    def batches(self) -> Iterator[Batch]:
        """The same records, as many at once as came together."""
        while (batch := self._run(self._reading.next_batch())) is not None:
            yield batch

    def commit(self, position: int | None = None) -> int | None:
        """Says that everything handed out so far is done, or everything before ``position``. Returns what is stored.

        None is for a member of a group that lost its share meanwhile: others do what it has not committed.
        """
        return self._run(self._reading.commit(position))

    def close(self) -> None:
        """Commits nothing by itself, but leaves its group."""
        if self._closed:
            return
        try:
            self._run(self._reading.leave())
        except FirstmileError:
            pass  # Its lease will end.
        finally:
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, steps: Steps[T]) -> T:
        self._check_open()
        return run(steps)


@dataclass(frozen=True, slots=True)
class ConsumerState:
    """How far a named consumer is."""

    name: str
    position: int
    lag_events: int
    #: The age of the first record that it has not committed.
    lag_seconds: float
    committed_at: str | None
    generation: int
    #: Of a group: its members and their slots of 64.
    members: dict[str, int]


def consumers(feed: str = FEED, timeout: float = 5.0) -> list[ConsumerState]:
    """All named consumers and how far behind they are."""
    found = _ask(feed, timeout, "CONSUMERS", {})["consumers"]
    return [ConsumerState(it["consumer"], it["position"], it["lagEvents"], it["lagSeconds"], it.get("committedAt"),
                          it.get("generation", 0), {m["member"]: m["slots"] for m in it.get("members", ())})
            for it in found]


def reset(name: str, to: int | datetime | None, feed: str = FEED, timeout: float = 5.0) -> int:
    """Moves a consumer anywhere: a position, a (recorded) time, or none for the end. Returns the position."""
    place: dict[str, Any] = {"end": True} if to is None else {"position": to}
    if isinstance(to, datetime):
        place = {"time": written(to)}
    position: int = _ask(feed, timeout, "RESET", {"consumer": name, "to": place})["position"]
    return position


def forget(name: str, feed: str = FEED, timeout: float = 5.0) -> bool:
    """Forgets a consumer; whether there was one."""
    return bool(_ask(feed, timeout, "FORGET", {"consumer": name})["existed"])


def _ask(feed: str, timeout: float, verb: str, body: dict[str, Any]) -> dict[str, Any]:
    asking = Asking(feed, timeout)
    try:
        return json_object(run(asking.ask(verb, body))[3])
    finally:
        asking.close()
