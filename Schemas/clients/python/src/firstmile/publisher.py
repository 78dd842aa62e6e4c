"""Publishing: events go in, replies come out, and nothing is lost in between."""

from __future__ import annotations

import atexit
import logging
import os
from collections.abc import Callable, Iterable
from os import PathLike
from types import TracebackType
from typing import Self

import zmq

from . import wire
from .errors import BacklogFull, Closed, FirstmileError, NoReply, NotAcknowledged, ProtocolError
from .event import Event
from .link import connect, prepared
from .options import PublisherOptions
from .replies import Pong, Reply
from .sender import Receipt, Sender, Standing
from .spool import Refused, Spool

INTAKE = "tcp://127.0.0.1:7701"
_log = logging.getLogger("firstmile")


class Publisher:
    """Publishes events to a Firstmile daemon: in batches, many in flight, every one answered, recorded once.

    With ``spool``, the path of a file, an event that ``publish`` took is safe: it goes to the daemon until it is
    acknowledged, also by the next ``Publisher`` with that file, after a crash, a power cut or a week without a network.
    Without, events wait in memory and end with the process. The daemon need not be there; it is looked for until it is.

    ``on_reply(event, reply)`` is called for every event that is answered, those of earlier processes included, on the
    publisher's thread. After a crash it may be called for an event once more, then with ``duplicate``.

    All methods are safe for threads.
    """

    def __init__(
        self, to: str = INTAKE, *, spool: str | PathLike[str] | None = None,
        on_reply: Callable[[Event, Reply], None] | None = None, options: PublisherOptions | None = None,
    ) -> None:
        options = options or PublisherOptions()
        self.endpoint = to
        self._linger = options.linger_at_close
        self._most = options.backlog_bytes or (64 << 20 if spool is None else 1 << 30)
        self._process = os.getpid()
        self._closed = False
        self._spool = Spool(spool, options.sync)
        try:
            self._sender = Sender(to, self._spool, options, on_reply)
        except BaseException:
            self._spool.close()
            raise
        # A program that ends without close() still has its linger.
        atexit.register(self._close_at_exit)

    def publish(self, event: Event, timeout: float | None = None) -> Receipt:
        """Takes one event. With a spool, it is safe when this returns. ``publish(event).result()`` waits for its reply.

        Waits for room when too much waits for the daemon, at most ``timeout`` seconds; then raises ``BacklogFull``.
        """
        return self.publish_all([event], timeout)[0]

    def publish_all(self, events: Iterable[Event], timeout: float | None = None) -> list[Receipt]:
        """Takes several events at once, all of them or none: one write to the spool instead of many."""
        written = [(event.source, event.id, event.to_json()) for event in events]
        size = sum(len(payload) for _, _, payload in written)
        if size > self._most:
            raise BacklogFull(f"{size} bytes of events are more than may ever wait ({self._most}): publish fewer at a "
                              "time, or raise backlog_bytes")
        sender = self._sender
        self._check_open()
        with sender.changed:
            if not sender.changed.wait_for(lambda: sender.is_over or self._spool.bytes + size <= self._most, timeout):
                raise BacklogFull(f"{self._spool.count} events wait already: {sender.standing.advice}")
            self._check_open()
            receipts = sender.submit(written)
        sender.wake()
        return receipts

    def flush(self, timeout: float | None = None) -> None:
        """Waits until every event that was taken, earlier processes' included, is acknowledged."""
        sender = self._sender
        self._check_open()
        sender.hurry()
        with sender.changed:
            settled = sender.changed.wait_for(lambda: sender.is_over or self._spool.count == 0, timeout)
            if settled and self._spool.count == 0:
                return
            self._check_open()
            raise NotAcknowledged(
                f"{self._spool.count} events are not acknowledged after {timeout} s: {sender.standing.advice}")

    def ping(self, timeout: float = 5.0) -> Pong:
        """Asks the daemon for a sign of life, on a connection of its own."""
        return ping(self.endpoint, timeout)

    @property
    def standing(self) -> Standing:
        """How things stand: what waits, what is wrong, and what to do about it."""
        return self._sender.standing

    def refused(self) -> list[Refused]:
        """Events that the daemon refused, with its reasons, oldest first; a spool keeps them over restarts.

        Mend them, publish them again (the same id may be used) and ``forget`` them.
        """
        self._check_open()
        with self._sender.changed:
            return self._spool.refused()

    def forget(self, refused: Iterable[Refused]) -> None:
        """These were seen to: ``refused()`` tells of them no longer."""
        self._check_open()
        with self._sender.changed:
            self._spool.forget(refused)

    def close(self, linger: float | None = None) -> None:
        """Waits at most ``linger`` seconds for what is unanswered, and ends.

        What then is unanswered stays in the spool for the next publisher. Without a spool it is lost, so
        ``NotAcknowledged`` is raised.
        """
        if self._closed or self._process != os.getpid():
            return
        self._closed = True
        sender, linger = self._sender, self._linger if linger is None else linger
        sender.hurry()
        with sender.changed:
            sender.changed.wait_for(lambda: sender.is_over or self._spool.count == 0, linger)
            advice = sender.standing.advice
        sender.stop()
        atexit.unregister(self._close_at_exit)
        left = self._spool.count
        if left == 0:
            return
        if self._spool.path is not None:
            _log.warning("%d events stay in the spool %s until a publisher opens it again: %s", left, self._spool.path,
                         advice)
        else:
            raise NotAcknowledged(f"{left} events were not acknowledged and are lost with this publisher, which has no "
                                  f"spool: {advice}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except NotAcknowledged:
            if error is None:
                raise

    def _check_open(self) -> None:
        if self._process != os.getpid():
            raise Closed("this publisher was made before the process forked: make one in each process, with a spool "
                         "of its own")
        if self._sender.failure is not None:
            raise self._sender.failure
        if self._closed:
            raise Closed("the publisher is closed: make another one")

    def _close_at_exit(self) -> None:
        try:
            self.close()
        except FirstmileError as error:
            _log.error("%s", error)


def ping(endpoint: str = INTAKE, timeout: float = 5.0) -> Pong:
    """Asks a daemon for a sign of life: its version, and the position that the next record will get."""
    socket = prepared(zmq.Context.instance(), endpoint, heartbeat=5.0)
    try:
        connect(socket, endpoint)
        socket.send_multipart(wire.ping(b"ping"))
        if not socket.poll(int(timeout * 1000)):
            raise NoReply(f"nobody answers at {endpoint} for {timeout} s: start the daemon there with `firstmile "
                          "serve`, or name the endpoint of one that runs")
        answer = wire.read(socket.recv_multipart())
    finally:
        socket.close(0)
    if isinstance(answer, wire.Problem):
        raise answer.error
    if not isinstance(answer, wire.Ponged):
        raise ProtocolError(f"a PING is answered with {type(answer).__name__}")
    return answer.pong
