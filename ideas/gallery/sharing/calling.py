"""What the share image of a page of the brand's own says: home, the list, the rounds, a round."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import force_locale, format_date, ngettext
from flask_babel import gettext as _

from ideas.gallery.blueprint import public_base
from ideas.gallery.sharing.card import Card, Shown
from ideas.review.models import Outcome, Round
from ideas.review.queries import results_of
from ideas.settings.queries import dials
from ideas.web.languages import language as readers_language
from ideas.web.settings import Brand

Said = tuple[str, str]


@dataclass(frozen=True)
class BrandCard(Card):
    """What the image of such a page shows."""

    title: str
    text: str
    brand: str
    accent: str
    logo: str
    language: str

    @property
    def words(self) -> str:
        """The image in words."""
        return ". ".join(each for each in (self.brand, self.title, self.text) if each)


def _home() -> Said:
    return "", _("Show an idea. Gather votes. Get an answer.")


def _ideas() -> Said:
    return _("Ideas"), _("What people would like us to make. Look, search, vote.")


def _rounds() -> Said:
    return _("Review rounds"), _("Every answer with its reason.")


def _made() -> Said:
    return _("Made"), _("Products that began as ideas here.")


def _campaigns() -> Said:
    return _("Campaigns"), _("Contests, calls and namings, with their rules and results.")


def _how() -> Said:
    return _("How it works"), _("From the first vote to a share of every sale.")


PAGES: dict[str, Callable[[], Said]] = {
    "home": _home,
    "ideas": _ideas,
    "campaigns": _campaigns,
    "rounds": _rounds,
    "made": _made,
    "how": _how,
}


def page_card(page: str, language: str) -> BrandCard:
    """The card of one of the pages; home says the brand's call."""
    with force_locale(language):
        title, text = PAGES[page]()
        return _card(title or dials(Brand).call_in(language), text, language)


def round_card(round_: Round, language: str) -> BrandCard:
    """The card of a round: when it answers, or what was answered."""
    with force_locale(language):
        return _card(round_.name, _of_round(round_), language)


def _of_round(round_: Round) -> str:
    if round_.published_at is None:
        return str(_("Answers by %(day)s", day=format_date(round_.decision_due_on, "long")))
    outcomes = [decision.outcome for _idea, decision in results_of(round_)]
    selected = sum(each is Outcome.SELECTED for each in outcomes)
    return str(
        ngettext(
            "%(num)s answer, %(selected)s selected",
            "%(num)s answers, %(selected)s selected",
            len(outcomes),
            selected=selected,
        )
    )


def _card(title: str, text: str, language: str) -> BrandCard:
    brand = dials(Brand)
    logo = brand.picture
    return BrandCard(title, text, brand.name, brand.accent, logo.file if logo else "", language)


def shared_page(page: str) -> Shown:
    """What a page shows when it is shared, in its reader's language."""
    card = page_card(page, readers_language())
    return Shown(public_base() + page_address(page, card), card.words)


def shared_round(round_: Round) -> Shown:
    """What a round shows when it is shared."""
    card = round_card(round_, readers_language())
    return Shown(public_base() + round_address(round_, card), card.words)


def page_address(page: str, card: BrandCard) -> str:
    """The address of a page's image, without the host."""
    return url_for("gallery.share_page", page=page, language=card.language, digest=card.digest)


def round_address(round_: Round, card: BrandCard) -> str:
    """The address of a round's image, without the host."""
    return url_for(
        "gallery.share_round", slug=round_.slug, language=card.language, digest=card.digest
    )
