"""Which votes a decision is about: conditions as they stand in an address or a form."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ideas.web.forms import numbered

MARK = re.compile(r"[0-9a-f]{20}")
STATES = ("counted", "held")
YOUNGER = {"hour": 3_600, "day": 86_400, "week": 604_800}
MARKS = ("network", "domain", "device")


def conditions_in(given: Mapping[str, str]) -> dict[str, Any]:
    """The conditions somebody chose; what is none is left out."""
    found: dict[str, Any] = {}
    if case := numbered(given.get("case", "")):
        found["case"] = case
    if given.get("state") in STATES:
        found["state"] = given["state"]
    for name in MARKS:
        if MARK.fullmatch(given.get(name, "")):
            found[name] = given[name]
    if given.get("disposable"):
        found["disposable"] = True
    if given.get("younger") in YOUNGER:
        found["younger"] = YOUNGER[given["younger"]]
    for name in ("since", "until"):
        if moment := _moment(given.get(name, "")):
            found[name] = moment.isoformat()
    return found


def _moment(text: str) -> datetime | None:
    """A moment typed as UTC, as in 2026-03-02T12:00."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None
