"""Things that exist on no other page: what the parts are shown with."""

from datetime import timedelta
from typing import Any

from ideas import clock
from ideas.journey.stages import Stage
from ideas.storage.grounds import COLUMNS, ROWS, ground_of
from ideas.submission.queries import PictureView
from ideas.voting.ladder import LadderView, view_of
from ideas.voting.models import Ballot

TIERS = [[100, 60], [1_000, 365], [5_000, 182], [10_000, 182]]
POINTS = [("1", 12), ("2", 40), ("3", 31), ("4", 96), ("5", 140), ("6", 152)]
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalterung für anspruchsvolle Reisende"
PIXEL = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='4' height='3'%3E"
    "%3Cpath fill='%238FC5AE' d='M0 0h4v3H0z'/%3E%3Ccircle fill='%23FBF1DF' cx='2.8' cy='1' "
    "r='.5'/%3E%3Cpath fill='%232F4F47' d='M0 3l1.3-1.6L2.4 3z'/%3E%3C/svg%3E"
)
GROUND = ground_of(
    "".join(colour * (COLUMNS * ROWS // 3) for colour in ("FBF1DF", "8FC5AE", "2F4F47")), ""
)
REACHED_AFTER = (4, 40, 200, 300)


def a_ladder(votes: int = 2_688, stage: Stage = Stage.LIVE) -> LadderView:
    """The ladder of an idea with this many votes."""
    now = clock.now()
    opened = now - timedelta(days=310)
    tier = sum(votes >= needed for needed, _ in TIERS)
    is_reached = tier == len(TIERS)
    ballot = Ballot(
        ladder=TIERS,
        goal=TIERS[-1][0],
        certification_hours=72,
        votes=votes,
        tier=tier,
        opened_at=opened,
        closes_at=now + timedelta(days=41),
        reached_at=now if is_reached else None,
        certify_at=now + timedelta(days=3) if is_reached else None,
    )
    days = dict(enumerate(REACHED_AFTER[:tier], 1))
    reached = {number: opened + timedelta(days=each) for number, each in days.items()}
    return view_of(ballot, stage, reached, review_due=now + timedelta(days=90))


def ladders() -> list[LadderView]:
    """Ladders at the foot, on the way, at the goal, made, and given up."""
    goal = TIERS[-1][0]
    return [
        a_ladder(0),
        a_ladder(),
        a_ladder(goal, Stage.CERTIFYING),
        a_ladder(goal + 412, Stage.ON_SALE),
        a_ladder(412, Stage.EXPIRED),
    ]


def cards() -> list[dict[str, Any]]:
    """Cards as they come: plain, with everything, with words that hardly fit, without a ladder."""
    plain = {"title": "Lighthouse", "url": "#cards", "creator_name": "Ada", "ladder": a_ladder()}
    shown = {"picture": pictures()[0], "badge": ("★", ""), "voted": True, "team_size": 3}
    endless = {"title": LONG, "creator_name": LONG, "note": LONG, "ladder": a_ladder(99_999_999)}
    bare = {"title": "Kettle", "ladder": None, "stage": Stage.IN_REVIEW}
    return [plain, plain | shown, plain | endless, plain | bare]


def pictures() -> list[PictureView]:
    """Pictures without a file, high and wide; the colours they wait in are those of the drawing."""
    shown = enumerate(((1600, 900), (900, 1600), (640, 640)))
    return [
        PictureView(id_, "", PIXEL, PIXEL, "", "", width, height, "#8FC5AE", GROUND)
        for id_, (width, height) in shown
    ]
