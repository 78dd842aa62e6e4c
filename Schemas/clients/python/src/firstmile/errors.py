"""What can go wrong. Every message says what to do about it."""

from __future__ import annotations


class FirstmileError(Exception):
    """Whatever this package raises of its own."""


class EventError(FirstmileError, ValueError):
    """An event that no daemon could read: it was neither sent nor spooled."""


class SpoolError(FirstmileError):
    """The spool cannot be used, and with it nothing can be promised: the event was not taken."""


class BacklogFull(FirstmileError, TimeoutError):
    """More events wait for the daemon than the publisher may keep: the event was not taken."""


class NotAcknowledged(FirstmileError, TimeoutError):
    """The daemon did not answer in time. The event may or may not be recorded; sending it again is safe."""


class NoReply(FirstmileError, TimeoutError):
    """The daemon did not answer a question in time."""


class Closed(FirstmileError):
    """The publisher or consumer was closed before."""


class ProtocolError(FirstmileError):
    """What answered does not speak ``firstmile/1`` as ``protocol.md`` has it, or not this version of it."""


class RequestRefused(ProtocolError):
    """The daemon refused a request as a whole: ``code``, ``reason`` and ``fix`` are its own words."""

    def __init__(self, code: str, reason: str, fix: str) -> None:
        # What a request at the wrong one of the daemon's ports is answered with.
        ports = " (publishers connect to the daemon's intake, by default port 7701, and consumers to its feed, 7702)"
        hint = ports if code in ("unknown-verb", "unknown-content-type") else ""
        super().__init__(f"the daemon refuses the request ({code}): {reason}. {fix}{hint}")
        self.code, self.reason, self.fix = code, reason, fix
