"""Publish order-lifecycle events to a Firstmile daemon, and read its log. ``firstmile.aio`` is the same for asyncio."""

from .consumer import Consumer, ConsumerState, consumers, forget, reset
from .errors import (
    BacklogFull,
    Closed,
    EventError,
    FirstmileError,
    NoReply,
    NotAcknowledged,
    ProtocolError,
    RequestRefused,
    SpoolError,
)
from .event import Event, new_id
from .options import ConsumerOptions, PublisherOptions
from .publisher import Publisher, ping
from .records import Batch, Filter, Record
from .replies import Finding, Pong, Refusal, Reply
from .sender import Receipt, Standing
from .spool import Refused

__version__ = "0.1.0"

__all__ = [
    "BacklogFull", "Batch", "Closed", "Consumer", "ConsumerOptions", "ConsumerState", "Event", "EventError", "Filter",
    "Finding", "FirstmileError", "NoReply", "NotAcknowledged", "Pong", "ProtocolError", "Publisher", "PublisherOptions",
    "Receipt", "Record", "Refusal", "Refused", "Reply", "RequestRefused", "SpoolError", "Standing", "consumers",
    "forget", "new_id", "ping", "reset",
]
