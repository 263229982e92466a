"""What the product is made of: a bill of materials (CycloneDX), and the list of licences.

    python .ci/sbom.py            writes dist/ideas.cdx.json and docs/licences.md
    python .ci/sbom.py --check    fails when docs/licences.md is older than the lock

Versions, hashes, markers and who asks for whom come from requirements.lock; licences from the
metadata of the installed packages, and where that says only "BSD" from their licence text; what
the pages bring along from static/vendor/VERSIONS. The bill is the same whenever it is made from
the same lock: it holds no date, and its serial number is made from its content.
"""

import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK, VENDORED = ROOT / "requirements.lock", ROOT / "static/vendor/VERSIONS"
BILL, LICENCES = ROOT / "dist/ideas.cdx.json", ROOT / "docs/licences.md"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; (.+?))? \\$")
SPDX = re.compile(r"[A-Za-z0-9.+-]+( (OR|AND|WITH) [A-Za-z0-9.+-]+)*")
SAID = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
SEVERAL = {
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
    "uvloop": "Apache-2.0 OR MIT",
}
"""Where the metadata names several and not how they are joined; from the package's LICENSE."""
NOT_HERE = {"tzdata": "Apache-2.0"}
"""What the lock has for other systems alone, so that nobody can ask it here."""
OURS = "ideas"


@dataclass
class Part:
    """Something the product brings or needs."""

    name: str
    version: str
    marker: str = ""
    licence: str = ""
    origin: str = ""
    hashes: list[str] = field(default_factory=list)
    wanted_by: list[str] = field(default_factory=list)

    @property
    def ref(self) -> str:
        """By which the bill points at it."""
        return self.origin or f"pkg:pypi/{self.name}@{self.version}"


def locked() -> list[Part]:
    """The packages of the lock."""
    parts: list[Part] = []
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if found := PINNED.match(line):
            parts.append(Part(found[1], found[2], found[3] or "", licence_of(found[1])))
        elif found := re.search(r"--hash=sha256:([0-9a-f]{64})", line):
            parts[-1].hashes.append(found[1])
        elif found := re.match(r"\s+#(?: via)?\s+([a-z0-9][a-z0-9._-]*)", line):
            parts[-1].wanted_by.append(found[1])
    return parts


def licence_of(name: str) -> str:
    """An SPDX expression; raises LookupError when the package says nothing that is known."""
    if name in NOT_HERE:
        return NOT_HERE[name]
    said = metadata.metadata(name)
    if expression := said.get("License-Expression"):
        return expression
    if name in SEVERAL:
        return SEVERAL[name]
    plain = said.get("License") or ""
    if SPDX.fullmatch(plain):
        return plain
    lines = said.get_all("Classifier") or []
    names = [each.split(" :: ")[-1] for each in lines if each.startswith("License ::")]
    if names == ["BSD License"] and (text := _text_of(name)):
        return "BSD-3-Clause" if "either the name" in text else "BSD-2-Clause"
    if len(names) == 1 and names[0] in SAID:
        return SAID[names[0]]
    raise LookupError(f"{name} does not say its licence: {names or plain!r}")


def _text_of(name: str) -> str:
    files = [each for each in metadata.files(name) or [] if re.search("LICEN[CS]E", each.name)]
    return " ".join(" ".join(each.read_text().split()) for each in files)


def vendored() -> list[Part]:
    """What the pages bring along."""
    parts = []
    for line in VENDORED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, version, file, digest, licence, *_ = (each.strip() for each in line.split("|"))
            spdx = licence.replace(" and ", " AND ")
            parts.append(Part(name, version, "", spdx, f"vendor:{file}", [digest]))
    return parts


def bill() -> dict[str, Any]:
    """The bill of materials, CycloneDX 1.6."""
    packages, files = locked(), vendored()
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    own = Part(OURS, project["version"], licence=project["license"])
    content = {
        "metadata": {"component": _component(own, "application")},
        "components": [*(_component(each, "library") for each in packages), *map(_file, files)],
        "dependencies": _graph(own, packages, files),
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}"}
    return {**head, "version": 1, **content}


def _component(part: Part, kind: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": kind,
        "bom-ref": part.ref,
        "name": part.name,
        "version": part.version,
        "purl": f"pkg:pypi/{part.name}@{part.version}",
        "licenses": [{"expression": part.licence}],
    }
    if part.marker:
        said["properties"] = [{"name": "ideas:marker", "value": part.marker}]
    if part.hashes:  # of each file that may be installed, so not of the package as such
        files = [{"alg": "SHA-256", "content": each} for each in part.hashes]
        reference = {"type": "distribution", "url": said["purl"]}
        said["externalReferences"] = [{**reference, "hashes": [each]} for each in files]
    return said


def _file(part: Part) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": part.ref,
        "name": part.name,
        "version": part.version,
        "hashes": [{"alg": "SHA-256", "content": part.hashes[0]}],
        "licenses": [{"expression": part.licence}],
    }


def _graph(own: Part, packages: list[Part], files: list[Part]) -> list[dict[str, Any]]:
    wants: dict[str, list[str]] = {each.ref: [] for each in (own, *packages)}
    refs: dict[str, list[str]] = {own.name: [own.ref]}
    for each in packages:
        refs.setdefault(each.name, []).append(each.ref)
    for each in packages:
        for name in each.wanted_by:
            for ref in refs.get(name, []):
                wants[ref].append(each.ref)
    wants[own.ref] += [each.ref for each in files]
    return [{"ref": ref, "dependsOn": sorted(set(found))} for ref, found in sorted(wants.items())]


def listed() -> str:
    """The licences for people to read."""
    lines = [
        "# What Ideas is made of, and under which licences",
        "",
        "Written by `make sbom` from `requirements.lock` and `static/vendor/VERSIONS`; a test",
        "fails when it is old. The same with hashes, and who needs whom, is",
        "`dist/ideas.cdx.json` (CycloneDX 1.6). What only the tests need is in neither.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
    ]
    lines += [f"| {each.name} | {each.version} | {each.licence} |" for each in locked()]
    lines += ["", "## In the pages", "", "| name | version | file | licence |", "|---|---|---|---|"]
    for each in vendored():
        file = each.origin.removeprefix("vendor:")
        lines.append(f"| {each.name} | {each.version} | `{file}` | {each.licence} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both, or check the list."""
    if "--check" in sys.argv:
        sys.exit(0 if LICENCES.read_text(encoding="utf-8") == listed() else "run: make sbom")
    BILL.parent.mkdir(exist_ok=True)
    BILL.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    LICENCES.write_text(listed(), encoding="utf-8")
    print(f"{BILL.relative_to(ROOT)}: {len(bill()['components'])} components")


if __name__ == "__main__":
    main()
