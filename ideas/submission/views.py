"""Every page of submission, on one blueprint."""

from ideas.submission.blueprint import blueprint
from ideas.submission.drafting import views as drafting
from ideas.submission.ending import views as ending
from ideas.submission.pictures import views as pictures
from ideas.submission.team import views as team

__all__ = ["blueprint", "drafting", "ending", "pictures", "team"]
