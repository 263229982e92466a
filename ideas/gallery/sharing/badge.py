"""An idea's badge for other sites, and its link as a QR code."""

import io
import unicodedata
from dataclasses import dataclass

import segno
from flask_babel import force_locale

from ideas.gallery.blueprint import public_address
from ideas.gallery.sharing.card import ShareCard
from ideas.journey.models import Idea
from ideas.text import without_controls
from ideas.voting.ladder import LadderView
from ideas.voting.referrals.rules import Channel
from ideas.web.colours import LIGHT, darker_until
from ideas.web.format import number

WIDEST = 34
INK, PAPER = "#1d1b16", "#ffffff"


@dataclass(frozen=True)
class Badge:
    """What ``gallery/badge.xml`` draws."""

    title: str
    brand: str
    accent: str
    count: str
    votes: str
    standing: str
    ladder: LadderView | None


def badge_of(idea: Idea, card: ShareCard, ladder: LadderView | None) -> Badge:
    """The badge of an idea, with its count to the vote."""
    with force_locale(card.language):
        return Badge(
            title=shortened(without_controls(idea.title)),
            brand=shortened(without_controls(card.brand)),
            accent=darker_until(card.accent, LIGHT.card, 3),
            count=number(ladder.votes) if ladder else "",
            votes=card.votes,
            standing=card.standing,
            ladder=ladder,
        )


def shortened(text: str) -> str:
    """As much of a text as fits on the badge, broad letters counting twice."""
    room, kept = WIDEST, ""
    for letter in text:
        room -= 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if room < 0:
            return kept.rstrip() + "…"
        kept += letter
    return kept


def qr_code(slug: str) -> bytes:
    """A QR code of an idea's link, as SVG; reads well when a corner is damaged."""
    address = public_address("gallery.idea", slug=slug, via=Channel.QR.value)
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", scale=8, border=3, dark=INK, light=PAPER)
    return drawn.getvalue()
