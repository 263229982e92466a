"""The pictures step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from ideas.journey.models import Idea
from ideas.policy import Permission
from ideas.refusals import Refusal
from ideas.storage.pictures import BadPicture
from ideas.storage.rules import MOST_BYTES
from ideas.submission.blueprint import blueprint, own_draft
from ideas.submission.drafting.todo import steps_of
from ideas.submission.models import Picture
from ideas.submission.pictures import actions
from ideas.submission.pictures.forms import PictureForm, ReplacementForm, UploadForm
from ideas.submission.pictures.rules import MOST_PICTURES, Finding, findings_in
from ideas.submission.queries import PictureView, looks_of, picture_of, pictures_of
from ideas.web.answer import answer, see, wants_parts
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_person
from ideas.web.speak import sentence_of

STATUS_OF = {
    "picture.too_big": 413,
    "picture.too_many_pixels": 413,
    "picture.too_many": 409,
    "picture.busy": 503,
}
BUSY, BUSY_SECONDS = 503, "10"
NOT_USABLE = 415
MOST_FORM_BYTES = (MOST_PICTURES + 1) * MOST_BYTES
ADDRESS = "/drafts/<slug>/pictures"
ONE = f"{ADDRESS}/<int:picture_id>"


@dataclass(frozen=True)
class Shown:
    """A picture of the draft, its form, and what could be better about it."""

    view: PictureView
    form: PictureForm
    findings: Sequence[Finding]


@blueprint.url_value_preprocessor
def make_room(endpoint: str | None, values: Any) -> None:
    """Several pictures may come in one form, from who is signed in."""
    if endpoint == "submission.upload" and current_user.is_authenticated:
        request.max_content_length = MOST_FORM_BYTES


@blueprint.get(ADDRESS)
@guarded(Permission.IDEA_EDIT)
def pictures(slug: str) -> Response:
    """What is shown so far, and room for more."""
    return _page(own_draft(slug))


@blueprint.post(ADDRESS)
@guarded(Permission.IDEA_EDIT)
def upload(slug: str) -> Response:
    """Take pictures, and say of each file that is none why; 413 and 415 when no file was good."""
    idea, form = own_draft(slug), UploadForm()
    if not form.was_sent():
        return _page(idea, form=form, status=422)
    files: list[FileStorage] = form.file.data
    for _file in files:
        spend_by_person("upload")
    added = actions.add_pictures(idea, _read(files), by=current_user.person)
    fresh = next((each.id for each in added if isinstance(each, Picture)), None)
    refused = [
        (str(file.filename), each)
        for file, each in zip(files, added, strict=True)
        if isinstance(each, Refusal)
    ]
    return _after(slug, fresh=fresh, refused=refused)


def _read(files: Sequence[FileStorage]) -> Iterator[bytes]:
    for file in files:
        yield file.read(MOST_BYTES + 1)


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
    if request.method == "PUT" and wants_parts():
        return answer("submission/_checklist.html", **steps_of(idea))
    return _after(slug)


@blueprint.delete(ONE)
@guarded(Permission.IDEA_EDIT)
def picture_gone(slug: str, picture_id: int) -> Response:
    """Take a picture out."""
    idea = own_draft(slug)
    shown = found(picture_of(idea.id, picture_id))
    actions.remove_picture(shown, by=current_user.person)
    return _after(slug)


@blueprint.post(f"{ONE}/file")
@guarded(Permission.IDEA_EDIT)
def replacement(slug: str, picture_id: int) -> Response:
    """Show another file in a picture's place."""
    idea, form = own_draft(slug), ReplacementForm()
    shown = found(picture_of(idea.id, picture_id))
    if not form.was_sent():
        return _page(idea, form=form, status=422)
    spend_by_person("upload")
    try:
        actions.replace_picture(shown, form.file.data.read(), by=current_user.person)
    except BadPicture as bad:
        return _after(slug, refused=[(str(form.file.data.filename), bad.refusal)])
    return _after(slug, fresh=picture_id)


def _after(
    slug: str, *, fresh: int | None = None, refused: Sequence[tuple[str, Refusal]] = ()
) -> Response:
    if not refused and not wants_parts():
        return see(url_for(".pictures", slug=slug))
    is_nothing = refused and fresh is None
    status = STATUS_OF.get(refused[0][1].code, NOT_USABLE) if is_nothing else 200
    said = [(name, sentence_of(refusal)) for name, refusal in refused]
    response = _page(own_draft(slug), status=status, fresh=fresh, refused=said)
    if status == BUSY:
        response.headers["Retry-After"] = BUSY_SECONDS
    return response


def _page(
    idea: Idea,
    *,
    status: int = 200,
    form: UploadForm | ReplacementForm | None = None,
    typed: dict[int, PictureForm] | None = None,
    **values: Any,
) -> Response:
    return answer(
        "submission/pictures.html",
        part="submission/_pictures.html",
        status=status,
        idea=idea,
        form=form or UploadForm(formdata=None),
        replacing=ReplacementForm(formdata=None),
        shown=_shown(idea, typed or {}),
        most=MOST_PICTURES,
        **steps_of(idea),
        **values,
    )


def _shown(idea: Idea, typed: dict[int, PictureForm]) -> list[Shown]:
    looks = looks_of(idea.id)
    return [
        Shown(
            view,
            typed.get(view.id) or PictureForm(formdata=None, alt=view.alt),
            findings_in(looks[view.id], is_cover=place == 0) if view.id in looks else (),
        )
        for place, view in enumerate(pictures_of(idea.id))
    ]
