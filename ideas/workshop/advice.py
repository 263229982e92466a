"""What to do next with an idea, in one sentence and a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from ideas.journey.models import Idea
from ideas.journey.stages import RESUBMITTABLE, Stage
from ideas.submission.drafting.todo import todo_of
from ideas.submission.queries import heir_of
from ideas.text import in_language
from ideas.voting.former.queries import may_call
from ideas.voting.ladder import LadderView
from ideas.web.format import days_left, number
from ideas.web.languages import language

CHOSEN = frozenset({Stage.SELECTED, Stage.IN_DEVELOPMENT, Stage.ON_SALE, Stage.RETIRED})


@dataclass(frozen=True)
class Advice:
    """A sentence and, when there is something to press, a link; ``said`` is what the brand said."""

    sentence: str
    label: str = ""
    url: str = ""
    said: str = ""


def advice_on(idea: Idea, *, leads: bool, ladder: LadderView | None, said: str) -> Advice:
    """The next thing to do for a reader who leads the idea, or is on its team."""
    if idea.stage in CHOSEN:
        return _chosen(idea)
    if not leads:
        return Advice(str(_("You are on the team. Whoever leads takes the next step.")))
    if idea.stage is Stage.DRAFT:
        return _draft(idea)
    if idea.stage is Stage.NEEDS_WORK:
        return _returned(idea, said)
    if idea.stage in RESUBMITTABLE:
        return _ended(idea, said)
    if idea.stage is Stage.LIVE and ladder is not None:
        return _live(idea, ladder)
    return Advice(str(_waiting()[idea.stage]), said=said)


def _draft(idea: Idea) -> Advice:
    todo = todo_of(idea)
    if not todo:
        check = url_for("submission.team", slug=idea.slug)
        return Advice(str(_("Everything is there.")), str(_("Check and submit")), check)
    sentence = ngettext(
        "One thing is missing: %(first)s",
        "%(num)s things are missing, first: %(first)s",
        len(todo),
        first=todo[0].sentence,
    )
    here = todo[0].url or url_for("submission.team", slug=idea.slug)
    return Advice(str(sentence), str(_("Go on")), here)


def _returned(idea: Idea, said: str) -> Advice:
    sentence = _("The moderators ask for changes before it can be published.")
    improve = url_for("submission.idea", slug=idea.slug)
    return Advice(str(sentence), str(_("Improve it")), improve, said)


def _ended(idea: Idea, said: str) -> Advice:
    sentence = {
        Stage.EXPIRED: _("Time ran out before the next milestone. You may take it up again."),
        Stage.NOT_SELECTED: _("It was not selected. You may take it up again."),
        Stage.DECLINED: _("It was declined. You may take it up again, changed."),
    }[idea.stage]
    heir = heir_of(idea.id)
    if heir is not None:
        newer = url_for("gallery.idea", slug=heir.slug)
        return Advice(str(_("A newer idea takes it up.")), str(_("See the newer one")), newer, said)
    again = url_for("submission.resubmission", slug=idea.slug)
    return Advice(str(sentence), str(_("Take it up again")), again, said)


def _chosen(idea: Idea) -> Advice:
    """What everybody with a share does, whether or not they lead."""
    sentence = str(_waiting()[idea.stage])
    if idea.stage in {Stage.SELECTED, Stage.IN_DEVELOPMENT}:
        return Advice(sentence, str(_("Your agreements")), url_for("agreements.mine"))
    return Advice(sentence, str(_("Your statements")), url_for("royalties.statements.mine"))


def _live(idea: Idea, ladder: LadderView) -> Advice:
    if may_call(idea):
        told = str(_("Those who voted for the earlier idea can be told, once."))
        former = url_for("voting.former_voters", slug=idea.slug)
        return Advice(told, str(_("Invite them")), former)
    page, label = url_for("gallery.share_kit", slug=idea.slug), str(_("Share it"))
    if ladder.closes_at is None:
        return Advice(str(_("It has reached its goal.")), label, page)
    sentence = ngettext(
        "%(votes)s vote to the next milestone, %(left)s.",
        "%(votes)s votes to the next milestone, %(left)s.",
        ladder.to_go,
        votes=number(ladder.to_go),
        left=days_left(ladder.closes_at),
    )
    return Advice(str(sentence), label, page)


def _waiting() -> Mapping[Stage, Any]:
    return {
        Stage.SUBMITTED: _("The moderators read it. You need not do anything."),
        Stage.LIVE: _("It is open for votes."),
        Stage.CERTIFYING: _("It has reached its goal; its votes are being checked."),
        Stage.QUALIFIED: _("It waits for the next review. You need not do anything."),
        Stage.IN_REVIEW: _(
            "The brand is reviewing it. You will be told what was decided, and why."
        ),
        Stage.PARKED: _("The brand has put it aside and will look at it again."),
        Stage.SELECTED: _("It was selected. Your agreement comes next."),
        Stage.IN_DEVELOPMENT: _("It is being made."),
        Stage.ON_SALE: _("It is on sale. Your statements show what it earns."),
        Stage.RETIRED: _("It is no longer sold. Your statements stay."),
        Stage.ARCHIVED: _("It was archived by the brand."),
        Stage.MERGED: _("It was merged into another idea."),
        Stage.WITHDRAWN: _("It was withdrawn."),
        Stage.CANCELLED: _("The brand has stopped making it."),
    }


def said_in(public_text: Mapping[str, str]) -> str:
    """What was said with a move, in the reader's language where there is one."""
    return in_language(public_text, language()).text
