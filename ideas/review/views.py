"""The reviewers' pages, on one blueprint."""

from ideas.review.attachments import views as attachments
from ideas.review.blueprint import blueprint
from ideas.review.cases import views as cases
from ideas.review.chances import views as chances
from ideas.review.conflicts import views as conflicts
from ideas.review.decisions import views as decisions
from ideas.review.estimates import views as estimates
from ideas.review.reopening import views as reopening
from ideas.review.rounds import views as rounds
from ideas.review.scoring import views as scoring
from ideas.review.wordings import views as wordings

__all__ = [
    "attachments",
    "blueprint",
    "cases",
    "chances",
    "conflicts",
    "decisions",
    "estimates",
    "reopening",
    "rounds",
    "scoring",
    "wordings",
]
