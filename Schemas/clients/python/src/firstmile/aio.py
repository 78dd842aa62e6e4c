"""The same for asyncio: ``from firstmile.aio import Consumer, Publisher``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from os import PathLike
from types import TracebackType
from typing import Self, TypeVar

import zmq
import zmq.asyncio

from . import publisher as threaded
from .asking import Call, Steps, milliseconds
from .consumer import ConsumerBase
from .errors import FirstmileError, NotAcknowledged
from .event import Event
from .options import PublisherOptions
from .records import Batch, Record
from .replies import Pong, Reply
from .sender import Standing
from .spool import Refused

T = TypeVar("T")


class Publisher:
    """``firstmile.Publisher`` for asyncio.

    The work is done on the same thread of its own: writing to the spool waits for a disk, which an event loop must not,
    and a loop that is busy elsewhere must not keep events from being sent again. ``on_reply`` is called in the loop.
    """

    def __init__(
        self, to: str = threaded.INTAKE, *, spool: str | PathLike[str] | None = None,
        on_reply: Callable[[Event, Reply], None] | None = None, options: PublisherOptions | None = None,
    ) -> None:
        loop = asyncio.get_running_loop()

        def hand_over(event: Event, reply: Reply) -> None:
            if on_reply is not None:
                loop.call_soon_threadsafe(on_reply, event, reply)

        self._inner = threaded.Publisher(to, spool=spool, on_reply=None if on_reply is None else hand_over,
                                         options=options)

    async def publish(self, event: Event, timeout: float | None = None) -> asyncio.Future[Reply]:
        """Takes one event; with a spool it is safe when this returns. Await what it returns for the reply."""
        return (await self.publish_all([event], timeout))[0]

    async def publish_all(self, events: Iterable[Event], timeout: float | None = None) -> list[asyncio.Future[Reply]]:
        """Takes several events at once, all of them or none."""
        receipts = await asyncio.to_thread(self._inner.publish_all, list(events), timeout)
        return [asyncio.wrap_future(receipt) for receipt in receipts]

    async def flush(self, timeout: float | None = None) -> None:
        """Waits until every event that was taken is acknowledged."""
        await asyncio.to_thread(self._inner.flush, timeout)

    async def ping(self, timeout: float = 5.0) -> Pong:
        return await asyncio.to_thread(self._inner.ping, timeout)

    @property
    def standing(self) -> Standing:
        return self._inner.standing

    async def refused(self) -> list[Refused]:
        return await asyncio.to_thread(self._inner.refused)

    async def forget(self, refused: Iterable[Refused]) -> None:
        await asyncio.to_thread(self._inner.forget, refused)

    async def close(self, linger: float | None = None) -> None:
        """As ``firstmile.Publisher.close``."""
        await asyncio.to_thread(self._inner.close, linger)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self.close()
        except NotAcknowledged:
            if error is None:
                raise


class Consumer(ConsumerBase):
    """``firstmile.Consumer`` for asyncio: ``async for record in consumer``. For one task at a time."""

    def __aiter__(self) -> AsyncIterator[Record]:
        return self

    async def __anext__(self) -> Record:
        record = await self._run(self._reading.next_record())
        if record is None:
            raise StopAsyncIteration
        return record

    async def batches(self) -> AsyncIterator[Batch]:
        """The same records, as many at once as came together."""
        while (batch := await self._run(self._reading.next_batch())) is not None:
            yield batch

    async def commit(self, position: int | None = None) -> int | None:
        """As ``firstmile.Consumer.commit``."""
        return await self._run(self._reading.commit(position))

    async def close(self) -> None:
        """Commits nothing by itself, but leaves its group."""
        if self._closed:
            return
        try:
            await self._run(self._reading.leave())
        except FirstmileError:
            pass  # Its lease will end.
        finally:
            self._release()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _run(self, steps: Steps[T]) -> T:
        self._check_open()
        try:
            while True:
                wait = next(steps)
                if isinstance(wait, Call):
                    called = wait.function(wait.argument)
                    if isinstance(called, Awaitable):
                        await called
                    continue
                if not wait.sockets:
                    await asyncio.sleep(wait.seconds)
                    continue
                poller = zmq.asyncio.Poller()
                for socket in wait.sockets:
                    poller.register(socket, zmq.POLLIN)
                await poller.poll(milliseconds(wait))
        except StopIteration as stop:
            value: T = stop.value
            return value
        finally:
            steps.close()
