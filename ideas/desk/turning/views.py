"""The dials: how each stands, turning it, who turned it, turning it back."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.queries import names_of
from ideas.desk.blueprint import blueprint
from ideas.desk.showing.samples import a_ladder
from ideas.desk.turning.forms import LogoForm, form_of, tried_brand, values_of
from ideas.policy import Permission
from ideas.settings.actions import turn
from ideas.settings.models import DialTurn
from ideas.settings.queries import turn_of, turns_of
from ideas.settings.rules import declared, dial_named
from ideas.storage.pictures import BadPicture, keep, prepared
from ideas.web.answer import answer, see
from ideas.web.colours import corrections
from ideas.web.forms import Form
from ideas.web.guard import found, guarded
from ideas.web.settings import Brand, logo_of
from ideas.web.speak import sentence_of

SHOWN_TURNS = 10


@dataclass(frozen=True)
class Turned:
    """A turn as it is told: the dial's label, from what to what, by whom."""

    id: int
    label: str
    kind: str
    before: Any
    after: Any
    by: str
    at: Any


@blueprint.get("/desk/dials")
@guarded(Permission.DIALS_TURN)
def dials() -> Response:
    """Every package's dials."""
    return _page({})


def _page(sent: dict[str, Form], status: int = 200, logo: LogoForm | None = None) -> Response:
    packages = {
        name: (sent.get(name) or form_of(cls), _turns(name, cls))
        for name, cls in declared().items()
    }
    tried = tried_brand(packages["web"][0])
    return answer(
        "desk/dials.html",
        part="desk/_look.html",
        status=status,
        packages=packages,
        sent=sent,
        tried=tried,
        corrections=corrections(tried.accent),
        ladder=a_ladder(),
        logo_form=logo or LogoForm(formdata=None),
    )


def _turns(package: str, cls: type[Any]) -> list[Turned]:
    turns = turns_of(package, SHOWN_TURNS)
    names = names_of({each.by_id for each in turns if each.by_id is not None})
    return [_told(each, cls, names.get(each.by_id or 0, "")) for each in turns]


def _told(turned: DialTurn, cls: type[Any], by: str) -> Turned:
    dial = dial_named(cls, turned.name)
    label, kind = (_(dial.label), dial.kind) if dial else (turned.name, "text")
    before, after = turned.before["value"], turned.after["value"]
    if dial and kind == "choice":
        before, after = (dial.choices.get(each, each) for each in (before, after))
    return Turned(turned.id, label, kind, before, after, by, turned.at)


@blueprint.post("/desk/dials/<package>")
@guarded(Permission.DIALS_TURN, always=True)
def turn_dials(package: str) -> Response:
    """Turn what was changed in a package's form."""
    cls = found(declared().get(package))
    form = form_of(cls, typed=True)
    if not form.was_sent():
        return _page({package: form}, 422)
    for name, value in values_of(form, cls).items():
        turn(cls, name, value, by=current_user.id)
    flash(_("Saved. It holds from now on."), "good")
    return see(url_for(".dials", _anchor=package))


@blueprint.post("/desk/dials/<package>/turns/<int:turn_id>/reversal")
@guarded(Permission.DIALS_TURN, always=True)
def turn_back(package: str, turn_id: int) -> Response:
    """Set a dial back to where it stood before a turn."""
    cls, turned = found(declared().get(package)), found(turn_of(package, turn_id))
    turn(cls, turned.name, turned.before["value"], by=current_user.id)
    flash(_("Turned back."), "good")
    return see(url_for(".dials", _anchor=package))


@blueprint.post("/desk/dials/web/look")
@guarded(Permission.DIALS_TURN, always=True)
def look() -> Response:
    """How the brand would look with what is typed; nothing is turned."""
    form = form_of(Brand, typed=True)
    form.validate()
    return _page({"web": form})


@blueprint.post("/desk/dials/web/logo")
@guarded(Permission.DIALS_TURN)
def logo() -> Response:
    """Show another logo; the one before is kept, so that the dial can be turned back."""
    form = LogoForm()
    if not form.was_sent():
        return _page({}, 422, form)
    try:
        kept = keep(prepared(form.file.data.read(), sender=current_user.id, logo=True))
    except BadPicture as bad:
        form.say("file", sentence_of(bad.refusal))
        return _page({}, 422, form)
    turn(Brand, "logo", logo_of(kept), by=current_user.id)
    flash(_("Saved. It holds from now on."), "good")
    return see(url_for(".dials", _anchor="web"))


@blueprint.delete("/desk/dials/web/logo")
@guarded(Permission.DIALS_TURN)
def logo_gone() -> Response:
    """Show our mark in the place of a logo."""
    turn(Brand, "logo", "", by=current_user.id)
    flash(_("Saved. It holds from now on."), "good")
    return see(url_for(".dials", _anchor="web"))
