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
    "agreement.not_on_team": _l(
        "Creators are of the idea's team, contributors are not, and each person has one share."
    ),
    "agreement.no_text": _l("Write the agreement's text before you offer it."),
    "agreement.shares_total": _l("The shares must add up to exactly 100 %%."),
    "agreement.contributors_total": _l("Contributors share a tenth of the royalty at most."),
    "agreement.guarantee_without_term": _l(
        "A guarantee is for a year: say on which day the agreement begins."
    ),
    "card.no_general_rate": _l(
        "Write one line without territory and channel: it applies wherever no other does."
    ),
    "card.place_twice": _l("Two lines are for the same territory and channel."),
    "card.steps": _l("The first step of a line begins at 0, and each later one at more."),
    "card.unit_by_value": _l("An amount per unit is counted in units, not in net sales."),
    "card.too_much": _l("More than 100 %% of net sales cannot be paid."),
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
    "guardian.no_address": _l("Type your guardian's e-mail address: we write to them."),
    "guardian.own_address": _l("This is your own address. Type that of your parent or guardian."),
    "guardian.too_often": _l(
        "We wrote to guardians %(most)s times about this. Please write to us."
    ),
    "guardian.over": _l("This is no longer on offer, so there is nothing to sign."),
    "guardian.not_needed": _l("No guardian's name is missing here."),
    "guardian.no_name": _l("Type your name to sign."),
    "guardian.link_gone": _l(
        "This link no longer works: it was used, it is too old, or another was sent since."
    ),
    "amendment.not_active": _l("Only an agreement in force can be changed."),
    "amendment.under_way": _l("A change of this agreement is under way already."),
    "amendment.no_reason": _l("Say why."),
    "amendment.closed": _l(
        "Periods are closed up to %(day)s. A change begins after that: what was settled stays."
    ),
    "amendment.fixed": _l("This change has been offered and is fixed. Withdraw it, write another."),
    "amendment.changed_since": _l(
        "Somebody changed this draft since you read it. Read it again, then offer it."
    ),
    "amendment.nothing": _l("This draft changes nothing about what was agreed."),
    "amendment.not_offered": _l("This change can no longer be accepted or refused."),
    "amendment.accepted": _l("You have accepted this change. Write to us if you think again."),
    "amendment.settled": _l("This change is in force or was given up already."),
}

LABELS = {
    "agreement.draft": _l("Draft"),
    "agreement.offered": _l("Waiting for acceptance"),
    "agreement.active": _l("In force"),
    "agreement.ended": _l("Ended"),
    "relation.parent": _l("parent"),
    "relation.guardian": _l("guardian"),
    "frequency.month": _l("every month"),
    "frequency.quarter": _l("every quarter"),
    "frequency.half_year": _l("every half year"),
    "frequency.year": _l("once a year"),
    "card.draft": _l("Draft"),
    "card.offered": _l("Waiting for acceptance"),
    "card.active": _l("Agreed"),
    "card.withdrawn": _l("Withdrawn"),
}

STANDARD_AUDIT = _l("""\
Once a year you may have the figures of your statements checked, each up to two years after it was \
made: by yourself, or by an accountant you name who keeps what they see to themselves.

You ask on the agreement's page. By the day named there you get the books of your share: every \
sale, return and deduction, every rate and exchange rate, every adjustment and every posting it \
rests on. What others are paid is not in them. If we have reason to turn it down, we tell you which.

If the books leave a question open, your accountant may look at our own records of these sales, at \
our office and in office hours, 30 days after you tell us. You pay your accountant. What was paid \
too little we make good; if it is more than 5 percent, we pay the accountant as well.
""")

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
looks wrong, say so by the date on the statement. The audit clause says who may check the figures.

### When it ends
The agreement stays in force for as long as the product is sold. What you have earned is yours.
""")
