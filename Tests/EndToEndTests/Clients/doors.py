"""Publishers that take more than their share, or less than they should: pyzmq and bare TCP.

    doors.py ENDPOINT PID SCENARIO

Ends with 0 if the daemon (of that PID) did what Schemas/protocol.md says of how much at once; otherwise an assertion
tells what it did instead. Waiting is measured in the work done for others meanwhile and not in seconds, memory in the
daemon's resident set.
"""

import itertools, json, resource, statistics, struct, sys, time, uuid
import socket as tcp
import zmq

JSON, BATCH = b"application/cloudevents+json", b"application/cloudevents-batch+json"
PUBLISH, PING = b"firstmile/1 PUBLISH", b"firstmile/1 PING"
endpoint, pid = sys.argv[1], sys.argv[2]
MEBI = 1 << 20
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
context = zmq.Context()
context.set(zmq.MAX_SOCKETS, 4096)
orders = itertools.count(8190000000000001)


def connect(kind=zmq.DEALER, **options):
    client = context.socket(kind)
    client.setsockopt(zmq.LINGER, 0)
    client.setsockopt(zmq.RCVTIMEO, 60_000)
    client.setsockopt(zmq.SNDHWM, 0)
    for name, value in options.items():
        client.setsockopt(getattr(zmq, name), value)
    client.connect(endpoint)
    return client


def bare():
    """A TCP connection that has only said hello: libzmq's greeting and READY."""
    host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
    peer = tcp.create_connection((host, int(port)))
    peer.sendall(b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48)
    ready = b"\x05READY\x0bSocket-Type" + struct.pack(">I", 6) + b"DEALER"
    peer.sendall(b"\x04" + bytes([len(ready)]) + ready)
    return peer


def event(**changes):
    data = {"orderId": str(next(orders)), "sellerId": "store-1", "provider": "cainiao"}
    return {"specversion": "1.0", "id": str(uuid.uuid4()), "source": "wms/shenzhen",
            "type": "firstmile.handed-over.v1", "time": "2024-05-06T02:00:00.000Z", "data": data} | changes


def upload(account):
    data = {"orderId": str(next(orders)), "sellerId": "store-1", "provider": "cainiao", "erpAccount": account,
            "trackingNumber": "LP%014d" % next(orders)}
    return event(type="firstmile.number-uploaded.v1", data=data)


def text(value):
    return json.dumps(value).encode()


def send(client, payload, correlation=b"1", kind=JSON):
    client.send_multipart([PUBLISH, correlation, kind, payload])


def is_well(client=None):
    client = client or connect()
    send(client, text(event()))
    verb, _, _, body = client.recv_multipart()
    assert verb == b"firstmile/1 ACK" and json.loads(body)["replies"][0]["status"] == "recorded", (verb, body)


def resident():
    """Bytes of memory that the daemon has."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))


def flood(clients, payload, each):
    """Every client has so many requests of a batch in flight; what is answered goes again."""
    poller = zmq.Poller()
    for client in clients:
        poller.register(client, zmq.POLLIN)
        for _ in range(each):
            send(client, payload[client], kind=BATCH)

    def answered(milliseconds=0):
        """Those of whom a request was answered since, once for each."""
        done = []
        for client, _ in poller.poll(milliseconds):
            while client.poll(0):
                verb, _, _, body = client.recv_multipart()
                assert verb == b"firstmile/1 ACK", (verb, body[:200])
                done.append(client)
                send(client, payload[client], kind=BATCH)
        return done

    return answered


# Turns


def a_flood_starves_nobody():
    same = text(event())
    batch = b"[" + b",".join([same] * 1000) + b"]"
    clients = [connect() for _ in range(32)]
    answered = flood(clients, dict.fromkeys(clients, batch), 2)
    while not answered(100):
        pass
    quiet, between = connect(), []
    for _ in range(15):
        send(quiet, text(event()))
        others = 0
        while not quiet.poll(0):
            others += len(answered(1))
        quiet.recv_multipart()
        between.append(others)
    # Before it came 32 others, each with as much as it can carry; in its turn it waits for the one that is being served.
    print("requests of 32 others served before that of a quiet one:", sorted(between))
    assert statistics.median(between) <= 16, between


def an_account_has_one_share_however_many_connections_it_has():
    many, one = [connect() for _ in range(15)], connect()
    batch = {client: text([upload("erp-many")] * 1000) for client in many} | {one: text([upload("erp-one")] * 1000)}
    for client in many + [one]:  # An account is known after its first request.
        send(client, batch[client], kind=BATCH)
        client.recv_multipart()
    answered = flood(many + [one], batch, 3)
    counts = {True: 0, False: 0}
    while sum(counts.values()) < 120:
        for client in answered(100):
            counts[client is one] += 1
    print("served of one account with one connection, and of one with fifteen:", counts[True], counts[False])
    assert counts[True] * 4 >= counts[False], counts


# Memory


def replies_not_taken():
    other = connect()
    is_well(other)
    before = resident()
    deaf = connect(RCVHWM=1, RCVBUF=4096)
    batch = b"[" + b",".join([b"{}"] * 10_000) + b"]"
    for number in range(300):
        send(deaf, batch, b"%d" % number, BATCH)
        if number % 10 == 0:
            is_well(other)
    for _ in range(50):
        is_well(other)
    grown = resident() - before
    print("memory grown by", grown // MEBI, "MiB")
    assert grown < 200 * MEBI, grown
    deaf.setsockopt(zmq.RCVTIMEO, 3000)
    verdicts, seen = {b"firstmile/1 ACK": 0, b"busy": 0}, set()
    try:
        while True:
            verb, correlation, _, body = deaf.recv_multipart()
            verdicts[verb if verb == b"firstmile/1 ACK" else json.loads(body)["code"].encode()] += 1
            assert correlation not in seen
            seen.add(correlation)
    except zmq.Again:
        pass
    print(verdicts)
    assert verdicts[b"firstmile/1 ACK"] > 0 and verdicts[b"busy"] > 0, verdicts
    is_well(deaf)  # Once it reads it is served.


def endless_frames():
    other = connect()
    is_well(other)
    before, worst, sent = resident(), 0, 0
    peer = bare()
    peer.settimeout(30)
    frame = b"\x03" + struct.pack(">Q", MEBI) + b"x" * MEBI
    try:
        while sent < 4096 * MEBI:
            peer.sendall(frame)
            sent += len(frame)
            worst = max(worst, resident() - before)
    except OSError:
        pass
    print("hung up after", sent // MEBI, "MiB; memory grown by", worst // MEBI, "MiB")
    assert sent < 2048 * MEBI, "it was never hung up on"
    assert worst < 1024 * MEBI, worst
    is_well(other)
    for _ in range(200):
        if resident() - before < 100 * MEBI:
            return is_well()
        time.sleep(0.05)
    raise AssertionError(f"{(resident() - before) // MEBI} MiB stay")


def more_than_a_window():
    """Beside a flood, more requests than wait for one connection: those that are told to come again do so, and each is
    recorded once. More than twice the window ahead, and the connection is gone."""
    batch = b"[" + b",".join([text(event())] * 1000) + b"]"
    others = [connect() for _ in range(4)]
    answered = flood(others, dict.fromkeys(others, batch), 2)
    client, total, before, done, busy = connect(), 320, resident(), 0, 0

    def request(number):
        padding = b" " * 20_000
        send(client, padding + text(event(id=f"w-{number}")), b"%d" % number)

    for number in range(total):
        request(number)
    while done < total:
        answered(5)
        while client.poll(0):
            verb, correlation, _, body = client.recv_multipart()
            if verb == b"firstmile/1 ACK":
                [reply] = json.loads(body)["replies"]
                assert reply["status"] == "recorded" and reply["id"] == "w-" + correlation.decode(), reply
                done += 1
            else:
                assert json.loads(body)["code"] == "busy", body
                busy += 1
                request(int(correlation))
    print(busy, "told to come again; memory grown by", (resident() - before) // MEBI, "MiB")
    assert busy > 0
    greedy = connect(RECONNECT_IVL=-1, SNDHWM=30)
    gone = greedy.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    large, end = b"[" + b" " * (MEBI - 2) + b"]", time.monotonic() + 30
    while time.monotonic() < end:
        # As much as goes out: on a fast machine the daemon catches up with less.
        while greedy.poll(0, zmq.POLLOUT) and not gone.poll(0):
            send(greedy, large, kind=BATCH)
        answered(5)
        if gone.poll(0):
            return is_well()
    raise AssertionError("for 30 s all was sent that a connection carries in a window of 4 MiB, and nobody hung up")


# Connections


def a_thousand_idle_connections():
    before = resident()
    peers = [bare() for _ in range(1000)]
    for peer in peers:
        peer.settimeout(20)
        assert peer.recv(1), "hung up on"
    for _ in range(20):
        is_well()
    grown = (resident() - before) // MEBI
    print("memory grown by", grown, "MiB")
    assert grown < 200, grown
    for peer in peers:
        peer.close()
    is_well()


def an_identity_that_moves():
    """A publisher who names himself connects anew while his old connection is still there: he goes on, and is not taken
    for one without measure though he sends more than two windows, answered one by one."""
    batch = b"[" + b" " * (MEBI - 2) + b"]"
    for _ in range(3):
        client = connect(IDENTITY=b"erp-with-a-name", RECONNECT_IVL=-1)
        gone = client.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        for number in range(20):
            send(client, batch, kind=BATCH)
            assert client.recv_multipart()[0] == b"firstmile/1 ACK"
        time.sleep(1.2)
        for number in range(20):
            send(client, batch, kind=BATCH)
            assert client.recv_multipart()[0] == b"firstmile/1 ACK"
        assert not gone.poll(300), "hung up on"
    is_well(client)


def half_open_connections():
    host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
    peers = [tcp.create_connection((host, int(port))) for _ in range(200)]
    for number, peer in enumerate(peers):
        peer.sendall((b"\xff" + b"\0" * 8 + b"\x7f\x03\0NULL" + b"\0" * 48)[: number % 64])
    is_well()
    # Whoever does not finish his greeting is hung up on.
    for peer in peers:
        peer.settimeout(30)
        try:
            while peer.recv(1000):
                pass
        except ConnectionResetError:
            pass
    is_well()


globals()[sys.argv[3]]()
context.destroy(linger=0)
