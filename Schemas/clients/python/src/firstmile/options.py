"""How publishers and consumers behave. Times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherOptions:
    """How a publisher behaves."""

    #: A batch goes when it has so many events or bytes, or when its first event has waited so long; at once when
    #: nothing else is on its way.
    batch_events: int = 500
    batch_bytes: int = 256 << 10
    linger: float = 0.005
    #: Sent and not yet answered, at most. The daemon takes 16 MiB and 10,000 requests of a connection.
    window_requests: int = 64
    window_bytes: int = 4 << 20
    #: What is unanswered goes again after so long, then after twice as long, and so on. Nothing is recorded twice.
    resend_after: float = 5.0
    #: Events that wait for the daemon, in bytes: ``publish`` waits for room beyond it. By default 1 GiB in a spool
    #: and 64 MiB in memory.
    backlog_bytes: int | None = None
    #: The connection is given up when nothing at all is heard of the daemon for about three times as long.
    heartbeat: float = 5.0
    #: How long ``close`` waits for what is unanswered.
    linger_at_close: float = 5.0
    #: Whether what the spool took survives a power cut, and not only the process: an ``fsync`` per ``publish``.
    sync: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.batch_events <= 10_000:
            raise ValueError(f"batch_events is {self.batch_events}: the daemon takes 1 to 10,000 events in a request")
        if not 1 <= self.batch_bytes <= 1 << 20:
            raise ValueError(f"batch_bytes is {self.batch_bytes}: the daemon takes frames of at most 1 MiB")
        if not 1 <= self.window_requests <= 10_000 or not 1 <= self.window_bytes <= 16 << 20:
            raise ValueError("the daemon takes at most 16 MiB and 10,000 requests of a connection: choose "
                             "window_requests and window_bytes below")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerOptions:
    """How a consumer behaves."""

    #: The credit of one request.
    max_events: int = 1_000
    max_bytes: int = 1 << 20
    #: How long a request waits at the end of the log before it is asked again.
    wait: float = 5.0
    #: No answer at all for so long is an error, ``NoReply``; ``math.inf`` is allowed.
    patience: float = 60.0
    #: Commits by itself this often, as soon as the next record is asked for: whoever asks for the next is done with
    #: those before. None: only ``commit()`` does.
    commit_every: float | None = None
    #: A member of a group that is silent for so long is taken for dead, and its share goes to others.
    lease: float = 30.0
