"""Every part of the design in every state, for whoever builds or judges it."""

import re
from typing import Any

from flask import Response, request

from ideas import clock
from ideas.desk.blueprint import blueprint
from ideas.desk.showing import samples
from ideas.desk.showing.forms import empty_form, wrong_form
from ideas.policy import Permission
from ideas.web.answer import answer
from ideas.web.assets import texts
from ideas.web.guard import guarded

DRAWING = re.compile(r'<symbol id="([^"]+)"')
SWITCHES = {"theme": ("light", "dark"), "density": ("gallery", "desk"), "dir": ("ltr", "rtl")}


@blueprint.get("/desk/style")
@guarded(Permission.DESK_SEE)
def style() -> Response:
    """The parts, in the theme, density and direction asked for."""
    return answer(
        "desk/style.html",
        switches=SWITCHES,
        chosen={name: _chosen(name) for name in SWITCHES},
        empty_form=empty_form(),
        wrong_form=wrong_form(),
        **_samples(),
    )


def _chosen(name: str) -> str:
    wanted, known = request.args.get(name, ""), SWITCHES[name]
    return wanted if wanted in known else known[0]


def _samples() -> dict[str, Any]:
    return {
        "now": clock.now(),
        "ladders": samples.ladders(),
        "cards": samples.cards(),
        "pictures": samples.pictures(),
        "points": samples.POINTS,
        "drawings": DRAWING.findall(texts()["img/icons.svg"][0]),
    }
