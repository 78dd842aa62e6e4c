"""What is on its way to the daemon, and what goes next. No sockets, no threads, no clock: time comes in as seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from . import wire
from .errors import ProtocolError, RequestRefused
from .options import PublisherOptions
from .replies import Reply
from .spool import Spool, Waiting


@dataclass(slots=True)
class Request:
    """Events that went together. Those whose replies came are taken out."""

    correlation: bytes
    events: list[Waiting]
    attempts: int = 0
    sent_at: float = 0.0
    due: bool = True

    @property
    def size(self) -> int:
        return sum(len(event.payload) for event in self.events)


class Window:
    """Requests in flight, in the order of their events, and the pauses the daemon asked for."""

    def __init__(self, spool: Spool, options: PublisherOptions) -> None:
        self._spool, self._options = spool, options
        self._requests: dict[bytes, Request] = {}
        self._ordinal = 0
        self._bytes = 0
        self._waiting_since: float | None = None
        self._hold_until = 0.0
        self._holds = 0
        #: Why the daemon takes nothing now, in its own words.
        self.held_by: RequestRefused | None = None
        #: So many events go as soon as the window has room: somebody waits for them.
        self._hurried = 0

    @property
    def requests(self) -> int:
        return len(self._requests)

    @property
    def is_empty(self) -> bool:
        return not self._requests and not self._spool.untaken

    def hurry(self) -> None:
        """What waits now goes without waiting for more to go with it."""
        self._hurried = self._spool.untaken

    def due(self, now: float) -> Iterator[list[bytes]]:
        """The frames of every request that is to be sent now. Each counts as sent once the next is asked for."""
        if now < self._hold_until:
            return
        for request in list(self._requests.values()):
            overdue = now - request.sent_at >= self._patience(request)
            if request.due or overdue:
                yield self._sent(request, now)
        while self._is_ready(now):
            self._ordinal += 1
            events = self._spool.take(self._options.batch_events, self._options.batch_bytes - 2)
            request = Request(self._ordinal.to_bytes(8, "big"), events)
            self._requests[request.correlation] = request
            self._bytes += request.size
            self._hurried -= len(events)
            if not self._spool.untaken:
                self._waiting_since = None
            yield self._sent(request, now)

    def pause(self, now: float) -> float | None:
        """Seconds until there is something to do without news from outside; none when there never is."""
        if now < self._hold_until:
            return self._hold_until - now
        times = [request.sent_at + self._patience(request) for request in self._requests.values() if not request.due]
        if self._spool.untaken and self._has_room:
            times.append((self._waiting_since or now) + self._options.linger)
        return max(min(times) - now, 0.0) if times else None

    def accept(self, frames: list[bytes], now: float) -> list[tuple[Waiting, Reply]]:
        """Reads an answer; what it answers is no longer on its way. Raises ``ProtocolError`` when it makes no sense."""
        answer = wire.read(frames)
        request = self._requests.get(answer.correlation)
        if request is None:
            return []  # Answered before, to an earlier sending.
        if isinstance(answer, wire.Problem):
            self._hold(request, answer.error, now)
            return []
        if not isinstance(answer, wire.Acknowledged):
            raise ProtocolError("the daemon answers a PUBLISH with PONG: is there a proxy in between?")
        self._holds, self.held_by = 0, None
        del self._requests[answer.correlation]
        self._bytes -= request.size
        if len(answer.replies) != len(request.events):
            self._send_one_by_one(request, len(answer.replies))
            return []
        answered = list(zip(request.events, answer.replies, strict=True))
        for event, reply in answered:
            if reply.id not in (None, event.id) or reply.source not in (None, event.source):
                raise ProtocolError(f"the daemon answers {event.source} {event.id} with a reply to {reply.source} "
                                    f"{reply.id}: replies must come in the order of the events")
        return answered

    def disconnected(self) -> None:
        """Whatever was on its way may be lost: it goes again, oldest first."""
        for request in self._requests.values():
            request.due = True

    def _sent(self, request: Request, now: float) -> list[bytes]:
        request.due, request.sent_at = False, now
        request.attempts += 1
        return wire.publish(request.correlation, [event.payload for event in request.events])

    def _patience(self, request: Request) -> float:
        doublings: int = 1 << min(max(request.attempts - 1, 0), 6)
        return self._options.resend_after * doublings

    @property
    def _has_room(self) -> bool:
        options = self._options
        return len(self._requests) < options.window_requests and self._bytes < options.window_bytes

    def _is_ready(self, now: float) -> bool:
        spool, options = self._spool, self._options
        if not spool.untaken or not self._has_room:
            return False
        if self._waiting_since is None:
            self._waiting_since = now
        return (not self._requests or self._hurried > 0 or spool.untaken >= options.batch_events
                or spool.untaken_bytes >= options.batch_bytes or now - self._waiting_since >= options.linger)

    def _hold(self, request: Request, error: RequestRefused, now: float) -> None:
        """``busy`` and a full disk end by themselves: the same request goes again, and until then nothing does."""
        if error.code not in ("busy", "unavailable"):
            raise error
        request.due = True
        self.held_by = error
        if now < self._hold_until:
            return  # Many answers of one burst are one reason to wait.
        first = 0.02 if error.code == "busy" else 0.5
        self._hold_until = now + first * (1 << min(self._holds, 6 if error.code == "busy" else 3))
        self._holds += 1

    def _send_one_by_one(self, request: Request, replies: int) -> None:
        """A batch that is not JSON in the daemon's eyes has a single reply, whatever else is in it: each event goes
        alone, so that the one that spoils the batch is refused and the others are not."""
        if len(request.events) == 1:
            raise ProtocolError(f"the daemon answers one event with {replies} replies")
        for event in request.events:
            self._ordinal += 1
            single = Request(self._ordinal.to_bytes(8, "big"), [event])
            self._requests[single.correlation] = single
            self._bytes += single.size
