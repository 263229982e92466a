"""The steps of the Dockerfile, run by a shell in a clean folder: the site they make answers."""

import os
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


def stages() -> tuple[str, str]:
    """What is done where the site is built, and where it runs; continued lines as one."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    _, build, run = re.split("^FROM ", text, flags=re.M)
    return build, run


def copied() -> list[str]:
    build, _ = stages()
    found = re.findall("^COPY (.+)$", build, re.M)
    return [name for line in found for name in line.split()[:-1]]


def test_everything_that_is_copied_is_there_and_let_in() -> None:
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert set(copied()) == {line[1:] for line in let_in if line.startswith("!")}
    assert [name for name in copied() if not (ROOT / name).exists()] == []


def test_nothing_secret_is_in_it_and_it_is_not_root() -> None:
    _, run = stages()
    assert re.search("^USER ideas$", run, re.M)
    compose = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    assert re.findall("(?:PASSWORD|SECRET|KEYS?): (.+)", compose) == [
        '"${IDEAS_DATABASE_PASSWORD:?}"'
    ]


def test_the_settings_of_the_containers_are_ones_the_site_reads(tmp_path: Path) -> None:
    compose = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    said = dict(re.findall(r'^ +(IDEAS_\w+): "?(.+?)"?$', compose, re.M))
    for name in said:
        assert f'"{name}"' in (ROOT / "ideas/config.py").read_text(encoding="utf-8")
    plain = {name: re.sub(r"\$\{\w+:[?-]([^}]*)\}", r"\1", value) for name, value in said.items()}
    config = configured(plain | {"IDEAS_HOME": str(tmp_path), "IDEAS_SECRET_KEY": "s" * 32})
    assert config.database_url.startswith("postgresql+psycopg://ideas:")
    assert (config.proxies, config.worker, config.mail_url) == (1, False, "outbox:")


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("FAULTS"), reason="downloads every package: FAULTS=1")
def test_the_steps_make_a_site(tmp_path: Path) -> None:
    build, run = stages()
    source, made = tmp_path / "src", tmp_path / "opt"
    for name in copied():
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        there = ROOT / name
        (shutil.copytree if there.is_dir() else shutil.copy)(there, target)
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    plain["PATH"] = f"{Path(sys.executable).resolve().parent}:{plain['PATH']}"
    for step in re.findall("^RUN (.+)$", build, re.M):
        said = step.replace("/srv/ideas", str(made)).replace("python -m", f"{sys.executable} -m")
        subprocess.run(said, shell=True, cwd=source, env=plain, check=True, timeout=600)
    shutil.rmtree(source)
    home = {"IDEAS_HOME": str(tmp_path / "home")}
    for asked in ("migrate", "doctor"):
        subprocess.run([made / "bin/ideas", asked], env=plain | home, cwd=tmp_path, check=True)
    assert 'CMD ["ideas", "serve", "--bind", "0.0.0.0:8000"]' in run
