"""The dials: how each stands, turning it, who turned it, turning it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.queries import names_of
from ideas.desk.blueprint import blueprint
from ideas.desk.showing.samples import a_ladder
from ideas.desk.turning.forms import SEEN, LogoForm, form_of, tried_brand, turn_seen, values_of
from ideas.policy import Permission
from ideas.settings.actions import turn, turn_together
from ideas.settings.models import DialTurn
from ideas.settings.queries import dials as standing
from ideas.settings.queries import newest_turn, turn_of, turns_of
from ideas.settings.rules import Dial, declared, dial_named, package_of, switches
from ideas.settings.rules import dials_of as dials_of_class
from ideas.storage.pictures import BadPicture, keep, prepared
from ideas.web.answer import answer, see
from ideas.web.colours import corrections
from ideas.web.forms import Form, typed
from ideas.web.guard import found, guarded
from ideas.web.settings import Brand, logo_of
from ideas.web.speak import sentence_of

SHOWN_TURNS = 10


@dataclass(frozen=True)
class Turned:
    """A turn as it is told: the dial's label, from what to what, by whom."""

    id: int
    name: str
    label: str
    kind: str
    before: Any
    after: Any
    by: str
    at: Any


@dataclass(frozen=True)
class Switch:
    """A switch that the staff must not forget, as it stands, and its last turn."""

    package: str
    dial: Dial
    is_on: bool
    turn: Turned | None

    @property
    def is_turned(self) -> bool:
        """True while it stands away from its default."""
        return self.is_on is not self.dial.default


@dataclass(frozen=True)
class Group:
    """A package in the list of all: how many dials it has, how many are turned, the last turn."""

    name: str
    dials: int
    turned: int
    last: Turned | None


@blueprint.get("/desk/dials")
@guarded(Permission.DIALS_TURN)
def dials() -> Response:
    """The switches, and every package's way to its dials."""
    found_switches = [_switch(cls, dial) for cls, dial in switches()]
    groups = [_group(name, cls) for name, cls in declared().items()]
    return answer("desk/dials.html", switches=found_switches, packages=groups)


def _switch(cls: type[Any], dial: Dial) -> Switch:
    package = package_of(cls)
    last = next((each for each in _turns(package, cls, 50) if each.name == dial.name), None)
    return Switch(package, dial, getattr(standing(cls), dial.name), last)


def _group(name: str, cls: type[Any]) -> Group:
    known, stands = dials_of_class(cls), standing(cls)
    turned = sum(getattr(stands, each.name) != each.default for each in known)
    return Group(name, len(known), turned, next(iter(_turns(name, cls, 1)), None))


@blueprint.get("/desk/dials/<package>")
@guarded(Permission.DIALS_TURN)
def dials_of(package: str) -> Response:
    """A package's dials, and who turned them."""
    return _page(package, form_of(found(declared().get(package))))


def _page(
    package: str,
    form: Form,
    status: int = 200,
    *,
    logo: LogoForm | None = None,
    newer: Sequence[Turned] = (),
) -> Response:
    """The form; ``newer`` is what somebody else turned since it was drawn."""
    form[SEEN].data = newest_turn(package)
    shown = _brand_shown(form, logo) if package == "web" else {}
    return answer(
        "desk/dials_of.html",
        part="desk/_look.html" if shown else None,
        status=status,
        package=package,
        form=form,
        turns=_turns(package, declared()[package]),
        newer=newer,
        **shown,
    )


def _brand_shown(form: Form, logo: LogoForm | None) -> dict[str, Any]:
    """The look as it would be, beside the brand's form."""
    tried = tried_brand(form)
    shown = {"tried": tried, "corrections": corrections(tried.accent), "ladder": a_ladder()}
    return {**shown, "logo_form": logo or LogoForm(formdata=None)}


def _turns(package: str, cls: type[Any], most: int = SHOWN_TURNS) -> list[Turned]:
    return _all_told(turns_of(package, most), cls)


def _all_told(turns: Sequence[DialTurn], cls: type[Any]) -> list[Turned]:
    names = names_of({each.by_id for each in turns if each.by_id is not None})
    return [_told(each, cls, names.get(each.by_id or 0, "")) for each in turns]


def _told(turned: DialTurn, cls: type[Any], by: str) -> Turned:
    dial = dial_named(cls, turned.name)
    label, kind = (_(dial.label), dial.kind) if dial else (turned.name, "text")
    before, after = turned.before["value"], turned.after["value"]
    if dial and kind == "choice":
        before, after = (dial.choices.get(each, each) for each in (before, after))
    return Turned(turned.id, turned.name, label, kind, before, after, by, turned.at)


@blueprint.post("/desk/dials/<package>")
@guarded(Permission.DIALS_TURN, always=True)
def turn_dials(package: str) -> Response:
    """Turn what was changed in a package's form."""
    cls = found(declared().get(package))
    form = form_of(cls, typed=True)
    if not form.was_sent():
        return _page(package, form, 422)
    seen = turn_seen(form)
    newer = turn_together(cls, values_of(form, cls), seen=seen, by=current_user.id)
    if newer:
        return _page(package, form, 409, newer=_all_told(newer, cls))
    flash(_("Saved. It holds from now on."), "good")
    return see(url_for(".dials_of", package=package))


@blueprint.post("/desk/dials/<package>/switches/<name>")
@guarded(Permission.DIALS_TURN, always=True)
def switch(package: str, name: str) -> Response:
    """Switch something on or off, for the whole site."""
    cls = found(declared().get(package))
    dial = found(dial_named(cls, name))
    if not dial.alarm or typed("to") not in {"on", "off"}:
        abort(404)
    turn(cls, name, typed("to") == "on", by=current_user.id)
    flash(_("Saved. It holds from now on."), "good")
    return see(url_for(".dials", _anchor="switches"))


@blueprint.post("/desk/dials/<package>/turns/<int:turn_id>/reversal")
@guarded(Permission.DIALS_TURN, always=True)
def turn_back(package: str, turn_id: int) -> Response:
    """Set a dial back to where it stood before a turn."""
    cls, turned = found(declared().get(package)), found(turn_of(package, turn_id))
    turn(cls, turned.name, turned.before["value"], by=current_user.id)
    flash(_("Turned back."), "good")
    return see(url_for(".dials_of", package=package))


@blueprint.post("/desk/dials/web/look")
@guarded(Permission.DIALS_TURN, always=True)
def look() -> Response:
    """How the brand would look with what is typed; nothing is turned."""
    form = form_of(Brand, typed=True)
    form.validate()
    return _page("web", form)


@blueprint.post("/desk/dials/web/logo")
@guarded(Permission.DIALS_TURN)
def logo() -> Response:
    """Show another logo; the one before is kept, so that the dial can be turned back."""
    form = LogoForm()
    if not form.was_sent():
        return _page("web", form_of(Brand), 422, logo=form)
    try:
        kept = keep(prepared(form.file.data.read(), sender=current_user.id, logo=True))
    except BadPicture as bad:
        form.say("file", sentence_of(bad.refusal))
        return _page("web", form_of(Brand), 422, logo=form)
    turn(Brand, "logo", logo_of(kept), by=current_user.id)
    flash(_("Saved. It holds from now on."), "good")
    return see(url_for(".dials_of", package="web"))


@blueprint.delete("/desk/dials/web/logo")
@guarded(Permission.DIALS_TURN)
def logo_gone() -> Response:
    """Show our mark in the place of a logo."""
    turn(Brand, "logo", "", by=current_user.id)
    flash(_("Saved. It holds from now on."), "good")
    return see(url_for(".dials_of", package="web"))
