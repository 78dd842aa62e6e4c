"""An event, and how it is written."""

from __future__ import annotations

import json
import os
import time as clock
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .errors import EventError

#: Bytes of one frame; the daemon disconnects whoever sends a larger one. Two brackets go around a batch.
MAX_EVENT_BYTES = (1 << 20) - 2

_ATTRIBUTES = frozenset({"specversion", "id", "source", "type", "time", "subject", "sequence", "data"})


def new_id() -> str:
    """A UUID of version 7 (RFC 9562): new ones sort after older ones, which the daemon's index likes."""
    milliseconds = clock.time_ns() // 1_000_000
    number = milliseconds << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=number))


@dataclass(frozen=True, slots=True, init=False)
class Event:
    """A CloudEvent 1.0 that the daemon can read; what ``data`` holds is in ``Schemas/events``.

    ``type`` may be short, ``"handed-over"`` for ``"firstmile.handed-over.v1"``. ``source`` and ``id`` together name the
    event for good: the daemon records it once, however often it is sent. ``time`` is when it happened: an aware
    ``datetime`` or RFC 3339 text, now if it is not given. Raises ``EventError`` for what no daemon could read.
    """

    type: str
    data: Mapping[str, Any]
    source: str
    id: str
    time: str
    subject: str | None
    #: The publisher's own counter: the daemon tells of gaps in it.
    sequence: str | None
    #: Further attributes, of CloudEvents extensions.
    extensions: Mapping[str, Any]

    def __init__(
        self, type: str, data: Mapping[str, Any], source: str, id: str | None = None,
        time: datetime | str | None = None, *, subject: str | None = None, sequence: int | str | None = None,
        extensions: Mapping[str, Any] | None = None,
    ) -> None:
        full = type if "." in type else f"firstmile.{type}.v1"
        _set = object.__setattr__
        _set(self, "type", _text("type", full, 255))
        _set(self, "data", data)
        _set(self, "source", _text("source", source, 255))
        _set(self, "id", _text("id", new_id() if id is None else id, 128))
        _set(self, "time", _written(datetime.now(UTC) if time is None else time))
        _set(self, "subject", subject)
        _set(self, "sequence", None if sequence is None else f"{sequence:0>20}")
        _set(self, "extensions", {} if extensions is None else extensions)
        if not isinstance(data, Mapping):
            raise EventError(f"data is {data!r}: give a dict, such as {{'orderId': '819…', 'sellerId': 'store-1'}}")
        if taken := _ATTRIBUTES & self.extensions.keys():
            raise EventError(f"{min(taken)} is no extension: give it as an argument of its own")

    @property
    def at(self) -> datetime:
        """``time`` as an aware ``datetime``, to the microsecond."""
        return datetime.fromisoformat(self.time)

    def as_dict(self) -> dict[str, Any]:
        """The event in CloudEvents' JSON format, as a dict."""
        event: dict[str, Any] = {"specversion": "1.0", "id": self.id, "source": self.source, "type": self.type,
                                 "time": self.time}
        if self.subject is not None:
            event["subject"] = self.subject
        if self.sequence is not None:
            event["sequence"] = self.sequence
        event.update(self.extensions)
        event["data"] = self.data
        return event

    def to_json(self) -> bytes:
        """The event as it goes over the wire. Raises ``EventError`` when it cannot go."""
        try:
            text = json.dumps(self.as_dict(), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        except UnicodeEncodeError as error:
            raise EventError(
                f"event {self.id} holds half of a surrogate pair, which is not Unicode: decode the text it came from "
                "with errors='replace'") from error
        except (TypeError, ValueError, RecursionError) as error:
            raise EventError(
                f"event {self.id} cannot be written as JSON ({error}): use text, whole numbers, booleans, lists and "
                "dicts; give times as text in RFC 3339") from error
        if len(text) > MAX_EVENT_BYTES:
            raise EventError(f"event {self.id} has {len(text)} bytes, and nothing above {MAX_EVENT_BYTES} can be sent: "
                             "shorten its data (an event may take 64 KiB)")
        return text

    @classmethod
    def from_dict(cls, event: Mapping[str, Any]) -> Event:
        """An event out of CloudEvents' JSON format. Attributes it does not know become extensions."""
        for name in ("type", "source", "id", "time"):
            if not isinstance(event.get(name), str):
                raise EventError(f"{name} is {event.get(name)!r} and not text: {dict(event)!r:.200}")
        rest = {name: value for name, value in event.items() if name not in _ATTRIBUTES}
        return cls(event["type"], event.get("data", {}), event["source"], event["id"], event["time"],
                   subject=event.get("subject"), sequence=event.get("sequence"), extensions=rest)

    @classmethod
    def from_json(cls, text: str | bytes) -> Event:
        """An event out of one line of NDJSON, as ``firstmile tail`` prints them."""
        try:
            event = json.loads(text)
        except ValueError as error:
            raise EventError(f"this is not JSON ({error}): {text!r:.200}") from error
        if not isinstance(event, dict):
            raise EventError(f"an event is a JSON object, and this is none: {text!r:.200}")
        return cls.from_dict(event)


def _text(name: str, value: object, most: int) -> str:
    if not isinstance(value, str) or not value:
        raise EventError(f"{name} is {value!r}: give text")
    try:
        size = len(value.encode())
    except UnicodeEncodeError as error:
        raise EventError(f"{name} is {value!r}, which is not Unicode") from error
    if size > most:
        raise EventError(f"{name} has {size} bytes of UTF-8, and the most is {most}: {value!r:.80}")
    return value


def _written(time: datetime | str) -> str:
    if isinstance(time, str):
        return _text("time", time, 64)
    if time.tzinfo is None:
        raise EventError(f"time is {time!r}, which may mean any zone: give it a tzinfo, e.g. "
                         "time.replace(tzinfo=zoneinfo.ZoneInfo('Asia/Shanghai'))")
    precision = "microseconds" if time.microsecond % 1000 else "milliseconds"
    return time.astimezone(UTC).isoformat(timespec=precision).replace("+00:00", "Z")
