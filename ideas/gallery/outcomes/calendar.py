"""The rounds to come as a calendar file (RFC 5545), for calendars that people keep elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from flask_babel import gettext as _

from ideas.gallery.blueprint import public_address, public_base
from ideas.review.models import Round
from ideas.review.rounds.models import Delay
from ideas.text import without_controls

LONGEST_LINE = 75
"""Octets, after which a line goes on in the next behind a space."""
Delays = Mapping[int, Sequence[Delay]]


def calendar_file(rounds: Sequence[Round], delays: Delays, name: str) -> str:
    """Each round's cut-off as a moment, and the day of its answers, as it is expected now."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ideas//Rounds//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}"]
    for each in rounds:
        lines += _cutoff(each) if each.cut_off_at is None else ()
        lines += _answers(each, delays.get(each.id, ()))
    return "".join(
        f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)
    )


def _cutoff(round_: Round) -> list[str]:
    start = f"DTSTART:{_stamp(round_.cutoff_at)}"
    title = _("%(round)s takes ideas in", round=round_.name)
    return _event(round_, "cut-off", [start], title=title, sequence=0)


def _answers(round_: Round, delays: Sequence[Delay]) -> list[str]:
    day = max([round_.decision_due_on, *(each.expected_on for each in delays[:1])])
    span = [f"DTSTART;VALUE=DATE:{_day(day)}", f"DTEND;VALUE=DATE:{_day(day + timedelta(days=1))}"]
    title = _("Answers of %(round)s", round=round_.name)
    return _event(round_, "answers", span, title=title, sequence=len(delays))


def _event(
    round_: Round, what: str, span: Sequence[str], *, title: str, sequence: int
) -> list[str]:
    host = urlsplit(public_base()).hostname or "localhost"
    return [
        "BEGIN:VEVENT",
        f"UID:{round_.slug}-{what}@{host}",
        f"DTSTAMP:{_stamp(round_.opened_at)}",
        f"SEQUENCE:{sequence}",
        *span,
        f"SUMMARY:{_escaped(title)}",
        f"URL:{public_address('gallery.round', slug=round_.slug)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _escaped(text: str) -> str:
    plain = without_controls(text).replace("\\", "\\\\").replace(";", "\\;")
    return plain.replace(",", "\\,").replace("\n", " ")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of so many octets, no letter cut in two."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST_LINE:
            yield part
            part = " "
        part += letter
    yield part
