"""What the worker does when a pause of all votes is over."""

from ideas.contests.pauses import actions
from ideas.contests.rulebook import in_every_language, rules_in_words
from ideas.web.languages import lazy_gettext as _l

WHY = _l("Nobody could vote for some time, so the vote stays open that much longer.")


def follow_pauses() -> None:
    """Put off the calendars of campaigns whose vote a pause held up."""
    actions.follow_pauses(rules_in_words, in_every_language(WHY))
