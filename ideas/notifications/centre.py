"""What the page of notices needs around them: its filters and its addresses."""

from typing import Any

from babel.dates import get_day_names
from flask import request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from ideas.notifications.rules import Topic
from ideas.web.forms import numbered
from ideas.web.speak import label_of

PAGE, MOST_ROWS = 30, 200
KEPT = ("topic", "unread", "before")


def filters_for(topic: Topic | None, *, unread: bool) -> list[tuple[str, str, bool]]:
    """The filters as (label, address, is it this one)."""
    shown = [each for each in Topic if each is not Topic.DUTIES or current_user.is_staff]
    return [
        (_("All"), url_for(".centre"), topic is None and not unread),
        (_("Not yet read"), url_for(".centre", unread=1), unread),
        *(
            (label_of("topic", each), url_for(".centre", topic=each.value), each is topic)
            for each in shown
        ),
    ]


def this_page(**changed: Any) -> str:
    """The address of this page with its filters, and with these changed."""
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return url_for(".centre", **{**kept, **changed})


def numbers_of(name: str) -> list[int]:
    """The numbers of rows that came with a form."""
    numbers = [numbered(text) for text in request.form.getlist(name)[:MOST_ROWS]]
    return [number for number in numbers if number is not None]


def day_named(weekday: int) -> str:
    """The name of a day of the week, counted from 1 for Monday."""
    return str(get_day_names(locale=get_locale())[weekday - 1])
