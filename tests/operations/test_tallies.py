"""Counts of several processes are one count, which never goes back."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideas.operations.exposition import exposed
from ideas.tallies import Tallies

pytestmark = pytest.mark.once
KEY = ("ideas_jobs_total", (("name", "a.b"), ("outcome", "done")))
OTHER = """
import sys, time
from pathlib import Path
from ideas.tallies import tallies
tallies.keep_in(Path(sys.argv[1]))
tallies.add("ideas_jobs_total", 5, name="a.b", outcome="done")
tallies.lay_down()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", OTHER, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


def test_what_others_counted_is_counted_once_living_or_ended(
    tmp_path: Path, other: subprocess.Popen[str]
) -> None:
    own = Tallies()
    own.keep_in(tmp_path)
    own.add("ideas_jobs_total", name="a.b", outcome="done")
    assert [own.gathered()[KEY] for _ in range(2)] == [6, 6]
    other.kill()
    other.wait()
    assert [own.gathered()[KEY] for _ in range(2)] == [6, 6]
    assert len(list(tmp_path.glob("*.lock"))) == 1
    own.add("ideas_jobs_total", name="a.b", outcome="done")
    assert own.gathered()[KEY] == 7


def test_half_a_file_is_never_read_and_a_full_disk_ends_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    folder.write_text("no folder")
    own = Tallies()
    own.keep_in(folder)
    own.add("ideas_slow_statements_total")
    own.settle()
    folder.unlink()
    assert own.gathered()["ideas_slow_statements_total", ()] == 1
    (written,) = folder.glob("*.json")
    assert json.loads(written.read_text()) == [["ideas_slow_statements_total", [], 1]]


def test_the_text_is_what_prometheus_reads() -> None:
    own = Tallies()
    for seconds in (0.001, 0.3, 99.0):
        own.took("ideas_request_seconds", seconds, by="site")
    own.add("ideas_requests_total", route='a"\\\n', method="GET", status="200")
    lines = exposed(own.gathered(), {("ideas_info", (("version", "1"),)): 1.0}).splitlines()
    assert 'ideas_requests_total{route="a\\"\\\\\\n",method="GET",status="200"} 1' in lines
    assert 'ideas_request_seconds_bucket{by="site",le="0.005"} 1' in lines
    assert 'ideas_request_seconds_bucket{by="site",le="0.5"} 2' in lines
    assert 'ideas_request_seconds_bucket{by="site",le="+Inf"} 3' in lines
    assert 'ideas_request_seconds_count{by="site"} 3' in lines
    assert 'ideas_info{version="1"} 1' in lines
    assert len([line for line in lines if line.startswith("# TYPE ideas_request_seconds ")]) == 1
