"""What comes out of the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .errors import ProtocolError
from .event import Event


@dataclass(frozen=True, slots=True)
class Record:
    """An event as the log keeps it."""

    position: int
    event: Event
    #: RFC 3339, UTC.
    recorded_time: str
    #: ``fact``: somebody told it. ``decision``: the daemon made it, under its rulebook.
    origin: str
    #: Of a decision: the position of the fact that it follows from.
    cause: int | None = None

    @property
    def recorded_at(self) -> datetime:
        """``recorded_time`` as an aware ``datetime``, to the microsecond."""
        return datetime.fromisoformat(self.recorded_time)

    @property
    def name(self) -> str:
        """The event's type in short: ``handed-over``."""
        return short(self.event.type)

    @property
    def data(self) -> Mapping[str, Any]:
        return self.event.data

    def as_dict(self) -> dict[str, Any]:
        """One flat row: position, recordedtime, origin, cause, the event's attributes, and each member of its data as
        ``data.NAME``. For tables."""
        event = self.event.as_dict()
        data = event.pop("data")
        row: dict[str, Any] = {"position": self.position, "recordedtime": self.recorded_time, "origin": self.origin,
                               "cause": self.cause}
        return row | event | {f"data.{name}": value for name, value in data.items()}

    @classmethod
    def from_dict(cls, event: Mapping[str, Any]) -> Record:
        """An event as the feed sends it, with the attributes that the daemon gave it."""
        try:
            rest = dict(event)
            position, recorded, origin = rest.pop("position"), rest.pop("recordedtime"), rest.pop("origin")
            cause = rest.pop("cause", None)
            return cls(position, Event.from_dict(rest), recorded, origin, cause)
        except (KeyError, TypeError) as error:
            raise ProtocolError(f"an event of the feed lacks {error}: {event!r:.200}") from error


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that came together, and how far the consumer is with them."""

    records: Sequence[Record]
    #: Where to ask on: everything before it that passes the filter was in this batch or an earlier one.
    next: int
    #: The position that the next record of the log will get.
    end: int
    lag_events: int
    lag_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which records: those that pass every list that is given. What is asked of is the event itself."""

    types: Sequence[str] = ()
    sellers: Sequence[str] = ()
    countries: Sequence[str] = ()
    providers: Sequence[str] = ()
    orders: Sequence[str] = ()
    #: ``fact`` or ``decision``.
    origin: str | None = None

    def as_dict(self) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for name in ("types", "sellers", "countries", "providers", "orders"):
            values = getattr(self, name)
            if isinstance(values, str):
                raise ValueError(f"{name} is the text {values!r}: give a list, [{values!r}]")
            if values:
                members[name] = list(values)
        if self.origin is not None:
            members["origin"] = self.origin
        return members


def short(type: str) -> str:
    """``handed-over`` for ``firstmile.handed-over.v1``."""
    return type.removeprefix("firstmile.").split(".", 1)[0]
