"""The consumer, against a real daemon."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import Daemon, make_handed_over
from firstmile import (
    Closed,
    Consumer,
    ConsumerOptions,
    Event,
    Filter,
    NoReply,
    Publisher,
    Record,
    RequestRefused,
    aio,
    consumers,
    forget,
    new_id,
    reset,
)

Make = Callable[..., Event]
NOBODY = "tcp://127.0.0.1:9"


def publish(daemon: Daemon, events: Iterable[Event]) -> list[int]:
    """Their positions."""
    with Publisher(daemon.endpoint) as publisher:
        replies = [receipt.result(10) for receipt in publisher.publish_all(events)]
    return [reply.position for reply in replies if reply.position is not None]


def some(count: int, **data: str) -> list[Event]:
    return [make_handed_over(**data) for _ in range(count)]


def read(daemon: Daemon, start: int | datetime | None = None, **more: object) -> list[Record]:
    with Consumer(daemon.feed, start=start, follow=False, **more) as consumer:  # type: ignore[arg-type]
        return list(consumer)


def test_everything_is_read_in_order_from_a_position(daemon: Daemon) -> None:
    events = some(2_500)
    positions = publish(daemon, events)
    records = read(daemon, positions[0])
    facts = [record for record in records if record.origin == "fact"]
    assert [record.event.id for record in facts] == [event.id for event in events]
    assert all(record.data.items() >= event.data.items() for record, event in zip(facts, events, strict=True))
    assert [record.position for record in facts] == positions
    assert [record.position for record in records] == list(range(positions[0], records[-1].position + 1))
    assert all(record.name == "handed-over" and record.cause is None for record in facts)


def test_a_stretch_of_time_is_read_and_a_stretch_of_positions(daemon: Daemon) -> None:
    [first] = publish(daemon, some(1))
    time.sleep(0.02)
    began = datetime.now(UTC)
    positions = publish(daemon, some(10))
    time.sleep(0.02)
    ended = datetime.now(UTC)
    publish(daemon, some(1))
    within = [record for record in read(daemon, began, until=ended) if record.origin == "fact"]
    assert [record.position for record in within] == positions
    assert all(began - timedelta(milliseconds=1) <= record.recorded_at <= ended for record in within)
    assert [record.position for record in read(daemon, first, until=positions[0])][0] == first
    assert read(daemon, first, until=positions[0])[-1].position < positions[0]


def test_filters_pass_what_has_one_of_each_list(daemon: Daemon) -> None:
    seller = f"store-{new_id()[:13]}"
    positions = publish(daemon, [make_handed_over(sellerId=seller), make_handed_over(sellerId=seller, provider="4px"),
                                 make_handed_over()])
    passed = read(daemon, positions[0], filter=Filter(sellers=[seller, "nobody"], providers=["4px"], origin="fact"))
    assert [record.position for record in passed] == [positions[1]]
    assert read(daemon, positions[0], filter=Filter(sellers=[seller], types=["lost"])) == []
    with pytest.raises(ValueError, match="give a list"):
        Consumer(daemon.feed, filter=Filter(types="lost"))


def test_a_named_consumer_goes_on_where_it_committed(daemon: Daemon) -> None:
    name = new_id()
    positions = publish(daemon, some(30))
    reset(name, positions[0], daemon.feed)
    wanted = Filter(origin="fact")
    with Consumer(daemon.feed, name, filter=wanted) as consumer:
        first = [next(consumer) for _ in range(10)]
        assert consumer.commit() == first[-1].position + 1 == consumer.next
        next(consumer)  # Handed out and not committed: it comes again.
    with Consumer(daemon.feed, name, filter=wanted, follow=False) as consumer:
        rest = list(consumer)
        assert consumer.commit() == consumer.next
    assert [record.position for record in first + rest] == positions
    [state] = [it for it in consumers(daemon.feed) if it.name == name]
    assert state.position == consumer.next and state.members == {}
    assert forget(name, daemon.feed) and not forget(name, daemon.feed)


def test_commits_by_itself_as_soon_as_the_next_is_asked_for(daemon: Daemon) -> None:
    name = new_id()
    positions = publish(daemon, some(3))
    reset(name, positions[0], daemon.feed)
    with Consumer(daemon.feed, name, options=ConsumerOptions(commit_every=0), filter=Filter(origin="fact")) as consumer:
        next(consumer)
        next(consumer)
    [state] = [it for it in consumers(daemon.feed) if it.name == name]
    assert positions[0] < state.position <= positions[1]


def test_it_waits_at_the_end_for_what_comes(daemon: Daemon) -> None:
    [last] = publish(daemon, some(1))
    with Consumer(daemon.feed, start=last + 1, filter=Filter(origin="fact")) as consumer:
        later = threading.Timer(0.3, lambda: publish(daemon, some(1)))
        later.start()
        assert next(consumer).position > last
        assert consumer.lag_events >= 0
        later.join()


def test_batches_tell_where_to_go_on(daemon: Daemon) -> None:
    positions = publish(daemon, some(100))
    options = ConsumerOptions(max_events=30)
    with Consumer(daemon.feed, start=positions[0], until=positions[-1] + 1, follow=False, options=options) as consumer:
        batches = list(consumer.batches())
    assert all(len(batch.records) <= 30 for batch in batches) and len(batches) >= 4
    assert all(batch.next > batch.records[-1].position and batch.end >= batch.next for batch in batches)
    assert [record.position for batch in batches for record in batch.records][-1] == positions[-1]


# Live


@pytest.mark.parametrize("wanted", [Filter(), Filter(types=["handed-over"]),
                                    Filter(types=["handed-over"], sellers=["store-live"])])
def test_live_and_fetched_records_come_once_and_in_order(daemon: Daemon, wanted: Filter) -> None:
    before = publish(daemon, some(50, sellerId="store-live"))
    published: list[int] = []

    def go_on() -> None:
        for _ in range(20):
            published.extend(publish(daemon, some(5, sellerId="store-live")))

    with Consumer(daemon.feed, start=before[0], filter=wanted, live=daemon.live) as consumer:
        publishing = threading.Thread(target=go_on)
        publishing.start()
        seen: list[int] = []
        while len(seen) < 150:
            record = next(consumer)
            if record.origin == "fact" and record.name == "handed-over":
                seen.append(record.position)
        publishing.join()
    assert seen == before + published


def test_a_lost_live_connection_is_caught_up_with(own_daemon: Daemon) -> None:
    with Consumer(own_daemon.feed, start=0, filter=Filter(types=["handed-over"]), live=own_daemon.live) as consumer:
        first = publish(own_daemon, some(10))
        seen = [next(consumer).position for _ in range(10)]
        own_daemon.kill()
        own_daemon.start()
        second = publish(own_daemon, some(10))
        seen += [next(consumer).position for _ in range(10)]
    assert seen == first + second


def test_a_live_stream_of_another_kind_is_told(daemon: Daemon) -> None:
    for unfit in (Filter(orders=["1"]), Filter(types=["lost", "delivered"]), Filter(sellers=["store-1"])):
        with pytest.raises(ValueError, match="live is for one stream"):
            Consumer(daemon.feed, filter=unfit, live=daemon.live)


# Groups


def test_members_of_a_group_share_by_order_and_hand_over_without_loss(daemon: Daemon) -> None:
    name = new_id()
    events = some(300)
    positions = publish(daemon, events)
    reset(name, positions[0], daemon.feed)
    seen: dict[str, list[str]] = collections.defaultdict(list)
    wanted = {event.data["orderId"] for event in events}
    done = threading.Event()
    options = ConsumerOptions(commit_every=0, wait=0.2, lease=10, max_events=20)

    def work(member: str, leave_after: int | None) -> None:
        with Consumer(daemon.feed, name, group=True, member=member, options=options,
                      filter=Filter(types=["handed-over"])) as consumer:
            for record in consumer:
                seen[member].append(record.data["orderId"])
                if len(seen[member]) == leave_after or done.is_set():
                    consumer.commit()
                    return
                time.sleep(0.002)

    threads = [threading.Thread(target=work, args=(member, leave), daemon=True)
               for member, leave in (("a", 40), ("b", None), ("c", None))]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not wanted <= {order for mine in seen.values() for order in mine}:
        time.sleep(0.05)
    done.set()
    publish(daemon, some(64))  # So that each has something to wake up for.
    for thread in threads:
        thread.join(20)
    counts = collections.Counter(order for mine in seen.values() for order in mine if order in wanted)
    assert wanted <= counts.keys(), f"{len(wanted - counts.keys())} are missing"
    assert len(seen["a"]) == 40 and len(seen["b"]) > 0 and len(seen["c"]) > 0
    twice = [order for order, count in counts.items() if count > 1]
    assert not twice, f"an orderly change delivers nothing twice: {len(twice)}"


def test_what_a_dead_member_had_goes_to_others(own_daemon: Daemon) -> None:
    publish(own_daemon, some(50))
    options = ConsumerOptions(wait=0.2, lease=10)
    wanted = Filter(types=["handed-over"])
    dead = Consumer(own_daemon.feed, "g", group=True, member="dead", options=ConsumerOptions(lease=1), filter=wanted)
    assert sum(1 for _ in zip(range(20), dead, strict=False)) == 20  # And not one committed.
    with Consumer(own_daemon.feed, "g", group=True, options=options, filter=wanted) as other:
        seen = [next(other).position for _ in range(50)]
        assert seen == sorted(set(seen)) and other.commit() is not None
    lost: list[bool] = []
    dead._reading.before_rejoin = lost.append
    assert dead.commit() is None and lost == [False], "it hears that its share is gone"
    dead.close()


# When things go wrong


def test_nobody_there_is_said_with_what_to_do() -> None:
    with Consumer(NOBODY, options=ConsumerOptions(patience=0.3)) as consumer:
        with pytest.raises(NoReply, match="start the daemon there with `firstmile serve`"):
            next(consumer)
    with pytest.raises(NoReply):
        consumers(NOBODY, timeout=0.2)


def test_what_the_daemon_refuses_is_said_in_its_words(daemon: Daemon) -> None:
    with Consumer(daemon.feed, start=1 << 40) as consumer, pytest.raises(RequestRefused) as refused:
        next(consumer)
    assert refused.value.code == "position-ahead" and refused.value.fix


def test_the_wrong_one_of_the_daemons_ports_is_told(daemon: Daemon, tmp_path: Path) -> None:
    with Consumer(daemon.endpoint) as consumer, pytest.raises(RequestRefused, match="consumers to its feed, 7702"):
        next(consumer)
    publisher = Publisher(daemon.feed, spool=tmp_path / "s")
    with pytest.raises(RequestRefused, match="publishers connect to the daemon's intake"):
        publisher.publish(make_handed_over()).result(10)
    publisher.close()
    with Publisher(daemon.endpoint, spool=tmp_path / "s") as right:
        right.flush(10)


@pytest.mark.parametrize(("arguments", "words"), [
    ({"group": True}, "give the name"),
    ({"name": "n", "group": True, "start": 0}, "leave out start"),
    ({"options": ConsumerOptions(commit_every=1)}, "give the consumer a name"),
    ({"start": datetime(2024, 5, 6)}, "tzinfo"),
    ({"live": "tcp://127.0.0.1:7703", "follow": False}, "live follows"),
])
def test_what_does_not_go_together_is_told(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Consumer(NOBODY, **arguments)  # type: ignore[arg-type]


def test_a_consumer_without_a_name_or_closed_does_not_commit(daemon: Daemon) -> None:
    with Consumer(daemon.feed) as consumer, pytest.raises(Closed, match="no name"):
        consumer.commit(0)
    with pytest.raises(Closed, match="make another"):
        next(consumer)


def test_restarts_of_the_daemon_are_waited_for(own_daemon: Daemon) -> None:
    positions = publish(own_daemon, some(10))
    with Consumer(own_daemon.feed, "c", filter=Filter(types=["handed-over"])) as consumer:
        seen = [next(consumer).position for _ in range(5)]
        consumer.commit()
        own_daemon.kill()
        own_daemon.start()
        positions += publish(own_daemon, some(10))
        seen += [next(consumer).position for _ in range(15)]
        assert consumer.commit() == seen[-1] + 1
    assert seen == positions


WORKER = """
import sqlite3, sys
from firstmile import Consumer, ConsumerOptions, Filter
feed, file = sys.argv[1:]
database = sqlite3.connect(file)
[start] = database.execute("SELECT coalesce(max(next), 0) FROM place").fetchone()
options = ConsumerOptions(max_events=50)
with Consumer(feed, start=start, filter=Filter(types=["handed-over"]), options=options) as consumer:
    for batch in consumer.batches():
        with database:
            database.executemany("INSERT INTO done VALUES (?)", [(record.position,) for record in batch.records])
            database.execute("INSERT INTO place VALUES (?)", [batch.next])
"""


def test_a_killed_consumer_with_the_position_in_its_own_transaction_works_exactly_once(
    own_daemon: Daemon, tmp_path: Path
) -> None:
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    dice = random.Random(seed)
    positions: list[int] = []
    file = tmp_path / "work.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.executescript("CREATE TABLE done (position INTEGER); CREATE TABLE place (next INTEGER);")
    for _ in range(3):
        worker = subprocess.Popen([sys.executable, "-c", WORKER, own_daemon.feed, file])
        positions += publish(own_daemon, some(400))
        time.sleep(dice.uniform(0.1, 0.5))
        worker.kill()
        worker.wait()
    worker = subprocess.Popen([sys.executable, "-c", WORKER, own_daemon.feed, file])
    deadline = time.monotonic() + 20
    done: list[int] = []
    while time.monotonic() < deadline and len(done) < len(positions):
        time.sleep(0.1)
        with contextlib.closing(sqlite3.connect(file)) as database:
            done = [position for (position,) in database.execute("SELECT position FROM done ORDER BY rowid")]
    worker.kill()
    worker.wait()
    assert done == positions


# asyncio


def test_the_same_for_asyncio(daemon: Daemon) -> None:
    async def consume() -> None:
        name = new_id()
        positions = publish(daemon, some(20))
        reset(name, positions[0], daemon.feed)
        async with aio.Consumer(daemon.feed, name, filter=Filter(types=["handed-over"])) as consumer:
            seen = []
            async for record in consumer:
                seen.append(record.position)
                if len(seen) == 20:
                    break
            assert seen == positions and await consumer.commit() == positions[-1] + 1
            # Waiting can be given up, and taken up again.
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(consumer), 0.2)
            waiting = asyncio.create_task(anext(consumer))
            await asyncio.sleep(0.1)
            [position] = await asyncio.to_thread(publish, daemon, some(1))
            assert (await asyncio.wait_for(waiting, 10)).position == position

    asyncio.run(asyncio.wait_for(consume(), 30))


def test_live_batches_and_groups_for_asyncio(daemon: Daemon) -> None:
    async def consume() -> None:
        positions = publish(daemon, some(20))
        async with aio.Consumer(daemon.feed, start=positions[0], live=daemon.live) as consumer:
            facts: list[int] = []
            later = asyncio.create_task(asyncio.to_thread(publish, daemon, some(20)))
            async for batch in consumer.batches():
                facts += [record.position for record in batch.records if record.name == "handed-over"]
                if len(facts) >= 40:
                    break
            assert facts == positions + await later

        told: list[bool] = []

        async def rejoin(orderly: bool) -> None:
            await first.commit()
            told.append(orderly)

        name, options = new_id(), ConsumerOptions(wait=0.2, lease=10)
        reset(name, positions[0], daemon.feed)
        async with aio.Consumer(daemon.feed, name, group=True, before_rejoin=rejoin, options=options) as first:
            await anext(first)
            async with aio.Consumer(daemon.feed, name, group=True, options=options) as second:
                joining = asyncio.create_task(anext(second))
                while not joining.done():
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(anext(first), 0.3)
                    if told:
                        await asyncio.to_thread(publish, daemon, some(20))
                assert told == [True] and first.member != second.member

    asyncio.run(asyncio.wait_for(consume(), 30))
