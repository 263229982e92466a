"""What somebody sent, given back when it could not be kept: the same form, to be sent again."""

import re
from dataclasses import dataclass

from flask import request
from flask_wtf.csrf import generate_csrf

from ideas.web.answer import SAFE

OURS = "csrf_token"
SECRET = re.compile("password|secret|token|^code$")
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
SHORT, MOST = 60, 200_000

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Again:
    """A form: where it goes, the fields that go along unseen, and the texts worth seeing."""

    address: str
    token: str
    fields: Fields
    texts: Fields


def form_to_send_again() -> Again | None:
    """The form of this request; None when there is none, or secrets or files are in it."""
    if request.method in SAFE or request.mimetype not in FORMS or any(request.files.values()):
        return None
    sent = [(name, text) for name, text in request.form.items(multi=True) if name != OURS]
    has_secrets = any(SECRET.search(name) for name, _ in sent)
    if has_secrets or sum(len(text) for _, text in sent) > MOST:
        return None
    return Again(
        address=request.root_path + request.full_path.rstrip("?"),
        token=generate_csrf(),
        fields=tuple(field for field in sent if not _is_text(field[1])),
        texts=tuple(field for field in sent if _is_text(field[1])),
    )


def _is_text(text: str) -> bool:
    return len(text) > SHORT or "\n" in text
