"""Words for what belongs to others."""

from ideas.web.languages import lazy_gettext as _l

REFUSALS = {
    "property.short": _l("A name has at least %(least)s letters, or it would be found everywhere."),
    "property.aliases": _l("Keep it to %(most)s other names."),
    "property.gone": _l("Somebody took this property off the list meanwhile."),
    "property.known": _l("This name is on the list already."),
}

LABELS = {
    "property_kind.blocked": _l("Blocked"),
    "property_kind.licensed": _l("Licensed"),
}
