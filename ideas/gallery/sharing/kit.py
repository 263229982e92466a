"""What one copies to show an idea elsewhere: links by channel, texts of its creators, badge."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from ideas.gallery.blueprint import public_address
from ideas.gallery.sharing.card import image_address, share_card
from ideas.journey.models import Idea
from ideas.settings.queries import dials
from ideas.submission.queries import pictures_of
from ideas.voting.queries import ladder_of
from ideas.voting.referrals.rules import Channel
from ideas.web.languages import language
from ideas.web.settings import Brand


@dataclass(frozen=True)
class Words:
    """A text to send by a channel; ``subject`` only where there is one."""

    channel: Channel
    text: str
    subject: str = ""


def kit_values(idea: Idea) -> dict[str, Any]:
    """What ``gallery/kit.html`` shows besides the sources."""
    card = share_card(idea, pictures_of(idea.id), ladder_of(idea), language())
    return {
        "card": card,
        "image": image_address(idea.slug, card),
        "words": words_for(idea),
        "badge": badge_of_page(idea),
        "snippet": snippet_of(idea),
    }


def words_for(idea: Idea) -> Sequence[Words]:
    """Texts a creator may send as they are; each says what they stand to earn."""
    title, brand = idea.title, dials(Brand).name
    asked = _("I put an idea up for votes: %(title)s. Would you have a look?", title=title)
    told = {
        Channel.POST: _("My idea for %(brand)s: %(title)s. Vote for it:", brand=brand, title=title),
        Channel.MESSAGE: asked,
        Channel.MAIL: asked,
        Channel.VIDEO: _("Vote for %(title)s:", title=title),
    }
    return [
        Words(channel, _whole(idea, channel, str(said)), _subject(channel, title))
        for channel, said in told.items()
    ]


def _whole(idea: Idea, channel: Channel, said: str) -> str:
    return "\n".join((said, link_of(idea, channel), str(disclosure())))


def _subject(channel: Channel, title: str) -> str:
    return title if channel is Channel.MAIL else ""


def disclosure() -> str:
    """What whoever shares their own idea should say with it."""
    return str(_("I earn a royalty if this is made."))


def link_of(idea: Idea, channel: Channel) -> str:
    """The idea's address as it is shared by a channel."""
    return public_address("gallery.idea", slug=idea.slug, via=channel.value)


def badge_of_page(idea: Idea) -> str:
    """Where the badge is found, without the host."""
    return url_for("gallery.badge", slug=idea.slug, language=language())


def snippet_of(idea: Idea) -> str:
    """The HTML that puts the badge on another site."""
    badge = public_address("gallery.badge", slug=idea.slug, language=language())
    html = Markup('<a href="{}"><img src="{}" alt="{}" width="360" height="112"></a>')
    return str(html.format(link_of(idea, Channel.BADGE), badge, idea.title))
