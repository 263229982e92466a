"""What an idea's share image says, and the address that says the same."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask import url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from ideas.gallery.blueprint import public_base
from ideas.gallery.rules import at_least
from ideas.journey.models import Idea
from ideas.settings.queries import dials
from ideas.submission.queries import PictureView
from ideas.voting.ladder import LadderView, StepState
from ideas.web.format import number
from ideas.web.settings import Brand
from ideas.web.speak import label_of

DRAWN_LIKE_THIS = 3  # count up when the drawing changes, so that addresses do
DIGEST_LENGTH = 12


@dataclass(frozen=True)
class Mark:
    """A tier on the image's rail, ``at`` from 0 to 1."""

    votes: str
    at: float
    is_reached: bool


@dataclass(frozen=True)
class Card:
    """Everything an image shows, in its language; two equal cards are the same image."""

    @property
    def digest(self) -> str:
        """A short name for all of it."""
        said = json.dumps([DRAWN_LIKE_THIS, asdict(self)], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:DIGEST_LENGTH]


@dataclass(frozen=True)
class ShareCard(Card):
    """What the image of an idea shows."""

    title: str
    creators: str
    brand: str
    accent: str
    logo: str
    picture: str
    colour: str
    count: str
    votes: str
    standing: str
    fill: float
    marks: tuple[Mark, ...]
    language: str

    @property
    def words(self) -> str:
        """The image in words."""
        said = self.title, f"{self.count} {self.votes}".strip(), self.standing
        return ". ".join(each for each in said if each)


def share_card(
    idea: Idea, pictures: Sequence[PictureView], ladder: LadderView | None, language: str
) -> ShareCard:
    """The card of an idea as it stands."""
    brand, first = dials(Brand), pictures[0] if pictures else None
    with force_locale(language):
        count, votes = _votes(ladder)
        return ShareCard(
            title=idea.title,
            creators=_creators(idea),
            brand=brand.name,
            accent=brand.accent,
            logo=brand.picture.file if brand.picture else "",
            picture=first.file if first else "",
            colour=first.colour if first else "",
            count=count,
            votes=votes,
            standing=_standing(ladder, label_of("stage", idea.stage)),
            fill=round(ladder.fill, 2) if ladder else 0.0,
            marks=_marks(ladder),
            language=language,
        )


def _creators(idea: Idea) -> str:
    others = len(idea.team_ids) - 1
    if not others:
        return str(_("by %(name)s", name=idea.creator.name))
    return str(
        ngettext(
            "by %(name)s and %(num)s other",
            "by %(name)s and %(num)s others",
            others,
            name=idea.creator.name,
        )
    )


def _votes(ladder: LadderView | None) -> tuple[str, str]:
    """The count to two digits, so that it stays true while the image travels."""
    if ladder is None:
        return "", ""
    least = at_least(ladder.votes)
    more = "" if least == ladder.votes else "+"
    return f"{number(least)}{more}", str(ngettext("vote", "votes", ladder.votes))


def _standing(ladder: LadderView | None, stage: str) -> str:
    if ladder is None:
        return stage
    ahead = next((tier for tier in ladder.tiers if tier.is_next), None)
    if ahead is not None:
        return str(_("next milestone: %(votes)s", votes=number(ahead.votes)))
    now = next((step for step in ladder.later if step.state is StepState.NOW), None)
    return str(label_of("step", now.name)) if now and not ladder.ended else stage


def _marks(ladder: LadderView | None) -> tuple[Mark, ...]:
    tiers = ladder.tiers if ladder else ()
    return tuple(Mark(number(tier.votes), tier.at, tier.is_reached) for tier in tiers)


@dataclass(frozen=True)
class Shown:
    """The image as a page names it."""

    address: str
    words: str


def shown_when_shared(slug: str, card: ShareCard) -> Shown:
    """Where the image is found, and what it says."""
    return Shown(public_base() + image_address(slug, card), card.words)


def image_address(slug: str, card: ShareCard) -> str:
    """The address of a card's image, without the host."""
    language, digest = card.language, card.digest
    return url_for("gallery.share_image", slug=slug, language=language, digest=digest)
