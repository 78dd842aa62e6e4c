"""The feed's vectors byte for byte (``vectors/consume``): what this client asks, and what it makes of the answers."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from typing import Any

import pytest

import vectors
from fake import FakeDaemon
from firstmile import Consumer, ConsumerOptions, Filter, Record, RequestRefused, consumers, forget, reset

#: The client's own affair.
_CREDIT = {"maxEvents", "maxBytes", "waitMilliseconds", "format"}


def _exchanges() -> list[Any]:
    """Those that a caller of this client can bring about."""
    found = []
    for path in sorted((vectors.FOLDER / "consume").glob("*.json")):
        for number, exchange in enumerate(vectors.load(path)["exchanges"]):
            verb, answer = exchange["send"][0], exchange["receive"][0]
            refused = answer == "firstmile/1 ERROR" and json.loads(exchange["receive"][3])["code"]
            if verb in ("firstmile/1 JOIN", "firstmile/1 LEAVE", "firstmile/1 PING") or len(exchange["send"]) < 4:
                continue
            if refused and refused not in ("position-ahead", "has-members"):
                continue
            body = json.loads(exchange["send"][3])
            if "member" in body or "group" in body or body.get("format") == "protobuf":
                continue
            found.append(pytest.param(verb.split()[1], body, exchange["receive"], id=f"{path.stem}-{number}"))
    return found


HELD = _exchanges()


def test_most_of_them_can_be_brought_about() -> None:
    assert len(HELD) >= 25


@pytest.mark.parametrize(("verb", "body", "answer"), HELD)
def test_this_client_asks_and_understands(verb: str, body: dict[str, Any], answer: list[str]) -> None:
    asked: list[list[bytes]] = []
    with FakeDaemon() as fake:
        answering = threading.Thread(target=_answer, args=(fake, answer, asked))
        answering.start()
        try:
            if answer[0] == "firstmile/1 ERROR":
                with pytest.raises(RequestRefused) as refused:
                    _ask(fake.endpoint, verb, body, [])
                told = json.loads(answer[3])
                assert (refused.value.code, refused.value.reason, refused.value.fix) == tuple(told.values())
            else:
                _ask(fake.endpoint, verb, body, answer[3:])
        finally:
            answering.join()
    [request] = asked
    assert request[0] == f"firstmile/1 {verb}".encode() and request[2] == b"application/json"
    assert _comparable(json.loads(request[3])) == _comparable(body)


def _answer(fake: FakeDaemon, answer: list[str], asked: list[list[bytes]]) -> None:
    peer, request = fake.request()
    asked.append(request)
    frames = vectors.frames(answer)
    frames[1] = request[1]
    fake.answer(peer, *frames)


def _ask(endpoint: str, verb: str, body: dict[str, Any], answer: list[str]) -> None:
    """What a caller would do to have this asked; compares what it is given."""
    told = json.loads(answer[0]) if answer else {}
    if verb == "FETCH":
        place = body["from"]
        start = datetime.fromisoformat(place["time"]) if "time" in place else place.get("position")
        options = ConsumerOptions(max_events=body.get("maxEvents", 1_000))
        with Consumer(endpoint, place.get("consumer"), start=start, filter=Filter(**body.get("filter", {})),
                      follow=False, options=options) as consumer:
            if told.get("next") == told.get("end"):
                records = list(consumer)
            else:
                records = [next(consumer) for _ in range(told["events"])]
            assert records == [Record.from_dict(event) for event in json.loads(answer[1])]
            assert (consumer.next, consumer.lag_events) == (told["next"], told["lagEvents"])
            assert consumer.lag_seconds == told["lagSeconds"]
    elif verb == "COMMIT":
        with Consumer(endpoint, body["consumer"]) as consumer:
            assert consumer.commit(body["position"]) == told["position"]
    elif verb == "RESET":
        to = body["to"]
        place = datetime.fromisoformat(to["time"]) if "time" in to else to.get("position")
        assert reset(body["consumer"], place, endpoint) == told["position"]
    elif verb == "FORGET":
        assert forget(body["consumer"], endpoint) == told["existed"]
    else:
        seen = [(it.name, it.position, it.lag_events, it.lag_seconds, it.generation, it.members)
                for it in consumers(endpoint)]
        assert seen == [(it["consumer"], it["position"], it["lagEvents"], it["lagSeconds"], it["generation"],
                         {member["member"]: member["slots"] for member in it["members"]})
                        for it in told["consumers"]]


def _comparable(body: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in body.items() if name not in _CREDIT}
    for name in ("from", "to"):
        if "time" in kept.get(name, {}):
            kept[name] = datetime.fromisoformat(kept[name]["time"])
    return kept
