"""Frames of the intake, as ``Schemas/protocol.md`` has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .errors import ProtocolError, RequestRefused
from .replies import Pong, Reply

ONE = b"application/cloudevents+json"
BATCH = b"application/cloudevents-batch+json"
PUBLISH, PING = b"firstmile/1 PUBLISH", b"firstmile/1 PING"
ACK, ERROR, PONG = b"firstmile/1 ACK", b"firstmile/1 ERROR", b"firstmile/1 PONG"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Every event of a request has its reply."""

    correlation: bytes
    replies: list[Reply]
    durability: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A request that was not taken as a whole."""

    correlation: bytes
    error: RequestRefused

    @property
    def code(self) -> str:
        return self.error.code


@dataclass(frozen=True, slots=True)
class Ponged:
    correlation: bytes
    pong: Pong


def publish(correlation: bytes, events: Sequence[bytes]) -> list[bytes]:
    """A request: one event as such, several as a batch."""
    if len(events) == 1:
        return [PUBLISH, correlation, ONE, events[0]]
    return [PUBLISH, correlation, BATCH, b"[" + b",".join(events) + b"]"]


def ping(correlation: bytes) -> list[bytes]:
    return [PING, correlation]


def read(frames: Sequence[bytes]) -> Acknowledged | Problem | Ponged:
    """What the daemon answered. Raises ``ProtocolError`` when it is not an answer of this protocol."""
    if len(frames) != 4 or frames[0] not in (ACK, ERROR, PONG):
        shown = [bytes(frame[:40]) for frame in frames[:4]]
        raise ProtocolError(f"this is not an answer of firstmile/1: {shown}; is the endpoint the daemon's intake "
                            "(by default tcp://127.0.0.1:7701)?")
    verb, correlation, _, payload = frames
    body = json_object(payload)
    try:
        if verb == ACK:
            return Acknowledged(correlation, [Reply.from_dict(it) for it in body["replies"]], body["durability"])
        if verb == ERROR:
            return problem(correlation, body)
        return Ponged(correlation, Pong(body["version"], body["next"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ProtocolError(f"an answer of firstmile/1 lacks something ({error!r}): {payload!r:.200}") from error


def problem(correlation: bytes, body: dict[str, Any]) -> Problem:
    return Problem(correlation, RequestRefused(body["code"], body.get("reason", ""), body.get("fix", "")))


def json_object(payload: bytes) -> dict[str, Any]:
    try:
        body = json.loads(payload)
    except ValueError as error:
        raise ProtocolError(f"an answer of firstmile/1 is not JSON ({error}): {payload!r:.200}") from error
    if not isinstance(body, dict):
        raise ProtocolError(f"an answer of firstmile/1 is no JSON object: {payload!r:.200}")
    return body
