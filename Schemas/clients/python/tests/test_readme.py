"""The examples of README.md, and the one of the repository's, run as they stand: only the endpoints are others."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Daemon

README = Path(__file__).parents[1] / "README.md"
REPOSITORYS_README = Path(__file__).parents[4] / "README.md"
#: Each example with the text up to the next one, which says what it prints.
_EXAMPLE = re.compile(r"```python\n(.*?)```\n(.*?)(?=```|\Z)", re.DOTALL)
_PROMISE = re.compile(r"It prints (.*?)\.(?:\s|$)", re.DOTALL)


def _examples() -> list[tuple[str, list[str]]]:
    found = []
    page = README.read_text() + REPOSITORYS_README.read_text().partition("## From Python")[2]
    for program, text in _EXAMPLE.findall(page):
        promise = _PROMISE.search(text)
        found.append((program, re.findall(r"`([^`]+)`", promise[1]) if promise else []))
    return found


EXAMPLES = _examples()


@pytest.mark.parametrize(("example", "promised"), EXAMPLES, ids=range(1, len(EXAMPLES) + 1))
def test_an_example_prints_what_the_page_says(
    example: str, promised: list[str], daemon: Daemon, tmp_path: Path
) -> None:
    for module in re.findall(r"^import (pandas|pyarrow)", example, re.MULTILINE):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    assert promised, "the page does not say what it prints"
    done = subprocess.run([sys.executable, "-c", daemon.placed(example)], capture_output=True, text=True, cwd=tmp_path,
                          timeout=30, env=daemon.environment)
    assert done.returncode == 0, done.stderr
    wanted = r"\s+".join(".+".join(map(re.escape, line.split("…"))) for line in promised)
    assert re.fullmatch(wanted, done.stdout.strip(), re.DOTALL), done.stdout + done.stderr
