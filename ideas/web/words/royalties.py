"""Words for royalties."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "period.code_taken": _l("Another period has this name."),
    "period.days": _l("A period's last day cannot come before its first."),
    "period.overlaps": _l("These days belong to another period in part."),
    "period.before_closed": _l(
        "A later period is closed already, so none can be opened before it."
    ),
    "period.closed": _l("This period is closed. Nothing can be dated into it."),
    "period.soft_closed": _l("This period takes no more sales already."),
    "period.not_soft_closed": _l("Let no more sales into this period first, then close it."),
    "period.open": _l("This period is open: it takes sales already."),
    "period.later_closed": _l("Open the period %(period)s again first; it follows this one."),
    "period.no_reason": _l("Say why the period takes sales again."),
    "period.no_proposal": _l(
        "This was not proposed, or it was taken back. Look at the page again."
    ),
    "period.figures_changed": _l(
        "The figures are not those that were proposed. Compare them and propose them again."
    ),
    "close.at_work": _l("The figures of this period are being calculated. Wait, or stop it."),
    "close.figures_old": _l(
        "Something was typed since these figures were calculated. Have them calculated again."
    ),
    "close.overtaken": _l(
        "Meanwhile the period was opened again, or something else was proposed for it."
    ),
    "close.not_allowed": _l("Whoever asked for it is no longer in finance."),
    "close.stopped": _l("It was stopped. Nothing was closed."),
    "approval.own": _l(
        "You proposed this, so a second person confirms it. Ask one of these: %(names)s."
    ),
    "approval.alone": _l(
        "You proposed this, so a second person confirms it. You are the only one in finance: ask "
        "an admin to give a colleague the role on the People page."
    ),
    "period.not_over": _l("This period is not over yet."),
    "period.earlier_open": _l("Close the period %(period)s first; periods are closed in order."),
    "period.missing_rates": _l("Type these exchange rates first: %(pairs)s."),
    "period.no_agreement": _l("No agreement is in force for these products: %(skus)s."),
    "rate.same_currency": _l("An exchange rate is between two different currencies."),
    "rate.bounds": _l("An exchange rate is larger than zero and less than a thousand million."),
    "quotes.too_large": _l("A file of rates has at most %(most)s kilobytes."),
    "quotes.encoding": _l("This file is no text. Save it as CSV in UTF-8."),
    "quotes.no_heading": _l(
        "The first line must name the columns date, currency, rate and source, each once."
    ),
    "quotes.problems": _l("Lines of this file cannot be read: %(number)s. Nothing was kept."),
    "quotes.empty": _l("The file has no rates."),
    "adjustment.no_agreement": _l("Only an agreement in force can be adjusted."),
    "adjustment.own": _l("You have a share in this agreement, so somebody else adjusts it."),
    "adjustment.nothing": _l("An adjustment of nothing changes nothing."),
    "adjustment.is_reversal": _l(
        "This takes another adjustment back. Enter a new adjustment instead."
    ),
    "adjustment.no_period": _l("Every period is closed. Open the next one first."),
    "adjustment.no_reason": _l("Say why; the creators will read it on their statements."),
    "dispute.too_late": _l(
        "This statement could be disputed until %(day)s. Write to us if you think it is wrong."
    ),
    "dispute.too_late_again": _l("A second look could be asked for until %(day)s."),
    "dispute.not_answered": _l("There is no answer yet that could be looked at again."),
    "dispute.no_words": _l("Say what looks wrong."),
    "dispute.long_words": _l("At most %(most)s characters, please."),
    "dispute.own": _l("You have a share in this agreement, so somebody else answers."),
    "dispute.answered": _l("This dispute is answered already."),
    "dispute.same_person": _l(
        "You gave the first answer, so somebody else in finance takes the second look. If you are "
        "the only one, ask an admin to give a colleague the role on the People page."
    ),
    "dispute.no_period": _l(
        "No period is open that could take in the adjustment. Open the next one first."
    ),
    "audit.nothing_yet": _l("There is no statement yet whose figures could be checked."),
    "audit.once_a_year": _l("An audit is asked for once a year: again from %(day)s on."),
    "audit.long_words": _l("At most %(most)s characters, please."),
    "audit.own": _l("You have a share in this agreement, so somebody else answers."),
    "audit.answered": _l("This was answered already."),
    "auditor.missing": _l("Say who will look: your own name, or your accountant's."),
    "answer.no_words": _l("Tell the payee why."),
    "answer.long_words": _l("At most %(most)s characters, please."),
    "amount.needed": _l("Write what is made good; without it nothing would change."),
    "amount.unneeded": _l("What is rejected changes nothing. Leave the amount empty."),
    "statement.no_pdf": _l(
        "This site makes no PDFs. The page prints well, and the CSV has it all."
    ),
    "payment.disputed": _l(
        "A statement in this batch is disputed, and what is disputed is not paid. Call the batch "
        "off and prepare the rest anew."
    ),
    "payment.to_oneself": _l("This payment is to you, so others say what became of it."),
    "payment.decided": _l("What became of this payment was said already."),
    "payment.no_reason": _l("Say why it came back; its payee reads it."),
    "batch.nothing_due": _l("Nothing of this is due, or somebody else has just prepared it."),
    "batch.not_prepared": _l("This batch is no longer waiting to be approved."),
    "batch.to_oneself": _l("A payment in this batch is to you, so somebody else approves it."),
    "batch.own": _l(
        "You prepared this batch, so a second person approves it. Ask one of these: %(names)s."
    ),
    "batch.alone": _l(
        "You prepared this batch, so a second person approves it. You are the only one in "
        "finance who could: ask an admin to give a colleague the role on the People page."
    ),
    "batch.stale": _l(
        "Something in this batch is no longer to be paid: an agreement ended, or a payee is "
        "held. Call the batch off and prepare the rest anew."
    ),
    "batch.exported": _l("The bank may have this batch already, so it cannot be called off."),
    "batch.no_reason": _l("Say why it is called off."),
    "batch.not_approved": _l("This batch is not approved, so the bank gets nothing."),
    "batch.nothing_left": _l(
        "Nothing in this batch is to be paid any more. Call it off; what is in it is due again."
    ),
    "batch.no_payer": _l("An admin writes first whose account pays: name and IBAN, on the dials."),
    "batch.not_exported": _l("The bank has no file of this batch yet."),
    "ring_fence.below_zero": _l("What lies apart is not below zero."),
    "ring_fence.not_yet": _l("This day is still to come."),
    "hold.no_reason": _l("Say why nothing is to be paid."),
    "hold.own": _l("This holds your own payments, so somebody else lifts it."),
    "withholding.own": _l("This rate is yours, so somebody else in finance enters it."),
    "withholding.bounds": _l("A rate lies between 0 and 100 per cent."),
    "withholding.no_reason": _l("Say what the rate rests on; the payee reads it."),
    "withholding.closed": _l(
        "Statements are closed up to %(day)s, so the rate can only hold from a later day."
    ),
    "account.not_a_payee": _l("Only somebody with a share in an agreement is paid here."),
    "account.own": _l(
        "This account is yours, so somebody else decides. Ask one of these: %(names)s."
    ),
    "account.alone": _l(
        "This account is yours, so somebody else decides. You are the only one in finance: ask an "
        "admin to give a colleague the role on the People page."
    ),
    "account.decided": _l("This account was decided about already."),
    "account.no_reason": _l("Say why; the payee reads it."),
    "holder.missing": _l("Say whose account it is."),
    "iban.or_other": _l("Write an IBAN, or describe an account without one; not both."),
    "iban.wrong": _l("This is no IBAN: please compare it with your bank’s papers."),
    "bic.wrong": _l("A BIC has 8 or 11 letters and digits, such as AGRIFRPP."),
    "name.missing": _l("Say what you are called by law."),
    "tax_form.own": _l("This form is yours, so somebody else in finance enters it."),
    "tax_form.not_received": _l("A form cannot be received on a day that is still to come."),
    "tax_form.days": _l("A form cannot end before it was received."),
}

LABELS = {
    "payee.person": _l("A person"),
    "payee.company": _l("A company"),
    "account_state.waiting": _l("Waits for finance"),
    "account_state.approved": _l("Approved"),
    "account_state.refused": _l("Turned down"),
    "account_state.withdrawn": _l("Withdrawn"),
    "tax_form.residence": _l("Certificate of residence"),
    "tax_form.exemption": _l("Certificate of exemption"),
    "tax_form.self_declared": _l("Declaration by the payee"),
    "tax_form.other": _l("Another form"),
    "form_state.missing": _l("No tax form"),
    "form_state.good": _l("Good"),
    "form_state.ends_soon": _l("Ends soon"),
    "form_state.ended": _l("Has ended"),
    "dispute_reason.missing_sales": _l("Sales are missing"),
    "dispute_reason.units": _l("The number of units"),
    "dispute_reason.returns": _l("The returns"),
    "dispute_reason.deductions": _l("The deductions"),
    "dispute_reason.exchange": _l("The exchange rate"),
    "dispute_reason.rate": _l("The royalty rate"),
    "dispute_reason.share": _l("My share"),
    "dispute_reason.advance": _l("The advance"),
    "dispute_reason.other": _l("Something else"),
    "audit_reply.granted": _l("Give the books out"),
    "audit_reply.refused": _l("Turn it down"),
    "audit_replied.granted": _l("Books given out"),
    "audit_replied.refused": _l("Turned down"),
    "dispute_short.upheld": _l("upheld"),
    "dispute_short.rejected": _l("rejected"),
    "dispute_outcome.upheld": _l("Upheld: something was wrong"),
    "dispute_outcome.rejected": _l("Rejected: the statement is right"),
    "period.open": _l("Open"),
    "period.soft_closed": _l("Takes no more sales"),
    "period.closed": _l("Closed"),
    "batch_state.prepared": _l("Waits for a second person"),
    "batch_state.approved": _l("Approved"),
    "batch_state.exported": _l("With the bank"),
    "batch_state.done": _l("Done"),
    "batch_state.cancelled": _l("Called off"),
    "payment_state.waiting": _l("Under way"),
    "payment_state.sent": _l("Sent"),
    "payment_state.returned": _l("Came back"),
    "payment_state.dropped": _l("Called off"),
    "way.sepa": _l("SEPA transfer"),
    "way.other": _l("Other transfer"),
    "batch_file.csv": _l("Payments as CSV"),
    "batch_file.xml": _l("SEPA file (pain.001)"),
    "block.own": _l("To you: others prepare it"),
    "block.held": _l("Held"),
    "block.disputed": _l("In dispute"),
    "block.no_account": _l("No account that can be used"),
    "block.ended": _l("Its agreement has ended"),
    "payment.royalty": _l("Royalty"),
    "payment.advance": _l("Advance"),
    "problem.quote.columns": _l("The line has too few cells, or quotes that do not close"),
    "problem.quote.currency": _l("Not a currency in use"),
    "problem.quote.source": _l("The source is missing, too long or unreadable"),
    "problem.quote.rate": _l("Not a rate, such as 0.9214"),
    "problem.quote.day": _l("Not a day, such as 2025-12-31"),
    "problem.quote.future": _l("A day that is still to come"),
    "problem.quote.twice": _l("The currency stands in the file already"),
    "problem.quote.too_many": _l("Too many lines"),
    "problem.quote.rate.same_currency": _l("The currency the rates lead to"),
    "problem.quote.rate.bounds": _l("Not more than zero, or too large"),
    "problem.sale.no_product": _l("No product has this SKU"),
    "problem.sale.no_period": _l("There is no such period"),
    "problem.sale.none_open": _l("The period is closed and no other is open"),
    "problem.sale.currency": _l("Not a currency in use"),
    "problem.sale.columns": _l("The row has too many or too few cells"),
    "problem.sale.text": _l("A text is missing, too long or unreadable"),
    "problem.sale.number": _l("Not a whole number of zero or more"),
    "problem.sale.amount": _l("Not an amount of this currency, such as 1234.50"),
    "problem.sale.negative": _l("An amount below zero; send a new revision instead"),
}
