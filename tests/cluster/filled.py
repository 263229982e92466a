"""The files of ``deploy/`` as they are, but for passwords, folders and which machine it is."""

import re
from collections.abc import Mapping
from pathlib import Path

from ideas.config import shipped
from tests.cluster.machines import Machine

OURS = "  # this node"


def filled(name: str, to: Path, changes: Mapping[str, str], machine: Machine | None = None) -> Path:
    """Write a file of ``deploy/`` with these changes, each of which must be in it."""
    text = (shipped("deploy") / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, f"{name} has no {old!r} any more"
        text = text.replace(old, new)
    if machine is not None:
        text = "".join(_own(line, machine) for line in text.splitlines(keepends=True))
    to.write_text(text, encoding="utf-8")
    return to


def pause_of(unit: str) -> float:
    """Seconds until systemd begins again what ended, as a unit of ``deploy/`` says."""
    said = re.search(r"^RestartSec=(\d+)(m?s)$", (shipped("deploy") / unit).read_text(), re.M)
    assert said, f"{unit} does not say when it is begun again"
    return int(said[1]) / (1_000 if said[2] == "ms" else 1)


def _own(line: str, machine: Machine) -> str:
    if not line.rstrip().endswith(OURS):
        return line
    return line.replace("db1", machine.name).replace("10.0.0.11", machine.address)
