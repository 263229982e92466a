"""A notice in the reader's language: its sentence, what was said with it, and where it leads."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.lists import format_list
from flask import url_for
from flask_babel import format_date, get_locale, ngettext
from flask_babel import gettext as _

from ideas.notifications.rules import AGAIN, CHANCE, NoticeKind
from ideas.text import Spoken, in_language
from ideas.web.format import number
from ideas.web.languages import language
from ideas.web.speak import label_of

DECIDED = frozenset({"declined", "archived", "merged"})
HIDDEN_STEPS = frozenset({"submitted", "needs_work", "declined"})
TABS = {
    **dict.fromkeys((NoticeKind.OWN_COMMENT, NoticeKind.REPLY, NoticeKind.MENTION), "comments"),
    **dict.fromkeys((NoticeKind.OWN_ANSWER, NoticeKind.BACKED_ANSWER), "answers"),
    NoticeKind.BACKED_UPDATE: "updates",
}
PLACES = {
    NoticeKind.TEAM_ANSWERED: "workshop.home",
    NoticeKind.AGREEMENT: "agreements.mine",
    NoticeKind.STATEMENT: "royalties.statements.mine",
    NoticeKind.PAYMENT: "royalties.statements.mine",
    **dict.fromkeys(
        (NoticeKind.WORDS_TAKEN_DOWN, NoticeKind.MEASURE_TAKEN, NoticeKind.MEASURE_APPEAL),
        "measures.mine",
    ),
    NoticeKind.QUEUE_LATE: "moderation.queue",
    NoticeKind.ROUND_NEAR: "review.rounds",
    NoticeKind.JOBS_FAILED: "desk.jobs",
    NoticeKind.DISPUTE: "royalties.disputes.queue",
}
PLACES_BY_VARIANT = {
    **dict.fromkeys(("account_to_approve", "form_of_payee"), "royalties.payees.all_payees"),
    **dict.fromkeys(("form_ends_soon", "form_ended", "account_waiting"), "royalties.bank.mine"),
    **dict.fromkeys(("account_approved", "account_refused"), "royalties.bank.mine"),
    "account_withdrawn": "royalties.bank.mine",
    "audit_asked": "royalties.auditing.queue",
    **dict.fromkeys(("not_given", "not_taken"), "accounts.people"),
}
VOTES = frozenset({NoticeKind.VOTE_DECIDED, NoticeKind.APPEAL_DECIDED})
MOST_NAMES = 3


def notice_sentence(kind: str, variant: str, words: Mapping[str, Any], times: int = 1) -> str:
    """What happened, in a sentence; how often, where one line stands for several notices."""
    said = {name: number(word) if isinstance(word, int) else word for name, word in words.items()}
    if "day" in said:
        said["day"] = str(format_date(date.fromisoformat(said["day"]), "long"))
    if "role" in said:
        said["role"] = label_of("role", said["role"])
    said["title"] = said.get("title") or _("an idea")
    if times > 1:
        return label_of("notices", kind) % {**said, "number": number(times)}
    return label_of("notice", f"{kind}.{variant}" if variant else kind) % said


def people_named(names: Sequence[str]) -> str:
    """“Ada, Ben and Carl”; of more than three, the first and how many others."""
    if len(names) <= MOST_NAMES:
        return format_list(list(names), locale=get_locale())
    others = len(names) - MOST_NAMES + 1
    first = ", ".join(names[: MOST_NAMES - 1])
    return str(
        ngettext("%(names)s and %(num)s other", "%(names)s and %(num)s others", others, names=first)
    )


def digest_subject(subjects: Sequence[Mapping[str, Any]], more: int, brand: str) -> str:
    """What a digest is about, in its subject line."""
    titles = [subject["title"] for subject in subjects if subject["title"]]
    if not titles:
        return str(_("Your work at %(brand)s", brand=brand))
    others = len(titles) - 1 + more
    if not others:
        return str(_("News about “%(title)s”", title=titles[0]))
    return str(
        ngettext(
            "News about “%(title)s” and %(num)s other idea",
            "News about “%(title)s” and %(num)s other ideas",
            others,
            title=titles[0],
        )
    )


def notice_detail(words: Mapping[str, Any]) -> Spoken | None:
    """What was said with it: the decision's public sentence, or the label of a reason."""
    if words.get("reason"):
        return Spoken(label_of(*words["reason"]), language())
    spoken = in_language(words.get("sentence") or {}, language())
    return spoken if spoken.text else None


def notice_address(
    kind: str,
    variant: str,
    slug: str,
    *,
    words: Mapping[str, Any] | None = None,
    external: bool = False,
) -> str:
    """The page where one sees it."""
    sort = NoticeKind(kind)
    statement = (words or {}).get("statement")
    if sort is NoticeKind.STATEMENT and statement:
        page = "disputes.mine" if variant else "statements.read"
        return url_for(f"royalties.{page}", statement_id=int(statement), _external=external)
    if (
        sort in (NoticeKind.PAYMENT, NoticeKind.ROLE, NoticeKind.DISPUTE)
        and variant in PLACES_BY_VARIANT
    ):
        return url_for(PLACES_BY_VARIANT[variant], _external=external)
    if sort is NoticeKind.DISPUTE and variant:
        return url_for("agreements.desk", _external=external)
    if sort in PLACES or not slug:
        return url_for(PLACES.get(sort, "workshop.home"), _external=external)
    if sort is NoticeKind.TEAM_INVITED:
        return url_for("submission.invitation", slug=slug, _external=external)
    if sort is NoticeKind.OWN_MOVED and variant in DECIDED:
        return url_for("measures.of_idea", slug=slug, _external=external)
    if sort is NoticeKind.OWN_MOVED and variant in HIDDEN_STEPS:
        return url_for("workshop.home", _external=external)
    if variant == CHANCE:
        return url_for("review.chance", slug=slug, _external=external)
    if sort in VOTES:
        return url_for("integrity.mine", slug=slug, _external=external)
    tab = "answers" if sort is NoticeKind.MENTION and variant else TABS.get(sort)
    anchor = "tabs" if tab else "ballot" if variant == AGAIN else None
    return url_for("gallery.idea", slug=slug, tab=tab, _external=external, _anchor=anchor)
