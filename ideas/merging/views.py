"""The desk's pages about duplicates: two ideas side by side, and what becomes of a merger."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.journey.queries import ideas_by_id
from ideas.merging import actions, queries
from ideas.merging.forms import MergerForm, form_for
from ideas.merging.models import Merger
from ideas.merging.rules import MergerState
from ideas.merging.shown import sides_of
from ideas.moderation.queries import idea_on_the_desk
from ideas.policy import Permission
from ideas.search.queries import search_ideas
from ideas.text import in_language
from ideas.voting.joins.queries import last_join
from ideas.web.answer import answer, see
from ideas.web.guard import demand, found, guarded
from ideas.web.languages import language
from ideas.web.speak import sentence_of

blueprint = Blueprint("merging", __name__)
MOST_SHOWN, MOST_FOUND = 30, 8


@blueprint.get("/desk/mergers")
@guarded(Permission.IDEA_MODERATE)
def mergers() -> Response:
    """What waits for somebody, what is under way, and what was merged."""
    return answer(
        "merging/mergers.html",
        proposed=queries.mergers_in(MergerState.PROPOSED, limit=MOST_SHOWN),
        waiting=queries.mergers_in(MergerState.WAITING, limit=MOST_SHOWN),
        merged=queries.mergers_in(MergerState.MERGED, limit=MOST_SHOWN),
        over=queries.mergers_in(*OVER, limit=MOST_SHOWN),
    )


OVER = (MergerState.SEPARATED, MergerState.TAKEN_BACK, MergerState.LAPSED)


@blueprint.get("/desk/moderation/<slug>/likeness")
@guarded(Permission.IDEA_MODERATE)
def candidates(slug: str) -> Response:
    """What an idea might be part of, found by its words."""
    idea = found(idea_on_the_desk(slug))
    text = request.args.get("q", "").strip()
    ids = [each for each in search_ideas(text or idea.title, MOST_FOUND + 1) if each != idea.id]
    ideas = ideas_by_id(ids)
    shown = [ideas[each] for each in ids[:MOST_FOUND]]
    return answer("merging/candidates.html", idea=idea, text=text, ideas=shown)


@blueprint.get("/desk/moderation/<slug>/likeness/<other>")
@guarded(Permission.IDEA_MODERATE)
def comparison(slug: str, other: str) -> Response:
    """Two ideas side by side, and what merging the first into the second would do."""
    child, parent = _two(slug, other)
    return _comparison(child, parent, form_for("joined"))


def _two(slug: str, other: str) -> tuple[Idea, Idea]:
    return found(idea_on_the_desk(slug)), found(idea_on_the_desk(other))


def _comparison(child: Idea, parent: Idea, form: MergerForm) -> Response:
    preview = queries.preview_of(child, parent, by_id=current_user.id)
    return answer(
        "merging/comparison.html",
        status=form.status,
        child=child,
        parent=parent,
        sides=sides_of([child, parent]),
        preview=preview,
        refusal=sentence_of(preview.refusal) if preview.refusal else "",
        standing=queries.open_merger_of(child.id),
        form=form,
    )


@blueprint.post("/desk/moderation/<slug>/likeness/<other>")
@guarded(Permission.IDEA_MODERATE)
def merge(slug: str, other: str) -> Response:
    """Decide that the first is part of the second."""
    (child, parent), form = _two(slug, other), MergerForm()
    demand(Permission.IDEA_MODERATE, child)
    if not form.was_sent():
        return _comparison(child, parent, form)
    words, note = form.sentences(), form.said("note")
    merger = actions.propose(child, parent, words, by=current_user.person, note=note)
    return see(url_for(".merger", merger_id=merger.id))


@blueprint.get("/desk/mergers/<int:merger_id>")
@guarded(Permission.IDEA_MODERATE)
def merger(merger_id: int) -> Response:
    """One merger: how far it is, and what can be done with it."""
    return _merger(found(queries.merger_with(merger_id)), form_for("separated"))


def _merger(merger: Merger, form: MergerForm) -> Response:
    values: dict[str, Any] = {
        "merger": merger,
        "form": form,
        "said": in_language(merger.sentence, language()),
        "join": last_join(merger.child_id, merger.parent_id),
        "is_own": queries.is_of_team(merger.child, merger.parent, current_user.id),
        "is_proposer": merger.proposed_by_id == current_user.id,
    }
    if merger.state is MergerState.PROPOSED:
        preview = queries.preview_of(
            merger.child, merger.parent, by_id=merger.proposed_by_id, but=merger.id
        )
        values["preview"] = preview
    page, part = "merging/merger.html", "merging/_merger.html"
    return answer(page, part=part, status=form.status, **values)


@blueprint.post("/desk/mergers/<int:merger_id>/confirmation")
@guarded(Permission.IDEA_MODERATE)
def confirmation(merger_id: int) -> Response:
    """The second person agrees."""
    actions.confirm(found(queries.merger_with(merger_id)), by=current_user.person)
    return see(url_for(".merger", merger_id=merger_id))


@blueprint.delete("/desk/mergers/<int:merger_id>")
@guarded(Permission.IDEA_MODERATE)
def taking_back(merger_id: int) -> Response:
    """Take it back before it takes effect."""
    actions.take_back(found(queries.merger_with(merger_id)), by=current_user.person)
    flash(_("Taken back. Nobody was told of it."), "good")
    return see(url_for(".merger", merger_id=merger_id))


@blueprint.post("/desk/mergers/<int:merger_id>/separation")
@guarded(Permission.IDEA_MODERATE)
def separation(merger_id: int) -> Response:
    """Bring the child back."""
    merger, form = found(queries.merger_with(merger_id)), MergerForm()
    if not form.was_sent():
        return _merger(merger, form)
    note = form.said("note")
    actions.separate(merger, form.sentences(), by=current_user.person, note=note)
    flash(_("“%(title)s” is on its own again.", title=merger.child.title), "good")
    return see(url_for(".merger", merger_id=merger_id))
