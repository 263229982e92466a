"""The drill: ``make cluster``, or ``make cluster ONLY="postgres machine"``."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from ideas.db import db
from tests.cluster import careless, demands
from tests.cluster.agreeing import disagreements
from tests.cluster.faults import FAULTS, Outcome, happen
from tests.cluster.machines import begin_apart, lay_network
from tests.cluster.needs import missing
from tests.cluster.whole import Cluster, Crowd, a_cluster, a_crowd

MEMORY = Path("/dev/shm")


def main() -> int:
    """0 when all that was answered is there, in time; 69 when something is not installed."""
    asked = argparse.ArgumentParser(prog="python -m tests.cluster")
    asked.add_argument("only", nargs="*", help=f"of: {' '.join(FAULTS)} careless")
    given = asked.parse_args()
    lacking = list(missing())
    if lacking:
        print("make cluster needs:", *lacking, sep="\n  ", file=sys.stderr)
        return 69
    begin_apart(given.only)
    lay_network()
    home = Path(tempfile.mkdtemp(dir=MEMORY))
    home.chmod(0o755)
    chosen = given.only or [*FAULTS, "careless"]
    is_well = False
    try:
        with a_cluster(home) as cluster:
            is_well = _drill(cluster, chosen)
    finally:
        if not is_well:
            _keep_logs(home)
    return 0 if is_well else 1


def _keep_logs(home: Path) -> None:
    kept = Path(tempfile.gettempdir()) / "ideas-cluster-logs"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(home, kept, ignore=_all_but_logs)
    print(f"The logs of all parts are in {kept}.", file=sys.stderr)


def _all_but_logs(folder: str, names: list[str]) -> list[str]:
    inside = Path(folder)
    return [each for each in names if not each.endswith((".log", ".yml", ".cfg", ".ini")) and (
        not (inside / each).is_dir() or each in ("data", "s3", "letters", "etcd", "site")
    )]  # fmt: skip


def _drill(cluster: Cluster, chosen: list[str]) -> bool:
    faults = [each for each in chosen if each in FAULTS]
    print(f"{'fault':<12}{'nobody wrote for':>18}{'whole after':>14}", flush=True)
    is_well = True
    if faults:
        crowd = a_crowd(cluster, voters=1_000 + 1_000 * len(faults), others=30 + 15 * len(faults))
        is_well = _under(cluster, crowd, faults)
        is_well &= not disagreements(cluster)
    if "careless" in chosen:
        is_well &= careless.loses(cluster)
    return is_well


def _under(cluster: Cluster, crowd: Crowd, faults: list[str]) -> bool:
    for people in crowd.all:
        people.begin()
    outcomes = [_told(happen(name, cluster, crowd)) for name in faults]
    for people in crowd.all:
        people.end()
        print(
            f"{people.kind}: {len(people.answered)} answered, all answers {dict(people.statuses)}"
        )
    db.session.remove()
    db.engine.dispose()
    demands.wait_until_settled()
    lost = {
        "votes": demands.lost_votes(crowd),
        "votes twice": demands.doubled_votes(crowd),
        "events": demands.lost_events(crowd),
        "letters": demands.lost_letters(cluster, crowd),
        "pictures": demands.lost_pictures(crowd),
    }
    print(f"letters that came twice: {demands.letters_twice(cluster.home)}")
    return not any(lost.values()) and all(each.gap <= each.most for each in outcomes)


def _told(outcome: Outcome) -> Outcome:
    late = "" if outcome.gap <= outcome.most else f"  more than {outcome.most:.0f} s"
    print(f"{outcome.name:<12}{outcome.gap:>16.2f} s{outcome.whole:>12.1f} s{late}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
