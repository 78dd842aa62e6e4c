"""What is in the spool reaches the log exactly once, whoever is killed."""

from __future__ import annotations

import collections
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from conftest import Daemon, make_handed_over
from firstmile import Publisher, Reply

CLIENT = """
import sys
from firstmile import Event, Publisher
endpoint, spool, source = sys.argv[1:]
publisher = Publisher(endpoint, spool=spool)
number = 0
while True:
    number += 1
    data = {"orderId": f"81900000{number:08}", "sellerId": "store-1", "provider": "cainiao"}
    publisher.publish(Event("handed-over", data, source, f"{source}-{number}", "2024-05-06T02:00:00Z"))
    print(number, flush=True)  # From here on it must never be lost.
"""


@pytest.fixture
def dice(request: pytest.FixtureRequest) -> random.Random:
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    return random.Random(seed)


def test_kills_of_the_daemon_in_mid_publish_lose_nothing_and_record_nothing_twice(
    own_daemon: Daemon, tmp_path: Path, dice: random.Random
) -> None:
    sent: list[str] = []
    replies: dict[str, Reply] = {}
    with Publisher(own_daemon.endpoint, spool=tmp_path / "s",
                   on_reply=lambda event, reply: replies.update({event.id: reply})) as publisher:
        for _ in range(2):
            began = len(replies)
            until = time.monotonic() + dice.uniform(0.1, 0.5)
            # First it must take something, so that every kill falls into the publishing.
            while time.monotonic() < until or len(replies) == began:
                sent += _publish_some(publisher)
                time.sleep(0.005)
            own_daemon.kill()
            sent += _publish_some(publisher)
            own_daemon.start()
        publisher.flush(30)
    _check(own_daemon, sent)
    assert replies.keys() == set(sent)
    assert {reply.status for reply in replies.values()} <= {"recorded", "duplicate"}
    positions = {event["id"]: event["position"] for event in own_daemon.facts()}
    assert all(positions[id] == reply.position for id, reply in replies.items())


def test_kills_of_the_client_lose_nothing_that_publish_took(
    own_daemon: Daemon, tmp_path: Path, dice: random.Random
) -> None:
    taken: list[str] = []
    for life in range(4):
        if life == 1:
            own_daemon.kill()  # One life without a daemon: everything stays in the spool.
        source = f"wms/life-{life}"
        client = subprocess.Popen([sys.executable, "-c", CLIENT, own_daemon.endpoint, tmp_path / "s", source],
                                  stdout=subprocess.PIPE, text=True)
        assert client.stdout is not None
        client.stdout.readline()
        time.sleep(dice.uniform(0.05, 0.4))
        client.kill()
        printed = 1 + len(client.stdout.read().splitlines())
        client.wait()
        taken += [f"{source}-{number}" for number in range(1, printed + 1)]
        if life == 2:
            own_daemon.start()
    with Publisher(own_daemon.endpoint, spool=tmp_path / "s") as publisher:
        publisher.flush(30)
    # What was on its way into the spool when the client was killed may be there too.
    _check(own_daemon, taken, at_most=5)


def _publish_some(publisher: Publisher) -> list[str]:
    events = [make_handed_over() for _ in range(20)]
    publisher.publish_all(events)
    return [event.id for event in events]


def _check(daemon: Daemon, sent: list[str], at_most: int = 0) -> None:
    facts: list[dict[str, Any]] = daemon.facts()
    counts = collections.Counter(event["id"] for event in facts)
    assert max(counts.values()) == 1, "recorded twice"
    missing = [id for id in sent if id not in counts]
    assert not missing, f"{len(missing)} of {len(sent)} are lost: {missing[:5]}"
    assert len(counts) - len(set(sent)) <= at_most
    assert len(sent) > 100
