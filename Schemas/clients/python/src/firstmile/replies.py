"""What the daemon answers to events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from .errors import ProtocolError

Status = Literal["recorded", "duplicate", "refused"]
_STATUSES = frozenset(get_args(Status))

#: ``pass``, ``intercepted``, ``exempt``, ``not-applicable``, ``pending``; later versions may say more.
Verdict = str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a parcel, where the rules say so, and what would mend it."""

    code: str
    #: ``blocking`` or ``warning``.
    severity: str
    clause: str
    message: str
    message_zh: str
    fix: str
    #: What was seen, as it was written.
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event is not in the log, and what would be right."""

    code: str
    reason: str
    fix: str
    #: The field of the event that is wrong, if one is.
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one event."""

    #: ``recorded``: it is in the log, on disk. ``duplicate``: it was there before, with the same content.
    #: ``refused``: it is not in the log.
    status: Status
    #: Where it is in the log; none for what was refused.
    position: int | None = None
    #: How its order stands, with every ``number-uploaded`` and with any other fact that changes it.
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    refusal: Refusal | None = None
    id: str | None = None
    source: str | None = None

    @property
    def in_log(self) -> bool:
        """Whether the event is in the log, now or from before."""
        return self.status != "refused"

    @classmethod
    def from_dict(cls, reply: Mapping[str, Any]) -> Reply:
        """One of the ``replies`` of an acknowledgement. Members it does not know are passed over."""
        status = reply.get("status")
        if status not in _STATUSES:
            raise ProtocolError(f"the daemon says of an event that it is {status!r}: this client knows only "
                                f"{', '.join(sorted(_STATUSES))}; get the client of the daemon's version")
        refusal = None
        if status == "refused":
            refusal = Refusal(reply.get("code", ""), reply.get("reason", ""), reply.get("fix", ""), reply.get("field"))
        return cls(cast(Status, status), reply.get("position"), reply.get("verdict"),
                   tuple(_finding(it) for it in reply.get("findings", ())), refusal, reply.get("id"),
                   reply.get("source"))


@dataclass(frozen=True, slots=True)
class Pong:
    """The daemon is there."""

    version: str
    #: The position that the next record will get.
    next: int


def _finding(it: Mapping[str, Any]) -> Finding:
    return Finding(it.get("code", ""), it.get("severity", ""), it.get("clause", ""), it.get("message", ""),
                   it.get("messageZh", ""), it.get("fix", ""), it.get("evidence"))
