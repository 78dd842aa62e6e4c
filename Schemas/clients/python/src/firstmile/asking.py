"""Asking a daemon, one question at a time. What has to wait says so by yielding ``Wait``, and whoever runs it waits:
``run`` with a poll, ``firstmile.aio`` with an ``await``. Everything else is the same for both."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import zmq

from .errors import NoReply, ProtocolError
from .link import Link
from .wire import ERROR, json_object, problem

T = TypeVar("T")
_log = logging.getLogger("firstmile")
_JSON = b"application/json"


@dataclass(frozen=True, slots=True)
class Wait:
    """Something may happen at one of these sockets, at the latest after so many seconds."""

    sockets: Sequence[zmq.Socket[bytes]]
    seconds: float


@dataclass(frozen=True, slots=True)
class Call:
    """The caller's own function is to be called, and awaited where that is possible."""

    function: Callable[[bool], object]
    argument: bool


#: What steps cannot do by themselves, until they return a ``T``.
Steps = Generator[Wait | Call, None, T]


class Asking:
    """A connection that asks until it is answered: over lost connections and busy daemons, for ``patience``."""

    def __init__(self, endpoint: str, patience: float, heartbeat: float = 5.0) -> None:
        self.endpoint, self._patience, self._heartbeat = endpoint, patience, heartbeat
        self._ordinal = 0
        #: When it asked last.
        self.asked_at = 0.0
        self._link = self._connect()

    def close(self) -> None:
        self._link.close()

    def ask(self, verb: str, body: dict[str, Any], wait: float = 0.0) -> Steps[list[bytes]]:
        """The frames of the answer from the third on; its verb is ``verb``'s own business.

        ``wait`` is how long the daemon may take by intention. Raises ``NoReply`` and ``RequestRefused``.
        """
        frames = [f"firstmile/1 {verb}".encode(), b"", _JSON, json.dumps(body, ensure_ascii=False).encode()]
        began = self.asked_at = time.monotonic()
        pause, warned = 0.02, False
        while True:
            answer = yield from self._once(frames, wait)
            now = time.monotonic()
            if answer is not None:
                if answer[0] != ERROR:
                    return answer
                error = problem(answer[1], json_object(answer[-1])).error
                if error.code not in ("busy", "unavailable") or now - began - wait >= self._patience:
                    raise error
                yield Wait((), pause)
                pause = min(pause * 2, 1.3)
                continue
            silent = now - began - (wait if self._link.is_ready else 0)
            if silent >= self._patience:
                raise NoReply(f"{self.endpoint} has not answered {verb} for {now - began:.1f} s: {self._advice()}")
            if not warned and silent > 10:
                warned = True
                _log.warning("%s does not answer: %s", self.endpoint, self._advice())

    def _once(self, frames: list[bytes], wait: float) -> Steps[list[bytes] | None]:
        """One sending, and the answer to it if it comes before the connection is lost or it is time to ask again."""
        link = self._link
        if not link.is_lost:
            link.look()
        if link.is_lost:
            link.close()
            link = self._link = self._connect()
        until = time.monotonic() + min(self._patience, 5.0)
        while not link.is_ready:
            link.look()
            left = until - time.monotonic()
            if link.is_ready or left <= 0:
                break
            yield Wait((link.monitor,), min(left, 1.0))
        if not link.is_ready:
            return None
        self._ordinal += 1
        frames[1] = self._ordinal.to_bytes(8, "big")
        link.send(frames)
        until = time.monotonic() + wait + min(self._patience, 10.0)
        while True:
            while (answer := link.receive()) is not None:
                if len(answer) < 4 or not answer[0].startswith(b"firstmile/1 "):
                    raise ProtocolError(f"this is not an answer of firstmile/1: {answer!r:.200}; is {self.endpoint} "
                                        "the daemon's feed (by default tcp://127.0.0.1:7702)?")
                # Older ones answer what was asked again since.
                if answer[1] == frames[1] or (answer[0] == ERROR and not answer[1]):
                    return answer
            link.look()
            left = until - time.monotonic()
            if link.is_lost:
                return None
            if left <= 0:
                link.is_lost = True  # Whatever it is that it does not answer, another connection may help.
                return None
            try:
                yield Wait((link.socket, link.monitor), min(left, 5.0))
            except GeneratorExit:
                link.is_lost = True  # Nobody wants the answer any more, and the daemon need not go on waiting with it.
                raise

    def _connect(self) -> Link:
        return Link(zmq.Context.instance(), self.endpoint, self._heartbeat)

    def _advice(self) -> str:
        if self._link.met_a_stranger:
            return "what listens there does not speak ZeroMQ: name the daemon's feed endpoint"
        if self._link.is_ready:
            return "it is connected: see what the daemon says of itself (`firstmile doctor`, its log)"
        return "start the daemon there with `firstmile serve`, or name the feed endpoint of one that runs"


def run(steps: Steps[T]) -> T:
    """Runs steps to their end on this thread."""
    try:
        while True:
            wait = next(steps)
            if isinstance(wait, Call):
                wait.function(wait.argument)
                continue
            poller = zmq.Poller()
            for socket in wait.sockets:
                poller.register(socket, zmq.POLLIN)
            if wait.sockets:
                poller.poll(milliseconds(wait))
            else:
                time.sleep(wait.seconds)
    except StopIteration as stop:
        value: T = stop.value
        return value


def milliseconds(wait: Wait) -> int:
    return int(wait.seconds * 1000) + 1
