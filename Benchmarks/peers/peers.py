#!/usr/bin/env python3
"""What others acknowledge in a second with each event on disk: PostgreSQL, Redis streams, NATS JetStream, Firstmile.

Each is started on the loopback with a directory of its own on the disk to measure, loaded for some seconds by a
generator on the same machine, and ended. They take turns, so that a busy minute hits all. Events are of 300 bytes.
The peers only keep them; Firstmile also decodes, deduplicates and judges them, and keeps its views.
"""
import argparse, multiprocessing, os, pathlib, pwd, re, shutil, signal, socket, statistics, subprocess, sys, tempfile
import time

PAYLOAD = 300
BATCH = 100


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def program(name):
    """A server's program, where Debian keeps it."""
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin") or (str(versions[0]) if versions else None)
    if not found:
        sys.exit(f"{name} is missing: deploy/setup peers installs it")
    return found


def wait_for(port, process, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not listen in time")


class Server:
    """A child that is ended with its directory."""

    def __init__(self, arguments, port, user=None, quiet=True):
        self.process = subprocess.Popen(
            arguments, user=user, group=user and pwd.getpwnam(user).pw_gid,
            stdout=subprocess.DEVNULL if quiet else None, stderr=subprocess.DEVNULL if quiet else None)
        try:
            wait_for(port, self.process)
        except RuntimeError:
            self.end()
            raise

    def end(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def postgresql(place, seconds):
    """INSERT of a hundred rows, one transaction each, from 16 prepared connections: the commits are grouped."""
    port, user = free_port(), "postgres" if os.getuid() == 0 else None
    if user:
        shutil.chown(place, user, user)
    data = os.path.join(place, "data")
    subprocess.run(
        [program("initdb"), "-D", data, "-A", "trust", "-U", "bench"], user=user, check=True, stdout=subprocess.DEVNULL)
    server = Server(
        [program("postgres"), "-D", data, "-p", str(port), "-k", place, "-h", "127.0.0.1", "-c", "fsync=on", "-c",
         "synchronous_commit=on", "-c", "max_wal_size=8GB", "-c", "shared_buffers=1GB"], port, user)
    try:
        target = ["-h", "127.0.0.1", "-p", str(port), "-U", "bench", "postgres"]
        subprocess.run(
            [program("psql"), "-q", "-c", "CREATE TABLE events (position bigserial PRIMARY KEY, event bytea NOT NULL)",
             *target], check=True)
        rows = ",".join(f"('{bytes([65 + n % 26]).decode() * PAYLOAD}')" for n in range(BATCH))
        script = pathlib.Path(place) / "insert.sql"
        script.write_text(f"INSERT INTO events (event) VALUES {rows};\n")
        said = subprocess.run(
            [program("pgbench"), "-n", "-M", "prepared", "-c", "16", "-j", "2", "-T", str(seconds), "-f", str(script),
             *target], check=True, capture_output=True, text=True).stdout
        return float(re.search(r"tps = ([\d.]+)", said)[1]) * BATCH
    finally:
        server.end()


def redis(place, seconds):
    """XADD, a hundred in a pipeline, from 50 connections; the file is synced before the replies of a round leave."""
    port = free_port()
    server = Server(
        [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--dir", place, "--appendonly", "yes",
         "--appendfsync", "always", "--save", "", "--auto-aof-rewrite-percentage", "0"], port)
    try:
        rate, count = 0.0, 200_000
        while True:
            begin = time.monotonic()
            said = subprocess.run(
                [program("redis-benchmark"), "-p", str(port), "-c", "50", "-P", str(BATCH), "-n", str(count), "--csv",
                 "XADD", "events", "*", "event", "x" * PAYLOAD], check=True, capture_output=True, text=True).stdout
            took = time.monotonic() - begin
            rate = float(re.findall(r'","([\d.]+)"', said)[0])
            if took >= seconds * 0.7:
                return rate
            count = int(count * max(1.5, min(10, seconds / took)))
    finally:
        server.end()


def jetstream_publisher(port, seconds, answered):
    """Publishes with a window of 4 096 on a plain socket and counts the acknowledgements."""
    peer = socket.create_connection(("127.0.0.1", port))
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    inbox = f"_INBOX.{os.getpid()}"
    peer.sendall(b'CONNECT {"verbose":false,"pedantic":false,"headers":true}\r\nSUB %s 1\r\n' % inbox.encode())
    once = b"PUB events %s %d\r\n%s\r\n" % (inbox.encode(), PAYLOAD, b"x" * PAYLOAD)
    burst, window, sent, count = once * BATCH, 4096, 0, 0
    end, rest = time.monotonic() + seconds, b""
    while time.monotonic() < end:
        while sent - count <= window - BATCH:
            peer.sendall(burst)
            sent += BATCH
        data = rest + peer.recv(1 << 18)
        count += data.count(b'"seq":')
        if b'"error"' in data:
            raise RuntimeError(data[:300])
        if b"PING\r\n" in data:
            peer.sendall(b"PONG\r\n")
        rest = data[-5:] if not data.endswith(b"\n") else b""
        if b'"seq":' in rest:
            count -= 1
    answered.put(count)


def jetstream(place, seconds):
    """A file stream of one replica, four publishers. Its acknowledgement does not wait for the disk in this version."""
    port = free_port()
    config = pathlib.Path(place) / "nats.conf"
    config.write_text(f'listen: "127.0.0.1:{port}"\njetstream {{ store_dir: "{place}/data" }}\n')
    server = Server([program("nats-server"), "-c", str(config)], port)
    try:
        peer = socket.create_connection(("127.0.0.1", port))
        body = b'{"name":"EVENTS","subjects":["events"],"storage":"file","num_replicas":1}'
        peer.sendall(b'CONNECT {"verbose":false}\r\nSUB made 1\r\nPUB $JS.API.STREAM.CREATE.EVENTS made %d\r\n%s\r\n'
                     % (len(body), body))
        said = b""
        while b"MSG made" not in said or not said.endswith(b"\r\n"):
            said += peer.recv(65_536)
        if b'"error"' in said:
            raise RuntimeError(said.decode())
        answered = multiprocessing.Queue()
        team = [multiprocessing.Process(target=jetstream_publisher, args=(port, seconds, answered)) for _ in range(4)]
        for one in team:
            one.start()
        total = sum(answered.get(timeout=seconds + 30) for _ in team)
        for one in team:
            one.join()
        return total / seconds
    finally:
        server.end()


def firstmile(place, seconds, bare=False):
    """Protobuf batches of a hundred events, by the benchmark beside this file; all of it decided and synced."""
    bench = pathlib.Path(__file__).parent.parent / ".build/release/firstmile-bench"
    if not bench.exists():
        sys.exit("build the benchmarks first: swift build -c release, in Benchmarks")
    said = subprocess.run(
        [str(bench), "intake", "protobuf", "--events", str(max(1, seconds) * 100_000), "--runs", "1", "--place", place]
        + (["--bare"] if bare else []), check=True, capture_output=True, text=True).stdout
    found = re.search(r"^= [^:]*: ([\d\s]+) events/s", said, re.MULTILINE)
    if not found:
        raise RuntimeError(said)
    return float(re.sub(r"\D", "", found[1]))


WORK = {
    "PostgreSQL, INSERT ×100": (postgresql, "fsync before the answer"),
    "Redis streams, XADD, pipelines of 100": (redis, "appendfsync always"),
    "NATS JetStream, file store": (jetstream, "synced later, every two minutes"),
    "Firstmile without views, batches of 100": (lambda p, s: firstmile(p, s, True), "fdatasync before the answer"),
    "Firstmile, batches of 100": (firstmile, "fdatasync before the answer"),
}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=10, help="load on each, in each turn (10)")
    options.add_argument("--runs", type=int, default=3, help="turns (3)")
    options.add_argument("--place", default=tempfile.gettempdir(), help="a directory on the disk to measure")
    asked = options.parse_args()
    rates = {name: [] for name in WORK}
    for turn in range(asked.runs):
        for name, (work, _) in WORK.items():
            place = tempfile.mkdtemp(prefix="firstmile-peer-", dir=asked.place)
            try:
                rate = work(place, asked.seconds)
                rates[name].append(rate)
                print(f"turn {turn + 1}: {name}: {rate:,.0f} /s", file=sys.stderr, flush=True)
            finally:
                shutil.rmtree(place, ignore_errors=True)
    print(f"{'acknowledged events of 300 B':44}{'median /s':>12}   runs{'':22}durable")
    for name, (_, durable) in WORK.items():
        runs = ", ".join(f"{rate:,.0f}" for rate in rates[name])
        print(f"{name:44}{statistics.median(rates[name]):>12,.0f}   {runs:24}  {durable}")


if __name__ == "__main__":
    main()
