"""The same for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Daemon
from fake import FakeDaemon
from firstmile import BacklogFull, Event, NotAcknowledged, PublisherOptions, Reply, aio

Make = Callable[..., Event]


def test_events_are_recorded_and_the_loop_hears_of_it(daemon: Daemon, handed_over: Make, tmp_path: Path) -> None:
    async def publish() -> None:
        told: list[tuple[str, Reply]] = []
        events = [handed_over() for _ in range(200)]
        async with aio.Publisher(daemon.endpoint, spool=tmp_path / "s",
                                 on_reply=lambda event, reply: told.append((event.id, reply))) as publisher:
            receipts = await publisher.publish_all(events)
            replies = await asyncio.gather(*receipts)
            assert {reply.status for reply in replies} == {"recorded"}
            assert [reply.id for reply in replies] == [event.id for event in events]
            again = await (await publisher.publish(events[0]))
            assert again.status == "duplicate"
            await publisher.flush(10)
            assert (await publisher.ping()).version
            assert publisher.standing.waiting == 0 and await publisher.refused() == []
        assert told == [(event.id, reply) for event, reply in zip(events, replies, strict=True)] + [
            (events[0].id, again)]

    asyncio.run(publish())


def test_the_loop_goes_on_while_nobody_answers(handed_over: Make) -> None:
    async def publish() -> int:
        turns = 0

        async def work() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0.01)

        other = asyncio.create_task(work())
        publisher = aio.Publisher("tcp://127.0.0.1:9", options=PublisherOptions(backlog_bytes=300))
        receipt = await publisher.publish(handed_over())
        with pytest.raises(BacklogFull, match="nobody answers"):
            await publisher.publish(handed_over(), timeout=0.3)
        with pytest.raises(NotAcknowledged, match="firstmile serve"):
            await publisher.flush(0.1)
        with pytest.raises(NotAcknowledged):
            await publisher.close(linger=0)
        with pytest.raises(NotAcknowledged):
            await receipt
        other.cancel()
        return turns

    assert asyncio.run(publish()) > 10


def test_waiting_may_be_cancelled_and_the_event_goes_all_the_same(handed_over: Make) -> None:
    async def publish() -> None:
        with FakeDaemon() as fake:
            async with aio.Publisher(fake.endpoint) as publisher:
                receipt = await publisher.publish(handed_over())
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(receipt, 0.1)
                peer, request = await asyncio.to_thread(fake.request)
                fake.acknowledge(peer, request)
                await publisher.flush(10)

    asyncio.run(publish())
