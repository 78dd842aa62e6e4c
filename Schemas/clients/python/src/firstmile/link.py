"""One connection to a daemon's ROUTER."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import zmq
from zmq.utils.monitor import parse_monitor_message

_LOST = zmq.EVENT_DISCONNECTED
# Nobody listens: libzmq closes what it tried with, and tries again.
_NOBODY = zmq.EVENT_CLOSED
_STRANGER = (zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL | zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL
             | zmq.EVENT_HANDSHAKE_FAILED_AUTH)


def prepared(
    context: zmq.Context[Any], endpoint: str, heartbeat: float, topics: Sequence[bytes] | None = None
) -> zmq.Socket[bytes]:
    """A DEALER, or with topics a SUB, that notices when the other side is gone and leaves nothing behind."""
    socket: zmq.Socket[bytes] = context.socket(zmq.DEALER if topics is None else zmq.SUB)
    socket.setsockopt(zmq.LINGER, 0)
    for topic in topics or ():
        socket.setsockopt(zmq.SUBSCRIBE, topic)
    # What is asked for is bounded by window and credit; what comes unasked may be missed.
    socket.setsockopt(zmq.SNDHWM, 0)
    socket.setsockopt(zmq.RCVHWM, 0 if topics is None else 10_000)
    socket.setsockopt(zmq.HEARTBEAT_IVL, int(heartbeat * 1000))
    socket.setsockopt(zmq.HEARTBEAT_TIMEOUT, int(heartbeat * 3000))
    socket.setsockopt(zmq.HANDSHAKE_IVL, 5_000)
    # A daemon that restarts is found soon, one that is gone not nagged.
    socket.setsockopt(zmq.RECONNECT_IVL, 100)
    socket.setsockopt(zmq.RECONNECT_IVL_MAX, 800)
    if "[" in endpoint:
        socket.setsockopt(zmq.IPV6, 1)
    return socket


def connect(socket: zmq.Socket[bytes], endpoint: str) -> None:
    try:
        socket.connect(endpoint)
    except zmq.ZMQError as error:
        raise ValueError(f"{endpoint!r} is no endpoint ({error}): give one such as tcp://127.0.0.1:7701") from error


class Link:
    """A DEALER, or with topics a SUB, whose loss is seen.

    libzmq would connect again by itself and carry on with whatever is sent next, before anybody can know that what was
    in flight is lost, and newer requests would overtake older ones. So a lost connection is thrown away, and what is
    unanswered goes to the next one from the oldest on. A SUB has nothing in flight, and is kept.
    """

    def __init__(
        self, context: zmq.Context[Any], endpoint: str, heartbeat: float, topics: Sequence[bytes] | None = None
    ) -> None:
        self.socket = prepared(context, endpoint, heartbeat, topics)
        self._is_kept = topics is not None
        # Before it connects: the handshake may be over at once.
        self.monitor: zmq.Socket[bytes] = self.socket.get_monitor_socket(
            _LOST | _STRANGER | zmq.EVENT_HANDSHAKE_SUCCEEDED | _NOBODY)
        try:
            connect(self.socket, endpoint)
        except ValueError:
            self.close()
            raise
        self.is_ready = False
        self.is_lost = False
        #: It was lost at some time, and may be back.
        self.has_been_lost = False
        #: Somebody answered who does not speak ZeroMQ.
        self.met_a_stranger = False

    def look(self) -> None:
        """Learns what has become of it."""
        while not self.is_lost:
            try:
                message = self.monitor.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            event = parse_monitor_message(message)["event"]
            if event & _STRANGER:
                self.met_a_stranger = True
            elif event & _NOBODY:
                self.met_a_stranger = False
            elif event & _LOST:
                # Before the handshake it was nobody's, and libzmq goes on trying.
                self.has_been_lost = self.is_ready
                self.is_lost = self.is_ready and not self._is_kept
            else:
                self.is_ready, self.met_a_stranger = True, False

    def receive(self) -> list[bytes] | None:
        try:
            return self.socket.recv_multipart(zmq.NOBLOCK)
        except zmq.Again:
            return None

    def send(self, frames: Sequence[bytes]) -> None:
        self.socket.send_multipart(frames, zmq.NOBLOCK)

    def close(self) -> None:
        self.socket.disable_monitor()
        self.monitor.close(0)
        self.socket.close(0)
