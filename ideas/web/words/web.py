"""Words for what the site itself cannot do now, whatever was asked."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "web.busy": _l("The site is busy or being looked after. Try again in a minute."),
    "web.broken": _l(
        "It is not your doing. It has been written down, and nothing half done was kept. "
        "Try again in a minute."
    ),
    "web.too_often": _l("Wait %(time)s, then try again."),
    "web.form_old": _l(
        "Its page was open for a long time, or you signed in or out meanwhile. Go back, reload the "
        "page and send it again; what you typed is usually still there."
    ),
    "web.signed_out": _l(
        "You are not signed in any more. Copy what you typed if it is long, sign in, and send it "
        "again."
    ),
    "web.unreadable": _l("This form could not be read."),
    "web.sign_in": _l("Sign in first."),
    "web.confirm_first": _l("Confirm your e-mail address first."),
    "web.not_allowed": _l(
        "Your account may not do this. If you think it should, ask the person who runs this site "
        "to give you the role."
    ),
    "web.not_here": _l(
        "The link may be old, or a letter may be missing. An idea that was withdrawn keeps its "
        "page, so search for its name."
    ),
    "web.only_forms": _l(
        "This address only takes what a form sends. Go back to the page the form is on."
    ),
}
