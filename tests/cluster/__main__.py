"""The drill: ``make cluster``, or ``make cluster ONLY="postgres machine"``."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ideas.db import db
from tests.cluster import careless, demands
from tests.cluster.agreeing import disagreements
from tests.cluster.faults import FAULTS, Outcome, happen
from tests.cluster.machines import begin_apart, lay_network
from tests.cluster.needs import missing
from tests.cluster.table import HEAD, line_of, table_of
from tests.cluster.whole import Cluster, Crowd, a_cluster, a_crowd

MEMORY = Path("/dev/shm")
MOST_SECONDS = 12 * 60
"""After so long no other fault is begun."""


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
    is_well, before = False, set(Path("/tmp").glob("seaweedfs-*.sock"))
    try:
        began = time.monotonic()
        with a_cluster(home) as cluster:
            print(f"The site stands after {time.monotonic() - began:.0f} s.", flush=True)
            is_well = _drill(cluster, chosen)
    finally:
        for left in set(Path("/tmp").glob("seaweedfs-*.sock")) - before:
            left.unlink()
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


def _drill(cluster: Cluster, chosen: Sequence[str]) -> bool:
    """Each part says what it found, and none keeps the next from being tried."""
    faults, is_well = [each for each in chosen if each in FAULTS], True
    if faults:
        crowd = a_crowd(cluster, voters=1_000 + 1_500 * len(faults), others=30 + 40 * len(faults))
        outcomes, wrong = _under(cluster, crowd, faults), demands.still_waiting()
        wrong += _looked_after(cluster, crowd, outcomes)
        wrong += [f"machines disagree on {each}" for each in disagreements(cluster)]
        print("wrong:", "; ".join(wrong) or "nothing", flush=True)
        is_well = not wrong and all(each.is_well for each in outcomes)
    if "careless" in chosen:
        is_well &= careless.loses(cluster)
    return is_well


def _under(cluster: Cluster, crowd: Crowd, faults: Sequence[str]) -> list[Outcome]:
    print(HEAD, flush=True)
    for people in crowd.all:
        people.begin()
    outcomes, until = [], time.monotonic() + MOST_SECONDS
    for name in faults:
        if time.monotonic() > until:
            moment, most = time.monotonic(), FAULTS[name].most
            outcomes.append(Outcome(name, most, moment, moment, 0, 0, "there was no time left"))
            continue
        outcomes.append(happen(name, cluster, crowd))
        print(line_of(outcomes[-1]), flush=True)
    for people in crowd.all:
        people.end()
    db.session.remove()
    db.engine.dispose()
    return outcomes


def _looked_after(cluster: Cluster, crowd: Crowd, outcomes: Sequence[Outcome]) -> list[str]:
    lost = {
        "votes": demands.lost_votes(crowd),
        "comments": demands.lost_events(crowd),
        "letters": demands.lost_letters(cluster, crowd),
        "pictures": demands.lost_pictures(crowd),
    }
    print(table_of(outcomes, crowd, lost))
    for people in crowd.all:
        statuses = dict(people.statuses)
        print(f"{people.kind}: {len(people.answered)} acknowledged, all answers {statuses}")
    print(
        f"letters: {demands.letters_twice(cluster.home)} came twice, "
        f"the latest after {demands.latest_letter(cluster, crowd):.0f} s"
    )
    twice = [f"votes twice: {each}" for each in demands.doubled_votes(crowd)]
    return [f"{len(each)} {kind} lost" for kind, each in lost.items() if each] + twice


if __name__ == "__main__":
    sys.exit(main())
