"""Publishers as strangers write them: pyzmq and nothing of ours.

    publisher.py ENDPOINT SCENARIO

Ends with 0 if the daemon did what Schemas/protocol.md says; otherwise an assertion tells what it did instead.
"""

import itertools, json, struct, sys, uuid
import socket as tcp
import zmq

from handmade import field, fields, varint

JSON = b"application/cloudevents+json"
BATCH = b"application/cloudevents-batch+json"
PROTOBUF = b"application/vnd.firstmile.events+protobuf"
PUBLISH, PING = b"firstmile/1 PUBLISH", b"firstmile/1 PING"
context = zmq.Context()
endpoint = sys.argv[1]
orders = itertools.count(8190000000000001)
FIRST = 1  # Position 0 of a new log is the rulebook that the daemon puts into force.


def connect(kind=zmq.DEALER, **options):
    """A socket that waits ten seconds for an answer and not for ever."""
    client = context.socket(kind)
    client.setsockopt(zmq.LINGER, 0)
    client.setsockopt(zmq.RCVTIMEO, 10_000)
    client.setsockopt(zmq.SNDTIMEO, 10_000)
    for name, value in options.items():
        client.setsockopt(getattr(zmq, name), value)
    client.connect(endpoint)
    return client


def event(**changes):
    data = {"orderId": str(next(orders)), "sellerId": "store-1", "provider": "cainiao"}
    return {"specversion": "1.0", "id": str(uuid.uuid4()), "source": "wms/shenzhen",
            "type": "firstmile.handed-over.v1", "time": "2024-05-06T02:00:00.000Z", "data": data} | changes


def text(value):
    return json.dumps(value).encode()


def ask(client, *frames):
    client.send_multipart(frames)
    return client.recv_multipart()


def publish(client, *payloads, content_type=JSON, correlation=b"1"):
    """The replies to one request in JSON."""
    verb, returned, kind, body = ask(client, PUBLISH, correlation, content_type, *payloads)
    assert (verb, returned) == (b"firstmile/1 ACK", correlation), (verb, returned, body)
    assert kind == b"application/vnd.firstmile.acknowledgement+json", kind
    answer = json.loads(body)
    assert answer["durability"] == "fdatasync", answer
    return answer["replies"]


def is_well(client=None):
    """The daemon takes an event, from a new connection if no other is given."""
    [reply] = publish(client or connect(), text(event()))
    assert reply["status"] == "recorded", reply


# Ways to publish


def req():
    client = connect(zmq.REQ)
    for number in range(3):
        [reply] = publish(client, text(event(id=f"req-{number}")))
        assert reply == {"id": f"req-{number}", "source": "wms/shenzhen", "status": "recorded",
                         "position": FIRST + number}, reply


def dealer_window():
    client, total, window = connect(), 400, 40
    sent = [event() for _ in range(total)]
    for number in range(total + window):
        if number >= window:
            verb, correlation, _, body = client.recv_multipart()
            assert verb == b"firstmile/1 ACK", verb
            assert correlation == b"c-%d" % (number - window), correlation
            [reply] = json.loads(body)["replies"]
            assert (reply["id"], reply["status"]) == (sent[number - window]["id"], "recorded"), reply
        if number < total:
            client.send_multipart([PUBLISH, b"c-%d" % number, JSON, text(sent[number])])


def batch_with_a_bad_event():
    good, bad, other = event(), event(), event()
    del bad["data"]["orderId"]
    first, second, third = publish(connect(), text([good, bad, other]), content_type=BATCH)
    assert (first["status"], first["id"]) == ("recorded", good["id"]), first
    assert (third["status"], third["id"]) == ("recorded", other["id"]), third
    assert (second["status"], second["id"]) == ("refused", bad["id"]), second
    assert (second["code"], second["field"]) == ("missing-field", "orderId"), second
    assert second["reason"] and second["fix"] and "position" not in second, second


def several_frames():
    one, two = event(), event()
    replies = publish(connect(), text(one), b'{"specversion":', text(two), text(one))
    assert [it["status"] for it in replies] == ["recorded", "refused", "recorded", "duplicate"], replies
    assert replies[1]["code"] == "malformed", replies[1]
    assert replies[3]["position"] == replies[0]["position"], replies


def sixty_four_frames():
    replies = publish(connect(zmq.REQ), *(text(event()) for _ in range(64)))
    assert [it["status"] for it in replies] == ["recorded"] * 64, replies


def same_id_again():
    client, first = connect(), event()
    changed = first | {"data": first["data"] | {"warehouse": "another"}}
    statuses = [publish(client, text(it))[0] for it in (first, first, changed)]
    assert [it["status"] for it in statuses] == ["recorded", "duplicate", "refused"], statuses
    assert (statuses[2]["code"], statuses[2]["field"]) == ("conflict", "id"), statuses[2]


def protobuf():
    def handed_over(id, order):
        payload = field(1, order) + field(2, "store-1") + field(3, "cainiao")
        time = varint(3 << 3 | 1) + struct.pack("<q", 1_714_960_800_000_000_000)
        return field(1, field(1, id) + field(2, "wms/shenzhen") + time + field(17, payload))

    batch = handed_over("p-1", "8190000000000001") + handed_over("p-2", "") + handed_over("p-3", "8190000000000003")
    verb, correlation, kind, body = ask(connect(), PUBLISH, b"p", PROTOBUF, batch)
    assert (verb, correlation) == (b"firstmile/1 ACK", b"p"), (verb, body)
    assert kind == b"application/vnd.firstmile.acknowledgement+protobuf", kind
    replies = [dict(fields(value)) for number, value in fields(body) if number == 2]
    # Reply: 1 status (0 recorded, 2 refused), 2 position; of what was refused 5 code, 6 field, 9 id
    assert [it.get(1, 0) for it in replies] == [0, 2, 0], replies
    assert [it.get(9) for it in replies] == [None, b"p-2", None], replies
    assert [it.get(2) for it in replies] == [FIRST, None, FIRST + 1], replies
    assert (replies[1][5], replies[1][6]) == (b"missing-field", b"orderId"), replies[1]


# Requests that are wrong as a whole


def wrong_requests():
    client, good = connect(), text(event())
    million = b" " * (1 << 20)
    wrong = [
        ("unknown-version", [b"firstmile/2 PUBLISH", b"1", JSON, good]),
        ("unknown-version", [b"hello"]),
        ("unknown-version", [b"\0" * 300, b"1", JSON, good]),
        ("unknown-verb", [b"firstmile/1 PUBLISHED", b"1", JSON, good]),
        ("unknown-verb", [b"firstmile/1 ", b"1"]),
        ("unknown-content-type", [PUBLISH, b"1", b"application/json", good]),
        ("unknown-content-type", [PUBLISH, b"1", b"", good]),
        ("too-few-frames", [PUBLISH, b"1", JSON]),
        ("too-few-frames", [PUBLISH]),
        ("too-few-frames", [b""]),
        ("too-many-frames", [PUBLISH, b"1", JSON] + [good] * 65),
        ("too-many-frames", [PUBLISH, b"1", JSON] + [good] * 1000),
        ("too-large", [PUBLISH, b"1", JSON] + [million] * 4 + [good]),
        ("too-large", [b"", PUBLISH, b"1", JSON] + [b" " * 66_000] * 64),
        ("too-large", [PUBLISH, b"1", BATCH, b"[" + b",".join([b"{}"] * 10_001) + b"]"]),
        ("correlation-too-long", [PUBLISH, b"x" * 65, JSON, good]),
        ("correlation-too-long", [PING, b"x" * 65]),
    ]
    for code, frames in wrong:
        shown = [frame[:40] for frame in frames[:4]]
        reply = ask(client, *frames)
        # An empty frame in front is the delimiter of a REQ: it comes back.
        if frames[0] == b"":
            assert reply.pop(0) == b"", (shown, reply)
        verb, correlation, kind, body = reply
        assert verb == b"firstmile/1 ERROR", (shown, verb, body)
        assert correlation == (b"1" if b"1" in frames[:3] else b""), (shown, correlation)
        assert kind == b"application/problem+json", (shown, kind)
        problem = json.loads(body)
        assert problem["code"] == code, (code, shown, problem)
        assert problem["reason"] and problem["fix"], problem
        is_well(client)
    print(*sorted({code for code, _ in wrong}))


def correlation_of_64_bytes():
    correlation = bytes(range(64))
    publish(connect(), text(event()), correlation=correlation)
    assert ask(connect(), PING, correlation)[1] == correlation


def ping():
    client = connect(zmq.REQ)
    for expected in range(FIRST, FIRST + 3):
        verb, correlation, kind, body = ask(client, PING, b"are you there")
        assert (verb, correlation, kind) == (b"firstmile/1 PONG", b"are you there", b"application/json"), verb
        pong = json.loads(body)
        assert set(pong) == {"version", "next"} and pong["next"] == expected, pong
        is_well(client)


# Peers that do harm


def frame_too_large():
    other = connect()
    is_well(other)
    bad = context.socket(zmq.DEALER)
    bad.setsockopt(zmq.LINGER, 0)
    bad.setsockopt(zmq.RECONNECT_IVL, -1)
    events = bad.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    events.setsockopt(zmq.RCVTIMEO, 10_000)
    bad.connect(endpoint)
    bad.send_multipart([PUBLISH, b"1", JSON, b" " * (2 << 20)])
    events.recv_multipart()  # It is disconnected, and
    quiet = other.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    for _ in range(20):
        is_well(other)
    assert quiet.poll(0) == 0, "a peer that did nothing was disconnected too"
    bad.disable_monitor()
    other.disable_monitor()


def garbage():
    host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
    other = connect()
    is_well(other)
    greeting = b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48
    for nonsense in [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", bytes(range(256)) * 200,
                     b"\xff" * 10_000, b"\xff" + b"\0" * 8 + b"\x7f" + b"\xff" * 200,
                     greeting, greeting + b"\xff" * 100, greeting + b"\x06" + b"\xff" * 8 + b"x" * 1000]:
        peer = tcp.create_connection((host, int(port)))
        try:
            peer.sendall(nonsense)
            peer.shutdown(tcp.SHUT_WR)
        except OSError:
            pass  # It may hang up while we still talk.
        is_well(other)
        peer.close()
    is_well()


def unread_replies():
    deaf = connect(RCVHWM=1, RCVBUF=4096, SNDHWM=0)
    other, total = connect(), 60_000
    for number in range(total):
        deaf.send_multipart([PING, b"%064d" % number])
        if number % 1000 == 0:
            is_well(other)
    for _ in range(100):
        is_well(other)
    # Some of its replies are lost, none is out of turn, and it is served again once it reads.
    deaf.setsockopt(zmq.RCVTIMEO, 1000)
    seen = []
    try:
        while True:
            seen.append(int(deaf.recv_multipart()[1]))
    except zmq.Again:
        pass
    assert seen == sorted(set(seen)) and 0 < len(seen) < total, (len(seen), total)
    is_well(deaf)


globals()[sys.argv[2]]()
context.destroy(linger=0)
