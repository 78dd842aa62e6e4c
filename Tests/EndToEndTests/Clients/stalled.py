"""Consumers and subscribers that do not read.

    stalled.py INTAKE FEED LIVE PID

Ends with 0 if the daemon serves everybody else meanwhile, keeps its memory, and serves them too once they read.
"""

import itertools, json, sys, time, uuid, zmq

intake, feed, live, pid = sys.argv[1:5]
context = zmq.Context()
orders = itertools.count(8190000000000001)


def connect(endpoint, kind, **options):
    socket = context.socket(kind)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RCVTIMEO, 60_000)
    for name, value in options.items():
        socket.setsockopt(getattr(zmq, name), value)
    socket.connect(endpoint)
    return socket


def resident():
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS:"))


def publish(socket, count):
    events = [{"specversion": "1.0", "id": str(uuid.uuid4()), "source": "wms/shenzhen",
               "type": "firstmile.handed-over.v1", "time": "2024-05-06T02:00:00.000Z",
               "data": {"orderId": str(next(orders)), "sellerId": "store-1", "provider": "cainiao",
                        "warehouse": "SZ-01"}} for _ in range(count)]
    socket.send_multipart([b"firstmile/1 PUBLISH", b"1", b"application/cloudevents-batch+json",
                           json.dumps(events).encode()])
    verb, _, _, body = socket.recv_multipart()
    assert verb == b"firstmile/1 ACK", body
    assert all(reply["status"] == "recorded" for reply in json.loads(body)["replies"])


def fetch(socket, position, **members):
    socket.send_multipart([b"firstmile/1 FETCH", str(position).encode(), b"application/json",
                           json.dumps({"from": {"position": position}} | members).encode()])


def answer(socket):
    frames = socket.recv_multipart()
    assert frames[0] == b"firstmile/1 BATCH", frames
    return json.loads(frames[3]), frames[4]


publisher = connect(intake, zmq.DEALER)
subscriber = connect(live, zmq.SUB, RCVHWM=1, RCVBUF=4096)
subscriber.setsockopt(zmq.SUBSCRIBE, b"firstmile/1")
for _ in range(60):
    publish(publisher, 500)
before = resident()

# Twenty consumers ask for all they may, sixteen times each, and take nothing.
stalled = [connect(feed, zmq.DEALER, RCVHWM=1, RCVBUF=4096) for _ in range(20)]
for socket in stalled:
    for _ in range(16):
        fetch(socket, 0, maxEvents=50_000, maxBytes=4 << 20)
time.sleep(3)

# Meanwhile one who reads gets everything, and the intake takes what comes.
reader = connect(feed, zmq.DEALER)
position, seen, longest = 0, 0, 0.0
for _ in range(60):
    publish(publisher, 500)
while True:
    began = time.monotonic()
    fetch(reader, position)
    header, payload = answer(reader)
    longest = max(longest, time.monotonic() - began)
    seen += header["events"]
    position = header["next"]
    if position == header["end"]:
        break
assert seen == position, (seen, position)
assert seen >= 60_000, seen
grown = resident() - before
# Some 8 MiB each, and what the views and the gate took for the events; sixteen replies each were 1.2 GiB.
assert grown < 400 << 20, f"the daemon grew by {grown >> 20} MiB"

# Whoever asks more than he may at once is told so.
greedy = connect(feed, zmq.DEALER)
for _ in range(20):
    fetch(greedy, position, waitMilliseconds=3000)
verbs = [greedy.recv_multipart() for _ in range(20)]
busy = [frames for frames in verbs if frames[0] == b"firstmile/1 ERROR"]
assert len(busy) == 4 and all(json.loads(frames[3])["code"] == "busy" for frames in busy), verbs

# And those who stalled are served once they read.
for socket in stalled:
    for _ in range(16):
        header, payload = answer(socket)
        assert header["from"] == 0 and header["events"] == len(json.loads(payload)), header
print(f"{seen} events, the longest fetch took {longest * 1000:.0f} ms, the daemon grew by {grown >> 20} MiB")
