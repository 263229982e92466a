"""The numbers in the text form that Prometheus reads (version 0.0.4)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ideas.tallies import BOUNDS, ENDLESS, Counts, Labels


@dataclass(frozen=True)
class Metric:
    """What is published under a name: ``counter``, ``gauge`` or ``histogram``."""

    name: str
    kind: str
    help: str


COUNTED = (
    Metric("ideas_requests_total", "counter", "Requests answered, by route, method and status."),
    Metric("ideas_request_seconds", "histogram", "Until an answer began, by who answered."),
    Metric("ideas_slow_statements_total", "counter", "Statements slower than IDEAS_SLOW_MS."),
    Metric("ideas_jobs_total", "counter", "Jobs performed by workers, by name and outcome."),
)
MEASURED = (
    Metric("ideas_ready", "gauge", "Is this so? The checks of /readyz, one by one."),
    Metric("ideas_info", "gauge", "Version and database; always 1."),
    Metric("ideas_read_only", "gauge", "Is the site read only?"),
    Metric("ideas_voting_open", "gauge", "Are votes taken?"),
    Metric("ideas_jobs_waiting", "gauge", "Jobs that wait, those not yet due as well."),
    Metric("ideas_jobs_failed", "gauge", "Jobs that were given up."),
    Metric("ideas_events_waiting", "gauge", "Events not yet handed to those who listen."),
    Metric("ideas_job_lag_seconds", "gauge", "How long the oldest due job has waited."),
    Metric("ideas_worker_silent_seconds", "gauge", "Since the schedule last made a job."),
    Metric("ideas_mail_waiting", "gauge", "Messages on their way."),
    Metric("ideas_mail_failed", "gauge", "Messages that were given up."),
    Metric("ideas_mail_lag_seconds", "gauge", "How long the oldest message has waited."),
    Metric("ideas_counts_wrong", "gauge", "Wrong counts, repaired, that no admin has seen yet."),
    Metric("ideas_counts_repaired_total", "counter", "Wrong counts found and repaired, ever."),
    Metric("ideas_vote_log_wait_seconds", "gauge", "How long a vote has waited for its leaf."),
    Metric("ideas_vote_log_leaves", "gauge", "Leaves under the newest checkpoint."),
    Metric("ideas_checkpoint_age_seconds", "gauge", "Since the vote log was signed last."),
    Metric("ideas_audit_lag_seconds", "gauge", "How long an audit entry has waited for its seal."),
    Metric("ideas_audit_broken", "gauge", "Did the last check find a fault nobody has seen yet?"),
    Metric("ideas_disk_free_bytes", "gauge", "Free on the disk of the site's home."),
    Metric("ideas_disk_bytes", "gauge", "Size of the disk of the site's home."),
    Metric("ideas_backup_age_seconds", "gauge", "Since the site was saved; missing before that."),
)


def exposed(counts: Counts, gauges: Mapping[tuple[str, Labels], float]) -> str:
    """The whole text."""
    lines: list[str] = []
    for metric in (*COUNTED, *MEASURED):
        lines += (f"# HELP {metric.name} {metric.help}", f"# TYPE {metric.name} {metric.kind}")
        if metric.kind == "histogram":
            lines += _histogram(metric.name, counts)
        else:
            lines += _plain(metric.name, {**counts, **gauges})
    return "\n".join(lines) + "\n"


def _plain(name: str, values: Mapping[tuple[str, Labels], float]) -> Iterator[str]:
    for (each, labels), value in sorted(values.items()):
        if each == name:
            yield f"{name}{_said(labels)} {value:.17g}"


def _histogram(name: str, counts: Counts) -> Iterator[str]:
    """A bucket holds all that took no longer, so each is added to those before."""
    found: dict[Labels, dict[str, float]] = defaultdict(dict)
    for (each, labels), value in counts.items():
        if each == f"{name}_bucket":
            found[labels[:-1]][labels[-1][1]] = value
    for labels, buckets in sorted(found.items()):
        yield from _series(name, labels, buckets, counts[f"{name}_sum", labels])


def _series(name: str, labels: Labels, buckets: Mapping[str, float], total: float) -> Sequence[str]:
    bounds = [*(f"{each:g}" for each in BOUNDS), ENDLESS]
    numbers = list(accumulate(buckets.get(bound, 0) for bound in bounds))
    lines = [
        f"{name}_bucket{_said((*labels, ('le', bound)))} {number:.17g}"
        for bound, number in zip(bounds, numbers, strict=True)
    ]
    end = (
        f"{name}_sum{_said(labels)} {total:.17g}",
        f"{name}_count{_said(labels)} {numbers[-1]:.17g}",
    )
    return [*lines, *end]


def _said(labels: Labels) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
