"""Events: what they are written as, and what is told before it is sent."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from firstmile import Event, EventError, new_id

DATA = {"orderId": "8190000000000001"}
EXAMPLES = Path(__file__).parents[3] / "events" / "examples"


def test_an_event_has_a_full_type_an_id_of_its_own_and_the_time_it_is_made() -> None:
    before = datetime.now(UTC)
    one, other = (Event("handed-over", DATA, "wms/1") for _ in range(2))
    assert one.type == "firstmile.handed-over.v1"
    assert one.id != other.id
    assert before - timedelta(milliseconds=1) <= one.at <= datetime.now(UTC)


def test_ids_are_uuids_of_version_7_in_the_order_of_time() -> None:
    made = [new_id() for _ in range(100)]
    assert {uuid.UUID(id).version for id in made} == {7}
    assert {uuid.UUID(id).variant for id in made} == {uuid.RFC_4122}
    assert [id[:13] for id in made] == sorted(id[:13] for id in made)


@pytest.mark.parametrize(("time", "written"), [
    (datetime(2024, 5, 6, 2, 0, tzinfo=UTC), "2024-05-06T02:00:00.000Z"),
    (datetime(2024, 5, 6, 10, 0, 0, 1_001, tzinfo=timezone(timedelta(hours=8))), "2024-05-06T02:00:00.001001Z"),
    ("2024-05-06T10:00:00.123456789+08:00", "2024-05-06T10:00:00.123456789+08:00"),
])
def test_times_are_written_with_their_zone_and_text_is_kept(time: datetime | str, written: str) -> None:
    assert Event("lost", DATA, "wms/1", time=time).time == written


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_is_read_and_written_unchanged(file: Path) -> None:
    assert json.loads(Event.from_json(file.read_text()).to_json()) == json.loads(file.read_text())


def test_a_publishers_counter_is_padded_and_extensions_are_kept() -> None:
    event = Event("lost", DATA, "wms/1", sequence=42, extensions={"correlationid": "c-1"}).as_dict()
    assert (event["sequence"], event["correlationid"]) == ("00000000000000000042", "c-1")


@pytest.mark.parametrize(("arguments", "words"), [
    ({"source": ""}, "source is ''"),
    ({"source": "x" * 256}, "256 bytes"),
    ({"id": "票" * 43}, "129 bytes"),
    ({"id": 17}, "id is 17: give text"),
    ({"time": datetime(2024, 5, 6)}, "tzinfo"),
    ({"data": ["a"]}, "give a dict"),
    ({"extensions": {"id": "x"}}, "argument of its own"),
    ({"id": "\ud800"}, "not Unicode"),
])
def test_what_no_daemon_could_read_is_told_when_it_is_made(arguments: dict[str, Any], words: str) -> None:
    whole: dict[str, Any] = {"type": "lost", "data": DATA, "source": "wms/1"}
    with pytest.raises(EventError, match=re.escape(words)):
        Event(**(whole | arguments))


@pytest.mark.parametrize(("data", "words"), [
    ({"weight": float("nan")}, "cannot be written as JSON"),
    ({"when": datetime(2024, 5, 6, tzinfo=UTC)}, "times as text"),
    ({"note": "half \ud83d of it"}, "surrogate"),
    ({"note": "x" * (1 << 20)}, "shorten"),
])
def test_what_cannot_be_written_is_told_before_it_is_sent(data: dict[str, Any], words: str) -> None:
    with pytest.raises(EventError, match=words):
        Event("lost", data, "wms/1").to_json()


@pytest.mark.parametrize("text", ["", "[1]", '{"id": 5}', '{"id": "a", "source": "b", "type": "c"}'])
def test_what_is_no_event_is_told_when_it_is_read(text: str) -> None:
    with pytest.raises(EventError):
        Event.from_json(text)
