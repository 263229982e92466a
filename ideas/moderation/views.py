"""The moderators' pages: the queue, and one item at a time."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.journey.queries import ideas_by_id
from ideas.moderation import actions, queries
from ideas.moderation.claims.actions import take_next
from ideas.moderation.claims.queries import claim_on_idea
from ideas.moderation.forms import DecisionForm, form_for
from ideas.moderation.judgements.actions import judge_idea
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.judgements.queries import judgement_of_idea, judgement_with, judgements_by
from ideas.moderation.load import loads
from ideas.moderation.rules import FITTING, QUEUED, Reason, Verdict, verdicts_at
from ideas.moderation.seen import item_values, lines_of, numbers_by_age
from ideas.policy import Permission
from ideas.search.queries import search_ideas
from ideas.web.answer import answer, see
from ideas.web.forms import numbered
from ideas.web.guard import demand, found, guarded
from ideas.web.paging import is_number, key_of, mark_of, moment_of

blueprint = Blueprint("moderation", __name__)
A_PAGE, MOST_FOUND = 50, 20


@blueprint.get("/desk/moderation")
@guarded(Permission.IDEA_MODERATE)
def queue() -> Response:
    """What waits, the oldest first; or public ideas found by their words."""
    text = request.args.get("q", "").strip()
    rows = queries.queue_after(_key(), limit=A_PAGE + 1)
    return answer(
        "moderation/queue.html",
        lines=lines_of(rows[:A_PAGE], current_user.id),
        length=queries.queue_length(),
        ages=numbers_by_age(),
        loads=loads(),
        first=queries.next_in_queue(None, by_id=current_user.id),
        next_mark=_mark(rows[A_PAGE - 1]) if len(rows) > A_PAGE else None,
        text=text,
        matches=_matches(text),
        judgements=judgements_by(current_user.id),
    )


def _matches(text: str) -> list[Idea]:
    """The public ideas that hold these words, best first."""
    ids = search_ideas(text, MOST_FOUND)
    ideas = ideas_by_id(ids)
    return [ideas[each] for each in ids]


@blueprint.get("/desk/moderation/<slug>")
@guarded(Permission.IDEA_MODERATE)
def item(slug: str) -> Response:
    """One idea with everything a decision needs; ``verdict`` and ``reason`` open the form."""
    idea = found(queries.idea_on_the_desk(slug))
    verdict, reason = _chosen(idea)
    form = form_for(verdict, reason, _undone(idea)) if verdict and reason else None
    return _item(idea, verdict=verdict, form=form)


def _undone(idea: Idea) -> Judgement | None:
    """What the reader has just taken back about this idea, to write it anew."""
    number = numbered(request.args.get("undone", ""))
    judgement = judgement_with(number) if number else None
    is_theirs = judgement and (judgement.by_id, judgement.idea_id) == (current_user.id, idea.id)
    return judgement if is_theirs else None


def _chosen(idea: Idea) -> tuple[Verdict | None, Reason | None]:
    """The verdict and reason in the address, as far as they fit the idea and each other."""
    open_to = {verdict.value: verdict for verdict in verdicts_at(idea.stage)}
    verdict = open_to.get(request.args.get("verdict", ""))
    fitting = {reason.value: reason for reason in FITTING[verdict]} if verdict else {}
    return verdict, fitting.get(request.args.get("reason", ""))


def _item(idea: Idea, status: int = 200, **deciding: Any) -> Response:
    judged = judgement_of_idea(idea.id)
    return answer(
        "moderation/item.html",
        part="moderation/_decision.html",
        status=status,
        verdicts=[] if judged else verdicts_at(idea.stage),
        judged=judged,
        claim=claim_on_idea(idea.id),
        taking=url_for("claims.take_idea", slug=idea.slug),
        judgements=judgements_by(current_user.id),
        fitting=FITTING,
        **item_values(idea, current_user.id),
        **deciding,
    )


@blueprint.post("/desk/moderation/<slug>/decision")
@guarded(Permission.IDEA_MODERATE)
def decision(slug: str) -> Response:
    """Decide, and go on to the next item."""
    idea, form = found(queries.idea_on_the_desk(slug)), DecisionForm()
    demand(Permission.IDEA_MODERATE, idea)
    if not form.was_sent():
        return _item(idea, 422, verdict=_verdict(form), form=form)
    if form.chosen_verdict not in QUEUED:
        actions.decide(idea, form.chosen_verdict, form.words(), by=current_user.person)
        flash(_done(form.chosen_verdict, idea.title), "good")
        return see(url_for(".item", slug=slug))
    key = idea.stage_at, idea.id
    judge_idea(idea, form.chosen_verdict, form.words(), by=current_user.person)
    return see(_onward(key))


def _onward(key: queries.Key) -> str:
    """The next item, taken; the first of those that were skipped; else the queue."""
    onward = take_next(key, by=current_user.person)
    return url_for(".item", slug=onward.slug) if onward else url_for(".queue")


def _verdict(form: DecisionForm) -> Verdict | None:
    said = form.said("verdict")
    return Verdict(said) if said in set(Verdict) else None


def _done(verdict: Verdict, title: str) -> str:
    if verdict is Verdict.ARCHIVE:
        return str(_("“%(title)s” is archived.", title=title))
    return str(_("“%(title)s” is open again.", title=title))


@blueprint.post("/desk/moderation/<slug>/pick")
@guarded(Permission.IDEA_PICK)
def pick(slug: str) -> Response:
    """Make it a staff pick."""
    actions.pick(found(queries.idea_on_the_desk(slug)), by=current_user.person)
    flash(_("It is a staff pick."), "good")
    return see(url_for(".item", slug=slug))


@blueprint.delete("/desk/moderation/<slug>/pick")
@guarded(Permission.IDEA_PICK)
def unpick(slug: str) -> Response:
    """Take the pick back."""
    actions.unpick(found(queries.idea_on_the_desk(slug)), by=current_user.person)
    flash(_("It is no staff pick any more."), "good")
    return see(url_for(".item", slug=slug))


def _key() -> tuple[datetime, int] | None:
    """The place in the queue named by the address; None for its beginning."""
    moment, idea_id = key_of(request.args.get("after"), 2) or ("", 0)
    since = moment_of(moment)
    return (since, idea_id) if since and is_number(idea_id) else None


def _mark(idea: Idea) -> str:
    return mark_of(idea.stage_at.isoformat(), idea.id)
