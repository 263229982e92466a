"""What waits for finance."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ideas.agreements.queries import selected_without_agreement
from ideas.desk.today.line import Line, Tone, plain
from ideas.royalties.amendments.queries import amendments_to_offer
from ideas.royalties.bank.queries import accounts_waiting
from ideas.royalties.books.faults import unseen_faults
from ideas.royalties.disputes.queries import disputes_waiting
from ideas.royalties.payments.dues import due_rows
from ideas.royalties.payments.queries import payments_waiting
from ideas.royalties.payments.rules import block_of
from ideas.royalties.periods.queries import proposals_waiting
from ideas.royalties.sales.conflicts.queries import conflicts
from ideas.web.format import ago


def _is_others(person_id: int) -> bool:
    """What one prepared oneself, or is one's own, waits for somebody else."""
    return bool(person_id != current_user.id)


def agreements() -> Iterator[Line]:
    """What was selected and has no agreement, and changes that a second person offers."""
    waiting = selected_without_agreement()
    if waiting:
        note = _("The first was selected %(when)s.", when=plain(ago(waiting[0].stage_at)))
        url = url_for("agreements.desk")
        yield Line(_("Agreements to prepare"), len(waiting), note, Tone.WARN, url)
    if drafts := [each for each in amendments_to_offer() if _is_others(each.prepared_by_id)]:
        first, note = drafts[0], _("A second person offers them.")
        page, number = "amendments.show", first.version
        url = url_for(page, agreement_id=first.agreement_id, version=number)
        yield Line(_("Changes of agreements to offer"), len(drafts), note, Tone.WARN, url)


def payments() -> Iterator[Line]:
    """What can be paid, what a second person approves, accounts that payees typed."""
    pay = url_for("royalties.payments.show")
    blocks = [block_of(row.due, by=current_user.id) for row in due_rows()]
    due, kept = blocks.count(None), len(blocks) - blocks.count(None)
    prepared = sum(_is_others(each.prepared_by_id) for each in payments_waiting())
    if due:
        note = ngettext("%(num)s more waits.", "%(num)s more wait.", kept) if kept else ""
        yield Line(_("Payments to prepare"), due, note, Tone.WARN, pay)
    if prepared:
        note = _("A second person approves them.")
        yield Line(_("Batches to approve"), prepared, note, Tone.WARN, pay)
    if typed := sum(_is_others(each.person_id) for each in accounts_waiting()):
        note = _("Nothing is paid there until then.")
        payees = url_for("royalties.payees.all_payees")
        yield Line(_("Accounts to approve"), typed, note, Tone.WARN, payees)


def books() -> Iterator[Line]:
    """Books that differ, periods to confirm, disputes and conflicts to decide about."""
    url = url_for("royalties.books.check")
    if nights := unseen_faults():
        note = _("Sales, statements or entries do not add up. Nothing was changed.")
        yield Line(_("Nights on which the books did not agree"), len(nights), note, Tone.BAD, url)
    if waiting := [each for each in proposals_waiting() if _is_others(each.proposed_by_id)]:
        note, home = _("A second person confirms it."), url_for("royalties.home")
        yield Line(_("Periods to close or open again"), len(waiting), note, Tone.WARN, home)
    if disputed := disputes_waiting():
        note = _("What is disputed is not paid until then.")
        queue = url_for("royalties.disputes.queue")
        yield Line(_("Disputes to answer"), len(disputed), note, Tone.WARN, queue)
    if odd := conflicts():
        note, sales = _("They came twice with other figures."), url_for("royalties.sales.imports")
        yield Line(_("Sales in conflict"), len(odd), note, Tone.WARN, sales)
