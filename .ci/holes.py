"""Which libraries of the locks have published holes: ``make holes``.

pip-audit asks the package index what is known of each pinned version. It has an environment of its
own in ``var/holes``. What the index does not tell is said, and never taken for a good answer: the
exit code is 0 when every library was looked up and none has a hole, 1 when one has, 2 when some
could not be looked up.
"""

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LOCKS = ("requirements.lock", "requirements-dev.lock")
PLACE = Path("var/holes")
TOOL = "pip-audit==2.10.1"


def judged(dependencies: Sequence[dict[str, Any]]) -> tuple[int, list[str]]:
    """The exit code and what to say, of what pip-audit found in one lock."""
    said = [
        f"{each['name']} {each['version']}: {hole['id']}, mended in "
        f"{', '.join(hole['fix_versions']) or 'no version yet'}"
        for each in dependencies
        for hole in each.get("vulns", ())
    ]
    unknown = [str(each["name"]) for each in dependencies if "skip_reason" in each]
    if unknown or not dependencies:
        told = ", ".join(unknown[:5]) or "nothing was read"
        said.append(f"NOT LOOKED UP: {len(unknown)} of {len(dependencies)} ({told} …)")
    holes = any(each.get("vulns") for each in dependencies)
    return (1 if holes else 2 if unknown or not dependencies else 0), said


def audited(tool: Path, lock: str) -> list[dict[str, Any]]:
    """What pip-audit says of each library; nothing when it could not ask."""
    asked = [str(tool), "-r", lock, "--no-deps", "--disable-pip", "--format=json"]
    done = subprocess.run(  # noqa: S603
        asked, capture_output=True, text=True, check=False, timeout=600
    )
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(done.stderr.strip().splitlines()[-1:] or "pip-audit said nothing")
        return []
    return found


def tool_of(place: Path) -> Path | None:
    """pip-audit, installed when it is not there; None when it cannot be had."""
    tool = place / "bin/pip-audit"
    if not tool.exists():
        venv.create(place, with_pip=True)
        asked = [str(place / "bin/python"), "-m", "pip", "--quiet", "install", TOOL]
        if subprocess.run(asked, check=False).returncode:  # noqa: S603
            return None
    return tool


def main() -> int:
    """Look every lock up."""
    tool = tool_of(PLACE)
    if tool is None:
        print(f"NOT LOOKED UP: {TOOL} cannot be installed here.")
        return 2
    codes = []
    for lock in LOCKS:
        code, said = judged(audited(tool, lock))
        codes.append(code)
        print(f"{lock}: {'; '.join(said) or 'no library has a published hole'}")
    return 1 if 1 in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main())
