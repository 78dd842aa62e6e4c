"""The publisher: against a real daemon, and against a fake one where a real one would not misbehave."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import re
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Daemon, make_handed_over
from fake import FakeDaemon, events
from firstmile import (
    BacklogFull,
    Closed,
    Event,
    FirstmileError,
    NoReply,
    NotAcknowledged,
    Publisher,
    PublisherOptions,
    Reply,
    RequestRefused,
    SpoolError,
    ping,
)

Make = Callable[..., Event]
NOBODY = "tcp://127.0.0.1:9"


def test_an_event_is_recorded_and_again_a_duplicate(daemon: Daemon, handed_over: Make) -> None:
    event = handed_over()
    with Publisher(daemon.endpoint) as publisher:
        first = publisher.publish(event).result(10)
        again = publisher.publish(event).result(10)
    assert (first.status, again.status) == ("recorded", "duplicate")
    assert first.position == again.position and first.in_log and again.in_log
    assert (first.id, first.source) == (event.id, event.source)


def test_an_upload_is_answered_with_its_verdict_and_the_fix(daemon: Daemon, handed_over: Make) -> None:
    order = {"orderId": "8190000000990001", "sellerId": "store-9", "provider": "cainiao"}
    with Publisher(daemon.endpoint) as publisher:
        publisher.publish_all([
            Event("provider-bound", {"sellerId": "store-9", "provider": "cainiao"}, "erp/9",
                  time="2024-05-06T01:00:00Z"),
            Event("order-declared", order | {"country": "ES", "boxes": 1, "recipientPhone": "912345678",
                                             "ioss": "IM3720000224"}, "erp/9", time="2024-05-06T02:00:00Z"),
            Event("handed-over", order, "erp/9", time="2024-05-06T03:00:00Z")])
        reply = publisher.publish(Event(
            "number-uploaded", order | {"erpAccount": "erp-9", "trackingNumber": "LP00612345678999"}, "erp/9",
            time="2024-05-06T04:00:00Z")).result(10)
    assert (reply.status, reply.verdict) == ("recorded", "intercepted")
    [finding] = reply.findings
    assert (finding.code, finding.severity, finding.fix) == ("PHONE_FORMAT", "blocking", "+34912345678")
    assert finding.clause and finding.message and finding.message_zh and finding.evidence == "912345678"


def test_what_is_refused_tells_why_and_is_kept_until_it_was_mended(
    daemon: Daemon, handed_over: Make, tmp_path: Path
) -> None:
    wrong = Event("handed-over", {"sellerId": "store-1", "provider": "cainiao"}, "wms/1", time="2024-05-06T02:00:00Z")
    with Publisher(daemon.endpoint, spool=tmp_path / "s") as publisher:
        reply = publisher.publish(wrong).result(10)
        assert not reply.in_log and reply.refusal is not None and reply.position is None
        assert (reply.refusal.code, reply.refusal.field) == ("missing-field", "orderId")
        assert reply.refusal.reason and reply.refusal.fix
    with Publisher(daemon.endpoint, spool=tmp_path / "s") as publisher:
        [kept] = publisher.refused()
        mended = Event(kept.event.type, {**kept.event.data, "orderId": "8190000000990002"}, kept.event.source,
                       kept.event.id, kept.event.time)
        assert publisher.publish(mended).result(10).status == "recorded"
        publisher.forget([kept])
        assert publisher.refused() == []


def test_ten_thousand_events_of_four_threads_are_each_recorded_once_and_in_order(daemon: Daemon) -> None:
    sent: list[list[Event]] = [[make_handed_over(warehouse=f"w-{thread}") for _ in range(2_500)] for thread in range(4)]
    replies: dict[str, Reply] = {}
    with Publisher(daemon.endpoint, on_reply=lambda event, reply: replies.update({event.id: reply})) as publisher:
        threads = [threading.Thread(target=lambda mine=mine: [publisher.publish(event) for event in mine])
                   for mine in sent]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        publisher.flush(30)
        assert publisher.standing.waiting == 0 and publisher.standing.trouble == ""
    for mine in sent:
        assert {replies[event.id].status for event in mine} == {"recorded"}
        positions = [replies[event.id].position or 0 for event in mine]
        assert positions == sorted(positions)


def test_ping_tells_the_version_and_the_next_position(daemon: Daemon, handed_over: Make) -> None:
    with Publisher(daemon.endpoint) as publisher:
        position = publisher.publish(handed_over()).result(10).position
        pong = publisher.ping()
    assert pong.version and position is not None and pong.next > position


# Nobody there, or somebody else


def test_nobody_there_is_said_with_what_to_do(handed_over: Make, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NoReply, match="firstmile serve"):
        ping(NOBODY, timeout=0.2)
    publisher = Publisher(NOBODY)
    receipt = publisher.publish(handed_over())
    with pytest.raises(NotAcknowledged, match="nobody answers at tcp://127.0.0.1:9: start the daemon"):
        receipt.result(0.2)
    with pytest.raises(NotAcknowledged, match="1 events are not acknowledged after 0.2 s: nobody answers"):
        publisher.flush(0.2)
    with pytest.raises(NotAcknowledged, match="are lost with this publisher, which has no spool"):
        publisher.close(linger=0.1)
    with pytest.raises(NotAcknowledged, match="closed before the reply"):
        receipt.result(0)
    with pytest.raises(Closed):
        publisher.publish(handed_over())
    publisher.close()


def test_what_waits_in_a_spool_stays_there_with_a_warning(
    handed_over: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Publisher(NOBODY, spool=tmp_path / "s", options=PublisherOptions(linger_at_close=0.1)) as publisher:
        publisher.publish(handed_over())
    assert "1 events stay in the spool" in caplog.text and "nobody answers" in caplog.text


def test_an_endpoint_that_is_none_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give one such as tcp://127.0.0.1:7701"):
        Publisher("localhost:7701", spool=tmp_path / "s")
    Publisher(NOBODY, spool=tmp_path / "s").close()


def test_somebody_who_does_not_speak_zeromq_is_told(handed_over: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        def talk() -> None:
            for _ in range(50):
                peer, _ = server.accept()
                peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 10)
                peer.close()

        threading.Thread(target=talk, daemon=True).start()
        words = "does not speak ZeroMQ|is the endpoint the daemon's intake"
        publisher = Publisher(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(FirstmileError, match=words):
            receipt = publisher.publish(handed_over())
            deadline = time.monotonic() + 10
            while not re.search(words, publisher.standing.trouble) and time.monotonic() < deadline:
                time.sleep(0.02)
            receipt.result(0)
        with contextlib.suppress(NotAcknowledged):
            publisher.close(0)


def test_another_version_of_the_protocol_ends_it_and_the_spool_keeps_everything(
    handed_over: Make, tmp_path: Path
) -> None:
    with FakeDaemon() as fake:
        publisher = Publisher(fake.endpoint, spool=tmp_path / "s")
        receipt = publisher.publish(handed_over())
        peer, request = fake.request()
        fake.refuse(peer, request, "unknown-version")
        with pytest.raises(RequestRefused, match="do otherwise"):
            receipt.result(10)
        with pytest.raises(RequestRefused):
            publisher.publish(handed_over())
        publisher.close()
        with Publisher(fake.endpoint, spool=tmp_path / "s") as again:
            peer, request = fake.request()
            assert len(events(request)) == 1
            fake.acknowledge(peer, request)
            again.flush(10)


# Too much, too slow


def test_it_keeps_within_its_window_and_pauses_when_the_daemon_is_busy(handed_over: Make) -> None:
    options = PublisherOptions(batch_events=10, window_requests=4)
    with FakeDaemon() as fake, Publisher(fake.endpoint, options=options) as publisher:
        publisher.publish_all([handed_over() for _ in range(100)])
        sent = [fake.request() for _ in range(4)]
        assert fake.is_quiet(0.2), "beyond the window"
        for peer, request in sent:
            fake.refuse(peer, request, "busy")
        again = [fake.request() for _ in range(4)]
        assert [request for _, request in again] == [request for _, request in sent], "the same, in the same order"
        seen: list[str] = []
        todo = again
        while todo:
            peer, request = todo.pop(0)
            seen += [event["id"] for event in events(request)]
            fake.acknowledge(peer, request)
            if len(seen) < 100 and not todo:
                todo.append(fake.request())
        publisher.flush(10)
        assert len(seen) == len(set(seen)) == 100


def test_an_answer_that_does_not_come_is_asked_for_again(handed_over: Make) -> None:
    with FakeDaemon() as fake, Publisher(fake.endpoint, options=PublisherOptions(resend_after=0.2)) as publisher:
        receipt = publisher.publish(handed_over())
        _, first = fake.request()
        peer, again = fake.request()
        assert again == first
        fake.acknowledge(peer, again, first=7)
        assert receipt.result(10).position == 7


def test_too_many_that_wait_are_not_taken(handed_over: Make, tmp_path: Path) -> None:
    options = PublisherOptions(backlog_bytes=800, linger_at_close=0)
    with FakeDaemon() as fake, Publisher(fake.endpoint, spool=tmp_path / "s", options=options) as publisher:
        for _ in range(3):
            publisher.publish(handed_over())
        with pytest.raises(BacklogFull, match="3 events wait already"):
            publisher.publish(handed_over(), timeout=0.1)
        with pytest.raises(BacklogFull, match="publish fewer"):
            publisher.publish_all([handed_over() for _ in range(10)])
        waiter = threading.Thread(target=publisher.publish, args=(handed_over(), 10))
        waiter.start()
        for _ in range(2):
            fake.acknowledge(*fake.request())
        waiter.join(10)
        assert not waiter.is_alive(), "there is room, and it goes on"


def test_a_function_of_the_callers_that_fails_harms_nobody(
    daemon: Daemon, handed_over: Make, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(event: Event, reply: Reply) -> None:
        raise RuntimeError("so to speak")

    with Publisher(daemon.endpoint, on_reply=fail) as publisher:
        assert publisher.publish(handed_over()).result(10).in_log
    assert "on_reply failed" in caplog.text


def test_an_event_that_cannot_be_written_takes_the_others_of_its_call_with_it(
    daemon: Daemon, handed_over: Make
) -> None:
    with Publisher(daemon.endpoint) as publisher:
        with pytest.raises(FirstmileError):
            publisher.publish_all([handed_over(), handed_over(x=float("inf"))])
        assert publisher.standing.waiting == 0


# Processes


def test_a_publisher_from_before_a_fork_is_not_used_after_it(daemon: Daemon, handed_over: Make) -> None:
    with Publisher(daemon.endpoint) as publisher:
        child = os.fork()
        if child == 0:
            try:
                publisher.publish(handed_over())
            except Closed:
                os._exit(0)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert publisher.publish(handed_over()).result(10).in_log


def test_a_spool_belongs_to_one_process(daemon: Daemon, tmp_path: Path) -> None:
    with Publisher(daemon.endpoint, spool=tmp_path / "s"):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            with pytest.raises(SpoolError, match="a spool of its own"):
                pool.apply(_open, (daemon.endpoint, str(tmp_path / "s")))


def _open(endpoint: str, spool: str) -> None:
    Publisher(endpoint, spool=spool).close()


def test_a_program_that_ends_without_closing_has_its_events_sent(daemon: Daemon, tmp_path: Path) -> None:
    logging.getLogger("firstmile").setLevel(logging.INFO)
    process = multiprocessing.get_context("spawn").Process(target=_publish_and_end, args=(daemon.endpoint,))
    process.start()
    process.join(30)
    assert process.exitcode == 0
    assert [event["id"] for event in daemon.facts() if event["source"] == "wms/hasty"] == ["hasty-1"]


def _publish_and_end(endpoint: str) -> None:
    Publisher(endpoint).publish(Event("handed-over", dict(make_handed_over().data), "wms/hasty", "hasty-1"))
