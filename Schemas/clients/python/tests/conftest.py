"""A real daemon for the tests: the program that ``FIRSTMILE`` names, with a directory and ports of its own."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from firstmile import Event

_orders = itertools.count(8_192_000_000_000_001)


class Daemon:
    """A daemon as a process of its own, that can be killed and started again."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.data = program, folder / "data"
        self._said = folder / "daemon.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.endpoint = self.feed = self.live = "tcp://127.0.0.1:*"
        self.start()
        self.endpoint, self.feed, self.live = (file.read_text().strip() for file in self._files)

    def start(self) -> None:
        for file in self._files:
            file.unlink(missing_ok=True)
        arguments = [self.program, "serve", "--data", str(self.data), "--intake", self.endpoint, "--fetch", self.feed,
                     "--live", self.live, "--http", "none"]
        if rulebook := os.environ.get("FIRSTMILE_TEST_RULEBOOK"):
            arguments += ["--rulebook", rulebook]
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(arguments, stderr=said, stdout=said)
        for _ in range(1200):
            if all(file.exists() and file.read_text().strip() for file in self._files):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.025)
        raise AssertionError(f"the daemon did not start: {self._said.read_text()}")

    def placed(self, program: str) -> str:
        """An example with this daemon's endpoints and data instead of the usual ones."""
        assert "tcp://127.0.0.1:770" in program or "firstmile-data" in program
        for usual, own in (("tcp://127.0.0.1:7701", self.endpoint), ("tcp://127.0.0.1:7702", self.feed),
                           ("tcp://127.0.0.1:7703", self.live), ("firstmile-data", str(self.data))):
            program = program.replace(usual, own)
        return program

    @property
    def environment(self) -> dict[str, str]:
        """With this daemon's ``firstmile`` on the path."""
        return os.environ | {"PATH": f"{Path(self.program).parent}{os.pathsep}{os.environ['PATH']}"}

    def kill(self) -> None:
        """As a power cut would, as far as a process can be."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            assert self._process.wait() == 0, self._said.read_text()
            self._process = None

    def run(self, *arguments: str) -> str:
        """What a command beside the daemon prints."""
        done = subprocess.run([self.program, *arguments, "--data", str(self.data)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def facts(self) -> list[dict[str, Any]]:
        """The facts in the log, but for its first: the rulebook it began with."""
        lines = self.run("tail", "--from", "0", "--no-follow", "--format", "ndjson").splitlines()
        return [event for event in map(json.loads, lines)
                if event["origin"] == "fact" and event["type"] != "firstmile.rulebook-activated.v1"]

    @property
    def _files(self) -> list[Path]:
        """Where it says where it listens."""
        return [self.data / name for name in ("endpoint", "fetch-endpoint", "live-endpoint")]


@pytest.fixture(scope="session")
def program() -> str:
    name = os.environ.get("FIRSTMILE")
    if name is None:
        pytest.skip("FIRSTMILE does not name a firstmile program")
    return name


@pytest.fixture(scope="session")
def daemon(program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    """One daemon for all tests that leave it well."""
    daemon = Daemon(program, tmp_path_factory.mktemp("daemon"))
    yield daemon
    daemon.stop()


@pytest.fixture
def own_daemon(program: str, tmp_path: Path) -> Iterator[Daemon]:
    """A daemon to be killed."""
    daemon = Daemon(program, tmp_path)
    yield daemon
    daemon.kill()


@pytest.fixture
def handed_over() -> Callable[..., Event]:
    return make_handed_over


def make_handed_over(**changes: Any) -> Event:
    order = {"orderId": str(next(_orders)), "sellerId": "store-1", "provider": "cainiao"}
    return Event("handed-over", order | changes, "wms/shenzhen", time="2024-05-06T02:00:00Z")
