"""Every page of insights, on one blueprint."""

from ideas.insights.blueprint import blueprint
from ideas.insights.exports import views as exports

__all__ = ["blueprint", "exports"]
