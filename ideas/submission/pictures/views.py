"""The pictures step."""

from flask import Response, url_for
from flask_login import current_user

from ideas.journey.models import Idea
from ideas.policy import Permission
from ideas.refusals import Refusal
from ideas.storage.pictures import BadPicture
from ideas.submission.blueprint import blueprint, own_draft
from ideas.submission.pictures import actions
from ideas.submission.pictures.forms import PictureForm, UploadForm
from ideas.submission.pictures.rules import MOST_PICTURES
from ideas.submission.queries import picture_of, pictures_of
from ideas.web.answer import answer, see, wants_parts
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_person
from ideas.web.speak import sentence_of

STATUS_OF = {"picture.too_big": 413, "picture.too_many_pixels": 413, "picture.busy": 503}
NOT_USABLE = 415
ADDRESS = "/drafts/<slug>/pictures"
ONE = f"{ADDRESS}/<int:picture_id>"


@blueprint.get(ADDRESS)
@guarded(Permission.IDEA_EDIT)
def pictures(slug: str) -> Response:
    """What is shown so far, and room for more."""
    return _page(own_draft(slug))


@blueprint.post(ADDRESS)
@guarded(Permission.IDEA_EDIT)
def upload(slug: str) -> Response:
    """Take a picture; 413 and 415 say what may be sent."""
    idea, form = own_draft(slug), UploadForm()
    if not form.was_sent():
        return _page(idea, form, status=422)
    spend_by_person("upload")
    try:
        added = actions.add_picture(idea, form.file.data.read(), by=current_user.person)
    except BadPicture as bad:
        return _refused(idea, form, bad.refusal)
    return _after(slug, fresh=added.id)


def _refused(idea: Idea, form: UploadForm, refusal: Refusal) -> Response:
    form.say("file", sentence_of(refusal))
    return _page(idea, form, status=STATUS_OF.get(refusal.code, NOT_USABLE))


@blueprint.route(ONE, methods=["POST", "PUT"])
@guarded(Permission.IDEA_EDIT)
def picture(slug: str, picture_id: int) -> Response:
    """Describe a picture, move it."""
    idea, form = own_draft(slug), PictureForm()
    shown = found(picture_of(idea.id, picture_id))
    if not form.was_sent():
        return _page(idea, status=422, typed={picture_id: form})
    steps, alt = form.steps.data or 0, form.alt.data or ""
    actions.change_picture(shown, alt=alt, steps=steps, by=current_user.person)
    return _after(slug)


@blueprint.delete(ONE)
@guarded(Permission.IDEA_EDIT)
def picture_gone(slug: str, picture_id: int) -> Response:
    """Take a picture out."""
    idea = own_draft(slug)
    shown = found(picture_of(idea.id, picture_id))
    actions.remove_picture(shown, by=current_user.person)
    return _after(slug)


def _after(slug: str, *, fresh: int | None = None) -> Response:
    if wants_parts():
        return _page(own_draft(slug), fresh=fresh)
    return see(url_for(".pictures", slug=slug))


def _page(
    idea: Idea,
    form: UploadForm | None = None,
    *,
    status: int = 200,
    typed: dict[int, PictureForm] | None = None,
    fresh: int | None = None,
) -> Response:
    shown = pictures_of(idea.id)
    return answer(
        "submission/pictures.html",
        part="submission/_pictures.html",
        status=status,
        idea=idea,
        form=form or UploadForm(formdata=None),
        shown=[(view, (typed or {}).get(view.id) or _form_of(view.alt)) for view in shown],
        most=MOST_PICTURES,
        fresh=fresh,
    )


def _form_of(alt: str) -> PictureForm:
    return PictureForm(formdata=None, alt=alt)
