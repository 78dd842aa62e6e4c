"""A consumer that is killed: reads the feed into SQLite, in one of two ways.

    consumer.py ENDPOINT DATABASE SEED least|once [END]

least: stores its position with the daemon, now and then: everything comes at least once.
once: stores its position in the transaction that holds the events: everything comes exactly once.

Follows for ever, or until it has reached END. Every event is a row: run, position, order. A run's rows are in order.
"""

import json, random, sqlite3, sys, zmq

endpoint, path, seed, way = sys.argv[1:5]
end = int(sys.argv[5]) if len(sys.argv) > 5 else None
chance = random.Random(int(seed))
socket = zmq.Context.instance().socket(zmq.REQ)
socket.setsockopt(zmq.LINGER, 0)
socket.connect(endpoint)


def ask(verb, **members):
    socket.send_multipart([b"firstmile/1 " + verb, b"c", b"application/json", json.dumps(members).encode()])
    frames = socket.recv_multipart()
    assert frames[0] != b"firstmile/1 ERROR", frames
    return frames


database = sqlite3.connect(path, isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = OFF")  # It is killed, the machine is not.
database.execute("CREATE TABLE IF NOT EXISTS events (run INTEGER, position INTEGER, orderId TEXT)")
database.execute("CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, begins INTEGER)")
database.execute("CREATE TABLE IF NOT EXISTS place (next INTEGER)")
run = database.execute("SELECT coalesce(max(run), 0) + 1 FROM runs").fetchone()[0]
stored = database.execute("SELECT next FROM place").fetchone()
place = {"consumer": "killed"} if way == "least" else {"position": stored[0] if stored else 0}
first = True
while True:
    database.execute("BEGIN IMMEDIATE")
    for _ in range(chance.randint(1, 4)):
        _, _, _, header, payload = ask(
            b"FETCH", **{"from": place}, maxEvents=chance.randint(1, 2000), waitMilliseconds=200)
        header = json.loads(header)
        if first:
            database.execute("INSERT INTO runs VALUES (?, ?)", (run, header["from"]))
            first = False
        events = json.loads(payload)
        assert len(events) == header["events"], header
        database.executemany(
            "INSERT INTO events VALUES (?, ?, ?)",
            [(run, event["position"], event.get("subject")) for event in events])
        place = {"position": header["next"]}
    if way == "once":
        database.execute("DELETE FROM place")
        database.execute("INSERT INTO place VALUES (?)", (header["next"],))
    database.execute("COMMIT")
    if way == "least" and chance.random() < 0.5:
        ask(b"COMMIT", consumer="killed", position=header["next"])
    if end is not None and header["next"] >= end:
        break
