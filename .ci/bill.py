"""Is dist/ideas.cdx.json what CycloneDX asks for: ``make bill``, after ``make sbom``.

The published schema, and the tool that compares, come from CycloneDX's own library, in an
environment of its own in ``var/bill``. The exit code is 0 when the bill is valid, 1 when it is
not, 2 when that could not be found out.
"""

import subprocess
import sys
import venv
from pathlib import Path

BILL, PLACE = Path("dist/ideas.cdx.json"), Path("var/bill")
TOOL = "cyclonedx-python-lib[json-validation]==11.12.0"
COMPARE = """
import json, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

said = sys.stdin.read()
version = json.loads(said)["specVersion"]
wrong = JsonStrictValidator(SchemaVersion.from_version(version)).validate_str(said)
print(f"CycloneDX {version}: {wrong or 'valid'}")
sys.exit(1 if wrong else 0)
"""


def main() -> int:
    """Compare."""
    if not BILL.exists():
        print(f"{BILL} is not there: make sbom")
        return 2
    if not (PLACE / "whole").exists():
        venv.create(PLACE, with_pip=True, clear=True)
        asked = [str(PLACE / "bin/python"), "-m", "pip", "--quiet", "install", TOOL]
        if subprocess.run(asked, check=False).returncode:  # noqa: S603
            print(f"NOT COMPARED: {TOOL} cannot be installed here.")
            return 2
        (PLACE / "whole").touch()
    words = [str(PLACE / "bin/python"), "-c", COMPARE]
    return subprocess.run(words, stdin=BILL.open("rb"), check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
