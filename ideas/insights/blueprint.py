"""The blueprint of insights and exports."""

from flask import Blueprint

blueprint = Blueprint("insights", __name__)
