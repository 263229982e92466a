"""The picture tour shows what it has, and stays light."""

import re

from tests.browser.tour import PICTURES
from tests.shape.source import ROOT

TOUR = ROOT / "docs" / "tour.md"
MOST_BYTES = 1_500_000


def shown() -> list[str]:
    """The names of the pictures the tour shows."""
    return re.findall(r"!\[[^\]]+\]\(tour/([a-z-]+)\.webp\)", TOUR.read_text(encoding="utf-8"))


def test_every_picture_is_there_is_shown_and_can_be_taken_again() -> None:
    kept = sorted(path.name for path in (ROOT / "docs" / "tour").iterdir())
    assert kept == sorted(f"{name}.webp" for name in shown())
    assert sorted(shown()) == sorted(PICTURES)


def test_the_tour_is_light() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "docs" / "tour").iterdir()) <= MOST_BYTES
