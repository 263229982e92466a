"""The blueprint all addresses of the conversation belong to."""

from flask import Blueprint

blueprint = Blueprint("comments", __name__)
