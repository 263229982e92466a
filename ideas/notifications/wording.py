"""A notice in the reader's language: its sentence, what was said with it, and where it leads."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from ideas.notifications.rules import NoticeKind
from ideas.text import Spoken, in_language
from ideas.web.format import number
from ideas.web.languages import language
from ideas.web.speak import label_of

HIDDEN_STEPS = frozenset({"submitted", "needs_work", "declined"})
IN_CONVERSATION = frozenset(
    {NoticeKind.OWN_COMMENT, NoticeKind.REPLY, NoticeKind.OWN_ANSWER, NoticeKind.BACKED_ANSWER}
)
PLACES = {
    NoticeKind.TEAM_ANSWERED: "workshop.home",
    NoticeKind.AGREEMENT: "agreements.mine",
    NoticeKind.STATEMENT: "royalties.statements.mine",
    NoticeKind.PAYMENT: "royalties.statements.mine",
}


def notice_sentence(kind: str, variant: str, words: Mapping[str, Any]) -> str:
    """What happened, in a sentence."""
    said = {name: number(word) if isinstance(word, int) else word for name, word in words.items()}
    return label_of("notice", f"{kind}.{variant}" if variant else kind) % said


def notice_detail(words: Mapping[str, Any]) -> Spoken | None:
    """What was said with it: the decision's public sentence, or the label of a reason."""
    if words.get("reason"):
        return Spoken(label_of(*words["reason"]), language())
    spoken = in_language(words.get("sentence") or {}, language())
    return spoken if spoken.text else None


def notice_address(kind: str, variant: str, slug: str, *, external: bool = False) -> str:
    """The page where one sees it."""
    sort = NoticeKind(kind)
    if sort in PLACES or not slug:
        return url_for(PLACES.get(sort, "workshop.home"), _external=external)
    if sort is NoticeKind.TEAM_INVITED:
        return url_for("submission.invitation", slug=slug, _external=external)
    if sort is NoticeKind.OWN_MOVED and variant in HIDDEN_STEPS:
        return url_for("workshop.home", _external=external)
    anchor = "thread" if sort in IN_CONVERSATION else None
    return url_for("gallery.idea", slug=slug, _external=external, _anchor=anchor)
