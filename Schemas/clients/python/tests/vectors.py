"""Conformance vectors (Schemas/protocol/vectors), and holding a daemon to them.

    vectors.py INTAKE FEED FILE...

sends what the files say over bare pyzmq and ends with 0 if what comes back is what they say.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import zmq

FOLDER = Path(__file__).parents[3] / "protocol" / "vectors"


def load(path: Path) -> dict[str, Any]:
    vector: dict[str, Any] = json.loads(path.read_text())
    return vector


def frames(written: Sequence[Any]) -> list[bytes]:
    """The bytes of frames as the vectors write them."""
    made: list[bytes] = []
    for frame in written:
        times = frame.get("frames", 1) if isinstance(frame, dict) else 1
        made += [_bytes(frame)] * times
    return made


def _bytes(frame: Any) -> bytes:
    if isinstance(frame, str):
        return frame.encode()
    if "json" in frame:
        return json.dumps(frame["json"]).encode()
    if "base64" in frame:
        return base64.b64decode(str(frame["base64"]))
    repeated: str = frame.get("repeat", "") * frame.get("times", 0)
    return f"{frame.get('text', '')}{repeated}{frame.get('then', '')}".encode()


def compare(written: Sequence[Any], seen: Sequence[bytes], names: dict[str, int]) -> None:
    """Fails unless the frames are what is written. ``names`` remembers what each ``$name`` stood for."""
    assert len(seen) == len(written), f"{len(seen)} frames and not {len(written)}: {seen!r:.500}"
    for frame, got in zip(written, seen, strict=True):
        if isinstance(frame, dict) and "json" in frame:
            match(frame["json"], json.loads(got), names)
        elif frame == "…":
            assert got, "an empty frame"
        else:
            assert got == _bytes(frame), f"{got!r:.200} and not {frame}"


def match(wanted: Any, seen: Any, names: dict[str, int], place: str = "") -> None:
    if isinstance(wanted, dict):
        assert isinstance(seen, dict) and seen.keys() == wanted.keys(), f"{place}: {seen!r} and not {wanted!r}"
        for name in wanted:
            match(wanted[name], seen[name], names, f"{place}/{name}")
    elif isinstance(wanted, list):
        assert isinstance(seen, list) and len(seen) == len(wanted), f"{place}: {seen!r} and not {wanted!r}"
        for index, inner in enumerate(wanted):
            match(inner, seen[index], names, f"{place}/{index}")
    elif wanted == "…":
        assert isinstance(seen, str) and seen, f"{place}: {seen!r} is no text"
    elif wanted == "#":
        assert isinstance(seen, int | float), f"{place}: {seen!r} is no number"
    elif isinstance(wanted, str) and wanted.startswith("$"):
        assert isinstance(seen, int), f"{place}: {seen!r} is no whole number"
        if wanted not in names:
            assert all(earlier < seen for earlier in names.values()), f"{place}: {seen} is not after {names}"
        assert names.setdefault(wanted, seen) == seen, f"{place}: {seen} and not {names[wanted]}"
    else:
        assert seen == wanted and type(seen) is type(wanted), f"{place}: {seen!r} and not {wanted!r}"


def filled(frame: Any, names: dict[str, int]) -> Any:
    """The frame, or JSON of it, with something in the place of what may be anything."""
    if isinstance(frame, dict):
        return {name: filled(value, names) for name, value in frame.items()}
    if isinstance(frame, list):
        return [filled(value, names) for value in frame]
    if frame == "…":
        return "so to speak"
    if frame == "#":
        return 0
    if isinstance(frame, str) and frame.startswith("$"):
        return names.setdefault(frame, 41 + len(names))
    return frame


def hold_daemon(vector: dict[str, Any], intake: str, feed: str) -> None:
    """Plays the client's part."""
    sockets: dict[str, zmq.Socket[bytes]] = {}
    names: dict[str, int] = {}
    try:
        for place, endpoint in (("intake", intake), ("feed", feed)):
            socket: zmq.Socket[bytes] = zmq.Context.instance().socket(zmq.DEALER)
            sockets[place] = socket
            socket.setsockopt(zmq.LINGER, 0)
            socket.setsockopt(zmq.RCVTIMEO, 10_000)
            socket.connect(endpoint)
        for exchange in vector["exchanges"]:
            socket = sockets[exchange.get("at", "intake")]
            socket.send_multipart(frames(filled(exchange["send"], names)))
            compare(exchange["receive"], socket.recv_multipart(), names)
    finally:
        for socket in sockets.values():
            socket.close()


if __name__ == "__main__":
    for file in sys.argv[3:]:
        held = load(Path(file))
        if "daemon" in held["for"]:
            try:
                hold_daemon(held, sys.argv[1], sys.argv[2])
            except Exception as problem:
                sys.exit(f"{held['name']}: {problem!r}")
            print(held["name"])
