"""systemd reads the units, and says how little they may."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ideas.config import configured
from tests.shape.source import ROOT

pytestmark = pytest.mark.once
DEPLOY = ROOT / "deploy"
SERVICES = sorted(path.name for path in DEPLOY.glob("ideas-*.service"))
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is missing")
MOST_EXPOSED = 16
"""Tenths: “OK” begins at 2.0."""


def analyzed(*asked: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(ANALYZE), *asked], capture_output=True, text=True, check=False, timeout=30
    )


@needs_systemd
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    """At the addresses of this machine: a command that is missing is an error to it."""
    for path in (*DEPLOY.glob("ideas-*.*"), DEPLOY / "patroni.service"):
        text = path.read_text(encoding="utf-8").replace("/srv/ideas/bin/ideas", sys.executable)
        text = text.replace("/usr/bin/patroni", sys.executable)
        (tmp_path / path.name).write_text(re.sub("(User|Group)=.+", r"\1=daemon", text))
    units = sorted(str(path) for path in tmp_path.iterdir())
    done = analyzed("verify", "--man=no", *units)
    ours = [
        line
        for line in done.stderr.splitlines()
        if "ideas-" in line or "patroni" in line or str(tmp_path) in line
    ]
    assert not ours
    assert len(units) == 5


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_may_do_little(name: str) -> None:
    limit = f"--threshold={MOST_EXPOSED}"
    done = analyzed("security", "--offline=yes", "--no-pager", limit, str(DEPLOY / name))
    assert done.returncode == 0, done.stdout[-300:]


def test_the_settings_of_the_example_are_ones_the_site_reads(tmp_path: Path) -> None:
    text = (DEPLOY / "ideas.env").read_text(encoding="utf-8")
    said = dict(re.findall(r"^#?(IDEAS_\w+)=(.+)$", text, re.M))
    config = configured(said | {"IDEAS_HOME": str(tmp_path), "IDEAS_SECRET_KEY": "s" * 32})
    assert (config.proxies, config.worker, config.log) == (1, False, "json")
    assert config.is_secure
    read = (ROOT / "ideas/config.py").read_text(encoding="utf-8")
    assert [name for name in said if f'"{name}"' not in read] == []


def test_postgresql_goes_on_while_patroni_is_begun_again() -> None:
    text = (DEPLOY / "patroni.service").read_text(encoding="utf-8")
    assert {"Restart=always", "KillMode=process", "RestartSec=100ms"} <= set(text.splitlines())


def test_the_units_share_one_home_and_one_file_of_settings() -> None:
    for name in SERVICES:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        assert "EnvironmentFile=/etc/ideas/ideas.env" in text
        assert "IDEAS_HOME=/var/lib/ideas" in text
        assert "StateDirectoryMode=0700" in text
