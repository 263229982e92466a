"""Beginning a draft, its rights and its texts, looking at it, deleting it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.campaigns.calendar.queries import open_for_entries
from ideas.db import db
from ideas.journey.models import Idea
from ideas.policy import Permission
from ideas.properties.queries import named_in
from ideas.refusals import Refused
from ideas.submission import actions
from ideas.submission.again.actions import say_what_changed
from ideas.submission.again.queries import change_of
from ideas.submission.blueprint import blueprint, own_draft, own_idea
from ideas.submission.drafting.forms import IdeaForm, RightsForm
from ideas.submission.drafting.todo import steps_of
from ideas.submission.models import Rights
from ideas.submission.queries import draft_of, tags_of, writing_of
from ideas.submission.rules import (
    LONGEST_BODY,
    LONGEST_CHANGE,
    LONGEST_SPECS,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    TEXTS,
    tags_in,
)
from ideas.text import html_of, in_language
from ideas.web.answer import answer, see
from ideas.web.forms import numbered, typed
from ideas.web.guard import guarded
from ideas.web.languages import language
from ideas.web.pace import spend_by_person

SAVED = 200
NAMING = ("title", "summary", "body", "specs")
LONGEST = {
    "title": LONGEST_TITLE,
    "summary": LONGEST_SUMMARY,
    "body": LONGEST_BODY,
    "specs": LONGEST_SPECS,
}
COUNTED = LONGEST | {"changed": LONGEST_CHANGE}


@blueprint.route("/drafts/new", methods=["GET", "POST"])
@guarded(Permission.IDEA_DRAFT)
def start() -> Response:
    """The rights question first; answering it begins the draft."""
    form = RightsForm(campaigns=_open(), campaign=_wanted())
    if form.was_sent():
        spend_by_person("idea")
        idea = actions.begin_draft(
            rights=Rights(form.rights.data),
            property_named=form.property_named.data or "",
            nonce=form.nonce.data,
            campaign_id=form.campaign_id(),
            by=current_user.person,
        )
        return see(url_for("submission.idea", slug=idea.slug))
    return answer(
        "submission/start.html", form=form, idea=None, status=form.status, **steps_of(None)
    )


def _open(campaign_id: int | None = None) -> Mapping[int, str]:
    """The campaigns an idea may be for, by id; its own too, though it may have closed."""
    now = open_for_entries(and_also=campaign_id)
    return {
        each.campaign_id: in_language(each.campaign.name, language()).text
        for each in now
        if each.announced_at is not None
    }


def _wanted() -> int:
    """The campaign whose page led here."""
    asked = request.args.get("campaign", "")
    return next((c.campaign_id for c in open_for_entries() if c.campaign.slug == asked), 0)


@blueprint.get("/drafts/<slug>")
@guarded(Permission.IDEA_EDIT)
def draft(slug: str) -> Response:
    """Where a draft is continued."""
    return see(url_for("submission.idea", slug=own_draft(slug).slug))


@blueprint.route("/drafts/<slug>/rights", methods=["GET", "POST"])
@guarded(Permission.IDEA_EDIT)
def rights(slug: str) -> Response:
    """The rights question again."""
    idea = own_draft(slug)
    open_ = _open(idea.campaign_id)
    here = idea.campaign_id if idea.campaign_id in open_ else 0
    form = RightsForm(obj=draft_of(idea.id), campaigns=open_, campaign=here)
    if form.was_sent():
        property_named = form.property_named.data or ""
        answered = Rights(form.rights.data)
        actions.answer_rights(
            idea,
            answered,
            property_named=property_named,
            campaign_id=form.campaign_id(),
            by=current_user.person,
        )
        return see(url_for("submission.idea", slug=slug))
    return answer(
        "submission/start.html", form=form, idea=idea, status=form.status, **steps_of(idea)
    )


@blueprint.route("/drafts/<slug>/idea", methods=["GET", "POST", "PUT"])
@guarded(Permission.IDEA_EDIT)
def idea(slug: str) -> Response:
    """The texts; PUT saves while one types and answers with what stands beside the form."""
    idea = own_draft(slug)
    is_again, changed = idea.resubmits_id is not None, change_of(idea)
    form = IdeaForm(obj=idea, tags=", ".join(tags_of(idea.id)), is_again=is_again, changed=changed)
    if form.was_sent():
        if not _is_written(idea, form):
            return _words(idea, form, status=409, theirs=_theirs(idea, form))
        if request.method == "POST":
            return see(url_for(_next_step(), slug=slug))
    return _words(idea, form, status=422 if form.errors else 200)


def _is_written(idea: Idea, form: IdeaForm) -> bool:
    """Write what was typed; False, and nothing is written, when another window wrote since."""
    texts = {name: form.said(name) for name in TEXTS}
    tags, person = tags_in(form.said("tags")), current_user.person
    window = actions.Window(form.said("pen"), _seen())
    try:
        actions.write_idea(idea, tags=tags, window=window, by=person, **texts)
        if "changed" in form:
            say_what_changed(idea, form.said("changed"), by=person)
    except Refused as refused:
        if refused.refusal.code != "draft.written_elsewhere":
            raise
        db.session.rollback()
        return False
    return True


def _seen() -> int | None:
    """The version this window has seen, or was told to write over; 0 when it says nothing clear."""
    if not {"over", "seen"} & set(request.form):
        return None
    return numbered(typed("over") or typed("seen")) or 0


def _theirs(idea: Idea, form: IdeaForm) -> Sequence[tuple[Any, str, str]]:
    """What another window wrote: each field that differs, as it is here and as it is there."""
    there = {name: getattr(idea, name) for name in TEXTS}
    there["tags"] = ", ".join(tags_of(idea.id))
    return [
        (form[name].label.text, form.said(name), said)
        for name, said in there.items()
        if form.said(name).splitlines() != said.splitlines()
    ]


def _next_step() -> str:
    return "submission.pictures" if "onward" in request.form else "submission.idea"


def _words(idea: Idea, form: IdeaForm, *, status: int, theirs: Any = ()) -> Response:
    version, is_saved = writing_of(idea.id).version, status == SAVED
    return answer(
        "submission/idea.html",
        part="submission/_beside.html",
        status=status,
        idea=idea,
        form=form,
        theirs=theirs,
        html=html_of(form.said("body")),
        named=named_in(" / ".join(form.said(name) for name in NAMING)),
        longest=COUNTED,
        version=version,
        seen=version if is_saved else _seen(),
        **steps_of(idea),
    )


@blueprint.post("/drafts/<slug>/reading")
@guarded(Permission.IDEA_EDIT)
def reading(slug: str) -> Response:
    """The texts as their page will show them, before they are saved."""
    texts: dict[str, Any] = {name: typed(name)[:most] for name, most in LONGEST.items()}
    idea, html = own_draft(slug), html_of(texts["body"])
    language = typed("language")
    return answer("submission/_reading.html", idea=idea, html=html, language=language, **texts)


@blueprint.get("/drafts/<slug>/preview")
@guarded(Permission.IDEA_EDIT)
def preview(slug: str) -> Response:
    """The idea's own page, which its team may see before anybody else."""
    return see(url_for("gallery.idea", slug=own_idea(slug).slug))


@blueprint.route("/drafts/<slug>/deletion", methods=["GET", "POST"])
@guarded(Permission.IDEA_EDIT)
def deletion(slug: str) -> Response:
    """Ask, then delete a draft for good."""
    idea = own_draft(slug)
    if request.method == "POST":
        actions.delete_draft(idea, by=current_user.person)
        flash(_("The draft is deleted."), "success")
        return see(url_for("workshop.home"))
    return answer("submission/deletion.html", idea=idea)
