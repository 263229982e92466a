"""Prometheus reads the alert rules, and each wakes somebody for its fault and for nothing else."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.shape.source import ROOT

pytestmark = pytest.mark.once
RULES = ROOT / "deploy/alerts.yml"
PROMTOOL = os.environ.get("PROMTOOL") or shutil.which("promtool")
needs_promtool = pytest.mark.skipif(PROMTOOL is None, reason="promtool (prometheus) is missing")

WELL = {
    'ideas_requests_total{instance="a",status="200"}': "0+600x90",
    'ideas_requests_total{instance="a",status="503"}': "0+0x90",
    'ideas_request_seconds_bucket{by="site",le="0.5"}': "0+599x90",
    'ideas_request_seconds_count{by="site"}': "0+600x90",
    "ideas_vote_log_wait_seconds": "3x90",
    "ideas_checkpoint_age_seconds": "5000x90",
    "ideas_mail_lag_seconds": "5x90",
    "ideas_mail_waiting": "7x90",
    "ideas_mail_failed": "0x90",
    "ideas_counts_wrong": "0x90",
    "ideas_counts_repaired_total": "4x90",
    'ideas_ready{instance="a",check="worker"}': "1x90",
    "ideas_worker_silent_seconds": "2x90",
    "ideas_read_only": "0x90",
    "ideas_voting_open": "1x90",
    "ideas_job_lag_seconds": "1x90",
    "ideas_jobs_waiting": "30x90",
    "ideas_jobs_failed": "0x90",
    'ideas_jobs_total{name="mail.send",outcome="failed"}': "0x90",
    "ideas_events_waiting": "12x90",
    "ideas_audit_broken": "0x90",
    "ideas_audit_lag_seconds": "20x90",
    "ideas_slow_statements_total": "0+1x90",
    'ideas_disk_free_bytes{instance="a"}': "50x90",
    'ideas_disk_bytes{instance="a"}': "100x90",
    "ideas_backup_age_seconds": "4000x90",
    'ideas_info{instance="a",version="1"}': "1x90",
}
"""An hour and a half of a healthy site, a value a minute."""
FAULTS: dict[str, dict[str, str]] = {
    "IdeasErrors": {'ideas_requests_total{instance="a",status="503"}': "0+12x90"},
    "IdeasSlow": {'ideas_request_seconds_bucket{by="site",le="0.5"}': "0+580x90"},
    "IdeasVotesWaitForTheLog": {"ideas_vote_log_wait_seconds": "130x90"},
    "IdeasMailLate": {"ideas_mail_lag_seconds": "700x90"},
    "IdeasCountWrong": {"ideas_counts_repaired_total": "4x60 5x30"},
    "IdeasNotReady": {'ideas_ready{instance="b",check="database"}': "0x90"},
    "IdeasWorkerSilent": {"ideas_worker_silent_seconds": "301x90"},
    "IdeasJobsLate": {"ideas_job_lag_seconds": "301x90"},
    "IdeasEventsPileUp": {"ideas_jobs_waiting": "60000x90"},
    "IdeasJobsFailed": {"ideas_mail_failed": "1x90"},
    "IdeasJobsKeepFailing": {'ideas_jobs_total{name="mail.send",outcome="failed"}': "0+2x90"},
    "IdeasCheckpointOld": {"ideas_vote_log_wait_seconds": "100x90"},
    "IdeasAuditBroken": {"ideas_audit_broken": "1x90"},
    "IdeasSlowStatements": {"ideas_slow_statements_total": "0+30x90"},
    "IdeasDiskFull": {'ideas_disk_free_bytes{instance="a"}': "9x90"},
    "IdeasNotSaved": {"ideas_backup_age_seconds": "_x90"},
    "IdeasLeftReadOnly": {"ideas_voting_open": "0x90"},
    "IdeasMixed": {'ideas_info{instance="b",version="2"}': "1x90"},
    "IdeasMailPilesUp": {"ideas_mail_waiting": "5001x90"},
}
ALONGSIDE = {"IdeasVotesWaitForTheLog": ["IdeasCheckpointOld"]}
"""What rightly comes with another."""


def alerts() -> list[tuple[str, str]]:
    """The name of each and whom it wakes."""
    text = RULES.read_text(encoding="utf-8")
    return re.findall(r"alert: (\w+)\n(?:.*\n)+? +labels: {severity: (\w+)}\n +annotations:", text)


def case(name: str, series: dict[str, str]) -> dict[str, Any]:
    """After an hour and a half this fault wakes somebody, and nothing else does."""
    loud = {name, *ALONGSIDE.get(name, [])}
    firing = 'count by (alertname) (ALERTS{alertstate="firing"})'
    return {
        "name": name,
        "interval": "1m",
        "input_series": [{"series": key, "values": value} for key, value in series.items()],
        "promql_expr_test": [
            {
                "expr": firing,
                "eval_time": "90m",
                "exp_samples": [
                    {"labels": f'{{alertname="{each}"}}', "value": 1}
                    for each in sorted(loud & FAULTS.keys())
                ],
            }
        ],
    }


def test_each_rule_has_its_fault() -> None:
    assert [name for name, _ in alerts()] == list(FAULTS)
    assert {severity for _, severity in alerts()} == {"page", "ticket"}


@pytest.mark.slow
@needs_promtool
def test_each_fault_wakes_somebody_and_a_healthy_site_nobody(tmp_path: Path) -> None:
    cases = [case("nothing", WELL), *(case(name, WELL | fault) for name, fault in FAULTS.items())]
    (tmp_path / "rules.json").write_text(
        json.dumps({"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": cases})
    )
    for asked in (("check", "rules", str(RULES)), ("test", "rules", str(tmp_path / "rules.json"))):
        done = subprocess.run(
            [str(PROMTOOL), *asked], capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
