"""A ROUTER that a test plays by hand: for what a real daemon cannot be made to do."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any, Self

import zmq

ACK = b"application/vnd.firstmile.acknowledgement+json"


class FakeDaemon:
    def __init__(self) -> None:
        self._socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.ROUTER)
        self._socket.setsockopt(zmq.LINGER, 0)
        port: int = self._socket.bind_to_random_port("tcp://127.0.0.1")
        self.endpoint = f"tcp://127.0.0.1:{port}"

    def request(self, seconds: float = 10.0) -> tuple[bytes, list[bytes]]:
        """The next request: who sent it, and its frames."""
        assert self._socket.poll(int(seconds * 1000)), "no request came"
        peer, *frames = self._socket.recv_multipart()
        return peer, frames

    def is_quiet(self, seconds: float) -> bool:
        return not self._socket.poll(int(seconds * 1000))

    def answer(self, peer: bytes, *frames: bytes) -> None:
        self._socket.send_multipart([peer, *frames])

    def acknowledge(self, peer: bytes, request: list[bytes], first: int = 1) -> None:
        """Records every event of a request."""
        replies = [{"id": event["id"], "source": event["source"], "status": "recorded", "position": first + index}
                   for index, event in enumerate(events(request))]
        body = {"durability": "fdatasync", "replies": replies}
        self.answer(peer, b"firstmile/1 ACK", request[1], ACK, json.dumps(body).encode())

    def refuse(self, peer: bytes, request: list[bytes], code: str) -> None:
        body = {"code": code, "reason": "so to speak", "fix": "do otherwise"}
        self.answer(peer, b"firstmile/1 ERROR", request[1], b"application/problem+json", json.dumps(body).encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()


def events(request: list[bytes]) -> list[dict[str, Any]]:
    """The events of a request."""
    found: list[dict[str, Any]] = []
    for payload in request[3:]:
        parsed = json.loads(payload)
        found += parsed if isinstance(parsed, list) else [parsed]
    return found
