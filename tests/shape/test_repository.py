"""What the files of the repository must not hold."""

import hashlib
import re
import runpy
import subprocess
import sys

from tests.shape.source import ROOT, modules, tracked

TEXTS = {"", ".css", ".html", ".js", ".md", ".po", ".py", ".svg", ".toml", ".txt", ".yml"}
OURS = [path for path in tracked() if "vendor" not in path.parts]
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|NotImplemented[E]rror)\b")
MACHINE = re.compile(r"/(work|opt|root|home)/\w")


def test_nothing_is_left_for_later() -> None:
    assert _holding(UNFINISHED) == []


def test_no_path_of_a_machine_is_named() -> None:
    assert _holding(MACHINE) == []


def _holding(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in OURS
        if path.suffix in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_locks_pin_by_hash_and_name_no_registry() -> None:
    for lock in ROOT.glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert not re.search(r"://|--(extra-)?index-url|--find-links", text)
        for line in re.findall(r"^[a-z0-9].*$", text, re.M):
            assert re.search(r"==\S+.* \\$", line), f"{lock.name}: {line}"


def test_locks_are_as_new_as_what_is_asked_for() -> None:
    subprocess.run([ROOT / ".ci/lock", "--check"], check=True)


def test_licences_are_listed_as_the_lock_has_them() -> None:
    subprocess.run([sys.executable, ROOT / ".ci/sbom.py", "--check"], check=True)


def test_the_bill_of_materials_names_each_locked_version_once_and_no_stranger() -> None:
    said = runpy.run_path(str(ROOT / ".ci/sbom.py"))["bill"]()
    refs = [said["metadata"]["component"]["bom-ref"]]
    refs += [each["bom-ref"] for each in said["components"]]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = {f"pkg:pypi/{a}@{b}" for a, b in re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, re.M)}
    assert pinned <= set(refs)
    assert len(refs) == len(set(refs))
    for each in said["dependencies"]:
        assert {each["ref"], *each["dependsOn"]} <= set(refs)
    wanted = {each["ref"]: each["dependsOn"] for each in said["dependencies"]}
    assert len(wanted[refs[0]]) > 30


def test_a_library_that_was_not_looked_up_is_no_good_answer() -> None:
    judged = runpy.run_path(str(ROOT / ".ci/holes.py"))["judged"]
    sound = {"name": "a", "version": "1", "vulns": []}
    holed = sound | {"vulns": [{"id": "X-1", "fix_versions": ["2"]}]}
    unknown = {"name": "b", "skip_reason": "not found"}
    assert judged([sound]) == (0, [])
    assert judged([sound, holed, unknown])[0] == 1
    assert judged([sound, holed])[1] == ["a 1: X-1, mended in 2"]
    for some in ([sound, unknown], []):
        code, said = judged(some)
        assert (code, said[0].startswith("NOT LOOKED UP")) == (2, True)


def test_vendored_files_are_as_pinned() -> None:
    vendor = ROOT / "static/vendor"
    pinned = (vendor / "VERSIONS").read_text(encoding="utf-8")
    shipped = [path for path in vendor.rglob("*") if path.suffix in {".js", ".css", ".woff2"}]
    assert shipped
    unpinned = [
        path.name for path in shipped if hashlib.sha256(path.read_bytes()).hexdigest() not in pinned
    ]
    assert unpinned == []


def test_the_domain_has_one_word_per_thing() -> None:
    others = re.compile(r"\b(threshold|upvote|payout|proposal_id)\b", re.I)
    assert [module.name for module in modules() if others.search(module.text)] == []


def test_the_readme_explains_every_variable() -> None:
    python = [path for path in OURS if path.suffix == ".py" and "tests" not in path.parts]
    reads = re.compile(r'environ(?:\.get\(|\[)"(IDEAS_[A-Z_]+)"')
    read = {name for path in python for name in reads.findall(path.read_text(encoding="utf-8"))}
    explained = set(re.findall(r"^\| `(IDEAS_[A-Z_]+)` ", (ROOT / "README.md").read_text(), re.M))
    assert read == explained
