"""What goes when: batches, the window, sending again and pauses. Values in, values out; time is a number."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from fake import events
from firstmile import ProtocolError, PublisherOptions, RequestRefused
from firstmile.replies import Reply
from firstmile.spool import Spool, Waiting
from firstmile.window import Window

Frames = list[bytes]


def filled(count: int, options: PublisherOptions | None = None, size: int = 0) -> tuple[Spool, Window]:
    spool = Spool(None)
    window = Window(spool, options or PublisherOptions())
    add(spool, range(count), size)
    return spool, window


def add(spool: Spool, numbers: Iterable[int], size: int = 0) -> None:
    made = [("wms/1", f"e-{number}", json.dumps({"id": f"e-{number}", "source": "wms/1", "x": "x" * size}).encode())
            for number in numbers]
    spool.append(made)


def acknowledged(request: Frames) -> Frames:
    replies = [{"id": event["id"], "source": "wms/1", "status": "recorded", "position": 1} for event in events(request)]
    return [b"firstmile/1 ACK", request[1], b"j", json.dumps({"durability": "fdatasync", "replies": replies}).encode()]


def refused(request: Frames, code: str) -> Frames:
    return [b"firstmile/1 ERROR", request[1], b"p", json.dumps({"code": code, "reason": "r", "fix": "f"}).encode()]


def sizes(requests: list[Frames]) -> list[int]:
    return [len(events(request)) for request in requests]


def settle(spool: Spool, answered: list[tuple[Waiting, Reply]]) -> list[str]:
    spool.settle(answered)
    return [event.id for event, _ in answered]


def test_the_first_event_goes_at_once_and_the_next_wait_for_company_or_their_linger() -> None:
    spool, window = filled(1, PublisherOptions(linger=0.005))
    [first] = window.due(0.0)
    add(spool, [1])
    assert list(window.due(0.001)) == []
    assert window.pause(0.001) == pytest.approx(0.005)
    add(spool, [2])
    assert list(window.due(0.003)) == []
    assert sizes(list(window.due(0.006))) == [2]
    assert settle(spool, window.accept(acknowledged(first), 0.007)) == ["e-0"]


def test_a_batch_ends_with_its_count_or_its_bytes() -> None:
    assert sizes(list(filled(1200, PublisherOptions(batch_events=500))[1].due(0.0))) == [500, 500]
    by_bytes = list(filled(10, PublisherOptions(batch_bytes=4000), size=1000)[1].due(0.0))
    assert sizes(by_bytes) == [3, 3, 3]
    assert all(len(request[3]) <= 4000 for request in by_bytes)


def test_an_event_larger_than_a_batch_goes_alone() -> None:
    assert sizes(list(filled(2, PublisherOptions(batch_bytes=100), size=1000)[1].due(0.0))) == [1, 1]


def test_no_more_goes_than_the_window_holds() -> None:
    spool, window = filled(10, PublisherOptions(batch_events=1, window_requests=4))
    sent = list(window.due(0.0))
    assert len(sent) == 4 and list(window.due(1.0)) == []
    settle(spool, window.accept(acknowledged(sent[0]), 1.0))
    assert [events(request)[0]["id"] for request in window.due(1.0)] == ["e-4"]
    by_bytes = filled(10, PublisherOptions(batch_events=1, window_bytes=2500), size=1000)[1]
    assert len(list(by_bytes.due(0.0))) == 3


def test_those_who_are_waited_for_go_without_company() -> None:
    spool, window = filled(1, PublisherOptions(linger=60))
    list(window.due(0.0))
    add(spool, [1, 2])
    assert list(window.due(0.1)) == []
    window.hurry()
    assert sizes(list(window.due(0.1))) == [2]
    add(spool, [3])
    assert list(window.due(0.2)) == []


def test_what_is_unanswered_goes_again_unchanged_after_longer_and_longer() -> None:
    _, window = filled(1, PublisherOptions(resend_after=5))
    sent = [(now, request) for now in range(40) for request in window.due(float(now))]
    assert [now for now, _ in sent] == [0, 5, 15, 35]
    assert len({tuple(request) for _, request in sent}) == 1


def test_a_late_answer_to_an_earlier_sending_counts_once() -> None:
    spool, window = filled(1)
    [first] = window.due(0.0)
    [again] = window.due(6.0)
    assert settle(spool, window.accept(acknowledged(first), 6.1)) == ["e-0"]
    assert window.accept(acknowledged(again), 6.2) == []
    assert window.is_empty and spool.count == 0


def test_after_a_lost_connection_everything_unanswered_goes_again_oldest_first() -> None:
    spool, window = filled(3, PublisherOptions(batch_events=1))
    sent = list(window.due(0.0))
    settle(spool, window.accept(acknowledged(sent[1]), 0.1))
    window.disconnected()
    assert list(window.due(0.2)) == [sent[0], sent[2]]


def test_busy_is_answered_with_pauses_that_double_and_nothing_goes_meanwhile() -> None:
    spool, window = filled(2, PublisherOptions(batch_events=1, resend_after=60))
    first, second = window.due(0.0)
    now, pauses = 0.0, []
    for _ in range(9):
        assert window.accept(refused(first, "busy"), now) == []
        pause = window.pause(now)
        assert pause is not None and list(window.due(now + pause * 0.99)) == []
        pauses.append(round(pause, 3))
        now += pause * 1.0001
        assert list(window.due(now)) == [first]
    assert pauses == [0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 1.28, 1.28]
    assert window.held_by is not None and window.held_by.code == "busy"
    settle(spool, window.accept(acknowledged(first), now))
    assert window.held_by is None
    window.accept(refused(second, "busy"), now)
    assert window.pause(now) == pytest.approx(0.02)


def test_many_answers_of_one_burst_are_one_reason_to_wait() -> None:
    _, window = filled(3, PublisherOptions(batch_events=1))
    sent = list(window.due(0.0))
    for request in sent:
        window.accept(refused(request, "busy"), 0.001)
    assert window.pause(0.001) == pytest.approx(0.02)
    assert list(window.due(0.03)) == sent


def test_any_other_error_ends_it_in_the_daemons_words() -> None:
    _, window = filled(1)
    [request] = window.due(0.0)
    with pytest.raises(RequestRefused, match=r"unknown-version.*r\. f") as caught:
        window.accept(refused(request, "unknown-version"), 0.1)
    assert (caught.value.code, caught.value.reason, caught.value.fix) == ("unknown-version", "r", "f")


@pytest.mark.parametrize("frames", [
    [], [b"hello"], [b"firstmile/1 ACK", b"1", b"j"], [b"firstmile/1 ACK", b"1", b"j", b"{"],
    [b"firstmile/1 ACK", b"1", b"j", b"[]"], [b"firstmile/1 ACK", b"1", b"j", b'{"replies": [{"status": "lost"}]}'],
    [b"firstmile/2 ACK", b"1", b"j", b"{}"], [b"firstmile/1 ERROR", b"1", b"j", b"{}"],
    [b"firstmile/1 PONG", b"1", b"j", b"{}"],
])
def test_what_is_no_answer_is_told(frames: Frames) -> None:
    _, window = filled(1)
    list(window.due(0.0))
    with pytest.raises(ProtocolError):
        window.accept(frames, 0.1)


def test_replies_to_other_events_are_told() -> None:
    _, window = filled(1)
    [request] = window.due(0.0)
    other = [request[0], request[1], request[2], request[3].replace(b"e-0", b"e-9")]
    with pytest.raises(ProtocolError, match="order of the events"):
        window.accept(acknowledged(other), 0.1)


def test_a_window_beyond_the_daemons_credit_is_told() -> None:
    with pytest.raises(ValueError, match="the daemon takes at most 16 MiB"):
        PublisherOptions(window_bytes=32 << 20)
    with pytest.raises(ValueError, match="the daemon takes 1 to 10,000"):
        PublisherOptions(batch_events=20_000)
    with pytest.raises(ValueError, match="the daemon takes frames of at most 1 MiB"):
        PublisherOptions(batch_bytes=2 << 20)
