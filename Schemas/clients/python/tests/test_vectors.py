"""The vectors of the protocol: the daemon is held to them, and so is this client."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

import vectors
from conftest import Daemon
from fake import FakeDaemon
from firstmile import (
    Consumer,
    Event,
    Filter,
    Publisher,
    PublisherOptions,
    Record,
    Reply,
    RequestRefused,
    forget,
    ping,
    reset,
)

FILES = [(path.stem, vectors.load(path)) for path in sorted(vectors.FOLDER.glob("*.json"))]
HELD = {role: [pytest.param(vector, id=name) for name, vector in FILES if role in vector["for"]]
        for role in ("daemon", "client")}


def test_there_are_vectors_for_both() -> None:
    for half, daemon, client in (("publish-", 14, 9), ("feed-", 10, 5)):
        names = [name for name, vector in FILES if name.startswith(half)]
        held = dict(FILES)
        assert sum("daemon" in held[name]["for"] for name in names) >= daemon
        assert sum("client" in held[name]["for"] for name in names) >= client
    assert all(name == vector["name"] for name, vector in FILES)


@pytest.mark.parametrize("vector", HELD["daemon"])
def test_the_daemon_does_what_the_vector_says(vector: dict[str, Any], daemon: Daemon) -> None:
    vectors.hold_daemon(vector, daemon.endpoint, daemon.feed)


@pytest.mark.parametrize("vector", HELD["client"])
def test_this_client_does_what_the_vector_says(vector: dict[str, Any]) -> None:
    exchanges, names = vector["exchanges"], dict[str, int]()
    with FakeDaemon() as fake:
        failures: list[BaseException] = []
        answers = threading.Thread(target=_answer, args=(fake, exchanges, names, failures))
        answers.start()
        try:
            if exchanges[0]["send"][0] == "firstmile/1 PING":
                assert ping(fake.endpoint).next == names["$next"]
            else:
                _publish(fake.endpoint, [exchange for exchange in exchanges if "at" not in exchange], names)
                _consume(fake.endpoint, [exchange for exchange in exchanges if "at" in exchange], names)
        finally:
            answers.join()
            assert not failures, failures


def _answer(
    fake: FakeDaemon, exchanges: list[dict[str, Any]], names: dict[str, int], failures: list[BaseException]
) -> None:
    """Plays the daemon's part: checks each request, and answers it with the client's own correlation."""
    try:
        for exchange in exchanges:
            peer, request = fake.request()
            wanted = vectors.filled(exchange["send"], names)
            wanted[1] = "…"
            if wanted[0] == "firstmile/1 FETCH":
                # Credit and waiting are the client's own affair.
                asked = json.loads(request[3])
                request[3] = json.dumps({name: asked[name] for name in wanted[3]["json"]}).encode()
            vectors.compare(wanted, request, {})
            reply = vectors.frames(vectors.filled(exchange["receive"], names))
            reply[1] = request[1]
            fake.answer(peer, *reply)
    except BaseException as error:
        failures.append(error)


def _consume(endpoint: str, exchanges: list[dict[str, Any]], names: dict[str, int]) -> None:
    """Asks the client for what the vector sends to the feed, and compares what it gives."""
    for exchange in exchanges:
        verb, body = exchange["send"][0].split()[1], vectors.filled(_json(exchange["send"]), names)
        told = vectors.filled(_json(exchange["receive"]), names)
        if verb == "FETCH":
            start = body["from"].get("position")
            with Consumer(endpoint, body["from"].get("consumer"), start=start, follow=False,
                          filter=Filter(**body.get("filter", {}))) as consumer:
                if exchange["receive"][0] == "firstmile/1 ERROR":
                    with pytest.raises(RequestRefused) as refused:
                        next(consumer)
                    assert refused.value.code == told["code"]
                    continue
                events = vectors.filled(exchange["receive"][4], names)
                records = list(consumer) if told["next"] >= told["end"] else next(consumer.batches()).records
                wanted = json.loads(events) if isinstance(events, str) else events["json"]
                assert list(records) == [Record.from_dict(event) for event in wanted]
                assert consumer.next == told["next"]
        elif verb == "COMMIT":
            with Consumer(endpoint, body["consumer"]) as consumer:
                assert consumer.commit(body["position"]) == told["position"]
        elif verb == "RESET":
            assert reset(body["consumer"], body["to"]["position"], endpoint) == told["position"]
        else:
            assert verb == "FORGET" and forget(body["consumer"], endpoint) == told["existed"]


def _publish(endpoint: str, exchanges: list[dict[str, Any]], names: dict[str, int]) -> None:
    """Asks the client to publish what the vector sends, each request's events once, and compares what it tells."""
    open: dict[str, Future[Reply]] = {}
    if not exchanges:
        return
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
