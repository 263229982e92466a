"""For a page that is not there: the ideas whose titles read like its address."""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import g, request

from ideas.gallery.blueprint import blueprint
from ideas.journey.models import Idea
from ideas.search.queries import similar_ideas
from ideas.text import ALPHABET, SHORT_ID_LENGTH

FEW = 3
LONGEST = 120
IDEA = re.compile(r"/ideas/([^/]+)")
KEY = re.compile(rf"-[{ALPHABET}]{{{SHORT_ID_LENGTH}}}$")


def words_sought() -> str:
    """What the address of a lost idea says; nothing for other addresses."""
    found = IDEA.match(request.path)
    return KEY.sub("", found[1][:LONGEST]).replace("-", " ") if found else ""


def ideas_nearby() -> Sequence[Idea]:
    """Ideas whose titles read like the words sought; none when the database is away."""
    words = words_sought()
    if not words or g.get("without_database"):
        return ()
    try:
        return similar_ideas(words, FEW)
    except sa.exc.SQLAlchemyError:
        return ()


@blueprint.app_context_processor
def ways_on() -> dict[str, Any]:
    """For the page that says there is nothing."""
    return {"words_sought": words_sought, "ideas_nearby": ideas_nearby}
