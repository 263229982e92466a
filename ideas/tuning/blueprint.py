"""The blueprint of the tuner and of applying terms."""

from flask import Blueprint

blueprint = Blueprint("tuning", __name__)
