"""Linking the people a comment calls, and forgetting them."""

import sqlalchemy as sa

from ideas.comments.events import Mentioned
from ideas.comments.mentions import rules
from ideas.comments.mentions.models import Mention
from ideas.comments.mentions.queries import comments_calling, handles_called_in, people_by_handle
from ideas.comments.models import Comment
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.text import handles_in, html_of, without_handle

PAGE_OF_PERSON = "/people/{}"


@writes
def link_people(comment: Comment) -> None:
    """Render a comment with links to whom it calls; those not called in it before are told."""
    handles, known = handles_in(comment.body), handles_called_in(comment.id)
    people = people_by_handle(rules.handles_to_look_up(handles, known))
    called = rules.newly_called(handles, people, known)
    _render(comment, known | called.keys())
    for handle, person_id in called.items():
        session().add(Mention(comment_id=comment.id, person_id=person_id, handle=handle))
    session().flush()
    if called:
        record(Mentioned(comment.id, comment.idea_id, comment.author_id))


def _render(comment: Comment, handles: frozenset[str]) -> None:
    people = {handle: PAGE_OF_PERSON.format(handle) for handle in handles}
    comment.body_html = html_of(comment.body, people)


@writes
def forget_calls_of(person_id: int) -> None:
    """Take a person's handle out of what others said to them."""
    calling = comments_calling(person_id)
    session().execute(sa.delete(Mention).where(Mention.person_id == person_id))
    for comment, handle in calling:
        comment.body = without_handle(comment.body, handle)
        _render(comment, handles_called_in(comment.id))
