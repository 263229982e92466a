"""Words for agreements."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "agreement.not_selected": _l(
        "An agreement is made for a selected idea. This one is at the stage “%(stage)s”."
    ),
    "agreement.own_idea": _l(
        "You belong to this idea's team, so somebody else in finance writes its agreement."
    ),
    "agreement.under_way": _l("This idea already has an agreement."),
    "agreement.fixed": _l(
        "This agreement has been offered and is fixed. Withdraw it and prepare another."
    ),
    "agreement.not_on_team": _l("Shares are for the idea's team, and each person has one."),
    "agreement.no_text": _l("Write the agreement's text before you offer it."),
    "agreement.shares_total": _l("The shares must add up to exactly 100 %%."),
    "agreement.not_yours": _l("Only somebody with a share in this agreement can accept it."),
    "agreement.not_offered": _l("This agreement can no longer be accepted."),
    "agreement.no_name": _l("Type your name to accept."),
    "agreement.no_guardian": _l(
        "You are under 18, so a parent or guardian signs with you. Type their name."
    ),
    "agreement.ended": _l("This agreement has ended already."),
    "agreement.sold": _l(
        "The product is or was on sale, so this agreement stays in force for its creators."
    ),
    "agreement.no_reason": _l("Say why; the creators will read it."),
}

LABELS = {
    "agreement.draft": _l("Draft"),
    "agreement.offered": _l("Waiting for acceptance"),
    "agreement.active": _l("In force"),
    "agreement.ended": _l("Ended"),
}

STANDARD_TEXT = _l("""\
### What this is
The brand would like to make your idea. This agreement says what the brand may do with it and \
what you earn from it.

### What you allow
You allow the brand to make, change, show and sell products based on your idea, in the territory \
named above. You remain its author and are named as such on the product's page.

### What you earn
You earn a royalty on net sales: what was invoiced, less returns, less the deductions allowed \
above. Your share of it, your advance and what is held back for returns are listed above. What \
was held back is released later, as listed.

### How you can check it
After each period you get a statement that shows every line it was calculated from. If something \
looks wrong, say so by the date on the statement. Once a year you may have the figures checked by \
an accountant of your choice.

### When it ends
The agreement stays in force for as long as the product is sold. What you have earned is yours.
""")
