"""The publisher's thread: it keeps the connection, and moves what waits to the daemon until that has answered."""

from __future__ import annotations

import logging
import socket as tcp
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

import zmq

from .errors import FirstmileError, NotAcknowledged, SpoolError
from .event import Event
from .link import Link
from .options import PublisherOptions
from .replies import Reply
from .spool import Spool, Waiting
from .window import Window

_log = logging.getLogger("firstmile")
_CONNECT_PATIENCE = 10.0
_REPLY_PATIENCE = 60.0


class Receipt(Future[Reply]):
    """The reply to one event, when it comes. A ``concurrent.futures.Future``."""

    _sender: Sender

    def result(self, timeout: float | None = None) -> Reply:
        """Waits for the reply. Raises ``NotAcknowledged`` when it takes more than ``timeout`` seconds; the event is
        sent on, and may be waited for again."""
        if not self.done():
            self._sender.hurry()
        try:
            return super().result(timeout)
        except FirstmileError:
            raise
        except TimeoutError as error:
            raise NotAcknowledged(f"no reply after {timeout} s: {self._sender.standing.advice}") from error


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand between a publisher and its daemon."""

    connected: bool
    #: Events that are not acknowledged, and their bytes.
    waiting: int
    waiting_bytes: int
    #: Requests sent and not answered.
    in_flight: int
    #: What is wrong and what to do about it; empty when nothing is.
    trouble: str

    @property
    def advice(self) -> str:
        return self.trouble or "the daemon is there and has not answered yet: wait on, or ask `firstmile doctor`"


class Sender:
    """What callers and the thread share is under ``changed``, which is told whenever any of it changes."""

    def __init__(
        self, endpoint: str, spool: Spool, options: PublisherOptions, on_reply: Callable[[Event, Reply], None] | None
    ) -> None:
        self.endpoint, self.spool = endpoint, spool
        self._options, self._on_reply = options, on_reply
        self.changed = threading.Condition()
        self.failure: FirstmileError | None = None
        self.is_stopping = False
        self._window = Window(spool, options)
        self._receipts: dict[int, Receipt] = {}
        self._trouble = self._spool_trouble = ""
        self._heard_at = time.monotonic()
        self._link: Link | None = Link(zmq.Context.instance(), endpoint, options.heartbeat)
        self._awake, self._waker = tcp.socketpair()
        self._awake.setblocking(False)
        self._waker.setblocking(False)
        self._thread = threading.Thread(target=self._run, name="firstmile-publisher", daemon=True)
        self._thread.start()

    # For callers

    def submit(self, events: list[tuple[str, str, bytes]]) -> list[Receipt]:
        """Takes events (source, id, bytes). With ``changed`` held."""
        receipts = []
        for number in self.spool.append(events) if events else ():
            receipt = self._receipts[number] = Receipt()
            receipt._sender = self
            receipt.set_running_or_notify_cancel()
            receipts.append(receipt)
        return receipts

    @property
    def is_over(self) -> bool:
        return self.is_stopping or self.failure is not None

    @property
    def standing(self) -> Standing:
        with self.changed:
            link = self._link
            return Standing(link is not None and link.is_ready, self.spool.count, self.spool.bytes,
                            self._window.requests, self._trouble_now())

    def hurry(self) -> None:
        with self.changed:
            self._window.hurry()
        self.wake()

    def wake(self) -> None:
        try:
            self._waker.send(b"!")
        except OSError:
            pass  # It is awake, or over.

    def stop(self) -> None:
        with self.changed:
            self.is_stopping = True
        self.wake()
        self._thread.join()

    def _trouble_now(self) -> str:
        """With ``changed`` held."""
        link, held, silent = self._link, self._window.held_by, time.monotonic() - self._heard_at
        if self.failure is not None:
            return str(self.failure)
        if self.spool.count == 0:
            return ""
        if held is not None:
            return f"the daemon at {self.endpoint} asks to wait ({held.code}): {held.reason}. {held.fix}"
        if link is None or not link.is_ready:
            if link is not None and link.met_a_stranger:
                return f"what listens at {self.endpoint} does not speak ZeroMQ: name the daemon's intake endpoint"
            return (f"nobody answers at {self.endpoint}: start the daemon there with `firstmile serve`, or name the "
                    "endpoint of one that runs")
        if silent > _REPLY_PATIENCE:
            return (f"{self.endpoint} is connected and has answered nothing for {silent:.0f} s: see what the daemon "
                    "says of itself (`firstmile doctor`, its log, its disk)")
        return ""

    # The thread

    def _run(self) -> None:
        try:
            while not self.is_stopping:
                self._turn()
        except FirstmileError as error:
            self._fail(error)
        except Exception as error:
            _log.exception("the publisher ends")
            self._fail(FirstmileError(f"the publisher ended by an error of its own: {error!r}"))
        finally:
            self._end()

    def _turn(self) -> None:
        link = self._keep_connected()
        with self.changed:
            now = time.monotonic()
            # Bounded, so that sending gets its turn however fast replies come.
            answered = self._receive(link, now, 256)
            receipts = self._settle(answered)
            if link.is_ready:
                self._send_due(link, now)
            if self._window.is_empty:
                self._write(self.spool.write_settled)
                self._heard_at = now
            pause = self._window.pause(now) if link.is_ready else None
            self._tell_of_trouble()
        self._hand_out(answered, receipts)
        poller = zmq.Poller()
        for readable in (link.socket, link.monitor, self._awake):
            poller.register(readable, zmq.POLLIN)
        poller.poll(1000 if pause is None else min(int(pause * 1000) + 1, 1000))
        try:
            while self._awake.recv(4096):
                pass
        except BlockingIOError:
            pass

    def _keep_connected(self) -> Link:
        link = self._link
        if link is not None:
            link.look()
            if not link.is_lost:
                return link
        answered: list[tuple[Waiting, Reply]] = []
        with self.changed:
            if link is not None:
                # What it had answered before it broke counts.
                answered = self._receive(link, time.monotonic(), None)
                link.close()
            receipts = self._settle(answered)
            self._window.disconnected()
            self._link = link = Link(zmq.Context.instance(), self.endpoint, self._options.heartbeat)
        self._hand_out(answered, receipts)
        return link

    def _receive(self, link: Link, now: float, most: int | None) -> list[tuple[Waiting, Reply]]:
        answered: list[tuple[Waiting, Reply]] = []
        while most is None or most > 0:
            frames = link.receive()
            if frames is None:
                break
            self._heard_at = now
            answered += self._window.accept(frames, now)
            if most is not None:
                most -= 1
        return answered

    def _send_due(self, link: Link, now: float) -> None:
        try:
            for frames in self._window.due(now):
                link.send(frames)
        except zmq.Again:
            link.is_lost = True  # There is nobody to queue it for any more.

    def _settle(self, answered: list[tuple[Waiting, Reply]]) -> list[Receipt | None]:
        if not answered:
            return []
        self._write(lambda: self.spool.settle(answered))
        receipts = [self._receipts.pop(event.number, None) for event, _ in answered]
        self.changed.notify_all()
        return receipts

    def _write(self, write: Callable[[], None]) -> None:
        """What was answered need not be written at once: a full disk is told, and waited for."""
        try:
            write()
            self._spool_trouble = ""
        except SpoolError as error:
            if not self._spool_trouble:
                _log.warning("what was answered is sent again after a restart: %s", error)
            self._spool_trouble = str(error)

    def _hand_out(self, answered: list[tuple[Waiting, Reply]], receipts: list[Receipt | None]) -> None:
        """Without the lock: what is called here may publish."""
        for (event, reply), receipt in zip(answered, receipts, strict=True):
            if self._on_reply is not None:
                try:
                    self._on_reply(Event.from_json(event.payload), reply)
                except Exception:
                    _log.exception("on_reply failed for %s %s", event.source, event.id)
            if receipt is not None:
                receipt.set_result(reply)

    def _tell_of_trouble(self) -> None:
        patient = self._window.held_by is None and time.monotonic() - self._heard_at < _CONNECT_PATIENCE
        trouble = "" if patient else self._trouble_now()
        if trouble and not self._trouble:
            _log.warning("%d events wait: %s", self.spool.count, trouble)
        elif self._trouble and not trouble:
            _log.info("%s takes events again", self.endpoint)
        self._trouble = trouble

    def _fail(self, error: FirstmileError) -> None:
        _log.error("the publisher to %s ends: %s", self.endpoint, error)
        with self.changed:
            self.failure = error
            self.changed.notify_all()

    def _end(self) -> None:
        with self.changed:
            self.is_stopping = True
            receipts, self._receipts = self._receipts, {}
            error = self.failure or NotAcknowledged("the publisher was closed before the reply came: " + (
                "the event stays in the spool" if self.spool.path else "publishing it again is safe"))
            if self._link is not None:
                self._link.close()
                self._link = None
            try:
                self.spool.close()
            except FirstmileError as spool_error:
                _log.warning("%s", spool_error)
            self._awake.close()
            self._waker.close()
            self.changed.notify_all()
        for receipt in receipts.values():
            receipt.set_exception(error)
