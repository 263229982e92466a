"""Every page of insights, on one blueprint."""

from ideas.insights.blueprint import blueprint
from ideas.insights.exports import views as exports
from ideas.insights.overview import views as overview

__all__ = ["blueprint", "exports", "overview"]
