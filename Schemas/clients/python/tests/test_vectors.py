"""The vectors of the protocol: the daemon is held to them, and so is this client."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

import vectors
from conftest import Daemon
from fake import FakeDaemon
from firstmile import Event, Publisher, PublisherOptions, Reply, ping

FILES = [(path.stem, vectors.load(path)) for path in sorted(vectors.FOLDER.glob("publish-*.json"))]
HELD = {role: [pytest.param(vector, id=name) for name, vector in FILES if role in vector["for"]]
        for role in ("daemon", "client")}


def test_there_are_vectors_for_both() -> None:
    assert len(HELD["daemon"]) >= 12 and len(HELD["client"]) >= 8
    assert all(name == vector["name"] for name, vector in FILES)


@pytest.mark.parametrize("vector", HELD["daemon"])
def test_the_daemon_does_what_the_vector_says(vector: dict[str, Any], daemon: Daemon) -> None:
    vectors.hold_daemon(vector, daemon.endpoint)


@pytest.mark.parametrize("vector", HELD["client"])
def test_this_client_does_what_the_vector_says(vector: dict[str, Any]) -> None:
    exchanges, names = vector["exchanges"], dict[str, int]()
    with FakeDaemon() as fake:
        seen: list[list[bytes]] = []
        failures: list[BaseException] = []
        answers = threading.Thread(target=_answer, args=(fake, exchanges, names, seen, failures))
        answers.start()
        if exchanges[0]["send"][0] == "firstmile/1 PING":
            assert ping(fake.endpoint).next == names["$next"]
        else:
            _publish(fake.endpoint, exchanges, names)
        answers.join()
    assert not failures, failures


def _answer(
    fake: FakeDaemon, exchanges: list[dict[str, Any]], names: dict[str, int], seen: list[list[bytes]],
    failures: list[BaseException],
) -> None:
    """Plays the daemon's part: checks each request, and answers it with the client's own correlation."""
    try:
        for exchange in exchanges:
            peer, request = fake.request()
            wanted = list(exchange["send"])
            wanted[1] = "…"
            vectors.compare(wanted, request, {})
            reply = vectors.frames(vectors.filled(exchange["receive"], names))
            reply[1] = request[1]
            fake.answer(peer, *reply)
    except BaseException as error:
        failures.append(error)


def _publish(endpoint: str, exchanges: list[dict[str, Any]], names: dict[str, int]) -> None:
    """Asks the client to publish what the vector sends, each request's events once, and compares what it tells."""
    open: dict[str, Future[Reply]] = {}
    with Publisher(endpoint, options=PublisherOptions(window_requests=1)) as publisher:
        for exchange in exchanges:
            verb = exchange["receive"][0]
            sent = _json(exchange["send"])
            events = [Event.from_dict(event) for event in (sent if isinstance(sent, list) else [sent])]
            # What was asked before and is not answered it sends again by itself.
            new = [event for event in events if event.id not in open]
            open |= zip((event.id for event in new), publisher.publish_all(new), strict=True)
            told = _json(exchange["receive"])
            if verb != "firstmile/1 ACK" or len(told["replies"]) != len(events):
                continue
            for event, reply in zip(events, told["replies"], strict=True):
                wanted = Reply.from_dict(vectors.filled(reply, names))
                assert open.pop(event.id).result(10) == wanted


def _json(frames: Sequence[Any]) -> Any:
    return frames[3]["json"]


def test_the_folder_is_the_repositorys() -> None:
    assert (vectors.FOLDER / "README.md").is_file(), Path.cwd()
