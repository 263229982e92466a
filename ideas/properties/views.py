"""The desk's list of properties."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.properties import actions, queries
from ideas.properties.forms import PropertyForm
from ideas.properties.models import Property, PropertyKind
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded

blueprint = Blueprint("properties", __name__)
A_PAGE = 100


@blueprint.get("/desk/properties")
@guarded(Permission.RIGHTS_KEEP)
def properties() -> Response:
    """The list, to be searched; and a form for one more."""
    return _list(PropertyForm(formdata=None, kind=PropertyKind.BLOCKED.value))


def _list(form: PropertyForm) -> Response:
    text, kind = request.args.get("q", "").strip(), request.args.get("kind")
    chosen = PropertyKind(kind) if kind in set(PropertyKind) else None
    key = request.args.get("after", "")
    rows = queries.properties_after(key, kind=chosen, text=text, limit=A_PAGE + 1)
    return answer(
        "properties/properties.html",
        status=form.status,
        rows=rows[:A_PAGE],
        after=rows[A_PAGE - 1].sort_key if len(rows) > A_PAGE else None,
        number=queries.number_of_properties(),
        text=text,
        kind=chosen,
        kinds=list(PropertyKind),
        form=form,
    )


@blueprint.post("/desk/properties")
@guarded(Permission.RIGHTS_KEEP)
def add() -> Response:
    """One more."""
    form = PropertyForm()
    if form.was_sent():
        with form.refusals_beside(property="name"):
            return _kept(form, None)
    return _list(form)


def _kept(form: PropertyForm, known: Property | None) -> Response:
    kept = actions.keep_property(
        form.said("name"),
        PropertyKind(form.said("kind")),
        by=current_user.person,
        aliases=form.said("aliases"),
        note=form.said("note"),
        known=known,
    )
    flash(_("“%(name)s” is on the list.", name=kept.name), "good")
    return see(url_for(".properties"))


@blueprint.route("/desk/properties/<int:property_id>", methods=["GET", "POST"])
@guarded(Permission.RIGHTS_KEEP)
def one(property_id: int) -> Response:
    """One of them, to be changed."""
    known = found(queries.property_with(property_id))
    form = PropertyForm(obj=known)
    if form.was_sent():
        with form.refusals_beside(property="name"):
            return _kept(form, known)
    return answer("properties/property.html", status=form.status, known=known, form=form)


@blueprint.delete("/desk/properties/<int:property_id>")
@guarded(Permission.RIGHTS_KEEP)
def drop(property_id: int) -> Response:
    """Off the list."""
    known = found(queries.property_with(property_id))
    name = known.name
    actions.drop_property(known, by=current_user.person)
    flash(_("“%(name)s” is off the list.", name=name), "good")
    return see(url_for(".properties"))
