"""What can be exported, and when not."""

from datetime import date

import pytest

from ideas.insights.exports.rules import FileKind, Subject, Wanted, refusal_to_export

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("wanted", "waiting", "may_audit", "code"),
    [
        (Wanted(Subject.IDEAS, FileKind.CSV), 0, False, None),
        (Wanted(Subject.IDEAS, FileKind.CSV, FIRST, LAST), 2, False, None),
        (Wanted(Subject.IDEAS, FileKind.CSV, FIRST, FIRST), 0, False, None),
        (Wanted(Subject.IDEAS, FileKind.CSV, LAST, FIRST), 0, False, "export.backwards"),
        (Wanted(Subject.IDEAS, FileKind.CSV), 3, True, "export.too_many"),
        (Wanted(Subject.AUDIT, FileKind.CSV), 0, False, "export.not_yours"),
        (Wanted(Subject.CHAIN, FileKind.CSV), 0, False, "export.not_yours"),
        (Wanted(Subject.CHAIN, FileKind.CSV), 0, True, None),
    ],
)
def test_who_may_take_what_away(
    wanted: Wanted, waiting: int, may_audit: bool, code: str | None
) -> None:
    refusal = refusal_to_export(wanted, waiting=waiting, may_audit=may_audit)
    assert (refusal.code if refusal else None) == code


def test_the_chain_is_lines_of_json_whatever_was_chosen() -> None:
    assert Wanted(Subject.CHAIN, FileKind.XLSX).kind is FileKind.NDJSON
    assert Wanted(Subject.VOTES, FileKind.XLSX).kind is FileKind.XLSX
