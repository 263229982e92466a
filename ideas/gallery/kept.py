"""Which public pages are kept, by the addresses they have and the arguments their views read."""

import re
from collections.abc import Sequence
from datetime import datetime

from flask import Flask

from ideas.audit.queries import newer_than
from ideas.gallery.arriving import greeting
from ideas.voting.referrals.gathering import gathered_by
from ideas.web.keeping.asking import Page

PLAIN = "how-it-works|guidelines|privacy|accessibility|integrity|votes-log|rounds|rounds/[a-z0-9-]+"
LIST = ("stage", "tag", "sort", "after", "before", "turn")
TALK = ("tab", "sort", "before", "merged")
SLUG = "[a-z0-9-]+"


TAKEN = (
    *("idea.archive", "comment.remove", "update.remove", "picture.remove", "profile.remove"),
    "people.suspend",
)


class Ear:
    """Hears of what the staff took out of everybody's sight."""

    def __init__(self) -> None:
        self.last_id = 0

    def __call__(self) -> datetime | None:
        """When that was last, if it was since the last time this was asked."""
        self.last_id, moment = newer_than(self.last_id, TAKEN)
        return moment


def pages(app: Flask) -> Sequence[Page]:
    """The pages this application keeps. A search is not kept: everybody seeks something else."""
    base = app.extensions["ideas.config"].base_url
    return (
        Page(re.compile("/"), for_members=True),
        Page(re.compile("/ideas"), LIST, bypass=("q",), for_members=True),
        Page(re.compile(f"/ideas/{SLUG}"), TALK, greet=greeting(gathered_by(app), base)),
        Page(re.compile(f"/ideas/{SLUG}/vote")),
        Page(re.compile(f"/people/{SLUG}"), ("before",)),
        Page(re.compile("/products"), ("before",)),
        Page(re.compile("/moderation-log"), ("before",)),
        Page(re.compile("/transparency(/[0-9]+)?")),
        Page(re.compile(f"/campaigns(/{SLUG}(/results|/rules/[0-9]+)?)?")),
        Page(re.compile(f"/({PLAIN})")),
    )
