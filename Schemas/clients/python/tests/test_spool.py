"""The file in which events wait."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from firstmile import Event, Reply, SpoolError
from firstmile.replies import Refusal
from firstmile.spool import Spool

RECORDED = Reply("recorded", 1)


def event(number: int) -> tuple[str, str, bytes]:
    return "wms/1", f"e-{number}", Event("lost", {"orderId": "8"}, "wms/1", f"e-{number}").to_json()


def test_events_come_back_in_order_until_they_are_settled(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    assert spool.append([event(1), event(2)]) == range(1, 3)
    spool.append([event(3)])
    first, *_ = spool.take(10, 1 << 20)
    spool.settle([(first, RECORDED)])
    spool.close()
    again = Spool(tmp_path / "s")
    assert again.count == 2
    assert [it.id for it in again.take(10, 1 << 20)] == ["e-2", "e-3"]
    assert again.append([event(4)]) == range(4, 5), "a number is never given twice"
    again.close()


def test_what_was_settled_is_known_after_a_crash_or_sent_again(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    spool.append([event(number) for number in range(5)])
    spool.settle([(it, RECORDED) for it in spool.take(3, 1 << 20)])
    spool.append([event(5)])  # Writes down what was settled, too.
    spool.settle([(it, RECORDED) for it in spool.take(1, 1 << 20)])
    for suffix in ("", "-wal"):  # What a crash would leave.
        (tmp_path / f"copy{suffix}").write_bytes((tmp_path / f"s{suffix}").read_bytes())
    spool.close()
    copy = Spool(tmp_path / "copy")
    assert [it.id for it in copy.take(10, 1 << 20)] == ["e-3", "e-4", "e-5"]
    copy.close()


def test_what_was_refused_is_kept_with_its_reason_until_it_is_forgotten(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    spool.append([event(1), event(2)])
    reply = Reply("refused", refusal=Refusal("unknown-type", "no such thing", "send another", "type"))
    spool.settle([(it, reply) for it in spool.take(2, 1 << 20)])
    spool.close()
    again = Spool(tmp_path / "s")
    one, other = again.refused()
    assert (one.event.id, one.reply.refusal, again.count) == ("e-1", reply.refusal, 0)
    again.forget([one])
    assert [it.event.id for it in again.refused()] == ["e-2"]
    again.close()


def test_a_second_process_cannot_open_it(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    with pytest.raises(SpoolError, match="another publisher has it open"):
        Spool(tmp_path / "s")
    spool.close()


def test_a_file_that_is_no_spool_and_a_place_that_is_none_are_told(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("dear all, " * 1000)
    with pytest.raises(SpoolError, match="move it away"):
        Spool(tmp_path / "letter")
    with pytest.raises(SpoolError, match="make its directory"):
        Spool(tmp_path / "nowhere" / "s")
    assert (tmp_path / "letter").read_text().startswith("dear all")


def test_a_spool_of_a_later_format_is_left_alone(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "s")
    database.execute("PRAGMA user_version = 9")
    database.close()
    with pytest.raises(SpoolError, match="format 9"):
        Spool(tmp_path / "s")


def test_a_database_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "shop")
    database.execute("CREATE TABLE orders (id)")
    database.close()
    with pytest.raises(SpoolError, match="not a spool"):
        Spool(tmp_path / "shop")


def test_a_full_disk_takes_nothing_and_says_so(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    spool.append([event(1)])
    spool._db.execute("PRAGMA max_page_count = 10")
    with pytest.raises(SpoolError, match="has room"):
        spool.append([event(number) for number in range(2, 2000)])
    assert spool.count == 1
    spool._db.execute("PRAGMA max_page_count = 100000")
    assert spool.append([event(2)]) == range(2, 3)
    spool.close()


def test_what_was_settled_on_a_full_disk_is_written_when_there_is_room(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    spool.append([event(number) for number in range(500)])
    spool._db.execute("PRAGMA max_page_count = 1")  # As many as it has: nothing grows.
    reply = Reply("refused", refusal=Refusal("malformed", "r" * 5_000, "f"))
    with pytest.raises(SpoolError, match="has room"):
        spool.settle([(it, reply) for it in spool.take(100, 1 << 20)])
    assert spool.count == 400
    spool._db.execute("PRAGMA max_page_count = 100000")
    spool.close()
    again = Spool(tmp_path / "s")
    assert again.count == 400 and len(again.refused()) == 100
    again.close()
