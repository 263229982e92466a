"""docs/asvs.csv answers every requirement by tests that are there; docs/security.md is true."""

import ast
import csv
import functools
import re
from collections import Counter
from pathlib import Path

import pytest

from ideas.accounts.factor.rules import CODES
from ideas.accounts.links import rules as links
from ideas.accounts.links.rules import LIFETIMES
from ideas.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from ideas.accounts.sessions.rules import FAN_LONGEST, STAFF_IDLE, STAFF_LONGEST
from ideas.insights.exports import rules as exports
from ideas.jobs import rules as jobs
from ideas.limits.rules import LIMITS
from ideas.mail.rules import KEPT_FAILED, KEPT_SENT, KEPT_STRANGERS
from ideas.notifications import rules as notices
from ideas.notifications.digests import rules as digests
from ideas.review.attachments import rules as attachments
from ideas.royalties.sales.reading.workbook import MOST_UNPACKED
from ideas.royalties.settings import Royalties
from ideas.storage import rules as pictures
from ideas.submission.team import rules as team
from ideas.voting.integrity.signals import rules as signals
from tests.known_bugs import ELSEWHERE
from tests.shape.source import ROOT, modules

TABLE, GUIDE = ROOT / "docs/asvs.csv", (ROOT / "docs/security.md").read_text(encoding="utf-8")
STANDARD = ROOT.parent / "shared/data/owasp_asvs_5.0.0_en.csv"
OF_LEVEL_3 = {
    *("V1.2.10", "V2.3.5", "V5.2.6", "V6.3.8", "V7.5.3", "V14.2.5", "V14.2.8", "V15.4.2"),
}
WHY = ("not applicable: ", "outside: ", "accepted: ", "open: ")
MEGABYTE = 1024 * 1024


@functools.cache
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def names_in(path: Path) -> frozenset[str]:
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


def is_there(node: str) -> bool:
    """True when a test of this name stands in its file."""
    path, _, name = node.partition("::")
    return name.startswith("test_") and name in names_in(ROOT / path)


def test_every_requirement_is_answered_once() -> None:
    assert Counter(row["id"] for row in rows()).most_common(1)[0][1] == 1
    assert Counter(row["level"] for row in rows()) == {"1": 70, "2": 183, "3": 8}
    assert {row["id"] for row in rows() if row["level"] == "3"} == OF_LEVEL_3


def test_the_requirements_are_those_of_the_standard() -> None:
    if not STANDARD.exists():
        pytest.skip("the standard's own file is not here")
    with STANDARD.open(encoding="utf-8-sig", newline="") as file:
        asked = {each["req_id"]: each["L"] for each in csv.DictReader(file)}
    wanted = {key: level for key, level in asked.items() if level != "3" or key in OF_LEVEL_3}
    assert {row["id"]: row["level"] for row in rows()} == wanted


def test_every_answer_is_a_test_that_is_there_or_a_reason() -> None:
    for row in rows():
        named, why = row["tests"].split(), row["reason"]
        assert [node for node in named if not is_there(node)] == [], row["id"]
        assert named or why, row["id"]
        assert not why or (why.startswith(WHY) and len(why) > 20), row["id"]
        assert row["how"] or why, row["id"]


def test_every_known_bug_has_its_test() -> None:
    missing = [node for nodes in ELSEWHERE.values() for node in nodes if not is_there(node)]
    assert missing == []
    for path in (ROOT / "tests/known_bugs").glob("test_*.py"):
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(each, ast.FunctionDef) and each.name.startswith("test_"):
                assert ast.get_docstring(each), each.name


def test_the_guide_to_the_doors_says_what_is() -> None:
    """Each figure in docs/security.md is the code's."""
    hours = {name: int(length.total_seconds()) // 3_600 for name, length in LIFETIMES.items()}
    said = [
        f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters",
        f"| staff | {STAFF_IDLE.seconds // 60} minutes | {STAFF_LONGEST.seconds // 3_600} hours |",
        f"| everybody else | {FAN_LONGEST.days} days | {FAN_LONGEST.days} days |",
        f"once, {hours['confirm']} hours, by POST",
        f"once, {hours['reset']} hour;",
        f"once, {hours['claim'] // 24} days |",
        f"| once, {hours['admin'] // 24} day |",
        f"{pictures.MOST_BYTES // MEGABYTE} MB, {pictures.MOST_PIXELS // 10**6} megapixels",
        f"{attachments.MOST_BYTES // MEGABYTE} MB, {attachments.MOST_FILES} files",
        f"{Royalties().most_upload_mb} MB, {MOST_UNPACKED // MEGABYTE} MB unpacked",
        f"without content | {KEPT_SENT.days} days |",
    ]
    said += [
        f"| sessions | {FAN_LONGEST.days} days |",
        f"| links of mails | {links.KEPT.days} days beyond their end |",
        f"their window, {max(each.window for each in LIMITS.values()).days} day at most |",
        f"devices of votes | {signals.KEPT_FOR.days} days;",
        f"| letters that were sent | {KEPT_SENT.days} days,",
        f"| letters that were given up | {KEPT_FAILED.days} days |",
        f"| letters to somebody without an account | {KEPT_STRANGERS.days + 1} days |",
        f"| addresses asked to join a team | {team.PATIENCE.days} days |",
        f"| notices | {notices.KEPT.days} days |",
        f"| what a digest held | {digests.KEPT.days} days |",
        f"| files of exports | {exports.FETCHED_WITHIN.seconds // 3_600} hour;",
        f"asked for, {exports.FORGOTTEN_AFTER.days} day |",
        f"| jobs that are done | {jobs.KEPT_DONE.days} days |",
        f"| {Royalties().kept_years} years after the year they are of (a dial) |",
    ]
    assert [each for each in said if each not in GUIDE] == []
    for name in ("sign_in", "sign_in_network", "second_factor"):
        assert f"`{name}`" in GUIDE
        assert name in LIMITS
    assert CODES == 10
    for path in re.findall(r"`((?:ideas|tests)/[\w/.]+)`", GUIDE):
        assert (ROOT / path).exists(), path


KEYS_AND_HASHES = re.compile(
    r"^\s*(?:from|import) (hmac|cryptography|argon2|itsdangerous|pyotp|ssl)\b", re.M
)
WEAK = re.compile(r"hashlib\.(?!sha256\b)\w+|modes\.ECB|import rsa\b|SHA1\(|MD5\(")


def test_every_use_of_keys_and_hashes_is_listed() -> None:
    listed = GUIDE.partition("## Keys")[2].partition("\n## ")[0]
    using = {each.name for each in modules() if KEYS_AND_HASHES.search(each.text)}
    packages = {"/".join(name.split("/")[1:-1]) or name.split("/")[-1] for name in using}
    assert [each for each in sorted(packages) if f"`{each}`" not in listed] == []
    assert [each.name for each in modules() if WEAK.search(each.text)] == []


def test_the_days_of_the_security_policy_are_written_down() -> None:
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for days in (3, 10, 30, 90):
        assert f"| {days} days |" in policy
