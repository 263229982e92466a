"""Words for accounts."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "account.suspended": _l("This account is suspended. The reason given: %(reason)s"),
    "age.too_young": _l("Where you live, people can join from the age of %(age)s."),
    "address.taken": _l("Another account has this address by now. Choose another one."),
    "claim.address_used": _l(
        "This address already has an account. Sign in with it, or use another."
    ),
    "claim.nobody": _l("This account stands for everybody whom the file did not name."),
    "claim.done": _l("This account has an owner already."),
    "code.wrong": _l("This code is wrong, or it was used before. Wait for the next one."),
    "link.unusable": _l("This link was used before, or it is too old. Ask for a new one."),
    "password.guessable": _l(
        "This password is easy to guess. Take several words that do not belong together."
    ),
    "password.long": _l("A password has at most %(most)s characters."),
    "password.short": _l("A password has at least %(least)s characters."),
    "staff.asked": _l("This address is asked for this role already."),
    "staff.over": _l("This invitation is over. Ask for a new one."),
    "appointment.over": _l("This is no longer proposed. Look at how it stands now."),
    "role.held": _l("This person is “%(role)s” already."),
    "role.last_admin": _l("Somebody must stay admin. Make another person admin first."),
    "role.not_held": _l("This person is not “%(role)s”."),
    "role.unverified": _l("Roles are for people with a confirmed address and an open account."),
    "suspension.no_reason": _l("Say why; the person will read it."),
    "suspension.self": _l("You cannot suspend yourself."),
    "suspension.twice": _l("This account is suspended already."),
}

LABELS = {
    "role.moderator": _l("Moderator"),
    "role.reviewer": _l("Reviewer"),
    "role.finance": _l("Finance"),
    "role.admin": _l("Admin"),
    "role.juror": _l("Juror"),
}
