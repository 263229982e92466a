"""A systemd of its own starts the units: the site, its worker and its backup work as they may."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.shape.source import ROOT

pytestmark = [
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.skipif(not os.environ.get("FAULTS"), reason="takes two minutes: make faults"),
    pytest.mark.skipif(
        os.geteuid() != 0 or not Path("/lib/systemd/systemd").exists(),
        reason="root starts a systemd of the test's own",
    ),
    pytest.mark.skipif(
        not list(Path("/usr/bin").glob("python{}.{}".format(*sys.version_info))),
        reason="these packages are not for the machine's own Python",
    ),
]
APART = ("unshare", "--mount", "--pid", "--cgroup", "--net", "--uts", "--ipc", "--fork")
ENTER = ("--mount", "--pid", "--cgroup", "--net", "--uts", "--ipc")
ASK = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8000{}', timeout=20).read())"
GROUPS = [Path("/sys/fs/cgroup", each) for each in (".", "systemd", "unified")]
"""Where groups of processes are kept; systemd makes its own below one that goes with it."""
JOIN = 'while [ "$1" != -- ]; do echo $$ > "$1/cgroup.procs"; shift; done; shift; exec "$@"'
SECONDS = 60.0
NAMES = ("ideas-web", "ideas-worker")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A machine that has begun; answers what runs a command on it."""
    logs = tmp_path_factory.mktemp("logs")
    logs.chmod(0o777)
    with begun(the_wheel(logs.parent), logs) as first:

        def inside(*words: str, seconds: float = 120) -> "subprocess.CompletedProcess[str]":
            return subprocess.run(
                ["nsenter", "--target", str(first), *ENTER, *words],
                capture_output=True,
                text=True,
                check=False,
                timeout=seconds,
            )

        until(
            lambda: inside("systemctl", "is-system-running").stdout in {"running\n", "degraded\n"}
        )
        yield inside


def the_wheel(folder: Path) -> Path:
    """The package, made as ``make wheel`` does."""
    words = ("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    subprocess.run([sys.executable, "-m", "pip", *words, str(ROOT)], check=True)
    return next(folder.glob("ideas-*.whl"))


@contextmanager
def begun(wheel: Path, logs: Path) -> Iterator[int]:
    """The process that is the first of that machine."""
    packages = Path(pytest.__file__).parent.parent
    words = [str(ROOT / "tests/deploy/booting.sh"), ROOT, packages, wheel, logs]
    apart = [*APART, "--kill-child", "--mount-proc", *map(str, words)]
    name = f"ideas-drill-{os.getpid()}"
    groups = [each / name for each in GROUPS if (each / "cgroup.procs").exists()]
    for group in groups:
        group.mkdir()
    grouped = ["sh", "-c", JOIN, "sh", *map(str, groups), "--", *apart]
    with (logs / "systemd.log").open("wb") as log:
        process = subprocess.Popen(grouped, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        until(lambda: bool(children.read_text().split()))
        yield int(children.read_text().split()[0])
    finally:
        process.kill()
        process.wait()
        until(lambda: all(is_removed(group) for group in groups))


def is_removed(group: Path) -> bool:
    """A group of processes and those in it, where none is left."""
    for folder in sorted((each for each in group.rglob("*") if each.is_dir()), reverse=True):
        with suppress(OSError):
            folder.rmdir()
    with suppress(OSError):
        group.rmdir()
    return not group.exists()


def until(is_so: Callable[[], bool], seconds: float = SECONDS) -> float:
    """Wait until it is so; answers for how many seconds."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds
        time.sleep(0.2)
    return time.monotonic() - began


def asked(run: Run, address: str) -> str:
    """A page of the site, read on that machine."""
    return run("/srv/ideas/bin/python", "-c", ASK.format(address)).stdout


def test_the_site_and_its_worker_begin_and_are_begun_again(run: Run) -> None:
    done = run("systemctl", "start", *NAMES)
    assert done.returncode == 0, done.stderr
    ready = until(lambda: "ok" in asked(run, "/readyz"))
    assert "<html" in asked(run, "/")
    run("systemctl", "kill", "--kill-whom=main", "--signal=KILL", "ideas-web")
    again = until(lambda: asked(run, "/livez").startswith("b'ok"))
    restarts = run("systemctl", "show", "--property=NRestarts", *NAMES).stdout
    assert restarts.split() == ["NRestarts=1", "NRestarts=0"]
    print(f"\nready after {ready:.1f} s, again {again:.1f} s after it was killed", file=sys.stderr)


def test_a_backup_is_written_as_its_unit_says(run: Run) -> None:
    done = run("systemctl", "start", "ideas-backup")
    assert done.returncode == 0, done.stderr
    written = run("find", "/var/backups/ideas", "-name", "ideas-*.tar.gz", "-perm", "600").stdout
    assert len(written.split()) == 1
    assert "ideas-backup.timer" not in run("systemctl", "--failed", "--no-legend").stdout


def test_a_whole_brands_story_can_be_told_with_what_the_unit_may(run: Run) -> None:
    """Pictures are decoded, passwords hashed, statements drawn: all under the same filter."""
    began = time.monotonic()
    done = run("systemctl", "start", "ideas-story", seconds=600)
    assert done.returncode == 0, done.stderr
    said = run("ls", "/var/lib/ideas/demo").stdout
    assert {"ideas.sqlite", "pictures"} <= set(said.split())
    print(f"\nthe demo's story in {time.monotonic() - began:.0f} s", file=sys.stderr)


def test_nothing_is_left_when_they_are_told_to_end(run: Run) -> None:
    began = time.monotonic()
    assert run("systemctl", "stop", *NAMES).returncode == 0
    results = run("systemctl", "show", "--property=Result", *NAMES).stdout
    assert results.split() == ["Result=success", "Result=success"]
    assert run("pgrep", "-u", "ideas").stdout == ""
    print(f"\nended within {time.monotonic() - began:.1f} s", file=sys.stderr)
